"""Reported figures against values derived by hand."""

import numpy as np
import pytest

from trabecula_training.evaluation.bootstrap import auc_difference
from trabecula_training.evaluation.intervals import at_cut, predictive_values, share
from trabecula_training.evaluation.score_report import partial_correlation, score_report
from trabecula_training.simulator.cohort import TRUTH_COLUMNS
from trabecula_training.simulator.load_cohort import Cohort, pick_exact


def test_wilson_interval_of_eight_in_ten():
    # p .8, z 1.96: centre (.8 + .19207) / 1.38415 = .71674, half .22660 (Wilson 1927).
    assert share(8, 10)["lower"] == pytest.approx(0.4902, abs=1e-3)
    assert share(8, 10)["upper"] == pytest.approx(0.9433, abs=1e-3)
    assert share(0, 0)["value"] is None


def test_predictive_value_at_ten_percent_prevalence():
    # .8 x .1 / (.8 x .1 + .3 x .9) = .08 / .35.
    assert predictive_values(0.8, 0.7, 0.10)["ppv"] == pytest.approx(0.08 / 0.35)
    assert predictive_values(0.8, 0.7, 0.10)["flaggedPerThousand"] == pytest.approx(350)


def test_counts_at_a_cut():
    cut = at_cut(np.array([True, True, False, False]), np.array([1.0, -1.0, 1.0, -1.0]), 1.0)
    assert [cut[name] for name in ("truePositive", "falseNegative", "falsePositive", "trueNegative")] == [1, 1, 1, 1]


def test_partial_correlation_removes_what_is_given():
    rng = np.random.default_rng(0)
    given = rng.normal(size=5000)
    a, b = given + rng.normal(size=5000), given + rng.normal(size=5000)
    assert abs(partial_correlation(a, b, given)) < 0.05
    assert np.corrcoef(a, b)[0, 1] > 0.4


def _cohort(n: int = 400) -> Cohort:
    rng = np.random.default_rng(1)
    columns = {
        "patient": np.arange(n),
        "male": rng.integers(0, 2, n),
        "age_years": rng.uniform(50, 90, n),
        "height_cm": rng.normal(160, 7, n),
        "weight_kg": rng.normal(70, 12, n),
        "waist_cm": rng.normal(98, 12, n),
        "bmd_g_cm2": rng.normal(0.95, 0.15, n),
        "deformed_levels": rng.integers(0, 2, n),
        "degeneration": rng.uniform(0, 1, n),
        "mean_bone_scale": np.ones(n),
    }
    columns["t_score"] = (columns["bmd_g_cm2"] - 1.064) / 0.106
    return Cohort(np.zeros((n, 1)), np.column_stack([columns[name] for name in TRUTH_COLUMNS]))


def test_a_score_that_is_minus_bmd_is_perfect_and_beats_noise():
    cohort = _cohort()
    noise = np.random.default_rng(3).normal(size=400)
    report = score_report(cohort, -10 * (cohort.column("bmd_g_cm2") - 0.8), {"flagged": 0.0}, {"noise": noise})
    assert report["auc"]["value"] == 1.0
    assert report["networkMinusBestBaseline"]["lower"] > 0.2
    assert sum(row["films"] for row in report["subgroups"] if row["group"] == "ageBand") == 400


def test_equal_scores_differ_by_nothing():
    cohort = _cohort()
    score = cohort.column("waist_cm")
    difference = auc_difference(cohort.positive(), score, score, cohort.column("patient"), rounds=50)
    assert (difference["value"], difference["lower"], difference["upper"]) == (0, 0, 0)


def test_exact_counts_are_picked_or_refused():
    cohort = _cohort()
    assert pick_exact(cohort, 20, 80, seed=1).positive().sum() == 20
    with pytest.raises(ValueError, match="films wanted"):
        pick_exact(cohort, 399, 1, seed=1)
