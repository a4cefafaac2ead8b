"""Shares with Wilson intervals, and predictive values at a stated prevalence."""

import math

import numpy as np

Z = 1.959964


def share(successes: int, total: int) -> dict:
    """{"value", "lower", "upper", "n"}; values are None when there is nothing to count."""
    if total == 0:
        return {"value": None, "lower": None, "upper": None, "n": 0}
    p = successes / total
    centre = (p + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z / (1 + Z * Z / total) * math.sqrt(p * (1 - p) / total + Z * Z / (4 * total * total))
    return {"value": p, "lower": centre - half, "upper": centre + half, "n": total}


def predictive_values(sensitivity: float, specificity: float, prevalence: float) -> dict:
    """Bayes' rule; None when nobody would be on that side of the cut."""
    flagged = sensitivity * prevalence + (1 - specificity) * (1 - prevalence)
    rest = 1 - flagged
    return {
        "prevalence": prevalence,
        "ppv": sensitivity * prevalence / flagged if flagged > 0 else None,
        "npv": specificity * (1 - prevalence) / rest if rest > 0 else None,
        "flaggedPerThousand": 1000 * flagged,
    }


def at_cut(positive: np.ndarray, score: np.ndarray, cut: float) -> dict:
    """Counts, sensitivity, specificity and predictive values when score >= cut is called positive."""
    called = score >= cut
    tp, fn = int((called & positive).sum()), int((~called & positive).sum())
    fp, tn = int((called & ~positive).sum()), int((~called & ~positive).sum())
    sensitivity, specificity = share(tp, tp + fn), share(tn, tn + fp)
    predictive = []
    if sensitivity["value"] is not None and specificity["value"] is not None:
        predictive = [predictive_values(sensitivity["value"], specificity["value"], p) for p in (0.05, 0.10, 0.20)]
    counts = {"truePositive": tp, "falseNegative": fn, "falsePositive": fp, "trueNegative": tn}
    return {"scoreAtOrAbove": cut, **counts, "sensitivity": sensitivity, "specificity": specificity, "predictive": predictive}
