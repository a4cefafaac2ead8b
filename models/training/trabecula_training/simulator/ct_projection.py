"""Projects a real CT (NIfTI, vertebrae labelled) through the same imaging chain, to hold the simulator against anatomy.

`python -m trabecula_training.simulator.ct_projection CT.nii.gz LABELS.nii.gz OUT_DIR`; needs nibabel.
"""

import sys
from pathlib import Path

import nibabel
import numpy as np
from scipy.ndimage import binary_fill_holes, binary_opening, label, zoom

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.write_film import PixelFormat, write_film
from trabecula_training.sandbox_films.write_sandbox_films import simulated_uid
from trabecula_training.simulator.bone_mineral import CORTICAL_MINERAL
from trabecula_training.simulator.imaging_chain import render_film

PIXEL_MM, HEIGHT_MM, WIDTH_MM = 1.0, 300.0, 230.0
L3_LABEL = 29
# Soft tissue in HU below which fat is mixed in, and above which the excess counts as mineral (about 0.75 mg/ml per HU).
FAT_BELOW_HU, FAT_SPAN_HU, MINERAL_ABOVE_HU, MINERAL_PER_HU = 30.0, 130.0, 70.0, 0.00075
AIR_HU = -300.0


def tissue_volumes(hu: np.ndarray) -> np.ndarray:
    """[3, x, y, z] shares of a voxel: cm of cortical bone per cm, lean tissue, fat; nothing outside the body."""
    body = binary_opening(hu > AIR_HU, iterations=2)
    parts, _ = label(body)
    body = binary_fill_holes(parts == np.argmax(np.bincount(parts.ravel())[1:]) + 1)
    hu = np.where(body, hu, -1000.0)
    bone = np.clip(hu - MINERAL_ABOVE_HU, 0, 2000) * MINERAL_PER_HU / CORTICAL_MINERAL
    tissue = hu > AIR_HU
    fat = np.clip((FAT_BELOW_HU - hu) / FAT_SPAN_HU, 0, 1) * tissue
    lean = np.where(tissue, 1 - fat, np.clip((hu + 1000) / 1000, 0, 0.3))
    return np.stack([bone, np.clip(lean - bone, 0, 1), fat])


def ct_path_maps(ct, labels: np.ndarray, view: str) -> np.ndarray:
    """[3, rows, columns] cm by parallel projection about L3, the patient's right on the left of an AP film.

    ValueError unless the volume's axes run to the right, to the front and upwards.
    """
    if nibabel.aff2axcodes(ct.affine) != ("R", "A", "S"):
        raise ValueError("the volume's axes must run right, anterior, superior")
    voxel_mm = float(ct.header.get_zooms()[0])
    axis, across = (1, 0) if view == "ap" else (0, 1)
    summed = tissue_volumes(ct.get_fdata()).sum(axis=1 + axis) * voxel_mm / 10
    maps = summed[:, :, ::-1].transpose(0, 2, 1)
    maps = np.stack([np.clip(zoom(part, voxel_mm / PIXEL_MM, order=3), 0, None) for part in maps])
    middle = np.argwhere(labels == L3_LABEL).mean(axis=0) * voxel_mm / PIXEL_MM
    row, column = maps.shape[1] - middle[2], middle[across]
    half_height, half_width = int(HEIGHT_MM / PIXEL_MM / 2), int(WIDTH_MM / PIXEL_MM / 2)
    padded = np.pad(maps, ((0, 0), (half_height,) * 2, (half_width,) * 2))
    field = padded[:, int(row) : int(row) + 2 * half_height, int(column) : int(column) + 2 * half_width]
    return field[:, :, ::-1] if view == "ap" else field


def main(ct_path: Path, labels_path: Path, out: Path) -> None:
    ct, labels = nibabel.load(ct_path), np.asarray(nibabel.load(labels_path).dataobj)
    for view in ("ap", "lateral"):
        film = render_film(ct_path_maps(ct, labels, view), view, PIXEL_MM, np.random.default_rng(4))
        uids = [simulated_uid("ct", view, part) for part in ("study", "series", "instance")]
        header = FilmHeader(
            "CT01", "O", "", *uids, "CT1", "20260101", "080000", view, 1,
            "Trabecula Simulations A", "CT projection", f"L-SPINE {'AP' if view == 'ap' else 'LAT'} FROM CT",
        )
        write_film(out / f"ct-{view}.dcm", film, header, PixelFormat("jpeg-2000-lossless", PIXEL_MM))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
