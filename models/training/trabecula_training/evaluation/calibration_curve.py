"""How well a predicted probability agrees with what happened."""

import numpy as np
from scipy.special import expit, logit

from trabecula_training.networks.calibration import fit_logistic


def calibration(positive: np.ndarray, probability: np.ndarray, bins: int = 10) -> dict:
    """Slope and intercept of the logistic recalibration, Brier score, and tenths of equal size."""
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    fit = fit_logistic(np.column_stack([np.ones(len(positive)), logit(clipped)]), positive)
    parts = np.array_split(np.argsort(clipped, kind="stable"), bins)
    return {
        "slope": float(fit.coefficients[1]),
        "intercept": float(fit.coefficients[0]),
        "brier": float(np.mean((probability - positive) ** 2)),
        "meanPredicted": float(probability.mean()),
        "observed": float(positive.mean()),
        "bins": [
            {"meanPredicted": float(probability[part].mean()), "observed": float(positive[part].mean()), "n": len(part)}
            for part in parts
            if len(part)
        ],
    }


def probability_of(score: np.ndarray) -> np.ndarray:
    """The calibrated score is a log-odds number."""
    return expit(score)
