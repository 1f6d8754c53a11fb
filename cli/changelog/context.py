"""Collect the plain values that a changelog template is given."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from cli.changelog.arrangement import COMING, CORRECTIONS, Arrangement
from cli.changelog.lede import ENDS, lede
from cli.changelog.period import Period, last_issue, news
from cli.changelog.sections import Sections
from cli.changelog.statements import undated
from cli.changelog.values import bounds, shown
from cli.fast.sentences import sentence
from cli.fast.spoken import day_in_words, length
from cli.forms import json_text
from cli.reading.session import Whole
from cli.render.answers import named
from cli.wording.corrections import corrected, redefined
from cli.wording.dates import plainly
from cli.wording.outlook import takes_effect
from cli.wording.telling import tells
from cli.wording.titles import Name, titles
from events.dates.dates import Date, day
from events.model.kinds import Event, Redefine
from timeline.boxes.lines import Answers
from timeline.record.record import Record
from timeline.rule.answer import Answer
from timeline.rule.terms import PossibleAnswer
from timeline.views.changelog import Line
from timeline.views.errata import Erratum
from timeline.views.upcoming import NO_NEWS


def context(
    seen: Whole,
    answers: Answers,
    ahead: Answers,
    mended: Iterable[Erratum],
    period: Period,
    *,
    how: Arrangement,
    lead: Sequence[str] | None,
    command: str,
) -> dict[str, Any]:
    """Return the values that a template is given (docs/changelog-templates.md).

    *seen* is the partnership, and *answers* has the answers of all its terms; *ahead* has the
    answers of the last day of *period*, as known on that day. *mended* has the errata recorded in
    the period and after the last issue. *how* arranges the lines, *lead* are the opening paragraphs
    of the user's, and *command* is the command line that makes the same changelog again.
    """
    record, issue = seen.record, last_issue(seen.record)
    name = titles(record)
    arranged = Sections(answers, period, how, name)
    sections = list(arranged)
    upcoming = [one for one in _upcoming(ahead, period, name) if how.has_term(one["term"])]
    upcoming = upcoming if how.has_group(COMING) else []
    is_corrected = how.has_group(CORRECTIONS)
    since, through = record.covered
    return {
        "partnership": seen.slug,
        "title": record.partnership.title or seen.slug,
        "from": json_text.text_of(period.first),
        "to": period.last.edtf,
        "days": _days(period),
        "by": how.by,
        "per": how.per,
        "recorded": seen.recorded,
        "head": seen.head,
        "command": command,
        "covered_from": json_text.text_of(since),
        "covered_through": json_text.text_of(through),
        "complete": _complete(since, through, period),
        "since_issue": issue[1].name if issue else None,
        "lede": list(lead) if lead else _lede(arranged.lines, name, upcoming, how),
        "sections": sections,
        "corrections": [
            one for one in _corrections(mended, name) if is_corrected and _touches(one, how)
        ],
        "redefined": list(_redefined(record, period, name)) if is_corrected else [],
        "upcoming": upcoming,
        "sources": [_source(record, key, number) for key, number in arranged.numbers.items()],
    }


def _days(period: Period) -> str:
    """Return the period in words: `1 October 2025 through 31 May 2026`."""
    if period.first == period.last:
        return plainly(period.last)
    begins = plainly(period.first) if period.first else "From the beginning of the record"
    return f"{begins} through {plainly(period.last)}"


def _complete(since: Date | None, through: Date | None, period: Period) -> str:
    """Return a sentence on the days for which the record claims to be complete."""
    if through is None:
        return "The record does not say through which day it is complete."
    begins = f"from {plainly(since)} " if since else ""
    is_late = through.latest is not None and through.latest < period.ends
    missing = "; later news may be missing" if is_late else ""
    return f"The record is complete {begins}through {plainly(through)}{missing}."


def _lede(
    lines: Sequence[Line], name: Name, upcoming: Sequence[dict[str, Any]], how: Arrangement
) -> list[str]:
    """Return the opening paragraph; what was left out is not said not to have happened."""
    if not lines and (how.terms or how.only):
        return []
    return [" ".join(lede(lines, name, upcoming))]


def _touches(correction: dict[str, Any], how: Arrangement) -> bool:
    return not how.terms or any(how.has_term(term) for term in correction["terms"])


def _corrections(mended: Iterable[Erratum], name: Name) -> Iterator[dict[str, Any]]:
    for one in mended:
        event: Event | None = one.now or one.was
        yield {
            "id": one.act.id,
            "event": one.event,
            "title": event.title if event else name(one.event),
            "sentence": corrected(one, name),
            "reason": one.act.reason,
            "recorded": one.kept.recorded,
            "terms": [*dict.fromkeys(each.after.term.key for each in one.changed)],
        }


def _redefined(record: Record, period: Period, name: Name) -> Iterator[dict[str, Any]]:
    after, acts = news(record, period)
    for one in acts:
        if isinstance(one.act, Redefine) and one.version > after:
            yield {
                "id": one.act.id,
                "sentence": redefined(one.act, name),
                "recorded": one.recorded,
            }


def _upcoming(answers: Answers, period: Period, name: Name) -> Iterator[dict[str, Any]]:
    """Yield what was foreseeable on the period's last day, the nearest first: ends and plans."""
    known, last = answers.known(period.ends), day(period.ends)
    found = [known.answer(term, last) for term in answers.terms]
    coming = [*_ending(found, name), *_planned(found, name)]
    yield from (row for _, row in sorted(coming, key=lambda pair: pair[0]))


