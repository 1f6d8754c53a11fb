"""Print one event in full: what it says now, how it was corrected, its sources and its entry."""

from collections.abc import Iterator
from typing import Any

from cli.fast.sentences import sentence
from cli.forms import json_text
from cli.forms.markdown import escaped
from cli.reading.session import Whole, kept
from cli.render.answers import source_lines
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.dates import instant_in_words
from cli.wording.deeds import acted_on
from cli.wording.happenings import facts, sayings
from cli.wording.snapshots import backed
from cli.wording.titles import titles
from events.log.log import Entry
from events.model.kinds import EVENT_FIELDS, Correct, Event, Retract, Source, sources_of
from events.payload import codec
from timeline.record.record import Standing, record_of
from timeline.record.relations import relations_of
from timeline.record.steps import Step, steps_of

LABEL = 12


def show(seen: Whole, name: str, form: str) -> None:
    """Print the entry *name* of the partnership *seen*, in this *form*."""
    if form == "json":
        deliver(json_text.dump(_json(seen, name)))
    else:
        title = _title(seen, name)
        above, margin = (
            ([f"# {escaped(title)}", ""], "    ") if form == "md" else (heading(title), "")
        )
        echo("\n".join([*above, *(margin + line for line in _text(seen, name))]))


def _title(seen: Whole, name: str) -> str:
    standing = seen.record.standing(name)
    return getattr(standing.event if standing else _entry(seen, name).act(), "title", "") or name


def _entry(seen: Whole, name: str) -> Entry:
    return next(entry for entry in seen.entries if entry.id == name)


def _about(seen: Whole, name: str) -> list[tuple[Entry, Correct | Retract]]:
    """Return the corrections and retractions of the event *name*, and those of its corrections."""
    pairs = [(entry, entry.act()) for entry in seen.entries]
    acts = [(entry, act) for entry, act in pairs if isinstance(act, Correct | Retract)]
    names = {name, *(act.id for _, act in acts if act.event == name)}
    return [(entry, act) for entry, act in acts if act.event in names]


def _json(seen: Whole, name: str) -> dict[str, Any]:
    entry = _entry(seen, name)
    act = entry.act()
    standing, relations = seen.record.standing(name), relations_of(seen.record)
    said = [one for one in (act, standing and standing.event) if isinstance(one, Event | Correct)]
    cited_here = list(dict.fromkeys(key for one in said for key in sources_of(one)))
    return {
        "partnership": seen.slug,
        "id": name,
        "version": entry.version,
        "recorded": entry.recorded,
        "actor": entry.actor,
        "digest": entry.digest.hex(),
        "as_recorded": codec.plain(act),
        "as_corrected": codec.plain(standing.event) if standing else None,
        "falls_on": json_text.text_of(relations.when(name)) if standing else None,
        "authority": relations.authority(name) if standing else None,
        "acted": [one._asdict() for one in acted_on(name, relations)] if standing else [],
        "acts": [
            {"version": other.version, "recorded": other.recorded, "actor": other.actor}
            | codec.plain(about)
            for other, about in _about(seen, name)
        ],
        "sources": {key: _source(seen.record.sources[key]) for key in cited_here},
    }


def _source(one: Source) -> dict[str, Any]:
    return {**json_text.source(one), "snapshot": one.snapshot, "at": one.at}


def _text(seen: Whole, name: str) -> Iterator[str]:
    """Yield what the event *name* says, what became of it, and how the log has it."""
    entry, standing = _entry(seen, name), seen.record.standing(name)
    yield from _event(seen, standing) if standing else _plain(codec.plain(entry.act()))
    for other, about in _about(seen, name):
        verb = "corrected" if isinstance(about, Correct) else "RETRACTED"
        what = verb if about.event == name else f"{about.event} {verb}"
        yield ""
        yield from wrapped(f"{what} by {about.id}, recorded {_recorded(other)}: {about.reason}")
        if isinstance(about, Correct):
            yield from _corrected(seen, other, about)
    now = standing.event if standing else entry.act()
    keys = list(dict.fromkeys(sources_of(now))) if isinstance(now, Event | Correct) else []
    if keys:
        yield ""
        yield "Sources"
    for key in keys:
        yield from source_lines(seen.record.sources[key], "  - ")
        if seen.record.sources[key].snapshot:
            yield from wrapped(backed(seen.record.sources[key]), first="    ")
    yield ""
    yield from wrapped(
        f"Entry {entry.version} of {seen.slug}: {name}, recorded {_recorded(entry)}."
    )
    yield from wrapped(entry.digest.hex(), first="Digest: ")


def _event(seen: Whole, standing: Standing) -> Iterator[str]:
    event, relations = standing.event, relations_of(seen.record)
    yield from wrapped(" ".join(facts(standing, relations)))
    if event.summary:
        yield from wrapped(sentence(event.summary))
    name = titles(seen.record)
    told = [f"This was met: {name(condition)}." for condition in event.met]
    if event.restates:
        told.append(f"The text is restated; what it leaves out ends: {', '.join(event.restates)}.")
    told += sayings(_own(seen, event), event, relations)
    if told:
        yield ""
        yield "What it says"
    for text in told:
        yield from wrapped(text, first="  ", rest="    ")


def _own(seen: Whole, event: Event) -> list[Step]:
    """Return the changes that *event* makes, in the order in which it has them."""
    every = (step for steps in steps_of(seen.record).values() for step in steps)
    own = (step for step in every if step.event == event.id and step.index >= 0)
    return sorted(own, key=lambda step: step.index)


def _recorded(entry: Entry) -> str:
    when = instant_in_words(entry.recorded)
    return f"{when}, by {entry.actor}" if entry.actor else when


def _corrected(seen: Whole, entry: Entry, by: Correct) -> Iterator[str]:
    """Yield the fields that the correction *by* changed, as they were just before and after it."""
    before = [one for one in seen.entries if one.version < entry.version]
    earlier = record_of(kept(before)).standing(by.event)
    was = codec.plain(earlier.event) if earlier else {}
    now = codec.plain(by)
    for field in (name for name in EVENT_FIELDS if name in by.fields.given):
        if was.get(field) != now.get(field):
            text = f"{field}: was {_short(was.get(field))}, is {_short(now.get(field))}"
            yield from wrapped(text, first="  ", rest="    ")


def _short(value: object) -> str:
    match value:
        case None:
            return "none"
        case True:
            return "true"
        case dict():
            return "; ".join(f"{key}: {_short(said)}" for key, said in value.items())
        case list():
            parts = (f"({_short(one)})" if isinstance(one, dict) else str(one) for one in value)
            return ", ".join(parts) or "none"
        case _:
            return str(value)


_SKIPPED = ("id", "title", "sources", "changes")


def _plain(plain: dict[str, Any]) -> Iterator[str]:
    """Yield what an entry that is no event says, in the words of a ledger file."""
    for key, value in plain.items():
        if key not in _SKIPPED:
            yield from _field(key, _short(value))
    changes = plain.get("changes", [])
    if changes:
        yield "changes"
    for change in changes:
        yield from wrapped(_short(change), first="  - ", rest="    ")


def _field(name: str, value: str) -> Iterator[str]:
    yield from wrapped(value, first=name.ljust(LABEL))
