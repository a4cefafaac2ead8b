"""Films that are not of the lumbar spine at all: limbs, chest, skull, built of tubes and ellipses and the same imaging chain.

They are cruder than the spines; a site with its own refused films should train on those instead.
"""

import math

import numpy as np
from scipy.ndimage import gaussian_filter

from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.smooth_noise import smooth_noise

SHAPE = (118, 100)
PIXEL_MM = 2.8


def _grid() -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return (rows - SHAPE[0] / 2) / SHAPE[0], (columns - SHAPE[1] / 2) / SHAPE[0]


def _tube(y, x, start, end, radius: float) -> np.ndarray:
    """Chord (in heights of the film) through a tube between two points of the film."""
    dy, dx = end[0] - start[0], end[1] - start[1]
    along = np.clip(((y - start[0]) * dy + (x - start[1]) * dx) / (dy * dy + dx * dx + 1e-9), 0, 1)
    off = (y - start[0] - along * dy) ** 2 + (x - start[1] - along * dx) ** 2
    return 2 * np.sqrt(np.maximum(radius**2 - off, 0))


def _ellipse(y, x, centre, radii, turn: float = 0.0) -> np.ndarray:
    cosine, sine = math.cos(turn), math.sin(turn)
    v, u = y - centre[0], x - centre[1]
    inside = 1 - ((v * cosine - u * sine) / radii[0]) ** 2 - ((v * sine + u * cosine) / radii[1]) ** 2
    return np.sqrt(np.maximum(inside, 0))


def _limb(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One or two long bones, sometimes with a joint, or the rays of a hand."""
    y, x = _grid()
    bone, flesh = np.zeros(SHAPE), np.zeros(SHAPE)
    tilt = rng.normal(0, 0.12)
    rays = rng.choice([1, 2, 5])
    for ray in range(rays):
        shift = (ray - (rays - 1) / 2) * rng.uniform(0.10, 0.16)
        radius = rng.uniform(0.035, 0.06) / (1 + 0.5 * (rays > 1))
        gap = rng.uniform(-0.1, 0.1)
        for low, high in ((-0.6, gap - 0.012), (gap + 0.012, 0.6)):
            start, end = (low, shift + tilt * low), (high, shift * (1.3 if rays == 5 else 1) + tilt * high)
            outer, inner = _tube(y, x, start, end, radius), _tube(y, x, start, end, 0.65 * radius)
            bone += 12 * (outer - inner) + 3 * inner
            flesh = np.maximum(flesh, 30 * _tube(y, x, start, end, radius * rng.uniform(2.2, 3.5)))
    return bone, flesh


def _chest(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    y, x = _grid()
    flesh = 22 * _ellipse(y, x, (0.15, 0), (0.75, rng.uniform(0.40, 0.5)))
    bone = 1.2 * _tube(y, x, (-0.6, 0), (0.6, 0), 0.05) / 0.1
    for side in (-1, 1):
        lung = _ellipse(y, x, (-0.05, side * rng.uniform(0.17, 0.21)), (0.38, 0.15), side * 0.15)
        flesh -= 14 * lung
        for rib in range(9):
            row = -0.42 + 0.09 * rib
            bone += 5 * _tube(y, x, (row, side * 0.05), (row + 0.1, side * 0.36), 0.012)
    return bone, flesh + 6 * _ellipse(y, x, (0.12, 0.06), (0.16, 0.13))


def _skull(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    y, x = _grid()
    centre = (rng.uniform(-0.1, 0.05), rng.uniform(-0.05, 0.05))
    outer = _ellipse(y, x, centre, (0.38, 0.32))
    inner = _ellipse(y, x, centre, (0.36, 0.30))
    bone = 6 * (outer - 0.9 * inner) + 1.2 * _ellipse(y, x, (centre[0] + 0.25, centre[1]), (0.14, 0.16))
    for side in (-1, 1):
        bone -= 0.8 * _ellipse(y, x, (centre[0] + 0.12, centre[1] + side * 0.11), (0.05, 0.06))
    return bone, 16 * outer + 10 * _tube(y, x, (0.2, 0), (0.6, 0), 0.12)


def other_body_part(rng: np.random.Generator) -> np.ndarray:
    """A film 0..1 of a limb, a chest or a skull through the usual imaging chain."""
    parts = (_limb, _chest, _skull)
    bone, flesh = parts[rng.integers(len(parts))](rng)
    bone = gaussian_filter(np.maximum(bone, 0) * rng.uniform(0.6, 1.2), 0.5)
    uneven = smooth_noise(rng, SHAPE, PIXEL_MM, 6.0, 120.0) * 0.4 * np.minimum(1, flesh / 4)
    flesh = np.maximum(flesh * rng.uniform(0.7, 1.2) + uneven, 0)
    maps = np.stack([bone, np.maximum(0.8 * flesh - bone, 0), 0.2 * flesh]).astype(np.float32)
    return render_film(maps, "ap", PIXEL_MM, rng)
