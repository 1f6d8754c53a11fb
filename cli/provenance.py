"""Where an answer comes from, in lines for people: the head of the log, clocks, keys, entries."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.reading.session import Whole, view
from cli.terminal import heading, wrapped
from events.model.vocabulary import VERBS

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
    for title, key in _titled(seen, sorted(set(_named(answer)))):
        yield from wrapped(f"{title}: {key}", first="  ", rest="    ")


def _titled(seen: Whole, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the title of each of *keys* that *seen* has, and the key, with its entry if any."""
    record = seen.record
    entries = {one.act.id: one for one in record.acts}
    for key in keys:
        if thing := record.terms.get(key) or record.conditions.get(key):
            yield thing.title or key, key
        elif entry := entries.get(key):
            title = getattr(entry.act, "title", None) or getattr(entry.act, "reason", None)
            yield str(title or key), f"{key}, entry {entry.version}, recorded {entry.recorded}"


def _clocks(seen: Whole, answer: Mapping[str, Any]) -> Iterator[str]:
    points = [answer[end] for end in ("from", "to") if isinstance(answer.get(end), dict)]
    for point in points or [{**answer, "recorded": seen.recorded}]:
        cuts = (point.get(clock) or "not cut" for clock in ("known", "recorded"))
        day = f"as of {point['as_of']}, " if "as_of" in point else ""
        yield "{}known {}, recorded {}".format(day, *cuts)


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
