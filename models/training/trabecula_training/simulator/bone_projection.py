"""Projects vertebrae by marching rays through their implicit solids; no voxel volume.

The cortical shell is a surface density (a smoothed delta of the distance), so a 0.3 mm shell needs no fine grid and its
mass does not depend on the step. The result is a stack of basis maps in which mineral is linear, so bone mass is changed
after projection, exactly and without marching again.
"""

import math

import numpy as np
from numba import njit

from trabecula_training.simulator.body_distance import body_distance, posterior_distance
from trabecula_training.simulator.film_view import FilmView
from trabecula_training.simulator.vertebra_shape import Vertebra

# Basis maps: shells in cm of path per mm of thickness, x10; the others in cm.
SHELL_BODY, SHELL_POSTERIOR, TRAB_BODY, TRAB_VERTICAL, TRAB_HORIZONTAL, TRAB_POSTERIOR, SOLID = range(7)
BASIS_COUNT = 7
ENDPLATE_THICKNESS_RATIO = 1.6
TEXTURE_VOXEL_MM = 0.6


@njit(fastmath=True, cache=True)
def _pixel_bounds(view, rotation, centre, low, high, rows, columns):
    """First and last pixel whose ray can meet the box, by projecting its eight corners."""
    normal = np.cross(view.column_step, view.row_step)
    column_norm, row_norm = (view.column_step**2).sum(), (view.row_step**2).sum()
    from_source = ((view.origin - view.source) * normal).sum()
    first_u, last_u, first_v, last_v = 1e9, -1e9, 1e9, -1e9
    corner = np.empty(3)
    for index in range(8):
        corner[0] = low[0] if index & 1 else high[0]
        corner[1] = low[1] if index & 2 else high[1]
        corner[2] = low[2] if index & 4 else high[2]
        ray = centre + rotation @ corner - view.source
        on_detector = ray * (from_source / (ray * normal).sum()) + view.source - view.origin
        u = (on_detector * view.column_step).sum() / column_norm
        v = (on_detector * view.row_step).sum() / row_norm
        first_u, last_u = min(first_u, u), max(last_u, u)
        first_v, last_v = min(first_v, v), max(last_v, v)
    return (
        max(0, int(first_v)),
        min(rows, int(last_v) + 2),
        max(0, int(first_u)),
        min(columns, int(last_u) + 2),
    )


@njit(fastmath=True, cache=True)
def _box_interval(start, direction, low, high):
    enter, leave = 0.0, 1e9
    for axis in range(3):
        slope = direction[axis]
        if abs(slope) < 1e-9:
            slope = 1e-9
        near, far = (low[axis] - start[axis]) / slope, (high[axis] - start[axis]) / slope
        enter, leave = max(enter, min(near, far)), min(leave, max(near, far))
    return enter, leave


@njit(fastmath=True, cache=True)
def _march(start, direction, enter, leave, step, body, capsules, vertical, horizontal, offset, sums):
    """Adds path sums of one ray to `sums` (7 values, in steps)."""
    kernel = max(1.1 * step, 1.0)
    size = vertical.shape[0]
    back_limit, behind_body = -body.depth / 2 + 5, -body.depth / 2 - 10
    along = enter
    while along < leave:
        x, y, z = start[0] + along * direction[0], start[1] + along * direction[1], start[2] + along * direction[2]
        to_body, wall, endplate = (1e3, 1e3, 1e3) if y < behind_body else body_distance(x, y, z, body)
        to_posterior = posterior_distance(x, y, z, capsules) if y < back_limit else 1e3
        nearest = min(to_body, to_posterior)
        if nearest >= kernel:
            along += max(step, min(nearest * 0.5, 6.0))
            continue
        shell = max(0.0, 1 - abs(nearest) / kernel) / kernel
        if to_body < to_posterior:
            if endplate > wall:
                shell *= ENDPLATE_THICKNESS_RATIO * (1 + body.endplate_sclerosis)
            sums[SHELL_BODY] += shell
            if nearest < 0:
                ix = int(math.floor((x + offset[0]) / TEXTURE_VOXEL_MM + 0.5)) % size
                iy = int(math.floor((y + offset[1]) / TEXTURE_VOXEL_MM + 0.5)) % size
                iz = int(math.floor((z + offset[2]) / TEXTURE_VOXEL_MM + 0.5)) % size
                sums[TRAB_BODY] += 1
                sums[TRAB_VERTICAL] += vertical[ix, iy, iz]
                sums[TRAB_HORIZONTAL] += horizontal[ix, iy, iz]
        else:
            sums[SHELL_POSTERIOR] += shell
            if nearest < 0:
                sums[TRAB_POSTERIOR] += 1
        if nearest < 0:
            sums[SOLID] += 1
        along += step


@njit(fastmath=True, cache=True)
def _project(maps, view, rotation, centre, body, capsules, low, high, vertical, horizontal, offset, step):
    rows, columns = maps.shape[1], maps.shape[2]
    first_row, last_row, first_column, last_column = _pixel_bounds(view, rotation, centre, low, high, rows, columns)
    to_local = np.ascontiguousarray(rotation.T)
    start = to_local @ (view.source - centre)
    sums = np.empty(BASIS_COUNT)
    for row in range(first_row, last_row):
        for column in range(first_column, last_column):
            ray = view.origin + view.column_step * column + view.row_step * row - view.source
            ray = ray / math.sqrt((ray * ray).sum())
            direction = to_local @ ray
            enter, leave = _box_interval(start, direction, low, high)
            if leave <= enter:
                continue
            sums[:] = 0.0
            # The first step is jittered by pixel, or banding of the step shows as a moire on the film.
            jitter = step * ((row * 7 + column * 13) % 8) / 8.0
            _march(start, direction, enter + jitter, leave, step, body, capsules, vertical, horizontal, offset, sums)
            for basis in range(BASIS_COUNT):
                scale = step if basis <= SHELL_POSTERIOR else step * 0.1
                maps[basis, row, column] += sums[basis] * scale


def project_vertebra(vertebra: Vertebra, view: FilmView, shape: tuple[int, int], step_mm: float, texture) -> np.ndarray:
    """Basis maps [7, rows, columns] of one vertebra; `texture` is the pair of noise volumes of `trabecular_texture`."""
    maps = np.zeros((BASIS_COUNT, *shape))
    _project(
        maps,
        view,
        np.ascontiguousarray(vertebra.rotation),
        vertebra.centre,
        vertebra.body,
        vertebra.capsules,
        vertebra.box_low,
        vertebra.box_high,
        texture[0],
        texture[1],
        vertebra.texture_offset,
        step_mm,
    )
    return maps
