"""Where a film is accepted and where refused, chosen on validation films: a share to reach for a view, one not to reach by reason."""

from itertools import product
from typing import NamedTuple

import numpy as np

from trabecula_training.suitability.suitability_films import CLASSES, REASONS, SUITABLE

# Of suitable films at most so many are refused on validation; the goal on other films is 2 %.
REFUSED_SUITABLE = 0.015
# Reasons that may have a share of their own at which a film is refused; how much of the 1.5 % each may spend is searched.
OWN_THRESHOLD = ("rotated", "implant")
SPENT = (0.0, 0.25, 0.5, 0.75)


class Thresholds(NamedTuple):
    """`accept` by view class: softmax share to reach; `refuse` by reason: share at which the film is refused all the same."""

    accept: dict[str, float]
    refuse: dict[str, float]


def accepted(softmax: np.ndarray, thresholds: Thresholds) -> np.ndarray:
    """True where the likelier view reaches its share and no reason reaches its own."""
    views = softmax[:, : len(SUITABLE)]
    needed = np.array([thresholds.accept[name] for name in SUITABLE])[views.argmax(axis=1)]
    taken = views.max(axis=1) >= needed
    for name, share in thresholds.refuse.items():
        taken &= softmax[:, CLASSES.index(name)] < share
    return taken


def _view_threshold(softmax: np.ndarray, place: int, refuse: dict[str, float]) -> float:
    """Highest share of the view that leaves no more than REFUSED_SUITABLE of its films refused, reasons included."""
    kept = np.all([softmax[:, CLASSES.index(name)] < share for name, share in refuse.items()] or [np.ones(len(softmax), bool)], axis=0)
    own = np.sort(np.where(kept & (softmax[:, : len(SUITABLE)].argmax(axis=1) == place), softmax[:, place], -1))
    return round(max(0.0, float(own[int(np.floor(REFUSED_SUITABLE * len(own)))]) - 1e-4), 4)


def choose_thresholds(softmax_by_class: dict[str, np.ndarray]) -> Thresholds:
    """The thresholds with the largest smallest share of refused films over the reasons, within the limit on suitable ones."""
    best, best_share = None, -1.0
    suitable = [softmax_by_class[name] for name in SUITABLE]
    for spent in product(SPENT, repeat=len(OWN_THRESHOLD)):
        if sum(spent) > 1:
            continue
        refuse = {}
        for name, part in zip(OWN_THRESHOLD, spent):
            if part > 0:
                at = [np.quantile(softmax[:, CLASSES.index(name)], 1 - part * REFUSED_SUITABLE) for softmax in suitable]
                refuse[name] = round(float(max(at)) + 1e-4, 4)
        accept = {name: _view_threshold(softmax, place, refuse) for place, (name, softmax) in enumerate(zip(SUITABLE, suitable))}
        candidate = Thresholds(accept, refuse)
        share = min(float(1 - accepted(softmax_by_class[name], candidate).mean()) for name in REASONS)
        if share > best_share:
            best, best_share = candidate, share
    assert best is not None
    return best
