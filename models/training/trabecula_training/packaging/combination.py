"""Reads two views and a person together: one logistic model by which views there are, fitted on validation people."""

from pathlib import Path
from typing import Any

import numpy as np

from trabecula_training.evaluation.auc import auc_with_interval
from trabecula_training.evaluation.calibration_curve import calibration, probability_of
from trabecula_training.evaluation.evaluate_models import ScoredSet, fitted_baselines, rounded, scored_set
from trabecula_training.evaluation.score_report import minus_best_baseline, score_report
from trabecula_training.networks.calibration import LogisticFit, fit_logistic, flag_cuts
from trabecula_training.packaging.json_file import sha256_of_file, write_json
from trabecula_training.reference_models import REFERENCE_MODELS, STATEMENT
from trabecula_training.simulator.cohort import SIMULATOR_VERSION
from trabecula_training.simulator.load_cohort import Cohort

AGE_CENTRE, AGE_SCALE = 65, 10
PEOPLE_TERMS = ("age", "ageSquared", "male")
FILM_TERMS = {"both": ("scoreAp", "scoreLateral"), "ap": ("scoreAp",), "lateral": ("scoreLateral",)}
WEIGHT_NAME = {"scoreAp": "ap", "scoreLateral": "lateral"}


def term_columns(terms: tuple[str, ...], cohort: Cohort, scores: dict[str, np.ndarray]) -> np.ndarray:
    """[people, terms] in the order of combination.json."""
    age = (cohort.column("age_years") - AGE_CENTRE) / AGE_SCALE
    columns = {
        "intercept": np.ones(len(age)),
        "scoreAp": scores["ap"],
        "scoreLateral": scores["lateral"],
        "age": age,
        "ageSquared": age * age,
        "male": cohort.column("male"),
    }
    return np.column_stack([columns[term] for term in terms])


def _written(fit: LogisticFit, terms: tuple[str, ...]) -> dict[str, Any]:
    return {
        "terms": list(terms),
        "coefficients": fit.coefficients.round(6).tolist(),
        "covariance": fit.covariance.round(8).tolist(),
    }


def _film_part(variant: str, cohort: Cohort, scores: dict[str, np.ndarray], positive: np.ndarray) -> dict[str, Any]:
    """Film-only score: one view is its own calibrated score; two are a logistic model of both."""
    terms = FILM_TERMS[variant]
    if len(terms) == 1:
        view = WEIGHT_NAME[terms[0]]
        return {"weights": {view: 1.0, "intercept": 0.0}, "cuts": flag_cuts(positive, scores[view])}
    fit = fit_logistic(term_columns(("intercept", *terms), cohort, scores), positive)
    intercept, ap, lateral = (round(float(value), 6) for value in fit.coefficients)
    weights = {"ap": ap, "lateral": lateral, "intercept": intercept}
    return {"weights": weights, "cuts": flag_cuts(positive, film_score(weights, scores))}


def film_score(weights: dict[str, float], scores: dict[str, np.ndarray]) -> np.ndarray:
    return weights["intercept"] + sum(weights[view] * scores[view] for view in scores if view in weights)


def fit_combination(models: Path, cohorts: Path, cache: Path, precision: str = "fp32") -> dict[str, Any]:
    """Fits on validation, judges on test and shifted people; writes combination.json and combination-evaluation.json.

    With "int8" the scores are those of the int8 packages where there are any, and the files are named so.
    """
    suffix = "" if precision == "fp32" else f"-{precision}"
    packages = {view: _package(models, model.id, suffix) for view, model in REFERENCE_MODELS.items()}
    sets = {
        name: {view: scored_set(package, cohorts, name, cache) for view, package in packages.items()}
        for name in ("validation", "test", "shifted")
    }
    cohort, scores, positive = _together(sets["validation"])
    combination: dict[str, Any] = {
        "schemaVersion": 1,
        "trainingData": {
            "kind": "simulated",
            "statement": STATEMENT,
            "films": 2 * len(positive),
            "patients": len(positive),
            "simulatorVersion": SIMULATOR_VERSION,
        },
        "modelVersionsOf": {view: sha256_of_file(package / "model.onnx") for view, package in packages.items()},
        "ageCentreYears": AGE_CENTRE,
        "ageScaleYears": AGE_SCALE,
        "variants": {},
    }
    for variant, film_terms in FILM_TERMS.items():
        terms = ("intercept", *film_terms, *PEOPLE_TERMS)
        fit = fit_logistic(term_columns(terms, cohort, scores), positive)
        film = _film_part(variant, cohort, scores, positive)
        combination["variants"][variant] = {**_written(fit, terms), "film": film}
    age_terms = ("intercept", *PEOPLE_TERMS)
    combination["ageSexOnly"] = _written(fit_logistic(term_columns(age_terms, cohort, scores), positive), age_terms)
    write_json(models / f"combination{suffix}.json", combination)
    judged = {
        name: _judge(combination, sets[name], _baselines(cohorts, sets[name])) for name in ("test", "shifted")
    }
    write_json(models / f"combination{suffix}-evaluation.json", rounded(_evaluation(f"combination{suffix}", combination, judged)))
    return judged


