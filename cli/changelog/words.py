"""The sentences of a changelog."""

from collections.abc import Iterator, Mapping

from cli.forms.json_text import day_of
from cli.render.errata import fields, short
from cli.wording.answers import change, claimed, dated, joined, limits, whole
from events.model.kinds import Authority, Condition, Note, Redefine, Set, Use, key_of
from timeline.record.steps import Step
from timeline.rule.answer import UNDETERMINED, Answer
from timeline.rule.terms import Possibility
from timeline.views.changelog import Line
from timeline.views.deeds import Deed
from timeline.views.errata import Erratum

Conditions = Mapping[str, Condition]
"""Conditions by their keys; a sentence has their titles."""

UNSAID = frozenset({"Expired", "Renewed"})
"""The groups of lines about things that come by themselves on a day, with no event to say so."""

SPOKEN = {
    Authority.OFFICIAL: "a party",
    Authority.FILING: "a filing",
    Authority.PRESS: "the press",
    Authority.REPORTED: "an unconfirmed report",
}


def sentence(line: Line, conditions: Conditions) -> str:
    """Return the sentence that follows the title in *line*, a line of a changelog.

    *conditions* are those of the partnership.
    """
    return f"{_sentence(line, conditions)}{_dated(line)}."


def _sentence(line: Line, conditions: Conditions) -> str:
    if line.before is None or line.after is None:
        return _happened(line)
    if line.before is line.after:
        return _said(line, line.steps[-1], _quoted(line.after), conditions)
    before, after = _quoted(line.before), _quoted(line.after)
    match line.group:
        case "Denied" if line.deed:
            it_is = f" {'was' if _days(line) else 'is'} {after}{_days(line)}, not {before}"
            return f"{it_is}; {_denies(line.deed)} that"
        case "Clarified":
            return f" is clarified{_days(line)}: {after}; until now told as {before}"
        case "Learned late":
            since = _vague_announcement(line) or "this day"
            was = f" was {after}{_days(line)}{_told(line)}"
            return f"{was}, as is known only from {since}; until then {before}"
        case _ if line.after.status == UNDETERMINED:
            return f" may have changed, its day being unknown: {after}"
        case "Added":
            return f" is new: {after}{_told(line)}{_as_foreseen(line)}"
        case "Ended":
            return f" ended; it was {before}{_told(line)}{_as_foreseen(line)}"
        case "Expired":
            return f" expired; it was {_last(line.before)}"
        case _:
            return f" changed from {before} to {after}{_told(line)}{_as_foreseen(line)}"


def who(one: Step | Deed) -> str:
    """Return the speakers of *one*, with the authority if it is neither official nor a filing."""
    named = joined(one.by)
    if not named:
        return SPOKEN[one.authority]
    return named if one.rank == 3 else f"{named} ({one.authority})"


def _told(line: Line) -> str:
    """Return who says so if the authority is neither official nor a filing, else an empty text."""
    one = line.deed or line.steps[-1]
    return f", {_verb(one, 'say')} {who(one)}" if one.rank < 3 else ""


def _as_foreseen(line: Line) -> str:
    """Return why it happened now, if it had been waiting for that."""
    if line.deed and line.deed.done == "dates":
        return ", as announced before"
    is_met = line.deed and line.deed.done == "met"
    return f", now that this came about: {line.deed.title}" if line.deed and is_met else ""


def _verb(one: Step | Deed, verb: str) -> str:
    """Return *verb* in the singular or plural, to agree with who says something."""
    return verb if len(one.by) > 1 else f"{verb}s"


def _denies(deed: Deed) -> str:
    return f"{who(deed)} {'deny' if len(deed.by) > 1 else 'denies'}"


def _days(line: Line) -> str:
    """Return the days the line is about if they ended before its own day, else an empty text."""
    if line.days is None:
        return ""
    first, last = (day_of(one) for one in line.days)
    if line.days[1] >= line.on.toordinal() - 1:
        return ""
    return f" from {first} through {last}" if first else f" through {last}"


def _quoted(answer: Answer) -> str:
    if answer.status == UNDETERMINED:
        return " or ".join(map(_possible, answer.possible))
    value = answer.decided.value if answer.decided else None
    return f'"{value}"' if answer.status == "in-force" else whole(answer)


def _possible(one: Possibility) -> str:
    if one.status == "in-force":
        return f'"{one.value}"'
    return f'{one.status} "{one.value}"' if one.value else one.status.replace("-", " ")


def _last(answer: Answer) -> str:
    value = answer.decided.value if answer.decided else None
    return f'"{value}"' if value else whole(answer)


