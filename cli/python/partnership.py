"""A partnership as the library has it: each question is a method that returns an answer."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from cli.python.answers import (
    Answers,
    Appended,
    Changelog,
    Differences,
    Events,
    History,
    Outlook,
)
from cli.reading.comparison import compare
from cli.reading.lines import lines_ahead
from cli.reading.session import of_one, of_terms, opened, viewed
from cli.reading.snapshot import snapshot_on
from cli.render import answers, differences, history, log, upcoming
from cli.typed_points import PointTyped
from cli.typed_values import cut_typed, day_typed, last_day_of, today
from cli.typed_values import period as ends
from events.dates.dates import Date, day
from events.dates.instants import recorded_by
from events.errors import InputError
from events.model.actors import NO_ACTOR, is_actor
from events.model.problems import shown

Day = str | date
"""A day, or a less precise date: EDTF, as people write it, or a `datetime.date`."""

Clock = Literal["effective", "announced", "recorded"]


@dataclass(frozen=True)
class Partnership:
    """The partnership *slug* in the database *db*.

    A question takes the names of terms as the command line does: keys, patterns, titles. With
    *known*, only what was public by the end of that day counts; with *recorded*, only what the log
    held at that instant. Raises TimelineError, with the sentence that the command line would show.
    """

    db: str | None = field(repr=False)
    slug: str

    def as_of(
        self,
        on: Day | None = None,
        *terms: str,
        known: Day | None = None,
        recorded: str | None = None,
    ) -> Answers:
        """Return the answers of *terms* (default: all) on the day *on* (default: today)."""
        asked, cut = _day(on) or day(today()), _cut(known)
        found = snapshot_on(
            self.db, self.slug, asked, known=cut, recorded=_instant(recorded), globs=terms
        )
        question = answers.Question(found.view, asked, cut)
        return Answers.of(answers.whole_form(question, found.answers))

    def history(
        self, term: str, *, known: Day | None = None, recorded: str | None = None
    ) -> History:
        """Return every answer that *term* has had."""
        cut = _cut(known)
        seen = of_one(term, self.db, self.slug, cut, _instant(recorded))
        [key] = seen.terms
        return History.of(history.whole_form(seen, cut, key))

    def diff(
        self,
        start: Day,
        end: Day,
        *terms: str,
        known: Day | None = None,
        recorded: str | None = None,
        as_known: bool = False,
    ) -> Differences:
        """Return how the answers of *terms* (default: all) at *end* differ from those at *start*.

        A point may be a day, or DAY@KNOWN@INSTANT as on the command line. With *as_known*, each
        point knows what was public on its day.
        """
        cut, instant = _cut(known), _instant(recorded)
        first, last = (_point(one).cut(cut, instant, as_known=as_known) for one in (start, end))
        view, titles, found = compare(self.db, self.slug, first, last, terms)
        made = differences.Comparison(view, first, last, titles)
        return Differences.of(differences.whole_form(made, found))

    def next(
        self,
        after: Day | None = None,
        *terms: str,
        within: int | None = None,
        known: Day | None = None,
        recorded: str | None = None,
    ) -> Outlook:
        """Return what is coming for *terms* (default: all) after a day (default: today).

        With *within*, only so many days ahead.
        """
        asked, cut = _day(after), _cut(known)
        begin = last_day_of(asked) if asked else today()
        seen = lines_ahead(
            self.db, self.slug, terms, after=begin, known=cut, recorded=_instant(recorded)
        )
        return Outlook.of(upcoming.whole_form(*upcoming.ahead(seen, begin, cut, within)))

    def events(
        self,
        *words: str,
        terms: Sequence[str] = (),
        since: Day | None = None,
        until: Day | None = None,
        by: Clock = "effective",
        known: Day | None = None,
        recorded: str | None = None,
    ) -> Events:
        """Return the events that have all *words*, newest first on the clock *by*.

        Only those about *terms* (default: all), and those that may lie within *since* and *until*.
        """
        cut = _cut(known)
        seen, keys = of_terms(self.db, self.slug, terms, _instant(recorded))
        wanted = log.Filter(words, _day(since), _day(until), by)
        rows = log.listed(seen.record, keys, cut.earliest if cut else None, by)
        rows = [row for row in rows[::-1] if wanted.takes(row, seen.record)]
        return Events.of(log.whole_form(seen, rows, cut))

    def changelog(
        self,
        period: str | None = None,
        *terms: str,
        only: Sequence[str] = (),
        by: Clock = "effective",
        per: Literal["day", "event", "term"] = "day",
        recorded: str | None = None,
    ) -> Changelog:
        """Return the cited changelog of a *period*, `FROM..TO`.

        Without a period, it begins after the last changelog that was issued. *only* names the
        groups to tell of.
        """
        from cli.changelog.issue import Request, made

        first, last = ends(period)
        asked = Request(
            period=period, first=first, last=last, globs=terms, only=tuple(only), by=by, per=per,
            form="json", recorded=_instant(recorded),
        )  # fmt: skip
        with opened(self.db) as seen:
            return Changelog.of(made(asked, viewed(seen, self.slug, asked.recorded), seen).values)

    def append(
        self,
        event: str | Mapping[str, Any],
        *,
        actor: str | None = None,
        dry_run: bool = False,
    ) -> Appended:
        """Append an *event*, written as in a ledger file: YAML, or a mapping with the same keys.

        *actor* is who records it (default: $TIMELINE_ACTOR). With *dry_run*, nothing is written.
        """
        from cli.append.appending import appended
        from cli.append.event_input import read_offers
        from cli.append.outcome import as_json

        text = event if isinstance(event, str) else json.dumps(event, default=str, indent=1)
        given = {
            "db": self.db, "partnership": self.slug, "dry_run": dry_run, "file": _NAME,
            "actor": _actor(actor or os.environ.get("TIMELINE_ACTOR")),
        }  # fmt: skip
        outcome, taken, head = appended(
            given, lambda slug, acts: read_offers(text.encode(), _NAME, slug, acts, {})
        )
        return Appended.of(as_json(outcome, taken, head.digest.hex()))

    def chart(self, period: str | None = None, *terms: str, as_of: Day | None = None) -> str:
        """Return the chart of a *period* as SVG, as `timeline chart -o svg` draws it."""
        from cli.charts.build import Asked, drawn

        return drawn(Asked(period, terms, _day(as_of)), self.slug, self.db)

    def _repr_html_(self) -> str:
        """Return the chart, which a notebook shows."""
        return self.chart()


_NAME = "<event>"


def _day(given: Day | None) -> Date | None:
    return None if given is None else day_typed(str(given))


def _cut(given: Day | None) -> Date | None:
    return None if given is None else cut_typed(str(given))


def _instant(given: str | None) -> str | None:
    return None if given is None else recorded_by(given)


def _point(given: Day) -> PointTyped:
    on, _, rest = str(given).partition("@")
    known, _, recorded = rest.partition("@")
    return PointTyped(day_typed(on), _cut(known or None), _instant(recorded or None))


def _actor(name: str | None) -> str | None:
    if name and not is_actor(name):
        raise InputError(NO_ACTOR.format(shown(name)))
    return name or None
