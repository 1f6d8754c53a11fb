"""Journals: hledger and bean-query, in which a term is an account and its value a balance.

Each event that sets a term is a transaction of what has to be added for the balance to be its
value. So an event told late changes those after it: the journal is that of today's knowledge, and
cuts by nothing but the day.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.data import OTHER, Numbers
from benchmarks.machine import program
from benchmarks.questions import Question

CANNOT = (
    "hledger and bean-query know one clock, whole days and numbers: what was known or recorded "
    "when, uncertainty, rank, expiry and texts are left out of what they are asked."
)


def transactions(numbers: Numbers) -> Iterator[tuple[int, int, int, int]]:
    """Yield day, partnership, term and amount of each transaction, by day."""
    by_term: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for place, (partnership, term, verb, day, _, _, value) in enumerate(numbers.rows()):
        if verb != OTHER:
            told = (day, place, 0 if verb else value)
            by_term.setdefault((partnership, term), []).append(told)
    found = []
    for (partnership, term), rows in by_term.items():
        balance = 0
        for day, _, value in sorted(rows):
            found.append((day, partnership, term, value - balance))
            balance = value
    yield from sorted(found)


def write_hledger(numbers: Numbers, file: Path) -> Path:
    """Write the journal of hledger."""
    with open(file, "w", encoding="utf-8") as stream:
        for day, partnership, term, amount in transactions(numbers):
            stream.write(
                f"{date.fromordinal(day)} said\n"
                f"    p{partnership:05}:t{term:02}  {amount}\n    equity\n\n"
            )
    return file


def write_beancount(numbers: Numbers, file: Path) -> Path:
    """Write the ledger of beancount."""
    found = list(transactions(numbers))
    accounts = sorted({(partnership, term) for _, partnership, term, _ in found})
    with open(file, "w", encoding="utf-8") as stream:
        stream.write("1900-01-01 open Equity:Said\n")
        for partnership, term in accounts:
            stream.write(f"1900-01-01 open Assets:P{partnership:05}:T{term:02}\n")
        for day, partnership, term, amount in found:
            stream.write(
                f'{date.fromordinal(day)} * "said"\n'
                f"  Assets:P{partnership:05}:T{term:02}  {amount} SHARE\n"
                f"  Equity:Said  {-amount} SHARE\n\n"
            )
    return file


def hledger() -> str | None:
    """Return where hledger is."""
    return program("hledger")


def bean_query() -> str | None:
    """Return where bean-query is."""
    return program("bean-query")


def hledger_words(file: Path, asked: Question) -> list[str]:
    """Return the command that asks hledger."""
    after = date.fromordinal(asked.on + 1)
    words = ["-f", str(file), "bal", f"^p{asked.partnership:05}:", "-e", str(after)]
    return [hledger() or "hledger", *words, "-N", "--flat", "-O", "csv"]


def bean_query_words(file: Path, asked: Question) -> list[str]:
    """Return the command that asks bean-query."""
    sql = (
        f"SELECT account, sum(number) WHERE account ~ 'Assets:P{asked.partnership:05}:'"
        f" AND date <= {date.fromordinal(asked.on)} GROUP BY account"
    )
    return [bean_query() or "bean-query", "-f", "csv", str(file), sql]


def balances(said: str) -> dict[int, int]:
    """Return the terms with a balance, from what either has written."""
    found = {}
    for row in csv.reader(io.StringIO(said)):
        if len(row) == 2 and ":" in row[0] and float(row[1]):
            found[int(row[0][-2:])] = int(float(row[1]))
    return dict(sorted(found.items()))


def without_zeros(values: dict[int, int]) -> dict[int, int]:
    """Return *values* without those that are 0, which no balance tells from none."""
    return {term: value for term, value in values.items() if value}
