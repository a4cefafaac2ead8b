"""DICOM objects read back to the film that was written, in every transfer syntax and both polarities."""

import shutil
from dataclasses import replace

import numpy as np
import pydicom
import pytest

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.write_film import SYNTAXES, PixelFormat, write_film
from trabecula_training.sandbox_films.write_sandbox_films import simulated_uid

HEADER = FilmHeader(
    patient_id="T01",
    sex="F",
    birth_date="19600101",
    study_uid=simulated_uid("t", "study"),
    series_uid=simulated_uid("t", "series"),
    instance_uid=simulated_uid("t", "instance"),
    accession_number="T1",
    study_date="20261101",
    study_time="080000",
    view="ap",
    series_number=1,
    manufacturer="Trabecula Simulations A",
    model_name="SIM-DX 1",
    series_description="L-SPINE AP",
)


def _smooth_film() -> np.ndarray:
    rows, columns = np.mgrid[:64, :48]
    return (0.5 + 0.4 * np.sin(rows / 9) * np.cos(columns / 7)).astype(np.float32)


def _displayed(dataset: pydicom.Dataset) -> np.ndarray:
    """Grey 0..1 by PS3.3 C.11.2.1.2 and the photometric interpretation."""
    words = dataset.pixel_array.astype(float)
    grey = np.clip((words - (float(dataset.WindowCenter) - 0.5)) / (float(dataset.WindowWidth) - 1) + 0.5, 0, 1)
    return 1 - grey if dataset.PhotometricInterpretation == "MONOCHROME1" else grey


@pytest.mark.parametrize("bone_dark", [False, True])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_written_film_reads_back(tmp_path, syntax, bone_dark):
    if syntax == "jpeg-lossless" and shutil.which("dcmcjpeg") is None:
        pytest.skip("dcmcjpeg of dcmtk is not installed")
    path, film = tmp_path / "film.dcm", _smooth_film()
    write_film(path, film, HEADER, PixelFormat(syntax, 0.5, bits_stored=12, bone_dark=bone_dark))
    dataset = pydicom.dcmread(path)
    # Half a word of 12 bits used at 90 %: 0.5 / 3686 = 0.00014; the lossy syntax may differ by a few hundredths.
    assert np.abs(_displayed(dataset) - film).max() < (0.06 if syntax == "jpeg-2000-lossy" else 2e-4)
    assert dataset.SOPInstanceUID == HEADER.instance_uid


def test_a_film_named_by_description_only_carries_no_view_code(tmp_path):
    path = tmp_path / "film.dcm"
    write_film(path, _smooth_film(), replace(HEADER, names_view_by="description"), PixelFormat("uncompressed", 0.5))
    dataset = pydicom.dcmread(path)
    assert "ViewCodeSequence" not in dataset and "ViewPosition" not in dataset
    assert dataset.SeriesDescription == "L-SPINE AP"


def test_an_unknown_syntax_is_refused(tmp_path):
    with pytest.raises(ValueError, match="unknown syntax"):
        write_film(tmp_path / "film.dcm", _smooth_film(), HEADER, PixelFormat("mpeg", 0.5))
