"""DX DICOM in and out of the training package."""
