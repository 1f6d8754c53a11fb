"""What a record leaves to be settled: gaps, contradictions, vague dates, what nobody confirmed.

A finding carries what it rests on; which command settles it, the shell says.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import combinations, groupby, pairwise

from events.dates import Date, day
from events.model.kinds import Assert, Event, Position, Term, sources_of
from events.words import UNDISCLOSED
from timeline.record.record import Record, Standing
from timeline.record.steps import ANSWERS, Step, ordinals, steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.line import Stretch
from timeline.rule.terms import Possibility, Terms
from timeline.views.abreast import Span, abreast, is_drawn, span

FINDING, REMARK = "finding", "remark"
CODES = (
    "assertion", "contradiction", "replaced-higher", "overlap", "undetermined", "same-happening",
    "come-about", "gap", "expired", "stale", "while", "nothing-ended", "one-sided", "settled",
    "old-dispute", "old-claim", "late-source", "no-source", "party", "duplicate", "unreachable",
)  # fmt: skip
"""What can be found, in the order in which it is told."""

ALIKE = 85.0
"""How alike, out of 100, two titles are that may tell of one thing."""

NEARLY = 0.8
"""How alike, out of 1, two spellings of one name are."""

LATE = 60
"""So many days lie at most between a happening and a source that is not late."""

OLD_CLAIM, OLD_DISPUTE = 365, 730
"""After so many days a claim, a dispute is asked about."""

Similar = Callable[[str, str], float]
"""How alike two texts are: 0 not at all, 100 the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to settle, and what it rests on; *on* is the first day that it concerns.

    A *remark* asks for nothing by itself. *steps* are the statements it is about, in the order in
    which they are told, *spans* the days on which something is the matter, *names* what is not a
    term: a condition, a party as it is written and as it is meant, a term on which another hangs.
    A failed assertion has what was *expected* and the *answer* there is.
    """

    code: str
    level: str = FINDING
    terms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    on: date | None = None
    steps: tuple[Step, ...] = ()
    spans: tuple[Span, ...] = ()
    names: tuple[str, ...] = ()
    expected: Assert | None = None
    answer: Answer | None = None


def findings(
    record: Record, on: date, *, similar: Similar, stale_after: int | None = None
) -> list[Finding]:
    """Return what is to be settled in *record*, as it is seen from the day *on*.

    *stale_after* says after how many days without a word an answer is to be confirmed.
    """
    terms = Terms(steps_of(record))
    found = [
        *_assertions(record),
        *_conditions(record, terms, on),
        *_without_source(record),
        *_late(record, terms),
        *_misspelt(record),
        *_duplicates(record, similar),
    ]
    for key, term in record.terms.items():
        if key not in record.retired:
            about = _About(terms, term, record.partnership.parties, on)
            found += about.found(stale_after)
    places = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found,
        key=lambda one: (CODES.index(one.code), places.get("".join(one.terms[:1]), -1)),
    )


def dated_by(step: Step) -> str:
    """Name the event that has the date of *step*."""
    return (step.change.of if step.change else None) or step.event


def is_dated_apart(step: Step) -> bool:
    """Say whether *step* has a day of its own, and not that of an event."""
    return step.moment[1] >= 0


class _About:
    """What one *term* leaves open, as it is seen from the day *on*."""

    def __init__(self, terms: Terms, term: Term, parties: Sequence[str], on: date) -> None:
        self.terms, self.term, self.parties, self.day = terms, term, frozenset(parties), on
        self.key, self.on = term.key, on.toordinal()
        self.steps = terms.steps.get(term.key, ())
        self.given = [step for step in self.steps if step.verb in ANSWERS and step.days]
        line = terms.line(term.key)
        self.line = [one for one in line if is_drawn(*one[:2]) and one.first <= self.on]

    def found(self, stale_after: int | None) -> Iterator[Finding]:
        yield from self._contradictions()
        yield from self._replaced()
        yield from _vague_dates(self)
        yield from self._told_twice()
        yield from self._come_about()
        yield from self._gaps()
        yield from self._expired()
        if stale_after is not None:
            yield from self._stale(stale_after)
        yield from self._hanging()
        yield from self._ends()
        yield from self._beside()

    def about(
        self,
        code: str,
        *steps: Step,
        level: str = FINDING,
        on: date | None = None,
        spans: tuple[Span, ...] = (),
        names: tuple[str, ...] = (),
    ) -> Finding:
        """Return a finding about the term, by *steps*."""
        first = steps[0].when.earliest if steps and steps[0].when else None
        return Finding(
            code=code,
            level=level,
            terms=(self.key,),
            events=_named(step.event for step in steps),
            on=on or first,
            steps=steps,
            spans=spans,
            names=names,
        )

    # What is the answer only by the order of the log, or in place of a better one

    def _contradictions(self) -> Iterator[Finding]:
        """Yield each day on which the order of the log alone chooses between two answers."""
        exact = [step for step in self.given if not is_vague(step) and step.days[0][0] <= self.on]
        by_day = sorted(exact, key=lambda step: (step.days[0][0], step.place))
        for ordinal, group in groupby(by_day, key=lambda step: step.days[0][0]):
            last, *others = reversed(list(group))
            rivals = [step for step in others if _disagree(step, last)]
            if rivals and any(last is one.outcome.given for one in self._answers(ordinal)):
                yield self.about("contradiction", rivals[0], last)

    def _answers(self, on: int) -> frozenset[Possibility]:
        return self.terms.answers(self.key, on)

    def _replaced(self) -> Iterator[Finding]:
        """Yield what is the answer in place of one that is better trusted."""
        replaced = self.terms.said(self.key, self.on).replaced
        pairs = {(given, outcome.given) for given, outcome in replaced if outcome.given}
        for given, higher in sorted(pairs, key=lambda pair: (pair[0].place, pair[1].place)):
            yield self.about("replaced-higher", given, higher)

    def _told_twice(self) -> Iterator[Finding]:
        """Yield what may be the disclosure of a value that was undisclosed."""
        for hidden in (step for step in self.given if step.value == UNDISCLOSED):
            for told in (step for step in self.given if _disagree(step, hidden)):
                if told.value and told.place > hidden.place and _meet(hidden, told):
                    yield self.about("same-happening", hidden, told)

    def _come_about(self) -> Iterator[Finding]:
        """Yield what was announced without a day, and has come about since."""
        for plan in self.steps:
            if plan.verb not in ANSWERS or plan.days or plan.public > self.on:
                continue
            for step in self.given:
                same = (step.verb, step.value) == (plan.verb, plan.value)
                if same and plan.public <= step.days[-1][1] <= self.on:
                    since, _ = span(step.days[0][0], step.days[-1][1])
                    yield self.about("come-about", plan, step, on=since)
                    break

    # What nobody says

    def _gaps(self) -> Iterator[Finding]:
        runs = [(said, list(run)) for said, run in groupby(self.line, key=_same)]
        for (gap, days), (after, following) in pairwise(runs):
            one, other = _only(gap, days[-1]), _only(after, following[0])
            if one and other and (one.status, other.status) == ("expired", "in-force"):
                steps = [step for step in (one.outcome.given, other.deciding) if step]
                out = span(days[0].first, days[-1].last)
                yield self.about("gap", *steps, on=out[0], spans=(out,))

    def _expired(self) -> Iterator[Finding]:
        one = _only(_same(self.line[-1]), self.line[-1])
        if one and one.outcome.status == one.status == "expired" and one.outcome.given:
            first = date.fromordinal(one.through + 1)
            yield self.about("expired", one.outcome.given, on=first)

    def _stale(self, after: int) -> Iterator[Finding]:
        answer = answer_on(self.terms, self.term, day(self.day))
        given = answer.decided.deciding if answer.decided else None
        said = answer.confirmed or given
        confirmed = said.when.latest if said and said.when else None
        if given is None or answer.status != "in-force" or confirmed is None:
            return
        if (self.day - confirmed).days > after:
            spans = ((confirmed, self.day),)
            yield self.about("stale", given, on=confirmed, spans=spans)

    # What rests on what is not there

    def _hanging(self) -> Iterator[Finding]:
        """Yield what hangs on a term that is not set while it is in force."""
        for step in self.given:
            if step.hinge is None:
                continue
            lines = self.terms.line(self.key), self.terms.line(step.hinge)
            without = [
                span(first, last)
                for first, last, (own, above) in abreast(*lines)
                if is_drawn(first, last)
                and any(one.outcome.given is step and one.status == "in-force" for one in own)
                and all(one.status == "not-set" for one in above)
            ]
            if without:
                spans, names = tuple(_joined(without)), (step.hinge,)
                yield self.about("while", step, on=spans[0][0], spans=spans, names=names)

    def _ends(self) -> Iterator[Finding]:
        for step in self.given:
            if step.verb != "end":
                continue
            last = step.days[-1][1], step.place
            if not any((one.days[0][0], one.place) < last for one in self.given if one is not step):
                yield self.about("nothing-ended", step)
            alone = len(step.by) == 1 and self.parties.issuperset(step.by)
            if alone and len(self.parties) > 1 and step.days[0][0] <= self.on:
                yield self.about("one-sided", step, level=REMARK)

    # What stands beside the answer

    def _beside(self) -> Iterator[Finding]:
        said = self.terms.said(self.key, self.on)
        for claim in _in_order(said.claims):
            if self.on - claim.days[-1][1] > OLD_CLAIM:
                yield self.about("old-claim", claim, level=REMARK)
        for dispute in _in_order(said.disputes):
            joint = [step for step in self.given if self._is_joint_set(step, dispute)]
            if joint:
                yield self.about("settled", dispute, joint[-1])
            elif self.on - dispute.days[-1][1] > OLD_DISPUTE:
                yield self.about("old-dispute", dispute, level=REMARK)

    def _is_joint_set(self, step: Step, dispute: Step) -> bool:
        """Whether all parties set something after the *dispute* began."""
        after = (dispute.days[-1][1], dispute.place) < (step.days[0][0], step.place)
        by_all = len(self.parties) > 1 and self.parties <= set(step.by)
        return step.verb == "set" and after and by_all and step.days[0][0] <= self.on


def _same(one: Stretch) -> frozenset[tuple[object, ...]]:
    return frozenset(each.same for each in one.said)


def _only(said: Collection[object], one: Stretch) -> Possibility | None:
    """Return the answer of a stretch, if it is certain."""
    return next(iter(one.said)) if len(said) == 1 else None


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.place)


def _disagree(step: Step, other: Step) -> bool:
    """Whether they answer differently, and neither says where it stands beside the other."""
    apart = step.event != other.event and step.place[0] != other.place[0]
    return apart and _claimed(step) != _claimed(other)


def _claimed(step: Step) -> tuple[object, ...]:
    return step.verb, step.value, step.through, step.unless, step.hinge


def _meet(one: Step, other: Step) -> bool:
    return any(a <= d and c <= b for a, b in one.days for c, d in other.days)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans* that are in order, those that follow one another as one."""
    begun: Span | None = None
    for since, until in spans:
        if begun and begun[1] and since and (since - begun[1]).days == 1:
            begun = begun[0], until
            continue
        if begun:
            yield begun
        begun = since, until
    if begun:
        yield begun


