"""Differences of two AUCs on the same people, resampled by person."""

import numpy as np

from trabecula_training.evaluation.auc import auc


def auc_difference(positive: np.ndarray, score: np.ndarray, other: np.ndarray, people: np.ndarray, seed: int = 5, rounds: int = 2000) -> dict:
    """{"value", "lower", "upper"}: AUC(score) - AUC(other), percentile interval over resampled people."""
    rng = np.random.default_rng(seed)
    unique, place = np.unique(people, return_inverse=True)
    rows_of = [np.nonzero(place == person)[0] for person in range(len(unique))]
    differences = []
    for _ in range(rounds):
        rows = np.concatenate([rows_of[person] for person in rng.integers(0, len(unique), len(unique))])
        if 0 < positive[rows].sum() < len(rows):
            differences.append(auc(positive[rows], score[rows]) - auc(positive[rows], other[rows]))
    value = auc(positive, score) - auc(positive, other)
    low, high = np.percentile(differences, (2.5, 97.5))
    return {"value": value, "lower": float(low), "upper": float(high)}
