"""Collect the plain values that a changelog template is given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from cli.changelog.words import (
    UNSAID,
    announced,
    corrected,
    redefined,
    sentence,
    vague_dates,
)
from cli.forms import json_text
from cli.reading.session import Whole
from cli.render.answers import named
from cli.wording.answers import dated, readable, said
from cli.wording.dates import length
from events.dates.dates import Date, day
from events.errors import UsageError
from events.model.kinds import Event, Issue, Redefine
from timeline.boxes.lines import Answers
from timeline.record.record import Kept, Record
from timeline.record.relations import relations_of
from timeline.rule.answer import Answer
from timeline.views.changelog import GROUPS, Line, lines, renewals
from timeline.views.errata import Erratum


@dataclass(frozen=True)
class Period:
    """The days of a changelog, both inclusive; *first* is None if it has no beginning."""

    first: Date | None
    last: Date

    @property
    def begins(self) -> date | None:
        """The first day, or None if there is no beginning."""
        return self.first.earliest if self.first else None

    @property
    def ends(self) -> date:
        """The last day."""
        return self.last.latest or date.max


def last_issue(record: Record) -> tuple[Kept, Issue] | None:
    """Return the entry and the act of the last issue of a changelog in *record*, or None."""
    issued = [(one, one.act) for one in record.acts if isinstance(one.act, Issue)]
    return issued[-1] if issued else None


def period_of(record: Record, first: Date | None, last: Date | None, *, given: bool) -> Period:
    """Return the period from *first* through *last*, with defaults taken from *record*.

    Without *last*, the period ends on the day of the log's last entry. Unless a period was *given*,
    it begins on the day after the last issued changelog ends, but no later than the day of the
    log's last entry, since more may have been recorded on that day. Raises UsageError if the
    period would begin after its end.
    """
    recorded = day(date.fromisoformat(record.acts[-1].recorded[:10]))
    issue = last_issue(record)
    if not given and issue and issue[1].last and issue[1].last.latest:
        following = day(issue[1].last.latest + timedelta(1))
        first = min(following, recorded, key=lambda one: one.earliest or date.max)
    period = Period(first, last or recorded)
    if period.begins and period.begins > period.ends:
        raise UsageError(f"The log ends with {period.last}, before {first} begins; say until when.")
    return period


def context(
    seen: Whole,
    answers: Answers,
    ahead: Answers,
    mended: Iterable[Erratum],
    period: Period,
    *,
    by: str,
    per: str,
    command: str,
) -> dict[str, Any]:
    """Return the values that a template is given (docs/changelog-templates.md).

    *seen* is the partnership, and *answers* has the answers of all its terms; *ahead* has the
    answers of the last day of *period*, as known on that day. *mended* has the errata recorded in
    the period and after the last issue. *by* is the clock that dates the lines, *per* what a
    section is about, and *command* the command line that makes the same changelog again.
    """
    record, issue = seen.record, last_issue(seen.record)
    told = _Told(answers, period, by, per)
    since, through = record.covered
    return {
        "partnership": seen.slug,
        "title": record.partnership.title or seen.slug,
        "from": json_text.text_of(period.first),
        "to": period.last.edtf,
        "by": by,
        "per": per,
        "recorded": seen.recorded,
        "head": seen.head,
        "command": command,
        "covered_from": json_text.text_of(since),
        "covered_through": json_text.text_of(through),
        "since_issue": issue[1].name if issue else None,
        "sections": list(told.sections()),
        "corrections": list(_corrections(mended)),
        "redefined": list(_redefined(record, period)),
        "upcoming": list(_upcoming(ahead, period)),
        "sources": [_source(record, key, number) for key, number in told.numbers.items()],
    }


class _Told:
    """The lines of a changelog in reading order, and the numbers of the sources that they cite.

    The clock *by* decides which lines are in the period; *per* is what a section is about: a day,
    an event or a term.
    """

    def __init__(self, answers: Answers, period: Period, by: str, per: str) -> None:
        self._per, record = per, answers.record
        self._conditions = record.conditions
        self._events = {one.event.id: one.event for one in record.events}
        self._places = {event: place for place, event in enumerate(self._events)}
        self._recorded = {one.event.id: one.recorded for one in record.events}
        self._when = relations_of(record).when
        self.lines = sorted(self._placed(answers, period, by), key=self._order)
        keys = (key for line in self.lines for key in self._cited(line))
        self.numbers = {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}

    def _placed(self, answers: Answers, period: Period, by: str) -> list[Line]:
        """Return the lines that the clock *by* puts in *period*, with their days on that clock."""
        begun = [*renewals(answers, period.begins, period.ends)]
        if by == "effective":
            return [*lines(answers, period.begins, period.ends), *begun]
        placed = [replace(one, on=self._by(one, by)) for one in lines(answers, None, None)]
        within = [one for one in placed if (period.begins or date.min) <= one.on <= period.ends]
        return [*within, *begun]

    def _by(self, line: Line, clock: str) -> date:
        if line.group in UNSAID:
            return line.on
        if clock == "recorded":
            return date.fromisoformat(self._recorded[line.event][:10])
        return (line.announced.latest if line.announced else None) or line.on

    def _order(self, line: Line) -> tuple[Any, ...]:
        """Return the sort key of a line: days and events newest first, terms by their titles."""
        day, group, event = -line.on.toordinal(), GROUPS.index(line.group), line.event
        if self._per == "day":
            return day, self._headed(line) is None, -self._places[event], group
        if self._per == "event":
            return -_day_of(self._when(event)), -self._places[event], group, day
        return self._title(line).casefold(), group, day

    def _headed(self, line: Line) -> Event | None:
        """Return the event whose title heads a line, or None where a day itself has the news."""
        if self._per == "event" or (self._per == "day" and line.group not in UNSAID):
            return self._events[line.event]
        return None

    def _heading(self, line: Line) -> str:
        event = self._headed(line)
        if self._per == "term":
            return self._title(line)
        if self._per == "event":
            when = self._when(line.event)
            day = dated(when) if when else "undated"
        else:
            day = dated(_stands_on(line))
        return f"{day[:1].upper()}{day[1:]}: {event.title}" if event else day

    def _title(self, line: Line) -> str:
        return line.term.title if line.term else self._events[line.event].title

    def sections(self) -> Iterator[dict[str, Any]]:
        """Yield the values of each section."""
        for _, several in groupby(self.lines, key=self._section):
            own = list(several)
            event = self._headed(own[0])
            yield {
                "heading": self._heading(own[0]),
                "event": event.id if event else None,
                "groups": [
                    {"name": group, "lines": [self._row(line) for line in of_group]}
                    for group, of_group in groupby(own, key=lambda one: one.group)
                ],
            }

    def _section(self, line: Line) -> tuple[object, ...]:
        """Return the key that the lines of one section share."""
        event = self._headed(line)
        heading = self._title(line) if self._per == "term" else None
        return line.on if self._per == "day" else None, event.id if event else None, heading

    def _row(self, line: Line) -> dict[str, Any]:
        return {
            "on": line.on.isoformat(),
            "group": line.group,
            "term": line.term.key if line.term else None,
            "title": self._title(line),
            "when": json_text.text_of(line.when),
            "sentence": sentence(line, self._conditions),
            "dated": self._per != "day" and not vague_dates(line),
            "before": json_text.bare(line.before) if line.before else None,
            "after": json_text.bare(line.after) if line.after else None,
            "events": list(dict.fromkeys((*(step.event for step in line.steps), line.event))),
            "cites": [self.numbers[key] for key in self._cited(line)],
        }

    def _cited(self, line: Line) -> dict[str, None]:
        own = self._events[line.event].sources if line.deed or not line.steps else ()
        return dict.fromkeys((*own, *(key for step in line.steps for key in step.sources)))


def _day_of(when: Date | None) -> int:
    one = when and (when.earliest or when.latest)
    return one.toordinal() if one else 0


def _stands_on(line: Line) -> Date:
    """Return the date that is printed above a line.

    If an imprecise date put the line on its day, that date is printed, not the day.
    """
    announced = [one for one in [line.announced] if one and one.latest == line.on]
    for one in (*announced, line.when) if line.group not in UNSAID else ():
        first, last = (one.earliest, one.latest) if one else (None, None)
        if one and not one.is_day and (first or date.min) <= line.on <= (last or date.max):
            return one
    return day(line.on)


def _since_issue(record: Record) -> int:
    """Return the version of the last issue, or 0 if there is none."""
    issue = last_issue(record)
    return issue[0].version if issue else 0


def news(record: Record, period: Period) -> tuple[int, list[Kept]]:
    """Return the version after which acts are news, and all acts up to the end of *period*.

    An act of *record* is news if it was recorded within the period and after the last changelog was
    issued.
    """
    acts = [one for one in record.acts if one.recorded[:10] <= period.ends.isoformat()]
    begins = (period.begins or date.min).isoformat()
    earlier = max((one.version for one in acts if one.recorded < begins), default=0)
    return max(earlier, _since_issue(record)), acts


def _corrections(mended: Iterable[Erratum]) -> Iterator[dict[str, Any]]:
    for one in mended:
        yield {
            "id": one.act.id,
            "event": one.event,
            "sentence": corrected(one),
            "reason": one.act.reason,
            "recorded": one.kept.recorded,
            "terms": [each.after.term.key for each in one.changed],
        }


def _redefined(record: Record, period: Period) -> Iterator[dict[str, Any]]:
    after, acts = news(record, period)
    for one in acts:
        if isinstance(one.act, Redefine) and one.version > after:
            yield {"id": one.act.id, "sentence": redefined(one.act), "recorded": one.recorded}


def _upcoming(answers: Answers, period: Period) -> Iterator[dict[str, Any]]:
    """Yield what was foreseeable on the period's last day: expiries, then announced changes."""
    known, last = answers.known(period.ends), day(period.ends)
    conditions = answers.record.conditions
    found = [known.answer(term, last) for term in answers.terms]
    ending = [
        (one.decided.last, one.decided.until, one)
        for one in found
        if one.status == "in-force" and one.decided and one.decided.until
    ]
    for _, until, one in sorted(ending, key=lambda each: each[0]):
        renews = one.decided.renews if one.decided else None
        again = f", and then renews for {length(renews)}" if renews else ""
        text = f' runs through {readable(until)}{again}: "{said(one)}".'
        yield _coming(one, text, until.edtf)
    for one in found:
        for step in one.pending:
            yield _coming(one, f"{announced(step, conditions)}.", json_text.text_of(step.when))


def _coming(one: Answer, sentence: str, when: str | None) -> dict[str, Any]:
    return {"term": one.term.key, "title": one.term.title, "sentence": sentence, "when": when}


def _source(record: Record, key: str, number: int) -> dict[str, Any]:
    one = record.sources[key]
    return {"number": number, "text": named(one)} | json_text.source(one)
