"""Runs a network at another input side than it was trained at: its normalisations are measured anew, no weight is trained."""

import copy

import numpy as np
import torch
from torch import nn

from trabecula_training.networks.film_network import FilmNetwork
from trabecula_training.networks.film_source import FilmSource, batch_tensor
from trabecula_training.networks.mixed_precision import mixed_precision

FILMS, BATCH, SEED = 384, 32, 17


def at_side(network: FilmNetwork, training: FilmSource, side_px: int) -> FilmNetwork:
    """A copy whose batch normalisations hold the mean and variance of training films at `side_px`."""
    adapted = copy.deepcopy(network)
    for module in adapted.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            # None makes PyTorch keep the plain average over all batches.
            module.momentum = None
    rng, count = np.random.default_rng(SEED), min(FILMS, len(training.t_scores))
    adapted.train()
    with torch.no_grad(), mixed_precision():
        for first in range(0, count - BATCH + 1, BATCH):
            films = batch_tensor(training, np.arange(first, first + BATCH), side_px, rng, augment=False)
            adapted(torch.from_numpy(films).contiguous(memory_format=torch.channels_last))
    return adapted.eval()
