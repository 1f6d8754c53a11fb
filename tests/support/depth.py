"""How deep the tests search that draw random histories: a little each time, far in `.ci/long`."""

import os

HISTORIES = int(os.environ.setdefault("TIMELINE_HISTORIES", "300"))
"""How many histories the rule is tried on; everything else that is random keeps to it."""


def scaled(many: int) -> int:
    """Return how many there are to be, where a thousand histories go with *many*."""
    return max(1, many * HISTORIES // 1000)
