"""Lay out the answers of a day as the table that `as-of -o table` prints."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby

from cli.fast.page import UNSET, source_lines
from cli.fast.words import UNDETERMINED, VARIED, readable
from cli.terminal import columns, dim, heading, printable, wrapped
from cli.wording.answers import (
    STATUS,
    beside,
    flagged,
    given,
    period,
    readable_cut,
    said,
    standing,
)
from events.dates.dates import Date
from events.model.kinds import Source
from timeline.rule.answer import Answer

LABEL = 30
"""The width of the column of terms."""

Covered = tuple[Date | None, Date | None]
"""The first and the last day for which the log is stated to be complete."""

UNCUT = "with all that is known now"


def table(
    title: str,
    above: Iterable[str],
    answers: Sequence[Answer],
    sources: Callable[[Answer], Iterable[Source]],
    unannounced: Collection[str] = (),
) -> Iterator[str]:
    """Yield the lines of the table of *answers*, under a *title* and the lines *above*.

    *sources* returns the sources to show with an answer. *unannounced* are the terms already set by
    the day, but not in public.
    """
    yield from heading(title)
    yield from above
    yield from wrapped(counts(answers))
    shown = [one for one in answers if one.status not in UNSET or one.flags or len(answers) == 1]
    for topic, group in groupby(shown, key=lambda one: one.term.topic):
        yield ""
        yield from heading(topic or "Other")
        for one in group:
            yield from _row(one, is_hidden=one.term.key in unannounced)
            for source in sources(one):
                yield from map(dim, source_lines(source, "      - "))
    left = [one for one in answers if one not in shown]
    unset = [one.term.key for one in left if one.status == "not-set"]
    yield from _listed("Not covered", [one.term.key for one in left if one.term.key not in unset])
    yield from _listed("Not set", [one for one in unset if one not in unannounced])
    yield from _listed("Not yet announced", [one for one in unset if one in unannounced])


def above(
    on: Date, known: Date | None, recorded: str | None, covered: Covered, head: str
) -> Iterator[str]:
    """Yield the lines of a paragraph on how the clocks were cut and how complete the log is.

    The cuts are *on*, *known* and *recorded*; *covered* are the days for which the log is complete,
    and *head* is the digest of the log.
    """
    since, through = covered
    cut = f"as known on {readable_cut(known)}" if known else UNCUT
    held = f", as recorded by {recorded}" if recorded else ""
    text = (
        f"As of {readable(on)}, {cut}{held}. The log is complete {spanned(covered)}; "
        f"head {head[:12]}."
    )
    yield from wrapped(text)
    if since and _before(on, since):
        yield from wrapped(f"{readable(on)} lies before that: earlier news may be missing here.")
    if through and _after(on, through):
        yield from wrapped(f"{readable(on)} lies after that: later news may be missing here.")


def spanned(covered: Covered) -> str:
    """Return in words the days *covered*, for which the log is stated to be complete."""
    since, through = covered
    parts = [f"from {since}"] if since else []
    parts += [f"through {through}"] if through else []
    return " ".join(parts) or "to no stated day"


def _before(on: Date, since: Date) -> bool:
    return on.earliest is None or (since.earliest is not None and on.earliest < since.earliest)


def _after(on: Date, through: Date) -> bool:
    return on.latest is None or (through.latest is not None and on.latest > through.latest)


def counts(answers: Sequence[Answer]) -> str:
    """Return a sentence that counts *answers* by status and by flag."""
    statuses = _counted(STATUS[one.status] for one in answers)
    flags = _counted(flagged([flag]) for one in answers for flag in one.flags)
    total = f"{len(answers)} term{'s' if len(answers) != 1 else ''}: {statuses}."
    return f"{total} Flagged: {flags}." if flags else total


def _counted(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(f"{found.count(name)} {name}" for name in dict.fromkeys(found))


def _listed(what: str, terms: Sequence[str]) -> Iterator[str]:
    if terms:
        yield ""
        yield from wrapped(f"{', '.join(terms)}.", first=f"{what}: ", rest="  ")


def _row(one: Answer, *, is_hidden: bool) -> Iterator[str]:
    if is_hidden:
        lines = ["not yet announced by then; without --known there is an answer"]
    else:
        lines = answer_lines(one)
    lines += beside(one)
    if one.flags:
        lines.append(flagged(one.flags).upper())
    yield from columns(f"  {printable(one.term.key)} ", lines, LABEL + 3)


def answer_lines(one: Answer) -> list[str]:
    """Return the lines of the answer *one*: how it stands, what it may be, or its stretches."""
    if one.status == UNDETERMINED:
        return ["undetermined; one of:", *(f"- {given(each)}" for each in one.possible)]
    if one.status == VARIED:
        return ["varied:", *(f"- {period(each)}" for each in one.periods)]
    return [said(one), standing(one)] if one.decided and one.decided.value else [standing(one)]
