"""The fixture packages obey the schema, are reproducible, and their outputs mean what the manifest says."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import onnxruntime
import pytest

from trabecula_training.fixtures.write_fixtures import write_fixtures

REPOSITORY = Path(__file__).parents[3]
SCHEMA = json.loads((REPOSITORY / "models" / "manifest.schema.json").read_text())
COMMITTED = REPOSITORY / "test" / "fixtures" / "models"


@pytest.mark.parametrize("model_id", ["lumbar-ap-resnet18", "lumbar-lateral-darknet19", "lumbar-suitability"])
def test_committed_fixture_manifest_obeys_the_schema(model_id):
    jsonschema.validate(json.loads((COMMITTED / model_id / "manifest.json").read_text()), SCHEMA)


def test_schema_refuses_a_score_model_without_cuts():
    manifest = json.loads((COMMITTED / "lumbar-ap-resnet18" / "manifest.json").read_text())
    del manifest["cuts"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest, SCHEMA)


def test_writing_the_fixtures_again_gives_the_same_checksums(tmp_path):
    write_fixtures(tmp_path)
    for path in sorted(COMMITTED.rglob("model.onnx")):
        assert path.read_bytes() == (tmp_path / path.relative_to(COMMITTED)).read_bytes()


def test_cam_mean_plus_bias_is_the_positive_logit(tmp_path):
    session = onnxruntime.InferenceSession(COMMITTED / "lumbar-ap-resnet18" / "model.onnx")
    films = np.random.default_rng(0).normal(size=(2, 1, 224, 224)).astype(np.float32)
    logits, cam = session.run(["logits", "cam"], {"film": films})
    bias = logits[:, 1] - cam.mean(axis=(1, 2))
    assert np.ptp(bias) < 1e-5
