"""A site's films as training input, averaged once exactly as the service does."""

from pathlib import Path

import numpy as np

from trabecula_training.dicom.read_film import read_film, view_of
from trabecula_training.networks.area_average import area_average
from trabecula_training.site_films.labels_table import LabelledFilm, LabelsError

# Shift of training films, as a share of the side: positioning differs.
SHIFT_SHARE = 0.04


class SiteFilms:
    """Films of one side of the split at one input size. Raises LabelsError when a header contradicts the table's view."""

    def __init__(self, folder: Path, films: list[LabelledFilm], side_px: int, shifted: bool) -> None:
        self.side_px, self._shifted = side_px, shifted
        self.t_scores = np.array([film.t_score for film in films])
        self._films = np.stack([self._averaged(folder, film) for film in films])

    def _averaged(self, folder: Path, film: LabelledFilm) -> np.ndarray:
        grey, header = read_film(folder / film.file)
        stated = view_of(header)
        if stated is not None and stated != film.view:
            raise LabelsError(f"{film.file}: the header says {stated}, the table says {film.view}")
        return area_average(grey, self.side_px)

    def film(self, row: int, side_px: int, rng: np.random.Generator) -> np.ndarray:
        if side_px != self.side_px:
            raise ValueError(f"films were averaged to {self.side_px} px, {side_px} px was asked for")
        film = self._films[row]
        if not self._shifted:
            return film
        reach = int(SHIFT_SHARE * side_px)
        down, across = rng.integers(-reach, reach + 1, 2)
        return np.roll(film, (down, across), axis=(0, 1))
