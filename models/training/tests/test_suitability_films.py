"""Every reason to refuse a film changes the film, and stays a film."""

import numpy as np
import pytest

from trabecula_training.suitability.other_body_parts import other_body_part
from trabecula_training.suitability.unsuitable_films import SPOILERS

FILM = np.tile(np.linspace(0, 1, 86, dtype=np.float32), (118, 1))


@pytest.mark.parametrize("reason", sorted(SPOILERS))
def test_a_spoiled_film_differs_and_stays_within_0_and_1(reason):
    spoiled = SPOILERS[reason](FILM.copy(), np.random.default_rng(1))
    assert spoiled.shape != FILM.shape or np.abs(spoiled - FILM).max() > 0.1
    assert spoiled.min() >= -1e-6 and spoiled.max() <= 1 + 1e-6


def test_turning_by_180_degrees_is_among_the_rotations():
    rng = np.random.default_rng(0)
    shapes = {SPOILERS["rotated"](FILM, rng).shape for _ in range(20)}
    assert shapes == {(118, 86), (86, 118)}


def test_other_body_parts_are_films_of_their_own():
    rng = np.random.default_rng(2)
    films = [other_body_part(rng) for _ in range(6)]
    assert all(film.min() >= 0 and film.max() <= 1 and film.std() > 0.05 for film in films)
