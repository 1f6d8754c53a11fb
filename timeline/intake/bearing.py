"""Find the terms that a sentence bears on, by the words the record has used of them before."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from events.model.kinds import Term
from timeline.intake.figures import figures_in
from timeline.intake.stems import stems
from timeline.record.record import Record
from timeline.record.steps import Step, steps_of

ENOUGH = 0.25
"""The share of a sentence, by the weight of its words, that a term has to account for."""

FEW = 2
"""How many words of a term a sentence needs at least, unless it has an amount in its unit."""

COUNTED = 0.25
"""What an amount in the unit of a term adds to its share."""

TOWARD = 0.05
"""What it adds to the share of a term that it goes to a party, if the sentence says so."""

ALIKE = 0.8
"""What is left of the share of a term without the words that tell it from those of its group."""

LASTING = "through"
"""Stands in for the unit of a term whose values are last days."""

REPEATED = 0.75
"""A sentence repeats a past value if it has more than this share of the value's words."""

LATEST = 12
"""How many of its latest changes add their words to those of a term."""

TITLE, QUESTION, VALUE, NOTE = 1.0, 0.8, 0.6, 0.4
"""How much a word counts for a term, by where in the record it stands."""


class Bearing(NamedTuple):
    """A *term* that a sentence bears on, its *score*, and the past *value* it repeats, if any.

    *words* is how many words of the term the sentence has. *lasts* says whether the values of the
    term are last days, such as `through 2032`.
    """

    term: str
    score: float
    words: int
    value: str | None
    lasts: bool


class _Known(NamedTuple):
    unit: str | None
    title: frozenset[str]
    own: frozenset[str]
    values: tuple[tuple[str, frozenset[str]], ...]


class Vocabulary:
    """The words of each term of a *record*; the names of the parties belong to none.

    *steps* are those of the record, by term.
    """

    def __init__(self, record: Record) -> None:
        self.steps = steps_of(record)
        self._names = stems(" ".join([*record.partnership.parties, record.partnership.title]))
        terms = {key: one for key, one in record.terms.items() if key not in record.retired}
        self._in_full = [*_in_full(terms.values())]
        titles = Counter((_group(one), word) for one in terms.values() for word in stems(_own(one)))
        self._toward = dict(_toward(terms.values(), record.partnership.parties))
        self._shared = {pair for pair, many in titles.items() if many > 1}
        self._terms = {key: self._known(one) for key, one in terms.items()}
        self._words = {key: self._weighed(one) for key, one in terms.items()}
        counted = Counter(word for own in self._words.values() for word in own)
        self._weights = {word: log(1 + len(terms) / many) for word, many in counted.items()}
        self._by_word: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, own in self._words.items():
            for word, counts in own.items():
                self._by_word[word].append((key, counts))

    def _known(self, term: Term) -> _Known:
        said = _values(self.steps.get(term.key, ()))
        lasts = any(value.startswith("through ") for value in said)
        values = tuple((value, stems(value) - self._names) for value in said)
        unit = term.unit or (LASTING if lasts else None)
        title = stems(_own(term)) - self._names
        group = stems(_group(term))
        own = {one for one in title - group if (_group(term), one) not in self._shared}
        return _Known(unit, title, frozenset(own), values)

    def _weighed(self, term: Term) -> dict[str, float]:
        """Return the words of *term*, each with how much it counts."""
        latest = self.steps.get(term.key, ())[-LATEST:]
        notes = " ".join(getattr(step.change, "note", None) or "" for step in latest)
        said = {NOTE: notes, VALUE: " ".join(_values(latest)), QUESTION: term.asks or ""}
        said[NOTE] += f" {_group(term)}"
        said[TITLE] = _own(term)
        return {word: counts for counts, text in said.items() for word in stems(text) - self._names}

    def bearings(self, sentence: str, *, has_last_day: bool) -> Iterator[Bearing]:
        """Yield the terms that *sentence* bears on, best first; each of its words counts for one.

        *has_last_day* says whether the sentence names a last day, as values of some terms do.
        """
        for whole_words, short in self._in_full:
            sentence = whole_words.sub(short, sentence)
        left = (stems(sentence) - self._names) & self._weights.keys()
        whole = sum(self._weights[word] for word in left)
        words, toward = left, {key for key, one in self._toward.items() if one.search(sentence)}
        counted = self._counted(sentence) | ({LASTING} if has_last_day else set())
        while left:
            shares = self._scores(left, whole, counted)
            scores = {key: one + TOWARD * (key in toward) for key, one in shares.items()}
            ranks = {key: (round(share, 2), self._often(key), key) for key, share in scores.items()}
            best = max(ranks, key=lambda key: ranks[key], default=None)
            if best is None or scores[best] < ENOUGH:
                return
            known, own = self._terms[best], left & self._words[best].keys()
            value, is_lasting = _repeated(known, words), known.unit == LASTING
            yield Bearing(best, scores[best], len(own), value, is_lasting)
            left -= own
            counted.discard(known.unit or "")

    def _often(self, key: str) -> int:
        """Return how many steps the term *key* has, which decides between terms of one score."""
        return len(self.steps.get(key, ()))

    def _counted(self, sentence: str) -> set[str]:
        if not any(map(str.isdigit, sentence)):
            return set()
        units = {one.unit for one in self._terms.values() if one.unit and one.unit != LASTING}
        return {unit for unit in units if any(figures_in(sentence, unit))}

    def _scores(
        self, words: frozenset[str], whole: float, counted: set[str]
    ) -> Mapping[str, float]:
        """Return the share of each term in a sentence whose words weigh *whole* together."""
        shares: dict[str, float] = defaultdict(float)
        many: Counter[str] = Counter()
        for word in sorted(words):  # A sum of floats depends on its order.
            for key, counts in self._by_word[word]:
                shares[key] += counts * self._weights[word] / whole
                many[key] += counts > NOTE
        found = {}
        for key, share in shares.items():
            is_counted = self._terms[key].unit in counted
            few = 1 if is_counted else min(FEW, len(self._terms[key].title))
            if many[key] >= few:
                own = self._terms[key].own
                part = 1 if is_counted or not own else len(own & words) / len(own)
                if self._terms[key].unit not in (None, LASTING) and not is_counted:
                    part = 0
                found[key] = share * (ALIKE + (1 - ALIKE) * part) + (COUNTED if is_counted else 0)
        return found


