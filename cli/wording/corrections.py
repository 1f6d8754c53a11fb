"""Say what the record had wrong: we said this, it is that."""

from collections.abc import Iterator, Sequence
from datetime import date

from cli.fast.sentences import days, paragraph, quoted
from cli.fast.sentences import sentence as full
from cli.fast.speakers import speakers
from cli.fast.spoken import length
from cli.wording.answers import joined
from cli.wording.dates import day_in_words, plainly
from cli.wording.titles import Name
from events.dates.dates import Date
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    EVENT_FIELDS,
    Authority,
    Change,
    Claim,
    Event,
    Note,
    Redefine,
    Set,
    When,
    key_of,
    verb,
)
from timeline.record.days import FAR
from timeline.rule.answer import Answer
from timeline.views.errata import Changed, Erratum


def corrected(one: Erratum, name: Name) -> str:
    """Return what was wrong, what is right, and the reason; *name* gives titles to keys."""
    told = _put_right(one.was, one.now, name) if one.was and one.now else _withdrawn(one, name)
    return " ".join([*told, full(one.act.reason)])


def _withdrawn(one: Erratum, name: Name) -> Iterator[str]:
    """Yield what a retracted event, or a correction of it, had said."""
    if one.was is None:
        yield "This correction of an event that had been withdrawn is withdrawn too."
        return
    terms = dict.fromkeys(change.term for change in one.was.changes)
    said = [f"{name(term)}: {_all(_of(one.was, term))}" for term in terms]
    yield full(f"we withdraw this; it said {'; '.join(said)}" if said else "we withdraw this")


def _put_right(was: Event, now: Event, name: Name) -> Iterator[str]:
    """Yield a sentence for each field in which *now* differs from *was*."""
    for field in EVENT_FIELDS:
        if getattr(was, field) != getattr(now, field):
            yield from _field(field, was, now, name)


def _field(field: str, was: Event, now: Event, name: Name) -> Iterator[str]:
    match field:
        case "title":
            yield f"We called it {quoted(was.title)}; it is called {quoted(now.title)}."
        case "when":
            yield f"We dated it {_date(was.when, name)}; it is dated {_date(now.when, name)}."
        case "announced":
            then, since = _date(was.announced, name), _date(now.announced, name)
            yield f"We said it was announced {then}; it was announced {since}."
        case "authority":
            yield f"We took it as {_basis(was)}; it is {_basis(now)}."
        case "by":
            said = speakers(was.by, Authority.OFFICIAL), speakers(now.by, Authority.OFFICIAL)
            yield f"We named {said[0]} as saying so; it was {said[1]}."
        case "changes":
            yield from _changes(was, now, name)
        case _:
            yield f"{_OTHERS.get(field, 'Its relation to other events')} has been put right."


_OTHERS = {"summary": "The summary", "sources": "The list of sources", "met": "What was met"}


def _basis(event: Event) -> str:
    return str(event.authority) if event.authority else "what its sources make of it"


def _date(when: When | None, name: Name) -> str:
    if isinstance(when, Reckoned):
        return f"{length(when.length)} after {quoted(name(when.event))}"
    return plainly(when) if isinstance(when, Date) else "without a day"


def _changes(was: Event, now: Event, name: Name) -> Iterator[str]:
    """Yield, for each term of which they differ, what the events say of it."""
    for term in dict.fromkeys(change.term for change in (*was.changes, *now.changes)):
        before, after = _of(was, term), _of(now, term)
        if before == after:
            continue
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        yield full(f"{name(term)}: {_differs(gone, come)}")


def _differs(gone: Sequence[Change], come: Sequence[Change]) -> str:
    if not come:
        return f"we said {_all(gone)}; that is withdrawn"
    if not gone:
        return f"we left out {_all(come)}"
    if _value(gone[0]) == _value(come[0]) and isinstance(come[0], Claim):
        return f"we said {_all(gone)}; somebody only claimed that"
    return f"we said {_all(gone)}; it is {_all(come)}"


def _of(event: Event, term: str) -> list[Change]:
    return [change for change in event.changes if change.term == term]


def _all(changes: Sequence[Change]) -> str:
    return " and ".join(map(_phrase, changes))


def _phrase(change: Change) -> str:
    """Return in a few words what *change* says of its term."""
    match change:
        case Set(value=value):
            return quoted(value) + _through(change)
        case Claim(value=value):
            what = f"of {quoted(value)}" if value else "that it ended"
            return f"a claim {what}{_through(change)}"
        case Note(text=text):
            return f"the note {quoted(text)}"
        case _:
            return _PHRASES[verb(change)]


_PHRASES = {
    "end": "that it ended", "reaffirm": "that it was confirmed", "use": "that it was made use of",
    "leave-unsaid": "that it was not restated", "dispute": "that it was disputed",
    "settle": "that the dispute was settled",
}  # fmt: skip


def _through(change: Set | Claim) -> str:
    """Return the last day of *change*, unless its value says it."""
    if not isinstance(change.through, Date):
        return ""
    last = plainly(change.through)
    return "" if last in (change.value or "") else f" through {last}"


def _value(change: Change) -> str | None:
    return getattr(change, "value", None)


def redefined(act: Redefine, name: Name) -> str:
    """Return what became of the name or the wording of a term, condition or source."""
    was = quoted(getattr(act.thing, "title", None) or key_of(act.thing))
    if act.renamed:
        now = quoted(name(act.renamed))
        return f"{was} is now called {now if now != was else act.renamed}."
    if act.split:
        return f"{was} was split into {joined([quoted(name(one)) for one in act.split])}."
    into = f"merged into {quoted(name(act.merged))}" if act.merged else "reworded"
    return f"{was} was {into}."


def wrong_since(one: Erratum) -> str:
    """Return in words the day on which the record took in what the erratum *one* puts right."""
    return day_in_words(date.fromisoformat(one.wrong_since[:10]))


def answers_put_right(one: Erratum, name: Name) -> list[str]:
    """Return each answer that *one* changed, with its days; *name* gives titles to keys."""
    fixed = date.fromisoformat(one.kept.recorded[:10]).toordinal()
    told = [_answer(each, fixed, name) for each in one.changed]
    return told or ["No answer was changed by it."]


def _answer(one: Changed, fixed: int, name: Name) -> str:
    was, now = paragraph(one.before, name), paragraph(one.after, name)
    return f"{one.after.term.title}, {_on_days(one.after, fixed)}. Before: {was} Now: {now}"


def _on_days(one: Answer, fixed: int) -> str:
    """Return in words the days of the answer *one*, which was put right on the day *fixed*."""
    text = days(one.first, one.last)
    if text.startswith("through "):
        return text.replace("through", "up to", 1)
    if one.last < FAR or not text.startswith("from "):
        return text
    return text.replace("from", "since", 1) if one.first <= fixed else f"{text} on"
