"""The exported file answers as the PyTorch network does, and stores its weights in half."""

import numpy as np
import onnx
import pytest
import torch

from trabecula_training.networks.film_network import FilmNetwork, ScoreGraph
from trabecula_training.networks.fit_novelty import fit_novelty
from trabecula_training.packaging.export_onnx import export_onnx, folded, round_to_half
from trabecula_training.packaging.onnx_films import open_session

SIDE = 64


def _trained_a_little(architecture: str) -> FilmNetwork:
    """Batch normalisations with statistics of their own, as after training."""
    torch.manual_seed(3)
    network = FilmNetwork(architecture, 2)
    with torch.no_grad():
        network.train()
        for _ in range(3):
            network(torch.randn(4, 1, SIDE, SIDE))
    return network.eval()


@pytest.mark.parametrize("architecture", ["resnet18", "darknet19"])
def test_onnxruntime_agrees_with_pytorch_to_1e_4(tmp_path, architecture):
    rng = np.random.default_rng(0)
    plain = round_to_half(folded(_trained_a_little(architecture)))
    novelty = fit_novelty(rng.normal(size=(80, plain.features.channels)).astype(np.float32))
    graph = ScoreGraph(plain, novelty).eval()
    films = rng.normal(size=(3, 1, SIDE, SIDE)).astype(np.float32)
    with torch.no_grad():
        expected = [value.numpy() for value in graph(torch.from_numpy(films))]
    path = tmp_path / "model.onnx"
    export_onnx(graph, SIDE, ["logits", "cam", "novelty"], path)
    answered = open_session(path).run(["logits", "cam", "novelty"], {"film": films})
    for want, got in zip(expected, answered):
        assert got.shape == want.shape
        assert np.abs(got - want).max() <= 1e-4 * max(1.0, np.abs(want).max())
    stored = {initializer.data_type for initializer in onnx.load(str(path)).graph.initializer}
    assert onnx.TensorProto.FLOAT16 in stored


def test_folding_the_normalisations_changes_nothing():
    network = _trained_a_little("resnet18")
    films = torch.randn(2, 1, SIDE, SIDE)
    with torch.no_grad():
        assert torch.allclose(network(films), folded(network)(films), atol=1e-4)


def test_mean_of_the_attention_map_plus_bias_is_the_positive_logit():
    network = _trained_a_little("darknet19")
    graph = ScoreGraph(network, fit_novelty(np.random.default_rng(1).normal(size=(60, 1024)).astype(np.float32))).eval()
    with torch.no_grad():
        logits, cam, _ = graph(torch.randn(2, 1, SIDE, SIDE))
    assert torch.allclose(cam.mean(dim=(1, 2)) + network.head.bias[1], logits[:, 1], atol=1e-5)
