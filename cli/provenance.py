"""Where an answer comes from, in lines for people: the head of the log, clocks, keys, entries."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.reading.session import Whole, view
from cli.terminal import heading, wrapped
from events.dates.dates import parse
from events.model.vocabulary import VERBS
from timeline.record.days import FAR, last_day
from timeline.record.sources import public_acts

_NAMING = frozenset(VERBS) | {
    *("term", "terms", "event", "events", "id", "unless", "once", "while", "of", "met", "dates"),
    *("calls-off", "confirms", "denies", "after"),
}
"""The fields of JSON whose values are keys of terms, conditions or events."""


def provenance(answer: Mapping[str, Any], recorded: str | None, db: str | None) -> Iterator[str]:
    """Yield the lines that say where *answer* comes from.

    It is the JSON of an answer from *db*, cut at the instant *recorded*.
    """
    seen = view(db, answer["partnership"], recorded)
    yield ""
    yield from heading("Behind it")
    last = seen.last
    yield from wrapped(f"{seen.slug}: entry {last.version}, recorded {last.recorded}", first="  ")
    yield f"  head {seen.head}"
    yield from (f"  {line}" for line in _clocks(seen, answer))
    for line in _keys(seen, sorted(set(_named(answer))), _latest(answer)):
        yield from wrapped(line, first="  ", rest="    ")


def _latest(answer: Mapping[str, Any]) -> int:
    """Return the latest day by which anything in *answer* was known, an ordinal."""
    cuts = [point.get("known") for point in _points(answer)]
    return max(last_day(parse(cut)) if cut else FAR for cut in cuts)


def _keys(seen: Whole, keys: Iterable[str], known: int) -> Iterator[str]:
    """Yield each of *keys* that *seen* has, with its title and, if it is an act, its entry.

    What an event that was not public by the day *known* is called, is not said.
    """
    record = seen.record
    entries, public = {one.act.id: one for one in record.acts}, public_acts(record, known)
    for key in keys:
        if thing := record.terms.get(key) or record.conditions.get(key):
            yield f"{thing.title or key}: {key}"
        elif entry := entries.get(key):
            told = f"{key}, entry {entry.version}, recorded {entry.recorded}"
            title = getattr(entry.act, "title", None) or getattr(entry.act, "reason", None)
            yield f"{title}: {told}" if title and key in public else told


def _clocks(seen: Whole, answer: Mapping[str, Any]) -> Iterator[str]:
    for point in _points({**answer, "recorded": seen.recorded}):
        cuts = (point.get(clock) or "not cut" for clock in ("known", "recorded"))
        day = f"as of {point['as_of']}, " if "as_of" in point else ""
        yield "{}known {}, recorded {}".format(day, *cuts)


def _points(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the two points that *answer* compares, or the one it is of."""
    return [answer[end] for end in ("from", "to") if isinstance(answer.get(end), dict)] or [answer]


def _named(found: Any, field: str = "") -> Iterator[str]:
    """Yield every key in *found*, the value of the JSON *field*."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _named(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from _named(value, field)
    elif isinstance(found, str) and field in _NAMING:
        yield found
