"""Judges training runs beside the shipped one (other seeds, other input sides): figures only, no weights are kept."""

import json
from pathlib import Path

import numpy as np
import torch

from trabecula_training.evaluation.auc import auc_with_interval
from trabecula_training.evaluation.evaluate_models import (
    FILM_SEEDS,
    PICK_SEED,
    SET_STATEMENTS,
    film_ranges,
    has_published_size,
    rounded,
)
from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.networks.training_run import predict
from trabecula_training.packaging.json_file import write_json
from trabecula_training.reference_models import REFERENCE_MODELS, STATEMENT, ReferenceModel
from trabecula_training.simulator.load_cohort import load_cohort, pick_exact


def judge_runs(runs: list[Path], cohorts: Path, out: Path) -> dict:
    """Writes `out`: each run's plan and the AUC of its last epoch on both test sets, and their spread over seeds."""
    judged = [_judge(run, cohorts) for run in runs]
    study = {
        "schemaVersion": 1,
        "statement": STATEMENT,
        "figuresAre": "simulated",
        "sets": SET_STATEMENTS,
        "runs": judged,
        "overSeeds": _over_seeds(judged),
    }
    write_json(out, rounded(study))
    return study


def _judge(run: Path, cohorts: Path) -> dict:
    state = torch.load(run / "checkpoint.pt", weights_only=False)
    plan = state["plan"]
    model = next(model for model in REFERENCE_MODELS.values() if model.architecture == plan.architecture)
    network = FilmNetwork(plan.architecture, 2).to(memory_format=torch.channels_last)
    network.load_state_dict(state["network"])
    last = state["history"][-1]
    return {
        "modelId": model.id,
        "seed": plan.seed,
        "stagesBefore": _stages(state.get("stages_before", ())),
        "stages": _stages(plan.stages),
        "epochsDone": state["epoch"],
        "learningRate": plan.learning_rate,
        "validationAuc": last["validationAuc"],
        "auc": {name: _auc(network, model, last["sidePx"], cohorts, name) for name in ("test", "shifted")},
    }


def _auc(network: FilmNetwork, model: ReferenceModel, side_px: int, cohorts: Path, name: str) -> dict:
    cohort = load_cohort(cohorts, name, model.view)
    if name == "test" and has_published_size(cohort, model):
        cohort = pick_exact(cohort, model.test_positives, model.test_negatives, PICK_SEED)
    _, ranges = film_ranges(cohort, name)
    scores = predict(network, SimulatedFilms(cohort, model.view, ranges), side_px, FILM_SEEDS[name])
    return {**auc_with_interval(cohort.positive(), scores), "films": len(scores)}


def _stages(stages: tuple[tuple[int, int], ...]) -> list[dict]:
    return [{"sidePx": side, "epochs": epochs} for side, epochs in stages]


def _over_seeds(judged: list[dict]) -> list[dict]:
    """Mean and spread of the AUC over the seeds of each plan that was run with at least two."""
    plans: dict[str, list[dict]] = {}
    for run in judged:
        plan = {name: run[name] for name in ("modelId", "stagesBefore", "stages")}
        plans.setdefault(json.dumps(plan), []).append(run)
    return [
        {
            **json.loads(plan),
            "seeds": [run["seed"] for run in runs],
            **{name: _spread([run["auc"][name]["value"] for run in runs]) for name in ("test", "shifted")},
        }
        for plan, runs in plans.items()
        if len(runs) > 1
    ]


def _spread(values: list[float]) -> dict:
    return {"mean": float(np.mean(values)), "least": min(values), "most": max(values)}
