"""Cards carry all 31 attributes, say what is missing, and never leave a hole."""

import json
import shutil
from pathlib import Path

from trabecula_training.packaging.model_card import NOT_AVAILABLE, shortfalls, write_model_card

FIXTURE = Path(__file__).parents[3] / "test" / "fixtures" / "models" / "lumbar-ap-resnet18"


def _card(tmp_path: Path) -> dict:
    package = tmp_path / "lumbar-ap-resnet18"
    shutil.copytree(FIXTURE, package)
    write_model_card(package)
    return json.loads((package / "model-card.json").read_text())


def test_the_card_has_31_source_attributes_and_none_is_empty(tmp_path):
    attributes = _card(tmp_path)["sourceAttributes"]
    assert len(attributes) == 31
    assert all(value.strip() for value in attributes.values())


def test_a_model_that_was_not_judged_says_not_available(tmp_path):
    attributes = _card(tmp_path)["sourceAttributes"]
    assert attributes["validityInternal"] == NOT_AVAILABLE
    assert attributes["fairnessExternal"] == NOT_AVAILABLE


def test_fewer_films_and_a_smaller_input_than_published_are_named():
    manifest = json.loads((FIXTURE / "manifest.json").read_text())
    manifest["input"]["widthPx"] = 112
    lines = shortfalls(manifest)
    assert "0 films; the published network had 2244" in lines[0]
    assert "112 px, not the published 224" in lines[1]
