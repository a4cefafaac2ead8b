"""What a simulated film says about itself, and how that is written as DX attributes."""

from dataclasses import dataclass

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

# CID 4010 and CID 4031, SNOMED CT.
VIEW_CODES = {
    "ap": ("399348003", "antero-posterior"),
    "lateral": ("399067008", "lateral"),
    "left-lateral": ("399173006", "left lateral"),
}
LUMBAR_SPINE = ("122496007", "Lumbar spine")


@dataclass(frozen=True)
class FilmHeader:
    """`view` is ap or lateral. `names_view_by`: code (view code and position), position, or description only."""

    patient_id: str
    sex: str
    birth_date: str
    study_uid: str
    series_uid: str
    instance_uid: str
    accession_number: str
    study_date: str
    study_time: str
    view: str
    series_number: int
    manufacturer: str
    model_name: str
    series_description: str
    names_view_by: str = "code"
    body_part: str = "LSPINE"
    faces_left: bool = False
    kvp: float = 80.0


def _code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "SCT", meaning
    return item


def write_header(dataset: Dataset, header: FilmHeader) -> None:
    """Patient, study, series and acquisition attributes; no real person, institution or device."""
    dataset.PatientID, dataset.PatientName = header.patient_id, f"SIMULATED^{header.patient_id}"
    dataset.PatientSex, dataset.PatientBirthDate = header.sex, header.birth_date
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = header.study_uid, header.series_uid
    dataset.StudyID, dataset.AccessionNumber = header.accession_number, header.accession_number
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = header.study_date
    dataset.StudyTime = dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = header.study_time
    dataset.StudyDescription = "XR LUMBAR SPINE 2 VIEWS (SIMULATED)"
    dataset.SeriesDescription, dataset.SeriesNumber, dataset.InstanceNumber = header.series_description, header.series_number, 1
    dataset.Modality, dataset.Manufacturer, dataset.ManufacturerModelName = "DX", header.manufacturer, header.model_name
    dataset.ReferringPhysicianName = ""
    dataset.BodyPartExamined = header.body_part
    dataset.KVP, dataset.DistanceSourceToDetector, dataset.ExposureTime = f"{header.kvp:.1f}", "1150", 90
    dataset.ImageComments = "Simulated radiograph, no real patient"
    region = _code(*LUMBAR_SPINE)
    if header.body_part == "LSPINE":
        dataset.AnatomicRegionSequence = Sequence([region])
    if header.names_view_by == "description":
        return
    lateral = header.view == "lateral"
    dataset.ViewPosition = "LL" if lateral else "AP"
    side = "P" if header.faces_left else "A"
    dataset.PatientOrientation = [side, "F"] if lateral else ["L", "F"]
    dataset.ImageLaterality = "U"
    if header.names_view_by == "code":
        dataset.ViewCodeSequence = Sequence([_code(*VIEW_CODES["left-lateral" if lateral else "ap"])])
