"""Word the entries of a feed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.forms.json_text import text_of
from cli.publish.addresses import linked
from cli.render.answers import named
from cli.render.errata import first_day
from cli.terminal import printable
from cli.wording.answers import change, dated, last_day, limits, whole
from cli.wording.corrections import corrected
from cli.wording.dates import spoken
from cli.wording.deeds import called, counted, deeds, is_word
from cli.wording.speakers import credit
from cli.wording.titles import titles
from events.model.kinds import Event, Term, sources_of
from timeline.record.record import Record
from timeline.record.relations import Relations
from timeline.record.sources import announced
from timeline.record.steps import Step
from timeline.views.feed import Item, Mended


@dataclass(frozen=True, slots=True)
class Link:
    """The text of a source, and the address of the source if on the web."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class EntryText:
    """The text of an entry: sentences, what the event changes, and its sources; safe to show.

    *event* is the id of the event, *when* its date as EDTF, and *tags* the titles of its terms.
    """

    kind: str
    event: str
    when: str | None
    title: str
    said: tuple[str, ...]
    changes: tuple[str, ...]
    sources: tuple[Link, ...]
    tags: tuple[str, ...]


def entry_text(one: Item | Mended) -> EntryText:
    """Return the text of a feed entry about *one*: an event, an expiry or an amendment.

    An amendment is a correction or a retraction.
    """
    if isinstance(one, Mended):
        return _mended(one)
    if one.retracted:
        return _retracted(one, one.retracted.reason)
    return _expired(one) if one.expired else _happened(one)


def _made(
    kind: str,
    one: Item | Mended,
    title: str,
    said: Iterable[str],
    changes: Iterable[str],
    sources: Iterable[Link],
    terms: Iterable[Term],
) -> EntryText:
    return EntryText(
        kind,
        printable(one.event.id),
        text_of(one.when),
        one_line(title),
        tuple(map(one_line, said)),
        tuple(map(one_line, changes)),
        tuple(sources),
        tuple(dict.fromkeys(one_line(term.title) for term in terms)),
    )


def one_line(text: str) -> str:
    """Return *text* from a log on one line, with invisible characters escaped."""
    return printable(" ".join(text.split()))


def _happened(one: Item) -> EntryText:
    terms = [_term(one.record, step) for step in one.steps if step.change]
    changes = [_change(one, step) for step in one.steps]
    said = [*_facts(one), *([one.event.summary] if one.event.summary else [])]
    sources = _cited(one.record, one.event)
    return _made("event", one, one.event.title, said, changes, sources, terms)


def _facts(one: Item) -> Iterator[str]:
    yield from effective(one.event, one.relations)
    public = {step.announced for step in one.steps} or {announced(one.standing, one.record)}
    for when in public if len(public) == 1 else ():
        if when != one.when:
            yield f"Announced {spoken(when)}."
    yield who_says_so(one.event, one.relations)
    yield from did(one.event, one.relations)
    for more in one.told:
        yield f"More is told by: {more.title} [{more.id}]."


def effective(event: Event, relations: Relations) -> Iterator[str]:
    """Yield a sentence on the day of *event*, unless *event* was called off or only says something.

    *relations* has what events do to one another.
    """
    counting = counted(event.when, relations)
    if not is_word(event.id, relations):
        how = f": {counting}" if counting else ""
        yield f"Effective {spoken(relations.when(event.id))}{how}."


def did(event: Event, relations: Relations) -> Iterator[str]:
    """Yield sentences on what *event* and other events did to one another.

    *relations* has what events do to one another.
    """
    for how, other in deeds(event.id, relations):
        yield f"{how.capitalize()}: {called(other, relations)}."


def who_says_so(event: Event, relations: Relations) -> str:
    """Return a sentence on the speakers and the authority of *event*, given *relations*."""
    authority = relations.authority(event.id)
    return f"{credit(event.by, authority)}."


def _change(one: Item, step: Step) -> str:
    """Say what an event says of a term, or which condition it says is met."""
    own = step.when is not None and step.when != one.when
    when = f" (effective {dated(step.when)})" if own and step.when else ""
    if step.verb == "met":
        return f"Met: {one.record.conditions[step.condition or ''].title}{when}."
    if step.verb == "restates":
        return f"Restated: {', '.join(step.globs)}; what the new text leaves out ends{when}."
    return f"{_term(one.record, step).title}: {change(step)}{limits(step)}{when}."


def _term(record: Record, step: Step) -> Term:
    key = step.change.term if step.change else ""
    return record.terms[record.renamed.get(key, key)]


def _expired(one: Item) -> EntryText:
    [step] = one.steps
    term = _term(one.record, step)
    last = last_day(step.until) if step.until else ""
    change = f'{term.title} was "{step.value}" through {last}'
    since = f", effective {dated(step.when)}" if step.when else ""
    said = [f"It was given by: {one.event.title} [{one.event.id}]{since}."]
    sources = _cited(one.record, one.event)
    return _made("expired", one, f"Expired: {term.title}", said, [f"{change}."], sources, [term])


def _retracted(one: Item, reason: str) -> EntryText:
    said = [f"This was retracted, it should never have been recorded: {reason}"]
    title = f"Retracted: {one.event.title}"
    return _made("event", one, title, said, (), _cited(one.record, one.event), ())


def _mended(one: Mended) -> EntryText:
    erratum = one.erratum
    what = "Retraction" if erratum.now is None else "Correction"
    said = [
        corrected(erratum, titles(one.record)),
        f"It had been wrong since {erratum.wrong_since}.",
    ]
    changes = [
        f"{each.after.term.title}, {first_day(each)}: was {whole(each.before)}; "
        f"is {whole(each.after)}."
        for each in erratum.changed
    ] or ["No answer was changed by it."]
    terms = [each.after.term for each in erratum.changed]
    title = f"{what}: {one.event.title}"
    return _made(what.lower(), one, title, said, changes, _cited(one.record, one.event), terms)


def _cited(record: Record, event: Event) -> Iterator[Link]:
    return links(record, sources_of(event))


def links(record: Record, keys: Iterable[str]) -> Iterator[Link]:
    """Yield a link to each of the sources *keys* of *record*, without duplicates."""
    for key in dict.fromkeys(keys):
        source = record.sources[key]
        yield Link(one_line(named(source)), linked(source.url))
