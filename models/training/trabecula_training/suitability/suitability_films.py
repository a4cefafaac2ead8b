"""Films and classes for the suitability network."""

import numpy as np
from scipy.ndimage import zoom

from trabecula_training.networks.area_average import area_average
from trabecula_training.networks.film_source import MEAN, STD, SimulatedFilms
from trabecula_training.suitability.other_body_parts import other_body_part
from trabecula_training.suitability.unsuitable_films import SPOILERS

SUITABLE = ("lumbar-ap", "lumbar-lateral")
REASONS = ("other-body-part", *SPOILERS)
CLASSES = (*SUITABLE, *REASONS)


class SuitabilityFilms:
    """Draws films of every class from a pool of simulated films of both views, rendered once."""

    def __init__(self, ap: SimulatedFilms, lateral: SimulatedFilms, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._pool = {
            name: [source.rendered(row, coarse=True, rng=rng) for row in range(len(source.t_scores))]
            for name, source in zip(SUITABLE, (ap, lateral))
        }

    def film(self, name: str, side_px: int, rng: np.random.Generator) -> np.ndarray:
        """float32 [side, side], 0..1; `name` is one of CLASSES."""
        if name == "other-body-part":
            return area_average(other_body_part(rng), side_px)
        pool = self._pool[name if name in SUITABLE else SUITABLE[rng.integers(2)]]
        film = np.clip(pool[rng.integers(len(pool))] * rng.normal(1, 0.08) + rng.normal(0, 0.03), 0, 1)
        if rng.random() < 0.5:
            film = film[:, ::-1]
        if name in SPOILERS:
            film = SPOILERS[name](np.ascontiguousarray(film), rng)
        if rng.random() < 0.5:
            film = zoom(film, 2, order=1, mode="nearest", grid_mode=True)
        return area_average(film, side_px)

    def batch(self, names: list[str], side_px: int, rng: np.random.Generator) -> np.ndarray:
        """Standardised float32 [batch, 1, side, side]."""
        films = np.stack([self.film(name, side_px, rng) for name in names])[:, None]
        return ((films - MEAN) / STD).astype(np.float32)
