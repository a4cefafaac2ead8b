"""Signed distances (mm, negative inside) to a vertebral body and to its posterior capsules; compiled for the ray march."""

import math

from numba import njit

ENDPLATE_IS_NEARER = 1.0


@njit(fastmath=True, cache=True)
def capsule_distance(x, y, z, row):
    """Distance to a capsule whose height is stretched by 1 / row[8]; mirrored to both sides when row[9] > 0."""
    if row[9] > 0:
        x = abs(x)
    stretch = row[8]
    dx, dy, dz = row[3] - row[0], row[4] - row[1], (row[5] - row[2]) * stretch
    px, py, pz = x - row[0], y - row[1], (z - row[2]) * stretch
    along = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)
    along = min(1.0, max(0.0, along))
    qx, qy, qz = px - along * dx, py - along * dy, pz - along * dz
    return math.sqrt(qx * qx + qy * qy + qz * qz) - (row[6] + (row[7] - row[6]) * along)


@njit(fastmath=True, cache=True)
def posterior_distance(x, y, z, capsules):
    nearest = 1e3
    for row in range(capsules.shape[0]):
        nearest = min(nearest, capsule_distance(x, y, z, capsules[row]))
    return nearest


@njit(fastmath=True, cache=True)
def body_distance(x, y, z, body):
    """(distance, wall distance, endplate distance) of the waisted, superelliptic body with its rim and endplates."""
    half_width, half_depth, half_height = body.width / 2, body.depth / 2, body.height / 2
    level = min(1.3, max(-1.3, z / half_height))
    waist = 1 - body.waist * (1 - level * level)
    rim = math.exp(-(((abs(level) - 0.95) * half_height / 2.6) ** 2))
    growth = body.osteophyte * rim * max(0.0, math.cos(math.atan2(y, x) - body.osteophyte_azimuth)) ** 2
    if x * math.cos(body.osteophyte_azimuth) < 0:
        growth *= 0.6
    wide, deep = half_width * waist + growth, half_depth * waist + growth
    if y < 0:
        inside = abs(x / wide) ** 2.5 + abs(y / (deep * 0.93)) ** 3.5
    else:
        inside = abs(x / wide) ** 2.5 + abs(y / deep) ** 2.5
    reach = inside**0.4
    radius = math.sqrt(x * x + y * y)
    wall = (reach - 1) * radius / reach if reach > 0.3 else -0.7 * min(wide, deep)
    dish = max(0.0, 1 - inside)
    uneven = body.irregularity * math.sin(x * 0.21 + body.osteophyte_azimuth * 3)
    uneven *= math.sin(y * 0.17 + body.osteophyte_azimuth)
    slope = body.wedge * y / (2 * body.depth)
    top = half_height + slope - body.cranial_concavity * dish + uneven
    bottom = -half_height - slope + body.caudal_concavity * dish + uneven
    if y > 0:
        top -= body.anterior_collapse * y / half_depth
    endplate = max(z - top, bottom - z)
    return max(wall, endplate), wall, endplate
