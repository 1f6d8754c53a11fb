"""The terms on a day as a table, JSON, CSV or Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from cli import json_form
from cli.markdown import escaped
from cli.opening import View
from cli.sheets import sheet
from cli.terminal import columns, dim, echo, heading, printable, wrapped
from cli.wording import (
    STATUS,
    beside,
    claim,
    dispute,
    flagged,
    given,
    period,
    readable,
    readable_cut,
    replaced,
    said,
    standing,
)
from events.dates import Date
from events.model.kinds import Source
from timeline.rule.answer import UNDETERMINED, VARIED, Answer

LABEL = 30
"""How wide the column of terms is."""


class Question(NamedTuple):
    """What was asked: of which record, on which day, with what known by when.

    *unannounced* are the terms that were set by then, of which nothing was public yet.
    """

    view: View
    on: Date
    known: Date | None
    unannounced: frozenset[str] = frozenset()

    def meta(self) -> dict[str, Any]:
        """Return what is always said with an answer, for JSON."""
        known = self.known.edtf if self.known else None
        return self.view.meta(as_of=self.on.edtf, known=known)

    @property
    def title(self) -> str:
        """The name of the partnership."""
        return self.view.record.partnership.title or self.view.slug

    def lines(self) -> Iterator[str]:
        """Say in one paragraph which clocks were cut where, and how complete the log is."""
        since, through = self.view.record.covered
        known = f"as known on {readable_cut(self.known)}" if self.known else UNCUT
        recorded = f", as recorded by {self.view.recorded}" if self.view.recorded else ""
        text = (
            f"As of {readable(self.on)}, {known}{recorded}. "
            f"The log is complete {covered(self.view)}; head {self.view.head[:12]}."
        )
        yield from wrapped(text)
        on = readable(self.on)
        if since and _before(self.on, since):
            yield from wrapped(f"{on} lies before that: earlier news may be missing here.")
        if through and _after(self.on, through):
            yield from wrapped(f"{on} lies after that: later news may be missing here.")


UNCUT = "with all that is known now"


def covered(seen: View) -> str:
    """Say from when and through when the log claims to be complete."""
    since, through = seen.record.covered
    parts = [f"from {since}"] if since else []
    parts += [f"through {through}"] if through else []
    return " ".join(parts) or "to no stated day"


def clocks(seen: View, known: Date | None) -> str:
    """Say where the clocks were cut, and how complete the log is, in part of a sentence."""
    cut = f", as known on {readable_cut(known)}" if known else ""
    recorded = f", as recorded by {seen.recorded}" if seen.recorded else ""
    return f"log complete {covered(seen)}; head {seen.head[:12]}{cut}{recorded}"


def _before(on: Date, since: Date) -> bool:
    return on.earliest is None or (since.earliest is not None and on.earliest < since.earliest)


def _after(on: Date, through: Date) -> bool:
    return on.latest is None or (through.latest is not None and on.latest > through.latest)


def show(asked: Question, answers: Sequence[Answer], form: str, *, sources: bool) -> None:
    """Print *answers* in the *form* asked for."""
    match form:
        case "json":
            echo(json_form.dump(whole_form(asked, answers)))
        case "ndjson":
            lines = (asked.meta() | row for row in _rows(asked, answers))
            echo(json_form.lines(lines), nl=False)
        case "csv":
            rows = zip(answers, _rows(asked, answers), strict=True)
            sheets = (cells(one, asked.meta() | row) for one, row in rows)
            echo(sheet(FIELDS, sheets), nl=False)
        case "md":
            echo("\n".join(_markdown(asked, answers)))
        case _:
            echo("\n".join(_table(asked, answers, sources=sources)))


def whole_form(asked: Question, answers: Sequence[Answer]) -> dict[str, Any]:
    """Return *answers* as JSON gives them: in one object, with what is always said with them."""
    return asked.meta() | {"terms": list(_rows(asked, answers))}


def _rows(asked: Question, answers: Iterable[Answer]) -> Iterator[dict[str, Any]]:
    return (json_form.answer_json(one, asked.view.record) for one in answers)


def counts(answers: Sequence[Answer]) -> str:
    """Say how many answers there are of each status and with each flag."""
    statuses = _counted(STATUS[one.status] for one in answers)
    flags = _counted(flagged([flag]) for one in answers for flag in one.flags)
    total = f"{len(answers)} term{'s' if len(answers) != 1 else ''}: {statuses}."
    return f"{total} Flagged: {flags}." if flags else total


def _counted(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(f"{found.count(name)} {name}" for name in dict.fromkeys(found))


def _table(asked: Question, answers: Sequence[Answer], *, sources: bool) -> Iterator[str]:
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
                yield from _sources(asked.view.record.sources[key] for key in json_form.cited(one))
    unset = [one.term.key for one in answers if one not in shown]
    yield from _listed("Not set", [one for one in unset if one not in asked.unannounced])
    yield from _listed("Not yet announced", [one for one in unset if one in asked.unannounced])


def _listed(what: str, terms: Sequence[str]) -> Iterator[str]:
    if terms:
        yield ""
        yield from wrapped(f"{', '.join(terms)}.", first=f"{what}: ", rest="  ")


def _row(one: Answer, *, hidden: bool) -> Iterator[str]:
    if hidden:
        lines = ["not yet announced by then; without --known there is an answer"]
    else:
        lines = told(one)
    lines += beside(one)
    if one.flags:
        lines.append(flagged(one.flags).upper())
    yield from columns(f"  {printable(one.term.key)} ", lines, LABEL + 3)


def told(one: Answer) -> list[str]:
    """Say an answer and how it stands, or all that it may be, or was on which days."""
    if one.status == UNDETERMINED:
        return ["undetermined; one of:", *(f"- {given(each)}" for each in one.possible)]
    if one.status == VARIED:
        return ["varied:", *(f"- {period(each)}" for each in one.periods)]
    return [said(one), standing(one)] if one.decided and one.decided.value else [standing(one)]


def _sources(several: Iterable[Source]) -> Iterator[str]:
    for one in several:
        yield from map(dim, source_lines(one, "      - "))


def cited(one: Source) -> str:
    """Cite a source in a line."""
    return f"{named(one)} {one.url or ''}".rstrip()


def source_lines(one: Source, first: str) -> Iterator[str]:
    """Cite a source in lines that begin with *first*; its address is one that can be copied."""
    yield from wrapped(named(one), first=first)
    if one.url:
        yield " " * len(first) + printable(one.url)


def named(one: Source) -> str:
    """Name a source without its address."""
    published = readable(one.published) if one.published else "undated"
    where = one.publisher or ("" if one.title else _host(one.url or ""))
    named = ", ".join(part for part in (where, one.title, published) if part)
    return f'{named}, "{one.locator}"' if one.locator else named


def _host(url: str) -> str:
    """Return whose address it is, where nothing else says where something was said."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