def _named(events: Iterable[str | None]) -> tuple[str, ...]:
    """Return the events that are named, each once."""
    return tuple(dict.fromkeys(event for event in events if event is not None))


# Vague dates


def is_vague(step: Step) -> bool:
    """Say whether *step* may have come on several days."""
    return step.days[0][0] != step.days[-1][1]


_Cause = tuple[Stretch, frozenset[Step]]
"""Days on which a term is undetermined, and the vague statements behind it."""


def _vague_dates(about: _About) -> Iterator[Finding]:
    """Yield the vague dates that leave, or left, the term undetermined; what meddles is one."""
    pool = [step for step in _behind(about.terms, about.key) if step.days and is_vague(step)]
    undetermined = [one for one in about.line if len(_same(one)) > 1]
    for group in _by_cause((one, _blamed(pool, one)) for one in undetermined):
        vague = {step for _, some in group for step in some}
        rivals = {
            step for one, some in group if _is_disorder(one, some, about.on)
            for step in _giving(one) if any(_meet(step, other) for other in some)
        }  # fmt: skip
        stretches = sorted((one for one, _ in group), key=lambda one: one.first)
        spans = tuple(_joined(span(one.first, one.last) for one in stretches))
        told = [step for step in _in_order(vague | rivals) if step.verb in _DECIDING]
        yield Finding(
            code="overlap" if rivals else "undetermined",
            level=FINDING if stretches[-1].last >= about.on else REMARK,
            terms=(about.key,),
            events=_named(map(dated_by, told)),
            on=spans[0][0],
            steps=tuple(told),
            spans=spans,
        )


