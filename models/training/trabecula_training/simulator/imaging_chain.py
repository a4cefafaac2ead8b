"""Path maps to a film: polyenergetic beam, scatter, blur, automatic exposure, noise, processing, border, marker."""

import math

import numpy as np
from numba import njit
from scipy.ndimage import gaussian_filter

from trabecula_training.simulator.film_processing import process, wide_blur
from trabecula_training.simulator.imaging_settings import USUAL, ImagingRanges, draw
from trabecula_training.simulator.spectrum import attenuation_bins

SCATTER_SIGMA_MM = 22.0
BRIGHTEST_EXPOSURE = 12.0


@njit(fastmath=True, cache=True)
def _transmission(maps, mu, share, out):
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            bone, lean, fat = maps[0, row, column], maps[1, row, column], maps[2, row, column]
            total = 0.0
            for k in range(mu.shape[0]):
                total += share[k] * math.exp(-(mu[k, 0] * bone + mu[k, 1] * lean + mu[k, 2] * fat))
            out[row, column] = total


def exposure(maps: np.ndarray, kind: str, pixel_mm: float, ranges: ImagingRanges, rng: np.random.Generator) -> np.ndarray:
    """Detector signal relative to the automatic exposure's central field (1 = its mean), noise included."""
    lateral = kind == "lateral"
    kvp = round(draw(rng, ranges.kvp) + ranges.lateral_kvp_added * lateral)
    mu, share = attenuation_bins(kvp, round(10 * draw(rng, ranges.aluminium_mm)))
    primary = np.empty(maps.shape[1:], dtype=np.float32)
    _transmission(maps.astype(np.float32), mu, share, primary)
    scatter = draw(rng, ranges.scatter_to_primary) * (ranges.lateral_scatter_factor if lateral else 1.0)
    signal = primary + scatter * wide_blur(primary, SCATTER_SIGMA_MM / pixel_mm)
    signal = gaussian_filter(signal, draw(rng, ranges.blur_mm) / pixel_mm)
    rows, columns = signal.shape
    signal = signal / signal[rows // 4 : 3 * rows // 4, columns // 3 : 2 * columns // 3].mean()
    signal = np.minimum(signal, BRIGHTEST_EXPOSURE)
    photons = draw(rng, ranges.photons_per_mm2) * pixel_mm**2
    quantum = rng.standard_normal(signal.shape) * np.sqrt(np.maximum(signal, 0.01) / photons)
    # Electronic noise is averaged over the pixel's area like everything else.
    electronic = rng.standard_normal(signal.shape) * ranges.electronic_noise_mm / pixel_mm
    return np.maximum(signal + quantum + electronic, 0.003).astype(np.float32)


def render_film(maps, kind: str, pixel_mm: float, rng: np.random.Generator, ranges: ImagingRanges = USUAL) -> np.ndarray:
    """One film, float32 0..1, bone bright, [rows, columns] after collimation; another draw for each call."""
    film = process(-np.log(exposure(maps, kind, pixel_mm, ranges, rng)), kind, pixel_mm, ranges, rng)
    film = _collimated(film, ranges, rng)
    if rng.random() < ranges.marker_probability:
        _stamp_marker(film, pixel_mm, rng)
    return np.ascontiguousarray(film, dtype=np.float32)


def _collimated(film: np.ndarray, ranges: ImagingRanges, rng: np.random.Generator) -> np.ndarray:
    """Crops to the collimated field, or leaves the border in: black shutter, or white where unexposed."""
    rows, columns = film.shape
    height = round(rows * draw(rng, ranges.collimated_height))
    width = round(columns * draw(rng, ranges.collimated_width))
    top = round((rows - height) * rng.uniform(0.2, 0.8))
    left = round((columns - width) * rng.uniform(0.3, 0.7))
    if rng.random() >= ranges.border_probability:
        return film[top : top + height, left : left + width].copy()
    bordered = np.full_like(film, 1.0 if rng.random() < ranges.white_border_share else 0.0)
    bordered[top : top + height, left : left + width] = film[top : top + height, left : left + width]
    return bordered


def _stamp_marker(film: np.ndarray, pixel_mm: float, rng: np.random.Generator) -> None:
    """A lead letter L or R of about 15 mm near a border."""
    size = max(5, round(15 / pixel_mm))
    letter = np.zeros((size, round(0.6 * size)), dtype=bool)
    bar = max(1, size // 6)
    letter[:, :bar] = True
    if rng.random() < 0.5:
        letter[-bar:] = True
    else:
        letter[:bar] = letter[size // 2 : size // 2 + bar] = True
        letter[: size // 2, -bar:] = True
        letter[size // 2 :, -2 * bar : -bar] = True
    rows, columns = film.shape
    row = int(rng.uniform(0.05, 0.85) * (rows - size))
    column = int((rng.uniform(0.02, 0.12) if rng.random() < 0.5 else rng.uniform(0.84, 0.94)) * (columns - letter.shape[1]))
    place = film[row : row + size, column : column + letter.shape[1]]
    place[letter] = rng.uniform(0.9, 1.0)
