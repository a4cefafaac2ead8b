"""Wrong labels are refused with the line, film or patient they concern."""

import pytest

from trabecula_training.site_films.labels_table import (
    LabelsError,
    read_labels,
    refuse_unlabelled,
    split_by_patient,
)


def _table(tmp_path, rows: list[str], header: str = "file,patient,view,t_score"):
    path = tmp_path / "labels.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["a.dcm,1,ap,nan"], "line 2: T-score nan is outside"),
        (["a.dcm,1,ap,low"], "line 2: T-score 'low' is not a number"),
        (["a.dcm,1,ap,-25"], "line 2: T-score -25 is outside"),
        (["a.dcm,1,ap,-2", "a.dcm,2,ap,-3"], "film a.dcm is labelled twice"),
        (["a.dcm,1,ap,-2", "b.dcm,1,lateral,-2"], "line 3: view 'lateral', but this model is trained on 'ap' alone"),
        (["a.dcm,,ap,-2"], "line 2: file or patient is empty"),
        ([], "no films"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path, rows, message):
    with pytest.raises(LabelsError, match=message.replace("(", r"\(")):
        read_labels(_table(tmp_path, rows), "ap")


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(LabelsError, match="no column t_score"):
        read_labels(_table(tmp_path, ["a.dcm,1,ap"], header="file,patient,view"), "ap")


def test_a_film_without_a_label_and_a_label_without_a_film_are_refused(tmp_path):
    (tmp_path / "a.dcm").touch()
    (tmp_path / "b.dcm").touch()
    with pytest.raises(LabelsError, match="1 films without a label, the first is b.dcm"):
        refuse_unlabelled(read_labels(_table(tmp_path, ["a.dcm,1,ap,-2"]), "ap"), tmp_path)
    (tmp_path / "b.dcm").unlink()
    with pytest.raises(LabelsError, match="1 labels without a film, the first is c.dcm"):
        refuse_unlabelled(read_labels(_table(tmp_path, ["a.dcm,1,ap,-2", "c.dcm,2,ap,-2"]), "ap"), tmp_path)


def test_a_patient_on_both_sides_is_refused(tmp_path):
    rows = ["a.dcm,1,ap,-2,train", "b.dcm,1,ap,-2,test"]
    films = read_labels(_table(tmp_path, rows, header="file,patient,view,t_score,side"), "ap")
    with pytest.raises(LabelsError, match="patient 1 stands in both"):
        split_by_patient(films, seed=1)


def test_a_drawn_split_keeps_patients_apart_and_repeats_by_seed(tmp_path):
    # Sixty patients with two films each; every third is osteoporotic.
    rows = [f"{n}-{k}.dcm,{n},ap,{-3 if n % 3 == 0 else -1}" for n in range(60) for k in (1, 2)]
    films = read_labels(_table(tmp_path, rows), "ap")
    sides = split_by_patient(films, seed=1)
    people = {side: {film.patient for film in members} for side, members in sides.items()}
    assert not people["train"] & people["validation"] and not people["train"] & people["test"]
    assert not people["validation"] & people["test"]
    # 70 / 15 / 15 % of 60.
    assert [len(people[side]) for side in ("train", "validation", "test")] == [42, 9, 9]
    assert split_by_patient(films, seed=1) == sides


def test_a_side_with_one_class_only_is_refused(tmp_path):
    rows = [f"{n}.dcm,{n},ap,-1" for n in range(30)]
    with pytest.raises(LabelsError, match="both classes are needed"):
        split_by_patient(read_labels(_table(tmp_path, rows), "ap"), seed=1)
