"""Terms with a unit: what they answer as exact numbers, in every output that has numbers."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from foreign import foreign
from pyarrow import parquet
from running import DRAWN, Run, said
from second_ledger import NUMBERS
from servers import Make

from events.storage.engines import is_server

ENGINES = DRAWN
EXACT = "-12345678901234567890.123"
"""More digits than a float has."""


@pytest.fixture
def url(new: Make) -> str:
    """Return the URL of the database that has the log of numbers."""
    return new("migrated")


@pytest.fixture
def deal(url: str, command: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the log of numbers."""
    monkeypatch.setenv("TIMELINE_DB", url)
    told = command("import", "-", input=NUMBERS)
    assert 0 == told.exit_code, told.stderr
    return command


def answer(run: Run, term: str, on: str) -> dict[str, Any]:
    """Return what `as-of` answers of one *term*."""
    [one] = said(run("as-of", on, "--term", term, "-o", "json"))["terms"]
    return dict(one)


def sheet(run: Run, *words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*words).stdout)))


@pytest.mark.parametrize(
    ("term", "on", "amount", "unit"),
    [
        ("stake", "2020-02-01", "20", "%"),
        ("stake", "2022-01-01", "28.4", "%"),
        ("stake", "2021-06-15", None, "%"),
        ("stake", "2026-01-01", None, "%"),
        ("stake", "2019-01-01", None, "%"),
        ("fee", "2020-02-01", None, "USD"),
        ("fee", "2022-01-01", "1200000000", "USD"),
        ("fee", "2025-01-01", "1200000000", "USD"),
        ("fee", "2026-01-01", EXACT, "USD"),
        ("seats", "2022-01-01", None, None),
    ],
)
def test_an_answer_has_its_amount_and_unit(
    deal: Run, term: str, on: str, amount: str | None, unit: str | None
) -> None:
    """In JSON as digits, since its readers make floats of numbers; in CSV likewise."""
    one = answer(deal, term, on)
    [row] = sheet(deal, "as-of", on, "--term", term, "-o", "csv")

    assert (amount, unit) == (one["amount"], one["unit"])
    assert (amount or "", unit or "") == (row["amount"], row["unit"])


def test_possible_answers_and_claims_have_amounts(deal: Run) -> None:
    """Beside an answer too, a number is one."""
    possible = answer(deal, "stake", "2021-06-15")["possible"]
    claims = answer(deal, "stake", "2023-06-15")["claims"]
    [step] = said(deal("diff", "2020-02-01", "2024-03-01", "--term", "stake", "-o", "json"))[
        "changes"
    ]

    assert ["20", "28.4"] == [one["amount"] for one in possible]
    assert ["30"] == [one["amount"] for one in claims]
    assert ("20", "12.5") == (
        step["before"]["amount"],
        step["after"]["amount"],
    )


@pytest.mark.parametrize("question", ["history", "when"])
def test_a_history_has_its_amounts(deal: Run, question: str) -> None:
    """A series for a diagram of somebody else."""
    found = said(deal(question, "fee", "-o", "json"))
    rows = found["periods"] if question == "history" else found["definite"]
    cells = sheet(deal, question, "fee", "-o", "csv")
    amounts = [row["amount"] for row in rows if row["status"] != "undetermined"]

    assert "USD" == found["unit"]
    assert [None, "1200000000", "1200000000", EXACT] == amounts
    assert {one or "" for one in amounts} == {row["amount"] for row in cells}


def test_a_table_is_as_it_was(deal: Run) -> None:
    """The value is what a person reads; no column repeats it."""
    text = deal("as-of", "2022-01-01", "-o", "table").stdout

    assert "about 28.40% as converted" in text
    assert "amount" not in text


def test_a_negative_amount_is_a_number_in_a_spreadsheet(deal: Run) -> None:
    """It begins as a formula does; a value with more after the number is guarded all the same."""
    [row] = sheet(deal, "as-of", "2026-01-01", "--term", "fee", "-o", "csv")
    told = deal(
        "append", "--when", "2026-02-01", "--title", "Acme is paid every year", "--by", "Acme",
        "--authority", "official", "--source", "https://example.com", "--set", "fee=-12,345 a year",
    )  # fmt: skip
    [more] = sheet(deal, "as-of", "2026-03-01", "--term", "fee", "-o", "csv")

    assert 0 == told.exit_code, told.stderr
    assert (EXACT, "-12,345,678,901,234,567,890.123") == (row["amount"], row["value"])
    assert ("-12345", "'-12,345 a year") == (more["amount"], more["value"])


@pytest.mark.parametrize("kind", ["states", "events", "answers"])
def test_sheets_have_amounts_as_decimals(deal: Run, tmp_path: Path, kind: str) -> None:
    """Exact in both, and of a type in Parquet that engines of columns add up."""
    path = tmp_path / "out.parquet"
    deal("publish", "--rows", kind, "-o", "parquet", path)
    table = parquet.read_table(path)
    found = [one["amount"] for one in table.to_pylist()]
    cells = [row["amount"] for row in sheet(deal, "publish", "--rows", kind)]

    assert "decimal128(38, 18)" == str(table.schema.field("amount").type)
    assert Decimal(EXACT) in found
    assert found == [Decimal(one) if one else None for one in cells]


