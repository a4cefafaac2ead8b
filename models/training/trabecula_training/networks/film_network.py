"""Features, global average pool and a linear head, so that the class activation map is exact and free."""

import torch
from torch import nn
from torch.nn import functional

from trabecula_training.networks.darknet19 import DarkNet19Features
from trabecula_training.networks.resnet18 import ResNet18Features
from trabecula_training.networks.small_network import SmallFeatures

FEATURES = {"resnet18": ResNet18Features, "darknet19": DarkNet19Features, "small-cnn": SmallFeatures}


class FilmNetwork(nn.Module):
    """`architecture` is a key of FEATURES. `t_score_head` helps training only and is left out of the exported graph."""

    def __init__(self, architecture: str, classes: int) -> None:
        super().__init__()
        self.architecture = architecture
        self.features = FEATURES[architecture]()
        self.head = nn.Linear(self.features.channels, classes)
        self.t_score_head = nn.Linear(self.features.channels, 1)

    def pooled(self, films: torch.Tensor) -> torch.Tensor:
        return self.features(films).mean(dim=(2, 3))

    def forward(self, films: torch.Tensor) -> torch.Tensor:
        """Logits [batch, classes] of films [batch, 1, side, side]."""
        return self.head(self.pooled(films))

    def training_outputs(self, films: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(logits, standardised T-score [batch])."""
        pooled = self.pooled(films)
        return self.head(pooled), self.t_score_head(pooled)[:, 0]


class Novelty(nn.Module):
    """Mean squared Mahalanobis distance of pooled features: leading directions by their variance, the rest by one."""

    def __init__(self, mean: torch.Tensor, directions: torch.Tensor, variances: torch.Tensor, rest: float) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("directions", directions)
        self.register_buffer("extra", 1 / variances - 1 / rest)
        self.rest = rest

    def forward(self, pooled: torch.Tensor) -> torch.Tensor:
        centred = pooled - self.mean
        along = centred @ self.directions
        total = (along * along * self.extra).sum(dim=1) + (centred * centred).sum(dim=1) / self.rest
        return total / centred.shape[1]


class ScoreGraph(nn.Module):
    """What is exported of a score model: films to (logits, cam, novelty)."""

    def __init__(self, network: FilmNetwork, novelty: Novelty) -> None:
        super().__init__()
        self.features, self.head, self.novelty = network.features, network.head, novelty

    def forward(self, films: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        features = self.features(films)
        pooled = features.mean(dim=(2, 3))
        cam = functional.conv2d(features, self.head.weight[1][None, :, None, None])[:, 0]
        return self.head(pooled), cam, self.novelty(pooled)
