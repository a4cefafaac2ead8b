"""Training on a site's own DICOM films and DXA labels, along the same path as the reference models."""
