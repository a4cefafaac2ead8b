"""What lies in front of and beside the spine: muscles, kidneys, fat, bowel with its gas and faeces, aortic plaques."""

import math
from dataclasses import dataclass, field

import numpy as np

from trabecula_training.simulator.population import Person
from trabecula_training.simulator.rotations import rotation
from trabecula_training.simulator.spine import L3, Spine
from trabecula_training.simulator.torso import Torso

# Ranges fixed before training, with their reasons, in docs/models.md.
GAS_MEDIAN_ML, GAS_LOG_SD, GAS_RANGE_ML = 160.0, 0.70, (20.0, 700.0)
BUBBLE_RADIUS_MM = (6.0, 26.0)
LOOPS = (14, 34)
UNEVEN_CM = (0.40, 1.00)
SKIN_RELIEF_CM, BACK_FURROW_CM, FURROW_WIDTH_MM = (0.2, 0.6), (0.3, 1.5), (10.0, 18.0)


@dataclass
class Ellipsoid:
    centre: np.ndarray
    semi_axes: np.ndarray
    weight: float = 1.0
    turn: np.ndarray | None = None


@dataclass
class SoftTissue:
    """`fat` exchanges lean tissue for fat (negative weights give lean back); gas comes in clusters of joined bubbles."""

    fat: list[Ellipsoid] = field(default_factory=list)
    gas_clusters: list[list[Ellipsoid]] = field(default_factory=list)
    bubbles: list[Ellipsoid] = field(default_factory=list)
    plaques: list[Ellipsoid] = field(default_factory=list)
    uneven_cm: float = 0.5
    skin_relief_cm: float = 0.4
    back_furrow_cm: float = 0.8
    furrow_width_mm: float = 14.0


def _muscles_and_kidneys(person: Person, spine: Spine, rng: np.random.Generator) -> list[Ellipsoid]:
    parts, anchor = [], spine.vertebrae[L3].centre
    for side in (-1, 1):
        turn = rotation(math.radians(10), math.radians(-side * rng.normal(13, 3)), 0)
        size = rng.normal(1, 0.12) * (1.12 if person.male else 0.95)
        psoas = anchor + np.array([side * (46 * size + 2), -2, -45])
        bed = np.array([29 * size + 8, 26 * size + 8, 150])
        parts.append(Ellipsoid(psoas + np.array([side * 6, 3, 0]), bed, 0.8, turn))
        parts.append(Ellipsoid(psoas, np.array([25 * size, 24 * size, 135]), -0.8, turn))
        streaks = 0.3 * rng.random() * (person.age_years > 65) - 0.12
        parts.append(Ellipsoid(anchor + np.array([side * 36, -52, 0]), np.array([32, 22, 320]), streaks))
        kidney = anchor + np.array([side * rng.normal(66, 6), -6, rng.normal(38, 12) - (10 if side > 0 else 0)])
        turn = rotation(0, math.radians(side * 14), 0)
        parts.append(Ellipsoid(kidney, np.array([42, 34, 76]), 0.7, turn))
        parts.append(Ellipsoid(kidney, np.array([29, 24, 56]), -0.7, turn))
    return parts


def _bowel_loops(torso: Torso, rng: np.random.Generator) -> list[Ellipsoid]:
    loops = []
    for _ in range(rng.integers(*LOOPS)):
        place = [rng.uniform(-0.7, 0.7) * torso.half_width, 0.0, rng.uniform(-150, 150)]
        place[1] = torso.centre[1] + rng.uniform(0.0, 0.6) * torso.half_depth
        radius = rng.uniform(8, 18)
        axes = np.array([radius * rng.uniform(1, 2.4), radius, radius])
        weight = -torso.visceral_fat * rng.uniform(0.6, 1.6)
        loops.append(Ellipsoid(np.array(place), axes, weight, rotation(*rng.normal(0, 0.8, 3))))
    return loops


