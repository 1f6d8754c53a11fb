"""Describe a finding in a sentence, and give the command that settles it."""

from collections.abc import Sequence
from datetime import timedelta

from cli.wording.answers import dated, joined, readable, said
from events.model.kinds import Assert
from timeline.boxes.spans import Span
from timeline.findings.finding import (
    Finding,
    is_dated_apart,
    is_of_period,
    is_vague,
    moment_of,
)
from timeline.record.days import date_of
from timeline.record.steps import Step
from timeline.rule.answer import Answer

MOST = 5
"""The most vague dates, or runs of days, that a sentence names; the others are counted."""


def says(one: Finding) -> str:
    """Return a sentence that describes the finding *one*."""
    term, steps = "".join(one.terms[:1]), one.steps
    match one.code:
        case "assertion":
            return _failed(one)
        case "contradiction":
            return (
                f"{term} has two answers of {one.on}: {_given(steps[0])} and {_given(steps[1])}; "
                "only their order in the log lets the latter stand. Say it where it is known "
                f"(`after: {steps[0].event}`)."
            )
        case "replaced-higher":
            return (
                f"{term} is {_given(steps[0])}, {steps[0].authority}, in place of "
                f"{_given(steps[1])}, {steps[1].authority}. If it only describes what holds, it is "
                "a claim."
            )
        case "overlap" | "undetermined":
            return _vague(one)
        case "same-happening":
            return (
                f"{term} is undisclosed [{steps[0].event}] and {_given(steps[1])} on days that "
                f"overlap ({_when(steps[0])}, {_when(steps[1])}); does the latter tell of the same "
                f"happening? Then it says `of: {steps[0].event}`."
            )
        case "come-about":
            planned = f"for {_stated(steps[0])}" if steps[0].when else "without a day"
            return (
                f"{term} was announced to be {_given(steps[0])} {planned}, and has become so: "
                f"{_when(steps[1])} [{steps[1].event}]; the plan was never dated. If that carried "
                f"it out, it says `dates: {steps[0].event}`."
            )
        case "overdue":
            return (
                f"{term} was announced to be {_given(steps[0])} {_when(steps[0])}; these days are "
                "over, and no event dates the plan or calls it off."
            )
        case "met-before":
            return (
                f"{term} is {_given(steps[0])} once {_once(steps[0])} is met; that had been met "
                f"({_when(steps[0])}) before this was announced ({readable(steps[0].announced)})."
            )
        case "same-answer":
            return (
                f"{term} is given twice on days that overlap: {_given(steps[0])} by "
                f"{_by_whom(steps[0])} and {_given(steps[1])} by {_by_whom(steps[1])}. If both "
                "tell of one happening, one of them confirms the other."
            )
        case "unconfirmed":
            return (
                f"{term} is {_given(steps[1])}, {steps[1].authority}, and {_by_whom(steps[0])} say "
                f"only that it is unchanged [{steps[0].event}]. If they say that value too, it is "
                f"`confirms: {steps[1].event}`."
            )
        case "outlives":
            return (
                f"{term} is {_given(steps[0])} and goes on, though {one.names[0]} is over since "
                f"{one.spans[0][0]}; if it was over with it, it says `while: {one.names[0]}`."
            )
        case "weak-denial":
            return (
                f"{one.events[0]} denies {one.events[1]}, which ranks above it, so that nothing is "
                "denied."
            )
        case "gap":
            since, until = one.spans[0]
            return (
                f"{term} had no answer from {since} through {until}: it had expired "
                f"[{one.events[0]}] and was set again only then [{one.events[-1]}]."
            )
        case "expired" if is_of_period(steps[0]):
            last = one.on - timedelta(1) if one.on else None
            return (
                f"{term} is given for periods through {last}{_by(steps[0])} and "
                "not for the next one, which is over too."
            )
        case "expired":
            last = one.on - timedelta(1) if one.on else None
            return f"{term} expired after {last} [{steps[0].event}]; what came then is not said."
        case "stale":
            since, until = one.spans[0]
            count = (until - since).days if since and until else 0
            return f"{term} was last confirmed {count} days before {until}: {since}{_by(steps[0])}."
        case "while":
            return (
                f"{term} is {_given(steps[0])} only while {one.names[0]} is in force, which is not "
                f"set {_spans(one.spans)}; on those days it depends on nothing."
            )
        case "nothing-ended":
            return f"{term} was ended{_by(steps[0])}, and what ended was never set."
        case "one-sided":
            return (
                f"{term} was ended by {joined(steps[0].by)} alone{_by(steps[0])}; if another party "
                "denies it, that is a dispute."
            )
        case "settled":
            return (
                f"{term} is disputed since {_when(steps[0])} [{steps[0].event}], and all parties "
                f"have set it since [{steps[1].event}]; is that dispute settled?"
            )
        case "old-dispute":
            return (
                f"{term} is disputed since {_when(steps[0])} [{steps[0].event}]: more than two "
                "years; has it been settled?"
            )
        case "old-claim":
            return (
                f"{term} is claimed by {joined(steps[0].by) or 'somebody unnamed'} to be "
                f"{_given(steps[0])}: {_when(steps[0])}, more than a year ago."
            )
        case "late-source":
            return (
                f"{one.events[0]} took effect {_when(steps[0])} and counts as announced "
                f"{readable(steps[0].announced)}, {_months(steps[0])} months later, only because "
                "its source is that late; say when it was announced."
            )
        case "no-source":
            return f"{one.events[0]} does not say where it was said."
        case "left-behind":
            condition, other = one.names
            return (
                f"{term} still ends when '{condition}' is met [{steps[1].event}], which "
                f"{steps[0].event} dropped from {other} without a word on {term}; is that so?"
            )
        case "mirror":
            source, host = one.names
            return (
                f"The source {source} is at {host}, which looks like a copy; give the address of "
                "the original, or say what it retells."
            )
        case "coverage":
            newest, through = one.names
            return (
                f"The log claims to be complete through {through}, and nothing it cites is newer "
                f"than {newest}; was it searched that far?"
            )
        case "party":
            written, meant = one.names
            return f"{one.events[0]} names '{written}'; the party is called '{meant}'."
        case "duplicate":
            return (
                f"{one.events[1]} ({one.names[0]}) may tell the same as {one.events[0]}: "
                f"their titles are alike and both speak of {', '.join(one.terms)}."
            )
        case "crowded":
            rows, changes = one.names
            return (
                f"{term} has {rows} rows of answers for {changes} changes, which makes it slow to "
                "write: vague dates overlap, and became public one by one. The vaguest is "
                f"{_when(steps[0])}{_by(steps[0])}."
            )
        case _:
            return _unreachable(one)


