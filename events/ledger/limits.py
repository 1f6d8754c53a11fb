"""How much of a ledger file is read."""

FILE_LIMIT = 16 * 1024 * 1024
"""The most bytes of a file."""
