"""Simulates cohorts into numbered shards of path maps and truth; stops and resumes at any shard.

Shards lie outside the repository and are made again from the seed whenever they are wanted.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trabecula_training.simulator.path_maps import film_maps
from trabecula_training.simulator.patient import Patient, build_patient
from trabecula_training.simulator.population import Person, draw_with_prevalence
from trabecula_training.simulator.random_streams import Streams, patient_streams

SIMULATOR_VERSION = "2.0"
VIEWS = ("ap", "lateral")
TRUTH_COLUMNS = (
    "patient",
    "male",
    "age_years",
    "height_cm",
    "weight_kg",
    "waist_cm",
    "bmd_g_cm2",
    "t_score",
    "deformed_levels",
    "degeneration",
    "mean_bone_scale",
)


@dataclass(frozen=True)
class CohortPlan:
    """`seed` names the cohort: no two cohorts share one, so no simulated person stands in two of them."""

    name: str
    seed: int
    patients: int
    prevalence: float
    male_share: float = 0.15
    nuisance: tuple[float, float] = (0.4, 1.6)
    waist_factor: float = 1.0
    shard_size: int = 50


# Prevalences: the published films' 23.1 % (AP) and 21.2 % (lateral); exact counts are picked from the test cohort.
PLANS = {
    plan.name: plan
    for plan in (
        CohortPlan("train", seed=101, patients=2400, prevalence=0.222),
        CohortPlan("validation", seed=202, patients=500, prevalence=0.222),
        CohortPlan("test", seed=303, patients=1100, prevalence=0.222),
        # Elsewhere: heavier people, more degeneration, lower prevalence.
        CohortPlan("shifted", seed=404, patients=300, prevalence=0.16, nuisance=(0.9, 2.0), waist_factor=1.08),
    )
}


def draw_cohort_person(plan: CohortPlan, streams: Streams) -> tuple[Person, float]:
    """(person, nuisance factor); the waist factor of a shifted cohort also moves the weight."""
    person = draw_with_prevalence(streams.person, plan.prevalence, plan.male_share)
    nuisance = float(streams.person.uniform(*plan.nuisance))
    if plan.waist_factor != 1.0:
        fields = {**person.__dict__, "waist_cm": person.waist_cm * plan.waist_factor}
        fields["weight_kg"] = person.weight_kg * plan.waist_factor**1.5
        person = Person(**fields)
    return person, nuisance


def truth_row(number: int, patient: Patient) -> list[float]:
    """Values of TRUTH_COLUMNS for one patient."""
    person = patient.person
    return [
        number,
        person.male,
        person.age_years,
        person.height_cm,
        person.weight_kg,
        person.waist_cm,
        patient.label.total_bmd_g_cm2,
        patient.label.t_score,
        patient.spine.deformed_levels,
        patient.spine.degeneration,
        float(patient.scales.mean()),
    ]


def simulate_patient(plan: CohortPlan, number: int) -> tuple[Patient, dict[str, np.ndarray]]:
    """Patient `number` of a cohort and their float16 path maps by view. ValueError when the bone cannot be made."""
    streams = patient_streams(plan.seed, number)
    person, nuisance = draw_cohort_person(plan, streams)
    patient = build_patient(person, streams, nuisance)
    return patient, {view: film_maps(patient, view, streams.projection).astype(np.float16) for view in VIEWS}


def simulate_shard(plan: CohortPlan, folder: Path, shard: int) -> int:
    """Writes one shard unless it is there; returns the number of patients whose bone could not be made."""
    path = folder / f"{plan.name}-{shard:03d}.npz"
    if path.exists():
        return 0
    maps, truth, failed = {view: [] for view in VIEWS}, [], 0
    first = shard * plan.shard_size
    for number in range(first, min(first + plan.shard_size, plan.patients)):
        try:
            patient, films = simulate_patient(plan, number)
        except ValueError:
            failed += 1
            continue
        truth.append(truth_row(number, patient))
        for view in VIEWS:
            maps[view].append(films[view])
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, truth=np.array(truth), **{view: np.stack(films) for view, films in maps.items()})
    partial.rename(path)
    return failed


def shard_count(plan: CohortPlan) -> int:
    return -(-plan.patients // plan.shard_size)
