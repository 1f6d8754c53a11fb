"""The command that measures how fast the program is on this machine, with the user's own log."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cli.forms import json_text
from cli.options import on_database
from cli.reading.session import default_database, opened
from cli.terminal import bold, deliver, echo, printable, wrapped

if TYPE_CHECKING:
    from cli.benchmark import Measured


@click.command()
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=10,
    show_default=True,
    help="About how long to measure.",
)
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="The form of the answer.",
)
@on_database
def bench(seconds: float, form: str, db: str | None) -> None:
    """Measure the speed of this program here against the least that any would have to do.

    The log is only read; what is written goes into files beside it, which are removed. Each ratio
    is the time of this program divided by that of the baseline.

    Example: timeline bench --seconds 1
    """
    from cli.benchmark import measured

    with opened(db) as log:
        name = log.name
        entries = sum(head.version for head in log.partnerships())
    found = list(measured(default_database() if db is None else db, seconds))
    if form == "json":
        deliver(json_text.dump(_json(name, entries, found)))
    else:
        echo("\n".join(_table(name, entries, found)))


def _json(name: str, entries: int, found: "Sequence[Measured]") -> dict[str, object]:
    return {
        "database": name,
        "entries": entries,
        "rows": [
            {
                "name": one.name,
                "one": one.one,
                "number": one.number,
                "nanoseconds": one.ours,
                "beside": one.beside,
                "beside_nanoseconds": one.theirs,
                "ratio": f"{one.ratio:.2f}",
            }
            for one in found
        ],
    }


def _table(name: str, entries: int, found: "Sequence[Measured]") -> Iterator[str]:
    count = f"{entries} {'entry' if entries == 1 else 'entries'}"
    yield from wrapped(f"Measured on this machine, with the {count} of {printable(name)}.")
    yield ""
    heads = ("", "ours", "beside it", "", "ratio")
    yield bold(_line(heads))
    for one in found:
        theirs = _time(one.theirs)
        yield _line((one.name, _time(one.ours), one.beside, theirs, f"{one.ratio:.1f} x"))
    yield ""
    yield from wrapped(
        "Each time is that of one question, process or entry. Nothing in the log was changed."
    )


def _line(cells: Sequence[str]) -> str:
    name, ours, beside, theirs, ratio = cells
    return f"{name:24}{ours:>10}   {beside:16}{theirs:>10}{ratio:>10}"


def _time(nanoseconds: int) -> str:
    """Format a duration in the unit that suits it, with three digits."""
    value, unit = float(nanoseconds), "ns"
    for larger in ("us", "ms", "s"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.3g} {unit}"
