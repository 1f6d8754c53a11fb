"""Quick: a plain question, understood without click, which takes longer to import than to answer.

It is understood as click does it, or not at all: help, a slip, an option said twice and whatever
else is not plain are left to click, with all that it says of them.
"""

import os
import sys
from collections.abc import Mapping, Sequence

from cli.typed_values import cut_typed, day_typed
from events.errors import InputError
from events.model.dates import Date
from events.model.instants import recorded_by

FORMS = ("table", "json", "ndjson", "csv", "md")
"""The forms in which `as-of` answers, the first being the default."""

OPTIONS = {
    "-p": "partnership",
    "--partnership": "partnership",
    "--db": "db",
    "-o": "form",
    "--output": "form",
    "--term": "globs",
    "--known": "known",
    "--recorded": "recorded",
}
"""The options of `as-of` that take a value, each with the parameter that gets it."""


class Asked:
    """What `show_terms` of `cli.commands.as_of` takes, under the same names."""

    def __init__(self, said: Mapping[str, str], globs: tuple[str, ...]) -> None:
        """Take what is *said* for what it means; raise InputError where that is nothing."""
        self.date: Date | None = day_typed(said["date"]) if "date" in said else None
        self.form = said.get("form", FORMS[0])
        self.globs = globs
        self.sources = "sources" in said
        self.known: Date | None = cut_typed(said["known"]) if "known" in said else None
        self.recorded = recorded_by(said["recorded"]) if "recorded" in said else None
        self.partnership = said.get("partnership") or os.environ.get("TIMELINE_PARTNERSHIP") or None
        self.db = said.get("db") or os.environ.get("TIMELINE_DB") or None


def understood(words: Sequence[str]) -> Asked | None:
    """Return what is asked by what follows `as-of`; None where click has to understand it."""
    if sys.platform == "win32":
        return None
    said: dict[str, str] = {}
    globs: list[str] = []
    left = iter(words)
    for word in left:
        name, value = _parted(word)
        value = next(left, "") if value is None else value
        if not name or value[:1] in ("", "-", "=") or name in said:
            return None
        if name == "globs":
            globs.append(value)
        else:
            said[name] = value
    try:
        return Asked(said, tuple(globs)) if said.get("form", FORMS[0]) in FORMS else None
    except InputError:
        return None


def _parted(word: str) -> tuple[str, str | None]:
    """Part a *word* into its parameter and the value, None where that is the next word."""
    if word[:1] != "-":
        return "date", word
    if word == "--sources":
        return "sources", word.lstrip("-")
    if word[:2] != "--":
        return OPTIONS.get(word[:2], ""), word[2:] or None
    option, equals, value = word.partition("=")
    return OPTIONS.get(option, ""), value if equals else None
