"""Accuracy, intervals, calibration and baselines of film models."""
