"""Lay out the answers of a day as sentences, as `as-of` prints them."""

from __future__ import annotations

from itertools import groupby

from cli.fast.sentences import curly, headline, paragraphs, quoted
from cli.fast.spoken import asked, day_in_words, plainly
from cli.fast.words import readable
from cli.terminal import bold, dim, heading, printable, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from cli.fast.sentences import Name
    from events.dates.dates import Date
    from events.model.kinds import Source
    from timeline.rule.answer import Answer
    from timeline.rule.terms import PossibleAnswer

    Covered = tuple[Date | None, Date | None]
    """The first and the last day for which the record is stated to be complete."""

UNSET = frozenset({"not-set", "not-covered"})
"""The statuses of a term that has no answer to tell."""


def page(
    above: Iterable[str],
    answers: Sequence[Answer],
    higher: Callable[[Answer], Iterable[PossibleAnswer]],
    sources: Callable[[Answer], Iterable[Source]],
    name: Name,
    unannounced: Collection[str] = (),
) -> Iterator[str]:
    """Yield the lines of the page of *answers*, under the lines *above*.

    *higher* returns the answers of higher rank that an answer replaced, *sources* the sources to
    show with an answer, *name* the title of a term or condition. *unannounced* are the terms
    already set by the day, but not in public.
    """
    yield from above
    shown = [one for one in answers if one.status not in UNSET or one.flags or len(answers) == 1]
    silent = [one for one in shown if "carried" in one.flags]
    is_told = len(silent) > 1
    for topic, group in groupby(shown, key=lambda one: one.term.topic):
        yield ""
        yield from heading(topic or "Other")
        for one in group:
            yield ""
            yield from _entry(one, paragraphs(one, higher(one), name, is_told=is_told), unannounced)
            for source in sources(one):
                yield from map(dim, source_lines(source, "      - "))
    left = [one for one in answers if one not in shown]
    hidden = [one for one in left if one.term.key in unannounced]
    uncovered = [one for one in left if one.status == "not-covered"]
    yield from _listed("Not yet public on that day", hidden)
    yield from _listed("The record does not go back that far for", uncovered)
    unset = [one for one in left if one not in hidden and one not in uncovered]
    yield from _listed("Not set by then", unset)
    yield from _listed(_LEFT_OUT, silent if is_told else ())


_LEFT_OUT = "Later texts do not mention these, which does not end them"


def _entry(one: Answer, below: Iterable[str], unannounced: Collection[str]) -> Iterator[str]:
    yield from wrapped(_titled(one), first="  ")
    is_hidden = one.term.key in unannounced
    first = "Not yet public on that day." if is_hidden else headline(one)
    yield from map(bold, wrapped(first, first="    "))
    for text in below:
        is_item = text.startswith("- ")
        yield from wrapped(text, first="    ", rest="      " if is_item else "    ")


def _titled(one: Answer) -> str:
    """Return the title of the term of *one*, and the question that it asks."""
    return curly(f"{one.term.title}: {one.term.asks}" if one.term.asks else one.term.title)


def _listed(what: str, answers: Sequence[Answer]) -> Iterator[str]:
    if answers:
        yield ""
        titles = "; ".join(one.term.title for one in answers)
        yield from wrapped(f"{titles}.", first=f"{what}: ", rest="  ")


def opening(
    title: str, on: Date, known: Date | None, recorded: str | None, covered: Covered
) -> Iterator[str]:
    """Yield the lines on what was asked and on how complete the record is.

    They have the *title* of the partnership, the day *on*, the cuts on the *known* and *recorded*
    clocks, and the days *covered*, for which the record is stated to be complete.
    """
    yield from heading(f"{title}, {asked(on)}")
    yield from wrapped(f"{cuts(known, recorded)} {complete(covered)}{_beyond(on, covered)}")


def cuts(known: Date | None, recorded: str | None) -> str:
    """Return a sentence on the cuts on the *known* and *recorded* clocks."""
    cut = f"As known {cut_on(known)}" if known else "With all that is known now"
    held = f", as recorded by {recorded}" if recorded else ""
    return f"{cut}{held}."


def cut_on(known: Date) -> str:
    """Return the day at which *known* cuts, its earliest: on 1 May 2026, the first of May 2026."""
    day = f"on {day_in_words(known.earliest)}" if known.earliest else asked(known)
    return day if known.is_day else f"{day}, the first day of {plainly(known)}"


def complete(covered: Covered) -> str:
    """Return a sentence on the days *covered*."""
    days = _span(*covered)
    return f"The record is complete {days}." if days else _UNSAID


_UNSAID = "The record does not say for which days it is complete."


def _span(since: Date | None, through: Date | None) -> str:
    parts = [f"from {day_in_words(since.earliest)}"] if since and since.earliest else []
    parts += [f"through {day_in_words(through.latest)}"] if through and through.latest else []
    return " ".join(parts)


def _beyond(on: Date, covered: Covered) -> str:
    """Return a warning if the day *on* lies outside of the days *covered*."""
    since, through = covered
    if since and since.earliest and (on.earliest is None or on.earliest < since.earliest):
        return " The day asked about lies before that: earlier news may be missing."
    if through and through.latest and (on.latest is None or on.latest > through.latest):
        return " The day asked about lies after that: later news may be missing."
    return ""


def source_lines(one: Source, first: str) -> Iterator[str]:
    """Cite the source *one* in lines that begin with *first*; its URL has an unbroken line."""
    yield from wrapped(named(one, plainly), first=first)
    if one.url:
        yield " " * len(first) + printable(one.url)


def named(one: Source, written: Callable[[Date], str] = readable) -> str:
    """Cite the source *one* without its URL; its date is *written* so."""
    published = written(one.published) if one.published else "undated"
    where = one.publisher or ("" if one.title else _host(one.url or ""))
    named = ", ".join(part for part in (where, one.title, published) if part)
    return curly(named) + (f", {located(one.locator)}" if one.locator else "")


def located(locator: str) -> str:
    """Return the *locator* of a source: words of its text in quotation marks, a place without."""
    return locator if _is_place(locator) else quoted(locator)


def _is_place(locator: str) -> bool:
    """Return whether *locator* is a place, such as `Note 7` or `third paragraph`, or a time."""
    words = [word.strip("(),.").casefold() for word in locator.split()]
    counts = [word in _ORDINALS or word[:1].isdigit() for word in words]
    places = [word.removesuffix("s") in _PLACES for word in words]
    is_counted = any(
        here and (counts[at - 1 : at] == [True] or counts[at + 1 : at + 2] == [True])
        for at, here in enumerate(places)
    )
    number, *title = locator.split() or [""]
    is_titled = "." in number and bool(title) and title[0][0].isupper()
    return is_counted or (number[:1].isdigit() and (":" in number or is_titled))


_PLACES = frozenset({
    "article", "bullet", "chapter", "clause", "column", "exhibit", "footnote", "item", "line",
    "minute", "note", "page", "paragraph", "part", "row", "section", "sentence", "slide", "table",
})  # fmt: skip
_ORDINALS = frozenset({
    "first", "second", "third", "fourth", "fifth", "last", "two", "three", "four", "five", "six",
})  # fmt: skip


def _host(url: str) -> str:
    """Return the host of *url*, which names a source that has no publisher and no title."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
