"""Tell the answers of a day in sentences, for readers who know neither keys nor flags.

The functions only read attributes, so they serve the answers of `timeline.rule.answer` as well as
those that `cli.fast.answers` assembles.
"""

from __future__ import annotations

from datetime import date

from cli.fast.speakers import according_to, speakers
from cli.fast.spoken import bare, day_in_words, length, since, spoken
from cli.fast.words import UNDETERMINED, VARIED, day_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from timeline.record.steps import Step
    from timeline.rule.answer import Answer, Claimed
    from timeline.rule.terms import PossibleAnswer

    Name = Callable[[str], str]
    """Returns the title of a term or a condition, given its key."""


def headline(one: Answer) -> str:
    """Return the answer *one* as a short sentence: `No longer, since 27 April 2026.`"""
    if one.decided is None or one.status == "not-covered":
        return _UNDECIDED[one.status]
    return brief(one.decided)


_UNDECIDED = {
    UNDETERMINED: "That is not certain. It is one of these:",
    VARIED: "It changed within these days:",
    "not-set": "Nothing on record says so.",
    "not-covered": "The record does not go back that far.",
}


def brief(one: PossibleAnswer) -> str:
    """Return the possible answer *one* as a short sentence."""
    if one.status == "expired":
        return f"No longer, after {_last(one)}."
    if one.status == "ended":
        day = one.deciding.when if one.deciding else None
        return f"No longer, {since(day)}." if day else "No longer."
    return sentence(one.value or _UNDECIDED["not-set"])


def _last(one: PossibleAnswer) -> str:
    """Return the last day on which the expired answer *one* held, in words."""
    latest = one.until.latest if one.until else None
    return day_in_words(latest) if latest else "a last day that is not known"


def sentence(text: str) -> str:
    """Return *text* with a capital letter at its beginning and a stop at its end."""
    text = curly(text)
    word = text.partition(" ")[0].rstrip(",;:")
    is_plain = word.removeprefix("non-").removeprefix("two-").isalpha() and word.islower()
    begun = text[0].upper() + text[1:] if is_plain else text
    return begun if begun.endswith((".", "!", "?", "…")) else f"{begun}."


def paragraphs(
    one: Answer, higher: Iterable[PossibleAnswer], name: Name, *, is_told: bool = False
) -> Iterator[str]:
    """Yield what is to be said of the answer *one* below its headline, a paragraph at a time.

    *higher* are the answers of higher rank that it replaced; *name* gives titles to keys. If later
    texts left the term out, *is_told* means that the reader is told of it elsewhere.
    """
    yield from answered(one, name, is_told=is_told)
    yield from map(_replaced, higher)
    yield from map(claim, one.claims)
    yield from map(dispute, one.disputes)
    yield from (plan(step, name) for step in one.pending)


def answered(one: Answer, name: Name, *, is_told: bool = False) -> Iterator[str]:
    """Yield on what the answer *one* rests, or all that it may be; *name* gives titles to keys.

    That later texts left the term out is told, unless *is_told*.
    """
    if one.decided:
        silent = [_SILENT] if "carried" in one.flags and not is_told else []
        yield from _joined([*_basis(one, one.decided, name), *silent])
    for possible in one.possible:
        yield f"- {_stretch(possible, name)}"
    for period in one.periods if one.status == VARIED else ():
        yield f"- {days(period.first, period.last)}: {paragraph(period, name)}"


_SILENT = "Later texts do not mention it, which does not end it."


def _joined(sentences: Iterable[str]) -> Iterator[str]:
    text = " ".join(sentences)
    if text:
        yield text


def _basis(one: Answer, decided: PossibleAnswer, name: Name) -> Iterator[str]:
    """Yield on what the answer *one* rests, what limits it, and who confirmed it."""
    yield from _standing(decided, is_lent=_is_lent(decided))
    yield from _limits(decided, name)
    if one.unchanged:
        yield _unchanged(one.unchanged)
    elif "reported" in one.flags and decided.status != "not-set":
        yield from _unconfirmed(decided, name)
    if one.confirmed and one.confirmed.when:
        sure = "Last confirmed" if one.surely else "Perhaps confirmed"
        yield f"{sure} {spoken(one.confirmed.when)}."


