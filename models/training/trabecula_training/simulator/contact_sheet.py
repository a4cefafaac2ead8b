"""A sheet of simulated films to look at: `python -m trabecula_training contact-sheet OUT.png`."""

from pathlib import Path

import numpy as np
from PIL import Image

from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.path_maps import film_maps
from trabecula_training.simulator.patient import build_patient
from trabecula_training.simulator.population import draw_with_prevalence
from trabecula_training.simulator.random_streams import patient_streams


def tile(film: np.ndarray, side_px: int) -> np.ndarray:
    """uint8 square tile, the film scaled to fit, black beside it."""
    rows, columns = film.shape
    scale = side_px / max(rows, columns)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    image = Image.fromarray(np.uint8(255 * film)).resize(size, Image.Resampling.BILINEAR)
    canvas = Image.new("L", (side_px, side_px))
    canvas.paste(image, ((side_px - size[0]) // 2, (side_px - size[1]) // 2))
    return np.asarray(canvas)


def write_contact_sheet(path: Path, seed: int, patients: int, pixel_mm: float, shape, side_px: int, columns: int) -> None:
    """AP and lateral of `patients` people side by side, in rows of `columns` tiles."""
    tiles = []
    for number in range(patients):
        streams = patient_streams(seed, number)
        patient = build_patient(draw_with_prevalence(streams.person, 0.3, 0.15), streams)
        for kind in ("ap", "lateral"):
            maps = film_maps(patient, kind, streams.projection, pixel_mm, shape)
            tiles.append(tile(render_film(maps, kind, pixel_mm, streams.projection), side_px))
    rows = [np.concatenate(tiles[i : i + columns], axis=1) for i in range(0, len(tiles), columns)]
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.concatenate(rows)).save(path, optimize=True)
