"""`python -m trabecula_training train`: from a folder of DICOM films and labels.csv to a package."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trabecula_training.evaluation.auc import auc_with_interval
from trabecula_training.evaluation.calibration_curve import calibration, probability_of
from trabecula_training.evaluation.evaluate_models import rounded
from trabecula_training.evaluation.intervals import at_cut
from trabecula_training.networks.training_run import OSTEOPOROSIS_T, TrainingPlan, TrainingRun
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.onnx_films import run_films
from trabecula_training.packaging.score_package import PackageIdentity, write_score_package
from trabecula_training.site_films.labels_table import LabelledFilm, read_labels, refuse_unlabelled, split_by_patient
from trabecula_training.site_films.site_film_source import SiteFilms

ARCHITECTURES = {"ap": ("resnet18", 224, 1e-3), "lateral": ("darknet19", 256, 7e-4)}


@dataclass(frozen=True)
class SiteTraining:
    """What a site trains: `kind` is clinical, or simulated when the films are."""

    films: Path
    labels: Path
    view: str
    id: str
    run: Path
    out: Path
    epochs: int = 30
    side_px: int | None = None
    seed: int = 1
    kind: str = "clinical"


def train_site(site: SiteTraining) -> dict[str, Any]:
    """Checks the labels, splits by patient, trains or resumes, packages, judges once on the test side."""
    labelled = read_labels(site.labels, site.view)
    refuse_unlabelled(labelled, site.films)
    sides = split_by_patient(labelled, site.seed)
    architecture, side_px, rate = ARCHITECTURES[site.view]
    side_px = site.side_px or side_px
    sources = {name: SiteFilms(site.films, films, side_px, name == "train") for name, films in sides.items()}
    plan = TrainingPlan(architecture, ((side_px, site.epochs),), learning_rate=rate, seed=site.seed)
    run = TrainingRun(plan, site.run, len(sources["train"].t_scores))
    run.run(sources["train"], sources["validation"])
    identity = PackageIdentity(site.id, f"{site.id}, trained on {site.kind} films", site.view, "research", _training_data(site, sides))
    folder = site.out / site.id
    write_score_package(folder, identity, run.network, side_px, sources["train"], sources["validation"])
    return _judge(folder, sources["test"], side_px)


def _training_data(site: SiteTraining, sides: dict[str, list[LabelledFilm]]) -> dict[str, Any]:
    counts = ", ".join(f"{name} {len(films)}" for name, films in sides.items())
    if site.kind == "simulated":
        statement = f"research model, trained on simulated radiographs, not for clinical use ({counts} films)"
    else:
        statement = f"trained on this site's films with DXA labels ({counts} films); not validated for clinical use"
    return {
        "kind": site.kind,
        "statement": statement,
        "films": len(sides["train"]),
        "patients": len({film.patient for film in sides["train"]}),
        "simulatorVersion": None,
    }


def _judge(folder: Path, test: SiteFilms, side_px: int) -> dict[str, Any]:
    """Writes evaluation.json with the figures on the site's test films."""
    manifest = json.loads((folder / "manifest.json").read_text())
    (logits,) = run_films(folder / "model.onnx", test, side_px, 0, ["logits"])
    fitted = manifest["calibration"]
    score = fitted["intercept"] + fitted["slope"] * (logits[:, 1] - logits[:, 0])
    positive = test.t_scores <= OSTEOPOROSIS_T
    cuts = {
        "flagged": manifest["cuts"]["flaggedAtOrAbove"],
        "uncertain": manifest["cuts"]["uncertainAtOrAbove"],
        "operatingPoint": manifest["operatingPoint"]["scoreAtOrAbove"],
    }
    evaluation = {
        "schemaVersion": 1,
        "modelId": manifest["id"],
        "fileSha256": manifest["file"]["sha256"],
        "statement": manifest["trainingData"]["statement"],
        "figuresAre": manifest["trainingData"]["kind"],
        "trainingSeeds": 1,
        "sets": {
            "test": {
                "statement": "the site's own test films, other patients than in training",
                "films": len(score),
                "positives": int(positive.sum()),
                "auc": auc_with_interval(positive, score),
                "thresholds": [{"name": name, **at_cut(positive, score, cut)} for name, cut in cuts.items()],
                "calibration": calibration(positive, probability_of(score)),
            }
        },
    }
    write_json(folder / "evaluation.json", rounded(evaluation))
    return evaluation
