"""Reads a film to grey 0..1, bone bright, in the order of PS3.3: modality, VOI, then inversion last."""

from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_voi_lut

from trabecula_training.dicom.film_header import VIEW_CODES

LATERAL_POSITIONS = {"LL", "RL", "LLD", "RLD", "LATERAL"}
FRONTAL_POSITIONS = {"AP", "PA"}
LATERAL_CODES = {VIEW_CODES["lateral"][0], VIEW_CODES["left-lateral"][0], "399198007"}
FRONTAL_CODES = {VIEW_CODES["ap"][0], "272479007", "399033003"}


class UnreadableFilm(ValueError):
    """A file that is not a film this package can train on; the message names the file and the reason."""


def read_film(path: Path) -> tuple[np.ndarray, pydicom.Dataset]:
    """(float32 [rows, columns] in 0..1, header). Raises UnreadableFilm for anything but one grey frame with a window."""
    try:
        dataset = pydicom.dcmread(path)
        words = dataset.pixel_array
    except Exception as error:  # pydicom raises many types for damaged files
        raise UnreadableFilm(f"{path.name}: cannot be read as DICOM ({type(error).__name__})") from error
    if words.ndim != 2:
        raise UnreadableFilm(f"{path.name}: {words.ndim}-dimensional pixel data, one grey frame wanted")
    low, high = _shown_range(dataset)
    grey = apply_voi_lut(apply_modality_lut(words, dataset), dataset).astype(np.float32)
    if high <= low:
        low, high = float(grey.min()), float(grey.max())
    if high <= low:
        raise UnreadableFilm(f"{path.name}: every pixel has the same value")
    film = np.clip((grey - low) / (high - low), 0, 1)
    shape = dataset.get("PresentationLUTShape", "")
    inverse = shape == "INVERSE" or (not shape and dataset.PhotometricInterpretation == "MONOCHROME1")
    return (1 - film if inverse else film), dataset


def _shown_range(dataset: pydicom.Dataset) -> tuple[float, float]:
    """Output range of pydicom's window: that of the stored bits; (0, 0) where there is no window."""
    if "WindowWidth" not in dataset and "VOILUTSequence" not in dataset:
        return 0.0, 0.0
    if "VOILUTSequence" in dataset:
        return 0.0, float(2 ** int(dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1)
    slope, intercept = float(dataset.get("RescaleSlope", 1)), float(dataset.get("RescaleIntercept", 0))
    bits = int(dataset.BitsStored)
    first, last = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if dataset.PixelRepresentation else (0, 2**bits - 1)
    return first * slope + intercept, last * slope + intercept


def view_of(dataset: pydicom.Dataset) -> str | None:
    """`ap` or `lateral` by view code, then view position; None when the header does not say."""
    for item in dataset.get("ViewCodeSequence", []):
        if item.CodeValue in FRONTAL_CODES:
            return "ap"
        if item.CodeValue in LATERAL_CODES:
            return "lateral"
    position = str(dataset.get("ViewPosition", "")).upper()
    if position in FRONTAL_POSITIONS:
        return "ap"
    return "lateral" if position in LATERAL_POSITIONS else None
