"""The reference score models: which architecture on which view, how they are trained, what their packages say."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trabecula_training.networks.film_source import SimulatedFilms
from trabecula_training.networks.input_side import at_side
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


@dataclass(frozen=True)
class ReferenceRun:
    """One run: where its simulated films and its checkpoint lie, and its plan; the same arguments resume it."""

    view: str
    cohorts: Path
    folder: Path
    stages: tuple[tuple[int, int], ...]
    films: int | None = None
    films_per_epoch: int | None = None
    learning_rate: float | None = None
    start_from: Path | None = None
    seed: int = 1

    @property
    def model(self) -> ReferenceModel:
        return REFERENCE_MODELS[self.view]

    def sources(self) -> tuple[SimulatedFilms, SimulatedFilms]:
        """(training, validation) films."""
        training = SimulatedFilms(training_cohort(self.model, self.cohorts, self.films), self.view)
        return training, SimulatedFilms(load_cohort(self.cohorts, "validation", self.view), self.view)

    def opened(self, films: int) -> TrainingRun:
        rate = self.learning_rate or self.model.learning_rate
        plan = TrainingPlan(
            self.model.architecture,
            self.stages,
            learning_rate=rate,
            films_per_epoch=self.films_per_epoch,
            seed=self.seed,
        )
        run = TrainingRun(plan, self.folder, films)
        if self.start_from:
            run.start_from(self.start_from)
        return run


def train_reference(reference: ReferenceRun) -> None:
    """Trains (or resumes) one reference model to the end of its stages."""
    training, validation = reference.sources()
    reference.opened(len(training.t_scores)).run(training, validation)


def package_reference(reference: ReferenceRun, out: Path, release: str, input_side: int | None = None) -> dict[str, Any]:
    """Makes a shippable package from whatever epoch the run has reached; ValueError when it has reached none.

    `input_side` ships another input than that of the last epoch, with the normalisations measured anew.
    """
    model = reference.model
    training, validation = reference.sources()
    run = reference.opened(len(training.t_scores))
    if run.epoch == 0:
        raise ValueError(f"{reference.folder} holds no finished epoch to package")
    statement = STATEMENT if release == "research" else f"pilot of a {STATEMENT}"
    identity = PackageIdentity(
        model.id,
        f"{model.title}, {statement}",
        reference.view,
        release,
        {
            "kind": "simulated",
            "statement": statement,
            "films": len(training.t_scores),
            "patients": len(training.t_scores),
            "simulatorVersion": SIMULATOR_VERSION,
        },
    )
    trained_at = run.history[-1]["sidePx"]
    side = input_side or trained_at
    network = run.network if side == trained_at else at_side(run.network, training, side)
    return write_score_package(out / model.id, identity, network, side, training, validation)
