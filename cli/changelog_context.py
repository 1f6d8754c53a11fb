"""What a changelog template is given: plain values, in the order in which they are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from cli import json_form
from cli.answers_shown import named
from cli.changelog_words import corrected, redefined, sentence, vague_dates
from cli.opening import View
from cli.wording import dated, readable, said
from events.dates import Date, day
from events.errors import UsageError
from events.model.kinds import Issue, Redefine
from timeline.changelog import GROUPS, Line, lines
from timeline.errata import Erratum, errata
from timeline.growth import Growth
from timeline.merged import Kept, Record
from timeline.steps import Step
from timeline.walk import answer_then


@dataclass(frozen=True)
class Period:
    """The days a changelog is about, both included; None is the beginning."""

    first: Date | None
    last: Date

    @property
    def begins(self) -> date | None:
        """The first day."""
        return self.first.earliest if self.first else None

    @property
    def ends(self) -> date:
        """The last day."""
        return self.last.latest or date.max


def last_issue(record: Record) -> tuple[Kept, Issue] | None:
    """Return the last changelog that was issued, and when that was recorded."""
    issued = [(one, one.act) for one in record.acts if isinstance(one.act, Issue)]
    return issued[-1] if issued else None


def period_of(record: Record, first: Date | None, last: Date | None, *, given: bool) -> Period:
    """Return the period asked for; what is left open ends with what the log has recorded.

    Without any, it begins with the day after the last issue; on the day on which that was issued,
    with that day, since more may have come in.
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


def context(seen: View, period: Period, *, by: str, per: str, command: str) -> dict[str, Any]:
    """Return the values that a template is given (docs/changelog-templates.md)."""
    record, issue = seen.record, last_issue(seen.record)
    growth = Growth()
    mended = errata(record.acts, _since(record), growth)
    steps = {term: growth.steps(term) for term in record.terms}
    found = _placed(record, steps, period, by)
    numbers = {key: number for number, key in enumerate(_keys(found, per), 1)}
    return {
        "partnership": seen.slug,
        "title": record.partnership.title or seen.slug,
        "from": json_form.text_of(period.first),
        "to": period.last.edtf,
        "by": by,
        "per": per,
        "recorded": seen.recorded,
        "head": seen.head,
        "command": command,
        "covered_through": json_form.text_of(record.covered),
        "since_issue": issue[1].name if issue else None,
        "sections": list(_sections(found, per, numbers)),
        "corrections": list(_corrections(mended)),
        "redefined": list(_redefined(record)),
        "upcoming": list(_upcoming(record, steps, period)),
        "sources": [_source(record, key, number) for key, number in numbers.items()],
    }


_Steps = Mapping[str, Sequence[Step]]


def _placed(record: Record, steps: _Steps, period: Period, by: str) -> list[Line]:
    """Return the lines of the period by the clock asked for, each dated by that clock."""
    if by == "effective":
        return lines(record, period.begins, period.ends, steps)
    every = lines(record, None, None, steps)
    placed = [replace(one, on=_by(one, by)) for one in every if one.steps]
    chosen = [one for one in placed if (period.begins or date.min) <= one.on <= period.ends]
    return sorted(chosen, key=lambda one: (-one.on.toordinal(), GROUPS.index(one.group)))


def _by(line: Line, clock: str) -> date:
    step = line.steps[-1]
    if line.group == "Expired":
        return line.on
    if clock == "announced":
        return step.announced.latest or line.on
    return date.fromisoformat(step.standing.recorded[:10])


def _order(found: Sequence[Line], per: str) -> list[Line]:
    if per == "day":
        return list(found)
    names = {name: place for place, name in enumerate(dict.fromkeys(_name(o, per) for o in found))}
    return sorted(found, key=lambda one: names[_name(one, per)])


def _name(line: Line, per: str) -> str:
    if per == "term":
        return line.term.title
    if per == "event":
        return line.steps[-1].event.id
    return str(line.on)


def _keys(found: Sequence[Line], per: str) -> Iterable[str]:
    steps = (step for line in _order(found, per) for step in line.steps)
    return dict.fromkeys(key for step in steps for key in step.sources)


def _sections(
    found: Sequence[Line], per: str, numbers: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for name, several in groupby(_order(found, per), key=lambda one: _name(one, per)):
        own = list(several)
        if per != "day":
            own.sort(key=lambda one: (GROUPS.index(one.group), -one.on.toordinal()))
        yield {
            "heading": _heading(own[0]) if per == "event" else name,
            "groups": [
                {"name": group, "lines": [_row(line, numbers, per) for line in of_group]}
                for group, of_group in groupby(own, key=lambda one: one.group)
            ],
        }


def _heading(line: Line) -> str:
    step = line.steps[-1]
    return f"{readable(step.event.when or 'Undated')}: {step.event.title}"


def _row(line: Line, numbers: Mapping[str, int], per: str) -> dict[str, Any]:
    keys = dict.fromkeys(key for step in line.steps for key in step.sources)
    return {
        "on": line.on.isoformat(),
        "group": line.group,
        "term": line.term.key,
        "title": line.term.title,
        "when": json_form.text_of(line.when),
        "sentence": sentence(line),
        "dated": per != "day" and not vague_dates(line),
        "before": json_form.bare(line.before),
        "after": json_form.bare(line.after),
        "events": list(dict.fromkeys(step.event.id for step in line.steps)),
        "cites": [numbers[key] for key in keys],
    }


def _since(record: Record) -> int:
    issue = last_issue(record)
    return issue[0].version if issue else 0


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


def _redefined(record: Record) -> Iterator[dict[str, Any]]:
    since = _since(record)
    for one in record.acts:
        if isinstance(one.act, Redefine) and one.version > since:
            yield {"id": one.act.id, "sentence": redefined(one.act), "recorded": one.recorded}


def _upcoming(record: Record, steps: _Steps, period: Period) -> Iterator[dict[str, Any]]:
    """Yield what the period's last day could see coming: expiries, then what was announced."""
    answers = [answer_then(term, steps[key], period.ends) for key, term in record.terms.items()]
    ending = [one for one in answers if one.status == "in-force" and one.through]
    for one in sorted(ending, key=lambda each: (each.through and each.through.latest) or date.max):
        last = one.through.edtf if one.through else ""
        text = f' runs through {readable(last)}: "{said(one)}".'
        yield {"term": one.term.key, "title": one.term.title, "sentence": text, "when": last}
    for one in answers:
        for step in one.pending:
            yield {
                "term": one.term.key,
                "title": one.term.title,
                "sentence": _announced(step),
                "when": json_form.text_of(step.when),
            }


def _announced(step: Step) -> str:
    when = f"from {dated(step.when)}" if step.when else "without a date"
    value = getattr(step.change, "value", None)
    told = f': "{value}"' if value else f": {step.verb}"
    return f" is announced {when}{told}."


def _source(record: Record, key: str, number: int) -> dict[str, Any]:
    one = record.sources[key]
    numbered = {"number": number, "text": named(one), "locator": None}
    return numbered | json_form.source(one)
