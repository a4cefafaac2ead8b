"""The commands that docs/models.md gives a site, run as they stand there on simulated DICOM films; needs `npm ci` first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.write_film import PixelFormat, write_film
from trabecula_training.sandbox_films.write_sandbox_films import simulated_uid

REPOSITORY = Path(__file__).parents[3]
NODE_FOLDER = REPOSITORY / "node_modules" / ".bin"


def _films(folder: Path, view: str) -> None:
    """Forty small films, brighter in the middle where T is higher, and their labels."""
    rng, lines = np.random.default_rng(1), ["file,patient,view,t_score"]
    for number in range(40):
        t_score = -3.2 if number % 2 else -0.5
        film = np.clip(rng.normal(0.4, 0.05, (64, 48)), 0, 1)
        film[:, 16:32] += 0.1 * (t_score + 3.5)
        uids = [simulated_uid(view, str(number), part) for part in ("study", "series", "instance")]
        header = FilmHeader(f"S{number}", "F", "19550101", *uids, f"A{number}", "20261101", "080000", view, 1, "Sim", "SIM", "L-SPINE")
        write_film(folder / f"{number}.dcm", np.clip(film, 0, 1), header, PixelFormat("uncompressed", 4.0))
        lines.append(f"{number}.dcm,S{number},{view},{t_score}")
    (folder / "labels.csv").write_text("\n".join(lines))


def _run(*command: str) -> str:
    environment = {**os.environ, "PATH": f"{NODE_FOLDER}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"exit {done.returncode}: {done.stdout[-500:]} {done.stderr[-1500:]}")
    return done.stdout


def _trabecula(*arguments: str) -> str:
    return _run(str(NODE_FOLDER / "node"), str(REPOSITORY / "src" / "main.ts"), *arguments)


def test_a_site_gets_from_films_to_listed_packages(tmp_path):
    models = tmp_path / "models"
    models.mkdir()
    for view in ("ap", "lateral"):
        films = tmp_path / view
        films.mkdir()
        _films(films, view)
        _run(
            sys.executable, "-m", "trabecula_training", "train", "--films", str(films), "--labels", str(films / "labels.csv"),
            "--view", view, "--id", f"my-site-{view}", "--run", str(tmp_path / f"run-{view}"), "--out", str(tmp_path / "out"),
            "--epochs", "2", "--side-px", "32", "--kind", "simulated",
        )
        _trabecula("models", "add", str(tmp_path / "out" / f"my-site-{view}"), "--models", str(models))
    listed = _trabecula("models", "list", "--models", str(models))
    for view in ("ap", "lateral"):
        assert f"active  my-site-{view}-" in listed
        assert f"{view} score" in listed
    damaged = tmp_path / "out" / "my-site-ap"
    shutil.copytree(damaged, tmp_path / "damaged")
    with (tmp_path / "damaged" / "model.onnx").open("ab") as network:
        network.write(b"more")
    with pytest.raises(RuntimeError, match="truncated or altered"):
        _trabecula("models", "add", str(tmp_path / "damaged"), "--models", str(models))
