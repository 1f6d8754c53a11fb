"""The sources of a partnership, and what was found about them, as text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from cli.fast.page import named
from cli.forms import json_text
from cli.sources.check import REMARKS, SourceFinding
from cli.terminal import printable, wrapped
from events.model.kinds import Source
from events.storage.evidence import Evidence


def listed(sources: Sequence[Source], evidence: Evidence) -> Iterator[str]:
    """Yield the lines of the list of *sources*."""
    for one in sources:
        yield one.key
        yield from wrapped(named(one), first="  ", rest="  ")
        if one.url:
            yield f"  {printable(one.url)}"
        if one.snapshot:
            is_kept = evidence.read(one.snapshot) is not None
            yield f"  Snapshot {one.snapshot[:12]}, {'kept' if is_kept else 'bytes not kept here'}."


def as_json(slug: str, sources: Sequence[Source], evidence: Evidence) -> dict[str, Any]:
    """Return the list of *sources* as JSON."""
    return {"partnership": slug, "sources": [_source(one, evidence) for one in sources]}


def _source(one: Source, evidence: Evidence) -> dict[str, Any]:
    kept = evidence.read(one.snapshot) is not None if one.snapshot else False
    own = {"snapshot": one.snapshot, "at": one.at, "kept": kept}
    return {"source": one.key, **json_text.source(one), **own}


def found_as_text(sources: Sequence[Source], found: Sequence[SourceFinding]) -> Iterator[str]:
    """Yield the lines about what was *found* of *sources*."""
    for one in found:
        yield from wrapped(f"{one.source}: {one.says}", rest="  ")
        yield from (f"  Kept: {snapshot}" for snapshot in one.kept if len(one.kept) > 1)
    backed = sum(one.snapshot is not None for one in sources)
    many = sum(one.kind not in REMARKS for one in found)
    findings = "no finding" if not many else "1 finding" if many == 1 else f"{many} findings"
    cited = "1 source" if len(sources) == 1 else f"{len(sources)} sources"
    yield f"{cited}, {backed} with a snapshot; {findings}."


def found_as_json(
    slug: str, sources: Sequence[Source], found: Sequence[SourceFinding]
) -> dict[str, Any]:
    """Return what was *found* of *sources* as JSON."""
    return {
        "partnership": slug,
        "cited": len(sources),
        "with_snapshot": sum(one.snapshot is not None for one in sources),
        "findings": [_finding(one) for one in found if one.kind not in REMARKS],
        "remarks": [_finding(one) for one in found if one.kind in REMARKS],
    }


def _finding(one: SourceFinding) -> dict[str, Any]:
    return {"source": one.source, "finding": one.kind, "says": one.says, "kept": [*one.kept]}
