"""Write rows as CSV that a spreadsheet reads as text and numbers, never as formulas."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from cli.terminal import printable


def sheet(fields: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return the *fields* of *rows* as CSV with a header, even if there are no rows."""
    from csv import writer  # Slow to import, and a sheet is seldom asked for.

    text = StringIO()
    sheet = writer(text, lineterminator="\n")
    sheet.writerow(fields)
    sheet.writerows([_cell(row[field]) for field in fields] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    """Return the text of a cell, after an apostrophe if a spreadsheet might evaluate it.

    A text that begins with an apostrophe gets one too, so that a reader may always drop the first
    apostrophe of a cell and have the text that was meant.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        value = " ".join(map(str, value))
    text = printable(str(value)) if value is not None else ""
    if text[:1] == "'" or (text.lstrip()[:1] in _STARTS and not re.fullmatch(_NUMBER, text)):
        return f"'{text}"
    return text


_STARTS = tuple("=+-@＝＋－＠")
"""The characters that begin a formula; the full-width ones do in some spreadsheets."""

_NUMBER = r"[-+][0-9][0-9,]*(\.[0-9]+)?([eE][-+]?[0-9]+)?%?"
"""A number with a sign begins as a formula does, and is none."""
