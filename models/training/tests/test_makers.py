"""The four makers of a set divide its ranges, and change nothing else."""

from dataclasses import asdict

import pytest

from trabecula_training.simulator.imaging_settings import SHIFTED, USUAL, makers


@pytest.mark.parametrize("ranges", [USUAL, SHIFTED])
def test_makers_together_cover_the_ranges_once(ranges):
    parts = list(makers(ranges).values())
    assert len(parts) == 4
    area = sum((p.gamma[1] - p.gamma[0]) * (p.range_compression[1] - p.range_compression[0]) for p in parts)
    whole = (ranges.gamma[1] - ranges.gamma[0]) * (ranges.range_compression[1] - ranges.range_compression[0])
    assert area == pytest.approx(whole)
    same = {name: value for name, value in asdict(ranges).items() if name not in ("gamma", "range_compression")}
    for part in parts:
        assert {name: asdict(part)[name] for name in same} == same
