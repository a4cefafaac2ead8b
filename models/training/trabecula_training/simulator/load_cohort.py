"""Reads the shards of a cohort back."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trabecula_training.simulator.cohort import TRUTH_COLUMNS


@dataclass(frozen=True)
class Cohort:
    """`maps` float16 [films, 3, rows, columns] of one view; `truth` float64 [films, columns of TRUTH_COLUMNS]."""

    maps: np.ndarray
    truth: np.ndarray

    def column(self, name: str) -> np.ndarray:
        return self.truth[:, TRUTH_COLUMNS.index(name)]

    def positive(self) -> np.ndarray:
        """True where the DXA label is T <= -2.5."""
        return self.column("t_score") <= -2.5

    def subset(self, rows: np.ndarray) -> "Cohort":
        return Cohort(self.maps[rows], self.truth[rows])


def load_cohort(folder: Path, name: str, view: str) -> Cohort:
    """All finished shards of a cohort in order; FileNotFoundError when there is none."""
    paths = sorted(path for path in folder.glob(f"{name}-*.npz") if "partial" not in path.name)
    if not paths:
        raise FileNotFoundError(f"no shard of cohort '{name}' in {folder}")
    maps, truth = [], []
    for path in paths:
        with np.load(path) as shard:
            maps.append(shard[view])
            truth.append(shard["truth"])
    return Cohort(np.concatenate(maps), np.concatenate(truth))


def pick_exact(cohort: Cohort, positives: int, negatives: int, seed: int) -> Cohort:
    """A subset with exactly these counts, drawn by seed and label alone; ValueError when there are too few."""
    rng, positive = np.random.default_rng(seed), cohort.positive()
    chosen = []
    for rows, wanted in ((np.nonzero(positive)[0], positives), (np.nonzero(~positive)[0], negatives)):
        if len(rows) < wanted:
            raise ValueError(f"{wanted} films wanted, {len(rows)} there")
        chosen.append(rng.choice(rows, wanted, replace=False))
    return cohort.subset(np.sort(np.concatenate(chosen)))