def _package(models: Path, model_id: str, suffix: str) -> Path:
    """The package of that precision, or the fp32 one when there is none."""
    own = models / f"{model_id}{suffix}"
    return own if own.exists() else models / model_id


def _baselines(cohorts: Path, views: dict[str, ScoredSet]) -> dict[str, np.ndarray]:
    """Baselines of the person, and of the grey levels of either view."""
    named: dict[str, np.ndarray] = {}
    for view, scored in views.items():
        for name, score in fitted_baselines(cohorts, view).scores(scored.cohort, scored.films).items():
            named[f"{name}, {view}" if "rey" in name else name] = score
    return named


def _evaluation(name: str, combination: dict[str, Any], judged: dict[str, Any]) -> dict[str, Any]:
    return {
        "schemaVersion": 1,
        "modelId": name,
        "fileSha256": combination["modelVersionsOf"],
        "statement": STATEMENT,
        "figuresAre": "simulated",
        "sets": judged,
    }


def _together(views: dict[str, ScoredSet]) -> tuple[Cohort, dict[str, np.ndarray], np.ndarray]:
    cohort = views["ap"].cohort
    return cohort, {view: scored.score for view, scored in views.items()}, cohort.positive()


def _judge(combination: dict[str, Any], views: dict[str, ScoredSet], baselines: dict[str, np.ndarray]) -> dict[str, Any]:
    """Film-only report of the two views, correlation of their scores by class, calibration of the fitted probability."""
    cohort, scores, positive = _together(views)
    both = combination["variants"]["both"]
    cuts = {"flagged": both["film"]["cuts"]["flaggedAtOrAbove"], "uncertain": both["film"]["cuts"]["uncertainAtOrAbove"]}
    report = score_report(cohort, film_score(both["film"]["weights"], scores), cuts, baselines, views["ap"].makers)
    report["correlationOfViewScores"] = {
        name: float(np.corrcoef(scores["ap"][rows], scores["lateral"][rows])[0, 1])
        for name, rows in (("positives", positive), ("negatives", ~positive))
    }
    fits = {**combination["variants"], "ageSexOnly": combination["ageSexOnly"]}
    report["fittedProbability"] = {
        name: _probability_report(fit, cohort, scores, baselines) for name, fit in fits.items()
    }
    return report


def _probability_report(
    fit: dict[str, Any], cohort: Cohort, scores: dict[str, np.ndarray], baselines: dict[str, np.ndarray]
) -> dict[str, Any]:
    positive = cohort.positive()
    linear = term_columns(tuple(fit["terms"]), cohort, scores) @ np.array(fit["coefficients"])
    probability, age, male = probability_of(linear), cohort.column("age_years"), cohort.column("male")
    groups = {
        "female": male == 0,
        "male": male == 1,
        "50-59": age < 60,
        "60-69": (age >= 60) & (age < 70),
        "70-79": (age >= 70) & (age < 80),
        "80+": age >= 80,
    }
    by_group = [
        {"value": name, "people": int(rows.sum()), "meanPredicted": float(probability[rows].mean()), "observed": float(positive[rows].mean())}
        for name, rows in groups.items()
        if rows.any()
    ]
    return {
        "auc": auc_with_interval(positive, linear),
        "minusBestBaseline": minus_best_baseline(cohort, linear, baselines),
        "calibration": calibration(positive, probability),
        "byGroup": by_group,
    }
