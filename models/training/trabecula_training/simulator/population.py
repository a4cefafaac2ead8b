"""Fresh simulated people from the covariance model fitted on NHANES: nobody of the survey is repeated."""

import json
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from trabecula_training.simulator.fit_population import MODEL_FILE, age_terms

# NHANES III young White women, the ISCD 2023 reference for both sexes from 50 on (g/cm2, L1-L4).
REFERENCE_BMD = 1.064
REFERENCE_SD = 0.106
OSTEOPOROSIS_T = -2.5
LOWEST_BMD = 0.40


@dataclass(frozen=True)
class Person:
    """Who is simulated. `male` 0 or 1; `bmd_g_cm2` and `area_cm2` hold L1 to L4 as a DXA device would report them."""

    male: int
    age_years: float
    height_cm: float
    weight_kg: float
    waist_cm: float
    bmd_g_cm2: tuple[float, ...]
    area_cm2: tuple[float, ...]

    @property
    def bmi(self) -> float:
        return self.weight_kg / (self.height_cm / 100) ** 2

    @property
    def target_t_score(self) -> float:
        """T-score of the area-weighted BMD, before the device's precision error."""
        return t_score(float(np.average(self.bmd_g_cm2, weights=self.area_cm2)))

    def with_bone_mass(self, factor: float) -> "Person":
        """The same person with every level's BMD multiplied; nothing else changes."""
        return replace(self, bmd_g_cm2=tuple(value * factor for value in self.bmd_g_cm2))


def t_score(bmd_g_cm2: float) -> float:
    return (bmd_g_cm2 - REFERENCE_BMD) / REFERENCE_SD


@cache
def _model() -> dict:
    return json.loads(MODEL_FILE.read_text())


@cache
def _cholesky(sex: str) -> np.ndarray:
    return np.linalg.cholesky(np.array(_model()[sex]["covariance"]))


def draw_person(rng: np.random.Generator, male: int, age_years: float | None = None) -> Person:
    """One person of that sex; the age is drawn from the survey's weights (80 stands for 80-89) unless given."""
    sex = "male" if male else "female"
    model = _model()[sex]
    if age_years is None:
        age_years = float(rng.choice(model["ages"], p=np.array(model["ageWeights"]) / sum(model["ageWeights"])))
        age_years += rng.uniform(0, 9 if age_years >= 80 else 1)
    mean = age_terms(np.array(age_years)) @ np.array(model["coefficients"])
    values = mean + _cholesky(sex) @ rng.standard_normal(len(mean))
    height, weight, waist = np.exp(values[:3])
    return Person(
        male=male,
        age_years=float(age_years),
        height_cm=float(height),
        weight_kg=float(weight),
        waist_cm=float(waist),
        bmd_g_cm2=tuple(float(max(value, LOWEST_BMD)) for value in values[3:7]),
        area_cm2=tuple(float(value) for value in np.exp(values[7:])),
    )


def draw_with_prevalence(rng: np.random.Generator, prevalence: float, male_share: float) -> Person:
    """A person whose target T-score is at or below -2.5 with probability `prevalence`; rejection sampling."""
    wanted = rng.random() < prevalence
    male = int(rng.random() < male_share)
    while True:
        person = draw_person(rng, male)
        if (person.target_t_score <= OSTEOPOROSIS_T) == wanted:
            return person
