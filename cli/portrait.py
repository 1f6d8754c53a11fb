"""A portrait of a partnership on a day: its terms, by the steps that its log tells."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.opening import View, selected, view
from events.dates import Date
from timeline.record.record import Record
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms


class Portrait(NamedTuple):
    """The *answers*, and what is seen of the partnership besides.

    *unannounced* are the terms that are not set only because what set them was not public.
    """

    view: View
    answers: Sequence[Answer]
    unannounced: frozenset[str] = frozenset()


def portrait(
    db: str | None,
    partnership: str | None,
    on: Date,
    *,
    known: Date | None = None,
    recorded: str | None = None,
    globs: Sequence[str] = (),
) -> Portrait:
    """Return the terms of *partnership* on *on* that one of *globs* matches, or all there are.

    The clocks are cut at *known* and at the instant *recorded*.
    """
    return portrayed(view(db, partnership, recorded), on, known, globs)


def portrayed(seen: View, on: Date, known: Date | None, globs: Sequence[str] = ()) -> Portrait:
    """Return what `portrait` does of a partnership that was read."""
    answers = answered(seen.record, on, known, globs)
    hidden = _unannounced(seen.record, answers, on) if known and globs else frozenset[str]()
    return Portrait(seen, answers, hidden)


def answered(
    record: Record, on: Date, known: Date | None, globs: Sequence[str] = ()
) -> list[Answer]:
    """Return the answers on *on* of the terms that one of *globs* matches, or of all there are."""
    terms = terms_of(record, known)
    return [answer_on(terms, record.terms[term], on) for term in selected(record, globs)]


def terms_of(record: Record, known: Date | None = None) -> Terms:
    """Return what the terms of *record* come to, by what was public by the day of *known*."""
    return Terms(steps_of(record, known=known.earliest if known else None))


def _unannounced(record: Record, answers: Sequence[Answer], on: Date) -> frozenset[str]:
    """Name the terms that are not set only because what set them was not public.

    Only whoever asks about one is told so: in a list of all it would give the later news away.
    """
    terms = terms_of(record)
    unset = [one.term for one in answers if one.status == "not-set"]
    return frozenset(term.key for term in unset if answer_on(terms, term, on).status != "not-set")
