"""Projected areas match NHANES; the solved bone reports the wanted density."""

import numpy as np
import pytest

from trabecula_training.simulator.bone_mineral import draw_traits
from trabecula_training.simulator.dxa_label import measure_bmd, scan, solve_scales
from trabecula_training.simulator.population import draw_person
from trabecula_training.simulator.random_streams import patient_streams
from trabecula_training.simulator.spine import build_spine


def _scanned(number: int, male: int):
    streams = patient_streams(seed=5, patient_number=number)
    person = draw_person(streams.person, male)
    spine = build_spine(person, streams, nuisance=1.0)
    return person, scan(spine), draw_traits(streams.bone)


@pytest.mark.parametrize("male", [0, 1])
def test_mean_projected_areas_are_within_five_percent_of_nhanes(male):
    ratios = []
    for number in range(40):
        person, dxa, _ = _scanned(number, male)
        ratios.append(dxa.area_cm2 / np.array(person.area_cm2))
    assert np.abs(np.mean(ratios, axis=0) - 1).max() < 0.05


def test_solved_bone_reports_the_target_density_at_every_level():
    for number in range(10):
        person, dxa, traits = _scanned(number, number % 2)
        measured = measure_bmd(dxa, solve_scales(dxa, person.bmd_g_cm2, traits), traits)
        assert np.abs(measured - person.bmd_g_cm2).max() < 1e-4


def test_a_density_no_bone_can_have_is_refused():
    _, dxa, traits = _scanned(0, 0)
    with pytest.raises(ValueError, match="no bone scale"):
        solve_scales(dxa, (9.0, 9.0, 9.0, 9.0), traits)
