"""The commands that publish a chart, a site, a feed, and files for other programs."""

from collections.abc import Sequence
from typing import Any

import click
from click.core import ParameterSource

from cli.completion import complete_partnership
from cli.errors import telling
from cli.options import (
    DATE,
    on_database,
    on_file,
    on_partnership,
    on_record,
    on_recorded,
    on_terms,
    output,
)
from cli.reading.partnership import chosen_in
from cli.reading.session import opened, viewed
from cli.terminal import echo, printable
from events.dates.dates import Date
from events.errors import UsageError


@click.command()
@on_file
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(("atom", "jsonfeed")),
    default="atom",
    show_default=True,
    help="Atom (RFC 4287) or JSON Feed 1.1.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="How many entries, the newest first.",
)
@click.option("--url", metavar="URL", help="The address at which you publish it.")
@on_recorded
@on_partnership
def feed(**given: Any) -> None:
    """Write a feed of changes and corrections to FILE (default: standard output).

    An entry keeps its id for ever. It is updated when its text changes: when its event is corrected
    or retracted, or another event tells more about it. The same log gives the same bytes.

    Example: timeline feed -o jsonfeed --limit 20
    """
    from cli.files import written
    from cli.publish.addresses import linked
    from cli.publish.feed_text import entry_text
    from cli.publish.feeds import Feed, atom, json_feed
    from timeline.answers.corrections import effects
    from timeline.answers.reader import read_all
    from timeline.views.feed import feed as entries

    url = linked(given["url"])
    if given["url"] and url is None:
        raise UsageError("--url is the address of a page: it begins with https:// or http://.")
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        seen = viewed(log, slug, given["recorded"])
        answers = read_all(log, slug, seen.record)
        mended = effects(log, slug, seen.record.acts)
    made = Feed(seen=seen, entries=entries(answers, mended, entry_text, given["limit"]), url=url)
    written(iter([atom(made) if given["form"] == "atom" else json_feed(made)]), given["file"])


@click.command()
@on_file
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(("csv", "parquet", "timelinejs", "jsonld")),
    default="csv",
    show_default=True,
    help="A sheet, Parquet (extra), TimelineJS, or JSON-LD.",
)
@click.option(
    "--rows",
    type=click.Choice(("states", "events", "answers")),
    help="What each row of a sheet is about.  [default: states]",
)
@click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, for Excel.")
@click.option(
    "--parquet",
    "folder",
    metavar="DIR",
    help="Keep all answers, on all three clocks, in a folder of Parquet; write what has moved.",
)
@on_terms
@on_record
@click.pass_context
def publish(ctx: click.Context, /, folder: str | None, **given: Any) -> None:
    """Write the timeline for other programs to FILE (default: standard output).

    A sheet (CSV, Parquet) has a row for every answer that a term had, with the first and last day
    on which it certainly held, and the first and last on which it may have held. With `--rows
    events`, it has a row for every change or condition in an event. With `--rows answers`, it has
    every answer, of all partnerships, with the days that it is about and the days on which it was
    known. TimelineJS and JSON-LD (schema.org) have the events. For a file that `timeline import`
    can read, use `timeline export`.

    With --parquet, every answer of every partnership is kept in a folder, as recorded at any time
    too: `timeline portfolio`, DuckDB and Spark ask it.

    Example: timeline publish --rows events
    """
    from cli.publish.output import publish_to

    if folder is not None:
        _publish_folder(ctx, folder, given["db"])
        return
    if given["form"] in ("timelinejs", "jsonld"):
        for name, option in (("rows", "--rows"), ("globs", "--term"), ("known", "--known")):
            if given[name]:
                raise UsageError(f"{option} is for a sheet: take -o csv or -o parquet.")
    if given["rows"] == "answers":
        for name in ("globs", "known", "recorded"):
            if given[name]:
                option = {"globs": "--term"}.get(name, f"--{name}")
                raise UsageError(
                    f"{option} is not for --rows answers, which are all that there are."
                )
    if given["bom"] and given["form"] != "csv":
        raise UsageError("--bom is for a sheet that Excel opens: take -o csv.")
    publish_to(**given)


def _publish_folder(ctx: click.Context, folder: str, db: str | None) -> None:
    from cli.publish.folder import write_folder

    for one in ctx.command.params:
        name = one.name or ""
        if name not in ("folder", "db") and _is_given(ctx, name):
            option = "FILE" if isinstance(one, click.Argument) else one.opts[-1]
            raise UsageError(f"{option} is not for --parquet, which keeps all that there is.")
    made = write_folder(folder, db)
    with telling():
        there, files = _many(made.partnerships, "partnership"), _many(made.files, "file")
        echo(printable(f"{folder}: {there}, {made.moved} with news; {files} written."))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def _is_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


@click.command()
@click.argument("out")
@click.option(
    "-p",
    "--partnership",
    "slugs",
    metavar="SLUG",
    multiple=True,
    shell_complete=complete_partnership,
    help="Only this partnership. Repeatable.",
)
@click.option(
    "--on",
    metavar="DATE",
    type=DATE,
    help="The day that pages open on.  [default: the last that the log covers]",
)
@on_recorded
@on_database
def site(**given: Any) -> None:
    """Write a site for a browser to the folder OUT: no server, nothing fetched.

    Each partnership has a page that shows its terms on any day, as known on any other day, and
    draws the timeline. Each term, each event and each year has a page too. The site can be read
    without JavaScript. Writing it again writes only the files that have changed. The same log gives
    the same bytes.

    Example: timeline site my-site
    """
    from cli.site.write import write_site

    made = write_site(given["out"], given["slugs"], given["on"], given["recorded"], given["db"])
    with telling():
        echo(made)


CHART_FORMS = ("text", "svg", "png", "pdf", "mermaid")


@click.command()
@click.argument("period", metavar="[FROM..TO]", required=False)
@on_terms
@click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    type=DATE,
    help="The day whose answers are shown.  [default: the last that the log covers]",
)
@click.option("--linear", is_flag=True, help="Draw all days equally wide, however little happened.")
@output(*CHART_FORMS)
@click.option("--to", "to", metavar="FILE", help="Write it there.  [default: standard output]")
@on_record
def chart(
    period: str | None,
    globs: Sequence[str],
    as_of: Date | None,
    linear: bool,
    form: str,
    to: str | None,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Draw the timeline: a lane for each term, with what held and what happened.

    Where the day on which something took effect is uncertain, the edge is soft. Without a period,
    the chart covers everything that has a date. Times in which much happened are wider than quiet
    ones; mermaid is always linear. The same command at the same log head gives the same bytes. png
    and pdf need the extra `chart`.

    Example: timeline chart 2025..2026 --term 'ip-license.*'
    """
    from cli.charts.build import Asked, show

    show(Asked(period, globs, as_of, known, recorded, linear), form, to, partnership, db)
