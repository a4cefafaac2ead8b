"""Ribs 10-12 as curved tubes and the iliac wings as bent plates: overlap and landmarks, with mineral of the same person."""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from trabecula_training.simulator.film_view import FilmView, coarse_view, refined
from trabecula_training.simulator.spine import L5, Spine
from trabecula_training.simulator.torso import Torso

RIB_CORTEX_MM = 0.9
WING_COARSENESS = 2


@dataclass
class Rib:
    points: np.ndarray
    radius: float


@dataclass
class IliacWing:
    """A bent plate: centre, unit axes forward, down and across, half sizes (mm) of its outline, bend (1/mm)."""

    centre: np.ndarray
    axes: np.ndarray
    half_length: float
    half_height: float
    bend: float
    half_thickness: float
    outline_phase: float


def build_ribs(spine: Spine, torso: Torso, rng: np.random.Generator) -> list[Rib]:
    """Eleventh and twelfth rib of both sides and the lower arc of the tenth."""
    ribs = []
    along = np.linspace(0, 1, 26)
    for level, length, drop in ((0, 1.0, 0.55), (1, 0.75 * rng.uniform(0.6, 1.15), 0.75)):
        for side in (-1, 1):
            x = side * (18 + (118 if level == 0 else 100) * length * np.sin(along * 1.5))
            y = -22 - 26 * np.sin(np.minimum(along * 2.6, 1.9)) + 70 * length * np.clip(along - 0.35, 0, 1) ** 1.3
            z = -drop * 115 * length * along**1.25 * rng.normal(1, 0.05)
            points = np.stack([x, y, z], axis=1) + spine.vertebrae[level].centre
            ribs.append(Rib(points, rng.uniform(4.6, 5.8)))
    turn = np.linspace(0.2, 2.2, 26)
    for side in (-1, 1):
        x = side * (torso.half_width - torso.fat_mm - 12) * np.sin(turn) * 0.97
        y = torso.centre[1] - (torso.half_depth - torso.fat_mm - 14) * np.cos(turn)
        z = 75 - 55 * (turn - 0.2) + spine.vertebrae[0].centre[2] * 0.2
        ribs.append(Rib(np.stack([x, y, z], axis=1), 5.5))
    return ribs


def build_pelvis(spine: Spine, rng: np.random.Generator) -> list[IliacWing]:
    """Both iliac wings, crests at the height of L4-L5, flared outwards."""
    crest_z = spine.vertebrae[L5 - 1].centre[2] - rng.normal(14, 7)
    wings = []
    for side in (-1, 1):
        down = np.array([-0.50 * side, -0.05, -0.86])
        down /= np.linalg.norm(down)
        forward = np.array([0.62 * side, 0.78, 0.0])
        forward -= down * (forward @ down)
        forward /= np.linalg.norm(forward)
        centre = np.array([86 * side + spine.vertebrae[L5].centre[0], spine.sacrum.centre[1] + 4, crest_z - 62])
        axes = np.stack([forward, down, np.cross(forward, down) * side])
        wings.append(IliacWing(centre, axes, 76.0 * spine.scale, 60.0 * spine.scale, 0.0035, 1.7, rng.uniform(0, 6.3)))
    return wings


@njit(fastmath=True, cache=True)
def _wing_maps(shell, marrow, view, centre, axes, half_length, half_height, bend, half_thickness, phase, step):
    kernel = max(1.1 * step, 1.0)
    reach = half_length + 18
    to_centre = centre - view.source
    for row in range(shell.shape[0]):
        for column in range(shell.shape[1]):
            ray = view.origin + view.column_step * column + view.row_step * row - view.source
            direction = ray / math.sqrt((ray * ray).sum())
            middle = (to_centre * direction).sum()
            miss = (to_centre * to_centre).sum() - middle * middle
            if miss > reach * reach:
                continue
            half_chord = math.sqrt(reach * reach - miss)
            start = axes @ -to_centre
            turned = axes @ direction
            along = middle - half_chord + step * ((row * 7 + column * 13) % 8) / 8.0
            while along < middle + half_chord:
                forward, down = start[0] + along * turned[0], start[1] + along * turned[1]
                across = start[2] + along * turned[2] - bend * (forward * forward * 0.8 + down * down) + 6 - 4 * math.sin(forward * 0.045)
                radius = (abs(forward / half_length) ** 2.5 + abs(down / half_height) ** 2.5) ** 0.4
                if abs(across) > 16 or radius > 1.3:
                    along += max(step, min(max(abs(across) - 14, 0.3 * half_height * (radius - 1.2)), 8.0))
                    continue
                angle = math.atan2(down, forward)
                outline = 1 + 0.05 * math.sin(2 * angle + phase) + 0.04 * math.sin(3 * angle + 2 * phase)
                edge = (radius - outline) * half_height
                # The crest is thick only above; below, the plate thins out instead of ending in a ring.
                crest = 5.0 * math.exp(-(((edge + 5) / 6.0) ** 2)) / (1 + math.exp(down / 8.0))
                thickness = half_thickness + crest
                distance = max(abs(across) - thickness, edge)
                if distance >= kernel:
                    along += max(step, min(distance * 0.4, 6.0))
                    continue
                fade = 1 / (1 + math.exp((down - 0.55 * half_height) / 10.0))
                shell[row, column] += fade * max(0.0, 1 - abs(distance) / kernel) / kernel * step * 1.5
                if distance < 0:
                    marrow[row, column] += fade * step * 0.08
                along += step