def _gas_cluster(torso: Torso, volume_ml: float, rng: np.random.Generator) -> list[Ellipsoid]:
    """A chain of bubbles along a wandering bowel axis, of about the wanted volume."""
    place = np.array([rng.uniform(-0.75, 0.75) * torso.half_width, 0.0, rng.uniform(-140, 120)])
    place[1] = torso.centre[1] + rng.uniform(0.0, 0.55) * torso.half_depth
    heading = rng.standard_normal(3) * (1, 0.4, 1)
    radius = float(np.clip(rng.gamma(4, 4.0), *BUBBLE_RADIUS_MM))
    bubbles, filled = [], 0.0
    while filled < volume_ml and len(bubbles) < 14:
        heading = heading / np.linalg.norm(heading)
        own = radius * rng.uniform(0.65, 1.25)
        axes = np.array([own * rng.uniform(0.8, 1.3), own * rng.uniform(0.6, 1.0), own * rng.uniform(0.8, 1.3)])
        bubbles.append(Ellipsoid(place.copy(), axes, 1.0, rotation(*rng.normal(0, 0.4, 3))))
        # Neighbouring bubbles overlap by about a third.
        filled += 0.65 * 4 / 3 * math.pi * float(np.prod(axes)) / 1000
        heading = heading + rng.standard_normal(3) * (0.35, 0.25, 0.35)
        place = place + heading / np.linalg.norm(heading) * own * 0.75
    return bubbles


def _bowel_gas(torso: Torso, rng: np.random.Generator) -> list[list[Ellipsoid]]:
    total = float(np.clip(GAS_MEDIAN_ML * math.exp(rng.normal(0, GAS_LOG_SD)), *GAS_RANGE_ML))
    shares = rng.dirichlet(np.full(rng.integers(2, 8), 1.2))
    return [_gas_cluster(torso, total * share, rng) for share in shares]


def _faeces(torso: Torso, rng: np.random.Generator) -> list[Ellipsoid]:
    """Mottled small bubbles along the ascending or descending colon, and often the transverse one."""
    bubbles = []
    for _ in range(rng.integers(1, 5)):
        side = rng.choice([-1, 1])
        base = np.array([side * 0.62 * torso.half_width, torso.centre[1] - 0.05 * torso.half_depth, rng.uniform(-100, 40)])
        spread = np.array([18.0, 16.0, 38.0])
        if rng.random() < 0.35:
            base = np.array([rng.uniform(-0.3, 0.3) * torso.half_width, torso.centre[1] + 0.4 * torso.half_depth, rng.uniform(-60, 80)])
            spread = np.array([45.0, 14.0, 16.0])
        for _ in range(rng.integers(25, 80)):
            radius = rng.uniform(1.5, 6)
            axes = np.array([radius, radius * rng.uniform(0.6, 1.2), radius])
            bubbles.append(Ellipsoid(base + rng.standard_normal(3) * spread, axes))
    return bubbles


def _aortic_plaques(person: Person, spine: Spine, rng: np.random.Generator) -> list[Ellipsoid]:
    amount = max(0.0, rng.normal((person.age_years - 60) / 18, 0.9))
    if amount <= 0.6:
        return []
    plaques, body = [], spine.vertebrae[L3]
    for _ in range(rng.poisson(5 * amount)):
        around = rng.uniform(0, 2 * math.pi)
        place = [8 + 9 * math.cos(around), body.body.depth / 2 + 14 + 9 * math.sin(around), rng.uniform(-60, 80)]
        axes = np.array([1.2 + 2 * abs(math.sin(around)), 1.2 + 2 * abs(math.cos(around)), rng.uniform(2, 7)])
        plaques.append(Ellipsoid(body.centre + np.array(place), axes, rng.uniform(0.15, 0.5)))
    return plaques


def build_soft_tissue(person: Person, spine: Spine, torso: Torso, rng: np.random.Generator) -> SoftTissue:
    """All soft parts of one person; no draw depends on bone mass."""
    visceral = Ellipsoid(
        torso.centre + np.array([0, 0.18 * torso.half_depth, -20]),
        np.array([max(40.0, torso.half_width - 0.8 * torso.fat_mm - 22), 0.62 * torso.half_depth, 260]),
        torso.visceral_fat,
    )
    liver = Ellipsoid(
        torso.centre + np.array([-0.5 * torso.half_width, 0.05 * torso.half_depth, 150 + rng.normal(0, 15)]),
        np.array([0.45 * torso.half_width, 0.7 * torso.half_depth, 120]),
        -torso.visceral_fat,
    )
    return SoftTissue(
        fat=[visceral, liver, *_muscles_and_kidneys(person, spine, rng), *_bowel_loops(torso, rng)],
        gas_clusters=_bowel_gas(torso, rng),
        bubbles=_faeces(torso, rng),
        plaques=_aortic_plaques(person, spine, rng),
        uneven_cm=rng.uniform(*UNEVEN_CM),
        skin_relief_cm=rng.uniform(*SKIN_RELIEF_CM),
        back_furrow_cm=rng.uniform(*BACK_FURROW_CM),
        furrow_width_mm=rng.uniform(*FURROW_WIDTH_MM),
    )
