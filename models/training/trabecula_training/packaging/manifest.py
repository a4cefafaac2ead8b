"""The manifest beside each model: everything a reader needs to run it, so that no size or cut stands in code."""

from pathlib import Path
from typing import Any

from trabecula_training.packaging.json_file import sha256_of_file, write_json

SCORE_CLASSES = ["t-score-above-minus-2.5", "t-score-at-or-below-minus-2.5"]


def film_input(side_px: int) -> dict[str, Any]:
    """Input description of every network of this package: one grey channel in 0..1, bone bright, squared by padding."""
    return {
        "name": "film",
        "layout": "NCHW",
        "channels": 1,
        "widthPx": side_px,
        "heightPx": side_px,
        "fit": "pad-square-then-resize",
        "padValue": 0,
        "resampling": "area-average",
        "polarity": "bone-bright",
        "range": [0, 1],
        "mean": [0.5],
        "std": [0.25],
        "acceptsForProcessing": False,
    }


def score_outputs(cam_cells: int, refuse_above: float) -> dict[str, Any]:
    """Outputs of a score model: two logits, the map of the positive logit, the novelty score of the pooled features."""
    return {
        "logits": {"name": "logits", "classes": SCORE_CLASSES},
        "cam": {"name": "cam", "rows": cam_cells, "columns": cam_cells},
        "novelty": {"name": "novelty", "refuseAbove": refuse_above},
    }


def write_manifest(folder: Path, description: dict[str, Any], precision: str = "fp32") -> dict[str, Any]:
    """Adds the file entry for folder/model.onnx to `description` and writes folder/manifest.json."""
    onnx_path = folder / "model.onnx"
    file_entry = {
        "path": onnx_path.name,
        "sha256": sha256_of_file(onnx_path),
        "bytes": onnx_path.stat().st_size,
        "precision": precision,
    }
    manifest = {"schemaVersion": 1, **description, "file": file_entry}
    write_json(folder / "manifest.json", manifest)
    return manifest
