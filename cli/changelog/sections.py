"""Arrange the lines of a changelog in sections, each under a heading that is said once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from cli.changelog.above import Above
from cli.changelog.arrangement import Arrangement
from cli.changelog.days import begun, first_day, shared_date, stands_on
from cli.changelog.period import Period
from cli.changelog.statements import is_over, over, unmentioned
from cli.changelog.words import sentence
from cli.fast.sentences import sentence as full
from cli.fast.speakers import credit
from cli.forms import json_text
from cli.wording.answers import joined
from cli.wording.dates import between
from cli.wording.titles import Name
from events.dates.dates import Date, day
from events.model.kinds import Event
from timeline.boxes.lines import Answers
from timeline.record.relations import relations_of
from timeline.record.sources import announced, authority_of, has_party, speakers_of
from timeline.rule.answer import OWN_WORD
from timeline.views.changelog import GROUPS, UNSAID, Line, lines, renewals


class Sections:
    """The lines of a changelog in reading order, and the numbers of the sources that they cite."""

    def __init__(self, answers: Answers, period: Period, how: Arrangement, name: Name) -> None:
        self._per, self._record, self._name = how.per, answers.record, name
        self._kept = {one.event.id: one for one in answers.record.events}
        self._places = {event: place for place, event in enumerate(self._kept)}
        self._relations = relations_of(answers.record)
        placed = filter(how.takes, self._placed(answers, period, how.by))
        self.lines = list(_once(list(placed)))
        self._changed = Counter(one.event for one in self.lines if one.before is not one.after)
        self.lines.sort(key=self._order)
        self.numbers: dict[str, int] = {}
        self._summed = set[str]()

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
            return date.fromisoformat(self._kept[line.event].recorded[:10])
        return (line.announced.latest if line.announced else None) or line.on

    def _order(self, line: Line) -> tuple[Any, ...]:
        """Return the sort key of a line: days and events newest first, terms by their titles."""
        on, event = -line.on.toordinal(), line.event
        group = GROUPS.index(line.group), _group_of(line)
        if self._per == "day":
            return on, self._headed(line) is None, *self._weight(event), group
        if self._per == "event":
            return -first_day(self._dated(event)), *self._weight(event), group, on
        return self._title(line).casefold(), on, group

    def _weight(self, event: str) -> tuple[int, ...]:
        """Return what sorts the events of a day: the parties' own, and what changes most, first."""
        authority = authority_of(self._kept[event].event, self._record)
        return -authority.rank, -self._changed[event], -self._places[event]

    def _dated(self, event: str) -> Date:
        """Return the day of *event* or, if it has none, the one on which it was announced."""
        return self._relations.when(event) or announced(self._kept[event], self._record)

    def _headed(self, line: Line) -> Event | None:
        """Return the event whose title heads a line, or None where a day itself has the news."""
        if self._per == "event" or (self._per == "day" and line.group not in UNSAID):
            return self._kept[line.event].event
        return None

    def _title(self, line: Line) -> str:
        return line.term.title if line.term else self._kept[line.event].event.title

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield the values of each section."""
        for _, several in groupby(self.lines, key=self._key):
            own = list(several)
            yield self._section(own, self._headed(own[0]))

    def _key(self, line: Line) -> tuple[object, ...]:
        """Return the key that the lines of one section share."""
        event = self._headed(line)
        title = self._title(line) if self._per == "term" else None
        return line.on if self._per == "day" else None, event.id if event else None, title

    def _section(self, own: Sequence[Line], event: Event | None) -> dict[str, Any]:
        above = self._above(own, event)
        title = event.title if event else self._title(own[0]) if self._per == "term" else None
        is_first = event is not None and event.id not in self._summed
        self._summed.update([event.id] if event else [])
        sources = list(event.sources) if event else []
        cites = self._cite(sources)
        return {
            "heading": ": ".join(filter(None, [begun(above.date), title])),
            "date": begun(above.date) or None,
            "title": title,
            "event": event.id if event else None,
            "summary": event.summary if event and is_first else None,
            "credit": _credit(above, event.title) if event else None,
            "cites": cites,
            "groups": [
                self._group(*group, list(several), above, sources)
                for group, several in groupby(own, key=_group_of)
            ],
        }

    def _above(self, own: Sequence[Line], event: Event | None) -> Above:
        """Return what the heading of a section already says about its lines *own*."""
        if self._per == "term":
            return Above()
        if event is None:
            return Above(date=day(own[0].on))
        heading = self._dated(event.id) if self._per == "event" else stands_on(own[0])
        whens = {line.when for line in own if not line.deed}
        [when] = whens if len(whens) == 1 else [None]
        is_said = all(o.before is o.after and o.group != "Announced" for o in own)
        by = speakers_of(event, self._record)
        return Above(
            date=heading,
            by=by,
            authority=authority_of(event, self._record),
            party=has_party(by, self._record),
            announced=announced(self._kept[event.id], self._record),
            when=when if is_said and when != heading else None,
        )

    def _group(
        self, group: str, heading: str, own: Sequence[Line], above: Above, sources: Sequence[str]
    ) -> dict[str, Any]:
        shared = self._shared(own, above)
        below = replace(above, when=shared) if shared else above
        rows = self._rows(own, below, sources)
        is_one = group == "Not restated" and self._per != "term"
        titles = [row["title"] for row in rows]
        return {
            "name": group,
            "heading": f"{heading}, {shared_date(own, shared)}" if shared else heading,
            "sentence": unmentioned(titles) if is_one else None,
            "lines": rows,
        }

    def _rows(
        self, own: Sequence[Line], above: Above, sources: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return a row for each line; what is claimed of several terms is told in the first."""
        alike: dict[object, list[Line]] = {}
        for line in own if self._per != "term" else ():
            if is_over(line):
                step = line.steps[-1]
                alike.setdefault((step.by, step.when, step.sources), []).append(line)
        several = [lines for lines in alike.values() if len(lines) > 1]
        told = {
            id(lines[0]): (joined(map(self._title, lines)), over(lines, above)) for lines in several
        }
        silent = {id(line) for lines in several for line in lines[1:]}
        rows = []
        for line in own:
            row = self._row(line, above, sources)
            if id(line) in told:
                row["lead"], row["sentence"] = told[id(line)]
            rows.append(row | {"sentence": ""} if id(line) in silent else row)
        return _joined(rows)

    def _shared(self, own: Sequence[Line], above: Above) -> Date | None:
        """Return the date that all lines *own* of a group have, unless the heading has it."""
        whens = [line.when for line in own if line.group not in UNSAID and not line.deed]
        is_one = len(own) == len(whens) > 1 and len({*whens}) == 1 and self._per != "term"
        if own[0].group == "Learned about the past":
            return None  # Each line tells its own days.
        return whens[0] if is_one and whens[0] not in (above.date, above.when) else None

    def _row(self, line: Line, above: Above, sources: Sequence[str]) -> dict[str, Any]:
        own = [one for one in self._sources(line) if one not in sources]
        lead = begun(stands_on(line)) if self._per == "term" else None
        title = self._title(line) if line.term or self._per == "term" else None
        return {
            "on": line.on.isoformat(),
            "group": line.group,
            "term": line.term.key if line.term else None,
            "title": title,
            "lead": lead or title,
            "when": json_text.text_of(line.when),
            "sentence": sentence(line, self._name, _at(line, above, self._per)),
            "before": json_text.bare(line.before) if line.before else None,
            "after": json_text.bare(line.after) if line.after else None,
            "events": list(dict.fromkeys((*(step.event for step in line.steps), line.event))),
            "cites": self._cite(own),
        }

    def _sources(self, line: Line) -> list[str]:
        """Return the sources of the statements behind *line*, each once."""
        own = self._kept[line.event].event.sources if line.deed or not line.steps else ()
        return list(dict.fromkeys((*own, *(key for step in line.steps for key in step.sources))))

    def _cite(self, keys: Sequence[str]) -> list[int]:
        """Return the numbers of the sources *keys*, in the order in which a reader meets them."""
        return sorted(self.numbers.setdefault(key, len(self.numbers) + 1) for key in keys)


