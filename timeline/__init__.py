"""Meaning: the terms of a partnership, rebuilt from its events."""
