"""Ranges of everything between the patient and the film. Fixed from physics before training; see docs/models.md.

Sources: simulation reference (kVp, distances), IEC 60601-1-3 (>= 2.5 mm Al), grid practice (scatter-to-primary behind a
grid 0.3-1), detector literature (MTF 50 % at 1-1.5 lp/mm). Curves and processing strengths are assumptions, not sourced.
"""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class ImagingRanges:
    """Each pair is the range of a uniform draw."""

    kvp: tuple[float, float] = (75.0, 90.0)
    lateral_kvp_added: float = 6.0
    aluminium_mm: tuple[float, float] = (2.5, 3.5)
    scatter_to_primary: tuple[float, float] = (0.3, 0.9)
    lateral_scatter_factor: float = 1.25
    blur_mm: tuple[float, float] = (0.25, 0.55)
    photons_per_mm2: tuple[float, float] = (8_000.0, 30_000.0)
    electronic_noise_mm: float = 0.006
    range_compression: tuple[float, float] = (0.15, 0.60)
    compression_mm: tuple[float, float] = (14.0, 35.0)
    edge_gain: tuple[float, float] = (0.0, 0.5)
    window_clip_percent: tuple[float, float] = (0.3, 2.0)
    gamma: tuple[float, float] = (0.60, 1.15)
    lateral_gamma_factor: float = 1.5
    sigmoid_share: tuple[float, float] = (0.0, 1.0)
    collimated_height: tuple[float, float] = (0.86, 1.0)
    collimated_width: tuple[float, float] = (0.70, 1.0)
    border_probability: float = 0.25
    white_border_share: float = 0.2
    marker_probability: float = 0.6


USUAL = ImagingRanges()
# Another maker and another clinic: harder beam, more scatter, blur, stronger processing, another curve.
SHIFTED = ImagingRanges(
    kvp=(90.0, 102.0),
    aluminium_mm=(3.5, 5.0),
    scatter_to_primary=(0.7, 1.3),
    blur_mm=(0.6, 1.0),
    range_compression=(0.55, 0.80),
    edge_gain=(0.5, 1.0),
    gamma=(1.15, 1.50),
    sigmoid_share=(0.5, 1.0),
)


def _halves(limits: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    middle = sum(limits) / 2
    return (limits[0], middle), (middle, limits[1])


def makers(ranges: ImagingRanges) -> dict[str, ImagingRanges]:
    """Four makers: each has one half of the curves and one half of the compressions, so that all together are `ranges`."""
    return {
        f"{curve} curve, {strength} compression": replace(ranges, gamma=gamma, range_compression=compression)
        for curve, gamma in zip(("bright", "dark"), _halves(ranges.gamma))
        for strength, compression in zip(("weak", "strong"), _halves(ranges.range_compression))
    }


def draw(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    return float(rng.uniform(*limits))
