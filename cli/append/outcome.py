"""Tell what an act changes, or would change: in sentences, and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cli.append.doubts import Doubts
from cli.forms import json_text
from cli.reading.words import words_of
from cli.terminal import printable, wrapped
from cli.wording.answers import claim as stated
from cli.wording.answers import (
    flagged,
    joined,
    limits,
    when,
    whole,
)
from cli.wording.answers import given as told_answer
from cli.wording.findings import says
from events.log.importer import Taken
from events.log.log import Head
from events.model.kinds import Act, Correct, Event, Retract
from timeline.rule.answer import Answer, Claimed
from timeline.rule.terms import possible_answer
from timeline.views.preview import Compared, Preview


@dataclass(frozen=True)
class Outcome:
    """The outcome of appending an *act*, done or only tried.

    *falls* has the sentences on what is lost by a retraction, *rests* those on what depends on an
    event that is corrected.
    """

    act: Act
    added: bool
    preview: Preview
    doubts: Doubts
    rests: tuple[str, ...]
    falls: tuple[str, ...]
    retracted: bool

    @property
    def cause(self) -> str:
        """The cause given for changed answers: `corrected` or `logged`."""
        return "corrected" if isinstance(self.act, Correct | Retract) else "logged"


def warnings(outcome: Outcome) -> Iterator[str]:
    """Yield what speaks against the act."""
    yield from _higher(outcome.preview)
    yield from _doubted(outcome.doubts)


def _higher(said: Preview) -> Iterator[str]:
    """Yield a warning for each answer of higher rank that is replaced; a claim replaces none."""
    for step, outcome in said.replaced:
        answer = possible_answer(outcome)
        day = answer.deciding.when if answer.deciding else None
        since = f", {when(day)}" if day else ""
        term = step.change.term if step.change else ""
        yield from wrapped(
            f"{term}: this {step.verb} ({step.authority}) takes the place of an answer of higher "
            f"rank, {told_answer(answer)} ({answer.authority}{since}).",
            rest="  ",
        )
    if said.replaced:
        yield "Where nothing happened and somebody only says so, use claim."


def _doubted(against: Doubts) -> Iterator[str]:
    """Yield a warning for each assertion that breaks, each remark, and each event that is alike."""
    for broken in against.broken:
        yield from wrapped(f"This breaks an assertion. {says(broken)}", rest="  ")
    if against.broken:
        yield from wrapped(
            "An assertion is a check kept with the ledger; breaking one does not stop the append.",
            rest="  ",
        )
    for sentence in against.remarks:
        yield from wrapped(sentence, rest="  ")
    for event in against.alike:
        yield from wrapped(f"It may be the same as {event}, which `timeline show` has.", rest="  ")


def text(outcome: Outcome, head: Head, taken: Taken | None) -> Iterator[str]:
    """Yield the lines on what happened, or would if *taken* is None; the log is at *head*."""
    told = _place(outcome, head, taken)
    name, said = printable(outcome.act.id), outcome.preview
    if not outcome.added:
        since = " and was retracted since; to say it again, give it an --id"
        there = f"{name} is in the log already{since if outcome.retracted else ''}"
        yield from wrapped(f"{there}; nothing was added to {told}.", rest="  ")
        return
    did = "Appended" if taken else "Would append"
    yield from wrapped(f"{did} {name} to {told}.", rest="  ")
    for one_more in outcome.falls:
        yield from wrapped(f"With it falls {one_more}.", first="  ", rest="    ")
    for one_more in outcome.rests:
        yield from wrapped(f"On it depends {one_more}.", first="  ", rest="    ")
    yield from _changes(said.changed)
    is_alone = not said.changed
    for (on, how), terms in _flagged(said).items():
        start = f"No answer changes as of {on}; " if is_alone else "  "
        are = "is" if len(terms) == 1 else "are"
        yield from wrapped(f"{start}{joined(terms)} {are} {how}.", rest="  ")
    same = said.same if isinstance(outcome.act, Event) else ()
    if is_alone and not said.flagged and not same:
        yield f"No answer changes as of {said.on}."
    for one in same:
        flags = f" ({flagged(one.after.flags)})" if one.after.flags else ""
        text = f"{one.term}: the answer as of {one.on} stays {_with_limits(one.after)}{flags}"
        yield from wrapped(text, first="  ", rest="    ")
    for term, said_beside in _claims(said):
        yield from wrapped(f"{term}: {stated(said_beside)}", first="  ", rest="    ")
    if taken is None:
        yield "Nothing was written."


def _changes(changed: Sequence[Compared]) -> Iterator[str]:
    for on in sorted({one.on for one in changed}):
        yield "From the earliest day on:" if on == date.min else f"As of {on}:"
        for one in changed:
            if one.on == on:
                yield from wrapped(one.term, first="  ")
                yield from wrapped(whole(one.before), first="    - ", rest="      ")
                yield from wrapped(_with_limits(one.after), first="    + ", rest="      ")


def _with_limits(one: Answer) -> str:
    """Return the answer *one* with its limits; one that names a last day may have none."""
    given = one.decided.outcome.given if one.decided else None
    if one.status != "in-force" or given is None:
        return whole(one)
    named = {"through", "until"} & {*words_of(given.value or "")}
    told = limits(given).removeprefix(", ") or ("without a last day" if named else "")
    return f"{whole(one)}; {told}" if told else whole(one)


def _claims(said: Preview) -> Iterator[tuple[str, Claimed]]:
    """Yield the claims that stand beside an answer from now on, each with its term."""
    for one in (*said.changed, *said.flagged, *said.same):
        before = {each.step.fields for each in one.before.claims}
        for each in one.after.claims:
            if each.step.fields not in before:
                yield one.term, each


def _come(one: Compared) -> tuple[str, ...]:
    return tuple(flag for flag in one.after.flags if flag not in one.before.flags)


def _gone(one: Compared) -> tuple[str, ...]:
    return tuple(flag for flag in one.before.flags if flag not in one.after.flags)


def _flagged(said: Preview) -> dict[tuple[date, str], list[str]]:
    """Return the terms whose flags change, by the day and by what becomes of them."""
    found: dict[tuple[date, str], list[str]] = {}
    for one in said.flagged:
        found.setdefault((one.on, _come_and_gone(one)), []).append(one.term)
    return found


def _come_and_gone(one: Compared) -> str:
    gone, come = _gone(one), _come(one)
    parts = [f"no longer {flagged(gone)}"] if gone else []
    return joined([*parts, f"now {flagged(come)}"] if come else parts)


def as_json(outcome: Outcome, taken: Taken | None, head: str) -> dict[str, Any]:
    """Return the *outcome* as a JSON object; *taken* is None on a dry run."""
    said = outcome.preview
    return {
        "event": outcome.act.id,
        "added": outcome.added,
        "written": bool(taken and taken.added),
        "head": head,
        "as_of": str(said.on),
        "changes": [
            {
                "term": one.term,
                "cause": outcome.cause,
                "as_of": str(one.on),
                "before": json_text.bare(one.before),
                "after": json_text.bare(one.after),
                "events": [outcome.act.id],
            }
            for one in said.changed
        ],
        "flags": [
            {"term": one.term, "as_of": str(one.on), "gone": [*_gone(one)], "come": [*_come(one)]}
            for one in said.flagged
        ],
        "replaced": [
            {"term": step.change.term if step.change else None} | json_text.replaced(outcome)
            for step, outcome in said.replaced
        ],
        "falls": list(outcome.falls),
        "rests": list(outcome.rests),
        "claims": [_claim(term, one) for term, one in _claims(said)],
        "broken": [
            {
                "term": "".join(one.terms),
                "on": one.expected.on.edtf,
                "known": json_text.text_of(one.expected.known),
                "says": says(one),
                "answer": json_text.bare(one.answer),
            }
            for one in outcome.doubts.broken
            if one.expected and one.answer
        ],
        "alike": list(outcome.doubts.alike),
        "remarks": list(outcome.doubts.remarks),
    }


def _claim(term: str, one: Claimed) -> dict[str, Any]:
    return {
        "term": term,
        "value": one.step.value,
        "by": list(one.step.by),
        "authority": one.step.authority,
        "differs": one.differs,
    }


def _place(outcome: Outcome, head: Head, taken: Taken | None) -> str:
    """Return where an act is in the log or, on a dry run, where it would be.

    The head that it would have is not known: the instant at which it is recorded is part of it.
    """
    short = head.digest.hex()[:12]
    if outcome.added and taken is None:
        return f"{head.slug}, after version {head.version} with the head {short}"
    return f"{head.slug}; version {head.version}, head {short}"
