"""Simulated lumbar films, two networks trained on them, and the packages that Trabecula runs."""
