"""Path maps of one film: centimetres of cortical bone, lean tissue and fat along each ray, before any X-ray physics."""

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from trabecula_training.simulator.bone_mineral import CORTICAL_MINERAL, mineral_map, mineral_weights
from trabecula_training.simulator.bone_projection import project_vertebra
from trabecula_training.simulator.ellipsoid_paths import add_ellipsoid
from trabecula_training.simulator.film_view import FilmView, film_view
from trabecula_training.simulator.patient import Patient
from trabecula_training.simulator.ribs_and_pelvis import project_ribs, project_wings
from trabecula_training.simulator.smooth_noise import smooth_noise
from trabecula_training.simulator.spine import L3
from trabecula_training.simulator.torso import trunk_paths
from trabecula_training.simulator.trabecular_texture import trabecular_texture

PIXEL_MM = 1.4
SHAPE = (236, 172)


def _spine_mineral(patient: Patient, view: FilmView, shape, step_mm: float, pixel_mm: float) -> np.ndarray:
    scales = patient.scales
    by_level = [0.98 * scales[0], scales[0], *scales, 0.95 * scales[3]]
    texture = trabecular_texture()
    total = np.zeros(shape)
    for vertebra, scale in zip(patient.spine.vertebrae, by_level):
        total += mineral_map(project_vertebra(vertebra, view, shape, step_mm, texture), scale, patient.traits)
    sacrum = project_vertebra(patient.spine.sacrum, view, shape, step_mm, texture)
    sacrum[0] *= 0.8
    sacrum[1] *= 0.15
    mineral = mineral_map(sacrum, 0.9 * scales[3], patient.traits)
    # The sacrum is built of few capsules; softening hides their ends.
    return total + 0.85 * (0.25 * mineral + 0.75 * gaussian_filter(mineral, 4.5 / pixel_mm))


def bone_mineral_paths(patient: Patient, view: FilmView, shape, pixel_mm: float) -> np.ndarray:
    """g/cm2 of mineral: spine, sacrum, ribs, iliac wings; all follow the person's bone scale."""
    step_mm = max(0.7, pixel_mm)
    mineral = _spine_mineral(patient, view, shape, step_mm, pixel_mm)
    mean_scale = float(patient.scales.mean())
    weights = mineral_weights(0.95 * mean_scale, patient.traits)
    shell, marrow = project_wings(patient.pelvis, view, shape, 1.6 * step_mm)
    wings = 1.2 * (weights[1] * shell + weights[5] * marrow)
    cortex, hollow = project_ribs(patient.ribs, view, shape)
    ribs = CORTICAL_MINERAL * 0.75 * mean_scale**0.5 * cortex + 0.10 * mean_scale * hollow
    return mineral + gaussian_filter(wings, 2.0 / pixel_mm) + ribs


def _soft_paths(patient: Patient, view: FilmView, shape, pixel_mm: float) -> dict[str, np.ndarray]:
    soft = patient.soft_tissue
    fat, gas, plaque = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for part in soft.fat:
        add_ellipsoid(fat, view, part.centre, part.semi_axes, part.turn, part.weight)
    for cluster in soft.gas_clusters:
        joined = np.zeros(shape)
        for bubble in cluster:
            add_ellipsoid(joined, view, bubble.centre, bubble.semi_axes, bubble.turn, 1.0, keep_longest=True)
        gas += gaussian_filter(joined, 0.8 / pixel_mm)
    for bubble in soft.bubbles:
        add_ellipsoid(gas, view, bubble.centre, bubble.semi_axes, bubble.turn)
    for part in soft.plaques:
        add_ellipsoid(plaque, view, part.centre, part.semi_axes, part.turn, part.weight)
    return {"fat": fat, "gas": gas, "plaque": plaque}


def _back_furrow(patient: Patient, view: FilmView, shape) -> np.ndarray:
    """Missing tissue (cm) in the midline groove between the paraspinal muscles."""
    x = view.origin[0] + np.arange(shape[1]) * view.column_step[0] - patient.spine.vertebrae[L3].centre[0]
    groove = np.exp(-0.5 * (x / patient.soft_tissue.furrow_width_mm) ** 2)
    return np.broadcast_to(patient.soft_tissue.back_furrow_cm * groove, shape)


def film_maps(patient: Patient, kind: str, rng: np.random.Generator, pixel_mm: float = PIXEL_MM, shape=SHAPE) -> np.ndarray:
    """[3, rows, columns] float32: cm of cortical bone, lean tissue, fat. `rng` draws view and outlines, never bone."""
    view = film_view(kind, patient.torso, patient.spine.vertebrae[L3].centre, pixel_mm, shape, rng)
    shift = [smooth_noise(rng, shape, pixel_mm, 16.0, 60.0) * 4.0 / pixel_mm for _ in range(2)]
    relief = smooth_noise(rng, shape, pixel_mm, 25.0, 200.0) * patient.soft_tissue.skin_relief_cm
    uneven = smooth_noise(rng, shape, pixel_mm, 3.0, 120.0) * patient.soft_tissue.uneven_cm
    whole, inner = trunk_paths(patient.torso, view, shape)
    soft = _soft_paths(patient, view, shape, pixel_mm)
    # Ellipsoids look like ellipsoids: a smooth random displacement makes organs and gas irregular.
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    for name in ("fat", "gas"):
        soft[name] = map_coordinates(soft[name], [rows + shift[0], columns + shift[1]], order=1, mode="nearest")
    bone = (bone_mineral_paths(patient, view, shape, pixel_mm) + soft["plaque"]) / CORTICAL_MINERAL
    thick = np.minimum(1.0, inner / 8.0)
    lean = np.maximum(inner - soft["fat"], 0) - uneven * thick
    fat = whole - inner + soft["fat"] + (uneven + relief) * thick
    if kind == "ap":
        lean = lean - _back_furrow(patient, view, shape) * thick
    gas = np.minimum(soft["gas"], 0.5 * inner)
    return np.stack([bone, np.maximum(lean - bone - 0.95 * gas, 0), np.maximum(fat, 0)]).astype(np.float32)
