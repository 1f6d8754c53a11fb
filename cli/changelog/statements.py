"""Tell the lines of a changelog that changed no answer: what was said, and what happened."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cli.changelog.above import Above
from cli.changelog.values import bounds, claimed, inline, recorded, shown, since, untitled, words
from cli.fast.sentences import sentence as full
from cli.fast.spoken import day_in_words, spoken
from cli.wording.answers import joined
from cli.wording.speakers import according_to, speakers
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
        yield from _done_to(line.deed, step, answer, above)
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
            return (
                "Said to be unchanged; its content was not given. "
                f"The record has {recorded(answer)}, which that does not confirm."
            )
        case "Reaffirmed":
            return full(f"{shown(answer)}; repeated, which confirms nothing")
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


_SILENT = "Restated, still undisclosed."
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
    when = "" if step.when in (None, above.date, above.when) else f"as of {_of(step)}"
    if step.adds:
        by = "" if above.names(step.by, step.authority) else _by(step)
        dated = f" ({when})" if when else ""
        what = untitled(step.value, answer.term.title) if step.value else "it has ended"
        return full(f"{what}{dated}{by}")
    what = claimed(step) if step.value else "this no longer holds"
    if above.names(step.by, step.authority):
        what = f"said to be {what}" if step.value else "said to have ended"
        opening = f"{what} ({when})" if when else what
    else:
        opening = f"{_according(step, above)}: {what}"
    if line.group == "Also claimed":
        return full(opening)
    has = recorded(answer)
    return full(f"{opening}; {has if has.startswith('it ') else f'the record has {has}'}")


def _according(step: Step, above: Above) -> str:
    when = "" if step.when in (None, above.date, above.when) else f", as of {_of(step)}"
    return f"according to {speakers(step.by, step.authority)}{when}"


def over(lines: Sequence[Line], above: Above) -> str:
    """Return the claim of *lines*, which one speaker makes of several terms: that they ended."""
    step = lines[0].steps[-1]
    is_named = above.names(step.by, step.authority)
    what = "said to have ended" if is_named else f"{_according(step, above)}: these no longer hold"
    text = full(f"{what}; the record has each of them still in force")
    notes = [
        note for one in lines if one.after for note in noted(one.steps[-1], text, one.after, above)
    ]
    return " ".join([text, *notes])


def is_over(line: Line) -> bool:
    """Return whether *line* claims that a term has ended which the record has in force."""
    is_gone = line.group == "Claimed otherwise" and not line.deed and not line.steps[-1].value
    return is_gone and line.after is not None and line.after.status == "in-force"


def _by(step: Step) -> str:
    return f", {according_to(step.by, step.authority)}"


def _of(step: Step) -> str:
    return since(step.when).removeprefix("since ") if step.when else ""


def _suffixed(text: str, line: Line, step: Step, above: Above) -> str:
    """Return the statement *text* with its date and speaker, if not told *above*."""
    is_own = line.group not in ("Not restated", "Renewed")
    is_told = step.when in (None, above.date, above.when)
    dated = f" (as of {_of(step)})" if is_own and not is_told else ""
    is_named = above.names(step.by, step.authority)
    is_silent = above.authority is None and step.rank == 3 and line.group == "Also happened"
    by = "" if is_named or is_silent or not is_own else _by(step)
    more = f"{dated}{by}{above.vague(line)}"
    return f"{text.removesuffix('.')}{more}." if more else text


def _done_to(deed: Deed, step: Step, answer: Answer, above: Above) -> Iterator[str]:
    """Yield what another event has done to *step*: confirmed it, denied it or called it off."""
    done = {"confirms": "confirmed", "denies": "denied", "calls-off": "called off"}[deed.done]
    if deed.done == "confirms" and step.value and above.names(deed.by, deed.authority):
        is_silent = step.value == UNDISCLOSED
        yield _SILENT if is_silent else full(untitled(step.value, answer.term.title))
        return
    what = claimed(step) if step.value or step.verb in ("claim", "end") else step.verb
    yield f"{what[:1].upper()}{what[1:]}, {done} by {speakers(deed.by, deed.authority)}."
    if deed.done == "denies":
        yield f"The record has {recorded(answer)}."


def announced(step: Step, name: Name) -> Iterator[str]:
    """Yield what the plan *step* will bring, and when."""
    what = step.value or ("it ends" if step.verb == "end" else step.verb)
    yield full(f"{spoken(step.when) if step.when else undated(step, name)}: {what}")
    yield from bounds(step, name)


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
            yield full(f"quoted: {rest}" if rest[0] in '"“' else rest)


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
