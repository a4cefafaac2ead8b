"""Writes model packages: ONNX graph, manifest, checksum."""
