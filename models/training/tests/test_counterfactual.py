"""Changing bone mass alone changes the bone's pixels and the label, and nothing else."""

import numpy as np
import pytest

from trabecula_training.simulator.path_maps import film_maps
from trabecula_training.simulator.patient import build_patient
from trabecula_training.simulator.population import draw_person
from trabecula_training.simulator.random_streams import patient_streams

SHAPE, PIXEL_MM = (118, 86), 2.8


@pytest.fixture(scope="module")
def patient():
    streams = patient_streams(seed=9, patient_number=1)
    return build_patient(draw_person(streams.person, male=0, age_years=66), streams)


@pytest.mark.parametrize("kind", ["ap", "lateral"])
def test_less_bone_changes_no_pixel_outside_bone(patient, kind):
    usual = film_maps(patient, kind, np.random.default_rng(3), PIXEL_MM, SHAPE)
    thinned = film_maps(patient.with_bone_mass(0.8), kind, np.random.default_rng(3), PIXEL_MM, SHAPE)
    outside = usual[0] == 0
    assert outside.any()
    assert np.array_equal(usual[:, outside], thinned[:, outside])
    assert thinned[0][~outside].sum() < usual[0][~outside].sum()


def test_t_score_falls_with_every_loss_of_bone(patient):
    scores = [patient.with_bone_mass(factor).label.t_score for factor in (1.2, 1.0, 0.9, 0.8, 0.7)]
    assert scores == sorted(scores, reverse=True)
    # The label is exactly linear in bone density: 10 % of the BMD is 0.1 BMD / 0.106 T.
    bmd = patient.label.bmd_g_cm2 @ patient.dxa.area_cm2 / patient.dxa.area_cm2.sum()
    assert scores[1] - scores[2] == pytest.approx(0.1 * bmd / 0.106, abs=0.003)


def test_a_sicker_person_of_the_same_streams_keeps_posture_and_soft_tissue():
    def built(factor):
        streams = patient_streams(seed=9, patient_number=2)
        return build_patient(draw_person(streams.person, male=0).with_bone_mass(factor), streams)

    usual, sick = built(1.0), built(0.7)
    assert np.array_equal(usual.torso.centre, sick.torso.centre)
    assert len(usual.soft_tissue.bubbles) == len(sick.soft_tissue.bubbles)
    assert all(
        np.array_equal(a.rotation, b.rotation) for a, b in zip(usual.spine.vertebrae, sick.spine.vertebrae)
    )