def _unconfirmed(one: PossibleAnswer, name: Name) -> Iterator[str]:
    """Yield what is only reported: the answer *one* itself, or what it depends on."""
    given: Any = one.outcome.given
    if _is_lent(one):
        yield f"{quoted(name(given.hinge))} itself is only reported."
    elif not (one.deciding and one.deciding.party):
        yield "No party has confirmed it."


def _is_lent(one: PossibleAnswer) -> bool:
    """Return whether *one* rests on a word of the parties, and on another term that is weaker."""
    given: Any = one.outcome.given
    step: Any = one.deciding
    is_own = step is not None and step.authority in ("official", "filing")
    return given is not None and bool(given.hinge) and is_own and one.authority != step.authority


def _standing(one: PossibleAnswer, *, is_lent: bool = False) -> Iterator[str]:
    """Yield since when, and according to whom, the answer *one* is what it is."""
    step: Any = one.deciding
    if step is None:
        return
    authority = step.authority if is_lent else one.authority
    if one.status == "in-force":
        begun = since(step.when) if step.when else "since a day that is not known"
        yield sentence(f"{begun}, {_source(step, authority)}")
        return
    what = "Its last day was given" if one.status == "expired" else "It was ended"
    source = _source(step, authority)
    if one.status != "expired":
        yield sentence(source)
    elif source:
        yield sentence(
            f"{what} {spoken(step.when) if step.when else ''}, {source}".replace(" ,", ",")
        )
    before = one.outcome.given.value if one.outcome.given else None
    if before:
        yield sentence(f"before that: {before}")


def _source(step: Any, authority: str | None) -> str:
    when = _told(step)
    if not when or authority in ("press", "reported"):
        return according_to(step.by, authority, step.party, when)
    who = according_to(step.by, authority, step.party).removeprefix("according to ")
    return f"as {who} said {when}"


def _told(step: Any) -> str:
    """Return when *step* was told, if that is later than the day of the event it is told of."""
    if not getattr(getattr(step, "change", None), "of", None) or step.when is None:
        return ""
    told, last = step.announced.earliest, step.when.latest
    return spoken(step.announced) if told and last and told > last else ""


def _speakers(step: Any) -> str:
    return speakers(step.by, step.authority)


def _limits(one: PossibleAnswer, name: Name) -> Iterator[str]:
    """Yield what ends the answer *one* or what it depends on."""
    given: Any = one.outcome.given
    hinge = given.hinge if given else None
    if one.status == "in-force":
        yield from limits(one, hinge, name)
    elif hinge and one.status != one.outcome.status:
        yield f"It ended together with {quoted(name(hinge))}, on which it depended."


def limits(one: PossibleAnswer | Step, hinge: str | None, name: Name) -> Iterator[str]:
    """Yield a sentence for each limit of *one*, an answer or a statement of one.

    *hinge* is the term on which it depends, if any.
    """
    if one.until is not None and (one.renews or _until(one) not in (one.value or "")):
        yield f"It runs through {_until(one)}{_renewing(one)}."
    for condition in sorted(one.unless):
        yield f"It ends once this is met: {name(condition)}."
    if hinge:
        yield f"It lasts only as long as {quoted(name(hinge))} does."


def _until(one: PossibleAnswer | Step) -> str:
    until: Any = one.until
    return bare(until).removeprefix("some point in ")


def _renewing(one: PossibleAnswer | Step) -> str:
    return f", and then renews for {length(one.renews)} at a time" if one.renews else ""


def _unchanged(step: Any) -> str:
    when = f"{sentence(spoken(step.when)).removesuffix('.')} " if step.when else ""
    return f"{when}{_speakers(step)} said that it is unchanged, without saying what it is."


def _stretch(one: PossibleAnswer, name: Name) -> str:
    basis = " ".join([*_standing(one), *_limits(one, name)])
    return f"{brief(one)} {basis}".rstrip()