def command(one: Finding) -> tuple[str, ...]:
    """Return the words of the command that settles the finding *one*, without `timeline`.

    Words in capitals are for the user to fill in.
    """
    term, events, day = "".join(one.terms[:1]), one.events, str(one.on or "DATE")
    match one.code:
        case "assertion" if one.expected:
            known = ("--known", one.expected.known.edtf) if one.expected.known else ()
            return ("explain", term, one.expected.on.edtf, *known)
        case "contradiction" | "same-happening":
            return _edited(events[-1])
        case "replaced-higher" | "party" | "met-before" | "outlives" | "left-behind":
            return _edited(events[0])
        case "crowded":
            return _dated(events[0], one.steps[0])
        case "overlap" | "undetermined" if one.steps:
            both = [*zip(one.names, one.steps, strict=True)]
            return _dated(*next((each for each in both if _is_open(each[1])), both[0]))
        case "come-about":
            if one.steps[0].version > one.steps[1].version:
                return ("correct", events[0], "--when", day, "--reason", "WHY")
            return ("correct", events[1], "--dates", events[0], "--reason", "WHY")
        case "overdue":
            return _appended("DATE", "--dates", events[0])
        case "same-answer":
            first, last = sorted(one.steps, key=lambda step: step.version)
            return ("correct", last.event, "--confirms", first.event, "--reason", "WHY")
        case "unconfirmed":
            return ("correct", events[0], "--confirms", events[1], "--reason", "WHY")
        case "weak-denial":
            return ("correct", events[0], "--authority", "AUTHORITY", "--reason", "WHY")
        case "gap" | "expired" if is_of_period(one.steps[0]):
            return _appended("", "--set", f"{term}=VALUE", "--during", f"{term}=PERIOD")
        case "gap" | "expired":
            return _appended(day, "--end", term)
        case "stale":
            until = one.spans[0][1]
            return _appended(str(until), "--reaffirm", term)
        case "while":
            return _appended("DATE", "--set", f"{one.names[0]}=VALUE")
        case "nothing-ended":
            return _appended("DATE", "--set", f"{term}=VALUE")
        case "one-sided":
            return _appended("DATE", "--dispute", term)
        case "settled" | "old-dispute":
            return _appended("DATE", "--settle", term)
        case "old-claim":
            return _appended("DATE", "--reaffirm", term)
        case "late-source":
            return ("correct", events[0], "--announced", "DATE", "--reason", "WHY")
        case "no-source":
            return ("correct", events[0], "--source", "URL", "--reason", "WHY")
        case "mirror":
            return ("correct", events[0], "--source", "URL", "--reason", "WHY")
        case "coverage":
            return ("cover", one.names[0])
        case "duplicate":
            return ("retract", events[1], "--reason", f"the same as {events[0]}")
        case _ if one.terms:
            return ("history", term)
        case _:
            return _appended("DATE", "--set", "TERM=VALUE", "--unless", f"TERM={one.names[0]}")


