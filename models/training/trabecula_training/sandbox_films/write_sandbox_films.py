"""Makes the sandbox's films and truth.json: `python -m trabecula_training sandbox-films --into DIR`."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import zoom

from trabecula_training.dicom.film_header import FilmHeader
from trabecula_training.dicom.write_film import PixelFormat, write_film
from trabecula_training.packaging.json_file import write_json
from trabecula_training.sandbox_films.sandbox_cases import (
    REFERENCE_MONTH,
    REFERENCE_YEAR,
    SANDBOX_CASES,
    SERIES_DESCRIPTIONS,
    SYNTAX_ROUND,
    VENDORS,
    SandboxCase,
)
from trabecula_training.simulator.imaging_chain import render_film
from trabecula_training.simulator.imaging_settings import USUAL
from trabecula_training.simulator.path_maps import film_maps
from trabecula_training.simulator.patient import Patient, build_patient
from trabecula_training.simulator.population import draw_person
from trabecula_training.simulator.random_streams import patient_streams

SEED = 505
PIXEL_MM, SHAPE = 0.5, (660, 480)
NATIVE_ROWS = 3000


def simulated_uid(*names: str) -> str:
    """UID under 2.25 (PS3.5 B.2) from a hash of the names: the same at every run."""
    return f"2.25.{int(hashlib.sha256('/'.join(names).encode()).hexdigest()[:28], 16)}"


def find_patient(case: SandboxCase, number: int) -> Patient:
    """The first patient of the case's streams whose label lies in the wanted range."""
    for attempt in range(4000):
        streams = patient_streams(SEED + number, attempt)
        person = draw_person(streams.person, case.male, case.age_years + 0.5)
        low, high = case.t_range
        if not low - 0.2 <= person.target_t_score <= high + 0.2:
            continue
        try:
            patient = build_patient(person, streams, 1.0)
        except ValueError:
            continue
        if low <= patient.label.t_score <= high:
            return patient
    raise ValueError(f"no patient with T in {case.t_range} found for {case.patient_id}")


def _header(case: SandboxCase, number: int, view: str) -> FilmHeader:
    maker, model, _, _, named_by = VENDORS[number % len(VENDORS)]
    birth_month = 1 + (5 * number) % (REFERENCE_MONTH - 1)
    return FilmHeader(
        patient_id=case.patient_id,
        sex="M" if case.male else "F",
        birth_date=f"{REFERENCE_YEAR - case.age_years}{birth_month:02d}{1 + (7 * number) % 28:02d}",
        study_uid=simulated_uid(case.patient_id, "study"),
        series_uid=simulated_uid(case.patient_id, "series", view),
        instance_uid=simulated_uid(case.patient_id, "instance", view),
        accession_number=f"SIM{case.study_date[2:]}{number + 1:02d}",
        study_date=case.study_date,
        study_time=f"{8 + number % 9:02d}{(13 * number) % 60:02d}00",
        view=view,
        series_number=1 if view == "ap" else 2,
        manufacturer=maker,
        model_name=model,
        series_description=SERIES_DESCRIPTIONS[view][number % len(VENDORS)],
        names_view_by=named_by,
    )


def _film(patient: Patient, view: str, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    # No white border on the sandbox's films: what is shown there should explain itself.
    settings = replace(USUAL, white_border_share=0.0)
    return render_film(film_maps(patient, view, rng, PIXEL_MM, SHAPE), view, PIXEL_MM, rng, settings)


def _write_case(case: SandboxCase, number: int, folder: Path) -> list[dict[str, Any]]:
    patient = find_patient(case, number)
    films = []
    for place, view in enumerate(case.views):
        header, vendor = _header(case, number, view), VENDORS[number % len(VENDORS)]
        film, pixel_mm = _film(patient, view, 1000 * number + place), PIXEL_MM
        syntax = SYNTAX_ROUND[(2 * number + place) % len(SYNTAX_ROUND)]
        if case.native_size:
            factor = NATIVE_ROWS / film.shape[0]
            film, pixel_mm, syntax = np.clip(zoom(film, factor, order=3), 0, 1), PIXEL_MM / factor, "jpeg-2000-lossy"
        if view == case.inverted_view:
            film = 1 - film
        path = folder / f"{case.patient_id}-{view}.dcm"
        write_film(path, film, header, PixelFormat(syntax, pixel_mm, bits_stored=vendor[2], bone_dark=vendor[3]))
        films.append(_truth(case, patient, header, path, syntax))
    return films


def _truth(case: SandboxCase, patient: Patient, header: FilmHeader, path: Path, syntax: str) -> dict[str, Any]:
    born = header.birth_date
    return {
        "file": path.name,
        "patientId": case.patient_id,
        "sex": "male" if case.male else "female",
        "birthDate": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "heightCm": round(patient.person.height_cm, 1),
        "weightKg": round(patient.person.weight_kg, 1),
        "lumbarTScore": round(patient.label.t_score, 2),
        "deformedVertebrae": patient.spine.deformed_levels,
        "view": header.view,
        "studyInstanceUid": header.study_uid,
        "seriesInstanceUid": header.series_uid,
        "sopInstanceUid": header.instance_uid,
        "studyDate": f"{case.study_date[:4]}-{case.study_date[4:6]}-{case.study_date[6:]}",
        "accessionNumber": header.accession_number,
        "transferSyntax": syntax,
        "unsuitable": "inverted" if header.view == case.inverted_view else None,
    }


def write_sandbox_films(folder: Path) -> None:
    """All films and truth.json into `folder`; the same at every run on one machine."""
    films = []
    for number, case in enumerate(SANDBOX_CASES):
        films += _write_case(case, number, folder)
        print(f"{case.patient_id}: T {films[-1]['lumbarTScore']}", flush=True)
    write_json(
        folder / "truth.json",
        {
            "statement": "Simulated radiographs and simulated DXA results; no real patient. Ages as of 2026-11.",
            "films": films,
        },
    )
