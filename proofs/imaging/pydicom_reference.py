"""What pydicom says of DICOM files, for comparison: `python3 pydicom_reference.py stored|grey OUTDIR < list of files`.

One JSON line a file. "stored": first frame as stored values (int32) in OUTDIR/<n>.i32. "grey": the frame through pydicom's
Modality LUT, VOI LUT and window, scaled to 0..1, inverted for MONOCHROME1 (float64), in OUTDIR/<n>.f64.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pydicom

try:
    from pydicom.pixels import apply_modality_lut, apply_voi_lut
except ImportError:
    from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut

warnings.simplefilter("ignore")
VIDEO = tuple(f"1.2.840.10008.1.2.4.{n}" for n in range(100, 109))


def expected_refusal(path: str) -> str | None:
    """The reason for which a grayscale film reader has to refuse the file, read off its tags by pydicom."""
    with open(path, "rb") as file:
        head = file.read(132)
    if head[128:] != b"DICM":
        return "unreadable"
    dataset = pydicom.dcmread(path, force=True)
    syntax = dataset.file_meta.get("TransferSyntaxUID")
    if syntax is None or "PixelData" not in dataset and not any(t in dataset for t in ("Rows", "FloatPixelData")):
        return "unreadable"
    if syntax.startswith(VIDEO):
        return "transfer-syntax-not-supported"
    if "PixelData" not in dataset:
        return "unreadable"
    if "Rows" not in dataset or "BitsAllocated" not in dataset:
        return "pixel-description-invalid"
    if dataset.get("SamplesPerPixel", 1) != 1 or dataset.BitsAllocated not in (8, 16):
        return "pixel-description-invalid"
    return None


def first_frame(dataset: pydicom.Dataset) -> np.ndarray:
    pixels = dataset.pixel_array
    return pixels[0] if int(dataset.get("NumberOfFrames", 1) or 1) > 1 else pixels


def grey(dataset: pydicom.Dataset) -> np.ndarray:
    pixels = first_frame(dataset)
    modality = apply_modality_lut(pixels, dataset)
    out = apply_voi_lut(modality, dataset).astype(np.float64)
    if "VOILUTSequence" in dataset:
        low, high = 0.0, 2.0 ** dataset.VOILUTSequence[0].LUTDescriptor[2] - 1
    else:
        low, high = window_range(dataset)
    out = (out - low) / (high - low)
    return 1 - out if dataset.PhotometricInterpretation == "MONOCHROME1" else out


def window_range(dataset: pydicom.Dataset) -> tuple[float, float]:
    """The range to which pydicom's apply_windowing scales (its documented y_min and y_max)."""
    if "ModalityLUTSequence" in dataset:
        return 0.0, 2.0 ** dataset.ModalityLUTSequence[0].LUTDescriptor[2] - 1
    bits = dataset.BitsStored
    low, high = (0.0, 2.0**bits - 1) if dataset.PixelRepresentation == 0 else (-(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1)
    slope, intercept = dataset.get("RescaleSlope"), dataset.get("RescaleIntercept")
    if slope is not None and intercept is not None:
        low, high = low * slope + intercept, high * slope + intercept
    return float(low), float(high)


def main() -> None:
    mode, out_folder = sys.argv[1], Path(sys.argv[2])
    for number, path in enumerate(line.rstrip("\n") for line in sys.stdin):
        answer = {"path": path, "refusal": None}
        try:
            answer["refusal"] = expected_refusal(path)
            dataset = pydicom.dcmread(path, force=True)
            answer["transferSyntax"] = str(dataset.file_meta.get("TransferSyntaxUID"))
            values = first_frame(dataset) if mode == "stored" else grey(dataset)
            kind = "i4" if mode == "stored" else "f8"
            file = out_folder / f"{number}.{kind}"
            values.astype("<" + kind).tofile(file)
            answer["file"] = str(file)
        except Exception as error:  # noqa: BLE001 - whatever pydicom raises is its answer
            answer["error"] = f"{type(error).__name__}: {error}"[:200]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
