"""Indexing: what each entry puts into the index of its partnership, and what it closes there."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from events.kinds import (
    Condition,
    Correct,
    Cover,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Source,
    Term,
    Thing,
    key_of,
)
from events.renaming import renamed
from events.rows import UNDATED, StepRow, distinct, met_track
from events.subjects import corrected
from timeline.record import Kept, Standing, record_of
from timeline.steps import Step
from timeline.telling import mets, own_steps

NEVER = UNDATED + 1
"""A day after all others: of what may not have become public at all."""

RENAMED = "renamed:"
"""How the word begins that leads from a name that a term had to the one it has."""


class Rows(Protocol):
    """Where the rows of a partnership are put and closed (see `events.index.Shelf`)."""

    def words(self, prefix: str) -> list[tuple[str, str]]:
        """Return the words that begin with *prefix*, each with its body."""

    def put(self, term: str, row: StepRow, since: int) -> None:
        """Let *row* be a step of *term* from the version *since* on."""

    def close(self, term: str, row: StepRow, until: int) -> None:
        """Let *row* be no step of *term* from the version *until* on."""

    def open(self, term: str) -> list[StepRow]:
        """Return the steps that *term* has now."""

    def put_word(self, word: str, body: str, *, since: int, place: int) -> None:
        """Let *word* mean *body* from the version *since* on."""

    def close_word(self, word: str, until: int) -> int | None:
        """Let *word* mean nothing from the version *until* on; return its place, if it had one."""

    def telling(self, place: int) -> list[str]:
        """Return the ids of the events that tell more about the one at *place*."""

    def citing(self, source: str) -> list[str]:
        """Return the ids of the events that cite *source*."""


class Past(Protocol):
    """The acts of a partnership, found as the index needs them, with the versions they have."""

    def find(self, id: str) -> Kept | None:
        """Return the act with this id."""

    def about(self, subject: str) -> Sequence[Kept]:
        """Return the acts with this subject (see `events.subjects`), in order."""

    def terms(self) -> Sequence[Kept]:
        """Return the acts that define a term or define it anew, in order."""


class Indexer:
    """Takes the entries of a partnership one after the other, and keeps its *rows* as they ask.

    What stands in them is always what `timeline.telling` tells of the whole record.
    """

    def __init__(self, rows: Rows, past: Past) -> None:
        self._rows, self._past = rows, past
        self._names = {
            word.removeprefix(RENAMED): str(json.loads(body)) for word, body in rows.words(RENAMED)
        }
        self._sources: dict[str, Source | None] = {}
        self._version = 0

    def take(self, kept: Kept) -> None:
        """Let *kept* be the next entry."""
        self._version = kept.version
        match kept.act:
            case Event() as event:
                self._happened(kept, event)
            case Correct(event=id) | Retract(event=id):
                self._altered(id, kept.version)
            case Define(thing=thing):
                if isinstance(thing, Source):
                    self._sources[thing.key] = thing
                body = _dumped(_body(thing))
                at = kept.version
                self._rows.put_word(key_of(thing), body, since=at, place=at)
            case Redefine() as act:
                self._redefined(act, kept.version)
            case Cover(through=through):
                self._word("cover", through.written, kept.version)
            case _:
                pass  # An assertion or an issue says nothing of the terms.

    def forget(self) -> None:
        """Forget the sources that were looked up."""
        self._sources.clear()

    def _happened(self, kept: Kept, event: Event) -> None:
        of = [change.of for change in event.changes if change.of]
        if of:
            rows = self._told([kept, *self._roots(of, kept.version)], [event.id])
        else:
            rows = self._rows_of([Standing(kept.version, kept.recorded, event)])
        for term, row in rows:
            self._rows.put(term, row, kept.version)

    def _altered(self, id: str, version: int) -> None:
        """Let the rows of an event, and of all that tell more about it, be as they are now."""
        target = self._past.find(id)
        if target is not None and isinstance(target.act, Correct):
            id, target = target.act.event, self._past.find(target.act.event)
        if target is None or not isinstance(target.act, Event):
            return
        events = [id, *self._rows.telling(target.version)]
        acts = self._roots(events, version)
        acts += self._roots(_told_about(acts), version)
        before = self._told((one for one in acts if one.version < version), events)
        self._exchange(before, self._told(acts, events), version)

    def _exchange(self, before: "_Rows", after: "_Rows", version: int) -> None:
        was, now = dict.fromkeys(before), dict.fromkeys(after)
        for term, row in was:
            if (term, row) not in now:
                self._rows.close(term, row, version)
        for term, row in now:
            if (term, row) not in was:
                self._rows.put(term, row, version)

    def _roots(self, ids: Iterable[str], version: int) -> list[Kept]:
        return [one for id in dict.fromkeys(ids) for one in self._root(id, version)]

    def _root(self, id: str, version: int) -> list[Kept]:
        """Return the act with this id and all that was done to it, up to *version*."""
        found = self._past.find(id)
        if found is None or found.version > version:
            return []
        done = [one for one in self._past.about(corrected(id)) if one.version <= version]
        return [found, *(more for one in done for more in self._root(one.act.id, version))]

    def _told(self, acts: Iterable[Kept], events: Iterable[str]) -> "_Rows":
        """Return the rows of *events* as a record of these *acts* tells them."""
        ordered = sorted({one.version: one for one in acts}.values(), key=_version)
        standing = record_of(ordered).events
        return self._rows_of(standing, frozenset(events))

    def _rows_of(
        self, standing: Sequence[Standing], events: "frozenset[str] | None" = None
    ) -> "_Rows":
        told = _Told(standing, _Lookup(self._source), self._names)
        rows = [
            (term, row_of(step))
            for term, step in own_steps(told, events)
            if step.verb not in ("use", "note")
        ]
        rows += [
            (met_track(str(step.condition)), row_of(step))
            for step in mets(told)
            if events is None or step.id in events
        ]
        return rows

    def _source(self, key: str) -> Source | None:
        """Return the source as it is defined now."""
        if key not in self._sources:
            found = [
                one.act.thing
                for one in self._past.about(f"source:{key}")
                if one.version < self._version and isinstance(one.act, Define | Redefine)
            ]
            last = found[-1] if found else None
            self._sources[key] = last if isinstance(last, Source) else None
        return self._sources[key]

    def _defined(self, thing: Thing, version: int, into: Sequence[str] = ()) -> None:
        if isinstance(thing, Source):
            self._sources[thing.key] = thing
        if not (isinstance(thing, Term) and thing.key in self._names):
            self._word(key_of(thing), _body(thing, into), version)

    def _redefined(self, act: Redefine, version: int) -> None:
        thing = act.thing
        if isinstance(thing, Source):
            was = self._source(thing.key)
            if was is None or was.published != thing.published:
                self._published_otherwise(thing, version)
        self._defined(thing, version, act.split or ((act.merged,) if act.merged else ()))
        if isinstance(thing, Term) and act.renamed:
            self._renamed(thing.key, act.renamed, version)

    def _published_otherwise(self, source: Source, version: int) -> None:
        """Let what cites *source* without saying when it was announced be public as it says now."""
        events = self._rows.citing(source.key)
        acts = self._roots(events, version)
        acts += self._roots(_told_about(acts), version)
        before = self._told(acts, events)
        self._sources[source.key] = source
        self._exchange(before, self._told(acts, events), version)

    def _renamed(self, old: str, new: str, version: int) -> None:
        names = renamed(self._names, old, new)
        for name, now in names.items():
            if self._names.get(name) != now:
                self._word(f"{RENAMED}{name}", now, version)
        for name in self._names.keys() - names.keys():
            self._rows.close_word(f"{RENAMED}{name}", version)
        self._names = names
        for term in dict.fromkeys((old, new)):
            now = names.get(term, term)
            for row in self._rows.open(term) if now != term else ():
                self._rows.close(term, row, version)
                self._rows.put(now, row, version)
        self._order_terms(version)

    def _order_terms(self, version: int) -> None:
        """Let each term stand where the first of its names was defined."""
        acts = [one for one in self._past.terms() if one.version <= version]
        places: dict[str, int] = {}
        for one in acts:
            if isinstance(one.act, Define | Redefine) and isinstance(one.act.thing, Term):
                key = one.act.thing.key
                places.setdefault(self._names.get(key, key), one.version)
        record = record_of(acts)
        wanted = {key_of(term): term for term in record.terms.values()}
        for word, _ in self._rows.words("term:"):
            self._rows.close_word(word, version)
        for word, term in wanted.items():
            into = record.retired[term.key].into if term.key in record.retired else ()
            body = _dumped(_body(term, into))
            self._rows.put_word(word, body, since=version, place=places[term.key])

    def _word(self, word: str, body: object, version: int) -> None:
        place = self._rows.close_word(word, version)
        self._rows.put_word(
            word, _dumped(body), since=version, place=version if place is None else place
        )


_Rows = list[tuple[str, StepRow]]


class _Told(NamedTuple):
    """What is known of a record when its steps are told."""

    events: Sequence[Standing]
    sources: "_Lookup"
    renamed: Mapping[str, str]


class _Lookup(Mapping[str, Source]):
    """The sources as they are defined now, looked up when one is asked for."""

    def __init__(self, find: Callable[[str], Source | None]) -> None:
        self._find = find

    def __getitem__(self, key: str) -> Source:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def _version(one: Kept) -> int:
    return one.version


def _told_about(acts: Iterable[Kept]) -> list[str]:
    """Return the ids of the events of which *acts* tell more."""
    said = [
        one.act if isinstance(one.act, Event) else one.act.fields
        for one in acts
        if isinstance(one.act, Event | Correct)
    ]
    return [change.of for one in said for change in one.changes if change.of]


def row_of(step: Step) -> StepRow:
    """Return the row in which *step* is stored."""
    days = step.days or ((UNDATED, UNDATED),)
    public = step.announced.latest
    told, place, idx = step.place
    return StepRow(
        day=days[0][0],
        told=told,
        place=place,
        idx=idx,
        latest=days[-1][1],
        announced=public.toordinal() if public else NEVER,
        rank=step.rank,
        verb=step.verb,
        event=step.id,
        authority=str(step.authority),
        written=step.when.written if step.when else "",
        value=step.value or "",
        through=step.until.written if step.until else "",
        last=step.through,
        conditions=distinct(step.unless),
        sources=distinct(step.sources),
        public=step.announced.written,
        more=_more(step),
    )


def _more(step: Step) -> str:
    """Return what few steps have, as JSON."""
    more: dict[str, object] = {}
    if step.moment[1] >= 0:
        more["own"] = True
    if step.adds:
        more["adds"] = True
    if step.positions:
        more["positions"] = [[one.party, one.says] for one in step.positions]
    return _dumped(more) if more else ""


def _body(thing: Thing, into: Sequence[str] = ()) -> dict[str, object]:
    """Return what a word of the vocabulary says, as JSON has it.

    *into* are the terms that have taken the place of this one, if they have.
    """
    match thing:
        case Partnership():
            return {"title": thing.title, "parties": list(thing.parties)}
        case Term():
            return {
                "title": thing.title,
                "asks": thing.asks,
                "topic": thing.topic,
                "notice": thing.notice,
                "into": list(into),
            }
        case Condition():
            return {"title": thing.title}
        case Source():
            return {
                "url": thing.url,
                "title": thing.title,
                "publisher": thing.publisher,
                "published": thing.published.written if thing.published else None,
                "locator": thing.locator,
            }


def _dumped(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)
