"""A small network for the suitability check: six 3x3 convolutions, about half a million weights."""

from torch import nn


class SmallFeatures(nn.Sequential):
    """[batch, 1, side, side] to [batch, 160, side/32, side/32]."""

    channels = 160

    def __init__(self) -> None:
        layers: list[nn.Module] = []
        inputs = 1
        for outputs, stride in ((16, 2), (32, 2), (64, 2), (96, 2), (128, 2), (self.channels, 1)):
            layers += [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
            inputs = outputs
        super().__init__(*layers)
