"""Fits the covariance model of people to NHANES 2017 - March 2020: `python -m trabecula_training.simulator.fit_population NHANES_DIR`.

The fitted model is small and public domain; it is committed, so that nobody needs the survey files to simulate.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from trabecula_training.packaging.json_file import write_json

LEVELS = ("L1", "L2", "L3", "L4")
BMD_COLUMNS = [f"DXX{level}BMD" for level in LEVELS]
AREA_COLUMNS = [f"DXX{level}A" for level in LEVELS]
BODY_COLUMNS = ["BMXHT", "BMXWT", "BMXWAIST"]
# Missing values are stored as about 5e-79 in some rows; no lumbar level is smaller than this.
SMALLEST_AREA_CM2 = 6.0
MODEL_FILE = Path(__file__).parent / "population_model.json"


def load_survey(folder: Path) -> pd.DataFrame:
    """Persons of 50 and over with four valid lumbar levels, height, weight and waist; weights in WTMECPRP."""
    spine, people, body = (pd.read_sas(folder / f"P_{name}.XPT") for name in ("DXXSPN", "DEMO", "BMX"))
    survey = spine.merge(people, on="SEQN").merge(body, on="SEQN")
    survey = survey[(survey.RIDAGEYR >= 50) & (survey.WTMECPRP > 0)]
    survey = survey.dropna(subset=BMD_COLUMNS + AREA_COLUMNS + BODY_COLUMNS)
    return survey[(survey[AREA_COLUMNS] > SMALLEST_AREA_CM2).all(axis=1)]


def age_terms(age_years: np.ndarray) -> np.ndarray:
    """Regression columns 1, decade from 65, its square; ages outside the survey's 50-80 are held at its edge."""
    decade = (np.clip(age_years, 50, 80) - 65) / 10
    return np.stack([np.ones_like(decade), decade, decade**2], axis=-1)


def fit_sex(survey: pd.DataFrame) -> dict:
    """Weighted regression on age of log height, log weight, log waist, BMD and log areas, with residual covariance."""
    weights = survey.WTMECPRP.to_numpy() / survey.WTMECPRP.sum()
    measured = np.column_stack(
        [np.log(survey[BODY_COLUMNS]), survey[BMD_COLUMNS], np.log(survey[AREA_COLUMNS])]
    )
    terms = age_terms(survey.RIDAGEYR.to_numpy(float))
    root = np.sqrt(weights)[:, None]
    coefficients = np.linalg.lstsq(terms * root, measured * root, rcond=None)[0]
    residual = measured - terms @ coefficients
    covariance = (residual * weights[:, None]).T @ residual
    ages, places = np.unique(survey.RIDAGEYR.to_numpy(int), return_inverse=True)
    return {
        "persons": len(survey),
        "ages": ages.tolist(),
        "ageWeights": np.bincount(places, weights).round(6).tolist(),
        "coefficients": coefficients.round(6).tolist(),
        "covariance": covariance.round(8).tolist(),
    }


def main(folder: Path) -> None:
    survey = load_survey(folder)
    model = {
        "source": "NHANES 2017 - March 2020 (P_DXXSPN, P_DEMO, P_BMX), US public domain, weights WTMECPRP",
        "variables": ["logHeightCm", "logWeightKg", "logWaistCm"]
        + [f"bmd{level}" for level in LEVELS]
        + [f"logAreaCm2{level}" for level in LEVELS],
        "female": fit_sex(survey[survey.RIAGENDR == 2]),
        "male": fit_sex(survey[survey.RIAGENDR == 1]),
    }
    write_json(MODEL_FILE, model)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
