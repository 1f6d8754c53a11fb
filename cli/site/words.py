"""Word answers, dates and sources for the pages, with links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from markupsafe import Markup, escape

from cli.fast.sentences import headline, paragraphs
from cli.forms.json_text import cited, conditions, denied_by
from cli.publish.addresses import linked
from cli.site.model import Book
from cli.site.output import file_path
from cli.terminal import printable
from cli.wording.answers import (
    STATUS,
    claimed,
    flagged,
    joined,
    limited,
    readable,
    said,
    speakers,
)
from cli.wording.dates import bare, day_in_words, instant_in_words, length
from cli.wording.snapshots import sourced
from cli.wording.titles import Name
from events.dates.dates import Date
from events.log.log import Entry
from events.model.kinds import Source
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.rule.answer import Answer, Claimed
from timeline.rule.said import Outcome
from timeline.rule.terms import PossibleAnswer, possible_answer


def harmless(text: str) -> Markup:
    """Return *text* from a log, escaped so that every character is shown and none is markup."""
    return escape(printable(text, lines=True))


def link(text: str, href: str, rel: str = "") -> Markup:
    """Return a link to *href* that reads *text*, with the `rel` attribute *rel* if given."""
    how = f' rel="{rel}"' if rel else ""
    return Markup(f'<a href="{harmless(href)}"{how}>{harmless(text)}</a>')


def event_link(record: Record, id: str, up: str = "") -> Markup:
    """Return a link to the page of the event *id*, worded as its title, which *record* has.

    A retracted event is named by its id. *up* leads from the linking page to the folder of the
    partnership.
    """
    found = record.standing(id)
    return link(found.event.title if found else id, _event_page(id, up))


def _event_page(id: str, up: str) -> str:
    return file_path(f"{up}events/{id}.html")


def term_link(record: Record, key: str, up: str = "") -> Markup:
    """Return a link to the page of the term *key*, under its current name in *record*.

    *up* is the path from the page up to the folder of the partnership.
    """
    name = record.renamed.get(key, key)
    return link(record.terms[name].title, file_path(f"{up}terms/{name}.html"))


def with_links(record: Record, text: str, up: str = "") -> Markup:
    """Return *text* with a link for each id in brackets that names an event of *record*.

    *up* is the path from the page up to the folder of the partnership.
    """
    parts = _BRACKETED.split(text)
    return Markup("").join(
        link(part, _event_page(part, up)) if at % 2 and record.standing(part) else harmless(part)
        for at, part in enumerate(parts)
    )


_BRACKETED = re.compile(r"(?<=\[)([a-z0-9.-]+)(?=\])")


# Pages cite the same few sources thousands of times.
@lru_cache(maxsize=1024)
def source_link(one: Source) -> Markup:
    """Return the source *one* in words, as a link if its address is on the web."""
    href = linked(one.url)
    text = sourced(one)
    return link(text, href, "nofollow noopener noreferrer") if href else harmless(text)


def source_links(record: Record, keys: Iterable[str]) -> list[Markup]:
    """Return the sources *keys* of *record*, each once, as `source_link` shows them."""
    return [source_link(record.sources[key]) for key in dict.fromkeys(keys)]


@lru_cache(maxsize=4096)
def timed(when: Date | date | None, text: str | None = None) -> Markup:
    """Return *when* as a time element that shows *text* or, without it, the date in words.

    A date that HTML cannot express is shown as plain text, and None as nothing.
    """
    if when is None:
        return Markup("")
    exact = when.isoformat() if isinstance(when, date) else when.edtf
    shown = printable(text or (day_in_words(when) if isinstance(when, date) else bare(when)))
    if _is_time(exact):
        return Markup(f'<time datetime="{exact}">{escape(shown)}</time>')
    return escape(shown)


_is_time = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?").fullmatch


def instant(recorded: str) -> Markup:
    """Return the instant *recorded* in words, to the second."""
    said = instant_in_words(recorded)
    return Markup(f'<time datetime="{escape(recorded)}">{escape(said)}</time>')


def days(first: int, last: int) -> Markup:
    """Return the days from ordinal *first* through *last* in words; -FAR and FAR are open ends."""
    since, until = (_day(one) for one in (first, last))
    if since is None and until is None:
        return Markup("on every day")
    if since is None:
        return Markup("through {}").format(timed(until))
    if until is None:
        return Markup("from {} on").format(timed(since))
    if since == until:
        return timed(since)
    return Markup("{} through {}").format(timed(since), timed(until))


def _day(ordinal: int) -> date | None:
    """Return *ordinal* as a date, or None if it lies outside the calendar and is an open end."""
    return date.fromordinal(ordinal) if 0 < ordinal <= _LAST else None


_LAST = date.max.toordinal()


def row(book: Book, answer: Answer, up: str = "") -> dict[str, Any]:
    """Return the cells of the row that shows *answer*; the script of the page writes the same.

    *book* is the partnership; *up* is the path from the page up to the folder of the partnership.
    """
    record, decided = book.record, answer.decided
    deciding = decided.deciding if decided else None

    def by(step: Step | None) -> Markup | None:
        return event_link(record, step.event, up) if step else None

    return {
        "key": answer.term.key,
        "title": answer.term.title,
        "href": file_path(f"{up}terms/{answer.term.key}.html"),
        "status": answer.status,
        "asks": answer.term.asks,
        "told": in_sentences(book, answer),
        "words": STATUS[answer.status],
        "value": value(answer),
        "possible": [(limited(one), by(one.deciding)) for one in answer.possible],
        "replaced": [(replaced(one), by(one.ended or one.given)) for one in answer.replaced],
        "claims": [(claim(one), by(one.step)) for one in answer.claims],
        "disputes": [(dispute(step), by(step)) for step in answer.disputes],
        "flags": [(flag, flagged([flag])) for flag in answer.flags],
        "since": bare(deciding.when) if deciding and deciding.when else "",
        "event": event_link(record, deciding.event, up) if deciding else None,
        "standing": standing(answer),
        "sources": source_links(record, cited(answer)),
    }


def in_sentences(book: Book, answer: Answer) -> list[str]:
    """Return *answer* in sentences: its headline, and what else there is to say, by paragraphs."""
    said = paragraphs(answer, map(possible_answer, answer.replaced), book.title_of)
    return [headline(answer), *(f"– {one[2:]}" if one.startswith("- ") else one for one in said)]


def value(answer: Answer) -> str:
    """Return the text shown as the value of *answer*."""
    if answer.decided is None:
        return "one of:"
    return gone(answer.decided) if answer.status == "expired" else answer.decided.value or ""


def gone(one: PossibleAnswer) -> str:
    """Return the text shown for the expired answer *one*, including the value that expired."""
    return f"was: {one.value}"


def replaced(one: Outcome) -> str:
    """Name *one*, an answer of higher authority that was replaced."""
    answer = possible_answer(one)
    return f"in place of {answer.authority}: {said(answer)}"


def claim(one: Claimed) -> str:
    """Describe the claim *one*: its value, speakers and day, and whether it differs."""
    step = one.step
    how = "claimed otherwise" if one.differs else "claimed"
    since = f", since {bare(step.when)}" if step.when else ""
    denied = "; denied since" if denied_by(step) else ""
    return f"{how} by {speakers(step)}: {claimed(step)} ({step.authority}{since}){denied}"


def dispute(step: Step) -> str:
    """Describe the dispute *step*: its day, and each side's position that is public."""
    since = f"disputed since {bare(step.when)}" if step.when else "disputed"
    return "; ".join([since, *(f"{one.party}: {one.says}" for one in step.positions)])


