"""The findings about what is cited: a copy in place of the original, and coverage beyond it all."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from events.model.kinds import Source, sources_of
from timeline.findings.finding import REMARK, Finding
from timeline.record.record import Record

_COPIES = re.compile(
    r"(?:.+\.)?(?:staging|stage|preview|preprod|test|dev|mirrors?|web-?cache|cache)\d*\.[^.]+\.[^.]+"
    r"|(?:.+\.)?archive\.(?:org|ph|is|today)"
    r"|(?:.+\.)?(?:localhost|local|test|internal)"
    r"|[\d.]+|.*:.*"
)
"""Matches the host of a copy: for trying out, of an archive, inside a network, or a bare number."""


def citation_findings(record: Record) -> Iterator[Finding]:
    """Yield findings on the sources of *record*, and on the day through which it is complete."""
    for source in record.sources.values():
        host = urlsplit(source.url or "").hostname
        if host and _COPIES.fullmatch(host) and source.retells is None:
            citing = _citing(record, source)
            if citing:
                yield Finding(code="mirror", events=citing, names=(source.key, host))
    yield from _beyond(record)


def _citing(record: Record, source: Source) -> tuple[str, ...]:
    events = (one.event for one in record.events)
    return tuple(event.id for event in events if source.key in sources_of(event))


def _beyond(record: Record) -> Iterator[Finding]:
    """Yield a remark if completeness is claimed for days after everything that is cited."""
    through = record.covered[1] and record.covered[1].latest
    newest = max(_public(record), default=None)
    if through and newest and newest < through:
        yield Finding(code="coverage", level=REMARK, on=through, names=(str(newest), str(through)))


def _public(record: Record) -> Iterator[date]:
    """Yield the earliest day on which each thing in *record* may have become public."""
    published = [source.published for source in record.sources.values()]
    announced = [one.event.announced for one in record.events]
    told = [change.announced for one in record.events for change in one.event.changes]
    for said in (*published, *announced, *told):
        if said and said.earliest:
            yield said.earliest
