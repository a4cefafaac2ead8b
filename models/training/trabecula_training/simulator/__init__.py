"""Virtual patients, their lumbar spines, the films of them, and the DXA label of that same bone."""
