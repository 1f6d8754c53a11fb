"""Encode acts as stored bytes and decode them, both by one grammar."""