def _joined(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *rows*, in which what is announced of one term stands in the first row of it."""
    found: list[dict[str, Any]] = []
    first: dict[str, Any] = {}
    for row in rows:
        is_more = first and (row["group"], row["lead"]) == ("Announced", first["lead"])
        if is_more and row["sentence"]:
            first["sentence"] += f" {row['sentence']}"
            first["cites"] = sorted({*first["cites"], *row["cites"]})
            row = row | {"sentence": ""}
        else:
            first = row
        found.append(row)
    return found


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines* without what an event confirms of a term that it also clarifies.

    The line of the clarification has the statement that confirms, whose note it tells.
    """
    confirmed = {_about(one): one for one in lines if one.group == "Confirmed" and not one.deed}
    clarified = {_about(one) for one in lines if one.group == "Clarified"}
    for line in lines:
        twin = confirmed.get(_about(line))
        if line.group == "Clarified" and twin:
            yield replace(line, steps=(*twin.steps, *line.steps))
        elif line is not twin or _about(line) not in clarified:
            yield line


def _group_of(line: Line) -> tuple[str, str]:
    """Return the group of *line*, and the heading that it has there.

    What only a report repeats is confirmed by a statement of that rank, and by no party.
    """
    said = line.deed or (line.steps[-1] if line.steps else None)
    is_report = line.group == "Confirmed" and said and said.rank < OWN_WORD
    return line.group, "Borne out by a report" if is_report else line.group


def _credit(above: Above, title: str) -> str | None:
    """Return who said so, when, and of which day, as far as date and *title* do not tell it."""
    when = between(above.announced) if above.announced != above.date else ""
    is_told = not when and above.is_named_in(title)
    said = "" if is_told else full(credit(above.by, above.authority, above.party, when))
    is_told = above.when is None or (above.date is not None and _meet(above.when, above.date))
    of = "" if is_told else f"This describes the position {between(above.when)}."
    return " ".join(filter(None, [said, of])) or None


def _meet(one: Date, other: Date) -> bool:
    """Return whether the two dates may be the same day."""
    begins = max(one.earliest or date.min, other.earliest or date.min)
    return begins <= min(one.latest or date.max, other.latest or date.max)


def _about(line: Line) -> tuple[date, str, str | None]:
    return line.on, line.event, line.term.key if line.term else None


def _at(line: Line, above: Above, per: str) -> Above:
    return replace(above, date=stands_on(line)) if per == "term" else above
