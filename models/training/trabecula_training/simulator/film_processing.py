"""What a detector's software does with the exposure: find the body, compress, sharpen, window, apply a curve."""

import numpy as np
from scipy.ndimage import gaussian_filter, zoom

from trabecula_training.simulator.imaging_settings import ImagingRanges, draw

# Halfway (45 %) between direct exposure and the middle of the film counts as skin; computed from the image alone.
SKIN_SHARE = 0.45
LEAST_AIR_CONTRAST = 1.2


def wide_blur(image: np.ndarray, sigma_px: float) -> np.ndarray:
    """Gaussian blur of large sigma on a grid four times as coarse."""
    rows, columns = image.shape
    padded = np.pad(image, ((0, -rows % 4), (0, -columns % 4)), mode="edge")
    small = padded.reshape(padded.shape[0] // 4, 4, padded.shape[1] // 4, 4).mean(axis=(1, 3))
    small = gaussian_filter(small, sigma_px / 4, mode="nearest")
    return zoom(small, 4, order=1, mode="nearest", grid_mode=True)[:rows, :columns]


def body_mask(log_density: np.ndarray) -> np.ndarray:
    """True where the body is, from the film alone: denser than halfway between direct exposure and the middle."""
    rows, columns = log_density.shape
    middle = np.median(log_density[rows // 4 : 3 * rows // 4, columns // 3 : 2 * columns // 3])
    air = np.percentile(log_density, 0.2)
    if middle - air < LEAST_AIR_CONTRAST:
        return np.ones_like(log_density, dtype=bool)
    return log_density > air + SKIN_SHARE * (middle - air)


def process(log_density, kind: str, pixel_mm: float, ranges: ImagingRanges, rng: np.random.Generator) -> np.ndarray:
    """Presentation values 0..1, bone bright, from -log exposure [rows, columns]; makers darken the lateral view."""
    body = body_mask(log_density)
    image = np.maximum(log_density, np.percentile(log_density[body], 0.5) - 0.6)
    weight = body.astype(np.float32) + 1e-3
    sigma = draw(rng, ranges.compression_mm) / pixel_mm
    # The blur is normalised by the mask, or the skin edge gets a black halo.
    local_mean = wide_blur(image * weight, sigma) / wide_blur(weight, sigma)
    image = image - draw(rng, ranges.range_compression) * local_mean
    fine = gaussian_filter(image, rng.uniform(1.0, 3.0) / pixel_mm)
    image = image + draw(rng, ranges.edge_gain) * (image - fine)
    seen = image[_window_region(body)]
    low, high = np.percentile(
        seen, [3 * draw(rng, ranges.window_clip_percent), 100 - 0.3 * draw(rng, ranges.window_clip_percent)]
    )
    span = max(high - low, 1e-3)
    low, high = low - rng.uniform(0, 0.08) * span, high + rng.uniform(0, 0.08) * span
    gamma = draw(rng, ranges.gamma) * (ranges.lateral_gamma_factor if kind == "lateral" else 1.0)
    film = np.clip((image - low) / (high - low), 0, 1) ** gamma
    share = draw(rng, ranges.sigmoid_share)
    return (1 - share) * film + share * (0.5 - 0.5 * np.cos(np.pi * film))


def _window_region(body: np.ndarray) -> np.ndarray:
    """Body pixels of the central part; the whole centre when hardly any is body."""
    rows, columns = body.shape
    centre = np.zeros_like(body)
    centre[int(0.04 * rows) : int(0.96 * rows), int(0.18 * columns) : int(0.82 * columns)] = True
    return body & centre if (body & centre).sum() > 200 else centre
