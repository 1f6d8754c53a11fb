"""Write a timeline in the format of another program, to a file or standard output."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from cli.files import written, written_bytes
from cli.forms import json_text
from cli.publish.rows import EVENTS, STATES, answers, events, states
from cli.reading.selection import selected
from cli.reading.session import View, asked, opened, view
from events.dates.dates import Date
from events.errors import UsageError
from timeline.answers.table import ANSWERS


def publish_to(
    *,
    file: str | None,
    form: str,
    rows: str | None,
    bom: bool,
    globs: Sequence[str],
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Write a timeline to *file* in the given *form*; in a sheet, *rows* says what a row is.

    The timeline is about the terms of *partnership* in *db* that match *globs*, with the clocks cut
    at *known* and *recorded*. A sheet in CSV begins with a byte order mark if *bom*, without which
    Excel garbles what is not ASCII.
    """
    write = partial(_csv, file, bom) if form == "csv" else partial(_parquet, file)
    if rows == "answers":
        with opened(db) as log:
            write(ANSWERS, answers(log, partnership), {})
        return
    if form in ("csv", "parquet") and rows != "events":
        seen = asked(db, partnership, globs, known=known, recorded=recorded)
        write(STATES, states(seen), _meta(seen, known))
        return
    whole = view(db, partnership, recorded)
    if form == "timelinejs":
        from cli.publish.timelinejs import timelinejs

        written([json_text.dump(timelinejs(whole)) + "\n"], file)
    elif form == "jsonld":
        from cli.publish.jsonld import linked_data

        written([linked_data(whole)], file)
    else:
        found = events(whole, selected(whole.record, globs), known.earliest if known else None)
        write(EVENTS, found, _meta(whole, known))


def _csv(
    file: str | None,
    bom: bool,
    fields: Sequence[str],
    rows: Iterable[dict[str, Any]],
    _: Mapping[str, str],
) -> None:
    from cli.forms.csv_text import sheet

    written(["\ufeff" * bom, sheet(fields, rows)], file)


def _parquet(
    file: str | None, fields: Sequence[str], rows: Iterable[dict[str, Any]], meta: dict[str, str]
) -> None:
    from cli.publish.parquet import parquet

    if file in (None, "-") and sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal: name a file, or send it on with >.")
    written_bytes(parquet(fields, rows, meta), file)


def _meta(seen: View, known: Date | None) -> dict[str, str]:
    cut = known.earliest if known else None
    said = seen.meta(known=cut.isoformat() if cut else None)
    return {key: value for key, value in said.items() if value is not None}