def project_wings(wings: list[IliacWing], view: FilmView, shape, step_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """(shell as in bone_projection's basis, marrow in cm), both wings summed."""
    coarse, coarse_shape = coarse_view(view, shape, WING_COARSENESS)
    shell, marrow = np.zeros(coarse_shape), np.zeros(coarse_shape)
    for w in wings:
        _wing_maps(shell, marrow, coarse, w.centre, w.axes, w.half_length, w.half_height, w.bend, w.half_thickness, w.outline_phase, step_mm)
    return refined(shell, shape, WING_COARSENESS), refined(marrow, shape, WING_COARSENESS)


@njit(fastmath=True, cache=True)
def _rib_maps(outer, inner, view, points, radius, inner_ratio):
    """Longest outer and inner chord (mm) of a tube over its segments; the longest of a difference would make beads."""
    rows, columns = outer.shape
    normal = np.cross(view.column_step, view.row_step)
    pixel = math.sqrt((view.column_step**2).sum())
    count = points.shape[0]
    u, v, magnification = np.zeros(count), np.zeros(count), np.zeros(count)
    for k in range(count):
        ray = points[k] - view.source
        magnification[k] = ((view.origin - view.source) * normal).sum() / (ray * normal).sum()
        spot = view.source + magnification[k] * ray - view.origin
        u[k] = (spot * view.column_step).sum() / pixel**2
        v[k] = (spot * view.row_step).sum() / pixel**2
    for k in range(count - 1):
        reach = radius * magnification[k] / pixel
        du, dv = u[k + 1] - u[k], v[k + 1] - v[k]
        squared = du * du + dv * dv + 1e-9
        length = math.sqrt(((points[k + 1] - points[k]) ** 2).sum())
        seen = math.sqrt(squared) * pixel / magnification[k] / length
        oblique = 1 / max(seen, 0.35)
        for row in range(max(0, int(min(v[k], v[k + 1]) - reach - 1)), min(rows, int(max(v[k], v[k + 1]) + reach + 2))):
            for column in range(max(0, int(min(u[k], u[k + 1]) - reach - 1)), min(columns, int(max(u[k], u[k + 1]) + reach + 2))):
                along = min(1.05, max(-0.05, ((column - u[k]) * du + (row - v[k]) * dv) / squared))
                off = ((column - u[k] - along * du) ** 2 + (row - v[k] - along * dv) ** 2) / reach**2
                if off < 1:
                    outer[row, column] = max(outer[row, column], 2 * radius * math.sqrt(1 - off) * oblique)
                    hollow = 2 * radius * math.sqrt(max(0.0, inner_ratio**2 - off)) * oblique
                    inner[row, column] = max(inner[row, column], hollow)


def project_ribs(ribs: list[Rib], view: FilmView, shape) -> tuple[np.ndarray, np.ndarray]:
    """(cortex, marrow) paths in cm."""
    cortex, marrow = np.zeros(shape), np.zeros(shape)
    for rib in ribs:
        outer, inner = np.zeros(shape), np.zeros(shape)
        _rib_maps(outer, inner, view, rib.points, rib.radius, 1 - RIB_CORTEX_MM / rib.radius)
        cortex += np.maximum(outer - inner, 0) * 0.1
        marrow += inner * 0.1
    return cortex, marrow
