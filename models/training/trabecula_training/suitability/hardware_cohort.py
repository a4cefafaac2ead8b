"""People with hardware in the spine: path maps of their films without it, and of the hardware alone, in numbered shards."""

import copy
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trabecula_training.networks.film_source import halved
from trabecula_training.simulator.cohort import PLANS, VIEWS, CohortPlan, draw_cohort_person
from trabecula_training.simulator.film_view import film_view
from trabecula_training.simulator.path_maps import PIXEL_MM, SHAPE, film_maps
from trabecula_training.simulator.patient import build_patient
from trabecula_training.simulator.random_streams import patient_streams
from trabecula_training.simulator.spine import L3
from trabecula_training.suitability.implants import draw_hardware, hardware_paths

# Other people than in any other cohort: every seed is used once.
HARDWARE_PLANS = {
    name: replace(PLANS["train"], name=f"hardware-{name}", seed=seed, patients=patients)
    for name, seed, patients in (("train", 707, 400), ("validation", 708, 150), ("test", 709, 200))
}
DRAWS = 2


@dataclass(frozen=True)
class HardwareMaps:
    """Of one view: `maps` float16 [people, 3, rows, columns], `metal` float16 [people, DRAWS, rows, columns] (cm bone)."""

    maps: np.ndarray
    metal: np.ndarray


def _person_maps(plan: CohortPlan, number: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """(maps, metal) by view, averaged 2 x 2 as the suitability network's films are."""
    streams = patient_streams(plan.seed, number)
    person, nuisance = draw_cohort_person(plan, streams)
    patient = build_patient(person, streams, nuisance)
    hardware = [draw_hardware(patient, np.random.default_rng([plan.seed, number, draw])) for draw in range(DRAWS)]
    films = {}
    for kind in VIEWS:
        # The same state of the stream gives the view that film_maps draws, so metal and bone share one projection.
        view = film_view(kind, patient.torso, patient.spine.vertebrae[L3].centre, PIXEL_MM, SHAPE, copy.deepcopy(streams.projection))
        maps = halved(film_maps(patient, kind, streams.projection))
        films[kind] = maps, halved(np.stack([hardware_paths(parts, view, SHAPE) for parts in hardware]))
    return films


def simulate_hardware_shard(plan: CohortPlan, folder: Path, shard: int) -> None:
    """Writes one shard unless it is there; people whose bone cannot be made are left out."""
    path = folder / f"{plan.name}-{shard:03d}.npz"
    if path.exists():
        return
    columns: dict[str, list[np.ndarray]] = {f"{view}_{part}": [] for view in VIEWS for part in ("maps", "metal")}
    first = shard * plan.shard_size
    for number in range(first, min(first + plan.shard_size, plan.patients)):
        try:
            films = _person_maps(plan, number)
        except ValueError:
            continue
        for view, (maps, metal) in films.items():
            columns[f"{view}_maps"].append(maps)
            columns[f"{view}_metal"].append(metal)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **{name: np.stack(values) for name, values in columns.items()})
    partial.rename(path)


def simulate_hardware(folder: Path, names: list[str], processes: int) -> None:
    """Writes every missing shard of the named cohorts."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (plan, folder, shard)
        for plan in (HARDWARE_PLANS[name] for name in names)
        for shard in range(-(-plan.patients // plan.shard_size))
    ]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(simulate_hardware_shard, *zip(*jobs)))


def load_hardware(folder: Path, name: str, view: str) -> HardwareMaps:
    """All finished shards in order; FileNotFoundError when there is none."""
    paths = sorted(path for path in folder.glob(f"hardware-{name}-*.npz") if "partial" not in path.name)
    if not paths:
        raise FileNotFoundError(f"no shard of hardware cohort '{name}' in {folder}")
    parts: dict[str, list[np.ndarray]] = {"maps": [], "metal": []}
    for path in paths:
        with np.load(path) as shard:
            for part, values in parts.items():
                values.append(shard[f"{view}_{part}"])
    return HardwareMaps(*(np.concatenate(parts[part]) for part in ("maps", "metal")))
