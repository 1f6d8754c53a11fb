"""Say why an act may not be appended to the log, one sentence for each reason."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import chain, islice

from events.dates.dates import Date
from events.log.new_acts import clash, sort_of
from events.log.preceding import Preceding, merged
from events.log.relations import Relations
from events.model.amounts import number_problem
from events.model.authority import without_basis
from events.model.cycles import circle_text
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Claim,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Thing,
    key_of,
    sources_of,
)
from events.model.problems import one_of
from events.model.subjects import RELATIONS, counted_from

GUESSES = 20
"""How many unknown names get a suggestion; finding one takes a while."""

LISTED = 1000
"""How many subjects an index lists at least, if there are so many."""


class Refusals:
    """Finds the reasons to refuse an act, given the acts that come before it."""

    def __init__(self, preceding: Preceding) -> None:
        self._before = preceding
        self._guesses = GUESSES

    def of(self, act: Act) -> Iterator[str]:
        """Yield a sentence for each reason to refuse *act*."""
        there = self._before.find(act.id)
        if there is not None:
            yield clash(there, act)
            return
        match act:
            case Event():
                yield from self._unsourced(act)
                yield from self._dangling(act, act.id)
                yield from self.over_too_soon(act)
                yield from self.no_numbers(act)
                yield from self.without_basis(act)
                yield from self._cycle_of_terms(act)
                yield from Relations(self._before, act).problems()
            case Correct():
                yield from self._correction_problems(act)
            case Retract():
                yield from self._retraction_problems(act)
            case Redefine():
                yield from self._unknown(key_of(act.thing))
                yield from self._retold(act.thing)
                for term in act.into:
                    yield from self._unknown(f"term:{term}")
                if act.renamed and isinstance(act.thing, Term):
                    yield from self._renaming_problems(act.thing.key, act.renamed)
            case Assert():
                yield from self._expected(act)
            case Cover():
                yield from self._matchless(act.terms)
                yield from self._over_before_it_begins(act)
            case Define():
                yield from self._retold(act.thing)
            case Issue():
                pass

    def _expected(self, act: Assert) -> Iterator[str]:
        """Yield a sentence for each undefined name in what *act* expects."""
        yield from self._unknown(f"term:{act.term}")
        if act.hinge:
            yield from self._unknown(f"term:{act.hinge}")
        for id in filter(None, (act.confirmed, act.carried)):
            yield from self._no_event(id)
        for key in (*(act.unless or ()), *(plan.once for plan in act.pending or () if plan.once)):
            yield from self._unknown(f"condition:{key}")

    def _retold(self, thing: Thing) -> Iterator[str]:
        """Yield a sentence if *thing* is a source that retells an undefined one."""
        if isinstance(thing, Source) and thing.retells:
            yield from self._unknown(f"source:{thing.retells}")

    def _unsourced(self, event: Event) -> Iterator[str]:
        bare = [change.term for change in event.changes if not change.sources]
        if not event.sources and (bare or event.met or not event.changes):
            what = f"what it says of {bare[0]}" if bare else "it"
            yield f"The event {event.id} cites no source for {what}; every change needs one."

    def without_basis(self, event: Event) -> Iterator[str]:
        """Yield a sentence if *event* must give its authority and does not."""
        if event.authority is None:
            yield from without_basis(event, self._before.parties(), self._before.publisher)

    def _dangling(self, event: Event, own: str) -> Iterator[str]:
        """Yield a sentence for each undefined name in *event*, said by the event called *own*."""
        sets = [change for change in event.changes if isinstance(change, Set)]
        conditions = chain(*(one.unless for one in sets), (one.once for one in sets if one.once))
        keys = [
            *(f"source:{key}" for key in sources_of(event)),
            *(f"term:{change.term}" for change in event.changes),
            *(f"term:{one.hinge}" for one in sets if one.hinge),
            *(f"condition:{key}" for key in (*event.met, *conditions)),
        ]
        for key in dict.fromkeys(keys):
            yield from self._unknown(key)
        yield from self._matchless(event.restates)
        for id in dict.fromkeys(named_by(event, own)):
            yield from self._no_event(id)

    def _matchless(self, globs: Sequence[str]) -> Iterator[str]:
        """Yield a sentence for each of *globs* that matches no term."""
        for glob in globs:
            begin = re.split(r"[*?\[]", glob)[0]
            names = [one.removeprefix("term:") for one in self._before.subjects(f"term:{begin}")]
            # An index may have stopped, so of many names one that was not listed may match.
            if len(names) < LISTED and not any(fnmatchcase(name, glob) for name in names):
                known = self._before.subjects("term:")
                yield self._no("term", glob, (one.removeprefix("term:") for one in known))

    def _unknown(self, key: str) -> Iterator[str]:
        if not self._before.is_defined(key):
            sort, _, name = key.rpartition(":")
            subjects = self._before.subjects(f"{sort}:")
            yield self._no(sort, name, (one.removeprefix(f"{sort}:") for one in subjects))

    def _no_event(self, id: str) -> Iterator[str]:
        if not isinstance(self._before.find(id), Event):
            yield self._no("event", id, self._ids(Event))
        elif self._before.is_retracted(id):
            yield f"The event {id} is retracted; name another, or none."

    def _ids(self, *kinds: type[Act]) -> Iterator[str]:
        return (act.id for act in self._before.acts() if isinstance(act, kinds))

    def _no(self, sort: str, name: str, known: Iterator[str]) -> str:
        """Return a sentence that there is no such thing; only the first GUESSES suggest one."""
        self._guesses -= 1
        guess = one_of(name, islice(known, 1000)) if self._guesses >= 0 else ""
        return f"There is no {f'{sort} {name}'.strip()} so far.{guess}"

    def _correction_problems(self, act: Correct) -> Iterator[str]:
        target = self._before.find(act.event)
        if isinstance(target, Correct):
            yield f"{act.event} is itself a correction; correct the event {target.event} again."
            return
        if not isinstance(target, Event):
            yield from self._no_event(act.event)
            return
        if self._before.is_retracted(act.event):
            yield f"The event {act.event} is retracted, so there is nothing left to correct."
            return
        said = merged(_BLANK, [act])
        yield from self._dangling(said, act.event)
        for id in dict.fromkeys(_events_in(said)):
            if not self._before.precedes(id, act.event):
                yield f"The event {id} does not stand before {act.event}; 'of' looks back only."
        event = merged(target, [*self._before.corrections(act.event), act])
        yield from self._unsourced(event)
        yield from self.over_too_soon(event)
        if "changes" in act.fields.given:
            yield from self.no_numbers(event)
        if not _FOR_BASIS.isdisjoint(act.fields.given):
            yield from self.without_basis(event)
        yield from self._related(event, act.fields)

    def _retraction_problems(self, act: Retract) -> Iterator[str]:
        match self._before.find(act.event):
            case Event() | Correct() if self._before.is_retracted(act.event):
                yield f"{act.event} is retracted already."
            case Event():
                pass
            case Correct(event=event, fields=fields):
                before = self._before.standing(event, without=act.event)
                if before is not None:
                    yield from self._related(before, fields)
            case None:
                yield self._no("event", act.event, self._ids(Event, Correct))
            case other:
                wrong = f"the {sort_of(other)} {act.event}"
                yield f"Only an event or a correction can be retracted, not {wrong}."

    def _renaming_problems(self, old: str, new: str) -> Iterator[str]:
        yield from self._before.names().problems(old, new)
        way = self._before.hinges().circle_renamed(old, new)
        if way:
            yield circle_text(way, _hangs)

    def _related(self, event: Event, said: Correction) -> Iterator[str]:
        """Yield a sentence for each reason against *event* as it stands with the fields in *said*.

        These are the reasons that lie in what terms and events do to one another.
        """
        if "changes" in said.given:
            yield from self._cycle_of_terms(event)
        yield from Relations(self._before, event).problems(said.given)

    def _cycle_of_terms(self, event: Event) -> Iterator[str]:
        """Yield a sentence if *event* would make terms depend on one another in a cycle."""
        hung = [one for one in event.changes if isinstance(one, Set) and one.hinge]
        own = [change.term for change in hung if change.hinge == change.term]
        if own:
            yield f"{own[0]} cannot hang on itself; name another term with 'while'."
        elif hung and (way := self._before.hinges().circle(event.id, event.changes)):
            yield circle_text(way, _hangs)

    def _over_before_it_begins(self, act: Cover) -> Iterator[str]:
        since, through = self._before.covered(act.terms)
        since, through = act.since or since, act.through or through
        first, last = since and since.earliest, through and through.latest
        if first and last and last < first:
            yield (
                f"The log would be complete from {since} through {through}, which is over before; "
                "say both days."
            )

    def no_numbers(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each value that is no number though its term has a unit."""
        for change in event.changes:
            if isinstance(change, Set | Claim):
                problem = number_problem(change.value, self._before.unit(change.term))
                if problem:
                    yield f"The value of {change.term}: {problem}"

    def over_too_soon(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each answer of *event* that would end before it takes effect.

        Days counted from events are not checked, because they move.
        """
        for change in event.changes:
            if isinstance(change, Set) and change.once:
                continue
            happening = self._before.standing(change.of) if change.of else event
            when = change.when or (happening.when if happening else None)
            through = change.through if isinstance(change, Set | Claim) else None
            if not isinstance(when, Date) or not isinstance(through, Date):
                continue
            first, last = when.earliest, through.latest
            if first and last and last < first:
                yield (
                    f"The answer of {change.term} would run through {through} and take effect on "
                    f"{when}, after that; correct one of them."
                )


_BLANK = Event(id="", title="", authority=Authority.REPORTED, sources=())

_FOR_BASIS = {"authority", "by", "sources", "met", "restates", "confirms", "denies", "changes"}
"""The fields that an authority is derived from, or that make one necessary."""


def _hangs(_: str, __: str) -> str:
    return "while"


def named_by(said: Event | Correction, own: str) -> Iterator[str]:
    """Yield the ids of the events that *said* refers to.

    *own* is the id of the event itself, left out where the event counts days from itself.
    """
    yield from _events_in(said)
    yield from (other for field in RELATIONS if (other := getattr(said, field)))
    yield from (id for id in counted_from(said) if id != own)


def _events_in(said: Event | Correction) -> Iterator[str]:
    return (change.of for change in said.changes if change.of is not None)
