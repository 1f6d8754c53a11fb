"""The options that commands share, and the types that parse their values."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout, suppress
from functools import wraps
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeVar, cast
from unicodedata import normalize

import click
from click.exceptions import Exit

from cli.completion import complete_partnership, complete_term
from cli.reading.altered import unaltered
from cli.terminal import echo
from cli.typed_points import PointTyped
from cli.typed_values import NoCutError, cut_typed, day_or_name, day_typed
from events.dates.dates import Date, DateError
from events.dates.instants import InstantError, recorded_by
from events.log.clocks import believing
from events.model.actors import NO_ACTOR, is_actor

_Command = TypeVar("_Command", bound=Callable[..., Any])


if TYPE_CHECKING:
    _PointType = click.ParamType[PointTyped]
    _DateType = click.ParamType[Date]
    _DayOrNameType = click.ParamType[Date | str]
    _DaysType = click.ParamType[int]
    _TextType = click.ParamType[str]
else:
    _PointType = _DateType = _DayOrNameType = _DaysType = _TextType = click.ParamType


class DateParam(_DateType):
    """A date at the precision typed: EDTF, `today`, `27 February 2026`."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Date:
        """Return the date that *value* means, or fail with a sentence that says what to type."""
        if isinstance(value, Date):
            return value
        try:
            return self._read(value)
        except DateError as error:
            self.fail(str(error), param, ctx)
        except NoCutError as error:
            self.fail(str(error))

    _read = staticmethod(day_typed)


class DayOrNameParam(_DayOrNameType):
    """A date, or else the name of a term, as text."""

    name = "DATE"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Date | str:
        """Return the date that *value* means, or *value* itself."""
        if isinstance(value, Date):
            return value
        try:
            return day_or_name(value)
        except DateError as error:
            self.fail(str(error), param, ctx)


class KnownParam(DateParam):
    """The cut on what was known: a day, or the earliest day of an imprecise date."""

    _read = staticmethod(cut_typed)


class InstantParam(_TextType):
    """An instant; a day stands for its end, and without a zone it is UTC, which is said."""

    name = "INSTANT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the instant *value*, or fail with a sentence that says what to type."""
        try:
            instant = recorded_by(_zoned(value))
        except InstantError as error:
            self.fail(str(error), param, ctx)
        if _zoned(value) != value and not (ctx and ctx.resilient_parsing):
            echo(f"'{value}' names no zone; it is taken as UTC: {instant}.", err=True)
        return instant


def _zoned(text: str) -> str:
    """Return the instant *text* in UTC, if it names no zone."""
    has_zone = not text[-1:].isdigit() or any(sign in text[11:] for sign in "+-")
    return text if has_zone or text[10:11] not in ("T", "t", " ") else f"{text[:10]}T{text[11:]}Z"


class PointParam(_PointType):
    """A point `DAY@KNOWN@INSTANT`; a clock whose part is empty or missing is not cut."""

    name = "POINT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> PointTyped:
        """Return the point *value*, or fail with a sentence that says what to type."""
        on, _, rest = str(value).partition("@")
        known, _, recorded = rest.partition("@")
        return PointTyped(
            DATE.convert(on, param, ctx),
            KNOWN.convert(known, param, ctx) if known.strip() else None,
            INSTANT.convert(recorded.strip(), param, ctx) if recorded.strip() else None,
        )


class DaysParam(_DaysType):
    """A number of days, written as days or weeks: 180d, 26w."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of days in *value*, or fail with a sentence that says what to type."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(_DURATION, value.strip())
        if found is None:
            self.fail(f"'{value}' is no number of days; write it like 180d or 26w.", param, ctx)
        return int(found[1]) * (7 if found[2] == "w" else 1)


_DURATION = "([0-9]{1,5})([dw])"


class ActorParam(_TextType):
    """The name of the actor who records an entry, on one line."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name *value*, or fail with a sentence that says what to type."""
        from events.model.problems import shown

        name = normalize("NFC", value.strip())
        if not is_actor(name):
            self.fail(NO_ACTOR.format(shown(value)), param, ctx)
        return name


DATE = DateParam()
DAY_OR_NAME = DayOrNameParam()
DAYS = DaysParam()
KNOWN = KnownParam()
INSTANT = InstantParam()
POINT = PointParam()


def on_database(command: _Command) -> _Command:
    """Add to *command* the option `--db`; if the log there was altered, *command* says so."""

    @wraps(command)
    def run(*args: Any, db: str | None, **options: Any) -> Any:
        with unaltered(db):
            return command(*args, db=db, **options)

    return click.option(
        "--db",
        metavar="URL",
        envvar="TIMELINE_DB",
        help="The database: a file, or postgresql://HOST/NAME.  [default: the user's own]",
    )(cast(_Command, run))


