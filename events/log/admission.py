"""Decide which of the offered acts may follow a log, and as what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

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
from events.model.subjects import asserted, corrected, subjects_of
from events.payload import codec


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What becomes of the offered acts, each named by its index among them.

    *new* are to be appended, as they stand here: a second definition has become a `Redefine`.
    *repeated* are in the log already. With any of *problems* nothing ought to be appended.
    """

    new: tuple[tuple[int, Act], ...] = ()
    repeated: tuple[int, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def admit(standing: Iterable[Act], offered: Sequence[Act]) -> Admission:
    """Return what becomes of *offered* after the acts of *standing*, in their order.

    An act may refer to those before it only. A refused one is still known to those after it, so
    that one mistake is one sentence.
    """
    return admission_by(Admitter(ActsInMemory(standing)), offered)


def admission_by(admitter: "Admitter", offered: Sequence[Act]) -> Admission:
    """Return what becomes of *offered*, judged by *admitter* one after another."""
    verdicts = [(index, admitter.judge(act)) for index, act in enumerate(offered)]
    return Admission(
        new=tuple((index, one.act) for index, one in verdicts if one.is_new),
        repeated=tuple(index for index, one in verdicts if one.repeated),
        problems=tuple((index, said) for index, one in verdicts for said in one.problems),
    )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of an offered act, as it stands here: a second definition is a `Redefine`."""

    act: Act
    repeated: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Tell whether the act is to be appended."""
        return not self.repeated and not self.problems


class Admitter:
    """Judges one act after another by the *index* of a log, and by those judged before it."""

    def __init__(self, index: ActIndex) -> None:
        self._before = Preceding(index)
        self._refusals = Refusals(self._before)

    def passes(self, act: Act) -> bool:
        """Tell at little cost whether *act* may follow; it is then judged. Else call `judge`."""
        if type(act) is Event and self._is_plain(act):
            self._before.take(act)
            return True
        return False

    def judge(self, offer: Act) -> Verdict:
        """Tell whether the act *offer* may follow all that were judged so far."""
        act = self._renamed(offer)
        if self._has(act):
            return Verdict(act=act, repeated=True)
        problems = tuple(self._refusals.of(act))
        self._before.take(act, is_refused=bool(problems))
        return Verdict(act=act, problems=problems)

    def forget_acts(self) -> None:
        """Forget those judged so far, except the refused: the index has them now."""
        self._before.forget_acts()

    def forget_names(self) -> None:
        """Free the memory of which names are defined, since no act comes for a while."""
        self._before.forget_names()

    def acts(self) -> Iterator[Act]:
        """Yield every act that the next may refer to, in order."""
        return self._before.acts()

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return most of the ids and subjects that judging *act* will look up in the index."""
        match act:
            case Event():
                others = [*named_by(act)]
                return [act.id, *others], [*map(corrected, others), *self._unknown_names(act)]
            case Correct():
                others = [act.event, *named_by(act.fields)]
                names = self._unknown_names(act.fields)
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
                found += [f"term:{change.hinge}"] if change.hinge else ()
        found += (f"source:{key}" for key in said.sources if key not in sources)
        found += (f"condition:{key}" for key in said.met)
        return found

    def _is_plain(self, event: Event) -> bool:
        """Tell whether *event* may follow; False also where that takes a closer look."""
        known = self._before
        if not event.sources or event.after or known.find(event.id) is not None:
            return False
        for change in event.changes:
            if change.of or not (
                change.term in known.terms or known.is_defined(f"term:{change.term}")
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
        if isinstance(change, Set) and (
            change.hinge or not self._before.are_defined("condition", change.unless)
        ):
            return False
        return not (change.through and any(self._refusals.over_too_soon(event)))

    def _renamed(self, act: Act) -> Act:
        """Return a `Define` of a thing that has another definition as a `Redefine`."""
        if not isinstance(act, Define):
            return act
        ever = self._before.things(key_of(act.thing))
        if not ever or act.thing in ever:
            return act
        ids = (f"define:{key_of(act.thing)}.c{number}" for number in count(1))
        free = next(id for id in ids if self._before.find(id) is None)
        return Redefine(id=free, thing=act.thing)

    def _has(self, act: Act) -> bool:
        """Tell whether the log has *act* already, be it under another id."""
        there = self._before.find(act.id)
        if there is not None and codec.plain(there) == codec.plain(act):
            return True
        match act:
            case Define():
                return self._before.is_defined(key_of(act.thing))
            case Cover():
                since, through = self._before.covered()
                return act.since in (None, since) and act.through in (None, through)
            case Assert():
                said = self._before.about(asserted(act))
                return any(replace(one, id="") == replace(act, id="") for one in said)
            case _:
                return False
