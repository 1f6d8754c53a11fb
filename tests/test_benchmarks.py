"""The benchmarks: data from a seed, right answers before any time, and a report that is kept."""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from shell import ROOT

from benchmarks import data, kinds, ours, report
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.questions import Question, three_clocks
from benchmarks.reference import Belief, beliefs
from benchmarks.sizes import TINY
from benchmarks.stopwatch import Stopwatch
from benchmarks.workshop import Workshop
from cli.bundled import bundled
from events.model.kinds import Change, Claim, Correct, Event, Set, verb
from events.payload import codec

SHAPE = Shape(partnerships=2, terms=5, events=80)
PEERS = {
    "eventsourcing": "eventsourcing",
    "eventsource-py": "eventsource",
    "py-event-sourcing": "py_event_sourcing",
    "DuckDB": "duckdb",
    "Polars": "polars",
    "bean-query": "beanquery",
}


def test_the_data_are_those_of_the_seed() -> None:
    """A figure of which nobody can make the data again is hearsay."""
    first, again = [*data.lines(SHAPE)], [*data.lines(SHAPE)]

    assert first == again
    assert first != [*data.lines(replace(SHAPE, seed=2))]


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.name)
def test_the_lines_are_as_an_export_writes_them(kind: kinds.Kind) -> None:
    """Lines that had to be read in a slower way would make an import look slow."""
    for line in data.lines(replace(SHAPE, kind=kind, events=200)):
        entry = json.loads(line)["entry"]

        assert line.endswith(f'"entry":{codec.encode(codec.decode_plain(entry)).decode()}}}\n')


def changes() -> Iterator[tuple[Event, Change]]:
    for item in bundled().items:
        if isinstance(item.act, Event):
            yield from ((item.act, change) for change in item.act.changes)


def precision(when: date, until: date) -> str:
    days = (until - when).days + 1
    return "day" if days == 1 else "month" if days <= 31 else "quarter" if days <= 92 else "year"


def test_the_typical_shares_are_those_of_the_bundled_ledger() -> None:
    """What is called typical was counted, and is counted here again."""
    told = {item.act.id: item.act for item in bundled().items if isinstance(item.act, Event)}
    dates = [change.when or told[change.of or event.id].when for event, change in changes()]
    bounds = [(one.earliest, one.latest) for one in dates if one is not None]
    sets = [change for _, change in changes() if isinstance(change, Set)]
    claims = [change for _, change in changes() if isinstance(change, Claim)]

    assert Counter(verb(change) for _, change in changes()) == kinds.SHARES_OF_VERBS
    assert kinds.SHARES_OF_AUTHORITIES == Counter(
        str(change.authority or event.authority) for event, change in changes()
    )
    assert kinds.SHARES_OF_PRECISION == Counter(
        precision(first, last) for first, last in bounds if first and last
    )
    assert (5, 1) == (
        sum(last is not None and first is None for first, last in bounds),
        sum(last is None and first is None for first, last in bounds),
    )
    assert (66, 15, 15, 6, 7) == (
        len(sets),
        len(claims),
        sum(one.through is not None for one in sets)
        + sum(one.through is not None for one in claims),
        sum(bool(one.unless) for one in sets),
        sum(one.adds for one in claims),
    )
    assert (43, 154, 1) == (
        len(told),
        len([*changes()]),
        sum(isinstance(item.act, Correct) for item in bundled().items),
    )


def test_what_is_found_the_long_way_tells_wrong_answers_from_right_ones() -> None:
    """A check that nothing fails lets every contestant win."""
    certain = Belief(frozenset([("in-force", "5", None)]), True)
    partly = Belief(frozenset([("in-force", "5", None), ("not-set", None, None)]), False)

    assert certain.agrees(frozenset([("in-force", "5", None)]))
    assert not certain.agrees(frozenset([("in-force", "6", None)]))
    assert not certain.agrees(frozenset([("in-force", "5", None), ("ended", None, None)]))
    assert partly.agrees(partly.possible | {("ended", None, None)})
    assert not partly.agrees(frozenset([("in-force", "5", None)]))


def test_a_wrong_answer_is_not_timed(tmp_path: Path) -> None:
    """Who may answer anything is the fastest of all."""
    shape = replace(SHAPE, terms=20)
    asked = Question(1, data.FIRST + 8000)
    with Stopwatch(tmp_path) as watch:
        shop = Workshop(TINY, 1, tmp_path, tmp_path, watch)
        found = beliefs(shape, shop.history(shape, 1), asked)
        told = ours.believed(20, (belief.possible for belief in found))
        known = next(number for number, belief in enumerate(found) if belief.is_all)
        shop.require_right(shape, asked, told, "the long way itself")
        wrong = told | {data.term(known): frozenset([("in-force", "another", None)])}

        with pytest.raises(WrongAnswerError, match=f"term {known} is said to be in-force another"):
            shop.require_right(shape, asked, wrong, "somebody")


