"""One vertebra as an implicit solid in its own frame: a waisted body with curved endplates, and capsules behind it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Body(NamedTuple):
    """Vertebral body, mm and radians. Endplates are at +-height/2; positive wedge makes the front taller."""

    width: float
    depth: float
    height: float
    wedge: float
    cranial_concavity: float
    caudal_concavity: float
    waist: float
    osteophyte: float
    osteophyte_azimuth: float
    endplate_sclerosis: float
    anterior_collapse: float
    irregularity: float


@dataclass
class Vertebra:
    """`capsules` rows: ax ay az bx by bz (ends), radius a, radius b, z scale, 1 when mirrored to both sides."""

    body: Body
    capsules: np.ndarray
    rotation: np.ndarray
    centre: np.ndarray
    texture_offset: np.ndarray
    box_low: np.ndarray
    box_high: np.ndarray


def posterior_capsules(body: Body, scale: float, transverse_length: float, facet_growth: float, level: int) -> np.ndarray:
    """Pedicles, laminae, spinous and transverse processes, upper and lower articular processes.

    `level` 0 is T11; pedicles stand wider apart downwards. `facet_growth` thickens arthrotic facets (mm).
    """
    back = -body.depth / scale / 2
    side = 13 + max(0, level - 2)
    rows = [
        [side, back + 3, 4, side + 1.5, back - 9, 4, 4.2, 4.2, 0.6, 1],
        [side + 1, back - 12, 1, 4, back - 21, -4, 3.6, 3.4, 0.42, 1],
        [0, back - 22, -5, 0, back - 46, -11, 3.6, 3.0, 0.40, 0],
        [side + 2, back - 13, 4, side + 3.5, back - 14, 15, 4.6 + facet_growth, 4.2 + facet_growth, 0.9, 1],
        [side - 1, back - 17, -6, side - 0.5, back - 19, -19, 4.4 + facet_growth, 4.4 + facet_growth, 0.9, 1],
    ]
    if transverse_length > 5:
        tip = side + 3 + transverse_length
        rows.append([side + 3, back - 9, 4, tip, back - 17, 6, 4.2, 2.8, 0.75, 1])
    capsules = np.array(rows, dtype=float)
    capsules[:, :8] *= scale
    return capsules


def lumbar_box(body: Body, capsules: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Corners of a box that holds body and processes, in the vertebra's frame."""
    reach = max(body.width / 2 + 8, float(np.abs(capsules[:, [0, 3]]).max()) + 5)
    low = np.array([-reach, -body.depth / 2 - 54 * scale, -max(body.height / 2 + 3, 27 * scale)])
    high = np.array([reach, body.depth / 2 + 8, max(body.height / 2 + 3, 23 * scale)])
    return low, high
