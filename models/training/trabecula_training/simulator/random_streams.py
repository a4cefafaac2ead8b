"""Separate random streams, so that drawing more in one part never changes another part of the same patient."""

from typing import NamedTuple

import numpy as np


class Streams(NamedTuple):
    person: np.random.Generator
    bone: np.random.Generator
    deformity: np.random.Generator
    pose: np.random.Generator
    soft_tissue: np.random.Generator
    projection: np.random.Generator
    dxa: np.random.Generator


def patient_streams(seed: int, patient_number: int) -> Streams:
    """The streams of one patient of the cohort `seed`; equal arguments give equal streams."""
    root = np.random.SeedSequence(entropy=seed, spawn_key=(patient_number,))
    return Streams(*(np.random.default_rng(child) for child in root.spawn(len(Streams._fields))))