_DECIDING = ANSWERS | {"met"}


def _behind(terms: Terms, term: str) -> Iterator[Step]:
    """Yield what may decide about *term*, and about all on which it hangs."""
    steps = terms.steps.get(term, ())
    yield from (step for step in steps if step.verb in _DECIDING)
    for hinge in sorted({step.hinge for step in steps if step.hinge}):
        yield from _behind(terms, hinge)


def _by_cause(causes: Iterable[_Cause]) -> list[list[_Cause]]:
    """Gather the stretches that share a vague date."""
    groups: list[list[_Cause]] = []
    for cause in causes:
        meddling = [one for one in groups if any(cause[1] & some for _, some in one)]
        groups = [one for one in groups if one not in meddling]
        groups.append([*(each for one in meddling for each in one), cause])
    return groups


def _blamed(vague: Iterable[Step], one: Stretch) -> frozenset[Step]:
    """Return the statements behind what is possible in a stretch whose day matters there.

    Either the days of one are not over, or it is not known which of two came first.
    """
    begun = {step for step in vague if step.days[0][0] <= one.last}
    giving = set(_giving(one))
    running = {step for step in begun if step.days[-1][1] > one.first}
    tangled = {
        step
        for step in begun & giving
        if any(step.moment != other.moment and _meet(step, other) for other in giving)
    }
    return frozenset((running & giving) | tangled or running or begun & giving or begun)


