"""Print the terms on a day as a table, JSON, CSV or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.fast.page import complete, cuts, opening, page
from cli.fast.page import named as named
from cli.fast.page import source_lines as source_lines
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import View
from cli.render import table
from cli.render.table import LABEL as LABEL
from cli.render.table import UNCUT as UNCUT
from cli.render.table import answer_lines as answer_lines
from cli.render.table import counts as counts
from cli.terminal import deliver, echo
from cli.wording.answers import (
    beside,
    claim,
    dispute,
    flagged,
    given,
    period,
    replaced,
    said,
    standing,
)
from events.dates.dates import Date
from events.model.kinds import Source
from timeline.record.relations import Relations, relations_of
from timeline.rule.answer import Answer
from timeline.rule.terms import PossibleAnswer, possible_answer

if TYPE_CHECKING:
    from cli.fast.arguments import Form


class Question(NamedTuple):
    """What was asked: the *view* of the partnership, the day *on*, the cut *known*.

    *unannounced* are the terms that had been set by that day, but not yet in public.
    """

    view: View
    on: Date
    known: Date | None
    unannounced: frozenset[str] = frozenset()

    def meta(self) -> dict[str, Any]:
        """Return the JSON fields that go with every answer."""
        known = self.known.edtf if self.known else None
        return self.view.meta(as_of=self.on.edtf, known=known)

    @property
    def relations(self) -> Relations:
        """What the events do to one another, as far as was known."""
        return relations_of(self.view.record, self.known.earliest if self.known else None)

    @property
    def title(self) -> str:
        """The title of the partnership, or its slug if it has none."""
        return self.view.record.partnership.title or self.view.slug

    def named(self, key: str) -> str:
        """Return the title of the term or the condition *key*."""
        record = self.view.record
        return record.terms[key].title if key in record.terms else record.conditions[key].title

    def sources(self, one: Answer) -> Iterable[Source]:
        """Return the sources to show with the answer *one*."""
        return (self.view.record.sources[key] for key in json_text.cited(one))

    def lines(self) -> Iterator[str]:
        """Yield the lines of a paragraph on how the clocks were cut and how complete the log is."""
        seen = self.view
        return table.above(self.on, self.known, seen.recorded, seen.record.covered, seen.head)


def covered(seen: View) -> str:
    """Return in words the days for which the log of *seen* is stated to be complete."""
    return table.spanned(seen.record.covered)


def inclusive(seen: View, known: Date | None, ignored: Sequence[str] = ()) -> str:
    """Return sentences on the cuts, on the days covered, and on words *ignored* in comparing.

    *seen* is the partnership, and *known* the cut on the known clock.
    """
    said = f"{cuts(known, seen.recorded)} {complete(seen.record.covered)}"
    return f"{said} {ignoring(ignored)}" if ignored else said


def ignoring(values: Iterable[str]) -> str:
    """Return the sentence that a comparison ignores the words before numbers in *values*."""
    return f"A comparison ignores about, up to and at least; here in: {'; '.join(values)}."


def show(asked: Question, answers: Sequence[Answer], form: Form, *, sources: bool) -> None:
    """Print *answers* to what was *asked*, in this *form*; *sources* adds sources to a table."""
    match form:
        case "json":
            deliver(json_text.dump(whole_form(asked, answers)))
        case "ndjson":
            lines = (asked.meta() | row for row in _rows(asked, answers))
            deliver(json_text.lines(lines), nl=False)
        case "csv":
            rows = zip(answers, _rows(asked, answers), strict=True)
            sheets = (cells(one, asked.meta() | row) for one, row in rows)
            deliver(sheet(FIELDS, sheets), nl=False)
        case "md":
            deliver("\n".join(_markdown(asked, answers)))
        case "table":
            echo("\n".join(_table(asked, answers, sources=sources)))
        case "text":
            echo("\n".join(_page(asked, answers, sources=sources)))


def whole_form(asked: Question, answers: Sequence[Answer]) -> dict[str, Any]:
    """Return *answers* as one JSON object, with the fields that go with what was *asked*."""
    return asked.meta() | {"terms": list(_rows(asked, answers))}


def _rows(asked: Question, answers: Iterable[Answer]) -> Iterator[dict[str, Any]]:
    return (json_text.answer_json(one, asked.view.record) for one in answers)


def _table(asked: Question, answers: Sequence[Answer], *, sources: bool) -> Iterator[str]:
    shown = asked.sources if sources else _none
    return table.table(asked.title, asked.lines(), answers, shown, asked.unannounced)


def _page(asked: Question, answers: Sequence[Answer], *, sources: bool) -> Iterator[str]:
    seen = asked.view
    above = opening(asked.title, asked.on, asked.known, seen.recorded, seen.record.covered)
    shown = asked.sources if sources else _none
    return page(above, answers, _higher, shown, asked.named, asked.unannounced)


def _none(_: Answer) -> Iterable[Source]:
    return ()


def _higher(one: Answer) -> Iterable[PossibleAnswer]:
    return map(possible_answer, one.replaced)


def cited(one: Source) -> str:
    """Cite the source *one* in one line, with its URL."""
    return f"{named(one)} {one.url or ''}".rstrip()


FIELDS = (
    "term", "topic", "status", "value", "amount", "unit", "flags", "authority", "by", "since",
    "from", "until", "through", "renews", "notice", "unless", "once", "while", "last_confirmed",
    "event", "possible", "periods", "replaced", "claims", "disputes", "sources", "as_of", "known",
    "head",
)  # fmt: skip


def cells(one: Answer, row: dict[str, Any]) -> dict[str, Any]:
    """Return *row*, the JSON of the answer *one*, with its nested parts turned into text."""
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
