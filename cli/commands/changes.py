"""The commands that compare two days, and write the changelog of a period."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.completion import complete_partnership
from cli.options import (
    POINT,
    PointTyped,
    on_actor,
    on_database,
    on_record,
    on_recorded,
    on_terms,
    output,
    period,
)
from cli.reading.partnership import chosen_in
from cli.reading.selection import holding, selected
from cli.reading.session import View, opened
from events.dates.dates import Date
from events.errors import InputError, NotFoundError, UsageError
from events.log.log import Log
from events.model.problems import shown

if TYPE_CHECKING:
    from cli.changelog.issue import Request
    from events.model.kinds import Act
    from timeline.boxes.lines import Answers
    from timeline.record.record import Record
    from timeline.views.diff import Point


@click.command()
@click.argument("start", metavar="FROM", type=POINT)
@click.argument("end", metavar="TO", type=POINT)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@click.option("--as-known", is_flag=True, help="Let each point know what was public on its day.")
@on_record
@click.pass_context
def diff(
    ctx: click.Context,
    start: PointTyped,
    end: PointTyped,
    globs: Sequence[str],
    form: str,
    exit_code: bool,
    as_known: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show how the answers at the point TO differ from those at FROM, and why.

    A point is DAY, DAY@KNOWN or DAY@KNOWN@INSTANT: 2024-03-01@2025-01-01 is "as of 1 March 2024, as
    known on 1 January 2025". A cause is one of: world (the deal changed), learned (it became
    public), logged (it was recorded), corrected (the record was wrong), remodelled (the terms were
    redefined).

    Example: timeline diff 2026-04-26 2026-04-27
    """
    from cli.render.differences import Comparison, show
    from timeline.views.diff import differences

    first, last = (_cut(point, known, recorded, as_known=as_known) for point in (start, end))
    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        compared = _Compared(log, slug, globs, first.recorded, last.recorded)
        found = list(differences(compared.read, _point(first), _point(last)))
        titles = compared.titles({event for row in found for event in row.events})
    show(Comparison(compared.seen, first, last, titles), found, form)
    if exit_code and found:
        ctx.exit(1)


class _Compared:
    """The terms being compared, in the log as of each of the *instants*.

    *seen* is the view at the later instant.
    """

    def __init__(self, log: Log, slug: str, globs: Sequence[str], *instants: str | None) -> None:
        from timeline.answers.dependencies import vocabulary
        from timeline.record.record import record_of

        self._log, self._slug = log, slug
        self._heads = {one: log.head(slug, recorded_by=one) for one in instants}
        last = max(self._heads.values(), key=lambda head: head.version)
        if not last.version:
            by = max(filter(None, instants))
            raise NotFoundError(f"Nothing of {slug} had been recorded by {by}.")
        words = vocabulary(log, slug)
        record = record_of(words[one] for one in sorted(words) if one <= last.version)
        self.seen = View(slug=slug, record=record, recorded=None, last=last)
        self._wanted = set(selected(record, globs))
        self._with_all = len({head.version for head in self._heads.values()}) > 1
        self._read: dict[tuple[int, date | None, int | None], Answers] = {}

    def read(self, recorded: str | None, known: date | None, on: Date | None) -> "Answers":
        """Return the answers recorded by an instant: this is `Read` in `timeline.views.diff`."""
        from timeline.answers.reader import read

        version = self._heads[recorded].version
        one = on.earliest.toordinal() if on and on.is_day and on.earliest else None
        asked = version, known, None if self._with_all else one
        if asked not in self._read:
            self._read[asked] = read(
                self._log, self._slug, self._own, version=version, known=known, is_cut=True,
                with_all=self._with_all, on=asked[-1],
            )  # fmt: skip
        return self._read[asked]

    def titles(self, events: Iterable[str]) -> dict[str, str]:
        """Return titles of *events* and of conditions; of an act on the record, the reason."""
        read = [one.record for _, one in sorted(self._read.items(), key=lambda one: one[0][0])]
        there = {one.event.id: one.event.title for each in read for one in each.events}
        there |= {key: one.title for each in read for key, one in each.conditions.items()}
        named = [(self._slug, one) for one in events if one not in there]
        acts = [entry.act() for entry in self._log.find_all(named)]
        return there | {one.id: _titled(one) for one in acts}

    def _own(self, record: "Record") -> list[str]:
        """Return the terms compared, under the names that they have in *record*."""
        names = self.seen.record.renamed
        return [own for own in record.terms if names.get(own, own) in self._wanted]


