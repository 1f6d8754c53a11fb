"""Run, for other programs, the commands that only read; the answer is what `-o json` prints."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import click

from cli.options import DateParam, DaysParam, PointParam
from cli.reading.session import default_database, opened
from cli.registry import main
from cli.serve.capture import captured
from events.errors import UsageError

QUESTIONS = (
    *("as-of", "search", "matrix", "history", "explain", "when", "diff", "changelog", "next"),
    *("log", "show", "corrections", "terms", "partnerships", "check"),
)
"""The commands that read the log and answer in JSON."""

APART = {
    *("db", "form", "sources", "exit_code", "template", "issue", "issued"),
    *("terms", "is_all", "is_corrections", "limit", "to", "with_all", "verbose"),
    *("actor", "clock_ahead"),
}
"""Parameters left out: they concern a terminal, a file, the server's operator or an act that is
recorded, or are the same as another question or parameter."""

PAGE = {"partnerships": 100}
"""How many rows other programs get at a time, of which there may be a hundred thousand."""

LONGEST = 1_000
"""The most characters of an argument: a pattern costs the square of its length."""

_DATES = (
    "A date as precise as it is known: 2026-02-27, 2025-10, 2025-Q3, 2019, "
    "[2024-06,2025-06]; or in words: October 2025, yesterday."
)
_NAMED = {
    "date": "The day asked about; without it, today.",
    "event": "The id of an event, or of an act on the record, such as `log` lists them.",
    "from": "The point to begin at: DAY, DAY@KNOWN or DAY@KNOWN@INSTANT.",
    "to": "The point to end at, likewise.",
    "period": "FROM..TO, of which either end may be left out, or one date for both.",
    "words": "Words, or the beginnings of words, which all have to be there.",
    "term": "A term by its name, such as ip-license.end; `terms` lists them.",
    "value": "The value: a text, or a pattern such as *2030*, whatever its case; where the term "
    "has a unit, also a comparison such as >20 or <=1B.",
}


class Answer(NamedTuple):
    """What a command answered: its JSON as *text*, and the *notes* it printed to stderr."""

    text: str
    notes: str

    @property
    def value(self) -> Any:
        """The parsed JSON."""
        return json.loads(self.text)


class Parameter(NamedTuple):
    """A parameter of a question, under the *name* that other programs give it."""

    name: str
    param: click.Parameter

    @property
    def is_several(self) -> bool:
        """Whether the parameter may be given more than once."""
        return bool(getattr(self.param, "multiple", False)) or self.param.nargs == -1

    @property
    def is_flag(self) -> bool:
        """Whether the parameter is a boolean."""
        return bool(getattr(self.param, "is_flag", False))

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the parameter's value."""
        form: dict[str, Any] = {"type": "boolean" if self.is_flag else "string"}
        if isinstance(self.param.type, click.Choice):
            form |= {"enum": list(self.param.type.choices)}
        if isinstance(self.param.default, str):
            form |= {"default": self.param.default}
        if self.is_several:
            form = {"type": "array", "items": form}
        return form | {"description": " ".join(self._description())}

    def _description(self) -> Iterator[str]:
        help = getattr(self.param, "help", None) or _NAMED[self.name]
        yield help.partition("  [default")[0]
        if isinstance(self.param.type, DateParam | PointParam):
            yield _DATES
        if isinstance(self.param.type, DaysParam):
            yield "A number of days or weeks: 180d, 26w."

    def words(self, value: object) -> Iterator[str]:
        """Yield *value* as words of a command line; an option and its value are one word.

        A list, or true and false, may come as JSON text: assistants write them so. Raises
        UsageError if *value* has the wrong type.
        """
        value = self._read(value)
        several = value if self.is_several and isinstance(value, list) else [value]
        if self.is_flag and isinstance(value, bool):
            yield from [max(self.param.opts, key=len)] * value
            return
        if self.is_flag or not all(isinstance(one, str) for one in several):
            kind = "true or false" if self.is_flag else "text"
            raise UsageError(f"'{self.name}' has to be {kind}, not {json.dumps(value)[:40]}.")
        is_option = isinstance(self.param, click.Option)
        begin = f"{max(self.param.opts, key=len)}=" if is_option else ""
        for one in several:
            word = f"{begin}{one}"
            if len(word) > LONGEST:
                raise UsageError(f"'{self.name}' has at most {LONGEST:,} characters.")
            yield word

    def _read(self, value: object) -> object:
        """Return the list or the boolean that *value* is as JSON text, else *value*."""
        if not isinstance(value, str) or not (self.is_several or self.is_flag):
            return value
        try:
            read = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return read if isinstance(read, list if self.is_several else bool) else value


@cache
def parameters(question: str) -> Sequence[Parameter]:
    """Return the parameters of *question*, in the order of its help."""
    found = [one for one in _command(question).params if one.name not in APART]
    return tuple(Parameter(_name(one), one) for one in found)


def _command(question: str) -> click.Command:
    with click.Context(main) as ctx:
        command = main.get_command(ctx, question)
    assert command is not None
    return command


def _name(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len).lstrip("-").replace("-", "_")
    typed = (param.metavar or param.name or "").lower()
    return typed if typed.isalpha() else param.name or ""


def readable_database(db: str | None) -> str:
    """Return *db* or, without it, the default database; a missing database is made.

    The database is opened once, to check that this is possible.
    """
    with opened(db):
        return default_database() if db is None else db


def ask(question: str, given: Mapping[str, object], db: str) -> Answer:
    """Return the answer of the command *question* from *db*.

    Arguments *given* as None are left out. Call this inside `cli.serve.capture.capturing`. Raises
    TimelineError with the message that the command line would show.
    """
    command = _command(question)
    with captured() as kept:
        try:
            with command.make_context(question, _words(question, given, db)) as ctx:
                command.invoke(ctx)
        except click.UsageError as error:
            raise UsageError(error.format_message()) from None
        except click.exceptions.Exit:
            pass  # Findings make a command exit nonzero; the answer has them.
    return Answer(kept.out.getvalue(), kept.err.getvalue())


def _words(question: str, given: Mapping[str, object], db: str) -> list[str]:
    """Return the command line that asks *question* with the arguments *given*."""
    known = {one.name: one for one in parameters(question)}
    for name in given:
        if name not in known:
            there = ", ".join(known)
            raise UsageError(
                f"{question.replace('-', '_')} has no argument '{name}'. It has: {there}."
            )
    said = [one for one in known.values() if given.get(one.name) is not None]
    options, places = [f"--db={db}", "--output=json"], ["--"]
    options += [f"--limit={PAGE[question]}"] if question in PAGE else []
    for one in said:
        is_option = isinstance(one.param, click.Option)
        (options if is_option else places).extend(one.words(given[one.name]))
    return options + places
