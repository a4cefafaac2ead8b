"""Rotations of right-handed axes: x to the patient's left, y forward, z up (mm throughout the simulator)."""

import math

import numpy as np


def rotation(about_x: float, about_y: float, about_z: float) -> np.ndarray:
    """3 x 3 matrix that turns about x, then y, then z (radians)."""
    cx, sx = math.cos(about_x), math.sin(about_x)
    cy, sy = math.cos(about_y), math.sin(about_y)
    cz, sz = math.cos(about_z), math.sin(about_z)
    turn_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    turn_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    turn_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return turn_z @ turn_y @ turn_x