def _ending(found: Iterable[Answer], name: Name) -> Iterator[tuple[date, dict[str, Any]]]:
    for one in found:
        decided = one.decided
        until = decided.until if decided and one.status == "in-force" else None
        if decided and until:
            ends = until.latest
            does = f"renews for {length(decided.renews)}" if decided.renews else ENDS
            limits = [text for text in bounds(decided, name) if not text.startswith("It runs ")]
            lead = day_in_words(ends) if ends else plainly(until)
            text = " ".join([*_last(one, decided), *limits])
            yield ends or date.max, _coming(one, lead, does, text, until)


def _last(one: Answer, decided: PossibleAnswer) -> Iterator[str]:
    """Yield what a last day means for the answer *one*, and what holds until then."""
    yield sentence(f"renews for {length(decided.renews)}") if decided.renews else "Last day."
    if tells(shown(one), decided.until):
        yield sentence(f"{'what goes on' if decided.renews else 'until then'}: {shown(one)}")


def _planned(found: Iterable[Answer], name: Name) -> Iterator[tuple[date, dict[str, Any]]]:
    for one in found:
        for step in (each for each in one.pending if each.verb not in NO_NEWS):
            lead = plainly(step.when) if step.when else undated(step, name)
            on = (step.when and step.when.latest) or date.max
            is_set = step.verb == "set" and step.value
            does = f"becomes {step.value}" if is_set else takes_effect(step)
            told = sentence(f"from then on: {step.value}" if is_set else does)
            text = " ".join([told, *bounds(step, name)])
            yield on, _coming(one, lead, does, text, step.when)


def _coming(one: Answer, lead: str, does: str, text: str, when: Date | None) -> dict[str, Any]:
    """Return what is coming to *one*: when, in the words of *lead*, and what it *does* then."""
    return {
        "term": one.term.key,
        "title": one.term.title,
        "lead": f"{lead[:1].upper()}{lead[1:]}",
        "does": does,
        "sentence": text,
        "when": json_text.text_of(when),
        "date": lead if when else None,
    }


def _source(record: Record, key: str, number: int) -> dict[str, Any]:
    one = record.sources[key]
    return {
        "number": number,
        "text": named(one, plainly),
        "date": plainly(one.published) if one.published else None,
    } | json_text.source(one)
