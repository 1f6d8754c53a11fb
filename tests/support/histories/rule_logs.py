"""Small logs made by hand, for the rule and its oracle."""

from datetime import date
from typing import Any

from rule_oracle import Kept

from events.dates.dates import Date, parse
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Condition,
    Define,
    Event,
    Partnership,
    Set,
    Source,
    Term,
)

OFFICIAL = Authority.OFFICIAL

VOCABULARY: tuple[Act, ...] = (
    Define(id="p", thing=Partnership(title="Acme and Bolt", parties=("acme", "bolt"))),
    Define(id="t", thing=Term(key="t", title="T")),
    Define(id="u", thing=Term(key="u", title="U")),
    Define(id="x", thing=Condition(key="x", title="X")),
    Define(id="s", thing=Source(key="s", title="S")),
    Define(
        id="a", thing=Source(key="a", title="A", publisher="acme", published=parse("2026-01-05"))
    ),
)


def log(*acts: Act, days: dict[int, int] | None = None) -> list[Kept]:
    """Return a log of the vocabulary and then *acts*.

    *days* maps the index of an act to the day of January on which it was recorded, by default the
    31st. The vocabulary is recorded on the 1st.
    """
    every = (*VOCABULARY, *acts)
    first = len(VOCABULARY)
    of_day = {n: (days or {}).get(n - first, 31 if n >= first else 1) for n in range(len(every))}
    return [(n + 1, f"2026-01-{of_day[n]:02}T00:00:00Z", act) for n, act in enumerate(every)]


OFFICIAL = Authority.OFFICIAL


def event(id: str, when: str | None, *changes: Change, **more: Any) -> Event:
    """Return an event on a day of January, such as `7`, or at a date in EDTF."""
    more = {"authority": OFFICIAL, "sources": ("s",), "title": id} | more
    return Event(id=id, when=dated(when) if when else None, changes=changes, **more)


def dated(text: str) -> Date:
    return parse(f"2026-01-{text:>02}" if len(text) < 3 else text)


def on(number: int) -> date:
    return date(2026, 1, number)


def one(value: str) -> Set:
    return Set(term="t", value=value)
