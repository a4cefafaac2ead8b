"""From an fp32 package to an int8 one: static QDQ, per-channel weights, calibrated on training films, admitted by a gate."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from trabecula_training.evaluation.auc import auc
from trabecula_training.evaluation.evaluate_models import ScoredSet, evaluate_model, rounded, scored_set
from trabecula_training.networks.film_source import SimulatedFilms, batch_tensor
from trabecula_training.packaging.combination import fit_combination
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.manifest import write_manifest
from trabecula_training.packaging.score_package import refuse_above
from trabecula_training.reference_models import REFERENCE_MODELS
from trabecula_training.simulator.load_cohort import load_cohort

CALIBRATION_FILMS, CALIBRATION_SEED, BATCH = 192, 77, 16
# Limits within which int8 may stand in for fp32; the service holds every int8 package to the same two.
AUC_CHANGE, EQUAL_DECISIONS = 0.005, 0.98


class _Films(CalibrationDataReader):
    def __init__(self, batches: list[np.ndarray]) -> None:
        self._batches = iter(batches)

    def get_next(self) -> dict[str, np.ndarray] | None:
        batch = next(self._batches, None)
        return None if batch is None else {"film": batch}


def _with_float32_weights(source: Path, target: Path) -> None:
    """Weights stored as float16 behind a cast become plain float32, which the quantiser can read."""
    model = onnx.load(str(source))
    stored = {initializer.name: initializer for initializer in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type == "Cast" and node.input[0] in stored:
            values = numpy_helper.to_array(stored[node.input[0]]).astype(np.float32)
            stored[node.input[0]].CopyFrom(numpy_helper.from_array(values, node.output[0]))
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(target))


def _kept_in_float(path: Path) -> list[str]:
    """The first convolution, and everything behind the last feature map: head, map and novelty."""
    nodes = onnx.load(str(path)).graph.node
    convolutions = [node.name for node in nodes if node.op_type == "Conv"]
    return [convolutions[0], *(node.name for node in nodes if not node.name.startswith("/features/"))]


def quantise(source: Path, target: Path, films: SimulatedFilms, side_px: int) -> None:
    """Writes the int8 graph; `films` are training films that set the ranges of the activations."""
    rng = np.random.default_rng(CALIBRATION_SEED)
    batches = [
        batch_tensor(films, np.arange(first, first + BATCH), side_px, rng, augment=False)
        for first in range(0, min(CALIBRATION_FILMS, len(films.t_scores)) - BATCH + 1, BATCH)
    ]
    plain = target.with_suffix(".float32.onnx")
    _with_float32_weights(source, plain)
    quantize_static(
        str(plain),
        str(target),
        _Films(batches),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QUInt8,
        calibrate_method=CalibrationMethod.MinMax,
        nodes_to_exclude=_kept_in_float(plain),
        extra_options={"WeightSymmetric": True},
    )
    plain.unlink()


def decisions(scored: ScoredSet, manifest: dict[str, Any]) -> np.ndarray:
    """By film 0 not flagged, 1 uncertain, 2 flagged, 3 refused as unlike the training films."""
    cuts = manifest["cuts"]
    levels = (scored.score >= cuts["uncertainAtOrAbove"]).astype(int) + (scored.score >= cuts["flaggedAtOrAbove"])
    return np.where(scored.novelty > manifest["outputs"]["novelty"]["refuseAbove"], 3, levels)


def agreement(fp32: Path, int8: Path, cohorts: Path, cache: Path) -> dict[str, Any]:
    """How int8 answers the films of validation and test beside fp32; `aucChange` is that of the set where it is larger."""
    manifests = [json.loads((package / "manifest.json").read_text()) for package in (fp32, int8)]
    changes, equal = [], []
    for name in ("validation", "test"):
        before, after = (scored_set(package, cohorts, name, cache) for package in (fp32, int8))
        positive = before.cohort.positive()
        changes.append(auc(positive, after.score) - auc(positive, before.score))
        equal.append(decisions(before, manifests[0]) == decisions(after, manifests[1]))
    together = np.concatenate(equal)
    return {
        "fp32FileSha256": manifests[0]["file"]["sha256"],
        "films": len(together),
        "aucChange": round(max(changes, key=abs), 5),
        "equalDecisionShare": round(float(together.mean()), 5),
    }


def make_int8_package(package: Path, cohorts: Path, cache: Path) -> bool:
    """Writes `<package>-int8` when the gate admits it, and says in the fp32 package's evaluation.json how it went."""
    manifest = json.loads((package / "manifest.json").read_text())
    view, side_px = manifest["view"], manifest["input"]["widthPx"]
    trial = package.parent / f".int8-{manifest['id']}"
    trial.mkdir(exist_ok=True)
    training = load_cohort(cohorts, "train", view).subset(slice(0, CALIBRATION_FILMS))
    quantise(package / "model.onnx", trial / "model.onnx", SimulatedFilms(training, view), side_px)
    description = {name: value for name, value in manifest.items() if name not in ("schemaVersion", "file")}
    description |= {"id": f"{manifest['id']}-int8", "title": f"{manifest['title']} (int8)"}
    write_manifest(trial, description, "int8")
    description["outputs"]["novelty"]["refuseAbove"] = refuse_above(scored_set(trial, cohorts, "validation", cache).novelty)
    write_manifest(trial, description, "int8")
    measured = agreement(package, trial, cohorts, cache)
    admitted = abs(measured["aucChange"]) <= AUC_CHANGE and measured["equalDecisionShare"] >= EQUAL_DECISIONS
    _note(package, {**measured, "admitted": admitted})
    target = package.parent / f"{manifest['id']}-int8"
    shutil.rmtree(target, ignore_errors=True)
    if admitted:
        write_manifest(trial, {**description, "agreementWithFp32": measured}, "int8")
        trial.rename(target)
        evaluate_model(target, cohorts, cache)
    else:
        shutil.rmtree(trial)
    print(manifest["id"], measured, "admitted" if admitted else "NOT admitted, no package written", flush=True)
    return admitted


def _note(package: Path, measured: dict[str, Any]) -> None:
    path = package / "evaluation.json"
    write_json(path, {**json.loads(path.read_text()), "int8": rounded(measured)})


def make_int8(models: Path, cohorts: Path, cache: Path) -> None:
    """int8 packages of both views where the gate admits them, and a combination fitted to the scores that then run."""
    if any([make_int8_package(models / model.id, cohorts, cache) for model in REFERENCE_MODELS.values()]):
        fit_combination(models, cohorts, cache, "int8")
