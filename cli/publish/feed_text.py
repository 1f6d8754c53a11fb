"""Word the entries of a feed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cli.changelog.words import SPOKEN, corrected
from cli.publish.addresses import linked
from cli.render.answers import named
from cli.render.errata import first_day
from cli.terminal import printable
from cli.wording.answers import change, dated, joined, last_day, limits, whole
from cli.wording.dates import spoken
from events.model.kinds import Event, Term, sources_of
from timeline.record.record import Record
from timeline.record.sources import announced, authority_of
from timeline.record.steps import Step
from timeline.views.feed import Item, Mended


@dataclass(frozen=True, slots=True)
class Link:
    """The text of a source, and its address if that is on the web."""

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
    """Return the text of the entry about an event, an expiry, a correction or a retraction."""
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
) -> EntryText:
    return EntryText(
        kind,
        printable(event.id),
        event.when.edtf if event.when else None,
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
    return _made("event", one.event, one.event.title, said, changes, sources, terms)


def _facts(one: Item) -> Iterator[str]:
    event = one.event
    yield f"Effective {spoken(event.when)}."
    public = {step.announced for step in one.steps} or {announced(one.standing, one.record)}
    for when in public if len(public) == 1 else ():
        if when != event.when:
            yield f"Announced {spoken(when)}."
    yield who_says_so(event, one.record)
    for more in one.told:
        yield f"More is told by: {more.title} [{more.id}]."


def who_says_so(event: Event, record: Record) -> str:
    """Say in a sentence who says that an event happened, and with what authority."""
    authority = authority_of(event, record)
    by = f"{joined(event.by)} ({authority})" if event.by else SPOKEN[authority]
    return f"So {'say' if len(event.by) > 1 else 'says'} {by}."


def _change(one: Item, step: Step) -> str:
    """Say what an event says of a term, or which condition it says is met."""
    own = step.when is not None and step.when != one.event.when
    when = f" (effective {dated(step.when)})" if own and step.when else ""
    if step.verb == "met":
        return f"Met: {one.record.conditions[step.condition or ''].title}{when}."
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
    return _made(
        "expired", one.event, f"Expired: {term.title}", said, [f"{change}."], sources, [term]
    )


def _retracted(one: Item, reason: str) -> EntryText:
    said = [f"This was retracted, it should never have been recorded: {reason}"]
    title = f"Retracted: {one.event.title}"
    return _made("event", one.event, title, said, (), _cited(one.record, one.event), ())


def _mended(one: Mended) -> EntryText:
    erratum = one.erratum
    what = "Retraction" if erratum.now is None else "Correction"
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
    title = f"{what}: {one.event.title}"
    return _made(
        what.lower(), one.event, title, said, changes, _cited(one.record, one.event), terms
    )


def _cited(record: Record, event: Event) -> Iterator[Link]:
    return links(record, sources_of(event))


def links(record: Record, keys: Iterable[str]) -> Iterator[Link]:
    """Yield a link to each of the sources named by *keys*, each once."""
    for key in dict.fromkeys(keys):
        source = record.sources[key]
        yield Link(one_line(named(source)), linked(source.url))
