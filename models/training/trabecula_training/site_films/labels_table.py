"""labels.csv: which film shows which patient in which view, with the lumbar T-score of the DXA."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SIDES = ("train", "validation", "test")
SIDE_SHARES = (0.70, 0.15, 0.15)
COLUMNS = ("file", "patient", "view", "t_score")
LOWEST_T, HIGHEST_T = -8.0, 8.0


class LabelsError(ValueError):
    """What is wrong with the labels, with the line or the file it concerns."""


@dataclass(frozen=True)
class LabelledFilm:
    """`side` is train, validation or test; empty when the table leaves the split to this package."""

    file: str
    patient: str
    view: str
    t_score: float
    side: str = ""


def read_labels(path: Path, view: str) -> list[LabelledFilm]:
    """Every row of the table; LabelsError for a missing column, a bad T-score, a duplicate film or another view."""
    with path.open(newline="", encoding="utf-8-sig") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise LabelsError(f"{path.name}: no column {', '.join(missing)}; wanted {', '.join(COLUMNS)} and optionally side")
        films = [_row(row, line, view) for line, row in enumerate(reader, start=2)]
    if not films:
        raise LabelsError(f"{path.name}: no films")
    _refuse_duplicates(films)
    return films


def _row(row: dict[str, str], line: int, view: str) -> LabelledFilm:
    try:
        t_score = float(row["t_score"])
    except (TypeError, ValueError):
        raise LabelsError(f"line {line}: T-score '{row['t_score']}' is not a number") from None
    if not math.isfinite(t_score) or not LOWEST_T <= t_score <= HIGHEST_T:
        raise LabelsError(f"line {line}: T-score {row['t_score']} is outside {LOWEST_T} to {HIGHEST_T}")
    if row["view"] != view:
        raise LabelsError(f"line {line}: view '{row['view']}', but this model is trained on '{view}' alone")
    if not row["file"] or not row["patient"]:
        raise LabelsError(f"line {line}: file or patient is empty")
    side = (row.get("side") or "").strip()
    if side and side not in SIDES:
        raise LabelsError(f"line {line}: side '{side}' is none of {', '.join(SIDES)}")
    return LabelledFilm(row["file"], row["patient"], view, t_score, side)


def _refuse_duplicates(films: list[LabelledFilm]) -> None:
    seen: set[str] = set()
    for film in films:
        if film.file in seen:
            raise LabelsError(f"film {film.file} is labelled twice")
        seen.add(film.file)


def refuse_unlabelled(films: list[LabelledFilm], folder: Path) -> None:
    """LabelsError when a film of the folder has no label or a label has no film."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.dcm")}
    labelled = {film.file for film in films}
    if unlabelled := sorted(present - labelled):
        raise LabelsError(f"{len(unlabelled)} films without a label, the first is {unlabelled[0]}")
    if absent := sorted(labelled - present):
        raise LabelsError(f"{len(absent)} labels without a film, the first is {absent[0]}")


def split_by_patient(films: list[LabelledFilm], seed: int) -> dict[str, list[LabelledFilm]]:
    """Films by side. A side given in the table is kept; else patients are drawn 70 / 15 / 15 by seed and class.

    LabelsError when a patient stands on two sides, when only some rows name a side, or when a side lacks either class.
    """
    named = {film.patient: film.side for film in films if film.side}
    if named and any(not film.side for film in films):
        raise LabelsError("some rows name a side and some do not; name all or none")
    if not named:
        named = _drawn_sides(films, np.random.default_rng(seed))
    sides: dict[str, list[LabelledFilm]] = {side: [] for side in SIDES}
    for film in films:
        if film.side and film.side != named[film.patient]:
            raise LabelsError(f"patient {film.patient} stands in both {film.side} and {named[film.patient]}")
        sides[named[film.patient]].append(film)
    for side, members in sides.items():
        positives = sum(film.t_score <= -2.5 for film in members)
        if not 0 < positives < len(members):
            raise LabelsError(f"{side} has {positives} films with T <= -2.5 of {len(members)}; both classes are needed")
    return sides


def _drawn_sides(films: list[LabelledFilm], rng: np.random.Generator) -> dict[str, str]:
    """Side by patient; patients with and without a T <= -2.5 are drawn apart, so that small sites get both classes."""
    affected = {film.patient for film in films if film.t_score <= -2.5}
    named = {}
    for group in (sorted(affected), sorted({film.patient for film in films} - affected)):
        bounds = np.cumsum(SIDE_SHARES)[:-1] * len(group)
        for rank, place in enumerate(rng.permutation(len(group))):
            named[group[place]] = SIDES[int(np.searchsorted(bounds, rank, side="right"))]
    return named
