"""Where training films come from: simulated path maps rendered anew at every epoch, or a site's own films."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy.ndimage import zoom

from trabecula_training.networks.area_average import area_average
from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.imaging_settings import USUAL, ImagingRanges
from trabecula_training.simulator.load_cohort import Cohort
from trabecula_training.simulator.path_maps import PIXEL_MM

MEAN, STD = 0.5, 0.25
# Up to this input size films are rendered from maps averaged 2 x 2: their pixels are then still finer than the input.
COARSE_SIDE_PX = 128


class FilmSource(Protocol):
    """Films with T-scores; `film` may differ at every epoch."""

    t_scores: np.ndarray

    def film(self, row: int, side_px: int, rng: np.random.Generator) -> np.ndarray:
        """float32 [side_px, side_px], 0..1, bone bright."""
        ...


def halved(maps: np.ndarray) -> np.ndarray:
    """Maps [..., rows, columns] averaged 2 x 2, float16; an odd last row or column is left out."""
    rows, columns = (side // 2 for side in maps.shape[-2:])
    halves = maps[..., : 2 * rows, : 2 * columns].reshape(*maps.shape[:-2], rows, 2, columns, 2)
    return halves.mean(axis=(-3, -1), dtype=np.float32).astype(np.float16)


class SimulatedFilms:
    """A cohort's films of one view; each call draws exposure, processing, border and marker anew."""

    def __init__(self, cohort: Cohort, view: str, ranges: ImagingRanges | Sequence[ImagingRanges] = USUAL) -> None:
        """`ranges` of all films, or one for each."""
        self.view = view
        self._ranges = [ranges] * len(cohort.truth) if isinstance(ranges, ImagingRanges) else ranges
        self.t_scores = cohort.column("t_score")
        self._maps = cohort.maps
        self._coarse = halved(cohort.maps)

    def rendered(self, row: int, coarse: bool, rng: np.random.Generator) -> np.ndarray:
        """One film as the detector's software shows it, [rows, columns], before it is made an input."""
        maps = (self._coarse if coarse else self._maps)[row].astype(np.float32)
        return render_film(maps, self.view, PIXEL_MM * (2 if coarse else 1), rng, self._ranges[row])

    def film(self, row: int, side_px: int, rng: np.random.Generator) -> np.ndarray:
        film = self.rendered(row, side_px <= COARSE_SIDE_PX, rng)
        # Real films have many more pixels than the input: half of the films are averaged down from a finer grid.
        if rng.random() < 0.5:
            film = zoom(film, 2, order=1, mode="nearest", grid_mode=True)
        return area_average(film, side_px)


def batch_tensor(source: FilmSource, rows: np.ndarray, side_px: int, rng: np.random.Generator, augment: bool) -> np.ndarray:
    """float32 [batch, 1, side, side], standardised; `augment` mirrors half of the films and shifts grey a little."""
    films = np.empty((len(rows), 1, side_px, side_px), dtype=np.float32)
    for place, row in enumerate(rows):
        film = source.film(int(row), side_px, rng)
        if augment:
            film = np.clip(film * rng.normal(1, 0.08) + rng.normal(0, 0.03), 0, 1)
            film = film[:, ::-1] if rng.random() < 0.5 else film
        films[place, 0] = film
    return (films - MEAN) / STD
