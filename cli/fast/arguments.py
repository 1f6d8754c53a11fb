"""Parse the arguments of a plain `as-of` without click, which is slow to import.

Arguments are parsed as click parses them, or not at all: a call for help, a typing error, an option
given twice and anything else out of the ordinary are left to click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from cli.typed_values import cut_typed, day_or_name, day_typed, is_day
from events.dates.dates import Date
from events.dates.instants import recorded_by
from events.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Form = Literal["text", "table", "json", "ndjson", "csv", "md"]

FORMS: tuple[Form, ...] = ("text", "table", "json", "ndjson", "csv", "md")
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
"""The options of `as-of` that take a value, each with the parameter that receives it."""


class Asked:
    """The arguments of `show_terms` in `cli.commands.as_of`, under the same names.

    *said* has the arguments that take one value, as typed.
    """

    def __init__(self, said: Mapping[str, str], globs: tuple[str, ...]) -> None:
        """Parse the values in *said*. Raises InputError if one is invalid."""
        self.date: Date | None = day_typed(said["date"]) if "date" in said else None
        [self.form] = (one for one in FORMS if one == said.get("form", FORMS[0]))
        self.globs = globs
        self.sources = "sources" in said
        self.known: Date | None = cut_typed(said["known"]) if "known" in said else None
        self.recorded = recorded_by(said["recorded"]) if "recorded" in said else None
        self.partnership = said.get("partnership") or os.environ.get("TIMELINE_PARTNERSHIP") or None
        self.db = said.get("db") or os.environ.get("TIMELINE_DB") or None


def understood(words: Sequence[str]) -> Asked | None:
    """Parse the *words* after `as-of`, or return None if click has to parse them."""
    if sys.platform == "win32":
        return None
    said: dict[str, str] = {}
    terms: list[str] = []
    globs: list[str] = []
    left = iter(words)
    for word in left:
        if terms and "date" not in said and is_day(word):
            return None
        if word[:1] != "-" and ("date" in said or terms or _is_name(word)):
            terms.append(word)
            continue
        name, value = _parted(word)
        value = next(left, "") if value is None else value
        if not name or value[:1] in ("", "-", "=") or name in said:
            return None
        if name == "globs":
            globs.append(value)
        else:
            said[name] = value
    try:
        return Asked(said, (*terms, *globs)) if said.get("form", FORMS[0]) in FORMS else None
    except InputError:
        return None


def _is_name(word: str) -> bool:
    """Return whether *word* names a term, since it is no date; click refuses one that is wrong."""
    try:
        return isinstance(day_or_name(word), str)
    except InputError:
        return False


def _parted(word: str) -> tuple[str, str | None]:
    """Split a *word* into parameter and value; the value is None if it is in the next word."""
    if word[:1] != "-":
        return "date", word
    if word == "--sources":
        return "sources", word.lstrip("-")
    if word[:2] != "--":
        return OPTIONS.get(word[:2], ""), word[2:] or None
    option, equals, value = word.partition("=")
    return OPTIONS.get(option, ""), value if equals else None
