"""Everything that is reported about one score on one set of films."""

from collections.abc import Callable

import numpy as np

from trabecula_training.evaluation.auc import auc, auc_with_interval
from trabecula_training.evaluation.bootstrap import auc_difference
from trabecula_training.evaluation.calibration_curve import calibration, probability_of
from trabecula_training.evaluation.intervals import at_cut, share
from trabecula_training.simulator.load_cohort import Cohort

SUBGROUPS: dict[str, tuple[str, Callable[[Cohort], np.ndarray]]] = {
    "female": ("sex", lambda c: c.column("male") == 0),
    "male": ("sex", lambda c: c.column("male") == 1),
    "50-59": ("ageBand", lambda c: c.column("age_years") < 60),
    "60-69": ("ageBand", lambda c: (c.column("age_years") >= 60) & (c.column("age_years") < 70)),
    "70-79": ("ageBand", lambda c: (c.column("age_years") >= 70) & (c.column("age_years") < 80)),
    "80+": ("ageBand", lambda c: c.column("age_years") >= 80),
    "below 25": ("bmiBand", lambda c: body_mass_index(c) < 25),
    "25-29.9": ("bmiBand", lambda c: (body_mass_index(c) >= 25) & (body_mass_index(c) < 30)),
    "30 and over": ("bmiBand", lambda c: body_mass_index(c) >= 30),
}


def body_mass_index(cohort: Cohort) -> np.ndarray:
    return cohort.column("weight_kg") / (cohort.column("height_cm") / 100) ** 2


def partial_correlation(a: np.ndarray, b: np.ndarray, given: np.ndarray) -> float:
    """Correlation of a and b after a linear term in `given` is taken from both."""
    design = np.column_stack([np.ones(len(given)), given])
    residuals = [value - design @ np.linalg.lstsq(design, value, rcond=None)[0] for value in (a, b)]
    return float(np.corrcoef(*residuals)[0, 1])


def roc_curve(positive: np.ndarray, score: np.ndarray, points: int = 60) -> list[dict]:
    """At most `points` + 1 points of the curve, from (0, 0) to (1, 1)."""
    cuts = np.quantile(score, np.linspace(1, 0, points))
    curve = [{"falsePositiveShare": 0.0, "truePositiveShare": 0.0}]
    for cut in cuts:
        called = score >= cut
        curve.append(
            {"falsePositiveShare": float(called[~positive].mean()), "truePositiveShare": float(called[positive].mean())}
        )
    return curve


def _auc_or_none(positive: np.ndarray, score: np.ndarray) -> dict | None:
    """No figure for a group with fewer than 5 of either class."""
    if min(positive.sum(), (~positive).sum()) < 5:
        return None
    return auc_with_interval(positive, score)


def _subgroups(
    cohort: Cohort, positive: np.ndarray, score: np.ndarray, flagged: float, makers: np.ndarray | None
) -> list[dict]:
    members = [(group, value, member(cohort)) for value, (group, member) in SUBGROUPS.items()]
    members += [("vendor", str(maker), makers == maker) for maker in ([] if makers is None else np.unique(makers))]
    rows = []
    for group, value, inside in members:
        cut = at_cut(positive[inside], score[inside], flagged)
        rows.append(
            {
                "group": group,
                "value": value,
                "films": int(inside.sum()),
                "positives": int(positive[inside].sum()),
                "auc": _auc_or_none(positive[inside], score[inside]),
                "sensitivityAtFlagged": cut["sensitivity"],
                "specificityAtFlagged": cut["specificity"],
            }
        )
    return rows


def score_report(
    cohort: Cohort,
    score: np.ndarray,
    cuts: dict[str, float],
    baselines: dict[str, np.ndarray],
    makers: np.ndarray | None = None,
) -> dict:
    """Report of a calibrated score; `cuts` by name must hold `flagged`, `baselines` may be empty, `makers` is by film."""
    positive = cohort.positive()
    undeformed = cohort.column("deformed_levels") == 0
    report = {
        "films": len(score),
        "people": len(np.unique(cohort.column("patient"))),
        "positives": int(positive.sum()),
        "prevalence": share(int(positive.sum()), len(positive)),
        "auc": auc_with_interval(positive, score),
        "rocCurve": roc_curve(positive, score),
        "thresholds": [{"name": name, **at_cut(positive, score, cut)} for name, cut in cuts.items()],
        "calibration": calibration(positive, probability_of(score)),
        "subgroups": _subgroups(cohort, positive, score, cuts["flagged"], makers),
        "withoutDeformedVertebrae": {
            "films": int(undeformed.sum()),
            "positives": int(positive[undeformed].sum()),
            "auc": _auc_or_none(positive[undeformed], score[undeformed]),
            "atFlagged": at_cut(positive[undeformed], score[undeformed], cuts["flagged"]),
        },
        "correlationWithWaistAtEqualBmd": partial_correlation(
            score, cohort.column("waist_cm"), cohort.column("bmd_g_cm2")
        ),
        "correlationWithBmd": float(np.corrcoef(score, cohort.column("bmd_g_cm2"))[0, 1]),
    }
    if baselines:
        report["baselines"] = {name: auc_with_interval(positive, value) for name, value in baselines.items()}
        report["networkMinusBestBaseline"] = minus_best_baseline(cohort, score, baselines)
    return report


def minus_best_baseline(cohort: Cohort, score: np.ndarray, baselines: dict[str, np.ndarray]) -> dict:
    """AUC of the score minus that of the best baseline on these very films, resampled by person."""
    positive = cohort.positive()
    best = max(baselines, key=lambda name: auc(positive, baselines[name]))
    return {"baseline": best, **auc_difference(positive, score, baselines[best], cohort.column("patient"))}
