"""Print one day of every partnership as a table, JSON, JSON Lines or CSV."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cli.forms import json_text
from cli.forms.tables import Columns, print_table
from cli.portfolio.answers import Cells, Held
from cli.portfolio.question import Question
from cli.render.matrix import MISSING, clocks_in_words, count_in_words
from cli.terminal import deliver, echo, wrapped
from cli.wording.answers import STATUS
from timeline.boxes.items import CONFIRMATION

_COLUMNS = Columns(
    fields=(
        *("partnership", "term", "title", "status", "value", "amount", "unit", "authority"),
        *("event", "beside", "as_of", "known", "recorded", "head"),
        *("covered_from", "covered_through"),
    ),
    shown=("term", "status", "value"),
    group="partnership",
)


def show(question: Question, held: Sequence[Held], form: str) -> None:
    """Print the answers in *held* to *question*, in this *form*."""
    if form == "json":
        deliver(json_text.dump(_whole(question, held)))
        return
    rows = [*_rows(question, held)]
    if form in ("table", "md"):
        rows = [row | {"value": _told(row)} for row in rows]
    if form == "table":
        for text in _lines(question, held):
            echo("\n".join(wrapped(text)))
        echo("")
    print_table(_COLUMNS, rows, form, "No partnership has a term.")


def _told(row: Cells) -> str:
    """Return the value, and what stands beside it and may say otherwise."""
    beside = ", ".join(kind for kind in row["beside"] if kind != CONFIRMATION)
    return f"{row['value'] or ''}{beside and f' [{beside}]'}".lstrip()


def _clocks(question: Question) -> Cells:
    return {
        "as_of": question.on.edtf,
        "known": question.known.edtf if question.known else None,
        "recorded": question.recorded,
    }


def _whole(question: Question, held: Sequence[Held]) -> Cells:
    count = _counted(held)
    counts = {one.replace("-", "_"): count[one] for one in (*STATUS, MISSING)}
    return {
        **_clocks(question),
        "counts": {"partnerships": len(held)} | counts,
        "partnerships": [
            one.partnership | {"terms": one.answers, "no_such_term": one.missing} for one in held
        ],
    }


def _counted(held: Iterable[Held]) -> Counter[str]:
    """Count the answers by status, and the missing terms."""
    found: Counter[str] = Counter()
    for one in held:
        found.update(each["status"] for each in one.answers)
        found[MISSING] += len(one.missing)
    return found


def _rows(question: Question, held: Iterable[Held]) -> Iterator[Cells]:
    none = dict.fromkeys(_COLUMNS.fields) | {"status": MISSING, "beside": []}
    for one in held:
        meta = _clocks(question) | one.partnership
        for answer in one.answers:
            yield meta | answer
        for glob in one.missing:
            yield none | meta | {"term": glob, "title": None}


def _lines(question: Question, held: Sequence[Held]) -> Iterator[str]:
    if question.known or question.recorded:
        yield clocks_in_words(question.on, question.known, question.recorded)
    else:  # The files may be older than the log.
        last = max(one.recorded for one in held)[:10]
        yield f"As of {question.on}, with all that had been recorded by {last}."
    yield count_in_words(len(held), _counted(held))
