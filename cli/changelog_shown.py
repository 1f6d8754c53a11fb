"""A changelog as Markdown or JSON, with numbered sources."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import click

from cli import json_form
from cli.answers_shown import cited as one_source
from cli.answers_shown import escaped
from cli.errata_shown import fields
from cli.opening import View
from cli.wording import whole
from events.dates import Date
from events.kinds import Authority, Dispute, LeaveUnsaid, Reaffirm, Set, Settle
from timeline.answers import UNDETERMINED, Answer
from timeline.changelog import GROUPS, Line, cited, lines
from timeline.errata import Erratum, errata


def show(seen: View, start: Date | None, end: Date | None, form: str) -> None:
    """Print the changelog from *start* through *end*, and what was corrected."""
    found = lines(seen.record, start.earliest if start else None, end.latest if end else None)
    fixed = errata(seen.record.acts)
    if form == "json":
        click.echo(json_form.dump(_json(seen, start, end, found, fixed)))
    else:
        click.echo("\n".join(_markdown(seen, start, end, found, fixed)))


def _markdown(
    seen: View,
    start: Date | None,
    end: Date | None,
    found: Sequence[Line],
    fixed: Sequence[Erratum],
) -> Iterator[str]:
    numbers = cited(found)
    yield f"# Changelog: {escaped(seen.record.partnership.title or seen.slug)}"
    yield ""
    first = start.edtf if start else "the beginning"
    last = end.edtf if end else "today and what is known to come"
    yield f"From {escaped(first)} through {escaped(last)}, newest first."
    covered = seen.record.covered
    yield f"The log is complete through {covered or 'no stated day'}; its head is `{seen.head}`."
    if not found:
        yield ""
        yield "Nothing changed in this period."
    for on, of_day in groupby(found, key=lambda one: one.on):
        yield ""
        yield f"## {on}"
        for group, several in groupby(of_day, key=lambda one: one.group):
            yield ""
            yield f"### {group}"
            yield ""
            for line in several:
                yield f"- {_line(line)}{_cites(line, numbers)}"
    yield from _errata(fixed)
    if numbers:
        yield ""
        yield "## Sources"
        yield ""
    for key, number in numbers.items():
        yield f"{number}. {escaped(one_source(seen.record.sources[key]))}"


def _line(line: Line) -> str:
    return f"**{escaped(line.term.title)}**{escaped(sentence(line) + _dated(line))}."


def sentence(line: Line) -> str:
    """Say what a line is about, after the title of its term."""
    before, after = _quoted(line.before), _quoted(line.after)
    if line.before.same == line.after.same:
        return _quiet(line)
    if line.after.status == UNDETERMINED:
        return f" may have changed, its day being unknown: {after}"
    match line.group:
        case "Added":
            return f" is new: {after}"
        case "Ended":
            return f" ended; it was {before}"
        case "Expired":
            return f" expired; it was {_last(line.before)}"
        case "Learned late":
            return f" was {after}, as is known only from this day; until then {before}"
        case _:
            told = f", {SPOKEN[line.steps[-1].authority]} says" if line.steps[-1].rank < 3 else ""
            return f" changed from {before} to {after}{told}"


SPOKEN = {
    Authority.OFFICIAL: "a party",
    Authority.FILING: "a filing",
    Authority.PRESS: "the press",
    Authority.REPORTED: "an unconfirmed report",
}


def _quoted(answer: Answer) -> str:
    if answer.status == UNDETERMINED:
        return " or ".join(f'"{one.value}"' if one.value else one.status for one in answer.possible)
    return f'"{answer.value}"' if answer.status == "in-force" else whole(answer)


def _last(answer: Answer) -> str:
    return f'"{answer.value}"' if answer.value else whole(answer)


def _quiet(line: Line) -> str:
    step, answer = line.steps[-1], _quoted(line.after)
    match step.change:
        case Dispute(positions=positions):
            sides = "; ".join(f"{one.party}: {one.says}" for one in positions)
            return f" is disputed. {sides}"
        case Settle():
            return f" is disputed no longer; it is {answer}"
        case Reaffirm(note=note):
            return f" was reaffirmed: {answer}{f' ({note})' if note else ''}"
        case LeaveUnsaid():
            return f" was not restated; it stays {answer}"
        case Set(value=value):
            return f': {SPOKEN[step.authority]} says "{value}"; the answer stays {answer}'
        case _:
            return f": {SPOKEN[step.authority]} says that it ended; the answer stays {answer}"


def _dated(line: Line) -> str:
    """Say the date where it is not the day under which the line stands."""
    if line.group == "Expired" or line.when is None or line.when.edtf == line.on.isoformat():
        return ""
    return f" (effective {line.when.edtf})"


def _cites(line: Line, numbers: Mapping[str, int]) -> str:
    keys = dict.fromkeys(key for step in line.steps for key in step.sources)
    return "".join(f" [{numbers[key]}]" for key in keys)


def _errata(fixed: Sequence[Erratum]) -> Iterator[str]:
    if fixed:
        yield ""
        yield "## Corrections to earlier issues"
        yield ""
    for one in fixed:
        if one.now is None:
            yield f"- `{one.event}` was retracted: {escaped(one.act.reason)}"
            continue
        said = "; ".join(
            f"{name}: was {was or 'none'}, is {now or 'none'}"
            for name, was, now in fields(one)
            if isinstance(was or now, str)
        )
        yield f"- `{one.event}` was corrected: {escaped(said)}. {escaped(one.act.reason)}"


def _json(
    seen: View,
    start: Date | None,
    end: Date | None,
    found: Sequence[Line],
    fixed: Sequence[Erratum],
) -> dict[str, Any]:
    numbers = cited(found)
    return {
        "partnership": seen.slug,
        "from": json_form.text_of(start),
        "to": json_form.text_of(end),
        "head": seen.head,
        "covered_through": json_form.text_of(seen.record.covered),
        "groups": list(GROUPS),
        "changes": [_row(line, numbers) for line in found],
        "corrections": [
            {"id": one.act.id, "event": one.event, "reason": one.act.reason} for one in fixed
        ],
        "sources": [json_form.source(seen.record.sources[key]) for key in numbers],
    }


def _row(line: Line, numbers: Mapping[str, int]) -> dict[str, Any]:
    keys = dict.fromkeys(key for step in line.steps for key in step.sources)
    on: date = line.on
    return {
        "on": on.isoformat(),
        "group": line.group,
        "term": line.term.key,
        "title": line.term.title,
        "when": json_form.text_of(line.when),
        "sentence": f"{line.term.title}{sentence(line)}{_dated(line)}.",
        "before": json_form.bare(line.before),
        "after": json_form.bare(line.after),
        "events": list(dict.fromkeys(step.event.id for step in line.steps)),
        "sources": [numbers[key] for key in keys],
    }
