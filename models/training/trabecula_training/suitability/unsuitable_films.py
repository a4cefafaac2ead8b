"""Turns a suitable simulated film into one that must be refused, or draws one of another body part; one function a reason."""

from collections.abc import Callable

import numpy as np
from scipy.ndimage import zoom

Film = np.ndarray
Spoiler = Callable[[Film, np.random.Generator], Film]


def rotated(film: Film, rng: np.random.Generator) -> Film:
    """Upside down in half of the cases, the hardest to see; else turned by a quarter to either side."""
    return np.rot90(film, rng.choice([2, 2, 1, 3])).copy()


def inverted(film: Film, rng: np.random.Generator) -> Film:
    """Bone dark; the shutter around the field stays black in some."""
    dark = 1 - film
    return np.where(film <= 0.002, 0, dark) if rng.random() < 0.5 else dark


def clipped(film: Film, rng: np.random.Generator) -> Film:
    """So little of the lumbar spine in the field that it cannot be judged: at most 45 % of the height, or half the width cut off."""
    rows, columns = film.shape
    if rng.random() < 0.6:
        kept = int(rows * rng.uniform(0.22, 0.45))
        start = rng.integers(0, rows - kept)
        return film[start : start + kept].copy()
    kept = int(columns * rng.uniform(0.25, 0.42))
    return (film[:, :kept] if rng.random() < 0.5 else film[:, -kept:]).copy()


def blank(film: Film, rng: np.random.Generator) -> Film:
    """No patient: an even or sloping exposure with noise, or nothing at all."""
    rows, columns = film.shape
    slope = rng.normal(0, 0.2) * np.linspace(-1, 1, rows)[:, None] + rng.normal(0, 0.2) * np.linspace(-1, 1, columns)
    noise = rng.normal(0, rng.uniform(0, 0.15), film.shape)
    return np.clip(rng.uniform(0, 1) + slope * (rng.random() < 0.7) + noise, 0, 1)


def screenshot(film: Film, rng: np.random.Generator) -> Film:
    """The film shown in a window of a workstation: frames, a tool bar and lines of text."""
    rows, columns = int(film.shape[0] * rng.uniform(1.1, 1.5)), int(film.shape[0] * rng.uniform(1.3, 2.0))
    screen = np.full((rows, columns), rng.uniform(0, 0.35))
    height, width = int(rows * rng.uniform(0.6, 0.9)), int(columns * rng.uniform(0.35, 0.6))
    shown = zoom(film, (height / film.shape[0], width / film.shape[1]), order=1)[:height, :width]
    top, left = rng.integers(0, rows - shown.shape[0] + 1), rng.integers(0, columns - shown.shape[1] + 1)
    screen[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    bar = max(3, rows // 25)
    screen[:bar] = rng.uniform(0.5, 0.9)
    for _ in range(rng.integers(8, 30)):
        row, column = rng.integers(0, rows - 3), rng.integers(0, columns - 12)
        length = rng.integers(8, max(9, columns // 4))
        text = rng.random((2, length)) < 0.65
        place = screen[row : row + 2, column : column + length]
        place[text[:, : place.shape[1]]] = 1.0
    return np.clip(screen, 0, 1)


SPOILERS: dict[str, Spoiler] = {
    "rotated": rotated,
    "inverted": inverted,
    "clipped": clipped,
    "blank": blank,
    "screenshot": screenshot,
}
