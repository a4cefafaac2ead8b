"""Chords of rays through ellipsoids in closed form, only where the ellipsoid can be seen."""

import math

import numpy as np
from numba import njit

from trabecula_training.simulator.film_view import FilmView


@njit(fastmath=True, cache=True)
def _add_chords(out, view, centre, to_unit, radius, weight, keep_longest):
    rows, columns = out.shape
    normal = np.cross(view.column_step, view.row_step)
    to_centre = centre - view.source
    magnification = ((view.origin - view.source) * normal).sum() / (to_centre * normal).sum()
    on_detector = view.source + magnification * to_centre - view.origin
    pixel = math.sqrt((view.column_step**2).sum())
    u = (on_detector * view.column_step).sum() / pixel**2
    v = (on_detector * view.row_step).sum() / pixel**2
    reach = 1.25 * magnification * radius / pixel + 2
    start = to_unit @ (view.source - centre)
    offset = (start * start).sum() - 1
    # Everything is linear in row and column, so the loops below work on scalars only.
    first, by_column, by_row = view.origin - view.source, view.column_step, view.row_step
    u_first, u_column, u_row = to_unit @ first, to_unit @ by_column, to_unit @ by_row
    for row in range(max(0, int(v - reach)), min(rows, int(v + reach) + 1)):
        for column in range(max(0, int(u - reach)), min(columns, int(u + reach) + 1)):
            a, b, length = 0.0, 0.0, 0.0
            for axis in range(3):
                unit_ray = u_first[axis] + u_column[axis] * column + u_row[axis] * row
                a += unit_ray * unit_ray
                b += start[axis] * unit_ray
                ray = first[axis] + by_column[axis] * column + by_row[axis] * row
                length += ray * ray
            discriminant = b * b - a * offset
            if discriminant <= 0:
                continue
            chord_cm = 0.2 * math.sqrt(discriminant) / a * math.sqrt(length) * weight
            if keep_longest:
                out[row, column] = max(out[row, column], chord_cm)
            else:
                out[row, column] += chord_cm


def add_ellipsoid(out, view: FilmView, centre, semi_axes_mm, rotation=None, weight=1.0, keep_longest=False) -> None:
    """Adds weight x chord (cm) to `out`, or keeps the longer of both, so that overlapping bubbles are not summed."""
    to_unit = np.diag(1 / np.asarray(semi_axes_mm, float))
    if rotation is not None:
        to_unit = to_unit @ rotation.T
    centre = np.asarray(centre, float)
    radius = float(np.max(semi_axes_mm))
    _add_chords(out, view, centre, np.ascontiguousarray(to_unit), radius, float(weight), keep_longest)
