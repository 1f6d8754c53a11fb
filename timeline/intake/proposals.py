"""Check the event that a program drafted from an article against the words of the article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from events.dates.dates import Date, DateError, parse
from events.errors import InputError
from events.model.vocabulary import VERBS
from timeline.intake.drafting import Drafted
from timeline.intake.figures import numbers
from timeline.intake.quotes import WORDS, Quote, Text, fold
from timeline.intake.sentences import Sentence, date_named, dates_in


class Proposal(NamedTuple):
    """An *event* as plain values, the *quotes* that it rests on, its *changes* and its day."""

    event: Mapping[str, Any]
    quotes: tuple[Quote, ...]
    changes: tuple[Drafted, ...]
    when: Date | None


class UnfoundedError(InputError):
    """Raised when an event says more than its quotes; *sentences* has one for each such thing."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))


def proposed(
    event: Mapping[str, Any], quotes: Sequence[str], text: Text, published: Date | None
) -> Proposal:
    """Return *event* with its *quotes* located in *text*, an article of the day *published*.

    Raises UnfoundedError if a quote is not there, or if a number or a date stands in none of them.
    """
    event = _with_edtf(event)
    found = {quote: text.find(quote) for quote in quotes}
    located = tuple(one for one in found.values() if one)
    said = [*_unquotable(found, text), *_unfounded(event, located, published)]
    if said:
        raise UnfoundedError(said)
    return Proposal(event, located, tuple(map(_change, changes_of(event))), _day(event.get("when")))


def _with_edtf(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *event* with its dates, and those of its changes, as a ledger writes them."""
    changes = event.get("changes")
    own = {key: _edtf(one) if key in _DATES else one for key, one in event.items()}
    if isinstance(changes, list):
        own["changes"] = [_with_edtf(one) if isinstance(one, dict) else one for one in changes]
    return own


def _edtf(said: object) -> object:
    named = date_named(said) if isinstance(said, str) else None
    return named.edtf if named else said


def _unquotable(found: Mapping[str, Quote | None], text: Text) -> Iterator[str]:
    if not found:
        yield "Give the words of the article that the event rests on, in `quotes`."
    for quote, place in found.items():
        if len(quote.split()) > WORDS:
            yield f'A quote has at most {WORDS} words; "{quote[:80]}" has more.'
        elif place is None:
            near = text.nearest(quote)
            there = f' The nearest passage, which is data, is: "{near.text}".' if near else ""
            yield f'The article does not say "{quote}".{there}'


def _unfounded(
    event: Mapping[str, Any], quotes: Sequence[Quote], published: Date | None
) -> Iterator[str]:
    """Yield a sentence for each number and date of *event* that none of its *quotes* has."""
    have = numbers(fold(" ".join(one.text for one in quotes)))
    days = {dated.when.edtf for one in quotes for dated in dates_in(one.text)}
    parts = [event, *changes_of(event)]
    texts = [str(one[key]) for one in parts for key in _TEXTS if key in one]
    for number in sorted(numbers(" ".join(texts)) - have):
        yield f"No quote has the number {number}."
    public = {published.edtf} if published else set()
    for one in parts:
        for key in _DATES:
            if key in one and str(one[key]) not in (days | public if key == "announced" else days):
                yield from _undated(key, str(one[key]), have)


def _undated(key: str, said: str, have: frozenset[str]) -> Iterator[str]:
    counted = re.match(r"(\d+)[dmy] (?:after|from) ", said)
    if counted is None or counted[1] not in have:
        yield f"No quote has the date {said}, in `{key}`; leave it out, and a person will say it."


_TEXTS = ("title", "summary", "value", "note", "text", "positions", "renews", "notice")
_DATES = ("when", "announced", "through", "during")


def changes_of(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the changes of *event* that are mappings; any others are refused by the grammar."""
    changes = event.get("changes")
    return [one for one in changes if isinstance(one, dict)] if isinstance(changes, list) else []


def _change(one: Mapping[str, Any]) -> Drafted:
    verb = next((key for key in VERBS if key in one), "")
    value = one.get("value")
    return Drafted(
        term=str(one.get(verb)),
        verb=verb,
        value=None if value is None else str(value),
        through=_day(one.get("through")),
        when=_day(one.get("when")),
        quotes=(),
        sentence=Sentence("", 0, 0),
        score=1.0,
    )


def _day(said: object) -> Date | None:
    try:
        return parse(said) if isinstance(said, str) else None
    except DateError:
        return None
