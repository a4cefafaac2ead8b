"""The trunk as convex superelliptic tubes: skin, and the fascia inside the fat under it; flat back, rounded flanks."""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from trabecula_training.simulator.film_view import FilmView, coarse_view, refined
from trabecula_training.simulator.population import Person

# Squareness of the cross-section in front of and behind its widest line (2 is an ellipse): the back is flatter.
FRONT_POWER, BACK_POWER = 2.2, 3.0
TRUNK_HALF_HEIGHT_MM = 420.0
# The trunk is smooth: every fourth pixel is enough, and it would else take half of the whole time.
COARSENESS = 4


@dataclass(frozen=True)
class Torso:
    """mm. `back_y` is the skin of the back (L3 body centre at y = 0); `fat_mm` the thickness of fat at the flanks."""

    half_width: float
    half_depth: float
    centre: np.ndarray
    back_y: float
    fat_mm: float
    visceral_fat: float


def build_torso(person: Person, rng: np.random.Generator) -> Torso:
    """Cross-section from waist girth; depth to width .70 +- .04; spine 9-13 cm below the skin of the back."""
    ratio = float(np.clip(rng.normal(0.70, 0.04), 0.58, 0.84))
    girth_factor = math.pi * (3 * (1 + ratio) - math.sqrt((3 + ratio) * (1 + 3 * ratio)))
    # A squarer section has about 3 % more girth than the ellipse of the same axes.
    half_width = person.waist_cm * 10 / girth_factor / 1.03
    half_depth = half_width * ratio
    back_y = -(62 + 0.25 * half_depth + rng.normal(0, 4))
    fat = 0.62 * float(np.clip(rng.normal(8 + 1.4 * (person.bmi - 22) + (0 if person.male else 4), 4), 4, 55))
    visceral = 0.10 + 0.012 * (person.bmi - 22) + (0.06 if person.male else 0) + rng.normal(0, 0.04)
    centre = np.array([rng.normal(0, 4), back_y + half_depth, rng.normal(10, 30)])
    return Torso(half_width, half_depth, centre, back_y, fat, float(np.clip(visceral, 0.03, 0.5)))


@njit(fastmath=True, cache=True)
def _level(x, y, z, axes):
    """Below 1 inside the trunk."""
    power = FRONT_POWER if y > 0 else BACK_POWER
    return (abs(x) / axes[0]) ** power + (abs(y) / axes[1]) ** power + (abs(z) / axes[2]) ** 4


@njit(fastmath=True, cache=True)
def _level_at(along, start, direction, axes):
    return _level(
        start[0] + along * direction[0], start[1] + along * direction[1], start[2] + along * direction[2], axes
    )


@njit(fastmath=True, cache=True)
def _edge(start, direction, inside, outside, axes):
    for _ in range(16):
        middle = (inside + outside) / 2
        if _level_at(middle, start, direction, axes) < 1:
            inside = middle
        else:
            outside = middle
    return inside


@njit(fastmath=True, cache=True)
def _chords(out, view, centre, axes):
    """Chord (cm) through the convex trunk: the deepest point by golden section, then both edges by bisection."""
    golden = 0.381966
    start = view.source - centre
    reach = 1.2 * math.sqrt(axes[0] ** 2 + axes[1] ** 2 + axes[2] ** 2)
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            ray = view.origin + view.column_step * column + view.row_step * row - view.source
            direction = ray / math.sqrt((ray * ray).sum())
            nearest = -(start * direction).sum()
            low, high = nearest - reach, nearest + reach
            for _ in range(14):
                a, b = low + golden * (high - low), high - golden * (high - low)
                if _level_at(a, start, direction, axes) < _level_at(b, start, direction, axes):
                    high = b
                else:
                    low = a
            deepest = (low + high) / 2
            if _level_at(deepest, start, direction, axes) < 1:
                enter = _edge(start, direction, deepest, nearest - reach, axes)
                leave = _edge(start, direction, deepest, nearest + reach, axes)
                out[row, column] = (leave - enter) * 0.1


def trunk_paths(torso: Torso, view: FilmView, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """(whole trunk, tissue inside the fascia) paths in cm, [rows, columns]."""
    coarse, coarse_shape = coarse_view(view, shape, COARSENESS)
    whole, inner = np.zeros(coarse_shape), np.zeros(coarse_shape)
    skin = np.array([torso.half_width, torso.half_depth, TRUNK_HALF_HEIGHT_MM])
    fascia = skin - np.array([0.8 * torso.fat_mm, torso.fat_mm, 0.03 * TRUNK_HALF_HEIGHT_MM])
    _chords(whole, coarse, torso.centre, skin)
    _chords(inner, coarse, torso.centre - np.array([0, 0.12 * torso.fat_mm, 0]), fascia)
    return refined(whole, shape, COARSENESS), refined(inner, shape, COARSENESS)
