"""The words of a feed: what each of its entries says, in sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.addresses import linked
from cli.answers_shown import named
from cli.changelog_words import SPOKEN, corrected, sentence, vague_dates
from cli.errata_shown import first_day
from cli.spoken import spoken
from cli.terminal import printable
from cli.wording import change, dated, whole
from events.model.kinds import Event, Term, sources_of
from timeline.merged import Record
from timeline.news import Item, Mended
from timeline.steps import Step


@dataclass(frozen=True, slots=True)
class Link:
    """A source in words, with its address where that is one of the web."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says: sentences, what changed, and who says so; harmless to show.

    *event* is the id of the event that it is about, *when* the date of that as EDTF, *tags* the
    titles of the terms.
    """

    kind: str
    event: str
    when: str | None
    title: str
    said: tuple[str, ...]
    changes: tuple[str, ...]
    sources: tuple[Link, ...]
    tags: tuple[str, ...]


def told(one: Item | Mended) -> Told:
    """Say what an entry is about."""
    if isinstance(one, Mended):
        return _mended(one)
    if one.retracted:
        return _retracted(one, one.retracted.reason)
    return _expired(one) if one.expired else _happened(one)


def _made(
    kind: str,
    event: Event,
    title: str,
    said: Iterable[str],
    changes: Iterable[str],
    sources: Iterable[Link],
    terms: Iterable[Term],
) -> Told:
    return Told(
        kind,
        printable(event.id),
        event.when.edtf if event.when else None,
        _line(title),
        tuple(map(_line, said)),
        tuple(map(_line, changes)),
        tuple(sources),
        tuple(dict.fromkeys(_line(term.title) for term in terms)),
    )


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _happened(one: Item) -> Told:
    terms = [line.term for line in one.lines]
    terms += [_term(one.record, step) for step in one.others if step.verb != "met"]
    changes = [*_lines(one), *(_other(one, step) for step in one.others)]
    sources = _cited(one.record, one.event)
    said = [*_facts(one), *([one.event.summary] if one.event.summary else [])]
    return _made("event", one.event, one.event.title, said, changes, sources, terms)


def _facts(one: Item) -> Iterator[str]:
    event = one.event
    yield f"Effective {spoken(event.when)}."
    announced = {step.announced for line in one.lines for step in line.steps if step.id == event.id}
    announced |= {step.announced for step in one.others}
    for when in announced if len(announced) == 1 else ():
        if when != event.when:
            yield f"Announced {spoken(when)}."
    yield f"So says {SPOKEN[event.authority]}."
    for more in one.told:
        yield f"More is told by: {more.title} [{more.id}]."


def _lines(one: Item) -> Iterator[str]:
    for line in one.lines:
        on = "" if vague_dates(line) else f"{line.on}: "
        yield f"{on}{line.term.title}{sentence(line)}"


def _other(one: Item, step: Step) -> str:
    """Say what an event says that has changed no answer, or not yet."""
    own = step.when is not None and step.when != one.event.when
    when = f" (effective {dated(step.when)})" if own and step.when else ""
    if step.verb == "met":
        condition = one.record.conditions[step.condition or ""]
        return f"Met: {condition.title}{when}."
    through = f", through {dated(step.until)}" if step.until else ""
    return f"{_term(one.record, step).title}: {change(step)}{through}{when}."


def _term(record: Record, step: Step) -> Term:
    key = getattr(step.change, "term", "")
    return record.terms[record.renamed.get(key, key)]


def _expired(one: Item) -> Told:
    line = one.lines[-1]
    said = [f"It was given by: {one.event.title} [{one.event.id}]."]
    return _made(
        *("expired", one.event, f"Expired: {line.term.title}", said, _lines(one)),
        *(_cited(one.record, one.event), [line.term]),
    )


def _retracted(one: Item, reason: str) -> Told:
    said = [f"This was retracted, it should never have been recorded: {reason}"]
    title = f"Retracted: {one.event.title}"
    return _made("event", one.event, title, said, (), _cited(one.record, one.event), ())


def _mended(one: Mended) -> Told:
    erratum = one.erratum
    event = erratum.now or erratum.was
    what = "Retraction" if erratum.now is None else "Correction"
    if event is None:
        event = _bare(one)
    said = [
        f"The record of {erratum.event} {corrected(erratum)}",
        f"It had been wrong since {erratum.wrong_since}.",
    ]
    changes = [
        f"{each.after.term.title}, {first_day(each)}: was {whole(each.before)}; "
        f"is {whole(each.after)}."
        for each in erratum.changed
    ] or ["No answer was changed by it."]
    terms = [each.after.term for each in erratum.changed]
    sources = _cited(one.record, event)
    return _made(what.lower(), event, f"{what}: {event.title}", said, changes, sources, terms)


def _bare(one: Mended) -> Event:
    """Return the event as it was first recorded, where it stood neither before nor after."""
    acts = (kept.act for kept in one.record.acts)
    return next(act for act in acts if isinstance(act, Event) and act.id == one.erratum.event)


def _cited(record: Record, event: Event) -> Iterator[Link]:
    for key in dict.fromkeys(sources_of(event)):
        source = record.sources[key]
        yield Link(_line(named(source)), linked(source.url))
