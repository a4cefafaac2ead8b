"""The lumbar spine T11 to S1 of one person: sizes, endplates, deformity, degeneration, posture."""

import math
from dataclasses import dataclass

import numpy as np

from trabecula_training.simulator.population import Person
from trabecula_training.simulator.random_streams import Streams
from trabecula_training.simulator.rotations import rotation
from trabecula_training.simulator.vertebra_shape import Body, Vertebra, lumbar_box, posterior_capsules

LEVELS = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
L1, L3, L4, L5 = 2, 4, 5, 6
# Wedge by level, degrees, positive kyphotic (simulation reference: T12 3.5/4.9 ... L5 -7.8/-4.6; T11 taken as T12).
WEDGE_DEG = {0: (3.5, 3.5, 2.6, 0.7, -1.1, -3.1, -7.8), 1: (4.5, 4.9, 4.1, 2.6, 1.3, -0.7, -4.6)}
BODY_WIDTH_MM = np.array([38, 39.5, 41, 42.5, 44.5, 47.5, 50.5])
BODY_HEIGHT_MM = np.array([23.5, 25, 26.3, 27, 27.3, 27.2, 27.0])
BODY_DEPTH_MM = np.array([29, 29.8, 30.5, 31.5, 32.5, 33.3, 33.3])
DISC_HEIGHT_MM = np.array([6, 7, 8, 9.3, 10.3, 11, 9.5])
TRANSVERSE_MM = (4, 6, 14, 19, 23, 19, 17)
# Mean projected areas by sex at which the sizes above hold, cm2 L1-L4 (NHANES 2017-2020).
REFERENCE_AREA_CM2 = {0: (12.6, 13.4, 14.6, 15.8), 1: (15.3, 16.3, 17.6, 19.1)}
# Linear size that gives those areas when the same bone is projected and cut at mid-disc; measured, see test_dxa_label.
AREA_SIZE = {0: (0.995, 0.983, 0.980, 0.960), 1: (1.0, 0.983, 0.980, 0.962)}
MALE_SCALE = {"width": 1.10, "height": 1.06, "depth": 1.11}
LORDOSIS_SHARE = np.array([-0.30, -0.30, -0.28, -0.20, -0.08, 0.12, 0.50])


@dataclass
class Spine:
    """Vertebrae T11 to L5, then S1 as `sacrum`; `degeneration` 0 (young) upwards; centres in mm, L3 at the origin."""

    vertebrae: list[Vertebra]
    sacrum: Vertebra
    degeneration: float
    deformed_levels: int
    scale: float


def deformity_probability(person: Person) -> float:
    """Chance that a person has any deformed body: a logistic in T and age, set so that T -2.5 at 70 gives about 9 %."""
    t, age = person.target_t_score, person.age_years
    return 1 / (1 + math.exp(-(-3.6 - 0.75 * (t + 1) + 0.03 * (age - 65))))


