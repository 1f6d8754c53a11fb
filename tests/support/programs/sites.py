"""Sites written for any log, and what their pages have to show given the answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from cli.publish.addresses import linked
from cli.reading.session import Whole
from cli.render.answers import named
from cli.site.build import pages
from cli.terminal import printable
from cli.wording.answers import STATUS, flagged, joined, readable
from cli.wording.dates import bare, day_in_words, length
from events.dates.dates import parse
from events.log.log import Entry, Head
from events.model.kinds import Source
from events.payload import codec
from timeline.record.record import Kept, Record, record_of

Cells = dict[str, Any]
"""The cells of a row, by name."""


@dataclass(frozen=True)
class Site:
    """The pages about one partnership, in *folder*."""

    folder: Path
    slug: str
    record: Record

    def address(self, path: str = "index.html", behind: str = "") -> str:
        """Return the URL of a page of the partnership, with *behind* after the #."""
        return (self.folder / self.slug / path).as_uri() + behind

    @property
    def overview(self) -> str:
        """The URL of the page that lists all partnerships."""
        return (self.folder / "index.html").as_uri()

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the events, by id."""
        return {one.event.id: one.event.title for one in self.record.events}


def site(folder: Path, seen: Whole, *, on: date | None = None) -> Site:
    """Write the pages about *seen* into *folder*."""
    for path, content in pages([seen], on=on):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return Site(folder, seen.slug, seen.record)


def view_of(slug: str, kept: Sequence[Kept]) -> Whole:
    """Return a log made by hand, as a command would see it."""
    entries = list(_entries(slug, kept))
    last = Head(slug, entries[-1].version, entries[-1].digest, entries[-1].recorded)
    return Whole(slug=slug, record=record_of(kept), recorded=None, last=last, entries=entries)


def _entries(slug: str, kept: Iterable[Kept]) -> Iterator[Entry]:
    digest = b""
    for number, one in enumerate(kept, 1):
        payload = codec.encode(one.act)
        digest = sha256(digest + payload).digest()
        yield Entry(number, slug, one.version, one.act.id, one.recorded, one.actor, payload, digest)


def row(answer: Mapping[str, Any], titles: Mapping[str, str]) -> Cells:
    """Return what a term's row has to show for this *answer* of `as-of -o json`."""
    cells = {
        "status": STATUS[answer["status"]],
        "value": _value(answer),
        "flags": [flagged([flag]) for flag in answer["flags"]],
        "since": bare(parse(answer["since"])) if answer["since"] else "",
        "event": _event(answer["event"], titles),
        "standing": "; ".join(_standing(answer)),
        "possible": [[_limited(one), *_event(one["event"], titles)] for one in answer["possible"]],
        "replaced": [[_replaced(one), *_event(one["event"], titles)] for one in answer["replaced"]],
        "claims": [[_claimed(one), *_event(one["event"], titles)] for one in answer["claims"]],
        "disputes": [[_disputed(one), *_event(one["event"], titles)] for one in answer["disputes"]],
        "sources": [_source(one) for one in answer["sources"]],
    }
    return {"data-status": answer["status"], **{key: _shown(cells[key]) for key in cells}}


def _shown(value: Any) -> Any:
    """Return texts as a page shows them: characters that hide or reverse text are escaped."""
    if isinstance(value, str):
        return printable(value, lines=True)
    return [_shown(one) for one in value]


def _value(answer: Mapping[str, Any]) -> str:
    if answer["possible"]:
        return "one of:"
    value: str = answer["value"] or ""
    return f"was: {value}" if answer["status"] == "expired" else value


def _standing(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer["authority"]:
        yield answer["authority"]
    if answer["by"]:
        yield f"said by {joined(answer['by'])}"
    yield from _limits(answer)
    if answer["while"]:
        yield f"while {answer['while']} is in force"
    if answer["confirmed"] and answer["last_confirmed"] != answer["since"]:
        perhaps = "perhaps " if answer["confirmed"]["perhaps"] else ""
        yield f"{perhaps}confirmed {bare(parse(answer['last_confirmed']))}"
    if answer["said_unchanged"]:
        yield f"said only to be unchanged ({answer['said_unchanged']['authority']})"


def _limits(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer["through"]:
        yield f"through {readable(answer['through'])}"
    if answer["renews"]:
        yield f"renews for {length(answer['renews'])} at a time"
    if answer["unless"]:
        yield f"unless {', '.join(answer['unless'])}"


def _said(one: Mapping[str, Any]) -> str:
    if one["status"] == "expired":
        return f"expired (was: {one['value']})"
    return one["value"] or STATUS[one["status"]]


def _limited(one: Mapping[str, Any]) -> str:
    return ", ".join([_said(one), *_limits(one)])


def _replaced(one: Mapping[str, Any]) -> str:
    return f"in place of {one['authority']}: {_said(one)}"


def _claimed(one: Mapping[str, Any]) -> str:
    how = "claimed otherwise" if one["differs"] else "claimed"
    by = joined(one["by"]) or "somebody unnamed"
    through = f"through {readable(one['through'])}" if one["through"] else ""
    said = _said(one) if through in _said(one) else f"{_said(one)}, {through}"
    since = f", {_since(one)}" if one["since"] else ""
    denied = "; denied since" if one["denied_by"] else ""
    return f"{how} by {by}: {said} ({one['authority']}{since}){denied}"


def _disputed(one: Mapping[str, Any]) -> str:
    sides = (f"{each['party']}: {each['says']}" for each in one["positions"])
    return "; ".join([f"disputed {_since(one)}".strip(), *sides])


def _since(one: Mapping[str, Any]) -> str:
    return f"since {bare(parse(one['since']))}" if one["since"] else ""


def _event(event: str | None, titles: Mapping[str, str]) -> list[str]:
    """Return a link to an event that shows its title."""
    return [titles[event], f"events/{event}.html"] if event else []


def _source(form: Mapping[str, Any]) -> list[str]:
    published = parse(form["published"]) if form["published"] else None
    source = Source(key="source", **{**form, "published": published})
    address = linked(source.url)
    return [named(source), address] if address else [named(source)]


def difference(one: Mapping[str, Any], titles: Mapping[str, str]) -> Cells:
    """Return what a row of the comparison has to show for a difference of `diff -o json`."""
    cells = {
        "term": one["term"],
        "cause": one["cause"],
        "before": _whole(one["before"]),
        "after": _whole(one["after"]),
        "events": [_event(event, titles) for event in one["events"]],
        "days": f" of {_days(**one['days'])}" if one["days"] else "",
    }
    return {key: _shown(cells[key]) for key in cells}


def _days(**days: str | None) -> str:
    since, until = (
        one and day_in_words(date.fromisoformat(one)) for one in (days["from"], days["until"])
    )
    if since and until:
        return f"{since} through {until}" if since != until else since
    return f"from {since} on" if since else f"through {until}"


def _whole(answer: Mapping[str, Any]) -> list[str]:
    said = _said(answer)
    if answer["possible"]:
        said = f"undetermined: {' or '.join(map(_said, answer['possible']))}"
    parts = [STATUS[answer["status"]], *_limits(answer)]
    return [said, "; ".join(parts)] if answer["value"] else [said]
