"""Films and classes for the suitability network."""

from pathlib import Path

import numpy as np
from scipy.ndimage import zoom

from trabecula_training.networks.area_average import area_average
from trabecula_training.networks.film_source import MEAN, STD, halved
from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.load_cohort import load_cohort
from trabecula_training.simulator.path_maps import PIXEL_MM
from trabecula_training.suitability.hardware_cohort import load_hardware
from trabecula_training.suitability.other_body_parts import other_body_part
from trabecula_training.suitability.unsuitable_films import SPOILERS

SUITABLE = ("lumbar-ap", "lumbar-lateral")
VIEW_OF = {"lumbar-ap": "ap", "lumbar-lateral": "lateral"}
REASONS = ("other-body-part", *SPOILERS, "implant")
CLASSES = (*SUITABLE, *REASONS)


class SuitabilityFilms:
    """Draws films of every class from simulated people of one cohort, with and without hardware in the spine.

    People with hardware stand among the suitable films too, filmed without it, so that nothing but metal tells them apart.
    """

    def __init__(self, cohorts: Path, name: str, people: int, seed: int) -> None:
        self._maps, self._metal = {}, {}
        for view in VIEW_OF.values():
            hardware = load_hardware(cohorts, name, view)
            plain = halved(load_cohort(cohorts, name, view).maps[:people])
            self._maps[view] = np.concatenate([plain, hardware.maps])
            self._metal[view] = hardware
        self.render(seed)

    @property
    def people(self) -> int:
        return len(self._maps["ap"])

    def render(self, seed: int) -> None:
        """Films every suitable person once, with exposure and processing drawn by `seed`."""
        rng = np.random.default_rng(seed)
        self._pool = {view: [_rendered(maps, view, rng) for maps in self._maps[view]] for view in VIEW_OF.values()}

    def _with_hardware(self, view: str, rng: np.random.Generator) -> np.ndarray:
        hardware = self._metal[view]
        person, draw = rng.integers(len(hardware.maps)), rng.integers(hardware.metal.shape[1])
        maps = hardware.maps[person].astype(np.float32)
        maps[0] += hardware.metal[person, draw]
        return _rendered(maps, view, rng)

    def film(self, name: str, side_px: int, rng: np.random.Generator) -> np.ndarray:
        """float32 [side, side], 0..1; `name` is one of CLASSES."""
        if name == "other-body-part":
            return area_average(other_body_part(rng), side_px)
        view = VIEW_OF[name if name in SUITABLE else SUITABLE[rng.integers(2)]]
        pool = self._pool[view]
        film = self._with_hardware(view, rng) if name == "implant" else pool[rng.integers(len(pool))]
        film = np.clip(film * rng.normal(1, 0.08) + rng.normal(0, 0.03), 0, 1)
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


def _rendered(maps: np.ndarray, view: str, rng: np.random.Generator) -> np.ndarray:
    return render_film(maps.astype(np.float32), view, 2 * PIXEL_MM, rng)
