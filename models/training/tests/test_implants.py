"""Hardware lies where the spine is, weakens the beam as its material does, and is drawn by seed alone."""

import copy

import numpy as np
import pytest

from trabecula_training.simulator.film_view import film_view
from trabecula_training.simulator.path_maps import PIXEL_MM, SHAPE
from trabecula_training.simulator.patient import build_patient
from trabecula_training.simulator.population import draw_with_prevalence
from trabecula_training.simulator.random_streams import patient_streams
from trabecula_training.simulator.spine import L3
from trabecula_training.suitability.implants import TITANIUM, Cylinder, Hardware, draw_hardware, hardware_paths


@pytest.fixture(scope="module")
def patient_and_stream():
    streams = patient_streams(5, 0)
    return build_patient(draw_with_prevalence(streams.person, 0.2, 0.0), streams), streams.projection


def _view(patient_and_stream, kind):
    patient, stream = patient_and_stream
    centre = patient.spine.vertebrae[L3].centre
    return film_view(kind, patient.torso, centre, PIXEL_MM, SHAPE, copy.deepcopy(stream))


@pytest.mark.parametrize("kind", ["ap", "lateral"])
def test_metal_lies_on_the_spine(patient_and_stream, kind):
    view = _view(patient_and_stream, kind)
    for seed in range(6):
        metal = hardware_paths(draw_hardware(patient_and_stream[0], np.random.default_rng(seed)), view, SHAPE)
        rows, columns = np.nonzero(metal > 0.1)
        assert len(rows) > 5
        # L3 projects near the middle column; no part of a fixation is more than 9 cm from the spine's line.
        assert np.abs(np.median(columns) - SHAPE[1] / 2) * PIXEL_MM < 90


def test_a_rod_across_the_beam_has_the_path_of_its_diameter(patient_and_stream):
    # Diameter 6 mm of titanium alloy is 0.6 cm x 5.5 = 3.3 cm of bone on the ray through its axis.
    centre = patient_and_stream[0].spine.vertebrae[L3].centre
    rod = Cylinder(centre - [0, 0, 40], centre + [0, 0, 40], 3.0, TITANIUM)
    paths = hardware_paths(Hardware(cylinders=[rod]), _view(patient_and_stream, "ap"), SHAPE)
    assert paths.max() == pytest.approx(3.3, rel=0.03)


def test_a_screw_along_the_beam_has_the_path_of_its_length(patient_and_stream):
    # 40 mm seen end on: 4 cm x 5.5 = 22 cm, a little less where the beam is oblique.
    centre = patient_and_stream[0].spine.vertebrae[L3].centre
    screw = Cylinder(centre - [0, 20, 0], centre + [0, 20, 0], 3.5, TITANIUM)
    paths = hardware_paths(Hardware(cylinders=[screw]), _view(patient_and_stream, "ap"), SHAPE)
    assert 18 < paths.max() <= 22.1


def test_the_same_seed_draws_the_same_hardware(patient_and_stream):
    view = _view(patient_and_stream, "ap")
    first, again = (hardware_paths(draw_hardware(patient_and_stream[0], np.random.default_rng(3)), view, SHAPE) for _ in range(2))
    assert np.array_equal(first, again)
