"""Open a changelog with up to three sentences: the changes, the disputes, what is next."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from cli.changelog.days import stands_on
from cli.fast.sentences import quoted, sentence
from cli.fast.spoken import since
from cli.files import read_text
from cli.wording.answers import joined
from cli.wording.dates import between, plainly
from cli.wording.titles import Name
from events.dates.dates import Date
from events.errors import InputError
from timeline.rule.answer import OWN_WORD
from timeline.views.changelog import UNSAID, Line


def own(path: str | None) -> list[str] | None:
    """Return the paragraphs of the file *path*, each on one line, or None if there is no file."""
    if path is None:
        return None
    found = [" ".join(one.split()) for one in re.split(r"\n\s*\n", read_text(path))]
    if not any(found):
        raise InputError(f"{path} is empty; write the opening sentences in it.")
    return [one for one in found if one]


def lede(lines: Sequence[Line], name: Name, upcoming: Sequence[dict[str, Any]]) -> list[str]:
    """Return the opening sentences of a changelog with these *lines*; *upcoming* is ahead.

    *name* gives titles to keys.
    """
    newest = sorted(lines, key=lambda line: -line.on.toordinal())
    return [*_changed(newest, name), *_disputed(newest), *_ahead(upcoming)]


def _changed(newest: Sequence[Line], name: Name) -> Iterator[str]:
    """Yield which events changed most answers, and how many."""
    by_event = _by_event(one for one in newest if one.group in _ANSWERS)
    if not by_event:
        none = "No term changed in this period" if newest else "Nothing happened in this period"
        said = [f"{_called(own[0], name)} {_did(own, _SAID)}" for own in _restated(newest, ())]
        yield f"{'; '.join([none, *said])}."
        return
    counts = sorted(map(len, by_event.values()), reverse=True)
    most = [own for own in by_event.values() if len(own) >= counts[:_MOST][-1]][:_MOST]
    told = [f"{_called(own[0], name)} {_did(own, _OFFICIAL)}" for own in most]
    told += [f"{_called(own[0], name)} {_did(own, _SAID)}" for own in _restated(newest, most)]
    yield f"{'; '.join(told)}."


def _restated(newest: Sequence[Line], named: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of the official statement that confirms most, unless *named* already.

    One that confirms a single term is no news of its own.
    """
    events = {own[0].event for own in named}
    found = [
        own
        for own in _by_event(o for o in newest if o.term and o.group in _OFFICIAL).values()
        if own[0].event not in events and _confirmed(own) > 1
    ]
    if found:
        yield max(found, key=_confirmed)


def _confirmed(own: Sequence[Line]) -> int:
    """Return how many of the lines *own* are confirmed by the word of a party or a register."""
    return sum(line.group == "Confirmed" and line.steps[-1].rank >= OWN_WORD for line in own)


def _by_event(lines: Iterable[Line]) -> dict[tuple[str, date], list[Line]]:
    found: dict[tuple[str, date], list[Line]] = {}
    for line in lines:
        found.setdefault((line.event, line.on), []).append(line)
    return found


def _called(line: Line, name: Name) -> str:
    day = plainly(stands_on(line))
    return f"The day {day}" if line.group in UNSAID else f"{quoted(name(line.event))} ({day})"


def _did(own: Sequence[Line], order: Sequence[str]) -> str:
    """Return what an event did to how many terms: `changed 11 terms, ended one and added one`.

    It is told in the *order* of the groups.
    """
    counts = Counter(line.group for line in own)
    first, *more = (name for name in order if name in counts)
    terms = f"{_number(counts[first])} {'term' if counts[first] == 1 else 'terms'}"
    # Who says that nothing changes has put in words what was not on record.
    does = _DID | ({"Added": "put {} more on record"} if order is _SAID else {})
    said = [does[first].format(terms)]
    return joined([*said, *(does[name].format(_number(counts[name])) for name in more)])


_ANSWERS = ("Changed", "Ended", "Added", "Returned", "Clarified", "Expired")
_OFFICIAL = (*_ANSWERS, "Confirmed")
_SAID = ("Confirmed", "Clarified", "Changed", "Ended", "Added", "Returned", "Expired")
"""The order in which an event is told of that confirms more than it changes."""

_DID = {
    "Changed": "changed {}", "Ended": "ended {}", "Added": "added {}",
    "Returned": "brought {} back", "Clarified": "clarified {}", "Expired": "was the end of {}",
    "Confirmed": "confirmed {}",
}  # fmt: skip
_MOST = 2
"""The most events that a lede names."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _disputed(newest: Sequence[Line]) -> Iterator[str]:
    """Yield which terms came to be disputed, or no longer are, at the end of the period."""
    state = {
        line.term.title: line
        for line in reversed(newest)
        if line.term and line.group in ("Disputed", "Settled")
    }
    disputed = {title: line for title, line in state.items() if line.group == "Disputed"}
    by_day: dict[Date, list[str]] = {}
    for title, line in (disputed or state).items():
        by_day.setdefault(stands_on(line), []).append(quoted(title))
    told = [
        f"{joined(titles)} {'has' if len(titles) == 1 else 'have'} been disputed {since(day)}"
        if disputed
        else f"the dispute over {joined(titles)} ended {between(day)}"
        for day, titles in by_day.items()
    ]
    if told:
        yield sentence("; ".join(told))


def _ahead(upcoming: Sequence[dict[str, Any]]) -> Iterator[str]:
    dated = [one for one in upcoming if one["date"]]
    if dated:
        same = [one for one in dated if one["date"] == dated[0]["date"]]
        done = _grouped(same)
        does = joined(_done(verb, joined(map(quoted, titles))) for verb, titles in done)
        yield f"The next date on record is {dated[0]['date']}: {does}."


def _grouped(coming: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what happens on a day, each with the titles of the terms to which it happens."""
    found: dict[str, list[str]] = {}
    for one in coming:
        found.setdefault(one["does"], []).append(one["title"])
    yield from found.items()


def _done(does: str, titles: str) -> str:
    return f"the last day of {titles}" if does == ENDS else f"{titles} {does}"


ENDS = "ends"
"""What is said to be coming to a term on its last day."""