def on_partnership(command: _Command) -> _Command:
    """Add to *command* the options `-p` and `--db`."""
    option = click.option(
        "-p",
        "--partnership",
        metavar="SLUG",
        envvar="TIMELINE_PARTNERSHIP",
        shell_complete=complete_partnership,
        help="Which partnership; may be left out where there is one.",
    )
    return option(on_database(command))


def hands_on(ctx: click.Context, given: Mapping[str, Any]) -> bool:
    """Return whether a group is asked for one of its commands, which then gets the options *given*.

    So `--partnership` and `--db` may stand before the name of the command as well as after it.
    """
    if not ctx.invoked_subcommand:
        return False
    passed = {name: given[name] for name in ("partnership", "db") if given[name]}
    ctx.default_map = {ctx.invoked_subcommand: passed}
    return True


def on_actor(command: _Command) -> _Command:
    """Add to *command* the options `--as` and `--clock-ahead`.

    `--as` says who records; `--clock-ahead` says that a clock far ahead of the log is right.
    """
    command = click.option(
        "--clock-ahead",
        is_flag=True,
        expose_value=False,
        callback=_believe_clock,
        help="Record by a clock that is far ahead of the last entry, or take such entries over.",
    )(command)
    return click.option(
        "--as",
        "actor",
        type=ActorParam(),
        envvar="TIMELINE_ACTOR",
        help="Who records it.  [env: TIMELINE_ACTOR]",
    )(command)


def _believe_clock(ctx: click.Context, _param: click.Parameter, is_right: bool) -> None:
    if is_right:
        ctx.with_resource(believing())


def on_recorded(command: _Command) -> _Command:
    """Add to *command* the option `--recorded`."""
    return click.option(
        "--recorded",
        type=INSTANT,
        help="Use only what this log held at that instant (UTC; a day means its end).",
    )(command)


def on_record(command: _Command) -> _Command:
    """Add to *command* the view of the record: `--known`, `--recorded`, `-p` and `--db`."""
    command = click.option(
        "--known", type=KNOWN, help="Use only what was public by the end of that day."
    )(on_recorded(command))
    return on_partnership(command)


def on_terms(command: _Command) -> _Command:
    """Add to *command* the option `--term`."""
    return click.option(
        "--term",
        "globs",
        metavar="GLOB",
        multiple=True,
        shell_complete=complete_term,
        help="Only these terms: a name or a pattern such as 'cloud.*'. Repeatable.",
    )(command)


def output(*forms: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds `-o` with these *forms*, the first being the default."""
    return click.option(
        "-o",
        "--output",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="The form of the answer.",
    )


def on_verbose(command: _Command) -> _Command:
    """Add to *command* the option `-v`: what the JSON of its answer has, for people.

    *command* has the options `--db` and `-o`; it is run once more for the JSON.
    """

    @wraps(command)
    def run(*args: Any, verbose: bool, form: str, **options: Any) -> Any:
        ended = None
        try:
            command(*args, form=form, **options)
        except Exit as found:
            ended = found
        if verbose and form in ("text", "table"):
            _print_provenance(command, *args, **options)
        if ended:
            raise ended

    return click.option(
        "-v", "--verbose", is_flag=True, help="Add the head, the clocks, keys and entries."
    )(cast(_Command, run))


def _print_provenance(
    command: Callable[..., Any], *args: Any, db: str | None, **options: Any
) -> None:
    """Print where the answer of *command* to *args* and *options* comes from."""
    from cli.provenance import provenance

    with redirect_stdout(StringIO()) as printed, suppress(Exit):
        command(*args, db=db, form="json", **options)
    answer = json.loads(printed.getvalue())
    if "partnership" in answer:
        echo("\n".join(provenance(answer, options["recorded"], db)))


def on_file(command: _Command) -> _Command:
    """Add to *command* the option `--to`, which is also its last argument: where to write."""

    def named(ctx: click.Context, _: click.Parameter, to: str | None) -> None:
        if to is not None and ctx.params.get("file") is not None:
            raise click.UsageError("The file is named twice; leave --to out, or the other.")
        if to is not None:
            ctx.params["file"] = to

    command = click.option(
        "--to",
        metavar="FILE",
        expose_value=False,
        callback=named,
        help="Write it there; - is the standard output.",
    )(command)
    return click.argument("file", required=False, is_eager=True)(command)
