"""From a trained network to a package: export, calibration and cuts on validation films, manifest."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from trabecula_training.networks.calibration import CUT_RULE, fit_platt, flag_cuts, youden_cut
from trabecula_training.networks.film_network import FilmNetwork, ScoreGraph
from trabecula_training.networks.film_source import FilmSource
from trabecula_training.networks.fit_novelty import fit_novelty, pooled_features
from trabecula_training.networks.training_run import OSTEOPOROSIS_T
from trabecula_training.packaging.export_onnx import export_onnx, folded, round_to_half
from trabecula_training.packaging.manifest import film_input, score_outputs, write_manifest
from trabecula_training.packaging.onnx_films import run_films

NOVELTY_FILMS = 600
REFUSE_QUANTILE, REFUSE_MARGIN = 0.99, 1.25
VALIDATION_SEED, NOVELTY_SEED = 11, 12


@dataclass(frozen=True)
class PackageIdentity:
    id: str
    title: str
    view: str
    release: str
    training_data: dict[str, Any]


def refuse_above(novelty: np.ndarray) -> float:
    """Novelty above which a film is refused: beyond nearly all validation films, with a margin."""
    return round(float(np.quantile(novelty, REFUSE_QUANTILE) * REFUSE_MARGIN), 4)


def write_score_package(
    folder: Path,
    identity: PackageIdentity,
    network: FilmNetwork,
    side_px: int,
    training: FilmSource,
    validation: FilmSource,
) -> dict[str, Any]:
    """Writes model.onnx and manifest.json into `folder`; calibration and cuts come from the exported file's own scores."""
    plain = round_to_half(folded(network))
    novelty = fit_novelty(pooled_features(plain, training, side_px, NOVELTY_FILMS, NOVELTY_SEED))
    path = folder / "model.onnx"
    export_onnx(ScoreGraph(plain, novelty), side_px, ["logits", "cam", "novelty"], path)
    logits, cam, strangeness = run_films(path, validation, side_px, VALIDATION_SEED, ["logits", "cam", "novelty"])
    cells = cam.shape[1]
    positive = validation.t_scores <= OSTEOPOROSIS_T
    difference = logits[:, 1] - logits[:, 0]
    slope, intercept = (round(value, 5) for value in fit_platt(difference, positive))
    score = intercept + slope * difference
    chosen_on = f"validation, n={len(positive)} films, {int(positive.sum())} with T <= -2.5"
    return write_manifest(
        folder,
        {
            "id": identity.id,
            "title": identity.title,
            "kind": "score",
            "view": identity.view,
            "architecture": network.architecture,
            "release": identity.release,
            "trainingData": identity.training_data,
            "input": film_input(side_px),
            "outputs": score_outputs(cells, refuse_above(strangeness)),
            "calibration": {"method": "platt", "slope": slope, "intercept": intercept, "fittedOn": chosen_on},
            "cuts": {**flag_cuts(positive, score), "chosenOn": chosen_on, "rule": CUT_RULE},
            "operatingPoint": {
                "scoreAtOrAbove": round(youden_cut(positive, score), 4),
                "rule": f"Youden's index on {chosen_on}",
            },
        },
    )
