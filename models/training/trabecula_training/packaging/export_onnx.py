"""PyTorch to ONNX: normalisations folded, weights rounded to and stored as float16, computed in float32."""

import copy
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

OPSET = 17
SMALLEST_HALVED = 1024


def folded(network: nn.Module) -> nn.Module:
    """A copy in evaluation mode with every convolution joined with the batch normalisation that follows it."""
    network = copy.deepcopy(network).eval()
    for module in list(network.modules()):
        names = list(module._modules)
        _fold_pairs(module, list(zip(names, names[1:])))
    return network


def _fold_pairs(module: nn.Module, pairs: list[tuple[str, str]]) -> None:
    for first, second in pairs:
        convolution, norm = module._modules[first], module._modules[second]
        if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            module._modules[first] = fuse_conv_bn_eval(convolution, norm)
            module._modules[second] = nn.Identity()


def round_to_half(network: nn.Module) -> nn.Module:
    """Rounds every large parameter to the nearest float16 in place, so that the stored file loses nothing more."""
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.numel() >= SMALLEST_HALVED:
                parameter.copy_(parameter.half().float())
    return network


def _halve_initializers(model: onnx.ModelProto) -> None:
    """Stores large float32 initializers as float16 with a cast in front of their use."""
    casts = []
    for initializer in model.graph.initializer:
        values = numpy_helper.to_array(initializer)
        with np.errstate(over="ignore"):
            halved = values.astype(np.float16)
        if values.dtype != np.float32 or values.size < SMALLEST_HALVED or not np.array_equal(halved.astype(np.float32), values):
            continue
        name = initializer.name
        initializer.CopyFrom(numpy_helper.from_array(halved, f"{name}_half"))
        casts.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)


def export_onnx(graph: nn.Module, side_px: int, outputs: list[str], path: Path) -> None:
    """Writes `graph` (already folded and rounded) with a dynamic batch; input `film` [batch, 1, side, side]."""
    path.parent.mkdir(parents=True, exist_ok=True)
    graph = graph.to(memory_format=torch.contiguous_format).eval()
    torch.onnx.export(
        graph,
        (torch.zeros(2, 1, side_px, side_px),),
        str(path),
        input_names=["film"],
        output_names=outputs,
        dynamic_axes={name: {0: "batch"} for name in ["film", *outputs]},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(str(path))
    _halve_initializers(model)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
