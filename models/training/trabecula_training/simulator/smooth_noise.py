"""Random fields with a power spectrum: uneven tissue, and smooth displacements of outlines."""

import numpy as np


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], pixel_mm: float, finest_mm: float, coarsest_mm: float):
    """Field [rows, columns] of unit SD, amplitude falling as frequency^-1.1 between the two sizes."""
    rows, columns = shape
    frequency = np.hypot(np.fft.fftfreq(rows, pixel_mm)[:, None], np.fft.rfftfreq(columns, pixel_mm)[None]) + 1e-6
    amplitude = frequency**-1.1 / (1 + (1 / coarsest_mm / frequency) ** 8) * np.exp(-((frequency * finest_mm) ** 2))
    field = np.fft.irfft2(amplitude * np.fft.rfft2(rng.standard_normal(shape)), s=shape)
    return field / field.std()
