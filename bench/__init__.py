"""Benchmarks: each prints its figure beside the limit that an issue sets, as medians of several runs."""