def _sizes(person: Person, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    male = person.male
    height_scale = person.height_cm / (172.2 if male else 158.7)
    ratio = np.sqrt(np.array(person.area_cm2) / REFERENCE_AREA_CM2[male]) * np.array(AREA_SIZE[male])
    ratio = np.clip(np.concatenate([[ratio[0]] * 2, ratio, [ratio[3]]]), 0.8, 1.2)
    aspect = math.exp(0.02 * rng.standard_normal())
    width = BODY_WIDTH_MM * ratio * aspect * (MALE_SCALE["width"] if male else 1)
    height = BODY_HEIGHT_MM * ratio / aspect * (MALE_SCALE["height"] if male else 1)
    depth = BODY_DEPTH_MM * ratio**0.7 * math.exp(0.03 * rng.standard_normal()) * (MALE_SCALE["depth"] if male else 1)
    return width, height, depth, height_scale


def _body(person: Person, level: int, size: tuple, degeneration: float, streams: Streams) -> tuple[Body, bool]:
    """One body. The deformity stream is used equally often whatever the bone mass, so that counterfactuals hold."""
    rng, fate = streams.bone, streams.deformity
    width, height, depth = size
    cranial, caudal = max(0.2, rng.normal(1.5, 0.5)), max(0.2, rng.normal(0.7, 0.4))
    wedge_deg = WEDGE_DEG[person.male][level] + rng.normal(0, 1.6)
    thinning = min(1.0, max(0.0, (-person.target_t_score - 1) / 2.5))
    cranial += 0.8 * thinning * fate.random()
    caudal += 0.8 * thinning * fate.random()
    occurs, biconcave, severity = fate.random(), fate.random() < 0.5, fate.uniform(0.12, 0.38)
    deformed = occurs < 0.45 * deformity_probability(person)
    collapse = 0.0
    if deformed and biconcave:
        cranial += severity * height * 0.55
        caudal += severity * height * 0.45
    elif deformed:
        collapse = severity * height
    body = Body(
        width=width,
        depth=depth,
        height=height,
        wedge=-math.tan(math.radians(wedge_deg)) * depth,
        cranial_concavity=cranial,
        caudal_concavity=caudal,
        waist=rng.uniform(0.08, 0.14),
        osteophyte=min(7.0, max(0.0, rng.gamma(1.0, 1.6) * degeneration - 0.5)),
        osteophyte_azimuth=rng.choice([0, math.pi, 0.8, 2.2, math.pi / 2]) + rng.normal(0, 0.3),
        endplate_sclerosis=max(0.0, rng.normal(0.15, 0.4)) * degeneration,
        anterior_collapse=collapse,
        irregularity=rng.uniform(0, 0.5),
    )
    return body, deformed


def _vertebra(body: Body, level: int, person: Person, degeneration: float, rng: np.random.Generator) -> Vertebra:
    scale = body.width / BODY_WIDTH_MM[L3] * (1.05 if person.male else 1.0)
    transverse = TRANSVERSE_MM[level] * rng.uniform(0.8, 1.2)
    facet_growth = min(2.5, 0.9 * max(0.0, rng.normal(0.3, 0.8)) * degeneration)
    capsules = posterior_capsules(body, scale, transverse, facet_growth, level)
    low, high = lumbar_box(body, capsules, scale)
    return Vertebra(body, capsules, np.eye(3), np.zeros(3), rng.uniform(0, 70, 3), low, high)


def _stack(vertebrae: list[Vertebra], discs: np.ndarray) -> None:
    """Sets the centres, L3 at the origin, each disc along the mean of its neighbours' axes."""

    def step(upper: Vertebra, lower: Vertebra, disc: float) -> np.ndarray:
        up, down = upper.rotation[:, 2], lower.rotation[:, 2]
        between = (up + down) / np.linalg.norm(up + down)
        return up * upper.body.height / 2 + between * disc + down * lower.body.height / 2

    for level in range(L3 + 1, len(vertebrae)):
        upper, lower = vertebrae[level - 1], vertebrae[level]
        lower.centre = upper.centre - step(upper, lower, discs[level - 1])
    for level in range(L3 - 1, -1, -1):
        upper, lower = vertebrae[level], vertebrae[level + 1]
        upper.centre = lower.centre + step(upper, lower, discs[level])


def _sacrum(l5: Vertebra, disc: float, lean: float, turn: float, rng: np.random.Generator) -> Vertebra:
    turned = rotation(math.radians(-rng.normal(42, 6)), math.radians(lean), math.radians(turn))
    height, depth = 28.0, l5.body.depth * 0.95
    between = (l5.rotation[:, 2] + turned[:, 2]) / 2
    centre = l5.centre - l5.rotation[:, 2] * l5.body.height / 2 - between * disc - turned[:, 2] * height / 2
    body = Body(l5.body.width, depth, height, 0.0, 1.0, 0.0, 0.02, 0.0, 0.0, 0.1, 0.0, 0.3)
    back = -depth / 2
    capsules = np.array(
        [
            [14, back + 6, -12, 46, back - 4, -16, 15, 9, 0.55, 1],
            [14, back + 4, -34, 34, back - 6, -44, 13, 8, 0.6, 1],
            [0, -6, -22, 0, -24, -58, 13, 10, 0.45, 0],
            [0, -24, -58, 0, -32, -92, 9, 5, 0.45, 0],
            [0, back - 9, -6, 0, back - 13, -30, 3.5, 3, 0.7, 0],
            [15, back - 4, 2, 17, back - 9, 10, 4, 3.5, 0.9, 1],
        ],
        dtype=float,
    )
    low, high = np.array([-66.0, -62, -100]), np.array([66.0, depth / 2 + 3, height / 2 + 5])
    return Vertebra(body, capsules, turned, centre, rng.uniform(0, 70, 3), low, high)


def build_spine(person: Person, streams: Streams, nuisance: float) -> Spine:
    """Spine of a person; `nuisance` scales degeneration, scoliosis and rotation (1 is the usual spread)."""
    rng, pose = streams.bone, streams.pose
    width, height, depth, scale = _sizes(person, rng)
    degeneration = max(0.0, rng.normal((person.age_years - 50) / 30, 0.5)) * nuisance
    vertebrae, deformed_levels = [], 0
    for level in range(len(LEVELS)):
        body, deformed = _body(person, level, (width[level], height[level], depth[level]), degeneration, streams)
        vertebrae.append(_vertebra(body, level, person, degeneration, rng))
        deformed_levels += deformed
    discs = DISC_HEIGHT_MM * scale * np.exp(rng.normal(0, 0.13, len(LEVELS)))
    narrowed, share = rng.random(len(LEVELS)) < 0.3, rng.uniform(0.35, 0.8, len(LEVELS))
    if degeneration > 0.6:
        discs = np.where(narrowed, discs * share, discs)
    lordosis = pose.normal(44.5, 9)
    tilt = LORDOSIS_SHARE * lordosis + pose.normal(0, 1.5, len(LEVELS))
    curve, phase = pose.normal(0, 4.0) * nuisance, pose.uniform(0, 2 * math.pi)
    turn, lean = pose.normal(0, 4) * nuisance, pose.normal(0, 1.5) * nuisance
    for level, vertebra in enumerate(vertebrae):
        coronal = curve * math.sin(phase + level * 0.9) + lean
        axial = turn + curve * 0.7 * math.cos(phase + level * 0.9)
        vertebra.rotation = rotation(*(math.radians(angle) for angle in (-tilt[level], coronal, axial)))
    _stack(vertebrae, discs)
    sacrum = _sacrum(vertebrae[L5], discs[L5], lean, turn, pose)
    return Spine(vertebrae, sacrum, degeneration, deformed_levels, scale)