def paragraph(one: Answer, name: Name) -> str:
    """Return the answer *one* in a paragraph, with all that it may be, but nothing beside it."""
    if one.decided:
        return _stretch(one.decided, name)
    if one.status == VARIED:
        several = (
            f"{days(each.first, each.last)}: {paragraph(each, name)}" for each in one.periods
        )
        return " ".join([headline(one), *several])
    found = "; or ".join(map(_either, one.possible))
    return f"Not certain: {found}." if found else headline(one)


def _either(one: PossibleAnswer) -> str:
    """Return the possible answer *one* as part of a sentence."""
    if one.status == "in-force" and one.value:
        return one.value
    text = brief(one).rstrip(".")
    return f"{text[0].lower()}{text[1:]}"


def days(first: int, last: int) -> str:
    """Return the days from *first* through *last*, both ordinals, in words."""
    begins, ends = (None if day_of(one) is None else one for one in (first, last))
    if first == last and begins:
        return f"on {_ordinal(first)}"
    parts = [
        f"from {_ordinal(begins)}" if begins else "",
        f"through {_ordinal(ends)}" if ends else "",
    ]
    return " ".join(part for part in parts if part) or "on every day"


def _ordinal(number: int) -> str:
    return day_in_words(date.fromordinal(number))


def _replaced(one: PossibleAnswer) -> str:
    what = one.value or "that it had ended"
    who = _speakers(one.deciding)
    said = f"a filing by {who} says" if one.authority == "filing" else f"{who} said"
    return sentence(f"this took the place of what {said}: {what}")


def remark(note: str) -> str:
    """Return the *note* of a statement as a sentence that says whether it quotes."""
    return sentence(f"quoted: {note}" if note[0] in '"“' else note)


def claim(one: Claimed) -> str:
    """Return who makes the claim *one*, of which day, and why it changes nothing."""
    step: Any = one.step
    note = getattr(step.change, "note", None)
    because = remark(note) if note else "A claim changes nothing." if one.differs else ""
    if any(each.done == "denies" for each in getattr(step, "acted", ())):
        because = "It has been denied."
    return f"{claimed(one)} {because}".rstrip()


def claimed(one: Claimed) -> str:
    """Return who makes the claim *one*, and of which day."""
    step: Any = one.step
    value = step.value or "that it has ended"
    says = "claims" if len(step.by or ["one"]) == 1 else "claim"
    adds = says.replace("claim", "add")
    how = f"{adds} a detail" if step.adds else f"{says} otherwise" if one.differs else says
    of = f" (as of {bare(step.when)})" if step.when else ""
    return sentence(f"{_speakers(step)} {how}: {value}{of}")


def dispute(step: Any) -> str:
    """Return since when, and according to whom, the term is disputed, and who says what."""
    when = f" {since(step.when)}" if step.when else ""
    said = " ".join(
        f"{one.party} {_says(one.party)}: {sentence(one.says)}" for one in step.positions
    )
    return f"{sentence(f'Disputed{when}, {_source(step, step.authority)}')} {said}".rstrip()


def _says(party: str) -> str:
    return "say" if " and " in party else "says"


def plan(step: Any, name: Name) -> str:
    """Return for when the change *step* was announced, and what it would bring."""
    once = getattr(step.change, "once", None)
    ahead = f"once this is met: {name(once)}" if once else "on a day not yet stated"
    if step.when:
        ahead = spoken(step.when)
    what = getattr(step, "value", None) or "that it ends"
    return sentence(f"announced, {ahead}: {what}")


def quoted(text: str) -> str:
    """Return *text* in quotation marks; those inside become single ones."""
    inside = curly(text).replace("“", "‘").replace("”", "’")
    return f"“{inside}”"


def curly(text: str) -> str:
    """Return *text* with the quotation marks of print, “so”, in place of straight ones."""
    first, *more = text.split('"')
    for part in more:
        is_open = not first or first[-1] in " ([{–—/“‘"
        first += f"{'“' if is_open else '”'}{part}"
    return first
