"""The periods of a term: every answer it has had, and on which days it had one of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from events.dates import Date
from events.model.kinds import Term
from timeline.record.steps import FAR, Step
from timeline.rule.answer import FLAGS, UNDETERMINED, answer_in, log_order
from timeline.rule.line import turns
from timeline.rule.terms import Possibility, Terms

Name = tuple[str, str | None]
"""What an answer is called here: its status and value, whatever its last day."""

Wanted = Callable[[str, str | None], bool]
"""Whether an answer of this status and value is asked about."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days, from the ordinal *first* through *last*, on which a term had the same answer.

    *possible* are all that it may have been, in log order, the one where it is certain. *beside*
    are the steps that decided nothing, of which the first possible day is one of these.
    """

    first: int
    last: int
    possible: tuple[Possibility, ...]
    beside: tuple[Step, ...] = ()

    @property
    def decided(self) -> Possibility | None:
        """The answer, None where it is undetermined."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def status(self) -> str:
        """The status of the answer."""
        return self.decided.status if self.decided else UNDETERMINED

    @property
    def known_from(self) -> Date | None:
        """When that was announced which decided the answer."""
        deciding = self.decided.deciding if self.decided else None
        return deciding.announced if deciding else None


def history(terms: Terms, term: str) -> list[Period]:
    """Return the periods of *term* on which something was set, or may have been."""
    return [one for one in periods(terms, term) if one.status != "not-set"]


def periods(terms: Terms, term: str) -> list[Period]:
    """Return the periods of *term* over the whole calendar, in order of days.

    Stretches with the same answers are one; it is told by what the first of them rests on.
    """
    rows = groupby(terms.line(term), key=lambda one: {each.same for each in one.said})
    joined = [(row[0].first, row[-1].last, row[0].said) for _, own in rows if (row := list(own))]
    decided = {step for _, _, said in joined for one in said for step in _behind(one)}
    others = [step for step in terms.steps.get(term, ()) if step.days and step not in decided]
    return [
        Period(
            first=first,
            last=last,
            possible=distinct(said),
            beside=tuple(step for step in others if first <= step.days[0][0] <= last),
        )
        for first, last, said in joined
    ]


def _behind(one: Possibility) -> Iterator[Step]:
    yield from (step for step in (one.deciding, one.outcome.given) if step)


def distinct(answers: Iterable[Possibility]) -> tuple[Possibility, ...]:
    """Return one of *answers* for all that are the same, that of the last step in log order."""
    return tuple({one.same: one for one in sorted(answers, key=log_order)}.values())


@dataclass(frozen=True, kw_only=True)
class Spell:
    """Days on which the answer was (*definite*) or may have been this one, both ends included.

    *begins* and *ends* name the events at the ends, None where the end is open or nobody's doing.
    """

    definite: bool
    status: str
    value: str | None
    first: int
    last: int
    begins: str | None
    ends: str | None


def spells(terms: Terms, term: str, wanted: Wanted) -> list[Spell]:
    """Return the days on which an answer that is *wanted* held, or may have held, in order."""
    own = periods(terms, term)
    names = dict.fromkeys(name for period in own for name in _names(period))
    found = [spell for name in names if wanted(*name) for spell in _spells_of(own, name)]
    return sorted(found, key=lambda one: (one.first, not one.definite, one.status == UNDETERMINED))


def _spells_of(own: Sequence[Period], name: Name) -> Iterator[Spell]:
    """Yield the spells of one answer: each all the periods in a row that say it alike."""
    pairs = zip_longest(own, own[1:])
    for definite, row in groupby(pairs, key=lambda pair: _is_definite(pair[0], name)):
        if definite is None:
            continue
        several = list(row)
        begins, (ends, following) = several[0][0], several[-1]
        status, value = name
        yield Spell(
            definite=definite,
            status=status,
            value=value,
            first=begins.first,
            last=ends.last,
            begins=_event(one for one in begins.possible if _name(one) == name),
            ends=_event(reversed(following.possible)) if following else None,
        )


