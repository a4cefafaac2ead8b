"""DarkNet-19 (Redmon and Farhadi 2017, table 6) for one grey channel, without its head."""

from torch import nn

LEAK = 0.1
# Output channels and kernel side by block; a max pool stands between blocks.
BLOCKS = (
    ((32, 3),),
    ((64, 3),),
    ((128, 3), (64, 1), (128, 3)),
    ((256, 3), (128, 1), (256, 3)),
    ((512, 3), (256, 1), (512, 3), (256, 1), (512, 3)),
    ((1024, 3), (512, 1), (1024, 3), (512, 1), (1024, 3)),
)


class DarkNet19Features(nn.Sequential):
    """[batch, 1, side, side] to [batch, 1024, side/32, side/32]; Kaiming start, or it hardly begins to learn."""

    channels = 1024

    def __init__(self) -> None:
        layers: list[nn.Module] = []
        inputs = 1
        for number, block in enumerate(BLOCKS):
            if number:
                layers.append(nn.MaxPool2d(2, 2))
            for outputs, kernel in block:
                convolution = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, bias=False)
                nn.init.kaiming_normal_(convolution.weight, a=LEAK)
                layers += [convolution, nn.BatchNorm2d(outputs), nn.LeakyReLU(LEAK)]
                inputs = outputs
        super().__init__(*layers)
