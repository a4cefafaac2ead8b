"""A folder of DICOM films and a table of labels become a package that obeys the manifest schema."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.read_film import UnreadableFilm, read_film
from trabecula_training.dicom.write_film import PixelFormat, write_film
from trabecula_training.sandbox_films.write_sandbox_films import simulated_uid
from trabecula_training.site_films.labels_table import LabelsError
from trabecula_training.site_films.train_site import SiteTraining, train_site

SCHEMA = json.loads((Path(__file__).parents[2] / "manifest.schema.json").read_text())


def _header(number: int, view: str = "ap") -> FilmHeader:
    uids = [simulated_uid("site", str(number), part) for part in ("study", "series", "instance")]
    return FilmHeader(f"S{number}", "F", "19550101", *uids, f"A{number}", "20261101", "080000", view, 1, "Sim", "SIM", "L-SPINE")


def _site(folder: Path, view_in_header: str = "ap") -> SiteTraining:
    """Forty films whose middle is brighter where T is higher, so that a few epochs learn it."""
    rng, lines = np.random.default_rng(1), ["file,patient,view,t_score"]
    for number in range(40):
        t_score = -3.2 if number % 2 else -0.5
        film = np.clip(rng.normal(0.4, 0.05, (64, 48)), 0, 1)
        film[:, 16:32] += 0.1 * (t_score + 3.5)
        pixels = PixelFormat("uncompressed", 4.0, bone_dark=number % 3 == 0)
        write_film(folder / "films" / f"{number}.dcm", np.clip(film, 0, 1), _header(number, view_in_header), pixels)
        lines.append(f"{number}.dcm,S{number},ap,{t_score}")
    (folder / "labels.csv").write_text("\n".join(lines))
    return SiteTraining(
        films=folder / "films",
        labels=folder / "labels.csv",
        view="ap",
        id="site-ap",
        run=folder / "run",
        out=folder / "out",
        epochs=2,
        side_px=32,
        kind="simulated",
    )


def test_site_films_become_a_package(tmp_path):
    site = _site(tmp_path)
    evaluation = train_site(site)
    manifest = json.loads((site.out / "site-ap" / "manifest.json").read_text())
    jsonschema.validate(manifest, SCHEMA)
    # 70 % of 40 patients.
    assert manifest["trainingData"]["films"] == 28
    assert evaluation["sets"]["test"]["films"] == 6
    assert (site.out / "site-ap" / "evaluation.json").exists()


def test_a_header_of_another_view_stops_the_training(tmp_path):
    with pytest.raises(LabelsError, match="the header says lateral, the table says ap"):
        train_site(_site(tmp_path, view_in_header="lateral"))


def test_a_damaged_film_is_named(tmp_path):
    path = tmp_path / "broken.dcm"
    path.write_bytes(b"not a film")
    with pytest.raises(UnreadableFilm, match="broken.dcm: cannot be read as DICOM"):
        read_film(path)


@pytest.mark.parametrize("bone_dark", [False, True])
def test_both_photometric_interpretations_read_bone_bright(tmp_path, bone_dark):
    film = np.tile(np.linspace(0.1, 0.9, 40, dtype=np.float32), (30, 1))
    write_film(tmp_path / "f.dcm", film, _header(1), PixelFormat("rle", 1.0, bits_stored=14, bone_dark=bone_dark))
    assert np.abs(read_film(tmp_path / "f.dcm")[0] - film).max() < 1e-3
