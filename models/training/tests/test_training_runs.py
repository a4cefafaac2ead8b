"""Runs with other seeds are judged side by side; a run that was made once has no spread."""

import json

import numpy as np
import torch

from trabecula_training.evaluation import training_runs
from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.networks.training_run import TrainingPlan, TrainingRun
from trabecula_training.simulator.cohort import TRUTH_COLUMNS
from trabecula_training.simulator.load_cohort import Cohort


def _checkpoint(folder, architecture: str, seed: int, side_px: int, stages_before=()):
    torch.manual_seed(seed)
    folder.mkdir()
    plan = TrainingPlan(architecture, ((side_px, 1),), seed=seed)
    history = [{"epoch": 1, "sidePx": side_px, "loss": 1.0, "validationAuc": 0.5 + seed / 100}]
    state = {"plan": plan, "network": FilmNetwork(architecture, 2).state_dict(), "epoch": 1, "history": history}
    state |= {"stages_before": stages_before} if stages_before else {}
    torch.save(state, folder / "checkpoint.pt")
    return folder


def test_runs_are_judged_on_both_sets_and_their_spread_is_over_seeds_of_one_plan(tmp_path, monkeypatch):
    rng = np.random.default_rng(5)
    truth = np.zeros((12, len(TRUTH_COLUMNS)))
    truth[:, TRUTH_COLUMNS.index("patient")] = np.arange(12)
    truth[:, TRUTH_COLUMNS.index("t_score")] = np.where(np.arange(12) % 3 == 0, -3.0, -1.0)
    maps = rng.uniform(0.5, 6, (12, 3, 61, 45)).astype(np.float16)
    monkeypatch.setattr(training_runs, "load_cohort", lambda folder, name, view: Cohort(maps, truth))
    runs = [
        _checkpoint(tmp_path / "a", "resnet18", 1, 64),
        _checkpoint(tmp_path / "b", "resnet18", 2, 64),
        _checkpoint(tmp_path / "c", "darknet19", 1, 64),
        _checkpoint(tmp_path / "d", "darknet19", 2, 64, stages_before=((32, 3),)),
    ]
    training_runs.judge_runs(runs, tmp_path, tmp_path / "runs.json")
    study = json.loads((tmp_path / "runs.json").read_text())
    assert study["figuresAre"] == "simulated"
    assert [run["modelId"] for run in study["runs"]] == ["lumbar-ap-resnet18"] * 2 + ["lumbar-lateral-darknet19"] * 2
    assert [run["validationAuc"] for run in study["runs"]] == [0.51, 0.52, 0.51, 0.52]
    assert [run["stagesBefore"] for run in study["runs"]] == [[], [], [], [{"sidePx": 32, "epochs": 3}]]
    values = [run["auc"]["test"]["value"] for run in study["runs"][:2]]
    assert values[0] != values[1]
    (spread,) = study["overSeeds"]
    assert (spread["modelId"], spread["seeds"]) == ("lumbar-ap-resnet18", [1, 2])
    assert (spread["test"]["least"], spread["test"]["most"]) == (min(values), max(values))


def test_a_run_that_begins_with_the_weights_of_others_remembers_their_stages(tmp_path):
    def begun(name: str, side_px: int, weights_of: str | None) -> TrainingRun:
        run = TrainingRun(TrainingPlan("resnet18", ((side_px, 1),)), tmp_path / name, films=32)
        if weights_of:
            run.start_from(tmp_path / weights_of)
        run._save()
        return TrainingRun(run.plan, tmp_path / name, films=32)

    assert begun("a", 64, None).stages_before == ()
    assert begun("b", 96, "a").stages_before == ((64, 1),)
    assert begun("c", 128, "b").stages_before == ((64, 1), (96, 1))
