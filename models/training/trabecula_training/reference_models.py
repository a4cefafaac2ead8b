"""The reference score models: which architecture on which view, how they are trained, what their packages say."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.networks.training_run import TrainingPlan, TrainingRun
from trabecula_training.packaging.score_package import PackageIdentity, write_score_package
from trabecula_training.simulator.cohort import SIMULATOR_VERSION
from trabecula_training.simulator.load_cohort import Cohort, load_cohort

STATEMENT = "research model, trained on simulated radiographs, not for clinical use"


@dataclass(frozen=True)
class ReferenceModel:
    """`films` is the published training size; test counts are the published ones (positives, negatives)."""

    id: str
    title: str
    view: str
    architecture: str
    learning_rate: float
    films: int
    test_positives: int
    test_negatives: int


REFERENCE_MODELS = {
    "ap": ReferenceModel("lumbar-ap-resnet18", "Lumbar AP, ResNet-18", "ap", "resnet18", 1e-3, 2244, 222, 741),
    "lateral": ReferenceModel(
        "lumbar-lateral-darknet19", "Lumbar lateral, DarkNet-19", "lateral", "darknet19", 7e-4, 2368, 216, 802
    ),
}


def training_cohort(model: ReferenceModel, folder: Path, films: int | None) -> Cohort:
    """The first `films` films of the training cohort, or as many as the published work had."""
    cohort = load_cohort(folder, "train", model.view)
    return cohort.subset(slice(0, films or model.films))


def train_reference(view: str, cohorts: Path, run_folder: Path, stages, films: int | None) -> None:
    """Trains (or resumes) one reference model; see TrainingPlan for `stages`."""
    model = REFERENCE_MODELS[view]
    training = SimulatedFilms(training_cohort(model, cohorts, films), view)
    validation = SimulatedFilms(load_cohort(cohorts, "validation", view), view)
    plan = TrainingPlan(model.architecture, tuple(stages), learning_rate=model.learning_rate)
    TrainingRun(plan, run_folder, len(training.t_scores)).run(training, validation)


def package_reference(view: str, cohorts: Path, run_folder: Path, out: Path, stages, films: int | None, release: str) -> dict[str, Any]:
    """Makes a shippable package from whatever epoch the run has reached."""
    model = REFERENCE_MODELS[view]
    training = SimulatedFilms(training_cohort(model, cohorts, films), view)
    validation = SimulatedFilms(load_cohort(cohorts, "validation", view), view)
    plan = TrainingPlan(model.architecture, tuple(stages), learning_rate=model.learning_rate)
    run = TrainingRun(plan, run_folder, len(training.t_scores))
    if run.epoch == 0:
        raise ValueError(f"{run_folder} holds no finished epoch to package")
    statement = STATEMENT if release == "research" else f"pilot of a {STATEMENT}"
    identity = PackageIdentity(
        model.id,
        f"{model.title}, {statement}",
        view,
        release,
        {
            "kind": "simulated",
            "statement": statement,
            "films": len(training.t_scores),
            "patients": len(training.t_scores),
            "simulatorVersion": SIMULATOR_VERSION,
        },
    )
    side = run.history[-1]["sidePx"]
    return write_score_package(out / model.id, identity, run.network, side, training, validation)
