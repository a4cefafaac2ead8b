"""The numpy preprocessing gives hand-derived values, those that the service's own preprocessing must give."""

import numpy as np

from trabecula_training.networks.area_average import area_average


def test_whole_cells_are_plain_means():
    film = np.arange(16, dtype=np.float32).reshape(4, 4)
    # Cells of 2 x 2: (0+1+4+5)/4 = 2.5 and so on.
    assert np.allclose(area_average(film, 2), [[2.5, 4.5], [10.5, 12.5]])


def test_a_narrow_film_is_padded_around_its_centre():
    film = np.ones((4, 2), dtype=np.float32)
    # Square of 4: one column of padding on each side; output cells of 2 columns are half film, half padding.
    assert np.allclose(area_average(film, 2), 0.5)
    assert np.allclose(area_average(film, 4)[0], [0, 1, 1, 0])
    assert np.allclose(area_average(film, 2, pad_value=1.0), 1.0)


def test_a_fractional_cell_weighs_by_overlap():
    film = np.array([[0.0, 0.3, 0.9]] * 3, dtype=np.float32)
    # Cells of 1.5 columns: (0 + 0.5*0.3)/1.5 = 0.1 and (0.5*0.3 + 0.9)/1.5 = 0.7.
    assert np.allclose(area_average(film, 2), [[0.1, 0.7], [0.1, 0.7]], atol=1e-6)
