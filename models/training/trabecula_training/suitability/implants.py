"""Hardware in a simulated spine: screws with rods, cages, disc prostheses and cement, placed in each vertebra's own frame."""

from dataclasses import dataclass, field

import numpy as np

from trabecula_training.simulator.ellipsoid_paths import add_ellipsoid
from trabecula_training.simulator.film_view import FilmView
from trabecula_training.simulator.patient import Patient
from trabecula_training.simulator.spine import L1
from trabecula_training.simulator.vertebra_shape import Vertebra

# Cm of cortical bone that weaken a beam of about 55 keV as 1 cm of the material does, from mass attenuation x density:
# Ti-6Al-4V 4.4 g/cm3, 316L steel 7.9, CoCrMo 8.3.
TITANIUM, STEEL, COBALT_CHROME = 5.5, 15.0, 18.0
# PMMA with about 30 % barium sulphate, spread between trabeculae: 50-90 % of the pure cement's 3.9.
CEMENT = (1.9, 3.5)


@dataclass(frozen=True)
class Cylinder:
    """Ends and radius in mm; `equivalent` is cm of cortical bone per cm."""

    start: np.ndarray
    end: np.ndarray
    radius: float
    equivalent: float


@dataclass(frozen=True)
class Blob:
    """An ellipsoid: centre and semi-axes in mm, turned as its vertebra is."""

    centre: np.ndarray
    semi_axes: np.ndarray
    turn: np.ndarray
    equivalent: float


@dataclass
class Hardware:
    cylinders: list[Cylinder] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)


def _placed(vertebra: Vertebra, x: float, y: float, z: float) -> np.ndarray:
    return vertebra.centre + vertebra.rotation @ np.array([x, y, z])


def _add_fixation(hardware: Hardware, levels: list[Vertebra], rng: np.random.Generator) -> None:
    """A screw through each pedicle with its head, a rod a side through the heads; one side only in a tenth."""
    metal = float(rng.choice([TITANIUM, TITANIUM, TITANIUM, STEEL]))
    rod_metal = float(rng.choice([metal, metal, COBALT_CHROME]))
    radius, rod_radius = rng.uniform(2.75, 3.75), rng.uniform(2.4, 3.1)
    sides = (-1, 1) if rng.random() < 0.9 else (int(rng.choice([-1, 1])),)
    for side in sides:
        heads = []
        for place, vertebra in enumerate(levels):
            back, scale = -vertebra.body.depth / 2, vertebra.body.width / 45
            head = _placed(vertebra, side * (18 + rng.normal(0, 1.5)) * scale, back - rng.uniform(14, 20) * scale, 4 + rng.normal(0, 1))
            heads.append(head)
            if 0 < place < len(levels) - 1 and rng.random() < 0.15:
                continue
            reach = back + rng.uniform(0.5, 0.85) * vertebra.body.depth
            tip = _placed(vertebra, side * rng.uniform(5, 12) * scale, reach, 3 + rng.normal(0, 2))
            hardware.cylinders.append(Cylinder(head, tip, radius, metal))
            outward = (head - tip) / np.linalg.norm(head - tip)
            hardware.cylinders.append(Cylinder(head - 2 * outward, head + 9 * outward, rng.uniform(5.5, 7), metal))
        along = (heads[-1] - heads[0]) / np.linalg.norm(heads[-1] - heads[0])
        joints = [heads[0] - 7 * along, *heads, heads[-1] + 7 * along]
        for upper, lower in zip(joints, joints[1:]):
            hardware.cylinders.append(Cylinder(upper, lower, rod_radius, rod_metal))


def _disc_middle(upper: Vertebra, lower: Vertebra) -> np.ndarray:
    return (_placed(upper, 0, 0, -upper.body.height / 2) + _placed(lower, 0, 0, lower.body.height / 2)) / 2


def _add_cages(hardware: Hardware, levels: list[Vertebra], rng: np.random.Generator) -> None:
    """In each disc space a titanium cage, or a plastic one of which only its two markers show."""
    titanium = rng.random() < 0.5
    for upper, lower in zip(levels, levels[1:]):
        middle, turn = _disc_middle(upper, lower), upper.rotation
        across = turn @ np.array([rng.uniform(9, 13), 0, 0])
        if titanium:
            hardware.cylinders.append(Cylinder(middle - across, middle + across, rng.uniform(3.5, 5), 0.5 * TITANIUM))
        else:
            up = turn @ np.array([0, 0, 3.5])
            for end in (middle - across, middle + across):
                hardware.cylinders.append(Cylinder(end - up, end + up, 0.7, COBALT_CHROME))


def _add_disc_prosthesis(hardware: Hardware, levels: list[Vertebra], rng: np.random.Generator) -> None:
    upper, lower = levels[0], levels[1]
    middle, turn = _disc_middle(upper, lower), upper.rotation
    plate = np.array([rng.uniform(13, 18), rng.uniform(11, 15), rng.uniform(1.5, 2.5)])
    for side in (-1, 1):
        centre = middle + turn @ np.array([0, rng.uniform(0, 4), side * rng.uniform(3, 5)])
        hardware.blobs.append(Blob(centre, plate, turn, COBALT_CHROME))


