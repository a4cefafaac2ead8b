"""Filtered tube spectrum and attenuation of bone, lean tissue and fat at its energies."""

from functools import cache
from pathlib import Path

import numpy as np

TABLES = Path(__file__).parent / "attenuation_tables"
DENSITY_G_CM3 = {"bone": 1.92, "tissue": 1.06, "adipose": 0.95}
# Aluminium, NIST mass attenuation (cm2/g) at keV, and its density.
ALUMINIUM_KEV = (20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 150.0)
ALUMINIUM_MU_RHO = (3.441, 1.128, 0.5685, 0.3681, 0.2778, 0.2018, 0.1704, 0.1378)
ALUMINIUM_DENSITY = 2.699
CESIUM_IODIDE_G_CM2 = 0.20
BINS, SUBBINS = 8, 4


@cache
def _table(material: str) -> tuple[np.ndarray, np.ndarray]:
    """(log keV, log cm2/g); a repeated energy is an absorption edge and is moved apart by a millionth."""
    rows = [line.split(",") for line in (TABLES / f"{material}.csv").read_text().splitlines() if line[:1].isdigit()]
    kev = np.array([float(row[0]) * 1000 for row in rows])
    kev = kev * (1 + 1e-6 * np.arange(len(kev)))
    return np.log(kev), np.log([float(row[1]) for row in rows])


def mass_attenuation(material: str, kev: np.ndarray) -> np.ndarray:
    """cm2/g by log-log interpolation of NIST's table."""
    return np.exp(np.interp(np.log(kev), *_table(material)))


@cache
def attenuation_bins(kvp: int, aluminium_tenths_mm: int) -> tuple[np.ndarray, np.ndarray]:
    """(mu [8, 3] in 1/cm for bone, tissue, adipose; detected energy share of each bin).

    Kramers' spectrum, filtered by aluminium, weighted by what a 0.2 g/cm2 caesium iodide detector absorbs.
    """
    kev = np.linspace(20, kvp - 1, BINS * SUBBINS)
    aluminium = np.exp(np.interp(np.log(kev), np.log(ALUMINIUM_KEV), np.log(ALUMINIUM_MU_RHO))) * ALUMINIUM_DENSITY
    detected = 1 - np.exp(-mass_attenuation("cesium_iodide", kev) * CESIUM_IODIDE_G_CM2)
    energy = (kvp - kev) * np.exp(-aluminium * aluminium_tenths_mm / 100) * detected
    energy = (energy / energy.sum()).reshape(BINS, SUBBINS)
    share = energy.sum(axis=1)
    mean_kev = (energy * kev.reshape(BINS, SUBBINS)).sum(axis=1) / share
    mu = [mass_attenuation(name, mean_kev) * density for name, density in DENSITY_G_CM3.items()]
    return np.stack(mu, axis=1), share
