"""Quick: a plain question, understood without click, which takes longer to import than to answer.

It is understood as click does it, or not at all: help, a slip, an option said twice and whatever
else is not plain are left to click, with all that it says of them.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

from cli.typed import cut_typed, day_typed
from events.errors import InputError

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


def understood(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what `cli.terms_shown.show_terms` is to be given for what follows `as-of`.

    None where click has to understand it.
    """
    if sys.platform == "win32":
        return None
    said = _said(words)
    try:
        return said and _meant(said)
    except InputError:
        return None


def _said(words: Sequence[str]) -> dict[str, Any] | None:
    """Return the text of each parameter, None where one is not plainly said."""
    said: dict[str, Any] = {"globs": ()}
    left = iter(words)
    for word in left:
        if word == "--sources":
            said["sources"] = True
            continue
        name, value = _parted(word)
        value = next(left, "") if value is None else value
        if not name or value[:1] in ("", "-", "=") or (name in said and name != "globs"):
            return None
        said[name] = (*said[name], value) if name == "globs" else value
    return said


def _parted(word: str) -> tuple[str, str | None]:
    """Part a *word* into its parameter and the value, None where that is the next word."""
    if word[:1] != "-":
        return "date", word
    if word[:2] != "--":
        return OPTIONS.get(word[:2], ""), word[2:] or None
    option, equals, value = word.partition("=")
    return OPTIONS.get(option, ""), value if equals else None


def _meant(said: dict[str, Any]) -> dict[str, Any] | None:
    """Return the values that are meant; raise InputError where one is no date."""
    if said.setdefault("form", FORMS[0]) not in FORMS:
        return None
    said["date"] = day_typed(said["date"]) if "date" in said else None
    if "known" in said:
        said["known"] = cut_typed(said["known"])
    if "recorded" in said:
        from events.instants import recorded_by

        said["recorded"] = recorded_by(said["recorded"])
    for name, variable in (("db", "TIMELINE_DB"), ("partnership", "TIMELINE_PARTNERSHIP")):
        said[name] = said.get(name) or os.environ.get(variable) or None
    return said
