"""Read one day of every partnership from a folder of Parquet, without the log."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cli.portfolio.engines import asked
from cli.portfolio.question import COLUMNS, NAMES, Question
from cli.publish.boxes import LOG
from cli.reading.portfolio import divided, require_each
from cli.reading.selection import selected
from events.errors import NotFoundError
from events.model.amounts import amount_text
from events.model.kinds import Partnership, Redefine, Term
from timeline.boxes.items import ANSWER, KINDS
from timeline.record.record import Record

Cells = dict[str, Any]


class Held(NamedTuple):
    """The answers of one partnership, and the globs that match no term of it.

    *recorded* is the instant of the last entry that counts.
    """

    partnership: Cells
    recorded: str
    answers: Sequence[Cells]
    missing: Sequence[str]


def portfolio(engine: str, folder: str, question: Question, globs: Sequence[str]) -> list[Held]:
    """Return the answers in *folder* to *question*, as this *engine* finds them.

    Only the terms that *globs* match (default: all) are returned. Raises NotFoundError if a glob
    matches no term of any partnership.
    """
    found = asked(engine, folder, COLUMNS, question.bounds)
    parts = [_Part(globs, [*own]) for _, own in groupby(_sorted(found), itemgetter("partnership"))]
    if not parts:
        raise NotFoundError(f"Nothing had been recorded by {question.recorded}.")
    require_each(globs, ((one.record, one.missing) for one in parts))
    return [one.held() for one in parts]


def _sorted(rows: Iterable[Sequence[Any]]) -> list[Cells]:
    """Return *rows* by partnership, the terms of each in the order of its vocabulary."""
    cells = (dict(zip(NAMES, row, strict=True)) for row in rows)
    return sorted(cells, key=lambda row: (row["partnership"], row["place"] or 0))


class _Part:
    """The *rows* of one partnership, and which of its terms *globs* ask about."""

    def __init__(self, globs: Sequence[str], rows: Iterable[Cells]) -> None:
        kinds: dict[str, list[Cells]] = {LOG: [], ANSWER: []}
        for row in rows:
            kinds.setdefault(row["kind"], []).append(row)
        [self._log], self._answers = kinds.pop(LOG), kinds.pop(ANSWER)
        self._beside = {kind: {row["term"] for row in own} for kind, own in kinds.items()}
        self.record = _record(self._answers)
        present, self.missing = divided(self.record, globs)
        self._terms = {*selected(self.record, present)} if present or not globs else set[str]()

    def held(self) -> Held:
        """Return the answers that are asked for."""
        keys = ("partnership", "title", "head", "covered_from", "covered_through")
        chosen = [self._answer(row) for row in self._answers if row["term"] in self._terms]
        told = {key: self._log[key] for key in keys}
        return Held(told, self._log["recorded"], chosen, self.missing)

    def _answer(self, row: Cells) -> Cells:
        return {
            "term": row["term"],
            "title": row["title"],
            "status": row["status"],
            "value": row["value"],
            "amount": amount_text(row["value"], row["unit"]),
            "unit": row["unit"],
            "authority": row["authority"],
            "event": row["event"],
            "beside": [kind for kind in KINDS if row["term"] in self._beside.get(kind, ())],
        }


def _record(rows: Iterable[Cells]) -> Record:
    """Return the vocabulary in *rows*, with only what it takes to find the terms of a glob."""
    own = [*rows]
    renamed = {old: row["term"] for row in own for old in (row["formerly"] or "").split()}
    return Record(
        partnership=Partnership(title=""), conditions={}, sources={}, events=(), acts=(),
        terms={row["term"]: _term(row) for row in own}, renamed=renamed,
        retired={row["term"]: Redefine(id="", thing=_term(row)) for row in own if row["retired"]},
        covered=(None, None), covers=(), assertions=(),
    )  # fmt: skip


def _term(row: Cells) -> Term:
    return Term(key=row["term"], title=row["title"], unit=row["unit"], like=row["question"])
