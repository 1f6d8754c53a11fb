"""Word the entries of a feed."""

from collections.abc import Iterable, Iterator

from cli.fast.sentences import quoted, sentence
from cli.forms.json_text import text_of
from cli.publish.addresses import linked
from cli.render.answers import named
from cli.terminal import printable
from cli.wording.corrections import answers_put_right, corrected, wrong_since
from cli.wording.dates import plainly
from cli.wording.deeds import news
from cli.wording.happenings import facts, sayings
from cli.wording.titles import titles
from events.model.kinds import Event, Term, sources_of
from events.model.values import Value, value
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.views.feed import Item, Mended


@value
class Link(Value):
    """The text of a source, and the address of the source if on the web."""

    text: str
    url: str | None


@value
class EntryText(Value):
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
    changes = sayings(one.steps, one.event, one.relations)
    summary = [one.event.summary] if one.event.summary else []
    told = [f"More about it is told by {quoted(more.title)}." for more in one.told]
    said = [" ".join(facts(one.standing, one.relations)), *summary, *told]
    sources = _cited(one.record, one.event)
    return _made("event", one, one.event.title, said, changes, sources, terms)


def _term(record: Record, step: Step) -> Term:
    key = step.change.term if step.change else ""
    return record.terms[record.renamed.get(key, key)]


def _expired(one: Item) -> EntryText:
    [step] = one.steps
    term = _term(one.record, step)
    last = f", through {plainly(step.until)}" if step.until else ""
    said = [f"Its last day is over. {news(step, one.event.title)}"]
    change = sentence(f"{term.title}: {step.value or ''}{last}")
    sources = _cited(one.record, one.event)
    return _made("expired", one, f"Expired: {term.title}", said, [change], sources, [term])


def _retracted(one: Item, reason: str) -> EntryText:
    said = [f"This was retracted, it should never have been recorded: {reason}"]
    title = f"Retracted: {one.event.title}"
    return _made("event", one, title, said, (), _cited(one.record, one.event), ())


def _mended(one: Mended) -> EntryText:
    erratum = one.erratum
    what = "Retraction" if erratum.now is None else "Correction"
    name = titles(one.record)
    said = [corrected(erratum, name), f"The record had it wrong since {wrong_since(erratum)}."]
    changes = answers_put_right(erratum, name)
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
