"""Which terms a sentence bears on, by the words of their titles, questions and past values."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from events.model.kinds import Term
from timeline.intake.figures import figures_in
from timeline.record.record import Record
from timeline.record.steps import Step, steps_of

ENOUGH = 0.5
"""The share of a term's words, by weight, that a sentence has to have."""

CLOSE = 0.8
"""How near to the best term of a sentence another has to come to be named as well."""

COUNTED = 0.25
"""What an amount in the unit of a term adds to its share."""

LASTING = "through"
"""What stands for the unit of a term whose values are last days."""

REPEATED = 0.75
"""The share of a past value's words that a sentence has to have to repeat it."""

VALUES = 12
"""How many of a term's latest values lend it their words."""


class Bearing(NamedTuple):
    """A *term* that a sentence bears on, how well, and the past *value* whose words it has.

    *lasts* says whether the values of the term are last days, such as `through 2032`.
    """

    term: str
    score: float
    value: str | None
    lasts: bool


class _Words(NamedTuple):
    """The stems of a text, and what they weigh together."""

    stems: frozenset[str]
    weight: float


class _Known(NamedTuple):
    term: str
    title: _Words
    question: _Words
    unit: str | None
    values: tuple[tuple[str, _Words], ...]
    every: frozenset[str]


class Vocabulary:
    """The words of the terms of a *record*; the names of the parties are nobody's.

    *steps* are those of the record, by term.
    """

    def __init__(self, record: Record) -> None:
        self.steps = steps_of(record)
        self._names = stems(" ".join([*record.partnership.parties, record.partnership.title]))
        terms = [term for key, term in record.terms.items() if key not in record.retired]
        counted = Counter(word for one in terms for word in stems(f"{_titled(one)} {one.asks}"))
        self._rare = log(1 + max(len(terms), 1))
        self._weights = {word: log(1 + len(terms) / many) for word, many in counted.items()}
        self._terms = [self._of(term, _values(self.steps.get(term.key, []))) for term in terms]

    def _of(self, term: Term, values: Iterable[str]) -> _Known:
        title, question = self._words(_titled(term)), self._words(term.asks or "")
        said = tuple((value, self._words(value)) for value in values)
        lasts = any(value.startswith("through ") for value, _ in said)
        unit = term.unit or (LASTING if lasts else None)
        every = frozenset[str]().union(
            *(one.stems for one in (title, question, *dict(said).values()))
        )
        return _Known(term.key, title, question, unit, said, every)

    def _words(self, text: str) -> _Words:
        found = stems(text) - self._names
        return _Words(found, self._weight(found))

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(one, self._rare) for one in words)

    def bearings(self, sentence: str, *, has_last_day: bool) -> list[Bearing]:
        """Return the terms that *sentence* bears on, best first.

        *has_last_day* says whether it names one, as the values of some terms do.
        """
        words = stems(sentence) - self._names
        near = [one for one in self._terms if one.every & words]
        units = {one.unit for one in near if one.unit and one.unit != LASTING}
        counted = {unit for unit in units if any(figures_in(sentence, unit))}
        counted |= {LASTING} if has_last_day else set()
        found = [one for one in (self._bearing(term, words, counted) for term in near) if one]
        best = max((one.score for one in found), default=0)
        close = (one for one in found if one.score >= best * CLOSE)
        return sorted(close, key=lambda one: -one.score)

    def _bearing(self, term: _Known, words: frozenset[str], counted: set[str]) -> Bearing | None:
        """Return how *term* is borne on by *words* beside amounts in the units *counted*."""
        titled, asked = self._share(term.title, words), self._share(term.question, words)
        shares = [(self._share(said, words), value, said.stems) for value, said in term.values]
        held, value, stems_of_value = max(
            (one for one in shares if len(one[2]) > 1),
            key=lambda one: one[0],
            default=(0.0, "", frozenset[str]()),
        )
        own = term.title.stems | term.question.stems
        own |= stems_of_value if held > ENOUGH else frozenset()
        is_counted = term.unit in counted
        score = max(titled, 0.9 * asked, 0.9 * held) + 0.2 * min(titled, max(asked, held))
        score += COUNTED if is_counted else 0
        few = 1 if is_counted else min(2, len(term.title.stems))
        if score < ENOUGH or len(own & words) < few:
            return None
        return Bearing(term.term, score, value if held > REPEATED else None, term.unit == LASTING)

    def _share(self, own: _Words, words: frozenset[str]) -> float:
        """Return the share of the words *own* that are among *words*, by weight."""
        common = own.stems & words
        return self._weight(common) / own.weight if common else 0.0


def _titled(term: Term) -> str:
    return f"{term.title} {_named(term.key)}"


def _named(key: str) -> str:
    return re.sub(r"[._-]", " ", key)


def _values(steps: Sequence[Step]) -> list[str]:
    """Return the latest values that *steps* give, each once."""
    said = [step.value for step in steps if step.value]
    return [*dict.fromkeys(reversed(said))][:VALUES]


def stems(text: str) -> frozenset[str]:
    """Return the words of *text* without their endings, and without those that say nothing."""
    words = (one for one in _WORD.findall(text.casefold()) if one not in _EMPTY)
    return frozenset(_stem(one) for one in words if len(one) > 1 or one.isdigit())


def _stem(word: str) -> str:
    word = _ALIKE.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ively", "ities", "ity", "ive", "ings", "ing", "ies"),
    *("ance", "ence", "ents", "ent", "ers", "ed", "es", "er", "ly", "al", "ee", "s", "e", "y"),
)
_ALIKE = {
    "license": "licence", "licenses": "licence", "licensed": "licence", "licensing": "licence",
    "shareholding": "stake", "holding": "stake", "holdings": "stake", "hold": "stake",
    "holds": "stake", "held": "stake", "owns": "stake", "owned": "stake", "ownership": "stake",
    "revenues": "revenue", "centre": "center", "centres": "center",
}  # fmt: skip
"""Words that are spelt otherwise across the sea, or that the press puts for one another."""

_COMMON = """
    a an and any are as at be been both but by can did do does each for from had has have how if
    in into is it its long may more much must no nor not of on one or other own so such than
    that the their them then there these they this those through to under until up upon was were
    what when where which while who whom whose why will with within without would yes s t two
    company companies said says according
"""
_EMPTY = frozenset(_COMMON.split())
"""Words that stand in any sentence."""
