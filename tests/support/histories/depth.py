"""How many random histories the tests try: a few by default, many in `.ci/long`."""

import os

HISTORIES = int(os.environ.setdefault("TIMELINE_HISTORIES", "150"))
"""The number of histories for the rule; all other random tests scale with it."""


def scaled(many: int) -> int:
    """Return the number to try, given that a thousand histories would call for *many*."""
    return max(1, many * HISTORIES // 1000)