def _titled(act: "Act") -> str:
    return getattr(act, "reason", None) or getattr(act, "title", None) or act.id


def _cut(
    point: PointTyped, known: Date | None, recorded: str | None, *, as_known: bool
) -> PointTyped:
    """Return *point* with its uncut clocks cut by the options *known* and *recorded*.

    With *as_known*, a point without a known day gets its own day.
    """
    if as_known and point.known is None and known is None:
        known = point.on
        if known.earliest is None:
            raise UsageError(f"'{known}' has no earliest day, so --as-known cannot cut there.")
    return point._replace(known=point.known or known, recorded=point.recorded or recorded)


def _point(typed: PointTyped) -> "Point":
    from timeline.views.diff import Point

    return Point(typed.on, typed.known.earliest if typed.known else None, typed.recorded)


@click.command()
@click.argument("period", metavar="[FROM..TO]", required=False)
@on_terms
@click.option(
    "--only",
    metavar="GROUP",
    multiple=True,
    help="Only what is told under this heading: changed, ended, coming-up. Repeatable.",
)
@output("md", "json", "html", "txt")
@click.option("--to", metavar="FILE", help="Write it there; - is the standard output.")
@click.option(
    "--by",
    type=click.Choice(("effective", "announced", "recorded")),
    default="effective",
    show_default=True,
    help="By which clock a line belongs to the period.",
)
@click.option(
    "--per",
    type=click.Choice(("day", "event", "term")),
    default="day",
    show_default=True,
    help="What a section is about.",
)
@click.option("--template", type=click.Path(), help="A Jinja2 template of your own.")
@click.option(
    "--lead",
    type=click.Path(),
    metavar="FILE",
    help="A file with your own opening sentences, in place of those made.",
)
@click.option("--issue", metavar="NAME", help="Note in the log that this was issued.")
@click.option(
    "--check",
    "issued",
    type=click.Path(),
    metavar="FILE",
    help="Tell whether an issued file is still what the log says.",
)
@click.option(
    "-p",
    "--partnership",
    "partnerships",
    metavar="SLUG",
    multiple=True,
    envvar="TIMELINE_PARTNERSHIP",
    shell_complete=complete_partnership,
    help="Which partnership. Repeatable.",
)
@on_recorded
@on_actor
@on_database
@click.pass_context
def changelog(ctx: click.Context, /, **given: Any) -> None:
    """Write the cited changelog of a period, newest first.

    Without a period, it begins after the last changelog that was issued, and ends on the day of the
    log's last entry. The same command at the same log head gives the same bytes.

    Example: timeline changelog 2026-04-01..2026-06-30
    """
    from cli.changelog.issue import check, run

    if given["issued"] and given["recorded"]:
        raise UsageError("--check asks what the log says now; leave --recorded out.")
    if given["issued"]:
        ctx.exit(check(given["issued"], given["partnerships"], given["db"], _noted))
    run(
        _request(given), given["partnerships"], given["issue"], given["db"], to=given["to"],
        actor=given["actor"],
    )  # fmt: skip


def _request(given: Mapping[str, Any]) -> "Request":
    from cli.changelog.issue import Request

    first, last = period(given["period"])
    names = ("period", "globs", "only", "by", "per", "form", "template", "lead", "recorded")
    return Request(first=first, last=last, **{name: given[name] for name in names})


def _noted(command: str) -> "Request":
    """Parse the command that the log recorded with an issue. Raises InputError if that fails."""
    try:
        words = shlex.split(command)[2:]
        return _request(changelog.make_context("changelog", words, resilient_parsing=True).params)
    except (ValueError, click.UsageError, UsageError) as error:
        sentence = "The log notes a command of it that `timeline changelog` does not have"
        raise InputError(f"{sentence}: {shown(command)}.") from error
