"""Calibration recovers a known truth; cuts hold their rule on the films they were chosen on."""

import numpy as np
import pytest
from scipy.special import expit

from trabecula_training.evaluation.auc import auc, auc_with_interval
from trabecula_training.networks.calibration import fit_platt, flag_cuts


def _sample():
    rng = np.random.default_rng(4)
    difference = rng.normal(size=20_000)
    return difference, rng.random(20_000) < expit(-1 + 2 * difference)


def test_platt_recovers_slope_and_intercept():
    slope, intercept = fit_platt(*_sample())
    assert slope == pytest.approx(2, abs=0.1)
    assert intercept == pytest.approx(-1, abs=0.1)


def test_a_falling_score_is_refused():
    difference, positive = _sample()
    with pytest.raises(ValueError, match="falls"):
        fit_platt(-difference, positive)


def test_flagged_cut_keeps_ninety_percent_specificity_and_uncertain_ninety_percent_sensitivity():
    score, positive = _sample()
    cuts = flag_cuts(positive, score)
    assert (score[~positive] < cuts["flaggedAtOrAbove"]).mean() == pytest.approx(0.90, abs=0.01)
    assert (score[positive] >= cuts["uncertainAtOrAbove"]).mean() == pytest.approx(0.90, abs=0.01)
    assert cuts["uncertainAtOrAbove"] <= cuts["flaggedAtOrAbove"]


def test_auc_counts_pairs_and_halves_ties():
    # Positives 3, 1; negatives 2, 1: wins 3>2, 3>1; tie 1=1; loss 1<2. (2 + 0.5) / 4.
    assert auc(np.array([True, True, False, False]), np.array([3, 1, 2, 1])) == pytest.approx(0.625)


def test_delong_interval_holds_the_value():
    score, positive = _sample()
    interval = auc_with_interval(positive[:300], score[:300])
    assert interval["lower"] < interval["value"] < interval["upper"]
