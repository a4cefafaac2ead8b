"""Trains, judges and packages the suitability network."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.packaging.export_onnx import export_onnx, folded, round_to_half
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.manifest import film_input, write_manifest
from trabecula_training.packaging.onnx_films import open_session
from trabecula_training.reference_models import STATEMENT
from trabecula_training.simulator.cohort import SIMULATOR_VERSION
from trabecula_training.simulator.load_cohort import load_cohort
from trabecula_training.suitability.suitability_films import CLASSES, REASONS, SUITABLE, SuitabilityFilms

SIDE_PX, BATCH = 128, 32
# Suitable films make up half of each batch, as the accept threshold is read from them.
CLASS_WEIGHTS = np.array([0.25, 0.25] + [0.5 / len(REASONS)] * len(REASONS))
ACCEPTED_SHARE = 0.985
TRAINING_PEOPLE, JUDGED_PEOPLE = 700, 300
POOL_SEEDS = {"train": 61, "validation": 62, "test": 63}


def _films(cohorts: Path, name: str, limit: int) -> SuitabilityFilms:
    views = [SimulatedFilms(load_cohort(cohorts, name, view).subset(slice(0, limit)), view) for view in ("ap", "lateral")]
    return SuitabilityFilms(*views, seed=POOL_SEEDS[name])


def train(films: SuitabilityFilms, steps: int, seed: int = 1) -> FilmNetwork:
    """Cross-entropy over CLASSES on films drawn anew at every step."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = FilmNetwork("small-cnn", len(CLASSES)).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps + 1, pct_start=0.15)
    network.train()
    started, running = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        classes = rng.choice(len(CLASSES), BATCH, p=CLASS_WEIGHTS)
        batch = films.batch([CLASSES[index] for index in classes], SIDE_PX, rng)
        logits = network(torch.from_numpy(batch).contiguous(memory_format=torch.channels_last))
        loss = functional.cross_entropy(logits, torch.from_numpy(classes), label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        running = 0.95 * running + 0.05 * loss.item() if step > 1 else loss.item()
        if step % 100 == 0:
            print(f"step {step}: loss {running:.3f}, {time.monotonic() - started:.0f} s", flush=True)
    return network


def probabilities(path: Path, films: SuitabilityFilms, name: str, count: int, seed: int) -> np.ndarray:
    """Softmax [count, classes] of the exported file for films of one class."""
    session, rng = open_session(path), np.random.default_rng(seed)
    logits = [session.run(["logits"], {"film": films.batch([name] * min(16, count - done), SIDE_PX, rng)})[0] for done in range(0, count, 16)]
    stacked = np.concatenate(logits)
    powers = np.exp(stacked - stacked.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def accepted(softmax: np.ndarray, thresholds: dict[str, float]) -> np.ndarray:
    """True where the film is taken for either lumbar view at its threshold."""
    return np.any([softmax[:, place] >= thresholds[name] for place, name in enumerate(SUITABLE)], axis=0)


def evaluate(path: Path, films: SuitabilityFilms, thresholds: dict[str, float], count: int) -> dict[str, Any]:
    """Share refused by reason, share of suitable films refused, and share given the wrong view."""
    result: dict[str, Any] = {"filmsByClass": count, "refusedShare": {}, "suitableRefusedShare": {}, "wrongViewShare": {}}
    for place, name in enumerate(CLASSES):
        softmax = probabilities(path, films, name, count, seed=100 + place)
        refused = float(1 - accepted(softmax, thresholds).mean())
        if name in SUITABLE:
            other = SUITABLE[1 - place]
            result["suitableRefusedShare"][name] = refused
            result["wrongViewShare"][name] = float((softmax[:, 1 - place] >= thresholds[other]).mean())
        else:
            result["refusedShare"][name] = refused
    return result


def make_suitability_package(cohorts: Path, out: Path, steps: int, release: str, films_by_class: int) -> None:
    """Trains on the training cohort, sets thresholds on validation, judges on test (validation when there is none yet)."""
    folder = out / "lumbar-suitability"
    network = train(_films(cohorts, "train", TRAINING_PEOPLE), steps)
    path = folder / "model.onnx"
    plain = round_to_half(folded(network))
    del plain.t_score_head
    export_onnx(plain, SIDE_PX, ["logits"], path)
    validation = _films(cohorts, "validation", JUDGED_PEOPLE)
    thresholds = {}
    for place, name in enumerate(SUITABLE):
        own = probabilities(path, validation, name, 2 * films_by_class, seed=50 + place)[:, place]
        thresholds[name] = round(float(np.quantile(own, 1 - ACCEPTED_SHARE)), 4)
    write_manifest(
        folder,
        {
            "id": "lumbar-suitability",
            "title": f"Suitability of lumbar films, {STATEMENT}",
            "kind": "suitability",
            "view": None,
            "architecture": "small-cnn",
            "release": release,
            "trainingData": {
                "kind": "simulated",
                "statement": STATEMENT,
                "films": steps * BATCH,
                "patients": TRAINING_PEOPLE,
                "simulatorVersion": SIMULATOR_VERSION,
            },
            "input": film_input(SIDE_PX),
            "outputs": {"logits": {"name": "logits", "classes": list(CLASSES)}},
            "acceptAtOrAbove": thresholds,
        },
    )
    judged = "test" if list(cohorts.glob("test-*.npz")) else "validation"
    result = evaluate(path, _films(cohorts, judged, JUDGED_PEOPLE), thresholds, films_by_class)
    write_json(folder / "evaluation.json", {"schemaVersion": 1, "statement": STATEMENT, "judgedOn": judged, **result})
    print(result, flush=True)