def _appended(when: str, *change: str) -> tuple[str, ...]:
    """Return the command that appends an event of the day *when*, if any, with flags *change*."""
    told = ("--title", "TITLE", "--authority", "official", "--source", "URL")
    return ("append", *(("--when", when) if when else ()), *told, *change)


def _edited(event: str) -> tuple[str, ...]:
    return ("correct", event, "--edit", "--reason", "WHY")


def _dated(event: str, step: Step) -> tuple[str, ...]:
    """Return the command that corrects the date of *step*, which is that of *event*.

    A change that has it for itself is corrected with `--edit`.
    """
    stated = ("--edit",) if is_dated_apart(step) else ("--when", "DATE")
    return ("correct", event, *stated, "--reason", "WHY")


def _is_open(step: Step) -> bool:
    return is_vague(step) or step.lasting is not None


def _given(step: Step) -> str:
    return f"'{step.value}'{_by(step)}" if step.value else f"ended{_by(step)}"


def _by(step: Step) -> str:
    return f" [{step.event}]"


def _by_whom(step: Step) -> str:
    return joined(step.by) or "somebody unnamed"


def _once(step: Step) -> str:
    return str(getattr(step.change, "once", None))


def _when(step: Step) -> str:
    return dated(step.when) if step.when else "no day"


def _months(step: Step) -> int:
    """Return how many months of thirty days lie between a step's last day and its announcement."""
    effective, public = step.when and step.when.latest, step.announced.earliest
    return (public - effective).days // 30 if effective and public else 0


def _failed(one: Finding) -> str:
    expected, answer, term = one.expected, one.answer, "".join(one.terms)
    if expected is None or answer is None:
        return f"{term} does not answer as expected."
    day = readable(expected.on)
    return f"On {day} {term} should be {_expected(expected)}, but it is {_found(answer)}."


def _expected(one: Assert) -> str:
    return " ".join(part for part in (one.status, f"'{one.value}'" if one.value else "") if part)


def _found(answer: Answer) -> str:
    decided = answer.decided
    value = f" '{decided.value}'" if decided and decided.value else ""
    event = f" [{decided.deciding.event}]" if decided and decided.deciding else ""
    parts = "; ".join(_period(one) for one in answer.periods)
    return f"{answer.status}{value}{event}{f' ({parts})' if parts else ''}"


def _period(one: Answer) -> str:
    value = one.decided.value if one.decided else None
    return f"'{value}'" if value and one.status == "in-force" else said(one)


def _vague(one: Finding) -> str:
    """Say on which days a term is undetermined, and which events' dates leave it so."""
    *past, last = one.spans
    ongoing = one.level == "finding"
    since = f" from {last[0]}" if last[0] else ""
    parts = [f"was undetermined {_spans(past if ongoing else one.spans)}"] if past else []
    if ongoing:
        parts.append(f"is undetermined{since}")
    elif not past:
        parts = [f"was undetermined {_spans(one.spans)}"]
    dates = {event: _picked(step) for event, step in zip(one.names, one.steps, strict=True)}
    named = [f"{event} dates it {when}" for event, when in dates.items()]
    order = "; which came first is not known" if one.code == "overlap" else ""
    return f"{one.terms[0]} {' and '.join(parts)}: {_listed(named, 'date')}{order}."


def _stated(step: Step) -> str:
    return step.when.edtf if step.when else "no day"


def _picked(step: Step) -> str:
    """Return the date from which the day of *step*, or its last one, was counted, or its own."""
    if moment_of(step) != step.moment and step.lasting:
        base = date_of(step.lasting.base, None)
    else:
        base = date_of(step.base, step.when) if step.counts else step.when
    return base.edtf if base else "no day"


def _spans(spans: Sequence[Span]) -> str:
    """Return runs of days in words: from a day through a day, and so on."""
    return joined([_span(*one) for one in spans[:MOST]] + _more(len(spans) - MOST, "run of days"))


def _span(since: object, until: object) -> str:
    if since == until:
        return f"on {since}"
    start, end = f"from {since}" if since else "", f"through {until}" if until else ""
    return f"{start} {end}".strip() or "on every day"


def _listed(named: Sequence[str], what: str) -> str:
    return ", ".join([*named[:MOST], *_more(len(named) - MOST, what)])


def _more(count: int, what: str) -> list[str]:
    several = what.replace(" of", "s of") if " of" in what else f"{what}s"
    return [f"{count} more {what if count == 1 else several}"] if count > 0 else []


def _unreachable(one: Finding) -> str:
    if not one.terms:
        return f"The condition {one.names[0]} begins and ends nothing: no answer ever named it."
    return (
        f"No standing answer or plan names the condition {one.names[0]} any more; "
        f"the last was one of {one.terms[0]} [{one.events[0]}]."
    )
