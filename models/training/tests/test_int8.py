"""The int8 graph computes what the fp32 graph does, in int8, and the gate counts what it says."""

from types import SimpleNamespace

import numpy as np
import onnx
import torch

from trabecula_training.networks.film_network import FilmNetwork, ScoreGraph
from trabecula_training.networks.film_source import batch_tensor
from trabecula_training.networks.fit_novelty import fit_novelty
from trabecula_training.packaging.export_onnx import export_onnx, folded, round_to_half
from trabecula_training.packaging.int8_package import decisions, quantise
from trabecula_training.packaging.onnx_films import open_session

SIDE = 64


class Ramps:
    """Films with stripes of many widths."""

    t_scores = np.zeros(32)

    def film(self, row, side_px, rng):
        x = np.arange(side_px) * (1 + row) / side_px
        return np.tile(0.5 + 0.5 * np.sin(x), (side_px, 1)).astype(np.float32)


def test_an_int8_graph_answers_nearly_as_the_fp32_graph(tmp_path):
    torch.manual_seed(3)
    network = round_to_half(folded(FilmNetwork("resnet18", 2)))
    films = Ramps()
    novelty = fit_novelty(np.random.default_rng(0).normal(size=(64, 512)).astype(np.float32))
    export_onnx(ScoreGraph(network, novelty), SIDE, ["logits", "cam", "novelty"], tmp_path / "model.onnx")
    quantise(tmp_path / "model.onnx", tmp_path / "int8.onnx", films, SIDE)
    batch = batch_tensor(films, np.arange(16), SIDE, np.random.default_rng(0), augment=False)
    before, after = (open_session(tmp_path / name).run(["logits"], {"film": batch})[0] for name in ("model.onnx", "int8.onnx"))
    assert np.abs(after - before).max() < 0.1 * np.abs(before).max() + 0.02
    stored = {tensor.data_type for tensor in onnx.load(str(tmp_path / "int8.onnx")).graph.initializer if len(tensor.dims) == 4}
    assert onnx.TensorProto.INT8 in stored
    assert (tmp_path / "int8.onnx").stat().st_size < 0.6 * (tmp_path / "model.onnx").stat().st_size


def test_decisions_tell_refused_from_flagged_uncertain_and_not_flagged():
    manifest = {
        "cuts": {"flaggedAtOrAbove": 1.0, "uncertainAtOrAbove": 0.0},
        "outputs": {"novelty": {"refuseAbove": 5.0}},
    }
    scored = SimpleNamespace(score=np.array([-0.1, 0.0, 1.0, 2.0]), novelty=np.array([1.0, 1.0, 5.0, 5.1]))
    assert decisions(scored, manifest).tolist() == [0, 1, 2, 3]
