"""Area under the ROC curve with DeLong's variance (DeLong, DeLong and Clarke-Pearson 1988; Sun and Xu 2014)."""

import math

import numpy as np
from scipy.stats import rankdata


def _placements(positive: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each positive the share of negatives below it, for each negative the share of positives above it."""
    positive = np.asarray(positive, bool)
    above, below = np.asarray(scores)[positive], np.asarray(scores)[~positive]
    ranks = rankdata(np.concatenate([above, below]))
    of_positive = (ranks[: len(above)] - rankdata(above)) / len(below)
    of_negative = 1 - (ranks[len(above) :] - rankdata(below)) / len(above)
    return of_positive, of_negative


def auc(positive: np.ndarray, scores: np.ndarray) -> float:
    """Area under the curve, ties counted half; NaN when one class is missing."""
    positive = np.asarray(positive, bool)
    if positive.all() or not positive.any():
        return math.nan
    return float(_placements(positive, scores)[0].mean())


def auc_with_interval(positive: np.ndarray, scores: np.ndarray) -> dict:
    """{"value", "lower", "upper"}: 95 % by DeLong's variance on the logit scale, which stays within 0..1."""
    of_positive, of_negative = _placements(positive, scores)
    value = float(of_positive.mean())
    variance = of_positive.var(ddof=1) / len(of_positive) + of_negative.var(ddof=1) / len(of_negative)
    if not 0 < value < 1:
        return {"value": value, "lower": value, "upper": value}
    logit = math.log(value / (1 - value))
    half = 1.959964 * math.sqrt(variance) / (value * (1 - value))
    return {
        "value": value,
        "lower": 1 / (1 + math.exp(-(logit - half))),
        "upper": 1 / (1 + math.exp(-(logit + half))),
    }
