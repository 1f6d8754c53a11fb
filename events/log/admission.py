"""Decide which offered acts may be appended to a log, and in what form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from events.dates.reckoned import Reckoned
from events.log.act_index import ActIndex, ActsInMemory
from events.log.preceding import Preceding
from events.log.refusals import Refusals, named_by
from events.model.kinds import (
    Act,
    Assert,
    Claim,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Redefine,
    Retract,
    Set,
    key_of,
)
from events.model.subjects import RELATIONS, asserted, corrected, names_another, subjects_of
from events.model.values import Value, kind
from events.payload import codec


@kind
class Admission(Value):
    """What became of several offered acts, each identified by its index among them.

    *new* acts are to be appended in the form given here: a second definition has become a
    `Redefine`. *repeated* acts are in the log already. If there are any *problems*, nothing should
    be appended.
    """

    new: tuple[tuple[int, Act], ...] = ()
    repeated: tuple[int, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def admit(standing: Iterable[Act], offered: Sequence[Act]) -> Admission:
    """Return the outcome of offering the acts *offered*, in order, after the acts *standing*.

    An act may refer only to acts before it. A refused act still counts as known to later ones, so
    that one mistake yields one sentence.
    """
    return admission_by(Admitter(ActsInMemory(standing)), offered)


def admission_by(admitter: "Admitter", offered: Sequence[Act]) -> Admission:
    """Return the outcome of judging the acts *offered*, in order, with *admitter*."""
    verdicts = [(index, admitter.judge(act)) for index, act in enumerate(offered)]
    return Admission(
        new=tuple((index, one.act) for index, one in verdicts if one.is_new),
        repeated=tuple(index for index, one in verdicts if one.repeated),
        problems=tuple((index, said) for index, one in verdicts for said in one.problems),
    )


@kind
class Verdict(Value):
    """What became of one act; *act* is the form in which it is appended.

    A second definition is appended as a `Redefine`. *repeated* says that the log has the act
    already.
    """

    act: Act
    repeated: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Return whether the act is to be appended."""
        return not self.repeated and not self.problems


class Admitter:
    """Judges acts one by one against the *index* of a log and the acts judged before."""

    def __init__(self, index: ActIndex) -> None:
        self._before = Preceding(index)
        self._refusals = Refusals(self._before)

    def passes(self, act: Act) -> bool:
        """Return whether a quick check is enough to see that *act* may be appended.

        If so, the act counts as judged; if not, call `judge`.
        """
        if type(act) is Event and self._is_plain(act):
            self._before.take(act)
            return True
        return False

    def judge(self, offer: Act) -> Verdict:
        """Return the verdict on *offer*, to be appended after all acts judged so far."""
        act = self._renamed(offer)
        if self._has(act):
            return Verdict(act=act, repeated=True)
        problems = tuple(self._refusals.of(act))
        self._before.take(act, is_refused=bool(problems))
        return Verdict(act=act, problems=problems)

    def forget_acts(self) -> None:
        """Forget the acts judged so far, except refused ones: the index has them now."""
        self._before.forget_acts()

    def forget_names(self) -> None:
        """Drop the cache of defined names, since no act is expected for a while."""
        self._before.forget_names()

    def acts(self) -> Iterator[Act]:
        """Yield every act that the next one may refer to, in order."""
        return self._before.acts()

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return the ids and the subjects that judging *act* will look up; a few may be missing."""
        match act:
            case Event():
                others = [*named_by(act, act.id)]
                return [act.id, *others], [*map(corrected, others), *self._unknown_names(act)]
            case Correct():
                others = [act.event, *named_by(act.fields, act.event)]
                names = [*self._unknown_names(act.fields), *_acting_on(act.event)]
                return [act.id, *others], [*map(corrected, others), *names]
            case Retract():
                return [act.id, act.event], [corrected(act.event)]
            case _:
                return [act.id], [*subjects_of(act)]

    def _unknown_names(self, said: Event | Correction) -> list[str]:
        terms, sources, found = self._before.terms, self._before.sources, list[str]()
        for change in said.changes:
            if change.term not in terms:
                found.append(f"term:{change.term}")
            if change.sources:
                found += (f"source:{key}" for key in change.sources if key not in sources)
            if type(change) is Set:
                found += (f"condition:{key}" for key in change.unless)
                found += [f"condition:{change.once}"] if change.once else ()
                found += [f"term:{change.hinge}"] if change.hinge else ()
        found += (f"source:{key}" for key in said.sources if key not in sources)
        found += (f"condition:{key}" for key in said.met)
        return found

    def _is_plain(self, event: Event) -> bool:
        """Return whether *event* may clearly be appended; if not, `judge` decides."""
        known = self._before
        if not event.sources or names_another(event) or event.restates:
            return False
        if known.find(event.id) is not None:
            return False
        for change in event.changes:
            if (
                change.of
                or isinstance(change.when, Reckoned)
                or not (change.term in known.terms or known.is_defined(f"term:{change.term}"))
            ):
                return False
            if change.sources and not known.are_defined("source", change.sources):
                return False
            if isinstance(change, Set | Claim) and not self._is_plain_value(change, event):
                return False
        return (
            known.are_defined("source", event.sources)
            and (not event.met or known.are_defined("condition", event.met))
            and not any(self._refusals.without_basis(event))
        )

    def _is_plain_value(self, change: Set | Claim, event: Event) -> bool:
        if isinstance(change.through, Reckoned):
            return False
        if isinstance(change, Set) and (
            change.hinge or change.once or not self._before.are_defined("condition", change.unless)
        ):
            return False
        if self._before.unit(change.term) and any(self._refusals.no_numbers(event)):
            return False
        return not (change.through and any(self._refusals.over_too_soon(event)))

    def _renamed(self, act: Act) -> Act:
        """Return *act*, as a `Redefine` if it is a `Define` of a thing defined otherwise before."""
        if not isinstance(act, Define):
            return act
        ever = self._before.things(key_of(act.thing))
        if not ever or act.thing in ever:
            return act
        ids = (f"define:{key_of(act.thing)}.c{number}" for number in count(1))
        free = next(id for id in ids if self._before.find(id) is None)
        return Redefine(id=free, thing=act.thing)

    def _has(self, act: Act) -> bool:
        """Return whether the log already has *act*, possibly under another id."""
        there = self._before.find(act.id)
        if there is not None and codec.plain(there) == codec.plain(act):
            return True
        match act:
            case Define():
                return self._before.is_defined(key_of(act.thing))
            case Cover():
                last = self._before.covers()[-1:]
                if act.terms or (last and last[0].terms):
                    # Claims about some terms replace one another, so only the last is a repetition.
                    return [replace(act, id="")] == [replace(one, id="") for one in last]
                since, through = self._before.covered()
                return act.since in (None, since) and act.through in (None, through)
            case Assert():
                said = self._before.about(asserted(act))
                return any(replace(one, id="") == replace(act, id="") for one in said)
            case _:
                return False


def _acting_on(event: str) -> Iterator[str]:
    """Yield the subjects of the acts that decide whether *event* may be corrected."""
    yield from (f"{word}:{event}" for word in (*RELATIONS.values(), "counts"))
