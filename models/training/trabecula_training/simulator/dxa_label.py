"""The label: what a DXA device would report for this very bone, and the bone scale that gives the wanted density."""

from typing import NamedTuple

import numpy as np

from trabecula_training.simulator.bone_mineral import BoneTraits, mineral_weights
from trabecula_training.simulator.bone_projection import (
    SOLID,
    TRAB_BODY,
    TRAB_HORIZONTAL,
    TRAB_VERTICAL,
    project_vertebra,
)
from trabecula_training.simulator.film_view import dxa_view
from trabecula_training.simulator.population import t_score
from trabecula_training.simulator.spine import L1, L4, L5, Spine
from trabecula_training.simulator.trabecular_texture import trabecular_texture

PIXEL_MM, STEP_MM, SHAPE = 2.0, 1.5, (120, 50)
SMALLEST_BONE_CM = 0.4
SIDE_MARGIN_PX = 1
# Least significant change of lumbar DXA is about 0.03 g/cm2; that is 2.77 times this in-vivo precision error.
PRECISION_ERROR = 0.010
LOWEST_SCALE, HIGHEST_SCALE = 0.10, 5.0
SWEEPS, BMD_TOLERANCE = 60, 1e-4


class DxaScan(NamedTuple):
    """Geometry of a scan without bone mass: `sums[k, l, j]` is the mean of basis j of level l inside the ROI of level k.

    Levels k are L1-L4, l are T12-L5. `area_cm2` are the projected areas of L1-L4.
    """

    sums: np.ndarray
    area_cm2: np.ndarray


class DxaResult(NamedTuple):
    bmd_g_cm2: np.ndarray
    total_bmd_g_cm2: float
    t_score: float


def scan(spine: Spine) -> DxaScan:
    """Parallel projection of T12-L5; each level's ROI ends at mid-disc and at the body's side walls."""
    levels = spine.vertebrae[L1 - 1 : L5 + 1]
    middle = spine.vertebrae[L1 + 1].centre + spine.vertebrae[L1 + 2].centre
    view = dxa_view((middle[0] / 2, middle[2] / 2), PIXEL_MM, SHAPE)
    maps = np.stack([project_vertebra(v, view, SHAPE, STEP_MM, trabecular_texture()) for v in levels])
    solid = maps[:, SOLID].sum(axis=0) > SMALLEST_BONE_CM
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    x = view.origin[0] + columns * PIXEL_MM
    z = view.origin[2] - rows * PIXEL_MM
    sums, areas = [], []
    for level in range(L1, L4 + 1):
        roi = solid & _between_discs(spine, level, x, z)
        inside = np.nonzero((maps[level - L1 + 1, TRAB_BODY] > 0.3).any(axis=0))[0]
        roi[:, : max(0, inside[0] - SIDE_MARGIN_PX)] = False
        roi[:, inside[-1] + 1 + SIDE_MARGIN_PX :] = False
        sums.append(maps[:, :, roi].mean(axis=-1))
        areas.append(roi.sum() * (PIXEL_MM / 10) ** 2)
    stacked = np.stack(sums)
    # Texture has no mean; leaving it out keeps the label a smooth function of bone mass.
    stacked[:, :, [TRAB_VERTICAL, TRAB_HORIZONTAL]] = 0
    return DxaScan(stacked, np.array(areas))


def _between_discs(spine: Spine, level: int, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """True between the mid-disc lines above and below a level, each line at right angles to the axis through it."""
    here = spine.vertebrae[level]

    def beyond(other, sign: float) -> np.ndarray:
        edge_here = here.centre + sign * here.rotation[:, 2] * here.body.height / 2
        edge_other = other.centre - sign * other.rotation[:, 2] * other.body.height / 2
        middle = (edge_here + edge_other) / 2
        axis = sign * (here.rotation[:, 2] + other.rotation[:, 2])
        return (x - middle[0]) * axis[0] + (z - middle[2]) * axis[2] > 0

    return ~beyond(spine.vertebrae[level - 1], 1.0) & ~beyond(spine.vertebrae[level + 1], -1.0)


def all_scales(scales: np.ndarray) -> np.ndarray:
    """Bone scales of T12-L5 from those of L1-L4: T12 as L1, L5 as 0.95 L4."""
    return np.concatenate([[scales[0]], scales, [0.95 * scales[3]]])


def measure_bmd(dxa: DxaScan, scales: np.ndarray, traits: BoneTraits) -> np.ndarray:
    """Areal BMD of L1-L4 (g/cm2) at the given bone scales of L1-L4, neighbours' processes in the ROI included."""
    weights = np.stack([mineral_weights(scale, traits) for scale in all_scales(scales)])
    return np.einsum("klj,lj->k", dxa.sums, weights)


def solve_scales(dxa: DxaScan, target_bmd: tuple[float, ...], traits: BoneTraits) -> np.ndarray:
    """Bone scales of L1-L4 at which the scan reports `target_bmd`: sweeps of bisection; ValueError when out of reach."""
    scales, target = np.ones(4), np.array(target_bmd)
    for _ in range(SWEEPS):
        for level in range(4):
            scales[level] = _bisect(dxa, scales, level, target[level], traits)
        if np.abs(measure_bmd(dxa, scales, traits) - target).max() < BMD_TOLERANCE:
            return scales
    raise ValueError("no bone scale between the limits gives this density")


def _bisect(dxa: DxaScan, scales: np.ndarray, level: int, target: float, traits: BoneTraits) -> float:
    own = dxa.sums[level, level + 1]
    others = measure_bmd(dxa, scales, traits)[level] - own @ mineral_weights(scales[level], traits)
    low, high = LOWEST_SCALE, HIGHEST_SCALE
    for _ in range(40):
        middle = (low + high) / 2
        if own @ mineral_weights(middle, traits) + others < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def report(dxa: DxaScan, scales: np.ndarray, traits: BoneTraits, precision_draw: float) -> DxaResult:
    """BMD by level, area-weighted total and T-score; `precision_draw` is a standard normal draw."""
    bmd = measure_bmd(dxa, scales, traits)
    total = float(np.average(bmd, weights=dxa.area_cm2)) + PRECISION_ERROR * precision_draw
    return DxaResult(bmd, total, t_score(total))