def _giving(one: Stretch) -> Iterator[Step]:
    """Yield what gave a possible answer, or ended it."""
    for each in one.said:
        steps = (each.outcome.given, each.outcome.ended, each.deciding)
        yield from (step for step in steps if step)


def _is_disorder(one: Stretch, blamed: Iterable[Step], on: int) -> bool:
    """Whether all has happened by the end of it, and only the order is not known."""
    return all(step.days[-1][1] <= min(one.last, on) for step in blamed)


# The record as such


def _assertions(record: Record) -> Iterator[Finding]:
    cuts = {_cut(one) for one in record.assertions}
    terms = {cut: Terms(steps_of(record, known=cut)) for cut in cuts}
    for one in record.assertions:
        key = record.renamed.get(one.term, one.term)
        answer = answer_on(terms[_cut(one)], record.terms[key], one.on)
        if _holds(one, answer):
            continue
        yield Finding(
            code="assertion",
            terms=(key,),
            events=_named(_events(answer)),
            on=one.on.earliest,
            expected=one,
            answer=answer,
        )


def _cut(one: Assert) -> date | None:
    return one.known.earliest if one.known else None


def _holds(one: Assert, answer: Answer) -> bool:
    """Whether *answer* is as expected; a value alone is expected to be in force."""
    value = answer.decided.value if answer.decided else None
    return answer.status == (one.status or "in-force") and one.value in (None, value)


def _events(answer: Answer) -> Iterator[str]:
    """Yield the events behind an answer."""
    for one in (answer, *answer.periods):
        several = (one.decided,) if one.decided else one.possible
        yield from (each.deciding.event for each in several if each.deciding)


def _without_source(record: Record) -> Iterator[Finding]:
    for event in (one.event for one in record.events):
        cited = [record.sources.get(key) for key in sources_of(event)]
        if not event.sources or not all(one and (one.url or one.title) for one in cited):
            yield _of_event("no-source", record, event)


