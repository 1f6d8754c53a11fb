"""Answers as boxes on three clocks: how acts make them, and how they are read."""
