"""Tell the lines of a changelog that changed no answer: what was said, and what happened."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cli.changelog.above import Above
from cli.changelog.values import NOTHING, bounds, inline, shown, untitled
from cli.fast.sentences import remark
from cli.fast.sentences import sentence as full
from cli.fast.speakers import according_to, speakers
from cli.fast.spoken import day_in_words, since, spoken
from cli.wording.answers import joined
from cli.wording.outlook import DOES
from cli.wording.telling import words
from cli.wording.titles import Name
from events.model.kinds import Note, Set, Use
from events.model.vocabulary import UNDISCLOSED
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.views.changelog import Line
from timeline.views.deeds import Deed


def said(line: Line, step: Step, answer: Answer, name: Name, above: Above) -> Iterator[str]:
    """Yield what *step*, the statement behind *line*, says beside *answer*."""
    sentences = list(_said(line, step, answer, name, above))
    yield from sentences
    yield from noted(step, " ".join(sentences), answer, above)


def _said(line: Line, step: Step, answer: Answer, name: Name, above: Above) -> Iterator[str]:
    if line.deed and line.deed.done in ("confirms", "denies", "calls-off"):
        yield from _done_to(line, line.deed, step, answer, above)
    elif line.group in ("Claimed otherwise", "Also claimed"):
        yield _claim(line, step, answer, above)
    elif line.group == "Announced":
        yield from announced(step, name)
    else:
        yield _suffixed(_statement(line, step, answer), line, step, above)


def _statement(line: Line, step: Step, answer: Answer) -> str:
    match line.group:
        case "Confirmed":
            return _confirmed(answer)
        case "Said unchanged":
            has = full(f"on record, though not confirmed by this: {inline(answer)}")
            return f"Said to be unchanged; its content was not given. {has}"
        case "Reaffirmed":
            return f"{full(shown(answer))} Repeated, not confirmed."
        case "Disputed":
            sides = [full(f"{one.party}: {one.says}") for one in step.positions]
            return " ".join(sides) or "The positions are not public."
        case "Settled":
            return "The dispute is over."
        case "Not restated":
            return full(f"as before: {shown(answer)}")
        case "Renewed" if line.days:
            return full(f"through {_ordinal(line.days[1])}{_often(line.runs)}: {shown(answer)}")
        case _:
            return _aside(step, answer)


def _confirmed(answer: Answer) -> str:
    if answer.status == "ended":
        return "It has ended."
    decided = answer.decided
    return _SILENT if decided and decided.value == UNDISCLOSED else full(shown(answer))


_SILENT = "Restated as before, and still not published."
"""What is said of a value that was restated and that nobody has published."""


def _aside(step: Step, answer: Answer) -> str:
    match step.change:
        case Note(text=text):
            return full(_worded(text))
        case Use(note=note):
            return full(f"in practice: {note}" if note else "put to use")
        case _:
            what = untitled(step.value, answer.term.title) if step.value else "it has ended"
            return full(f"{what}; this changes no answer")


def _claim(line: Line, step: Step, answer: Answer, above: Above) -> str:
    """Return a claim beside what the record has, and who makes the claim if that is not told."""
    is_named, dated = above.names(step.by, step.authority), _dated(step, above)
    what = untitled(step.value, answer.term.title) if step.value else "it has ended"
    if line.group == "Also claimed":
        return full(f"{what}{dated}{'' if is_named else _by(step)}")
    who = "claimed" if is_named else f"according to {speakers(step.by, step.authority)}"
    text = f"{who}: {what}{dated}" if step.value else _ended(step, above, "it has")
    return f"{full(text)} {_on_record(inline(answer))}"


def _ended(step: Step, above: Above, they_have: str) -> str:
    """Return the claim *step* that something has ended: *they_have* begins the clause."""
    if above.names(step.by, step.authority):
        return f"said to have ended{_dated(step, above)}"
    who = speakers(step.by, step.authority)
    return f"according to {who}, {they_have} ended{_dated(step, above)}"


def _on_record(what: str) -> str:
    return "There is nothing on record." if what == NOTHING else full(f"on record: {what}")


def _dated(step: Step, above: Above) -> str:
    """Return of which day *step* speaks, in brackets, unless that was told *above*."""
    return "" if step.when in (None, above.date, above.when) else f" (as of {_of(step)})"


def over(lines: Sequence[Line], above: Above) -> str:
    """Return the claim of *lines*, which one speaker makes of several terms: that they ended."""
    step = lines[0].steps[-1]
    text = f"{full(_ended(step, above, 'they have'))} On record, each is still in force."
    notes = [
        note for one in lines if one.after for note in noted(one.steps[-1], text, one.after, above)
    ]
    return " ".join([text, *notes])


def is_over(line: Line) -> bool:
    """Return whether *line* claims that a term has ended which the record has in force."""
    is_gone = line.group == "Claimed otherwise" and not line.deed and not line.steps[-1].value
    return is_gone and line.after is not None and line.after.status == "in-force"


def _by(step: Step) -> str:
    return f", {according_to(step.by, step.authority, step.party)}"


def _of(step: Step) -> str:
    return since(step.when).removeprefix("since ") if step.when else ""


def _suffixed(text: str, line: Line, step: Step, above: Above) -> str:
    """Return the statement *text* with its date and speaker, if not told *above*."""
    is_own = line.group not in ("Not restated", "Renewed")
    dated = _dated(step, above) if is_own else ""
    is_named = above.names(step.by, step.authority)
    is_silent = above.authority is None and step.rank == 3 and line.group == "Also happened"
    by = "" if is_named or is_silent or not is_own else _by(step)
    more = f"{dated}{by}{above.vague(line)}"
    return f"{text.removesuffix('.')}{more}." if more else text


def _done_to(line: Line, deed: Deed, step: Step, answer: Answer, above: Above) -> Iterator[str]:
    """Yield what another event has done to *step*: confirmed it, denied it or called it off."""
    done = {"confirms": "Confirmed", "denies": "Denied", "calls-off": "Called off"}[deed.done]
    held = answer.decided.value if answer.decided and answer.status == "in-force" else None
    differs = step.verb in ("set", "end") and held != step.value
    had_begun = bool(step.days) and step.days[0][0] <= line.on.toordinal()
    at_the_time = "at the time: " if deed.done == "confirms" and differs and had_begun else ""
    if deed.done == "confirms" and step.value == UNDISCLOSED:
        yield _SILENT
    else:
        yield full(f"{at_the_time}{_brings(step, answer)}")
    if not above.names(deed.by, deed.authority):
        yield f"{done} by {speakers(deed.by, deed.authority)}."
    if deed.done == "denies":
        yield _on_record(inline(answer))


def announced(step: Step, name: Name) -> Iterator[str]:
    """Yield what the plan *step* will bring, and when."""
    when = spoken(step.when) if step.when else undated(step, name)
    yield full(f"{when}: {step.value or f'it {DOES[step.verb]}'}")
    yield from bounds(step, name)


def _brings(step: Step, answer: Answer) -> str:
    """Return what *step* says of its term, the answer of which is *answer*."""
    if step.value:
        return untitled(step.value, answer.term.title)
    if isinstance(step.change, Note | Use):
        return _aside(step, answer)
    return "it has ended" if step.verb in ("claim", "end") else f"it {DOES[step.verb]}"


def undated(step: Step, name: Name) -> str:
    """Return for when the plan *step* is announced, which has no date."""
    once = step.change.once if isinstance(step.change, Set) else None
    return f"once this is met ({name(once)})" if once else "on a day not yet stated"


def noted(step: Step, text: str, answer: Answer, above: Above) -> Iterator[str]:
    """Yield the note of *step* if it adds to *above* and to *text*, which tells *answer*."""
    note = getattr(step.change, "note", None)
    if note and note not in above.notes and not isinstance(step.change, Use):
        above.notes.add(note)
        rest = untitled(_worded(note), step.value or inline(answer))
        if words(rest) - words(f"{text} {answer.term.title}"):
            yield remark(rest)


def _worded(text: str) -> str:
    """Return *text* with the days in it written as in the sentences around it."""
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: _day(found[0]), text)


def _day(text: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text


def happened(line: Line) -> Iterator[str]:
    """Yield what an event says that changes no term, as far as its title does not say it."""
    if line.deed:
        yield _done(line, line.deed)
    elif line.group == "Announced":
        yield f"Announced {_for(line)}."
    if line.met:
        yield f"This was met and ended nothing: {joined(line.met)}."


def _done(line: Line, deed: Deed) -> str:
    """Say what an event has done to another, where no term tells it."""
    match deed.done:
        case "confirms":
            return f"This confirms: {deed.title}."
        case "denies":
            return f"This denies: {deed.title}."
        case "calls-off":
            return f"This will not happen: {deed.title}."
        case _ if line.group == "Announced":
            return f"Announced {_for(line)}: {deed.title}."
        case _:
            return f"What had been announced has happened: {deed.title}."


def _for(line: Line) -> str:
    return f"for {since(line.when).removeprefix('since ')}" if line.when else "without a day"


def _often(runs: int) -> str:
    """Return how often it renewed, unless two lines have told all its *runs*."""
    return f", the last of {runs:,} renewals in this period" if runs > 2 else ""


def _ordinal(number: int) -> str:
    return day_in_words(date.fromordinal(number))


def unmentioned(titles: list[str]) -> str:
    """Return one sentence on the terms, by their *titles*, that a text should have restated."""
    stay = "stays as it was" if len(titles) == 1 else "stay as they were"
    return f"{joined(titles)} {stay}."