def _event(several: Iterable[Possibility]) -> str | None:
    """Return the event that decided the first of *several*."""
    first = next(iter(several), None)
    return first.deciding.event if first and first.deciding else None


def _name(one: Possibility) -> Name:
    return one.status, one.value


def _names(period: Period) -> list[Name]:
    undetermined: list[Name] = [] if period.decided else [(UNDETERMINED, None)]
    return [*undetermined, *map(_name, period.possible)]


def _is_definite(period: Period, name: Name) -> bool | None:
    """Whether all that the answer may be is called *name*, whatever its last day; None if none."""
    names = _names(period)
    if name not in names:
        return None
    return name[0] == UNDETERMINED or all(_name(one) == name for one in period.possible)


@dataclass(frozen=True, kw_only=True)
class State:
    """Days in a row on which the answer was, or may have been, *answer*, whatever its last day.

    It may have been from *first_possible* through *last_possible*, and it certainly was on the days
    *certain*, None where there are none. *answer* is that of the first of them, *flags* are those
    that the term had on any of all these days.
    """

    answer: Possibility
    first_possible: int
    last_possible: int
    certain: tuple[int, int] | None
    flags: tuple[str, ...]


def states(terms: Terms, term: Term) -> list[State]:
    """Return the states of *term*, but for those on which it is not set, in order of days."""
    own = periods(terms, term.key)
    names = dict.fromkeys(_name(one) for period in own for one in period.possible)
    rows = [row for name in names if name[0] != "not-set" for row in _rows(own, name)]
    flags = _flags(terms, term)
    found = [_state(row, name, flags) for row, name in rows]
    return sorted(found, key=lambda one: (one.first_possible, one.certain is None))


def _rows(own: Sequence[Period], name: Name) -> Iterator[tuple[list[Period], Name]]:
    """Yield periods in a row that may be called *name*: those about each time it is certain."""
    for there, group in groupby(own, key=lambda one: name in map(_name, one.possible)):
        runs = [list(run) for _, run in groupby(group, key=lambda one: _is_definite(one, name))]
        certain = [index for index, run in enumerate(runs) if _is_definite(run[0], name)]
        if not there:
            continue
        for index in certain:
            yield [one for run in runs[max(index - 1, 0) : index + 2] for one in run], name
        if not certain:
            yield [one for run in runs for one in run], name


def _state(row: Sequence[Period], name: Name, flags: Iterable[tuple[int, set[str]]]) -> State:
    first, last = row[0].first, row[-1].last
    certain = [one for one in row if _is_definite(one, name)]
    given = [one for one in (certain or row)[0].possible if _name(one) == name]
    shown = {flag for day, several in flags if first <= day <= last for flag in several}
    return State(
        answer=given[0],
        first_possible=first,
        last_possible=last,
        certain=(certain[0].first, certain[-1].last) if certain else None,
        flags=tuple(flag for flag in FLAGS if flag in shown),
    )


def _flags(terms: Terms, term: Term) -> list[tuple[int, set[str]]]:
    """Return the flags of *term* on every day on which they may differ from the day before."""
    days = _turns(terms, term.key)
    return [
        (day, set(answer_in(terms, term, day, stretch).flags))
        for stretch in terms.line(term.key)
        for day in sorted(day for day in days if stretch.first <= day <= stretch.last)
    ]


def _turns(terms: Terms, term: str) -> set[int]:
    """Return the days on which anything that is said of *term* may turn."""
    steps = terms.steps.get(term, ())
    days = {day for day, _ in turns(step for step in steps if step.days)}
    days |= {one.first for one in terms.line(term)}
    days |= {step.public for step in steps if step.public < FAR}
    hinges = {step.hinge for step in steps if step.hinge}
    return days.union(*(_turns(terms, hinge) for hinge in hinges))
