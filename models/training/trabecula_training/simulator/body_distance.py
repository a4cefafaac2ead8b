"""Signed distances (mm, negative inside) to a vertebral body and to its posterior capsules; compiled for the ray march."""

import math

from numba import njit

# Irregularity and kernel beyond the endplates.
FAR_HEIGHT_MM = 4.0


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
    # Far away the distance to a box around the body is enough, and much cheaper.
    beside = max(abs(x) - half_width, abs(y) - half_depth) - 9.0
    above = abs(z) - half_height - FAR_HEIGHT_MM - abs(body.wedge) / 4
    if beside > 0 or above > 0:
        return max(beside, above) + 2.0, beside, above
    level = min(1.3, max(-1.3, z / half_height))
    waist = 1 - body.waist * (1 - level * level)
    radius = math.sqrt(x * x + y * y) + 1e-9
    growth = 0.0
    if body.osteophyte > 0:
        rim = math.exp(-(((abs(level) - 0.95) * half_height / 2.6) ** 2))
        ahead = math.cos(body.osteophyte_azimuth)
        towards = (x * ahead + y * math.sin(body.osteophyte_azimuth)) / radius
        growth = body.osteophyte * rim * max(0.0, towards) ** 2 * (0.6 if x * ahead < 0 else 1.0)
    wide, deep = half_width * waist + growth, half_depth * waist + growth
    # Superellipse of power 2.5, written with square roots; the back wall is flattened by power 3.5.
    across, along = abs(x / wide), abs(y / deep)
    inside = across * across * math.sqrt(across)
    if y < 0:
        along /= 0.93
        inside += along * along * along * math.sqrt(along)
    else:
        inside += along * along * math.sqrt(along)
    reach = inside**0.4
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
