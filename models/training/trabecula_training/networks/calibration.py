"""Platt calibration and cuts, fitted on validation films only."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients of the columns given, and the inverse information as their covariance."""

    coefficients: np.ndarray
    covariance: np.ndarray


def fit_logistic(columns: np.ndarray, positive: np.ndarray, ridge: float = 1e-6) -> LogisticFit:
    """Maximum-likelihood logistic regression; `columns` [n, k] must hold its own intercept column."""
    target = positive.astype(float)

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        linear = columns @ beta
        value = np.logaddexp(0, linear).sum() - target @ linear + ridge * beta @ beta
        return value, columns.T @ (expit(linear) - target) + 2 * ridge * beta

    beta = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-8}).x
    weights = expit(columns @ beta) * (1 - expit(columns @ beta))
    information = (columns * weights[:, None]).T @ columns + 2 * ridge * np.eye(len(beta))
    return LogisticFit(beta, np.linalg.inv(information))


def fit_platt(logit_difference: np.ndarray, positive: np.ndarray) -> tuple[float, float]:
    """(slope, intercept) of score = intercept + slope * (positive logit - other logit). ValueError when not rising."""
    fit = fit_logistic(np.column_stack([np.ones(len(positive)), logit_difference]), positive)
    intercept, slope = fit.coefficients
    if slope <= 0:
        raise ValueError("the network's logit falls with osteoporosis on the validation films; nothing to calibrate")
    return float(slope), float(intercept)


def youden_cut(positive: np.ndarray, score: np.ndarray) -> float:
    """Score at which sensitivity + specificity is largest."""
    candidates = np.unique(score)
    sensitivity = np.array([(score[positive] >= cut).mean() for cut in candidates])
    specificity = np.array([(score[~positive] < cut).mean() for cut in candidates])
    return float(candidates[np.argmax(sensitivity + specificity)])


def cut_for_specificity(positive: np.ndarray, score: np.ndarray, specificity: float) -> float:
    """Lowest score at which at least this share of negatives lies below."""
    below = np.sort(score[~positive])
    return float(np.nextafter(below[min(len(below) - 1, int(np.ceil(specificity * len(below))) - 1)], np.inf))


def cut_for_sensitivity(positive: np.ndarray, score: np.ndarray, sensitivity: float) -> float:
    """Highest score at which at least this share of positives lies at or above."""
    above = np.sort(score[positive])[::-1]
    return float(above[min(len(above) - 1, int(np.ceil(sensitivity * len(above))) - 1)])


FLAGGED_SPECIFICITY, UNCERTAIN_SENSITIVITY = 0.90, 0.90
CUT_RULE = (
    "flagged: specificity 0.90 on validation; uncertain: sensitivity 0.90 on validation, never above flagged. "
    "Below is not flagged, which excludes nothing."
)


def flag_cuts(positive: np.ndarray, score: np.ndarray) -> dict[str, float]:
    """The two cuts of a score, rounded to 4 digits; below the lower one a film is not flagged, never ruled out."""
    flagged = cut_for_specificity(positive, score, FLAGGED_SPECIFICITY)
    uncertain = min(flagged, cut_for_sensitivity(positive, score, UNCERTAIN_SENSITIVITY))
    return {"flaggedAtOrAbove": round(flagged, 4), "uncertainAtOrAbove": round(uncertain, 4)}
