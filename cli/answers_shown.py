"""The terms on a day as a table, JSON, CSV or Markdown."""

from itertools import groupby

from cli.terminal import columns, dim, echo, heading, printable, wrapped
from cli.wording import (
    STATUS,
    dated,
    limited,
    readable,
    readable_cut,
    said,
    standing,
    whole,
)
from timeline.answers import UNDETERMINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from cli.opening import View
    from events.dates import Date
    from events.model.kinds import Source
    from timeline.answers import Answer, Possible

LABEL = 30
"""How wide the column of terms is."""


class Question:
    """What was asked: of which record, on which day, with what known by when.

    *unannounced* are the terms that were set by then, of which nothing was public yet.
    """

    __slots__ = ("known", "on", "unannounced", "view")

    def __init__(
        self,
        view: "View",
        on: "Date",
        known: "Date | None",
        unannounced: frozenset[str] = frozenset(),
    ) -> None:
        self.view, self.on, self.known, self.unannounced = view, on, known, unannounced

    def meta(self) -> "dict[str, Any]":
        """Return what is always said with an answer, for JSON."""
        known = self.known.edtf if self.known else None
        return self.view.meta(as_of=self.on.edtf, known=known)

    @property
    def title(self) -> str:
        """The name of the partnership."""
        return self.view.record.partnership.title or self.view.slug

    def lines(self) -> "Iterator[str]":
        """Say in one paragraph which clocks were cut where, and how complete the log is."""
        record = self.view.record
        covered = f"through {record.covered}" if record.covered else "to no stated day"
        known = f"as known on {readable_cut(self.known)}" if self.known else _UNCUT
        recorded = f", as recorded by {self.view.recorded}" if self.view.recorded else ""
        text = (
            f"As of {readable(self.on)}, {known}{recorded}. "
            f"The log is complete {covered}; head {self.view.head[:12]}."
        )
        yield from wrapped(text)
        if record.covered and record.covered.latest and _after(self.on, record.covered):
            yield from wrapped(
                f"{readable(self.on)} lies after that: later news may be missing here."
            )


_UNCUT = "with all that is known now"


def clocks(seen: "View", known: "Date | None") -> str:
    """Say where the clocks were cut, and how complete the log is, in part of a sentence."""
    covered = seen.record.covered
    complete = f"complete through {covered}" if covered else "of no stated end"
    cut = f", as known on {readable_cut(known)}" if known else ""
    recorded = f", as recorded by {seen.recorded}" if seen.recorded else ""
    return f"log {complete}; head {seen.head[:12]}{cut}{recorded}"


def _after(on: "Date", covered: "Date") -> bool:
    return on.latest is None or (covered.latest is not None and on.latest > covered.latest)


def show(asked: Question, answers: "Sequence[Answer]", form: str, *, sources: bool) -> None:
    """Print *answers* in the *form* asked for."""
    match form:
        case "json":
            from cli import json_form

            echo(json_form.dump(whole_form(asked, answers)))
        case "ndjson":
            from cli import json_form

            lines = (asked.meta() | row for row in _rows(asked, answers))
            echo(json_form.lines(lines), nl=False)
        case "csv":
            from cli.sheets import sheet

            echo(sheet(FIELDS, (_cells(asked, one) for one in answers)), nl=False)
        case "md":
            echo("\n".join(_markdown(asked, answers)))
        case _:
            echo("\n".join(_table(asked, answers, sources=sources)))


def whole_form(asked: Question, answers: "Sequence[Answer]") -> "dict[str, Any]":
    """Return *answers* as JSON gives them: in one object, with what is always said with them."""
    return asked.meta() | {"terms": list(_rows(asked, answers))}


def _rows(asked: Question, answers: "Iterable[Answer]") -> "Iterator[dict[str, Any]]":
    from cli import json_form

    return (json_form.answer(one, asked.view.record) for one in answers)


def counts(answers: "Sequence[Answer]") -> str:
    """Say how many answers there are of each status and with each flag."""
    statuses = _counted(STATUS[one.status] for one in answers)
    flags = _counted(flag for one in answers for flag in one.flags)
    total = f"{len(answers)} term{'s' if len(answers) != 1 else ''}: {statuses}."
    return f"{total} Flagged: {flags}." if flags else total


def _counted(names: "Iterable[str]") -> str:
    found = list(names)
    return ", ".join(f"{found.count(name)} {name}" for name in dict.fromkeys(found))


