"""Thresholds of the suitability network keep to their limit on suitable films and see what a view's share alone does not."""

import numpy as np
import pytest

from trabecula_training.suitability.suitability_films import CLASSES, REASONS, SUITABLE
from trabecula_training.suitability.thresholds import REFUSED_SUITABLE, Thresholds, accepted, choose_thresholds


def _softmax(rows: list[dict[str, float]]) -> np.ndarray:
    return np.array([[row.get(name, 0.0) for name in CLASSES] for row in rows])


def test_a_film_is_refused_below_its_views_share_or_at_a_reasons_share():
    thresholds = Thresholds({"lumbar-ap": 0.5, "lumbar-lateral": 0.6}, {"implant": 0.1})
    softmax = _softmax(
        [
            {"lumbar-ap": 0.95, "implant": 0.05},
            {"lumbar-ap": 0.90, "implant": 0.10},
            {"lumbar-ap": 0.45, "rotated": 0.55},
            {"lumbar-lateral": 0.55, "lumbar-ap": 0.45},
        ]
    )
    assert accepted(softmax, thresholds).tolist() == [True, False, False, False]


def test_an_implant_that_hides_behind_a_sure_view_is_refused_by_its_own_share():
    rng = np.random.default_rng(0)
    seen = {}
    for place, name in enumerate(SUITABLE):
        doubt = rng.uniform(0, 0.3, 400)
        seen[name] = _softmax([{name: 1 - d - 0.001, "clipped": d, "implant": 0.001} for d in doubt])
    for name in REASONS:
        seen[name] = _softmax([{"lumbar-ap": 0.1, name: 0.9}] * 100)
    # Surely AP by its share (0.9), yet ten times as suspect of metal as any suitable film.
    seen["implant"] = _softmax([{"lumbar-ap": 0.9, "implant": 0.1}] * 100)
    thresholds = choose_thresholds(seen)
    assert accepted(seen["implant"], thresholds).sum() == 0
    for name in SUITABLE:
        assert 1 - accepted(seen[name], thresholds).mean() <= REFUSED_SUITABLE + 1e-9


def test_the_limit_on_suitable_films_holds_with_noise_everywhere():
    rng = np.random.default_rng(1)
    seen = {name: rng.dirichlet(np.where(np.arange(len(CLASSES)) == place, 8.0, 0.3), 600) for place, name in enumerate(CLASSES)}
    thresholds = choose_thresholds(seen)
    for name in SUITABLE:
        assert 1 - accepted(seen[name], thresholds).mean() == pytest.approx(0.01, abs=REFUSED_SUITABLE - 0.01 + 1e-9)
