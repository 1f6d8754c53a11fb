"""Read one day of every partnership from a folder of Parquet, without the log."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cli.portfolio.engines import asked
from cli.portfolio.question import BESIDE, COLUMNS, Question
from cli.reading.portfolio import divided, require_each
from cli.reading.selection import selected
from events.errors import NotFoundError
from events.model.amounts import amount_text
from events.model.kinds import Partnership, Redefine, Term
from timeline.record.record import Record

Cells = dict[str, Any]


class Held(NamedTuple):
    """The answers of one partnership, and the globs that match no term of it."""

    partnership: Cells
    answers: Sequence[Cells]
    missing: Sequence[str]


def portfolio(engine: str, folder: str, question: Question, globs: Sequence[str]) -> list[Held]:
    """Return the answers in *folder* to *question*, as this *engine* finds them.

    Only the terms that *globs* match (default: all) are returned. Raises NotFoundError if a glob
    matches no term of any partnership.
    """
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in asked(engine, folder, question.sql)]
    if not rows:
        raise NotFoundError(f"Nothing had been recorded by {question.recorded}.")
    several = [[*own] for _, own in groupby(rows, itemgetter("partnership"))]
    parts = [(own, *_divided(_record(own), globs)) for own in several]
    require_each(globs, ((record, missing) for _, record, _, missing in parts))
    return [_held(own, terms, missing) for own, _, terms, missing in parts]


def _divided(record: Record, globs: Sequence[str]) -> tuple[Record, list[str], list[str]]:
    """Return *record*, its terms that are asked about, and the globs that match none."""
    present, missing = divided(record, globs)
    return record, selected(record, present) if present or not globs else [], missing


def _record(rows: Iterable[Cells]) -> Record:
    """Return the vocabulary in *rows*, as far as terms are found by it."""
    own = [row for row in rows if row["term"]]
    renamed = {old: row["term"] for row in own for old in (row["formerly"] or "").split()}
    return Record(
        partnership=Partnership(title=""), conditions={}, sources={}, events=(), acts=(),
        terms={row["term"]: _term(row) for row in own}, renamed=renamed,
        retired={row["term"]: Redefine(id="", thing=_term(row)) for row in own if row["retired"]},
        covered=(None, None), covers=(), assertions=(),
    )  # fmt: skip


def _term(row: Cells) -> Term:
    return Term(key=row["term"], title=row["title"], unit=row["unit"], like=row["question"])


def _held(rows: Sequence[Cells], terms: Iterable[str], missing: Sequence[str]) -> Held:
    first, chosen = rows[0], {*terms}
    partnership = {
        "partnership": first["partnership"],
        "title": first["name"],
        "head": first["head"],
        "covered_from": first["covered_from"],
        "covered_through": first["covered_through"],
    }
    return Held(partnership, [_answer(row) for row in rows if row["term"] in chosen], missing)


def _answer(row: Cells) -> Cells:
    return {
        "term": row["term"],
        "title": row["title"],
        "status": row["status"],
        "value": row["value"],
        "amount": amount_text(row["value"], row["unit"]),
        "unit": row["unit"],
        "authority": row["authority"],
        "event": row["event"],
        "beside": [kind for kind in BESIDE if row[kind]],
    }
