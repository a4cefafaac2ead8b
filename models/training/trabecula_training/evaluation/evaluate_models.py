"""Judges the shipped files on test and shifted test films and writes evaluation.json beside each."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from trabecula_training.evaluation.baselines import Baselines
from trabecula_training.evaluation.score_report import score_report
from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.packaging.json_file import write_json
from trabecula_training.packaging.onnx_films import run_films
from trabecula_training.reference_models import REFERENCE_MODELS, STATEMENT, ReferenceModel
from trabecula_training.simulator.imaging_settings import SHIFTED, USUAL, makers
from trabecula_training.simulator.load_cohort import Cohort, load_cohort, pick_exact

PICK_SEED, BASELINE_FILMS = 33, 1000
FILM_SEEDS = {"validation": 11, "test": 41, "shifted": 42}
SET_STATEMENTS = {
    "test": "simulated people and films of the training's own settings, other people",
    "shifted": "simulated people and films of other settings: harder beam, more scatter and blur, other curve, heavier people",
}


@dataclass(frozen=True)
class ScoredSet:
    """One cohort, the maker of each film, the films, and their calibrated scores and novelty by the shipped file."""

    cohort: Cohort
    makers: np.ndarray
    films: SimulatedFilms
    score: np.ndarray
    novelty: np.ndarray

    def subset(self, chosen: Cohort, name: str, view: str) -> "ScoredSet":
        """The films of `chosen` only; people are found by their number."""
        place = {patient: row for row, patient in enumerate(self.cohort.column("patient"))}
        rows = np.array([place[patient] for patient in chosen.column("patient")])
        films = SimulatedFilms(chosen, view, film_ranges(chosen, name)[1])
        return ScoredSet(chosen, self.makers[rows], films, self.score[rows], self.novelty[rows])


def film_ranges(cohort: Cohort, name: str) -> tuple[np.ndarray, list]:
    """(maker's name, imaging ranges) of each film; a person's number decides the maker and nothing else."""
    by_maker = makers(SHIFTED if name == "shifted" else USUAL)
    names = np.array(list(by_maker))[cohort.column("patient").astype(int) % len(by_maker)]
    return names, [by_maker[maker] for maker in names]


def scored_set(package: Path, cohorts: Path, name: str, cache: Path) -> ScoredSet:
    """Scores of every film of a cohort; kept in `cache` by the file's checksum, as inference takes minutes."""
    manifest = json.loads((package / "manifest.json").read_text())
    view = manifest["view"]
    cohort = load_cohort(cohorts, name, view)
    maker_names, ranges = film_ranges(cohort, name)
    films = SimulatedFilms(cohort, view, ranges)
    kept = cache / f"{manifest['file']['sha256'][:16]}-makers-{name}-{len(films.t_scores)}.npz"
    if not kept.exists():
        side = manifest["input"]["widthPx"]
        logits, novelty = run_films(package / "model.onnx", films, side, FILM_SEEDS[name], ["logits", "novelty"])
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(kept, difference=logits[:, 1] - logits[:, 0], novelty=novelty)
    with np.load(kept) as values:
        calibration = manifest["calibration"]
        score = calibration["intercept"] + calibration["slope"] * values["difference"]
        return ScoredSet(cohort, maker_names, films, score, values["novelty"])


@lru_cache(maxsize=2)
def fitted_baselines(cohorts: Path, view: str) -> Baselines:
    """Baselines fitted on the first BASELINE_FILMS training people."""
    return Baselines(load_cohort(cohorts, "train", view).subset(slice(0, BASELINE_FILMS)), view)


def has_published_size(cohort: Cohort, model: ReferenceModel) -> bool:
    """True when the cohort holds as many films of either class as the published test set."""
    positive = cohort.positive()
    return positive.sum() >= model.test_positives and (~positive).sum() >= model.test_negatives


def evaluate_model(package: Path, cohorts: Path, cache: Path) -> dict:
    """Writes package/evaluation.json and returns it."""
    manifest = json.loads((package / "manifest.json").read_text())
    model = REFERENCE_MODELS[manifest["view"]]
    baselines = fitted_baselines(cohorts, model.view)
    cuts = {
        "flagged": manifest["cuts"]["flaggedAtOrAbove"],
        "uncertain": manifest["cuts"]["uncertainAtOrAbove"],
        "operatingPoint": manifest["operatingPoint"]["scoreAtOrAbove"],
    }
    sets = {}
    for name in ("test", "shifted"):
        scored = scored_set(package, cohorts, name, cache)
        published_size = name == "test" and has_published_size(scored.cohort, model)
        if published_size:
            chosen = pick_exact(scored.cohort, model.test_positives, model.test_negatives, PICK_SEED)
            scored = scored.subset(chosen, name, model.view)
        beside = baselines.scores(scored.cohort, scored.films)
        report = score_report(scored.cohort, scored.score, cuts, beside, scored.makers)
        refused = float((scored.novelty > manifest["outputs"]["novelty"]["refuseAbove"]).mean())
        size = "of the published size and prevalence" if published_size else "smaller than the published test set"
        sets[name] = {"statement": f"{SET_STATEMENTS[name]}; {size}", **report, "refusedAsNovelShare": refused}
    evaluation = {
        "schemaVersion": 1,
        "modelId": manifest["id"],
        "fileSha256": manifest["file"]["sha256"],
        "statement": STATEMENT,
        "figuresAre": "simulated",
        "trainingSeeds": 1,
        "baselinesFittedOn": f"{BASELINE_FILMS} training films and people",
        "sets": sets,
    }
    write_json(package / "evaluation.json", rounded(evaluation))
    return evaluation


def rounded(value, digits: int = 5):
    """The same structure with floats rounded, so that files stay small."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, dict):
        return {key: rounded(part, digits) for key, part in value.items()}
    return [rounded(part, digits) for part in value] if isinstance(value, list) else value
