"""Logs made by hand, with one term, the fee, in January 2026."""

from dataclasses import replace
from datetime import date, timedelta

from rule_oracle import Kept

from events.dates.dates import Date, parse
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Condition,
    Correct,
    Correction,
    Define,
    Event,
    Set,
    Source,
    Term,
)

OFFICIAL, PRESS, REPORTED = Authority.OFFICIAL, Authority.PRESS, Authority.REPORTED


def log(*acts: Act) -> list[Kept]:
    """Return a log of the vocabulary and then *acts*, recorded one a second on 8 January."""
    article = Source(key="article", url="https://example.org", published=parse("2026-01-06"))
    vocabulary = [
        Define(id="d1", thing=Term(key="fee", title="Fee")),
        Define(id="d2", thing=Condition(key="agi", title="Verified")),
        Define(id="d3", thing=Condition(key="ipo", title="Floated")),
        Define(id="d4", thing=article),
        Define(id="d5", thing=replace(article, key="undated", published=None)),
    ]
    return [
        (version, f"2026-01-08T{timedelta(seconds=version)!s:0>8}.000000Z", act)
        for version, act in enumerate([*vocabulary, *acts], 1)
    ]


def happened(
    name: str,
    when: Date | str | None,
    *changes: Change,
    authority: Authority = OFFICIAL,
    announced: str | None = None,
    sources: tuple[str, ...] = ("undated",),
    met: tuple[str, ...] = (),
) -> Event:
    return Event(
        id=name,
        title=name,
        authority=authority,
        sources=sources,
        when=parse(when) if isinstance(when, str) else when,
        announced=None if announced is None else parse(announced),
        changes=changes,
        met=met,
    )


def fee(
    value: str,
    *,
    through: Date | None = None,
    unless: tuple[str, ...] = (),
    of: str | None = None,
) -> Set:
    return Set(term="fee", value=value, through=through, unless=unless, of=of)


def corrected(name: str, event: str, when: str) -> Correct:
    fields = Correction(given=frozenset({"when"}), when=parse(when))
    return Correct(id=name, event=event, fields=fields, reason="It was wrong.")


def jan(number: int) -> date:
    """Return day *number* of January 2026; numbers above 31 run on into the next months."""
    return date(2025, 12, 31) + timedelta(number)
