"""Writes a film in 0..1 as a DX For Presentation object, in the wanted bit depth, polarity and transfer syntax."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000, JPEG2000Lossless, JPEGLSLossless, RLELossless

from trabecula_training.dicom.film_header import FilmHeader, write_header

DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1"
IMPLEMENTATION_UID = "2.25.184467440737095516150001"
PYDICOM_SYNTAXES = {"rle": RLELossless, "jpeg-ls": JPEGLSLossless, "jpeg-2000-lossless": JPEG2000Lossless}
SYNTAXES = ("uncompressed", *PYDICOM_SYNTAXES, "jpeg-2000-lossy", "jpeg-lossless")
LOSSY_RATIO = 14


@dataclass(frozen=True)
class PixelFormat:
    """`bone_dark` stores MONOCHROME1 (PS3.3 C.7.6.3.1.2): low words are bright, the window is then inverted."""

    syntax: str
    pixel_mm: float
    bits_stored: int = 12
    bone_dark: bool = False


def _stored(film: np.ndarray, pixels: PixelFormat) -> tuple[np.ndarray, int, int]:
    """(words, word of grey 0, word of grey 1): 5 % of the range is left free at both ends."""
    top = (1 << pixels.bits_stored) - 1
    low, high = round(0.05 * top), round(0.95 * top)
    grey = 1 - film if pixels.bone_dark else film
    return np.round(low + grey * (high - low)).astype(np.uint16), low, high


def _image(dataset: Dataset, film: np.ndarray, pixels: PixelFormat) -> None:
    words, low, high = _stored(film, pixels)
    dataset.SamplesPerPixel, dataset.PixelRepresentation = 1, 0
    dataset.PhotometricInterpretation = "MONOCHROME1" if pixels.bone_dark else "MONOCHROME2"
    dataset.PresentationLUTShape = "INVERSE" if pixels.bone_dark else "IDENTITY"
    dataset.PixelIntensityRelationship, dataset.PixelIntensityRelationshipSign = "LOG", 1 if pixels.bone_dark else -1
    dataset.Rows, dataset.Columns = words.shape
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, pixels.bits_stored, pixels.bits_stored - 1
    dataset.ImagerPixelSpacing = [f"{pixels.pixel_mm:.4f}"] * 2
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = "0", "1", "US"
    # PS3.3 C.11.2.1.2 LINEAR: width high - low + 1 about low + width / 2 maps low to 0 and high to 1.
    width = high - low + 1
    dataset.WindowCenter, dataset.WindowWidth = f"{low + width / 2:.1f}", str(width)
    dataset.VOILUTFunction = "LINEAR"
    dataset.ImageType = ["ORIGINAL", "PRIMARY", ""]
    dataset.PresentationIntentType, dataset.BurnedInAnnotation, dataset.LossyImageCompression = "FOR PRESENTATION", "NO", "00"
    dataset.PixelData = words.tobytes()


def write_film(path: Path, film: np.ndarray, header: FilmHeader, pixels: PixelFormat) -> None:
    """Writes one DICOM file. ValueError for an unknown syntax; jpeg-lossless needs dcmtk's dcmcjpeg."""
    if pixels.syntax not in SYNTAXES:
        raise ValueError(f"unknown syntax '{pixels.syntax}'; one of {', '.join(SYNTAXES)}")
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = DX_FOR_PRESENTATION, header.instance_uid
    meta.TransferSyntaxUID, meta.ImplementationClassUID = ExplicitVRLittleEndian, IMPLEMENTATION_UID
    dataset = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SOPClassUID, dataset.SOPInstanceUID = DX_FOR_PRESENTATION, header.instance_uid
    dataset.SpecificCharacterSet = "ISO_IR 192"
    write_header(dataset, header)
    _image(dataset, film, pixels)
    if pixels.syntax in PYDICOM_SYNTAXES:
        dataset.compress(PYDICOM_SYNTAXES[pixels.syntax], generate_instance_uid=False)
    elif pixels.syntax == "jpeg-2000-lossy":
        dataset.compress(JPEG2000, j2k_cr=[LOSSY_RATIO], generate_instance_uid=False)
        dataset.LossyImageCompression = "01"
        dataset.LossyImageCompressionRatio, dataset.LossyImageCompressionMethod = str(LOSSY_RATIO), "ISO_15444_1"
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)
    if pixels.syntax == "jpeg-lossless":
        subprocess.run(["dcmcjpeg", "--uid-never", str(path), str(path)], check=True)
