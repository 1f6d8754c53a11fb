"""The benchmarks: data from a seed, right answers before any time, a page that keeps its rows."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from shell import ROOT

from benchmarks import data, figures, kinds, report
from benchmarks.__main__ import ROWS
from benchmarks.data import Shape
from benchmarks.figures import Figure
from benchmarks.questions import Question
from benchmarks.reference import Belief, beliefs
from benchmarks.shop import Shop, WrongAnswerError
from benchmarks.sizes import TINY
from benchmarks.stopwatch import Lap, Stopwatch
from cli.reading.bundled import bundled
from events.dates.dates import Date
from events.model.kinds import Change, Claim, Correct, Event, Note, Set, verb
from events.payload import codec

SHAPE = Shape(partnerships=2, terms=5, events=80)
FAST, SLOW = Figure("fast", (Lap(0.01, 0.02),)), Figure("slow", (Lap(0.03, 0.5),))


def test_the_data_are_those_of_the_seed() -> None:
    """A figure is hearsay unless anybody can make its data again."""
    first, again = [*data.lines(SHAPE)], [*data.lines(SHAPE)]

    assert first == again
    assert first != [*data.lines(replace(SHAPE, seed=2))]
    assert len(first) == SHAPE.entries


@pytest.mark.parametrize("kind", [*kinds.TOLD, kinds.VAGUE], ids=lambda kind: kind.name)
def test_the_lines_are_as_an_export_writes_them(kind: kinds.Kind) -> None:
    """Lines that only the slow reader takes would make an import look slow."""
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


def lateness(told: dict[str, Event]) -> Iterator[int]:
    """How many days after its last possible day each dated event was announced."""
    for event in told.values():
        if isinstance(event.when, Date) and event.when.latest and event.announced:
            yield ((event.announced.latest or date.max) - event.when.latest).days


def test_the_typical_shares_are_those_of_the_bundled_ledger() -> None:
    """What is called typical was counted, and is counted here again."""
    told = {item.act.id: item.act for item in bundled().items if isinstance(item.act, Event)}
    dates = [change.when or told[change.of or event.id].when for event, change in changes()]
    bounds = [(one.earliest, one.latest) for one in dates if isinstance(one, Date)]
    sets = [change for _, change in changes() if isinstance(change, Set)]
    claims = [change for _, change in changes() if isinstance(change, Claim)]

    assert Counter(verb(change) for _, change in changes()) == kinds.SHARES_OF_VERBS
    assert kinds.SHARES_OF_AUTHORITIES == Counter(
        str(change.authority or event.authority) for event, change in changes()
    )
    assert kinds.SHARES_OF_PRECISION == Counter(
        precision(first, last) for first, last in bounds if first and last
    )
    assert kinds.SHARES_OF_LATENESS == Counter(
        min(days for days in kinds.SHARES_OF_LATENESS if late <= days) for late in lateness(told)
    )
    open_starts = sum(last is not None and first is None for first, last in bounds)
    unsaid_years = sum(last is None and first is None for first, last in bounds)
    terms = len({change.term for _, change in changes()})
    spans: list[Set | Claim] = [*sets, *claims]
    noted = [one for _, one in changes() if not isinstance(one, Note)]
    corrections = sum(isinstance(item.act, Correct) for item in bundled().items)
    assert kinds.TYPICAL == replace(
        kinds.TYPICAL,
        begun_before=open_starts / terms,
        unsaid_year=unsaid_years / terms,
        through=sum(one.through is not None for one in spans) / len(spans),
        unless=sum(bool(one.unless) for one in sets) / len(sets),
        adds=sum(one.adds for one in claims) / len(claims),
        of=sum(one.of is not None for _, one in changes()) / len([*changes()]),
        noted=sum(bool(one.note) for one in noted) / len(noted),
        summed_up=sum(bool(event.summary) for event in told.values()) / len(told),
        corrected=corrections / (len(told) + corrections),
    )


def test_what_is_found_the_long_way_tells_wrong_answers_from_right_ones() -> None:
    """A check that never fails lets every contestant win."""
    certain = Belief(frozenset([("in-force", "5", None)]), True)
    partly = Belief(frozenset([("in-force", "5", None), ("not-set", None, None)]), False)

    assert certain.agrees(frozenset([("in-force", "5", None)]))
    assert not certain.agrees(frozenset([("in-force", "6", None)]))
    assert not certain.agrees(frozenset([("in-force", "5", None), ("ended", None, None)]))
    assert partly.agrees(partly.possible | {("ended", None, None)})
    assert not partly.agrees(frozenset([("in-force", "5", None)]))


def test_a_wrong_answer_is_not_timed(tmp_path: Path) -> None:
    """A contestant that may answer anything is the fastest of all."""
    shape = replace(SHAPE, terms=20)
    asked = Question(1, data.FIRST + 8000)
    with Stopwatch(tmp_path) as watch:
        shop = Shop(TINY, 1, tmp_path, tmp_path, watch)
        found = beliefs(shape, data.history(shape, 1), asked)
        told = {data.term(number): one.possible for number, one in enumerate(found)}
        known = next(number for number, belief in enumerate(found) if belief.is_all)
        shop.require_right(shape, asked, told, "the long way itself")
        wrong = told | {data.term(known): frozenset([("in-force", "another", None)])}

        with pytest.raises(WrongAnswerError, match=f"term {known} is said to be .*another"):
            shop.require_right(shape, asked, wrong, "somebody")


def test_a_command_that_takes_too_long_is_broken_off_and_meets_no_goal(tmp_path: Path) -> None:
    """A contestant that hangs must not hang the benchmark; what it wrote so far is kept."""
    script = "import time; print('begun', flush=True); time.sleep(60)"
    with Stopwatch(tmp_path) as watch:
        lap = watch.run([sys.executable, "-c", script], os.environ, limit=1)

        assert (-14, "begun\n") == (lap.code, watch.said())
    assert not figures.within("it", Figure("it", (lap,)), limit=100).is_met


def test_the_cpu_of_a_command_is_that_of_its_children_too(tmp_path: Path) -> None:
    """An import uses several processes, and the time of each of them counts."""
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    with Stopwatch(tmp_path) as watch:
        lap = watch.run([sys.executable, "-c", script], os.environ)

    assert 0.3 <= lap.cpu


def test_the_memory_of_a_command_is_its_own(tmp_path: Path) -> None:
    """A process inherits the memory peak of its parent, so a small process starts it."""
    large = b"x" * 150_000_000
    with Stopwatch(tmp_path) as watch:
        lap = watch.run([sys.executable, "-c", "pass"], os.environ)

    assert 0 < lap.kib * 1024 < len(large)


def test_each_takes_its_turn_and_who_has_used_up_his_time_is_not_asked(tmp_path: Path) -> None:
    """Noise meets all of them, warm-up does not count, and slow ones do not hold up the rest."""
    order: list[str] = []

    def lap(name: str, wall: float) -> Lap:
        order.append(name)
        return Lap(wall, wall)

    with Stopwatch(tmp_path) as watch:
        shop = Shop(TINY, 1, tmp_path, tmp_path, watch)
        runs = {"a": lambda _: lap("a", 0.1), "b": lambda _: lap("b", TINY.budget)}
        found = shop.in_turns(runs, rounds=3)

    assert ["a", "b", "a", "a"] == order
    assert [2, 1] == [len(figure.laps) for figure in found.values()]


@pytest.mark.parametrize(
    ("line", "is_met"),
    [
        (figures.at_most_times("it", SLOW, FAST, 3), True),
        (figures.at_most_times("it", SLOW, FAST, 2.9), False),
        (figures.within("it", SLOW, 0.5), True),
        (figures.within("it", SLOW, 0.4), False),
        (figures.at_least("it", SLOW, 2), True),
        (figures.at_least("it", SLOW, 3), False),
        (figures.at_least_part("it", SLOW, FAST, 0.04), True),
        (figures.at_least_part("it", SLOW, FAST, 0.05), False),
    ],
)
def test_a_goal_is_met_or_missed(line: figures.Line, is_met: bool) -> None:
    """Ratios compare CPU time, which other load disturbs less; limits are of the time one waits."""
    assert is_met == line.is_met


def test_the_page_keeps_other_rows_and_what_was_written_of_a_miss(tmp_path: Path) -> None:
    """Measuring one row again must keep the other rows and the profiles written below them."""
    page = tmp_path / "performance.md"
    page.write_text("# Before\n", encoding="utf-8")
    missed, met = figures.within("it", SLOW, 0.1), figures.within("that", FAST, 0.1)
    report.keep(page, "a", report.block("a", "A row.\n\nAbout it.", "Today.", [missed, met], {}))
    report.keep(page, "b", report.block("b", "B.", "Today.", [met], {}))
    text = page.read_text(encoding="utf-8")

    assert "| it | 30.0 ms | 500 ms |  |  |  | 500 ms | ≤ 100 ms | **no** |" in text
    assert "| that | 10.0 ms | 20.0 ms |  |  |  | 20.0 ms | ≤ 100 ms | yes |" in text
    assert "Profile" not in text

    said = "- **it**: 500 ms, wanted ≤ 100 ms. Profile: all of it sleeps.\n"
    page.write_text(f"{text}{said}After\n", encoding="utf-8")
    known = report.profiles(page.read_text(encoding="utf-8"))
    report.keep(page, "a", report.block("a", "A row.", "Tomorrow.", [missed], known))
    text = page.read_text(encoding="utf-8")

    assert ["a", "b"] == re.findall(r"<!-- (\w): begin -->", text)
    assert "Profile: all of it sleeps." in text
    assert "### A row\n\nTomorrow." in text
    assert text.startswith("# Before\n")
    assert text.endswith("After\n")


def test_one_room_knows_the_project() -> None:
    """What is measured by its public functions alone can be rebuilt behind them."""
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

    assert {"ours.py"} == knowing


@pytest.mark.drawn
@pytest.mark.parametrize("row", ROWS)
def test_whoever_is_measured_answers_rightly(row: str, tmp_path: Path) -> None:
    """Its tiniest form: a row ends only if all its contestants gave the answers they should."""
    page = tmp_path / "performance.md"
    words = ("--size", "tiny", "--only", row, "--out", str(page))
    subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        env=os.environ | {"BENCHMARKS_QUIET": "1"},
        check=True,
    )
    text = page.read_text(encoding="utf-8")

    assert re.search(r"^Measured [\d-]+ [\d:]+ UTC at `.+`, load ", text, re.MULTILINE)
    assert (
        re.search(r"\| (yes|\*\*no\*\*) \|$", text, re.MULTILINE) or "left out: PostgreSQL" in text
    )
    assert text.endswith(f"<!-- {row}: end -->\n")
