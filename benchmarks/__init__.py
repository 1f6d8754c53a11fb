"""Measurements: what a promise of speed was checked with."""
