"""Golden files: three DICOM films, the tensors they become and what the shipped networks answer, for any other reader."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.read_film import read_film
from trabecula_training.dicom.write_film import PixelFormat, write_film
from trabecula_training.networks.area_average import area_average
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.onnx_films import open_session
from trabecula_training.sandbox_films.write_sandbox_films import simulated_uid
from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.path_maps import film_maps
from trabecula_training.simulator.patient import build_patient
from trabecula_training.simulator.population import draw_with_prevalence
from trabecula_training.simulator.random_streams import patient_streams

SEED, PIXEL_MM, SHAPE = 606, 0.7, (472, 344)
# Name, patient number, view, bits, MONOCHROME1, transfer syntax.
GOLDEN_FILMS = (
    ("ap-monochrome1-14bit-jpeg2000", 0, "ap", 14, True, "jpeg-2000-lossless"),
    ("ap-monochrome2-12bit-rle", 1, "ap", 12, False, "rle"),
    ("lateral-monochrome2-12bit-uncompressed", 1, "lateral", 12, False, "uncompressed"),
)


def _write_film(folder: Path, name: str, number: int, view: str, pixels: PixelFormat) -> None:
    streams = patient_streams(SEED, number)
    patient = build_patient(draw_with_prevalence(streams.person, 0.5, 0.0), streams)
    maps = film_maps(patient, view, streams.projection, PIXEL_MM, SHAPE)
    film = render_film(maps, view, PIXEL_MM, streams.projection)
    uids = [simulated_uid("golden", name, part) for part in ("study", "series", "instance")]
    header = FilmHeader(
        f"G{number:02d}", "F", "19550101", *uids, f"G{number}", "20261101", "080000", view, 1,
        "Trabecula Simulations A", "SIM-DX 1", f"L-SPINE {'AP' if view == 'ap' else 'LAT'}",
    )
    write_film(folder / f"{name}.dcm", film, header, pixels)


def write_golden(models: Path) -> None:
    """Writes models/golden for every package under `models` that takes the film's view, and the suitability package."""
    golden = models / "golden"
    every = [json.loads(path.read_text()) for path in sorted(models.glob("*/manifest.json"))]
    # int8 kernels differ between processors, so another machine need not give the same logits.
    manifests = [manifest for manifest in every if manifest["file"]["precision"] == "fp32"]
    answers: dict[str, Any] = {"films": {}, "models": {manifest["id"]: {} for manifest in manifests}}
    for name, number, view, bits, bone_dark, syntax in GOLDEN_FILMS:
        _write_film(golden / "films", name, number, view, PixelFormat(syntax, PIXEL_MM, bits, bone_dark))
        answers["films"][name] = {"file": f"films/{name}.dcm", "view": view}
        grey, _ = read_film(golden / "films" / f"{name}.dcm")
        for manifest in manifests:
            if manifest["view"] in (view, None):
                answers["models"][manifest["id"]][name] = _answer(models, manifest, name, grey)
    write_json(golden / "golden.json", answers)


def _answer(models: Path, manifest: dict[str, Any], name: str, grey: np.ndarray) -> dict[str, Any]:
    """Writes the tensor (float32, little endian, row order) and returns the outputs."""
    described = manifest["input"]
    averaged = area_average(grey, described["widthPx"], described["padValue"])
    tensor = ((averaged - described["mean"][0]) / described["std"][0]).astype("<f4")
    path = models / "golden" / manifest["id"] / f"{name}.tensor.f32"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tensor.tobytes())
    outputs = [described_output["name"] for described_output in manifest["outputs"].values()]
    values = open_session(models / manifest["id"] / manifest["file"]["path"]).run(outputs, {described["name"]: tensor[None, None]})
    answer = {output: np.round(value[0].astype(float), 6).tolist() for output, value in zip(outputs, values)}
    return {"tensor": f"{manifest['id']}/{path.name}", "shape": [1, 1, *tensor.shape], **answer}
