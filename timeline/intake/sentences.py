"""The sentences of an article, and the dates that stand in them at their own precision."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from events.dates.dates import Date, DateError, parse
from events.dates.everyday_dates import edtf_of

WHEN, THROUGH, OTHER = "when", "through", "other"
"""What a date is in its sentence: the day of what it tells, a last day, or neither for sure."""

LONGEST = 1000
"""The most characters of a sentence that is read; what is longer is a table, or no prose."""


class Sentence(NamedTuple):
    """A sentence of an article, from the offset *start* to the one before *end*."""

    text: str
    start: int
    end: int


class Dated(NamedTuple):
    """A date in a text, at the precision written, from *start* to before *end*, and its *role*."""

    when: Date
    start: int
    end: int
    role: str


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of *text* that are read, each within one line."""
    return (one for one in _every(text) if len(one.text) <= LONGEST)


def overlong(text: str) -> int:
    """Return how many sentences of *text* are too long to be read."""
    return sum(len(one.text) > LONGEST for one in _every(text))


def _every(text: str) -> Iterator[Sentence]:
    for line in _LINE.finditer(text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if not _ABBREVIATED.search(text, max(start, stop.start() - 12), stop.start() + 1):
                yield from _sentence(text, start, stop.start(1))
                start = stop.end()
        yield from _sentence(text, start, line.end())


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    said = text[start:end]
    if said.strip():
        yield Sentence(said, start, end)


def clauses(one: Sentence, tells: Callable[[str], bool]) -> Iterator[Sentence]:
    """Yield the parts of the sentence *one* for each of which *tells* is true."""
    start = 0
    for joint in _JOINT.finditer(one.text):
        if tells(one.text[start : joint.start()]) and tells(one.text[joint.end() :]):
            yield Sentence(
                one.text[start : joint.start()], one.start + start, one.start + joint.start()
            )
            start = joint.end()
    yield Sentence(one.text[start:], one.start + start, one.end)


_JOINT = re.compile(r"[;:]\s+|,?\s+(?:and|but|while|whereas|though|although)\s+", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?][\"'”’)\]]*(\s+)(?=[\"'“‘(\[]?[^\W\d_a-z]|[\"'“‘(\[]?\d)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|Inc|Corp|Co|Ltd|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec|approx|cf)|\b[A-Z])\.$"
)


def dates_in(text: str, offset: int = 0) -> list[Dated]:
    """Return the dates in the sentence *text*, whose first sign has this *offset*.

    A day stays a day, a month a month, and what has no year has none. Words that depend on the day
    on which they are read, such as *today* or *on Tuesday*, are no dates here.
    """
    if not _DIGIT.search(text):
        return []
    found = (_dated(text, offset, one) for one in _DATE.finditer(text))
    return [one for one in found if one]


def date_named(text: str) -> Date | None:
    """Return the date that *text* is, such as `10 March 2026` or `Tue, 10 Mar 2026 09:00:00 GMT`.

    Returns None if it is none, has words besides, or depends on the day on which it is read.
    """
    found = _NAMED.fullmatch(text.strip())
    dated = dates_in(f"on {found[1]}") if found else []
    return dated[0].when if dated else None


def _dated(text: str, offset: int, match: re.Match[str]) -> Dated | None:
    words = " ".join(match[0].lower().split())
    role = _role(text[: match.start()])
    if words.isdigit() and role == OTHER and not _YEARLY.search(text[: match.start()]):
        return None  # A bare number of four digits may count anything.
    try:
        # Only words that mean the same on every day get here, so any day of reading will do.
        when = parse(edtf_of(words, date.min))
    except DateError:
        return None
    return Dated(when, offset + match.start(), offset + match.end(), role)


def _role(before: str) -> str:
    if _LAST.search(before):
        return THROUGH
    return WHEN if _FIRST.search(before) else OTHER


_MONTHS = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_A_DATE = (
    r"\d{4}-\d{2}(?:-\d{2})?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?:,? \d{{4}})?"
    rf"|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?"
    rf"|{_MONTHS}(?: of|,)? \d{{4}}"
    r"|(?:the )?(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter(?: of)? \d{4}"
    r"|q[1-4](?: of)? \d{4}"
    r"|(?:19|20)\d{2}"
)
_DIGIT = re.compile(r"\d")
"""What every date has: most sentences have none, and to look for a date takes long."""

_DATE = re.compile(rf"(?<![\w-])(?:{_A_DATE})(?![\w-]|[.,]\d|\s?%)", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?({_A_DATE})"
    r"(?:[T,]?\s*(?:at )?\d{1,2}:\d{2}.*)?",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:through|until|till|up to|(?:ends?|ended|ending|expir(?:es?|ed|ing)|lapse[sd]?|runs? to"
    r"|(?:length|prolong|extend|renew|stretch|push)(?:en)?(?:ed)?(?: out)?(?: by [\w ]{1,12})? to)"
    r"(?: (?:on|in|at the end of))?)(?: (?:the end of|at least|mid|early|late))?[ -]*$",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:\b(?:on|in|since|from|effective(?: as of| from| on)?|as of|dated|starting|beginning|during"
    r"|of)|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)(?: (?:the|early|late|mid))?[ -]*$",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\b(?:by|before|after|between|year)(?: the end of)? $", re.I)
