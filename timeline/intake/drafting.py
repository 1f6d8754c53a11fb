"""Draft an event from an article: what it may say of which term, each with the words it rests on.

Every date and every number of a draft stands in a quote of the article. What the article does not
say stays open: the day on which it came out is never taken for the day of what happened.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from events.dates.dates import Date
from events.model.amounts import amount_of
from timeline.intake.bearing import Bearing, Vocabulary
from timeline.intake.figures import figures_in, numbers
from timeline.intake.quotes import Quote, Text, fold, in_few_words
from timeline.intake.sentences import (
    THROUGH,
    WHEN,
    Dated,
    Sentence,
    clauses,
    dates_in,
    overlong,
    sentences,
)
from timeline.intake.telling import (
    CLAIM,
    END,
    REAFFIRM,
    SET,
    happens,
    is_former,
    is_supposed,
    is_unsure,
    tells,
    verb_of,
)
from timeline.record.days import FAR
from timeline.record.record import Record
from timeline.record.steps import ANSWERS, Step

MOST = 12
"""The most changes of a draft; an article that touches more terms is about something else."""

SURE = 3
"""How many words of a term a sentence needs if no value can be read from it."""

READ = 400
"""How many sentences of an article are read; the rest is left out."""


class Drafted(NamedTuple):
    """What a *sentence* may say of a *term*.

    *verb* is None where the words do not show whether something happened or is described. *value*
    is None where none can be read from the sentence. *quotes* have the value and the dates. A
    `reaffirm` that is not told is of a sentence that only describes what holds.
    """

    term: str
    verb: str | None
    value: str | None
    through: Date | None
    when: Date | None
    quotes: tuple[Quote, ...]
    sentence: Sentence
    score: float
    is_told: bool = True


class Draft(NamedTuple):
    """The *changes* that an article may tell of, the day of the happening, and all *quotes*.

    *when* is None where the article does not say on which day it happened. *unread* is how many
    sentences were not read, the first count for those beyond READ and the second for overlong ones,
    and *left_out* has the terms of the changes beyond MOST.
    """

    changes: tuple[Drafted, ...]
    when: Date | None
    quotes: tuple[Quote, ...]
    unread: tuple[int, int] = (0, 0)
    left_out: tuple[str, ...] = ()


def _place(quote: Quote) -> tuple[int, int]:
    return quote.start, quote.end


def drafted(
    text: Text, record: Record, vocabulary: Vocabulary, published: Date | None = None
) -> Draft:
    """Return the draft of an article with this *text*, in the *vocabulary* of the *record*.

    A `reaffirm` is drafted only of a term that had an answer when the article was *published*.
    """
    whole = [*sentences(text.plain)]
    read = whole[:READ]
    by = published.latest.toordinal() if published and published.latest else FAR
    every = [
        each
        for one in read
        for each in _of(one, text, record, vocabulary, by)
        if each.verb != REAFFIRM or _held(vocabulary.steps.get(each.term, ()), by)
    ]
    strongest = sorted(_best(every), key=_strength, reverse=True)
    best = tuple(sorted(strongest[:MOST], key=lambda one: one.sentence.start))
    quotes = {quote for one in best for quote in one.quotes}
    when = next((one.when for one in best if one.when), None)
    if when is None and any(one.verb not in _DESCRIBING for one in best):
        when, told = _told_day(read, text)
        quotes |= told
    unread = len(whole) - len(read), overlong(text.plain)
    left_out = tuple(one.term for one in strongest[MOST:])
    return Draft(best, when, tuple(sorted(quotes, key=_place)), unread, left_out)


def _held(steps: Sequence[Step], by: int) -> Step | None:
    """Return the last of *steps* up to *by* that gives or ends an answer, if it gives one."""
    answers = [one for one in steps if one.verb in ANSWERS and one.days and one.days[0][0] <= by]
    last = max(answers, key=lambda one: one.days[0][0], default=None)
    return last if last is not None and last.verb == SET else None


def _told_day(read: Sequence[Sentence], text: Text) -> tuple[Date | None, set[Quote]]:
    """Return the day named in the first sentence that says something happened, and its quote."""
    for one in read:
        if verb_of(one.text) in (SET, END):
            day = _with_role(WHEN, dates_in(one.text, one.start))
            if day:
                return day.when, {in_few_words(text, one.start, one.end, day.start)}
    return None, set()


def _best(every: Iterable[Drafted]) -> Iterator[Drafted]:
    """Yield for each term the change drafted from the sentence that says most about it."""
    found: dict[str, Drafted] = {}
    for one in every:
        if one.term not in found or _strength(one) > _strength(found[one.term]):
            found[one.term] = one
    yield from found.values()


def _strength(one: Drafted) -> tuple[bool, bool, float]:
    return one.verb in _TOLD and one.is_told, one.value is not None, one.score


def _of(
    sentence: Sentence, text: Text, record: Record, vocabulary: Vocabulary, by: int
) -> Iterator[Drafted]:
    if is_supposed(sentence.text):
        return
    day = _with_role(WHEN, dates_in(sentence.text, sentence.start))
    for part in clauses(sentence, tells):
        # Of two last days, as of a licence that is extended, the later is named last.
        last = _with_role(THROUGH, dates_in(part.text, part.start)[::-1])
        bearings = [*vocabulary.bearings(part.text, has_last_day=last is not None)]
        if not bearings or _is_background(part.text):
            continue
        verb = verb_of(part.text)
        for bearing in bearings:
            one = _drafted(sentence, part, text, record, bearing, verb, last, day)
            if one.value or verb in (END, REAFFIRM) or bearing.words >= SURE:
                steps = vocabulary.steps.get(bearing.term, ())
                yield _restated(one, part.text, record, _held(steps, by))


def _is_background(text: str) -> bool:
    """Return whether *text* tells what held once, which is no news."""
    return is_former(text) and not happens(text) and not is_unsure(text)


def _restated(one: Drafted, text: str, record: Record, held: Step | None) -> Drafted:
    """Return *one* as restating the answer *held*, if *text* only describes that one.

    What gives another answer, or tells of earlier days or of hearsay, claims that answer.
    """
    is_described = one.verb == CLAIM or (one.verb is None and not happens(text))
    if not is_described or held is None or is_unsure(text) or is_former(text):
        return one
    if one.value and not is_same_answer(one.value, held.value, record.terms[one.term].unit):
        return one
    return one._replace(verb=REAFFIRM, value=None, through=None, when=None, is_told=False)


def _drafted(
    sentence: Sentence,
    part: Sentence,
    text: Text,
    record: Record,
    bearing: Bearing,
    verb: str | None,
    last: Dated | None,
    day: Dated | None,
) -> Drafted:
    unit = record.terms[bearing.term].unit
    figure = next(iter(figures_in(part.text, unit, part.start)), None) if unit else None
    value = figure.value if figure else None if unit else _said(bearing, part, last)
    day = None if verb in _DESCRIBING else day
    places = [one.start for one in (figure, last, day) if one]
    quotes = {in_few_words(text, sentence.start, sentence.end, at) for at in places or [part.start]}
    takes_value = verb in (SET, CLAIM, None)
    return Drafted(
        term=bearing.term,
        verb=verb,
        value=value if takes_value else None,
        through=last.when if last and takes_value else None,
        when=day.when if day else None,
        quotes=tuple(sorted(quotes, key=_place)),
        sentence=sentence,
        score=bearing.score,
    )


def _with_role(role: str, dates: Sequence[Dated]) -> Dated | None:
    return next((one for one in dates if one.role == role), None)


_DESCRIBING, _TOLD = (CLAIM, REAFFIRM), (SET, END, REAFFIRM)


def _said(bearing: Bearing, sentence: Sentence, last: Dated | None) -> str | None:
    """Return the value that the sentence gives: a last day, or a past value that it repeats.

    To repeat a past value, it has to have all its numbers and most of its words.
    """
    if bearing.lasts and last:
        return f"through {last.when.edtf}"
    value = bearing.value
    return value if value and numbers(value) <= numbers(sentence.text) else None


def is_same_answer(one: str, other: str | None, unit: str | None) -> bool:
    """Return whether *one* and *other* are one answer of a term with this *unit*."""
    if other is None:
        return False
    mine, theirs = amount_of(one, unit), amount_of(other, unit)
    if mine and theirs:
        return mine.number == theirs.number
    # A last day may be told without what else the answer says.
    return fold(one) == fold(other if not one.startswith("through ") else other.partition(",")[0])
