"""Fresh people have the survey's prevalence, areas and levels' correlation."""

import numpy as np
import pytest

from trabecula_training.simulator.population import draw_person, draw_with_prevalence


def test_share_of_women_at_or_below_minus_2_5_is_that_of_nhanes():
    # Weighted share in NHANES 2017-2020, women of 50 and over: 14.6 %.
    rng = np.random.default_rng(0)
    share = np.mean([draw_person(rng, 0).target_t_score <= -2.5 for _ in range(4000)])
    assert share == pytest.approx(0.146, abs=0.02)


def test_neighbouring_levels_correlate_as_in_nhanes():
    rng = np.random.default_rng(1)
    bmd = np.array([draw_person(rng, 0).bmd_g_cm2 for _ in range(2000)])
    # Survey: L1-L2 .95, L1-L4 .86.
    assert np.corrcoef(bmd[:, 0], bmd[:, 1])[0, 1] == pytest.approx(0.95, abs=0.03)
    assert np.corrcoef(bmd[:, 0], bmd[:, 3])[0, 1] == pytest.approx(0.86, abs=0.04)


def test_wanted_prevalence_is_drawn():
    rng = np.random.default_rng(2)
    people = [draw_with_prevalence(rng, 0.5, 0.0) for _ in range(400)]
    assert np.mean([p.target_t_score <= -2.5 for p in people]) == pytest.approx(0.5, abs=0.08)
