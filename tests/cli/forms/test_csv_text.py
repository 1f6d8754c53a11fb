"""A sheet for spreadsheets: no text is evaluated, none is lost, and numbers stay numbers."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run

from cli.forms.csv_text import sheet
from cli.terminal import printable

NUMBERS = ["-1.5", "-1", "+5", "-5%", "-1,000.25", "-1e6", "-1.5E-3", "0", "12.5", "1,000"]
FORMULAS = [
    "=1+1",
    "-1+1",
    "+1+1",
    "@SUM(A1)",
    " =1",
    "-A1",
    "--1",
    "-1.5x",
    "＝1",
    "-",
    "=",
    "-1 2",
]
texts = st.text(st.sampled_from("'=+-@＝ 15%.,eA") | st.characters(exclude_categories=["Cs"]))


def cell(text: str) -> str:
    """Return the cell in which *text* is written, as a program reads it."""
    _, (found,) = (
        csv.reader(io.StringIO(sheet(["value"], [{"value": text}]))) if text else (0, [""])
    )
    return found


def meant(found: str) -> str:
    """Return what a cell means, as docs/sheets.md says it."""
    return found.removeprefix("'")


@given(texts)
def test_every_text_can_be_had_back(text: str) -> None:
    """Two answers were one cell: that with an apostrophe, and that which got one."""
    assert meant(cell(text)) == printable(text)


@given(texts)
def test_nothing_is_evaluated(text: str) -> None:
    """What begins as a formula and is no number is text."""
    found = cell(text)

    assert found.lstrip()[:1] not in tuple("=@＝＠") or not found
    if found[:1] in ("+", "-"):
        float(found.rstrip("%").replace(",", ""))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_left_alone(number: str) -> None:
    """Negative ones begin as a formula does, and can be added up."""
    assert cell(number) == number


@pytest.mark.parametrize("text", [*FORMULAS, "'-1.5", "'=1+1", "''x", "'"])
def test_a_guarded_text_has_one_apostrophe_more(text: str) -> None:
    """Also one that has some already."""
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("rows", [(), ("--rows", "events"), ("--rows", "answers")])
def test_a_byte_order_mark_is_written_where_asked_for(
    timeline: Run, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    """Excel takes a file without one for that of its own country, and garbles it."""
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    timeline("publish", plain, *rows)
    timeline("publish", marked, "--bom", *rows)

    assert plain.read_bytes()[:3] != b"\xef\xbb\xbf"
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    assert timeline("publish", "--bom", *rows).stdout_bytes == marked.read_bytes()


@pytest.mark.parametrize("form", ["parquet", "timelinejs", "jsonld"])
def test_a_byte_order_mark_is_for_a_sheet(timeline: Run, form: str) -> None:
    """In JSON it is an error, in Parquet it breaks the file."""
    refused = timeline("publish", "--bom", "-o", form)

    assert refused.exit_code == 2
    assert "take -o csv" in refused.stderr
