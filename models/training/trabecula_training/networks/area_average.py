"""The deployed preprocessing in numpy: pad to a square around the centre, then average by area."""

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=4096)
def axis_weights(samples: int, side: int, cells: int) -> np.ndarray:
    """[cells, samples] share of each sample in each cell of the padded axis; padding has no column."""
    offset = (side - samples) / 2
    edges = np.arange(cells + 1) * side / cells - offset
    low, high = edges[:-1, None], edges[1:, None]
    start = np.arange(samples)[None, :]
    overlap = np.clip(np.minimum(high, start + 1) - np.maximum(low, start), 0, None)
    return (overlap * cells / side).astype(np.float32)


def area_average(film: np.ndarray, side_px: int, pad_value: float = 0.0) -> np.ndarray:
    """float32 [side_px, side_px] of a film [rows, columns] in 0..1."""
    rows, columns = film.shape
    side = max(rows, columns)
    down, across = axis_weights(rows, side, side_px), axis_weights(columns, side, side_px)
    averaged = down @ film.astype(np.float32) @ across.T
    if pad_value:
        averaged += pad_value * (1 - np.outer(down.sum(axis=1), across.sum(axis=1)))
    return averaged