def _table(asked: Question, answers: "Sequence[Answer]", *, sources: bool) -> "Iterator[str]":
    yield from heading(asked.title)
    yield from asked.lines()
    yield from wrapped(counts(answers))
    shown = [one for one in answers if one.status != "not-set" or one.flags or len(answers) == 1]
    for topic, group in groupby(shown, key=lambda one: one.term.topic):
        yield ""
        yield from heading(topic or "Other")
        for one in group:
            yield from _row(one, hidden=one.term.key in asked.unannounced)
            if sources:
                yield from _sources(asked.view.record.sources[key] for key in one.sources)
    unset = [one.term.key for one in answers if one not in shown]
    yield from _listed("Not set", [one for one in unset if one not in asked.unannounced])
    yield from _listed("Not yet announced", [one for one in unset if one in asked.unannounced])


def _listed(what: str, terms: "Sequence[str]") -> "Iterator[str]":
    if terms:
        yield ""
        yield from wrapped(f"{', '.join(terms)}.", first=f"{what}: ", rest="  ")


def _row(one: "Answer", *, hidden: bool) -> "Iterator[str]":
    if hidden:
        lines = ["not yet announced by then; without --known there is an answer"]
    elif one.status == UNDETERMINED:
        lines = ["undetermined; one of:"]
        lines += [f"- {given(each)}" for each in one.possible]
    else:
        lines = [said(one), standing(one)] if one.value else [standing(one)]
    lines += _beside(one)
    if one.flags:
        lines.append(", ".join(one.flags).upper())
    yield from columns(f"  {printable(one.term.key)} ", lines, LABEL + 3)


def _beside(one: "Answer") -> "Iterator[str]":
    """Say what stands beside an answer: claims, the sides of a dispute, what is announced."""
    for claim in one.claims:
        verb = "but" if claim.contradicts else "adds"
        yield f"{verb} {claim.authority}: {said(claim)} [{claim.event}]"
    for side in one.positions:
        yield f"{side.party}: {side.says}"
    for step in one.pending:
        yield f"pending: {step.verb} {_ahead(step.when)} [{step.id}]"


def given(one: "Possible") -> str:
    """Say a possible answer and the event that gives it."""
    return f"{limited(one)} [{one.event}]" if one.event else limited(one)


def _ahead(when: "Date | None") -> str:
    return f"from {dated(when)}" if when else "without a date"


def _sources(several: "Iterable[Source]") -> "Iterator[str]":
    for one in several:
        yield from map(dim, source_lines(one, "      - "))


def cited(one: "Source") -> str:
    """Cite a source in a line."""
    return f"{named(one)} {one.url or ''}".rstrip()


def source_lines(one: "Source", first: str) -> "Iterator[str]":
    """Cite a source in lines that begin with *first*; its address is one that can be copied."""
    yield from wrapped(named(one), first=first)
    if one.url:
        yield " " * len(first) + printable(one.url)


def named(one: "Source") -> str:
    """Name a source without its address."""
    published = readable(one.published) if one.published else "undated"
    where = one.publisher or ("" if one.title else _host(one.url or ""))
    named = ", ".join(part for part in (where, one.title, published) if part)
    return f'{named}, "{one.locator}"' if one.locator else named


def _host(url: str) -> str:
    """Return whose address it is, where nothing else says where something was said."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


FIELDS = (
    "term", "topic", "status", "value", "flags", "authority", "since", "through", "unless",
    "last_confirmed", "event", "possible", "claims", "sources", "as_of", "known", "head",
)  # fmt: skip


def _cells(asked: Question, one: "Answer") -> "dict[str, Any]":
    (answer,) = _rows(asked, [one])
    row = asked.meta() | answer
    row["possible"] = " | ".join(said(each) for each in one.possible)
    row["claims"] = " | ".join(f"{each.authority}: {said(each)}" for each in one.claims)
    row["sources"] = [source["url"] or "" for source in row["sources"]]
    return row


def _markdown(asked: Question, answers: "Sequence[Answer]") -> "Iterator[str]":
    from cli.markdown import escaped

    yield f"# {escaped(asked.title)}"
    yield ""
    yield escaped(" ".join(asked.lines()))
    yield escaped(counts(answers))
    yield ""
    yield "| Term | Answer | Standing | Flags | Beside it |"
    yield "|---|---|---|---|---|"
    for one in answers:
        said_of_it = standing(one) if one.status != UNDETERMINED else ""
        several = [given(each) for each in one.possible] or [whole(one)]
        cells = (
            one.term.key,
            " or ".join(several),
            said_of_it,
            ", ".join(one.flags),
            "; ".join(_beside(one)),
        )
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
