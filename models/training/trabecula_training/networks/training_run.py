"""One training run: stages of growing input size, one cosine schedule, a checkpoint at each epoch, resumption."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from trabecula_training.evaluation.auc import auc
from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.networks.film_source import FilmSource, batch_tensor
from trabecula_training.networks.mixed_precision import mixed_precision

OSTEOPOROSIS_T = -2.5
T_CENTRE, T_SCALE = -1.2, 1.6


@dataclass(frozen=True)
class TrainingPlan:
    """`stages` are (input side in px, epochs); `t_score_weight` the share of the auxiliary T-score loss.

    `films_per_epoch` draws only so many films (without repeats) at each epoch, so that checkpoints come more often.
    """

    architecture: str
    stages: tuple[tuple[int, int], ...]
    batch: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    warm_up: float = 0.15
    t_score_weight: float = 0.5
    seed: int = 1
    films_per_epoch: int | None = None

    def sides(self) -> list[int]:
        """Input side by epoch."""
        return [side for side, epochs in self.stages for _ in range(epochs)]


def predict(network: FilmNetwork, source: FilmSource, side_px: int, seed: int, batch: int = 32) -> np.ndarray:
    """Logit differences (positive minus other) of every film, in order, one fixed draw of each film."""
    rng, scores = np.random.default_rng(seed), []
    network.eval()
    with torch.no_grad(), mixed_precision():
        for first in range(0, len(source.t_scores), batch):
            rows = np.arange(first, min(first + batch, len(source.t_scores)))
            logits = network(_on_device(batch_tensor(source, rows, side_px, rng, augment=False))).float()
            scores.append((logits[:, 1] - logits[:, 0]).numpy())
    return np.concatenate(scores)


def _on_device(films: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(films).contiguous(memory_format=torch.channels_last)


class TrainingRun:
    """State of a run in `folder`: weights, optimizer, epochs done, history.

    `stages_before` are those of the runs whose weights it began with; none for a run from random weights.
    """

    def __init__(self, plan: TrainingPlan, folder: Path, films: int) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.folder, self.epoch, self.history = plan, folder, 0, []
        self.stages_before: tuple[tuple[int, int], ...] = ()
        self.network = FilmNetwork(plan.architecture, 2).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        self.steps_per_epoch = max(1, min(films, plan.films_per_epoch or films) // plan.batch)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer,
            max_lr=plan.learning_rate,
            total_steps=self.steps_per_epoch * len(plan.sides()) + 1,
            pct_start=plan.warm_up,
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.exists():
            self._load()

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _load(self) -> None:
        state = torch.load(self.checkpoint, weights_only=False)
        if state["plan"] != self.plan:
            raise ValueError(f"{self.checkpoint} belongs to another plan; choose another folder or remove it")
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.epoch, self.history = state["epoch"], state["history"]
        self.stages_before = state.get("stages_before", ())

    def start_from(self, folder: Path) -> None:
        """Begins with the weights of another run's checkpoint; no effect once an epoch is done."""
        if self.epoch == 0:
            state = torch.load(folder / "checkpoint.pt", weights_only=False)
            self.network.load_state_dict(state["network"])
            self.stages_before = state.get("stages_before", ()) + state["plan"].stages

    def _save(self) -> None:
        state = {
            "plan": self.plan,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
            "history": self.history,
            "stages_before": self.stages_before,
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(self.checkpoint)

    def run(self, training: FilmSource, validation: FilmSource) -> None:
        """Trains the epochs still to do; the weights kept are those of the last epoch."""
        sides = self.plan.sides()
        while self.epoch < len(sides):
            started, side = time.monotonic(), sides[self.epoch]
            loss = self._train_epoch(training, side)
            scores = predict(self.network, validation, side, seed=7)
            positive = validation.t_scores <= OSTEOPOROSIS_T
            self.epoch += 1
            entry = {"epoch": self.epoch, "sidePx": side, "loss": loss, "validationAuc": auc(positive, scores)}
            self.history.append(entry)
            self._save()
            print(entry, f"{time.monotonic() - started:.0f} s", flush=True)

    def _train_epoch(self, training: FilmSource, side_px: int) -> float:
        # Seeded by epoch, so a resumed run sees the same films.
        rng = np.random.default_rng([self.plan.seed, self.epoch])
        order = rng.permutation(len(training.t_scores))
        self.network.train()
        total = 0.0
        for step in range(self.steps_per_epoch):
            rows = order[step * self.plan.batch : (step + 1) * self.plan.batch]
            films = _on_device(batch_tensor(training, rows, side_px, rng, augment=True))
            loss = self._loss(films, training.t_scores[rows])
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
            self.optimizer.step()
            self.schedule.step()
            total += loss.item()
        return round(total / self.steps_per_epoch, 4)

    def _loss(self, films: torch.Tensor, t_scores: np.ndarray) -> torch.Tensor:
        positive = torch.from_numpy((t_scores <= OSTEOPOROSIS_T).astype(np.int64))
        standardised = torch.from_numpy(((t_scores - T_CENTRE) / T_SCALE).astype(np.float32))
        with mixed_precision():
            logits, t_predicted = self.network.training_outputs(films)
        loss = functional.cross_entropy(logits.float(), positive)
        return loss + self.plan.t_score_weight * functional.smooth_l1_loss(t_predicted.float(), standardised)
