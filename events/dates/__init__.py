"""Dates at the precision of their source, durations and instants."""
