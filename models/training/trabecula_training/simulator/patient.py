"""One simulated patient: bone, soft tissue, label, and the path maps of a film of them."""

from dataclasses import dataclass, replace

import numpy as np

from trabecula_training.simulator.bone_mineral import BoneTraits, draw_traits
from trabecula_training.simulator.dxa_label import DxaResult, DxaScan, report, scan, solve_scales
from trabecula_training.simulator.population import Person
from trabecula_training.simulator.random_streams import Streams
from trabecula_training.simulator.ribs_and_pelvis import IliacWing, Rib, build_pelvis, build_ribs
from trabecula_training.simulator.soft_tissue import SoftTissue, build_soft_tissue
from trabecula_training.simulator.spine import Spine, build_spine
from trabecula_training.simulator.torso import Torso, build_torso


@dataclass(frozen=True)
class Patient:
    """Everything a film needs. `scales` are the bone scales of L1-L4; `label` is what DXA reports for this bone."""

    person: Person
    spine: Spine
    torso: Torso
    soft_tissue: SoftTissue
    ribs: list[Rib]
    pelvis: list[IliacWing]
    traits: BoneTraits
    dxa: DxaScan
    scales: np.ndarray
    label: DxaResult
    precision_draw: float

    def with_bone_mass(self, factor: float) -> "Patient":
        """The same patient, shapes, posture and soft tissue, with every level's density multiplied."""
        person = self.person.with_bone_mass(factor)
        scales = solve_scales(self.dxa, person.bmd_g_cm2, self.traits)
        label = report(self.dxa, scales, self.traits, self.precision_draw)
        return replace(self, person=person, scales=scales, label=label)


def build_patient(person: Person, streams: Streams, nuisance: float = 1.0) -> Patient:
    """`nuisance` scales degeneration and malposture. Raises ValueError when no bone gives the person's density."""
    spine = build_spine(person, streams, nuisance)
    traits = draw_traits(streams.bone)
    torso = build_torso(person, streams.soft_tissue)
    soft_tissue = build_soft_tissue(person, spine, torso, streams.soft_tissue)
    ribs = build_ribs(spine, torso, streams.pose)
    pelvis = build_pelvis(spine, streams.pose)
    dxa = scan(spine)
    scales = solve_scales(dxa, person.bmd_g_cm2, traits)
    draw = float(streams.dxa.standard_normal())
    label = report(dxa, scales, traits, draw)
    return Patient(person, spine, torso, soft_tissue, ribs, pelvis, traits, dxa, scales, label, draw)
