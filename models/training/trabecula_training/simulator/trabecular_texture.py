"""Periodic noise volumes that stand for trabeculae: vertical struts and horizontal plates."""

from functools import cache

import numpy as np
from scipy.ndimage import gaussian_filter

from trabecula_training.simulator.bone_projection import TEXTURE_VOXEL_MM

VOLUME_SIDE = 112
STRUT_SIGMA_MM = (0.55, 0.55, 2.6)
PLATE_SIGMA_MM = (1.8, 1.8, 0.55)


@cache
def trabecular_texture() -> tuple[np.ndarray, np.ndarray]:
    """(vertical, horizontal) volumes, unit variance, no mean, so texture never changes bone mass on average."""
    rng = np.random.default_rng(0)
    volumes = []
    for sigma_mm in (STRUT_SIGMA_MM, PLATE_SIGMA_MM):
        white = rng.standard_normal((VOLUME_SIDE,) * 3).astype(np.float32)
        sigma = [value / TEXTURE_VOXEL_MM for value in sigma_mm]
        wide = [2.5 * value for value in sigma]
        band = gaussian_filter(white, sigma, mode="wrap") - gaussian_filter(white, wide, mode="wrap")
        volumes.append((band / band.std()).astype(np.float32))
    return volumes[0], volumes[1]