def test_sql_has_amounts_as_numbers(deal: Run, url: str) -> None:
    """Whoever asks with SQL compares and adds them; a server has them exactly."""
    assert 0 == deal("verify").exit_code
    query = "SELECT value, amount FROM answers_now WHERE term = 'stake' AND amount > 12.5"
    rows = foreign(url, f"{query} ORDER BY amount")
    [(lowest,)] = foreign(url, "SELECT min(amount) FROM answers_now")
    [(exact,)] = foreign(url, f"SELECT DISTINCT amount FROM answers WHERE amount = '{EXACT}'")

    assert [("20%", 20), ("about 28.40% as converted", pytest.approx(28.4))] == [
        (value, float(amount)) for value, amount in rows
    ]
    assert EXACT == exact
    assert pytest.approx(float(EXACT)) == float(lowest)
    assert not is_server(url) or Decimal(EXACT) == lowest


def test_sql_finds_the_unit_of_an_amount(url: str, deal: Run) -> None:
    """A value may begin with a number that its term does not say to count anything."""
    assert None is answer(deal, "seats", "2022-01-01")["amount"]
    rows = foreign(
        url,
        "SELECT DISTINCT term, amount, unit FROM answers_now JOIN terms USING (partnership, term)"
        " WHERE term IN ('seats', 'stake') AND amount IN (2, 20) ORDER BY term",
    )

    assert [("seats", 2, None), ("stake", 20, "%")] == rows


def test_another_unit_counts_what_was_set_before(deal: Run) -> None:
    """The vocabulary says what is a number; what was recorded stays as it is."""
    told = deal("redefine", "seats", "--unit", "seats")

    assert 0 == told.exit_code, told.stderr
    assert ("2", "seats") == (
        answer(deal, "seats", "2022-01-01")["amount"],
        answer(deal, "seats", "2022-01-01")["unit"],
    )
    assert 0 == deal("verify").exit_code


def since(rows: list[dict[str, Any]]) -> list[str]:
    return [row["since"] for row in rows]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (">20", ["2021-06-01", "2021-06-30"]),
        (">=20%", ["2020-01-01", "2021-06-01", "2021-06-30"]),
        (">= 20 %", ["2020-01-01", "2021-06-01", "2021-06-30"]),
        ("<12.50", []),
        ("<=12.50", ["2024-03-01"]),
        ("=28.4", ["2021-06-01", "2021-06-30"]),
        ("20%", ["2020-01-01", "2021-06-01"]),
        ("*as converted", ["2021-06-01", "2021-06-30"]),
        (">1B", []),
    ],
)
def test_a_history_is_of_the_answers_that_compare(
    deal: Run, value: str, expected: list[str]
) -> None:
    """Those that certainly do, and those that may; what has no number never does."""
    found = said(deal("history", "stake", value, "-o", "json"))

    assert {*since(found["definite"]), *since(found["possible"])} == {*expected}
    assert found == said(deal("when", "stake", value, "-o", "json"))


def test_an_expired_answer_compares_by_what_it_was(deal: Run) -> None:
    """And exactly: the last digits decide."""
    below = said(deal("history", "fee", "<-12345678901234567890.122", "-o", "json"))
    above = said(deal("history", "fee", "<-12345678901234567890.123", "-o", "json"))
    large = said(deal("history", "fee", ">1.1B", "-o", "json"))

    assert (["2025-10-01"], []) == (since(below["definite"]), since(above["definite"]))
    assert ["in-force", "expired"] == [one["status"] for one in large["definite"]]
    assert large["possible"]


@pytest.mark.parametrize("question", ["history", "when"])
@pytest.mark.parametrize("form", ["table", "md", "csv", "ndjson"])
def test_a_comparison_says_what_it_ignores(deal: Run, question: str, form: str) -> None:
    """About 28.4 % may be 28.3 %; without a comparison, or without such a word, nothing is said."""
    sentence = "A comparison ignores about, up to and at least; here in: about 28.40% as converted."
    told = deal(question, "stake", "<20", "-o", form)
    plain = deal(question, "stake", "*2*", "-o", form)
    other = deal(question, "fee", ">20", "-o", form)

    texts = " ".join(told.output.split())
    assert 0 == told.exit_code
    assert sentence in texts
    assert "ignores" not in plain.output + other.output


def test_json_names_the_values_compared_so(deal: Run) -> None:
    """For a program, which cannot look for the word itself."""
    for question in ("history", "when"):
        told = said(deal(question, "stake", "<20", "-o", "json"))
        plain = said(deal(question, "stake", "*2*", "-o", "json"))

        assert ["about 28.40% as converted"] == told["qualifiers_ignored"]
        assert [] == plain["qualifiers_ignored"]


@pytest.mark.parametrize("question", ["history", "when"])
@pytest.mark.parametrize(
    ("term", "value", "reason"),
    [
        ("seats", ">1", "the values of seats are texts, since it has no unit"),
        ("stake", ">many", "'>many' compares with no number of stake; write it as '>20'"),
        ("stake", ">about 20", "compares with no number of stake"),
        ("stake", "==20", "compares with no number of stake"),
        ("stake", ">20 USD", "compares with no number of stake"),
        ("stake", ">$20", "'$20' is not counted in '%'"),
        ("fee", ">20%", "compares with no number of fee"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    deal: Run, question: str, term: str, value: str, reason: str
) -> None:
    """With a sentence; an empty answer would be taken for one."""
    told = deal(question, term, value)

    assert 2 == told.exit_code
    assert reason in " ".join(told.stderr.split())


def test_a_sign_in_a_text_is_no_comparison(deal: Run) -> None:
    """Where no number follows and the term counts nothing, it is a text as any other."""
    told = deal("history", "seats", "<unknown>")

    assert 0 == told.exit_code
    assert "On no day" in told.stdout
