"""Where the news of an article comes from, and which article told it first.

Five outlets that pass on one statement are one origin. What counts for a happening is how many
origins it has, and not how many articles.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from events.model.amounts import amount_of
from timeline.intake.alike import Days, overlap
from timeline.intake.quotes import fold
from timeline.intake.sentences import sentences
from timeline.intake.telling import END, REAFFIRM

SAME_TEXT = 90
"""The score, out of 100, from which one text counts as a copy of another."""

COMPARED = 5000
"""How many characters of two texts are compared: the cost grows with their product."""

UNKNOWN = "unknown"

Answer = tuple[str, str]
"""A term, and what an article says of it in a form that is equal if two say the same."""


class Report(NamedTuple):
    """What the article of the draft *number* reports: these *answers*, about these *days*.

    *first* is the number of the draft that reported it first, which may be this one.
    """

    number: int
    first: int
    title: str
    answers: frozenset[Answer]
    days: Days
    origin: str


def as_body(report: Report) -> dict[str, Any]:
    """Return *report* as it is stored with a draft, as JSON; the draft has its number and title."""
    return {
        "origin": report.origin,
        "repeats": report.first or None,
        "answers": sorted(report.answers),
        "days": report.days,
    }


def report_in(number: int, title: str, stored: str) -> Report:
    """Return the report that was *stored*, as JSON, with the draft of this *number* and *title*."""
    body = json.loads(stored)
    answers = frozenset((term, said) for term, said in body["answers"])
    days = (body["days"][0], body["days"][1]) if body["days"] else None
    return Report(number, body["repeats"] or number, title, answers, days, body["origin"])


class Reports:
    """The *reports* of earlier articles, to be found by the answers they give, or by their title.

    They are kept without their texts, which need not fit into memory together.
    """

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._by_answer: defaultdict[Answer, list[Report]] = defaultdict(list)
        self._by_title: defaultdict[str, list[Report]] = defaultdict(list)
        self._origins: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for one in reports:
            self.add(one)

    def add(self, one: Report) -> None:
        """Add *one*; of several that report the same, only the first can be found."""
        self._origins[one.first].setdefault(one.origin, one.number)
        if one.first == one.number:
            self._by_title[fold(one.title)].append(one)
            for answer in one.answers:
                self._by_answer[answer].append(one)

    def first(self, answers: Iterable[Answer], title: str, days: Days) -> int | None:
        """Return the draft that first gave one of these *answers*, about days that overlap *days*.

        If none did, return the one of the same *title*; None if this is news.
        """
        found = [one for answer in answers for one in self._by_answer.get(answer, [])]
        found += self._by_title.get(fold(title), [])
        return next((one.number for one in found if overlap(one.days, days)), None)

    def copied(self, first: int, folded: str, text_of: Callable[[int], str | None]) -> str | None:
        """Return the origin of the article that the text *folded* is a copy of, if it is of one.

        It is compared only with articles that report the same as the one of draft number *first*,
        one of each origin; *text_of* returns the text of a draft, or None if it was forgotten.
        """
        mine = folded[:COMPARED]
        for origin, number in self._origins.get(first, {}).items():
            theirs = fold((text_of(number) or "")[:COMPARED])
            if theirs and fuzz.token_set_ratio(theirs, mine) >= SAME_TEXT:
                return origin
        return None


def answer(term: str, verb: str | None, value: str | None, unit: str | None) -> Answer | None:
    """Return the answer that a change gives for *term*, whose values have this *unit*, if any."""
    if verb in (END, REAFFIRM):
        return term, str(verb)
    if value is None:
        return None
    amount = amount_of(value, unit)
    return term, f"= {amount.number if amount else fold(value)}"


def origin_of(text: str, publisher: str | None, parties: Sequence[str]) -> str:
    """Guess from the words of *text*, an article, where its news comes from.

    That is the *parties* that it says have said so, which are all of them if it mentions a joint
    statement; else the outlet that it says has reported it; else its own *publisher*.
    """
    read = [one.text for one in sentences(text)][:40]
    said = [name for name in parties if any(_has_said(name, one) for one in read)]
    if said:
        return " and ".join(said)
    named = (name for one in read for found in _REPORTED.finditer(one) for name in found.groups())
    return next((name for name in named if name and name not in parties), publisher or UNKNOWN)


def _has_said(party: str, sentence: str) -> bool:
    """Return whether *sentence* says that *party* said something in public, alone or jointly."""
    name = re.escape(party)
    return bool(
        re.search(rf"\b{name}\b(?:[^.;]{{0,60}})\b{_SAID}\b", sentence)
        or re.search(rf"\b(?:according to|statement (?:from|by)|filing by) {name}\b", sentence, _I)
        or (_JOINTLY.search(sentence) is not None)
    )


_I = re.IGNORECASE
_SAID = (
    r"(?:said (?:on|in|that)|announced|disclosed|confirmed|stated|wrote|says? in"
    r"|(?:joint |press )?(?:statement|release)|filing)"
)
_JOINTLY = re.compile(r"\bjoint (?:statement|release|announcement)\b", _I)
_NAME = r"[A-Z][\w&]*(?:\.\w+)*"
_OUTLET = rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)({_NAME}(?: (?:{_NAME}|of)){{0,3}})"
_REPORTED = re.compile(
    rf"^[^.(]{{0,60}}\((Reuters|AP|AFP|Bloomberg|dpa)\)"
    rf"|\b(?:[Aa]ccording to|(?:[Ff]irst )?reported by|[Tt]old) (?:[Tt]he )?{_OUTLET}"
    rf"|\b(?:[Tt]he )?{_OUTLET} (?:has |had |first |earlier )*reported\b"
)
