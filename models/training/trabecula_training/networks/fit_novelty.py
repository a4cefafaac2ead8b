"""Fits the out-of-distribution score to the pooled features of films like those trained on."""

import numpy as np
import torch

from trabecula_training.networks.film_network import FilmNetwork, Novelty
from trabecula_training.networks.film_source import FilmSource, batch_tensor

LEADING_DIRECTIONS = 48


def pooled_features(network: FilmNetwork, source: FilmSource, side_px: int, limit: int, seed: int) -> np.ndarray:
    """float32 [films, channels] of up to `limit` films."""
    rng, parts = np.random.default_rng(seed), []
    count = min(limit, len(source.t_scores))
    network.eval()
    with torch.no_grad():
        for first in range(0, count, 32):
            films = batch_tensor(source, np.arange(first, min(first + 32, count)), side_px, rng, augment=False)
            parts.append(network.pooled(torch.from_numpy(films)).numpy())
    return np.concatenate(parts)


def fit_novelty(features: np.ndarray) -> Novelty:
    """Leading principal directions with their own variance; the mean remaining variance for all others."""
    centred = features - features.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    variances = singular**2 / max(1, len(features) - 1)
    leading = min(LEADING_DIRECTIONS, len(variances) // 2)
    rest = float(variances[leading:].sum() / (features.shape[1] - leading)) + 1e-9
    tensors = (features.mean(axis=0), directions[:leading].T.copy(), np.maximum(variances[:leading], rest))
    return Novelty(*(torch.from_numpy(value.astype(np.float32)) for value in tensors), rest)
