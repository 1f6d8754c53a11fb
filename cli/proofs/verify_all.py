"""Verify everything about a log: its entries, its schema, and what is derived from it."""

from collections.abc import Collection
from dataclasses import replace

from cli.progress import counting
from events.log.log import Log
from events.proof.verification import Found, verify
from timeline.answers import consistency


def verified(log: Log, sizes: Collection[tuple[str, int]] = ()) -> Found:
    """Verify *log*, and its stored answers unless the log itself fails.

    On the way, the roots of the Merkle trees of these *sizes* are found.
    """
    found = verify(log, sizes)
    if not found.is_log_whole:
        return found
    with counting(found.entries, "Answers") as step:
        return replace(found, faults=(*found.faults, *consistency.verify(log, step)))