def _toward(terms: Iterable[Term], parties: Iterable[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the key of each term that is called *to* a party, and a pattern of what goes there."""
    for term in terms:
        for name in (one for one in parties if term.title.endswith(f" to {one}")):
            said = re.escape(name)
            yield (
                term.key,
                re.compile(
                    rf"\b(?:to|with|for) {said}\b|\b{said}\b.*\b(?:receive|collect|get|take)"
                ),
            )


def _in_full(terms: Iterable[Term]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield a pattern of each abbreviation in *terms*, written in full, and the abbreviation."""
    short = {one for term in terms for one in _SHORT.findall(f"{term.title} {term.asks}")}
    for one in sorted(short):
        words = r"(?:[\s-]+of)?[\s-]+".join(rf"{sign}[a-z]{{3,}}" for sign in one)
        yield re.compile(rf"\b{words}\b", re.IGNORECASE), one


_SHORT = re.compile(r"\b[A-Z]{3,5}\b")


def _repeated(known: _Known, words: frozenset[str]) -> str | None:
    """Return the past value most of whose words are among *words*, or None."""
    shares = [
        (len(said & words) / len(said), value) for value, said in known.values if len(said) > 1
    ]
    share, value = max(shares, key=lambda one: one[0], default=(0.0, ""))
    return value if share > REPEATED else None


def _own(term: Term) -> str:
    """Return the words of the title and the key of *term*, without the group that it is in."""
    return f"{term.title} {re.sub(r'[._-]', ' ', term.key.partition('.')[2] or term.key)}"


def _group(term: Term) -> str:
    return term.key.partition(".")[0].replace("-", " ")


def _values(steps: Sequence[Step]) -> list[str]:
    """Return the latest values that *steps* give, each once."""
    said = [step.value for step in steps if step.value]
    return [*dict.fromkeys(reversed(said))][:LATEST]