def _of_event(code: str, record: Record, event: Event, *names: str) -> Finding:
    return Finding(
        code=code,
        terms=_terms(record, event),
        events=(event.id,),
        on=event.when.earliest if event.when else None,
        names=names,
    )


def _terms(record: Record, event: Event) -> tuple[str, ...]:
    names = (record.renamed.get(change.term, change.term) for change in event.changes)
    return tuple(dict.fromkeys(names))


def _late(record: Record, terms: Terms) -> Iterator[Finding]:
    """Yield the events that count as announced late because nothing but their source says when."""
    late = {step.event: step for own in terms.steps.values() for step in own if _is_late(step)}
    for event in (one.event for one in record.events):
        if event.id in late and event.announced is None:
            yield replace(_of_event("late-source", record, event), steps=(late[event.id],))


def _is_late(step: Step) -> bool:
    """Whether *step* counts as announced long after it took effect, and does not say so itself."""
    change = step.change
    if change and (change.announced or change.of):
        return False
    effective, public = step.when and step.when.latest, step.announced.earliest
    return bool(effective and public and (public - effective).days > LATE)


def _misspelt(record: Record) -> Iterator[Finding]:
    """Yield the parties of a dispute that are written nearly as a party is."""
    parties = {party.casefold(): party for party in record.partnership.parties}
    for event in (one.event for one in record.events):
        for name in dict.fromkeys(one.party for one in _positions(event)):
            for close in get_close_matches(name.casefold(), parties, 1, NEARLY):
                if name != parties[close]:
                    yield _of_event("party", record, event, name, parties[close])


def _positions(event: Event) -> Iterator[Position]:
    for change in event.changes:
        yield from getattr(change, "positions", ())


def _duplicates(record: Record, similar: Similar) -> Iterator[Finding]:
    told = [(one, set(_terms(record, one.event))) for one in record.events]
    for (one, some), (other, others) in combinations(told, 2):
        shared = some & others
        if not shared or not _may_be_one(one, other):
            continue
        if similar(one.event.title, other.event.title) >= ALIKE:
            yield Finding(
                code="duplicate",
                terms=tuple(key for key in record.terms if key in shared),
                events=(one.event.id, other.event.id),
                on=other.event.when.earliest if other.event.when else None,
                names=(str(other.event.when or "undated"),),
            )


def _may_be_one(one: Standing, other: Standing) -> bool:
    """Whether they may tell of one day, and neither says that it tells of the other."""
    pairs = ((one.event, other.event), (other.event, one.event))
    linked = any(
        event.after == named.id or any(change.of == named.id for change in event.changes)
        for event, named in pairs
    )
    return not linked and _may_be_one_day(one.event.when, other.event.when)


def _may_be_one_day(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return one is other
    return any(a <= d and c <= b for a, b in ordinals(one) for c, d in ordinals(other))


def _conditions(record: Record, terms: Terms, on: date) -> Iterator[Finding]:
    """Yield the conditions that can end nothing, and have not come about either."""
    met = {condition for one in record.events for condition in one.event.met}
    standing = {name for key in record.terms for name in _unless(terms, key, on.toordinal())}
    naming = _naming(terms.steps)
    for condition in record.conditions:
        if condition not in naming:
            yield Finding(code="unreachable", names=(condition,))
        elif condition not in standing | met:
            key, step = max(naming[condition], key=lambda pair: pair[1].place)
            yield Finding(
                code="unreachable",
                level=REMARK,
                terms=(key,),
                events=(step.event,),
                steps=(step,),
                names=(condition,),
            )


def _naming(steps: Mapping[str, Sequence[Step]]) -> dict[str, list[tuple[str, Step]]]:
    found: dict[str, list[tuple[str, Step]]] = {}
    for key, own in steps.items():
        for step in own:
            for condition in step.unless:
                found.setdefault(condition, []).append((key, step))
    return found


def _unless(terms: Terms, key: str, on: int) -> Iterator[str]:
    """Yield what may end the answer of a term, now or once what lies ahead has come."""
    yield from (name for one in terms.answers(key, on) for name in one.unless)
    for step in terms.steps[key]:
        if not step.days or step.days[0][0] > on:
            yield from step.unless
