"""The Python way of a study, timed: pydicom, OpenCV and PyTorch on the shipped networks, from two films to their scores.

Reads lines "PLUGIN AP_PATH LATERAL_PATH" and answers one JSON line each: CPU milliseconds, and each film's logit difference,
by PyTorch as it comes ("eager") and compiled with frozen weights ("compiled": prepacked by oneDNN). One thread, as one worker
here. The same steps as this service: window every pixel, average to each network's size, ask the suitability network, then the
score network. What the service does besides (tags, acceptance, polarity, digests) is not done here, to Python's advantage.
"""

import io
import json
import os
import sys
import time
import warnings

os.environ["TORCHINDUCTOR_FREEZING"] = "1"
warnings.filterwarnings("ignore")

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnx2torch  # noqa: E402
import pydicom  # noqa: E402
import torch  # noqa: E402
from pydicom.pixels import pixel_array  # noqa: E402

MODELS = sys.argv[1]
FOLDERS = {"suitability": "lumbar-suitability", "ap": "lumbar-ap-resnet18", "lateral": "lumbar-lateral-darknet19"}
cv2.setNumThreads(1)
torch.set_num_threads(1)


def plain(path: str) -> onnx.ModelProto:
    """The graph with its weights in float32 and nothing but logits as output."""
    model = onnx.load(path)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in [node for node in model.graph.node if node.op_type == "Cast" and node.input[0] in weights]:
        values = onnx.numpy_helper.to_array(weights[node.input[0]]).astype(np.float32)
        model.graph.initializer.append(onnx.numpy_helper.from_array(values, node.output[0]))
        model.graph.node.remove(node)
    extractor = onnx.utils.Extractor(model)
    return extractor.extract_model([model.graph.input[0].name], ["logits"])


class Networks:
    """Each network as a function of a float32 NCHW array, with its input side."""

    def __init__(self, compiled: bool) -> None:
        self.side, self._run = {}, {}
        for name, folder in FOLDERS.items():
            graph = plain(f"{MODELS}/{folder}/model.onnx")
            self.side[name] = graph.graph.input[0].type.tensor_type.shape.dim[-1].dim_value
            network = onnx2torch.convert(graph).eval().to(memory_format=torch.channels_last)
            self._run[name] = torch.compile(network) if compiled else network

    def __call__(self, name: str, film: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return self._run[name](torch.from_numpy(film)).numpy()[0]


def film_grey(data: bytes, plugin: str) -> np.ndarray:
    """Every pixel windowed, 0..1, bone bright, padded to a square."""
    dataset = pydicom.dcmread(io.BytesIO(data))
    options = {"decoding_plugin": plugin} if dataset.file_meta.TransferSyntaxUID.is_compressed else {}
    pixels = pixel_array(dataset, **options)
    grey = np.take(grey_of(dataset, np.arange(65536, dtype=np.float32)), pixels.astype(np.uint16, copy=False))
    rows, columns = grey.shape
    side = max(rows, columns)
    top, left = (side - rows) // 2, (side - columns) // 2
    return cv2.copyMakeBorder(grey, top, side - rows - top, left, side - columns - left, cv2.BORDER_CONSTANT, value=0)


def grey_of(dataset: pydicom.Dataset, values: np.ndarray) -> np.ndarray:
    """Rescale, LINEAR window and polarity of a film of unsigned pixels."""
    values = values * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
    centre, width = float(dataset.WindowCenter), float(dataset.WindowWidth)
    grey = np.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1).astype(np.float32)
    return 1 - grey if dataset.PhotometricInterpretation == "MONOCHROME1" else grey


def difference(networks: Networks, data: bytes, view: str, plugin: str) -> float:
    square = film_grey(data, plugin)
    for name in ("suitability", view):
        side = networks.side[name]
        small = cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA)
        logits = networks(name, ((small - 0.5) / 0.25)[None, None])
    return float(logits[1] - logits[0])


def timed(networks: Networks, plugin: str, films: list[tuple[str, bytes]]) -> dict:
    before = time.process_time()
    differences = {view: difference(networks, data, view, plugin) for view, data in films}
    return {"ms": (time.process_time() - before) * 1000, "differences": differences}


ways = {"eager": Networks(compiled=False), "compiled": Networks(compiled=True)}
for networks in ways.values():
    for name in FOLDERS:
        networks(name, np.zeros((1, 1, networks.side[name], networks.side[name]), np.float32))
print(json.dumps({"pydicom": pydicom.__version__, "opencv": cv2.__version__, "torch": torch.__version__}), flush=True)
for line in sys.stdin:
    plugin, *paths = line.rstrip("\n").split(" ")
    films = []
    for view, path in zip(("ap", "lateral"), paths):
        with open(path, "rb") as file:
            films.append((view, file.read()))
    print(json.dumps({way: timed(networks, plugin, films) for way, networks in ways.items()}), flush=True)