def _said(line: Line, step: Step, answer: str, conditions: Conditions) -> str:
    """Describe a statement that changed no answer."""
    named, note = who(step), getattr(step.change, "note", None)
    noted = f" ({note})" if note else ""
    match line.group:
        case "Confirmed" if line.deed and line.deed.done == "confirms":
            return f": {who(line.deed)} {_verb(line.deed, 'confirm')} {_what(step)}"
        case "Denied" if line.deed:
            return f": {_denies(line.deed)} {_what(step)}; the answer stays {answer}"
        case "Called off" if line.deed:
            return f": {who(line.deed)} {_verb(line.deed, 'call')} off {_what(step)}"
        case "Renewed" if line.days:
            return f" is renewed, through {day_of(line.days[1])}: {answer}"
        case "Announced":
            return f"{announced(step, conditions)}{noted}"
        case "Confirmed":
            return f" was confirmed by {named}: {answer}{noted}"
        case "Said unchanged":
            return f": {named} {_verb(step, 'say')} that it is unchanged, not that it is {answer}"
        case "Reaffirmed":
            return f" was reaffirmed by {named}: {answer}, which that does not confirm{noted}"
        case "Disputed":
            sides = "; ".join(f"{one.party}: {one.says}" for one in step.positions)
            return f" is disputed, {_verb(step, 'say')} {named}. {sides or 'No position is public'}"
        case "Settled":
            return f" is disputed no longer, {_verb(step, 'say')} {named}; it is {answer}"
        case "Left unsaid":
            return f" was not restated; it stays {answer}"
        case "Claimed":
            more = "adds" if step.adds else "claims" if len(step.by) < 2 else "claim"
            return f": {named} {more} {_what(step)}; the answer stays {answer}{noted}"
        case _:
            return _aside(step)


def announced(step: Step, conditions: Conditions) -> str:
    """Describe the announced change *step*, to follow the title of its term.

    It may wait for one of *conditions*.
    """
    when = f"from {dated(step.when)}" if step.when else "without a date"
    if isinstance(step.change, Set) and step.change.once and not step.when:
        when = f'for when "{conditions[step.change.once].title}" is met'
    return f" is announced {when}: {_what(step)}"


def _aside(step: Step) -> str:
    """Describe any other step that changed no answer."""
    match step.change:
        case Note(text=text):
            return f": {text}"
        case Use(note=note):
            return f" was made use of{f': {note}' if note else ''}"
        case _:
            return f": {change(step)}{limits(step)}, which changed no answer"


def _what(step: Step) -> str:
    """Say in a few words what a step states about its term."""
    if step.verb == "claim":
        return f'"{claimed(step)}"' if step.value else "that it ended"
    if step.verb == "end":
        return "that it ends"
    return f'"{step.value}"{limits(step)}' if step.value else change(step)


def _happened(line: Line) -> str:
    """Describe an event that changes no term."""
    if line.deed:
        return _done(line, line.deed)
    if line.group == "Announced":
        return f" is announced {f'from {dated(line.when)}' if line.when else 'without a date'}"
    return f": {joined(line.met)}; that ended nothing" if line.met else " changed no term"


def _done(line: Line, deed: Deed) -> str:
    """Describe what an event has done to another, where no term tells it."""
    match deed.done:
        case "confirms":
            return f': {who(deed)} {_verb(deed, "confirm")} "{deed.title}"'
        case "denies":
            return f': {_denies(deed)} "{deed.title}"'
        case "calls-off":
            return f': {who(deed)} {_verb(deed, "call")} off "{deed.title}"'
        case _ if line.group == "Announced":
            when = f"for {dated(line.when)}" if line.when else "without a date"
            return f' announces {when}: "{deed.title}"'
        case _:
            return f': what was announced has happened, "{deed.title}"'


def _dated(line: Line) -> str:
    """Return, in brackets, the dates of a line that differ from the day it stands on."""
    told = []
    is_said = line.group in (*UNSAID, "Announced", "Called off", "Denied")
    if not is_said and line.when and line.when.edtf != line.on.isoformat():
        told.append(f"effective {dated(line.when)}")
    if (announced := _vague_announcement(line)) and line.group != "Learned late":
        told.append(f"announced {announced}")
    return f" ({'; '.join(told)})" if told else ""


def vague_dates(line: Line) -> bool:
    """Return whether the sentence of *line* says that its date is imprecise.

    If the sentence says so, no day is printed.
    """
    if line.group in UNSAID:
        return False
    return bool(_vague_announcement(line)) or (line.when is not None and not line.when.is_day)


def _vague_announcement(line: Line) -> str | None:
    """Return when *line* was announced if only that it surely had been puts it on its day."""
    announced = line.announced
    if announced is None or line.group in UNSAID or announced == line.when:
        return None
    return None if announced.is_day or announced.latest != line.on else dated(announced)


def corrected(one: Erratum) -> str:
    """Describe the erratum *one*: what was wrong, what holds now, and the reason."""
    if one.was and one.now:
        said = "; ".join(_fields(one)) or "in nothing"
        return f"was corrected ({said}): {one.act.reason}"
    told = [short(was) for name, was, _ in fields(one) if name in ("title", "changes")]
    said = f" (it said: {'; '.join(told)})" if told else ""
    return f"was retracted{said}: {one.act.reason}"


def _fields(one: Erratum) -> Iterator[str]:
    """Yield each corrected field with its old and new value; of a list, only what differs."""
    for name, was, now in fields(one):
        before, after = was, now
        if isinstance(was, list) and isinstance(now, list):
            before = [each for each in was if each not in now]
            after = [each for each in now if each not in was]
        yield f"{name}: was {short(before)}, is {short(after)}"


def redefined(act: Redefine) -> str:
    """Describe the redefinition *act*."""
    name = key_of(act.thing)
    if act.renamed:
        return f"{name} is now called {act.renamed}"
    if act.split:
        return f"{name} was split into {', '.join(act.split)}"
    return f"{name} was merged into {act.merged}" if act.merged else f"{name} was worded anew"