def standing(answer: Answer) -> str:
    """Describe the support of *answer*, its last day, and the conditions that would end it."""
    return "; ".join(_standing(answer))


def _standing(answer: Answer) -> Iterator[str]:
    one = answer.decided
    if one is None:
        return
    if one.authority:
        yield one.authority
    if one.deciding and one.deciding.by:
        yield f"said by {joined(one.deciding.by)}"
    if one.until:
        yield f"through {readable(one.until)}"
    if one.renews:
        yield f"renews for {length(one.renews)} at a time"
    if one.unless:
        yield f"unless {', '.join(conditions(one))}"
    if one.outcome.given and one.outcome.given.hinge:
        yield f"while {one.outcome.given.hinge} is in force"
    confirmed, since = answer.confirmed, one.deciding.when if one.deciding else None
    if confirmed and confirmed.when and confirmed.when != since:
        yield f"{'' if answer.surely else 'perhaps '}confirmed {bare(confirmed.when)}"
    if answer.unchanged:
        yield f"said only to be unchanged ({answer.unchanged.authority})"


def limits(step: Step, name: Name) -> str:
    """Describe the last day of the value that *step* sets, and the conditions that would end it.

    *name* gives titles to keys.
    """
    parts = [f"through {readable(step.until)}"] if step.until else []
    parts += [f"and then renews for {length(step.renews)} at a time"] if step.renews else []
    parts += [f"with notice of {length(step.notice)}"] if step.notice else []
    parts += [f"unless {', '.join(map(name, sorted(step.unless)))}"] if step.unless else []
    parts += [f"while {name(step.hinge)} is in force"] if step.hinge else []
    return "".join(f", {one}" for one in parts if one != step.value)


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return *number* with its noun, *one* or *several*: 1 term, 2 terms."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def tallied(names: Sequence[str]) -> str:
    """Return *names* in order, each with the number of its occurrences."""
    return ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))


def cite(book: Book, what: str, entry: Entry) -> dict[str, Any]:
    """Return the fields with which a page about *what*, based on *entry*, is cited.

    *book* has the pages of the partnership. The digest given is that of the payload alone, since
    the one in the chain also covers earlier entries that the page is not about.
    """
    return {
        "what": what,
        "name": book.name,
        "slug": book.slug,
        "version": entry.version,
        "recorded": entry.recorded,
        "sha256": sha256(entry.payload).hexdigest(),
    }
