"""bfloat16 where the processor has instructions for it, float32 elsewhere."""

import torch


def mixed_precision() -> torch.autocast:
    """The context in which networks compute: PyTorch emulates bfloat16 below AVX-512, ten times slower than float32."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled="AVX512" in torch.backends.cpu.get_cpu_capability())
