"""What needs no network: OST, age and weight, and the film's grey levels. A network must beat the best of them."""

from typing import NamedTuple

import numpy as np

from trabecula_training.evaluation.auc import auc
from trabecula_training.networks.calibration import fit_logistic
from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.simulator.load_cohort import Cohort

GREY_SIDE_PX = 112


class Standardised(NamedTuple):
    """A logistic regression on standardised columns."""

    mean: np.ndarray
    sd: np.ndarray
    coefficients: np.ndarray

    def score(self, columns: np.ndarray) -> np.ndarray:
        standard = (columns - self.mean) / self.sd
        return np.column_stack([np.ones(len(columns)), standard]) @ self.coefficients


def fit_standardised(columns: np.ndarray, positive: np.ndarray) -> Standardised:
    mean, sd = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(columns)), (columns - mean) / sd])
    return Standardised(mean, sd, fit_logistic(design, positive, ridge=0.5).coefficients)


def ost_score(cohort: Cohort) -> np.ndarray:
    """Minus the Osteoporosis Self-assessment Tool, trunc(0.2 (weight kg - age)): higher is more likely osteoporosis."""
    return -np.trunc(0.2 * (cohort.column("weight_kg") - np.floor(cohort.column("age_years"))))


def person_columns(cohort: Cohort) -> np.ndarray:
    return np.column_stack([cohort.column(name) for name in ("age_years", "male", "weight_kg")])


def grey_columns(films: SimulatedFilms, seed: int) -> np.ndarray:
    """Mean and SD of the film, of its middle and of both sides, gradients, and percentiles of the middle."""
    rng = np.random.default_rng(seed)
    return np.stack([_grey_features(films.film(row, GREY_SIDE_PX, rng)) for row in range(len(films.t_scores))])


def _grey_features(film: np.ndarray) -> list[float]:
    side = len(film)
    band = slice(side // 5, 4 * side // 5)
    middle = film[band, int(0.4 * side) : int(0.6 * side)]
    left, right = film[band, int(0.15 * side) : int(0.3 * side)], film[band, int(0.7 * side) : int(0.85 * side)]
    parts = [value for part in (film, middle, left, right) for value in (part.mean(), part.std())]
    gradients = [np.abs(np.diff(middle, axis=axis)).mean() for axis in (0, 1)]
    return [float(value) for value in (*parts, *gradients, *np.percentile(middle, (5, 25, 50, 75, 95)))]


class Baselines:
    """Fitted on training people and films; `scores` gives every baseline for another cohort."""

    MEAN_GREY = 2

    def __init__(self, training: Cohort, view: str) -> None:
        positive = training.positive()
        self._people = fit_standardised(person_columns(training), positive)
        grey = grey_columns(SimulatedFilms(training, view), seed=21)
        self._grey = fit_standardised(grey, positive)
        self._mean_grey_sign = 1 if auc(positive, grey[:, self.MEAN_GREY]) >= 0.5 else -1

    def scores(self, cohort: Cohort, films: SimulatedFilms) -> dict[str, np.ndarray]:
        """Name to score [films]; mean grey of the middle is turned as it was right on the training films."""
        grey = grey_columns(films, seed=22)
        return {
            "ost": ost_score(cohort),
            "ageSexWeight": self._people.score(person_columns(cohort)),
            "meanGrey": self._mean_grey_sign * grey[:, self.MEAN_GREY],
            "greyFeatures": self._grey.score(grey),
        }