def _add_cement(hardware: Hardware, vertebra: Vertebra, rng: np.random.Generator) -> None:
    """Two to six millilitres in one body as overlapping lumps on one or both sides."""
    equivalent, body = rng.uniform(*CEMENT), vertebra.body
    for side in (-1, 1) if rng.random() < 0.7 else (int(rng.choice([-1, 1])),):
        for _ in range(rng.integers(2, 5)):
            centre = _placed(
                vertebra,
                side * rng.uniform(2, 0.3 * body.width),
                rng.uniform(-0.15, 0.35) * body.depth,
                rng.uniform(-0.22, 0.22) * body.height,
            )
            hardware.blobs.append(Blob(centre, rng.uniform(4, 9, 3), vertebra.rotation, equivalent))


def draw_hardware(patient: Patient, rng: np.random.Generator) -> Hardware:
    """Fixation in seven of ten, cement in two, a disc prosthesis in one; somewhere between L1 and S1."""
    spine = [*patient.spine.vertebrae[L1:], patient.spine.sacrum]
    hardware, kind = Hardware(), rng.random()
    count = int(rng.choice([2, 2, 3, 3, 4, 5]))
    # Most operations are low: the last level is L4 or lower in three of four.
    last = int(rng.integers(len(spine) - 3, len(spine)) if rng.random() < 0.75 else rng.integers(count - 1, len(spine)))
    levels = spine[max(0, last - count + 1) : last + 1]
    if kind < 0.7:
        _add_fixation(hardware, levels, rng)
        if rng.random() < 0.5:
            _add_cages(hardware, levels, rng)
    elif kind < 0.9:
        for place in rng.choice(5, int(rng.choice([1, 1, 2, 3])), replace=False):
            _add_cement(hardware, spine[place], rng)
    else:
        _add_disc_prosthesis(hardware, spine[max(0, last - 1) :][:2], rng)
    return hardware


def hardware_paths(hardware: Hardware, view: FilmView, shape: tuple[int, int]) -> np.ndarray:
    """[rows, columns] cm of cortical bone that weaken the beam as the hardware on each ray does."""
    paths = np.zeros(shape)
    for cylinder in hardware.cylinders:
        _add_cylinder(paths, cylinder, view)
    for blob in hardware.blobs:
        lump = np.zeros(shape)
        add_ellipsoid(lump, view, blob.centre, blob.semi_axes, blob.turn, blob.equivalent)
        paths = np.maximum(paths, lump) if blob.equivalent < TITANIUM else paths + lump
    return paths


def _window(cylinder: Cylinder, view: FilmView, shape: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns of the detector that the cylinder's shadow can reach."""
    normal = np.cross(view.column_step, view.row_step)
    pixel = float(np.linalg.norm(view.column_step))
    places, magnifications = [], []
    for end in (cylinder.start, cylinder.end):
        magnification = float((view.origin - view.source) @ normal / ((end - view.source) @ normal))
        on_detector = view.source + magnification * (end - view.source) - view.origin
        places.append([on_detector @ view.row_step / pixel**2, on_detector @ view.column_step / pixel**2])
        magnifications.append(magnification)
    reach = 1.5 * max(magnifications) * cylinder.radius / pixel + 2
    low, high = np.min(places, axis=0) - reach, np.max(places, axis=0) + reach
    return tuple(slice(max(0, int(a)), max(0, min(side, int(b) + 1))) for a, b, side in zip(low, high, shape))


def _add_cylinder(paths: np.ndarray, cylinder: Cylinder, view: FilmView) -> None:
    """Adds the length of each ray inside the finite cylinder: between the mantle's two crossings and the two ends."""
    axis = cylinder.end - cylinder.start
    length = float(np.linalg.norm(axis))
    axis = axis / length
    window = _window(cylinder, view, paths.shape)
    rows, columns = np.mgrid[window]
    rays = view.origin + columns[..., None] * view.column_step + rows[..., None] * view.row_step - view.source
    rays /= np.linalg.norm(rays, axis=2, keepdims=True)
    start = view.source - cylinder.start
    along, start_along = rays @ axis, float(start @ axis)
    across, start_across = rays - along[..., None] * axis, start - start_along * axis
    a = (across**2).sum(axis=2) + 1e-12
    b = across @ start_across
    discriminant = b * b - a * (start_across @ start_across - cylinder.radius**2)
    root = np.sqrt(np.maximum(discriminant, 0))
    enters, leaves = (-b - root) / a, (-b + root) / a
    slope = np.where(np.abs(along) < 1e-9, 1e-9, along)
    ends = np.sort(np.stack([-start_along / slope, (length - start_along) / slope]), axis=0)
    chord_mm = np.minimum(leaves, ends[1]) - np.maximum(enters, ends[0])
    paths[window] += cylinder.equivalent * np.where(discriminant > 0, np.maximum(chord_mm, 0), 0) / 10
