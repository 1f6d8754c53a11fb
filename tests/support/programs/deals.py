"""Small ledgers of real deals, and what the commands say of them."""

from collections.abc import Callable
from typing import Any

from click.testing import Result
from running import Run, said

HEAD = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
sources:
  text: {title: The text, publisher: Acme}
  filing: {title: A filing, publisher: SEC}
  wire: {title: A wire, publisher: Reuters}
"""

SPOKEN = {
    "OFFICIAL": "authority: official, sources: [text]",
    "FILED": "authority: filing, sources: [filing]",
    "PRESS": "authority: press, sources: [wire]",
}
"""What a ledger of the tests writes in place of who says so, and where."""


class Deal:
    """A log that holds one small ledger; *run* runs a command on it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def term(self, key: str, on: str, *cuts: str) -> dict[str, Any]:
        """Return what `as-of` says of a term on a day, with the options *cuts*."""
        [found] = said(self.run("as-of", on, "--term", key, *cuts, "-o", "json"))["terms"]
        row: dict[str, Any] = found
        return row

    def answer(self, key: str, on: str, *cuts: str) -> str:
        """Return the value of a term that is in force on a day, or else its status."""
        row = self.term(key, on, *cuts)
        return str(row["value"] if row["status"] == "in-force" else row["status"])

    def findings(self, *words: str) -> dict[str, str]:
        """Return the sentences of `check --strict` by their codes, of which each occurs once."""
        rows = self.rows("check", "findings", "--strict", *words)
        found = {row["code"]: row["says"] for row in rows}

        assert len(found) == len(rows), rows
        return found

    def changelog(self, period: str, *words: str) -> list[tuple[str, str, str]]:
        """Return the lines of a changelog: each with its day and title, its group, its sentence."""
        return [
            (section["heading"], group["name"], f"{line['title']}. {line['sentence']}")
            for section in self.rows("changelog", "sections", period, *words)
            for group in section["groups"]
            for line in group["lines"]
        ]

    def coming(self, on: str, *words: str) -> list[tuple[str, str | None, str | None]]:
        """Return the kind, the date and the value of all that `next` tells on a day."""
        rows = self.rows("next", "coming", on, *words)
        return [(row["kind"], row["when"], row["value"]) for row in rows]

    def spans(self, key: str, *value: str) -> list[tuple[str, str | None]]:
        """Return the days on which a value was definitely in force, as `when` tells them."""
        rows = self.rows("when", "definite", key, *value, "--status", "in-force")
        return [(row["since"], row["until"]) for row in rows]

    def rows(self, command: str, name: str, *words: str) -> list[dict[str, Any]]:
        """Return the list *name* in the JSON of *command*, whether it found something or not."""
        result = self.run(command, *words, "-o", "json")
        found: list[dict[str, Any]] = said(_told(result))[name]
        return found

    def text(self, *words: str) -> str:
        """Return what a command prints, with single blanks."""
        return " ".join(self.run(*words).stdout.split())


def _told(result: Result) -> Result:
    """Return *result*, which may say by its exit code that there is something to settle."""
    result.exit_code = 0 if result.exit_code == 1 and result.stdout else result.exit_code
    return result


Make = Callable[[str], Deal]
"""Makes a log of its own from the terms and the events of a ledger."""


def ledger(body: str) -> str:
    """Return a ledger of *body*, its terms and its events."""
    for word, spoken in SPOKEN.items():
        body = body.replace(word, spoken)
    return HEAD + body
