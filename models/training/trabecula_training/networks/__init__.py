"""The two published architectures, a small suitability network, their training, calibration and export."""
