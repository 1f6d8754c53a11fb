"""Benchmarks: the measurements behind the promises of speed."""