FIELDS = (
    "term", "topic", "status", "value", "flags", "authority", "by", "since", "from", "until",
    "through", "unless", "while", "last_confirmed", "event", "possible", "periods", "replaced",
    "claims", "disputes", "sources", "as_of", "known", "head",
)  # fmt: skip


def cells(one: Answer, row: dict[str, Any]) -> dict[str, Any]:
    """Return the *row* of JSON that tells an answer, with text in place of what has parts."""
    texts = {
        "possible": map(given, one.possible),
        "periods": map(period, one.periods),
        "replaced": map(replaced, one.replaced),
        "claims": map(claim, one.claims),
        "disputes": ("; ".join(dispute(step)) for step in one.disputes),
    }
    joined = {field: " | ".join(several) for field, several in texts.items()}
    sources = [each["url"] or "" for each in row["sources"]]
    return row | joined | {"by": "; ".join(row["by"]), "sources": sources}


def _markdown(asked: Question, answers: Sequence[Answer]) -> Iterator[str]:
    yield f"# {escaped(asked.title)}"
    yield ""
    yield escaped(" ".join(asked.lines()))
    yield escaped(counts(answers))
    yield ""
    yield "| Term | Answer | Standing | Flags | Beside it |"
    yield "|---|---|---|---|---|"
    for one in answers:
        several = [given(each) for each in one.possible] or [period(each) for each in one.periods]
        answer = " or ".join(several) if one.possible else "; ".join(several) or said(one)
        aside = "; ".join(beside(one))
        texts = (one.term.key, answer, standing(one), flagged(one.flags), aside)
        yield f"| {' | '.join(map(escaped, texts))} |"