def test_what_hurts_is_asked_where_it_hurts() -> None:
    """Data built to hurt hurt nobody on a day on which every index finds the answer at once."""
    shape = replace(SHAPE, kind=kinds.FOLDED)
    asked = three_clocks(shape, 50)

    assert all(0.33 < (one.recorded or 0) - data.FIRST < 0.67 * data.DAYS for one in asked)
    assert 10 < sum(one.on - data.FIRST >= 0.75 * data.DAYS for one in asked)


def test_a_command_that_takes_too_long_is_broken_off(tmp_path: Path) -> None:
    """One that hangs must not hang the benchmark; what it has written by then is there."""
    script = "import time; print('begun', flush=True); time.sleep(60)"
    with Stopwatch(tmp_path) as watch:
        lap = watch.run([sys.executable, "-c", script], os.environ, limit=1)
        said = watch.said()

    assert (-14, "begun\n") == (lap.code, said)


def test_the_memory_of_a_command_is_its_own(tmp_path: Path) -> None:
    """A process takes over the peak of whoever starts it: so the one that does so is small."""
    large = b"x" * 150_000_000
    with Stopwatch(tmp_path) as watch:
        lap = watch.run([sys.executable, "-c", "pass"], os.environ)

    assert 0 < lap.kibibytes * 1024 < len(large)


def test_the_report_keeps_what_was_not_measured_again(tmp_path: Path) -> None:
    """One row measured anew must not cost the others, nor the words that somebody has written."""
    file = tmp_path / "performance.md"
    file.write_text(f"Before.\n{report.BEGIN}\nold\n{report.END}\nAfter.\n", encoding="utf-8")
    fast = Figure(who="ours", samples=(0.001, 0.002, 0.009))
    slow = Figure(who="another", samples=(0.004,), note="without checks")
    run = {"on": "today", "size": "tiny", "seed": 1, "machine": {}, "missing": [], "seconds": 1}
    met = Section("a", "A", [Line(goal="first goal", ours=fast, beside=slow, limit=0.5)])
    missed = Section("b", "B", [Line(goal="second goal", ours=slow, limit=0.001, of="median")])
    report.keep(file, [met], run)
    report.keep(file, [missed], run | {"on": "tomorrow"})
    text = file.read_text(encoding="utf-8")

    assert text.startswith(f"Before.\n{report.BEGIN}\n")
    assert text.endswith(f"{report.END}\nAfter.\n")
    assert "old" not in text
    assert "| first goal | 2.0 ms | another: 4.0 ms | 0.5 × | ≤ 0.5 × | yes |" in text
    assert "| second goal | 4.0 ms (without checks) |  |  | ≤ 1.0 ms | **no** |" in text
    assert ["a", "b"] == list(json.loads(file.with_suffix(".json").read_text(encoding="utf-8")))


def test_one_room_knows_the_project() -> None:
    """What is measured by its doors alone can be rebuilt behind them."""
    ours_only = {"cli", "events", "timeline", "migrations"}
    knowing = {
        path.relative_to(ROOT / "benchmarks").as_posix()
        for path in (ROOT / "benchmarks").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] in ours_only
    }

    assert {"ours.py", "parse_dates.py"} == knowing


def test_everybody_who_is_there_answers_rightly(tmp_path: Path) -> None:
    """Its tiniest form: each row ends only if all its contestants gave the answers they should."""
    rows = ("cold", "asof", "append", "import", "rebuild", "verify", "portfolio", "changelog")
    out = tmp_path / "performance.md"
    subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks", "--size", "tiny", "--out", str(out)),
            *(word for row in rows for word in ("--only", row)),
        ],
        cwd=ROOT,
        env=os.environ | {"BENCHMARKS_QUIET": "1"},
        check=True,
    )
    raw = out.with_suffix(".json").read_text(encoding="utf-8")
    measured = json.loads(raw)
    told = " ".join(measured["cold"]["run"]["missing"])

    assert list(rows) == list(measured)
    assert all(line["ours"]["samples"] for row in rows for line in measured[row]["lines"])
    for who, module in PEERS.items():
        assert (f"{who} did not take part" in told) == (find_spec(module) is None)
        assert (f'"who": "{who}' in raw) == (find_spec(module) is not None)
