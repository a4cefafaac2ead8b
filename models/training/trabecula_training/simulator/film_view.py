"""Where source and detector stand: cone-beam views and the parallel view of a DXA device."""

from typing import NamedTuple

import numpy as np
from scipy.ndimage import zoom


class FilmView(NamedTuple):
    """Focus, centre of detector pixel (0, 0), and steps to the next column and row, all mm."""

    source: np.ndarray
    origin: np.ndarray
    column_step: np.ndarray
    row_step: np.ndarray


def _placed(source, centre, column_step, row_step, shape: tuple[int, int]) -> FilmView:
    rows, columns = shape
    origin = centre - column_step * (columns - 1) / 2 - row_step * (rows - 1) / 2
    return FilmView(np.asarray(source, float), origin, column_step, row_step)


def film_view(kind: str, torso, spine_centre: np.ndarray, pixel_mm: float, shape, rng: np.random.Generator) -> FilmView:
    """Cone beam of an `ap` or `lateral` film: focus 105-120 cm from the detector, table or bucky gap 2-7 cm.

    AP: the patient's right is on the left of the film. Lateral: the front is on the right.
    """
    source_detector, gap = rng.uniform(1050, 1200), rng.uniform(20, 70)
    aim_z, aim_across = rng.normal(-8, 7), rng.normal(0, 5)
    detector_z = aim_z + rng.normal(0, 4)
    down = np.array([0.0, 0.0, -pixel_mm])
    if kind == "ap":
        detector = torso.back_y - gap
        centre = np.array([spine_centre[0] + aim_across, detector, detector_z])
        source = [spine_centre[0] + aim_across / 2, detector + source_detector, aim_z]
        return _placed(source, centre, np.array([pixel_mm, 0.0, 0.0]), down, shape)
    detector = -torso.half_width - gap
    centre = np.array([detector, 4.0 + aim_across, detector_z])
    source = [detector + source_detector, 2.0 + aim_across / 2, aim_z]
    return _placed(source, centre, np.array([0.0, pixel_mm, 0.0]), down, shape)


def dxa_view(centre_xz: tuple[float, float], pixel_mm: float, shape: tuple[int, int]) -> FilmView:
    """Parallel beam from front to back (focus at 400 m)."""
    centre = np.array([centre_xz[0], -100.0, centre_xz[1]])
    return _placed([centre_xz[0], 4e5, centre_xz[1]], centre, np.array([pixel_mm, 0.0, 0.0]), np.array([0.0, 0.0, -pixel_mm]), shape)


def coarse_view(view: FilmView, shape: tuple[int, int], factor: int) -> tuple[FilmView, tuple[int, int]]:
    """The same detector with pixels `factor` times as large; for parts without fine detail."""
    rows, columns = (-(-side // factor) for side in shape)
    shift = (factor - 1) / 2
    origin = view.origin + shift * (view.column_step + view.row_step)
    coarse = FilmView(view.source, origin, factor * view.column_step, factor * view.row_step)
    return coarse, (rows, columns)


def refined(coarse_map: np.ndarray, shape: tuple[int, int], factor: int) -> np.ndarray:
    """A map of `coarse_view` interpolated linearly back to `shape`."""
    fine = zoom(coarse_map, factor, order=1, mode="nearest", grid_mode=True)
    return fine[: shape[0], : shape[1]]
