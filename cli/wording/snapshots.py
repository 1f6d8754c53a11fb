"""What backs a source: the snapshot of the bytes that were read, and where in them it says so."""

from cli.fast.page import named
from events.model.kinds import Source


def backed(one: Source) -> str:
    """Return a sentence about the snapshot of the source *one*, or nothing if it has none."""
    if one.snapshot is None:
        return ""
    start, _, end = (one.at or "").partition("-")
    where = f", signs {start} to {end} of its text" if end else ""
    return f"Snapshot {one.snapshot[:12]}{where}."


def sourced(one: Source) -> str:
    """Cite the source *one*, with its snapshot if it has one."""
    return f"{named(one)}. {backed(one)}" if one.snapshot else named(one)
