"""A view known by a day tells nothing that was not public by then, whatever is asked and how."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from poison import BINARY
from running import Run
from shell import AS_TYPED, command_named

from cli.registry import main

KNOWN = "2020-03-01"
LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
recorded: "2020-07-01T00:00:00Z"
terms:
  fee: {title: The fee, asks: What is the fee?, notice: 30d}
  hold: {title: The hold}
  plan: {title: The plan}
conditions:
  sale: {title: The sale}
sources:
  deal: {title: The deal, publisher: Acme, published: 2020-01-02, url: "https://example.com/deal"}
  leak: {title: SECRET paper, publisher: SECRET Times, published: 2020-06-01, locator: SECRET words,
         url: "https://example.com/SECRET"}
events:
  - {id: e0, when: 2020-01-02, title: Start, sources: [deal],
     changes: [{set: fee, value: one, unless: [sale]}, {set: hold, value: held, while: fee}]}
  - {id: e1, when: 2020-01-03, announced: 2020-01-03, title: Said, sources: [deal, leak],
     authority: press, changes: [{claim: fee, value: two}, {set: plan, value: drawn}]}
  - {id: e2, announced: 2020-01-04, title: Announced, sources: [deal],
     changes: [{set: plan, value: built}]}
  - {id: e3, when: 2020-09, announced: 2020-01-05, title: Ahead, sources: [deal],
     changes: [{set: hold, value: kept, through: 2021}]}
  - {id: s1, when: 2020-01-06, announced: 2020-06-01, title: SECRET merger,
     authority: press, sources: [leak],
     summary: SECRET, changes: [{set: fee, value: SECRET fee, note: SECRET},
     {claim: hold, value: SECRET claim}, {note: fee, text: SECRET note},
     {dispute: hold, positions: [{party: Acme, says: SECRET}], note: SECRET}]}
  - {id: s2, when: 2020-01-07, announced: 2020-06-01, title: SECRET sale,
     authority: press, sources: [leak],
     met: [sale]}
  - {id: s3, when: 2020-01-08, announced: 2020-06-01, title: SECRET denial, denies: e1,
     authority: official, sources: [leak]}
  - {id: s4, when: 2020-01-09, announced: 2020-06-01, title: SECRET date,
     authority: press, dates: e2,
     sources: [leak]}
  - {id: s5, when: 2020-01-10, announced: 2020-06-01, title: SECRET end,
     authority: press, calls-off: e3,
     sources: [leak]}
  - {id: s6, when: 2020-01-11, announced: 2020-06-01, title: SECRET proof,
     authority: press, confirms: e1,
     sources: [leak]}
  - {id: s7, when: 2020-01-12, announced: 2020-06-01, title: SECRET mistake,
     authority: press, sources: [leak],
     changes: [{set: fee, value: SECRET value}]}
  - {id: p1, when: 60d after s1, announced: 2020-01-13, title: Counted, sources: [deal],
     changes: [{set: plan, value: counted, through: 90d after s1}]}
  - {id: p2, when: 2020-01-14, announced: 2020-01-14, after: s1, title: Later, sources: [deal],
     changes: [{reaffirm: fee}]}
  - {id: p3, when: 2020-01-06, announced: 2020-01-15, title: More, sources: [deal],
     changes: [{set: plan, value: more, of: s1}]}
  - {correct: s1, id: c1, title: SECRET fusion, reason: SECRET, recorded: "2020-07-02T00:00:00Z"}
  - {retract: s7, id: c2, reason: SECRET, recorded: "2020-07-03T00:00:00Z"}
"""

ARGUMENTS: dict[str, list[tuple[str, ...]]] = {
    "as-of": [("2020-12-01",), ("2020-01-20",)],
    "matrix": [("2020-12-01",)],
    "history": [("fee",), ("hold",), ("plan",), ("fee", "*")],
    "explain": [(term, day) for term in ("fee", "hold", "plan") for day in ("2020-01-20", "2021")],
    "when": [("fee",), ("plan",)],
    "next": [("2020-01-20",), ("2020-01-20", "--within", "900d")],
    "search": [("secret",), ("merger",), ("fee",)],
    "diff": [("2020-01-02", "2021-01-01")],
    "log": [()],
    "chart": [()],
    "publish": [(), ("--rows", "events")],
}
FLAGS = {"verbose": "-v", "with_all": "--all"}
OTHERS = {"receipt", "portfolio"}
"""A receipt has all entries whatever it is asked; a portfolio reads what `publish` wrote."""


def words_of(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words with which the command *name* is tried: every form, and all it can add."""
    options = {one.name: one for one in command_named(name).params}
    forms = [form for form in getattr(options["form"].type, "choices", ()) if form not in BINARY]
    chosen = ("csv",) if name == "publish" else forms
    more: list[tuple[str, ...]] = [("-o", form) for form in chosen]
    more += [(flag,) for name, flag in FLAGS.items() if name in options]
    for words in ARGUMENTS[name]:
        for each in more:
            yield *words, *each, "--known", KNOWN


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the place of a database with the ledger."""
    path = tmp_path_factory.mktemp("leaks") / "timeline.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(path.parent))
        for words, text in ((["init"], None), (["import", "-"], LEDGER)):
            done = CliRunner().invoke(AS_TYPED, [*words, "--db", str(path)], input=text)
            assert done.exit_code == 0, done.output
    return path


def test_every_command_that_takes_a_known_day_is_tried() -> None:
    """A new one joins."""
    with click.Context(main) as ctx:
        names = {*main.list_commands(ctx), "matrix", "when"}
    takes = {name for name in names for one in command_named(name).params if one.name == "known"}

    assert takes == {*ARGUMENTS, *OTHERS}


def test_the_points_of_a_difference_are_cut_each(command: Run, database: Path) -> None:
    """Here the days are parts of the points."""
    points = "2020-01-02@2020-02-01@2020-07-01", f"2021-01-01@{KNOWN}@2020-07-03"
    told = command("diff", *points, "-v", "--db", database)

    assert (told.exit_code, "SECRET" in told.output) == (0, False), told.output


@pytest.mark.parametrize("name", ARGUMENTS)
def test_nothing_is_told_that_was_not_public(
    command: Run, database: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a title, a value, a source nor a reason."""
    monkeypatch.setenv("TIMELINE_DB", str(database))
    for words in words_of(name):
        told = command(name, *words)
        assert told.exit_code in (0, 1, 4), (words, told.output)
        lines = [line for line in told.output.splitlines() if "SECRET" in line]
        assert not lines, (words, lines)
