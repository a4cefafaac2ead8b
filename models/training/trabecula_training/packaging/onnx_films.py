"""Runs an exported package in onnxruntime: what is evaluated and calibrated is the shipped file itself."""

from pathlib import Path

import numpy as np
import onnxruntime

from trabecula_training.networks.film_source import FilmSource, batch_tensor


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """One thread, all graph optimisations."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run_films(path: Path, source: FilmSource, side_px: int, seed: int, outputs: list[str], batch: int = 16) -> list[np.ndarray]:
    """The named outputs for every film of `source` in order, one fixed draw of each film."""
    session, rng = open_session(path), np.random.default_rng(seed)
    parts = []
    for first in range(0, len(source.t_scores), batch):
        rows = np.arange(first, min(first + batch, len(source.t_scores)))
        parts.append(session.run(outputs, {"film": batch_tensor(source, rows, side_px, rng, augment=False)}))
    return [np.concatenate(values) for values in zip(*parts)]
