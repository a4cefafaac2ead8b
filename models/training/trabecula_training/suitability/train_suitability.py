"""Trains, judges and packages the suitability network."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from trabecula_training.evaluation.evaluate_models import rounded
from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.packaging.export_onnx import export_onnx, folded, round_to_half
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.manifest import film_input, write_manifest
from trabecula_training.packaging.onnx_films import open_session
from trabecula_training.reference_models import STATEMENT
from trabecula_training.simulator.cohort import SIMULATOR_VERSION
from trabecula_training.suitability.suitability_films import CLASSES, REASONS, SUITABLE, SuitabilityFilms
from trabecula_training.suitability.thresholds import Thresholds, accepted, choose_thresholds

SIDE_PX, BATCH = 128, 32
# Suitable films are a third of each batch, as the accept threshold is read from them; the two reasons that are hardest
# to see get more than their share.
HARD_REASONS = ("rotated", "implant")
CLASS_WEIGHTS = np.array([1.5, 1.5] + [2.0 if name in HARD_REASONS else 0.6 for name in REASONS])
CLASS_WEIGHTS = CLASS_WEIGHTS / CLASS_WEIGHTS.sum()
CHECKPOINT_STEPS = 50
# The suitable films are rendered anew so often.
RENDER_STEPS = 500
TRAINING_PEOPLE, JUDGED_PEOPLE = 1000, 300
POOL_SEEDS = {"train": 61, "validation": 62, "test": 63}


def _films(cohorts: Path, name: str, people: int) -> SuitabilityFilms:
    return SuitabilityFilms(cohorts, name, people, seed=POOL_SEEDS[name])


def train(films: SuitabilityFilms, steps: int, run_folder: Path, seed: int = 1) -> FilmNetwork:
    """Cross-entropy over CLASSES on films drawn anew at every step; the same call resumes at the last checkpoint."""
    torch.manual_seed(seed)
    network = FilmNetwork("small-cnn", len(CLASSES)).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps + 1, pct_start=0.15)
    parts = {"network": network, "optimizer": optimizer, "schedule": schedule}
    checkpoint, done = run_folder / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        done = state["steps"]
    run_folder.mkdir(parents=True, exist_ok=True)
    network.train()
    for step in range(done + 1, steps + 1):
        if step % RENDER_STEPS == 0:
            films.render(seed=1000 + step)
        loss = _train_step(network, optimizer, films, np.random.default_rng([seed, step]))
        schedule.step()
        if step % CHECKPOINT_STEPS == 0:
            print(f"step {step}: loss {loss:.3f}", flush=True)
            torch.save({name: part.state_dict() for name, part in parts.items()} | {"steps": step}, checkpoint)
    return network


def _train_step(network: FilmNetwork, optimizer: torch.optim.Optimizer, films: SuitabilityFilms, rng: np.random.Generator) -> float:
    classes = rng.choice(len(CLASSES), BATCH, p=CLASS_WEIGHTS)
    batch = films.batch([CLASSES[index] for index in classes], SIDE_PX, rng)
    logits = network(torch.from_numpy(batch).contiguous(memory_format=torch.channels_last))
    loss = functional.cross_entropy(logits, torch.from_numpy(classes), label_smoothing=0.02)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def probabilities(path: Path, films: SuitabilityFilms, name: str, count: int, seed: int) -> np.ndarray:
    """Softmax [count, classes] of the exported file for films of one class."""
    session, rng = open_session(path), np.random.default_rng(seed)
    logits = [session.run(["logits"], {"film": films.batch([name] * min(16, count - done), SIDE_PX, rng)})[0] for done in range(0, count, 16)]
    stacked = np.concatenate(logits)
    powers = np.exp(stacked - stacked.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def evaluate(path: Path, films: SuitabilityFilms, thresholds: Thresholds, count: int) -> dict[str, Any]:
    """Share refused by reason, share of suitable films refused, and share given the wrong view."""
    result: dict[str, Any] = {"filmsByClass": count, "refusedShare": {}, "suitableRefusedShare": {}, "wrongViewShare": {}}
    for place, name in enumerate(CLASSES):
        softmax = probabilities(path, films, name, count, seed=100 + place)
        taken = accepted(softmax, thresholds)
        if name in SUITABLE:
            result["suitableRefusedShare"][name] = float(1 - taken.mean())
            result["wrongViewShare"][name] = float((taken & (softmax[:, 1 - place] > softmax[:, place])).mean())
        else:
            result["refusedShare"][name] = float(1 - taken.mean())
    return result


def make_suitability_package(
    cohorts: Path, run_folder: Path, out: Path, steps: int, release: str, films_by_class: int
) -> None:
    """Trains on the training cohort, sets thresholds on validation, judges on test (validation when there is none yet)."""
    folder = out / "lumbar-suitability"
    training = _films(cohorts, "train", TRAINING_PEOPLE)
    training_people = training.people
    network = train(training, steps, run_folder)
    path = folder / "model.onnx"
    plain = round_to_half(folded(network))
    del plain.t_score_head
    export_onnx(plain, SIDE_PX, ["logits"], path)
    validation = _films(cohorts, "validation", JUDGED_PEOPLE)
    seen = {
        name: probabilities(path, validation, name, (2 if name in SUITABLE else 1) * films_by_class, seed=50 + place)
        for place, name in enumerate(CLASSES)
    }
    thresholds = choose_thresholds(seen)
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
                "patients": training_people,
                "simulatorVersion": SIMULATOR_VERSION,
            },
            "input": film_input(SIDE_PX),
            "outputs": {"logits": {"name": "logits", "classes": list(CLASSES)}},
            "acceptAtOrAbove": thresholds.accept,
            "refuseAtOrAbove": thresholds.refuse,
        },
    )
    judged = "test" if list(cohorts.glob("test-*.npz")) else "validation"
    result = evaluate(path, _films(cohorts, judged, JUDGED_PEOPLE), thresholds, films_by_class)
    write_json(folder / "evaluation.json", rounded({"schemaVersion": 1, "statement": STATEMENT, "judgedOn": judged, **result}))
    print(result, flush=True)
