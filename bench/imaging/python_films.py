"""The Python way from DICOM bytes to tensor, timed: one JSON line for each line "ORDER PLUGIN PATH" on standard input.

ORDER "same": window every pixel through a 16-bit table, then average, as this service does and the networks are trained.
ORDER "short": average first and window the small image: faster, and another result where the window clips. PLUGIN is pydicom's
decoding plugin; "pydicom" is its own (RLE; uncompressed data need none).
"""

import io
import json
import os
import sys
import tempfile
import time

import cv2
import numpy as np
import pydicom
from pydicom.pixels import pixel_array

SIDE = 224
cv2.setNumThreads(1)


def tensor_from(data: bytes, order: str, plugin: str) -> np.ndarray:
    dataset = pydicom.dcmread(io.BytesIO(data))
    options = {"decoding_plugin": plugin} if dataset.file_meta.TransferSyntaxUID.is_compressed else {}
    pixels = pixel_array(dataset, **options)
    pixels = pixels.astype(pixels.dtype.newbyteorder("="), copy=False)
    if order == "same":
        pixels = np.take(grey_of(dataset, np.arange(65536, dtype=np.float32)), pixels)
    rows, columns = pixels.shape
    side = max(rows, columns)
    top, left = (side - rows) // 2, (side - columns) // 2
    square = cv2.copyMakeBorder(pixels, top, side - rows - top, left, side - columns - left, cv2.BORDER_CONSTANT, value=0)
    small = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    grey = small if order == "same" else grey_of(dataset, small)
    return ((grey - 0.5) / 0.25)[None, None]


def grey_of(dataset: pydicom.Dataset, values: np.ndarray) -> np.ndarray:
    """Rescale, LINEAR window and polarity of a film of unsigned pixels."""
    values = values * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
    centre, width = float(dataset.WindowCenter), float(dataset.WindowWidth)
    grey = np.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1).astype(np.float32)
    return 1 - grey if dataset.PhotometricInterpretation == "MONOCHROME1" else grey


out = tempfile.mkdtemp()
print(json.dumps({"pydicom": pydicom.__version__, "opencv": cv2.__version__}), flush=True)
for line in sys.stdin:
    order, plugin, path = line.rstrip("\n").split(" ", 2)
    with open(path, "rb") as file:
        data = file.read()
    try:
        before = time.process_time()
        tensor = tensor_from(data, order, plugin)
        ms = (time.process_time() - before) * 1000
        tensor_file = os.path.join(out, "tensor.f32")
        tensor.astype("<f4").tofile(tensor_file)
        answer = {"ms": ms, "tensorFile": tensor_file}
    except Exception as error:  # noqa: BLE001 - this plugin cannot decode this syntax
        answer = {"error": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(answer), flush=True)
