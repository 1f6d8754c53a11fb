"""A log in which a test chooses every text, and what each command prints of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from running import Run
from shell import command_named

ADDRESS = "https://example.com/a"

BINARY = {"png", "pdf", "parquet"}
"""The forms in which nothing is printed that a terminal or a reader of text could obey."""

PRINTING = (
    *("as-of", "matrix", "history", "explain", "chart", "when", "next", "log", "show"),
    *("corrections", "check", "terms", "partnerships", "diff", "changelog", "feed", "publish"),
)
"""The commands that print texts of a log."""


def _forms(command: str) -> tuple[str, ...]:
    [form] = (one.type for one in command_named(command).params if one.name == "form")
    assert isinstance(form, click.Choice)
    return tuple(one for one in form.choices if one not in BINARY)


FORMS = {command: _forms(command) for command in PRINTING}
"""The forms in which each of them prints text: all that it offers."""

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "as-of": ("2026-06-01",),
    "matrix": ("2026-06-01",),
    "history": ("fee",),
    "explain": ("fee", "2026-06-01"),
    "when": ("fee",),
    "next": ("2021-06-30",),
    "show": ("nasty",),
    "diff": ("2019", "2026-06-01"),
    "changelog": ("..2040",),
}


def forms(form: str) -> list[str]:
    """Return the commands that can print in *form*."""
    return [command for command, several in FORMS.items() if form in several]


def ledger(text: str, *, address: str = ADDRESS, retraction: str = "claim.c9") -> str:
    """Return a ledger in which every free text is *text*.

    *address* is the URL of its source, *retraction* the id of an act on the record, which may
    contain any character except a blank.
    """
    told = json.dumps(text)
    return f"""\
partnership: acme-globex
title: {told}
parties: [{told}]
covered_through: 2026-06-30
terms:
  fee: {{title: {told}, asks: {told}, topic: {told}, notice: 60d}}
  other: {{title: {told}, topic: {told}}}
conditions:
  gone: {{title: {told}}}
sources:
  letter:
    {{url: {json.dumps(address)}, title: {told}, publisher: {told}, published: 2020-05-04}}
  memo: {{title: {told}, publisher: {told}, locator: {json.dumps(text.split()[0])}}}
events:
  - id: nasty
    when: 2020-05
    announced: 2020-05-04
    title: {told}
    summary: {told}
    authority: official
    sources: [letter, memo]
    changes:
      - {{set: fee, value: {told}, unless: [gone], note: {told}}}
      - {{dispute: fee, positions: [{{party: {told}, says: {told}}}], note: {told}}}
      - {{note: fee, text: {told}}}
      - {{set: other, value: {told}, through: 2021}}
  - id: claim
    when: 2021-06
    title: {told}
    authority: press
    sources: [letter]
    changes:
      - {{claim: fee, value: {json.dumps(text + " too")}}}
      - {{claim: other, value: {json.dumps(text + " three")}, through: 2034}}
  - id: gossip
    when: 2021-07
    title: {told}
    authority: reported
    sources: [memo]
    changes:
      - {{set: other, value: {json.dumps(text + " four")}}}
  - id: ahead
    when: 2030
    announced: 2021-01-01
    title: {told}
    authority: official
    sources: [letter]
    changes: [{{end: fee, note: {told}}}, {{set: other, value: {told}, through: 2031}}]
  - correct: nasty
    summary: {told}
    title: {json.dumps(text + " again")}
    reason: {told}
  - retract: gossip
    id: {json.dumps(retraction)}
    reason: {told}
  - redefine: term:other
    title: {told}
    topic: {told}
assertions:
  - {{on: 2026-06-01, term: fee, value: {told}}}
  - {{on: 2026-06-02, term: fee, value: {json.dumps(text + " not")}}}
"""


def taken_in(run: Run, path: Path, text: str) -> None:
    """Make a database at *path*, and import the ledger *text* into it."""
    run("init", "--db", path)
    told = run("import", "-", "--db", path, input=text)
    assert told.exit_code == 0, told.stderr


def printed(run: Run, command: str, form: str, *more: str) -> str:
    """Return what *command* prints in *form*, after checking that it succeeded."""
    found = run(command, *ARGUMENTS.get(command, ()), *more, "-o", form)
    assert found.exit_code in ((0, 1) if command == "check" else (0,)), (command, found.output)
    return found.stdout_bytes.decode()


def outputs(run: Run) -> Iterator[tuple[str, str, str]]:
    """Yield what each command prints in each of its forms."""
    for command, several in FORMS.items():
        for form in several:
            found = run(command, *ARGUMENTS.get(command, ()), "-o", form)
            assert found.exit_code in ((0, 1) if command == "check" else (0,)), (command, form)
            yield command, form, found.stdout + found.stderr
    for form in ("yaml", "jsonl"):
        yield "export", form, run("export", "-o", form).stdout
