"""Differences between points on all three clocks: what leads from one to the other, and why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
import rule_oracle as oracle
from depth import scaled
from logs import fee, happened, log
from rule_histories import history as history_of
from ways import differences

from events.dates.dates import day, parse
from events.dates.durations import duration
from events.model.kinds import (
    Authority,
    Correct,
    Correction,
    Define,
    End,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
)
from timeline.record import relations
from timeline.record.days import FAR
from timeline.record.record import Kept, record_of, said_in
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.said import Outcome
from timeline.rule.terms import PossibleAnswer, Terms, kinds, possible_answer
from timeline.views.answer_changes import behind
from timeline.views.diff import CAUSES, Difference, Point, acts_about, same

HISTORIES, CHUNK = scaled(200), 30
START = date(2025, 11, 20).toordinal()
"""A day before all that happens."""
NOT_SET = kinds(Terms({}).answers("", 1))


def history(seed: int) -> list[Kept]:
    """Return the random history of *seed*, as a log keeps it."""
    return [Kept(*one) for one in history_of(Random(seed))]


def seeds(first: int) -> range:
    return range(first, min(first + CHUNK, HISTORIES))


def points(kept: Sequence[Kept], random: Random) -> Iterator[Point]:
    """Yield random points on all three clocks, each of them cut or not."""
    instants = [one.recorded for one in kept]
    while True:
        yield Point(
            day(january(random)),
            random.choice([None, january(random)]),
            random.choice([None, random.choice(instants)]),
        )


def january(random: Random) -> date:
    return date(2026, 1, random.randint(1, 18))


def some_points(kept: Sequence[Kept], seed: int, number: int) -> list[Point]:
    return [point for point, _ in zip(points(kept, Random(seed)), range(number), strict=False)]


def answers(kept: Sequence[Kept], point: Point) -> dict[str, object]:
    """Return what makes the answers of *point*; a term that is not defined yet is left out."""
    record = record_of(kept, by=point.recorded)
    terms = Terms(steps_of(record, known=point.known))
    found = {key: same(answer_on(terms, term, point.on)) for key, term in record.terms.items()}
    return {key: one for key, one in found.items() if one != NOT_SET}


def at_the_point(rows: Sequence[Difference]) -> list[Difference]:
    """Leave out what was learned of days that are over."""
    return [row for row in rows if row.days is None]


def applied(rows: Sequence[Difference], before: dict[str, object]) -> dict[str, object]:
    """Apply *rows* in order to the answers *before*."""
    now = dict(before)
    for row in at_the_point(rows):
        assert now.get(row.after.term.key, NOT_SET) == same(row.before)
        now[row.after.term.key] = same(row.after)
    return {key: one for key, one in now.items() if one != NOT_SET}


def unnamed(found: dict[str, object], kept: Sequence[Kept], *several: Point) -> dict[str, object]:
    """Return the answers under the names that terms have at the latest of the points."""
    latest = max(point.recorded or "for ever" for point in several)
    names = record_of(kept, by=None if latest == "for ever" else latest).renamed
    return {names.get(key, key): one for key, one in found.items()}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_rows_lead_from_one_point_to_the_other(first: int) -> None:
    """Whoever applies them to the answers at A must stand at B, by way of any C too."""
    for seed in seeds(first):
        kept = history(seed)
        a, b, c = some_points(kept, seed, 3)
        direct, one, two = (list(differences(kept, *pair)) for pair in ((a, c), (a, b), (b, c)))
        start, middle, end = (answers(kept, point) for point in (a, b, c))

        assert unnamed(end, kept, a, c) == applied(direct, unnamed(start, kept, a, c)), seed
        assert unnamed(middle, kept, a, b) == applied(one, unnamed(start, kept, a, b)), seed
        assert unnamed(end, kept, b, c) == applied(two, unnamed(middle, kept, b, c)), seed


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_each_row_is_a_change_and_no_change_is_without_a_row(first: int) -> None:
    """A row that changes nothing is noise; a difference without a row has no cause."""
    for seed in seeds(first):
        kept = history(seed)
        a, b = some_points(kept, seed, 2)
        rows = at_the_point(list(differences(kept, a, b)))
        before, after = (unnamed(answers(kept, point), kept, a, b) for point in (a, b))
        changed = {key for key in before | after if before.get(key) != after.get(key)}

        assert changed <= {row.after.term.key for row in rows}, f"seed {seed}"
        assert all(same(row.before) != same(row.after) for row in rows)
        assert all(row.cause in CAUSES for row in rows)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_nothing_from_after_both_points_is_told(first: int) -> None:
    """A past view that names later news is a leak."""
    for seed in seeds(first):
        kept = history(seed)
        a, b = some_points(kept, seed, 2)
        cut = max((a.recorded, b.recorded), key=lambda one: (one is None, one or ""))
        held = {one.act.id for one in kept if cut is None or one.recorded <= cut}

        for row in differences(kept, a, b):
            assert held >= set(row.events), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_each_clock_has_its_own_causes(first: int) -> None:
    """A point that differs on one clock only can have no cause of another."""
    for seed in seeds(first):
        kept = history(seed)
        a, b = some_points(kept, seed, 2)
        world = differences(kept, a, Point(b.on, a.known, a.recorded))
        learned = differences(kept, a, Point(a.on, b.known, a.recorded))
        record = differences(kept, a, Point(a.on, a.known, b.recorded))

        assert {row.cause for row in world} <= {"world"}
        assert {row.cause for row in learned} <= {"learned"}
        assert {row.cause for row in record} <= {"corrected", "remodelled", "logged"}


Given = frozenset[tuple[str, str | None, date | None, frozenset[str]]]
"""The possible answers of a term, as the enumeration of worlds has them."""

UNSET: Given = frozenset({("not-set", None, None, frozenset())})


def given(kept: Sequence[Kept], point: Point) -> dict[str, Given]:
    """Return what the enumeration of worlds gives at *point*."""
    assert point.on.earliest
    entries = [(one.version, one.recorded, one.act) for one in kept]
    asked = oracle.told(entries, on=point.on.earliest, known=point.known, recorded=point.recorded)
    return {term: _without_runs(one.answers, one.runs) for term, one in asked.items()}


def _without_runs(answers: Iterable[oracle.Answer], runs: Iterable[oracle.Runs]) -> Given:
    """Return *answers* with the first run of those that renew, not the run of the day."""
    lengths = [(first, duration(length)) for first, length in runs]
    firsts = [("runs", length, first, frozenset[str]()) for first, length in runs]

    def is_end(last: date) -> bool:
        return any(a and each and each.run_end(a, last) == last for a, each in lengths)

    # That the log begins to claim completeness changes no answer.
    return frozenset(
        (status.replace("not-covered", "not-set"), value,
         None if last and is_end(last) else last, unless)
        for status, value, last, unless in answers
    ).union(firsts)  # fmt: skip


def told(one: Answer) -> Given:
    """Return the answers of a row as the oracle gives them."""
    several = [one.decided] if one.decided else one.possible
    renewing = [each for each in several if each.renews]
    runs = frozenset(
        (each.outcome.given.until.latest if each.outcome.given and each.outcome.given.until
         else None, str(each.renews)) for each in renewing
    )  # fmt: skip
    return _without_runs(
        (
            (each.status, each.value,
             None if each.through == FAR else date.fromordinal(each.through), each.unless)
            for each in several
        ),
        runs,
    )  # fmt: skip


def expected(kept: Sequence[Kept], a: Point, b: Point) -> Iterator[tuple[str, str, Given, Given]]:
    """Yield the rows of §7: the term, the cause, and the answers before and after."""
    stops = (a, replace(a, recorded=b.recorded), replace(b, on=a.on), b)
    found = [given(kept, point) for point in stops]
    for term in found[0] | found[-1]:
        way = [answers.get(term, UNSET) for answers in found]
        for clock, (was, now) in zip(("recorded", "learned", "world"), pairwise(way), strict=True):
            if was != now:
                cause = clock if clock != "recorded" else Later(kept, a, b).cause(term)
                yield term, cause, was, now


class Later:
    """What the later of two recorded instants holds, and what it were without some acts."""

    def __init__(self, kept: Sequence[Kept], a: Point, b: Point) -> None:
        first, last = sorted((a.recorded or "for ever", b.recorded or "for ever"))
        self.point = replace(a, recorded=None)
        self.held = [one for one in kept if one.recorded <= last]
        self.between = [one for one in self.held if first < one.recorded]

    def differs_without(self, term: str, drop: Callable[[Kept], bool]) -> bool:
        """Say whether the answer is another without what of the acts between *drop* names."""
        left = [one for one in self.held if not (one in self.between and drop(one))]
        found = (given(acts, self.point).get(term, UNSET) for acts in (left, self.held))
        return len(set(found)) == 2

    def cause(self, term: str) -> str:
        if self.differs_without(term, mends):
            return "corrected"
        words = self.differs_without(term, lambda one: not isinstance(one.act, Define | Redefine))
        return "logged" if words else "remodelled"


def mends(one: Kept) -> bool:
    return isinstance(one.act, Correct | Retract)


def renames(kept: Sequence[Kept]) -> bool:
    return any(isinstance(one.act, Redefine) and one.act.renamed for one in kept)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_rows_and_their_causes_are_those_of_the_page(first: int) -> None:
    """§7 word for word, over the enumeration of worlds, where all terms keep their names."""
    for seed in seeds(first):
        kept = history(seed)
        a, b = some_points(kept, seed, 2)
        rows = [
            (row.after.term.key, row.cause, told(row.before), told(row.after))
            for row in at_the_point(list(differences(kept, a, b)))
        ]

        assert renames(kept) or list(expected(kept, a, b)) == rows, f"seed {seed}"


def test_what_was_learned_of_days_that_are_over_is_told_with_its_days() -> None:
    """Day by day, each difference of the two lines is in one row, unless it still lasts.

    It lasts, too, where what only may have happened at first then must have.
    """
    found = 0
    for seed in range(0, HISTORIES, 3):
        kept = history(seed)
        a, b = (replace(one, recorded=None) for one in some_points(kept, seed, 2))
        rows = [row for row in differences(kept, a, b) if row.days]
        since = min(on.toordinal() for on in (a.on.earliest, b.on.earliest) if on)
        for term in record_of(kept).terms:
            days = dict[int, tuple[Given, Given]]()
            for on in range(START, since + 1):
                point = Point(day(date.fromordinal(on)))
                was, now = (given(kept, replace(point, known=one.known))[term] for one in (a, b))
                if was != now:
                    days[on] = was, now
            lasting, at_last = since, days.get(since)
            while at_last and days.get(lasting) == at_last:
                del days[lasting]
                lasting -= 1
            found += len(days)
            told_of = {
                on: (told(row.before), told(row.after))
                for row in rows
                if row.after.term.key == term and row.days
                for on in range(max(START, row.days[0]), row.days[1] + 1)
            }

            while at_last and lasting not in told_of and _is_vague(days.get(lasting)):
                del days[lasting]
                lasting -= 1

            assert days == told_of, f"seed {seed}"

    assert found > 0


def _is_vague(both: tuple[Given, Given] | None) -> bool:
    return both is not None and any(len(one) > 1 for one in both)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_row_names_the_acts_that_account_for_it(first: int) -> None:
    """What came new with the answer; where the record was put right, the acts that did it."""
    for seed in seeds(first):
        kept = history(seed)
        a, b = some_points(kept, seed, 2)
        for row in at_the_point(list(differences(kept, a, b))):
            if renames(kept):
                continue
            if row.cause != "corrected":
                assert set(row.events) <= accounting(kept, row), f"seed {seed}"
                assert row.events or not events(row.before) | events(row.after)
                continue
            later, term = Later(kept, a, b), row.after.term.key
            mending = [one for one in later.between if mends(one)]
            alone = [one.act.id for one in mending if later.differs_without(term, one.__eq__)]

            assert {one.act.id for one in mending} >= set(row.events)
            assert alone in ([], list(row.events)), f"seed {seed}"
            named = {one for one in mending if one.act.id in row.events}
            assert later.differs_without(term, named.__contains__)


def events(one: Answer) -> set[str]:
    parts = [one.decided] if one.decided else [*one.possible]
    return {each.deciding.event for each in parts if each.deciding}


def accounting(kept: Sequence[Kept], row: Difference) -> set[str]:
    """Return the events behind the answers of a row, and those that do something to them."""
    found = events(row.before) | events(row.after)
    said = {one.act.id: said_in(one.act) for one in kept}
    said |= {one.act.event: said_in(one.act) for one in kept if isinstance(one.act, Correct)}
    acting = {
        id for id, one in said.items() if any(to in found for _, to in relations.acts_on(one))
    }
    parts = [part for one in (row.before, row.after) for part in (one.decided, *one.possible)]
    steps = [part.deciding for part in parts if part and part.deciding]
    return found | acting | {one.event for step in steps for one in step.acted}


MORNING, NOON, EVENING = (f"2026-11-21T{hour:02}:00:00.000000Z" for hour in (6, 12, 18))
SOURCE = Source(key="s", url="https://example.com")


def _log(*later: tuple[str, object]) -> list[Kept]:
    head = [
        Define(id="define:partnership", thing=Partnership(title="P")),
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
        Define(id="define:source:s", thing=SOURCE),
        _event("deal", "10 %", when="2026-01-05"),
    ]
    acts = [(MORNING, act) for act in head] + list(later)
    return [Kept(n, instant, act) for n, (instant, act) in enumerate(acts, 1)]  # type: ignore[arg-type]


def _event(name: str, value: str, *, when: str, announced: str | None = None) -> Event:
    return Event(
        id=name,
        title=name,
        authority=Authority.OFFICIAL,
        sources=("s",),
        when=parse(when),
        announced=parse(announced) if announced else None,
        changes=(Set(term="fee", value=value),),
    )


def _value(one: Answer) -> str | None:
    return one.decided.value if one.decided else None


def _recorded(kept: list[Kept]) -> list[tuple[str, tuple[str, ...]]]:
    on = parse("2026-03-01")
    rows = differences(kept, Point(on, recorded=MORNING), Point(on))
    return [(row.cause, row.events) for row in rows]


def test_an_event_recorded_late_is_logged() -> None:
    """It was true and public before; only the log did not have it."""
    kept = _log((NOON, _event("raise", "20 %", when="2026-02-01")))

    assert [("logged", ("raise",))] == _recorded(kept)


def test_a_correction_is_the_cause_of_what_it_changes() -> None:
    """It must never read as a change in the world."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log((NOON, Correct(id="deal.c1", event="deal", fields=fields, reason="misread")))

    assert [("corrected", ("deal.c1",))] == _recorded(kept)


def test_a_retraction_is_a_correction_too() -> None:
    """What should never have been recorded was not undone by the parties."""
    kept = _log((NOON, Retract(id="deal.c1", event="deal", reason="a hoax")))

    assert [("corrected", ("deal.c1",))] == _recorded(kept)


def test_an_event_that_is_logged_and_corrected_at_once_is_corrected() -> None:
    """Without the correction the answer would be another."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="25 %"),))
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (EVENING, Correct(id="raise.c1", event="raise", fields=fields, reason="misread")),
    )

    assert [("corrected", ("raise.c1",))] == _recorded(kept)


def test_a_correction_of_something_else_is_no_cause() -> None:
    """The title of an event was wrong; that another was recorded late is still the cause."""
    fields = Correction(given=frozenset({"title"}), title="The deal")
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (EVENING, Correct(id="deal.c1", event="deal", fields=fields, reason="typo")),
    )

    assert [("logged", ("raise",))] == _recorded(kept)


def test_a_source_that_is_redefined_remodels() -> None:
    """When it was published decides what was known; the world and the events are the same."""
    dated = Source(key="s", url="https://example.com", published=parse("2026-06-01"))
    kept = _log((NOON, Redefine(id="define:source:s.c1", thing=dated)))
    on, known = parse("2026-03-01"), parse("2026-03-01").earliest
    rows = list(differences(kept, Point(on, known, MORNING), Point(on, known)))

    assert [("remodelled", ("define:source:s.c1",))] == [(row.cause, row.events) for row in rows]


def test_learned_and_then_changed_are_two_rows_in_that_order() -> None:
    """Each clock that moved the answer is told by itself."""
    kept = _log(
        (MORNING, _event("secret", "12 %", when="2026-01-10", announced="2026-02-10")),
        (MORNING, _event("raise", "20 %", when="2026-03-01")),
    )
    start = Point(parse("2026-02-01"), parse("2026-02-01").earliest)
    rows = list(differences(kept, start, Point(parse("2026-03-05"))))

    assert [("learned", "12 %"), ("world", "20 %")] == [
        (row.cause, _value(row.after)) for row in rows
    ]


def test_backwards_the_causes_are_the_same() -> None:
    """From B to A the same acts account for it."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log((NOON, Correct(id="deal.c1", event="deal", fields=fields, reason="misread")))
    on = parse("2026-03-01")
    rows = list(differences(kept, Point(on), Point(on, recorded=MORNING)))

    assert [("corrected", "15 %", "10 %")] == [
        (row.cause, _value(row.before), _value(row.after)) for row in rows
    ]


def _redefined(old: str, new: str | None = None, title: str = "Fee") -> Redefine:
    return Redefine(id=f"{old}.r{title}", thing=Term(key=old, title=title), renamed=new)


CHARGE = Define(id="define:term:charge", thing=Term(key="charge", title="Charge"))
MARCH = parse("2026-03-01")


def test_terms_have_the_names_of_the_later_point() -> None:
    """What a term is called after both of them is not told; the way back has the same names."""
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (EVENING, CHARGE),
        (EVENING, _redefined("fee", "charge")),
    )
    for instant, name in ((NOON, "fee"), (EVENING, "charge"), (None, "charge")):
        there = list(differences(kept, Point(MARCH, None, MORNING), Point(MARCH, None, instant)))
        back = list(differences(kept, Point(MARCH, None, instant), Point(MARCH, None, MORNING)))

        assert [(name, name, "10 %", "20 %")] == _named(there)
        assert [(name, name, "20 %", "10 %")] == _named(back)


def _named(rows: Sequence[Difference]) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (row.before.term.key, row.after.term.key, _value(row.before), _value(row.after))
        for row in rows
    ]


def test_a_term_that_is_renamed_keeps_its_place_among_the_rows() -> None:
    """They come in the order in which the terms were defined."""
    cap = Define(id="define:term:cap", thing=Term(key="cap", title="Cap"))
    both = (Set(term="fee", value="20 %"), Set(term="cap", value="none"))
    kept = _log(
        (MORNING, cap),
        (NOON, CHARGE),
        (NOON, _redefined("fee", "charge")),
        (NOON, replace(_event("raise", "", when="2026-02-01"), changes=both)),
    )
    rows = differences(kept, Point(MARCH, None, MORNING), Point(MARCH))

    assert ["charge", "cap"] == [row.after.term.key for row in rows]


def test_a_term_keeps_its_title_of_the_time_under_its_new_name() -> None:
    """Only the name leads from one to the other."""
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (NOON, CHARGE),
        (NOON, _redefined("fee", "charge")),
    )
    [row] = differences(kept, Point(MARCH, None, MORNING), Point(MARCH))

    assert [("charge", "Fee"), ("charge", "Charge")] == [
        (one.term.key, one.term.title) for one in (row.before, row.after)
    ]


def test_a_term_that_was_not_defined_yet_was_not_set() -> None:
    """It has no title then but its name."""
    given = replace(
        _event("given", "", when="2026-02-01"), changes=(Set(term="charge", value="5 %"),)
    )
    kept = _log((NOON, CHARGE), (NOON, given))
    [row] = differences(kept, Point(MARCH, None, MORNING), Point(MARCH))

    assert ("logged", ("given",)) == (row.cause, row.events)
    assert ("charge", "charge", "not-set") == (
        row.before.term.key,
        row.before.term.title,
        row.before.status,
    )


def test_a_correction_recorded_under_the_old_name_accounts_for_the_new() -> None:
    """Renaming is no reason to lose the cause."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log(
        (NOON, CHARGE),
        (NOON, _redefined("fee", "charge")),
        (NOON, Correct(id="deal.c1", event="deal", fields=fields, reason="misread")),
    )

    assert [("corrected", ("deal.c1",))] == _recorded(kept)


def test_an_answer_that_comes_back_on_the_way_is_two_rows() -> None:
    """Each step that changes the answer is told: what was logged, and that it lies ahead."""
    kept = _log((NOON, _event("raise", "20 %", when="2026-02-01")))
    start, end = Point(MARCH, None, MORNING), Point(parse("2026-01-20"))

    assert [("logged", "10 %", "20 %"), ("world", "20 %", "10 %")] == [
        (row.cause, _value(row.before), _value(row.after)) for row in differences(kept, start, end)
    ]


def test_a_row_that_was_undone_by_another_clock_is_told_when_the_ends_differ() -> None:
    """The rows must lead there, whichever way the answer took."""
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (NOON, _event("cut", "5 %", when="2026-02-20")),
    )
    start, end = Point(MARCH, None, MORNING), Point(parse("2026-02-10"))

    assert [("logged", "5 %", ("cut",)), ("world", "20 %", ("raise",))] == [
        (row.cause, _value(row.after), row.events) for row in differences(kept, start, end)
    ]


def test_of_several_corrections_those_are_named_that_decide() -> None:
    """A typo put right in the same hour is not why the answer is another."""
    value = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    title = Correction(given=frozenset({"title"}), title="The deal")
    kept = _log(
        (NOON, Correct(id="deal.c1", event="deal", fields=title, reason="typo")),
        (NOON, Correct(id="deal.c2", event="deal", fields=value, reason="misread")),
    )

    assert [("corrected", ("deal.c2",))] == _recorded(kept)


def test_where_no_correction_decides_alone_all_of_the_term_are_named() -> None:
    """Said twice, either would do; one of another event has nothing to do with it."""
    value = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    title = Correction(given=frozenset({"title"}), title="Something else")
    other = replace(_event("other", "", when="2026-02-01"), changes=())
    kept = _log(
        (MORNING, other),
        (NOON, Correct(id="deal.c1", event="deal", fields=value, reason="misread")),
        (NOON, Correct(id="other.c1", event="other", fields=title, reason="typo")),
        (NOON, Correct(id="deal.c2", event="deal", fields=value, reason="misread")),
    )

    assert [("corrected", ("deal.c1", "deal.c2"))] == _recorded(kept)


def test_of_several_redefinitions_those_are_named_that_decide() -> None:
    """Another title of the term is not why it was known later."""
    dated = replace(SOURCE, published=parse("2026-06-01"))
    kept = _log(
        (NOON, _redefined("fee", title="The fee")),
        (NOON, Redefine(id="define:source:s.c1", thing=dated)),
    )
    known = MARCH.earliest
    rows = list(differences(kept, Point(MARCH, known, MORNING), Point(MARCH, known)))

    assert [("remodelled", ("define:source:s.c1",))] == [(row.cause, row.events) for row in rows]


def test_what_was_corrected_before_both_points_is_no_cause() -> None:
    """An act of the earlier instant itself lies before the step."""
    value = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log(
        (MORNING, Correct(id="deal.c1", event="deal", fields=value, reason="misread")),
        (NOON, _event("raise", "20 %", when="2026-02-01")),
    )

    assert [("logged", ("raise",))] == _recorded(kept)


# --- Which corrections and retractions bear on a term

SEAT = (Set(term="seat", value="one"),)
SAYS_AGI, SAYS_IPO = (happened(name, "2026-01-05", met=(name,)) for name in ("agi", "ipo"))


def _corrected(event: str, **fields: object) -> Correct:
    given = Correction(given=frozenset(fields), **fields)  # type: ignore[arg-type]
    return Correct(id=f"{event}.c", event=event, fields=given, reason="It was wrong.")


@pytest.mark.parametrize(
    ("events", "acts", "bearing"),
    [
        ([happened("e", "2026-01-03", fee("a"))], [_corrected("e", title="E")], ["e.c"]),
        ([happened("e", "2026-01-03", *SEAT)], [_corrected("e", title="E")], []),
        (
            [happened("e", "2026-01-03", *SEAT, fee("a")), happened("o", "2026-01-03", *SEAT)],
            [Retract(id="r1", event="e", reason="x"), Retract(id="r2", event="o", reason="x")],
            ["r1"],
        ),
        (
            [happened("e", "2026-01-03"), happened("amount", "2026-01-04", fee("a", of="e"))],
            [_corrected("e", when=parse("2026-01-02"))],
            ["e.c"],
        ),
        (
            [
                happened("e", "2026-01-03"),
                happened("amount", "2026-01-04", replace(SEAT[0], of="e"), fee("a")),
            ],
            [_corrected("e", when=parse("2026-01-02")), _corrected("amount", title="A")],
            ["amount.c"],
        ),
        (
            [happened("e", "2026-01-03")],
            [_corrected("e", changes=(fee("a"),)), Retract(id="r", event="e", reason="x")],
            ["e.c", "r"],
        ),
        (
            [happened("e", "2026-01-03", fee("a"))],
            [_corrected("e", title="E"), Retract(id="r", event="e.c", reason="x")],
            ["e.c", "r"],
        ),
        (
            [happened("e", "2026-01-03", *SEAT)],
            [_corrected("e", title="E"), Retract(id="r", event="e.c", reason="x")],
            [],
        ),
        (
            [happened("e", "2026-01-03", fee("a", unless=("agi",))), SAYS_AGI, SAYS_IPO],
            [_corrected("agi", title="A"), _corrected("ipo", title="I")],
            ["agi.c"],
        ),
        (
            [happened("e", "2026-01-03", fee("a", unless=("ipo",))), happened("o", "2026-01-05")],
            [_corrected("o", met=("ipo",))],
            ["o.c"],
        ),
        (
            [
                happened("e", "2026-01-03", fee("a")),
                happened("s", "2026-01-03", replace(SEAT[0], unless=("agi",))),
                SAYS_AGI,
            ],
            [_corrected("agi", title="A")],
            [],
        ),
    ],
    ids=[
        "of its event", "of another term", "of several terms", "of what is told about",
        "of what another term is told about", "that first says so", "retracted",
        "of another term, retracted", "of a condition met", "that first says it is met",
        "of a condition of another term",
    ],
)  # fmt: skip
def test_a_correction_bears_on_the_terms_whose_answers_hang_on_its_event(
    events: list[Event], acts: list[Correct | Retract], bearing: list[str]
) -> None:
    """In any form that the event has had: who reads the term must be told of them."""
    kept = [Kept(*one) for one in log(*events, *acts)]

    assert bearing == [one.act.id for one in acts_about(record_of(kept), "fee", kept, None)]


def test_a_correction_bears_on_a_term_by_any_name_it_has_had() -> None:
    """The event says what the term was called then."""
    deal, seat = happened("deal", "2026-01-03", fee("a")), happened("s", "2026-01-03", *SEAT)
    kept = [Kept(*one) for one in log(deal, seat, _corrected("deal", title="D"),
                                      _corrected("s", title="S"))]  # fmt: skip
    record = replace(record_of(kept), renamed={"fee": "charge", "seat": "chair"})

    assert ["deal.c"] == [one.act.id for one in acts_about(record, "charge", kept, None)]
    assert ["s.c"] == [one.act.id for one in acts_about(record, "chair", kept, None)]
    assert ["deal.c"] == [one.act.id for one in acts_about(record, "fee", kept, None)]


def test_only_what_lies_between_is_named() -> None:
    """All that is kept tells what an act is about; the acts asked about are a part of it."""
    acts = happened("deal", "2026-01-03", fee("a")), _corrected("deal", title="D")
    kept = [Kept(*one) for one in log(*acts, Retract(id="r", event="deal", reason="x"))]

    assert ["r"] == [one.act.id for one in acts_about(record_of(kept), "fee", kept[-1:], None)]


def test_the_events_behind_a_row_are_the_new_ones_else_all_else_those_lost() -> None:
    """A reader looks for what the answer rests on now."""
    acts = [happened(name, "2026-01-03", fee(name)) for name in "abc"]
    steps = steps_of(record_of(Kept(*one) for one in log(*acts)))["fee"]

    def said(events: str) -> frozenset[PossibleAnswer]:
        found = (possible_answer(Outcome("in-force", one)) for one in steps if one.event in events)
        return frozenset(found)

    expected = {("a", "ab"): "b", ("abc", "ab"): "ab", ("a", ""): "a", ("", ""): ""}
    for (was, now), named in expected.items():
        assert named == "".join(step.event for step in behind(said(was), said(now)))


def test_what_is_learned_of_days_that_are_over_is_a_row_with_its_days() -> None:
    """The books of 2010 came out in 2021, after 2015 had replaced what they tell."""
    kept = _log(
        (MORNING, _event("later", "40 %", when="2026-01-20", announced="2026-01-20")),
        (MORNING, _event("secret", "50 %", when="2026-01-10", announced="2026-02-20")),
    )
    start, end = (Point(MARCH, known) for known in (date(2026, 2, 1), date(2026, 3, 1)))
    [row] = differences(kept, start, end)
    first, last = (date.fromordinal(one) for one in row.days or ())

    assert ("learned", ("secret",), False) == (row.cause, row.events, row.clarified)
    assert (date(2026, 1, 10), date(2026, 1, 19)) == (first, last)
    assert ("10 %", "50 %") == (_value(row.before), _value(row.after))


def test_what_is_told_of_a_happening_already_known_is_clarified() -> None:
    """The text took effect when the text did that it clarifies."""
    more = replace(_event("more", "", when="2026-02-01"), when=None)
    more = replace(
        more, announced=parse("2026-02-01"), changes=(Set(term="fee", value="11 %", of="deal"),)
    )
    kept = _log((MORNING, more))
    [row] = differences(kept, Point(MARCH, date(2026, 1, 10)), Point(MARCH, date(2026, 2, 10)))
    early = list(differences(kept, Point(parse("2026-01-01")), Point(MARCH)))

    assert ("learned", True, ("more",)) == (row.cause, row.clarified, row.events)
    assert [("world", False)] == [(one.cause, one.clarified) for one in early]


def test_what_hangs_on_another_term_is_a_row_with_the_event_that_ended_that() -> None:
    """A reader who asks why looks for the end of the licence."""
    seat = Define(id="define:term:seat", thing=Term(key="seat", title="Seat"))
    given = _event("given", "", when="2026-01-06")
    given = replace(given, changes=(Set(term="seat", value="one", hinge="fee"),))
    over = replace(_event("over", "", when="2026-02-01"), changes=(End(term="fee"),))
    kept = _log((MORNING, seat), (MORNING, given), (MORNING, over))
    rows = list(differences(kept, Point(parse("2026-01-20")), Point(MARCH)))

    assert [("fee", "ended", ("over",)), ("seat", "ended", ("over",))] == [
        (row.after.term.key, row.after.status, row.events) for row in rows
    ]


def test_a_correction_of_what_a_term_hangs_on_bears_on_it() -> None:
    """The answer of the one hangs on that of the other."""
    hanging = happened("h", "2026-01-03", Set(term="seat", value="one", hinge="fee"))
    kept = [Kept(*one) for one in log(happened("e", "2026-01-03", fee("a")), hanging,
                                      _corrected("e", title="E"))]  # fmt: skip

    assert ["e.c"] == [one.act.id for one in acts_about(record_of(kept), "seat", kept, None)]


def _rows(*events: Event, start: str, end: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the cause and the events of each row between two days, each as known on its day."""
    kept = [Kept(*one) for one in log(*events)]
    a, b = (Point(parse(one), date.fromisoformat(one)) for one in (start, end))
    return [(row.cause, row.events) for row in differences(kept, a, b)]


def test_a_plan_that_came_about_names_what_dated_it() -> None:
    """The plan has the value, and the closing the day."""
    plan = happened("plan", None, fee("15"), announced="2026-01-03")
    closing = replace(happened("closing", "2026-01-06"), dates="plan")
    deal = happened("deal", "2026-01-02", fee("43"))

    assert [("world", ("plan", "closing"))] == _rows(
        deal, plan, closing, start="2026-01-05", end="2026-01-07"
    )[-1:]


def test_what_was_denied_names_the_denial() -> None:
    """What stands again has no other reason."""
    deal = happened("deal", "2026-01-02", fee("43"))
    wrong = happened("wrong", "2026-01-04", fee("0"), authority=Authority.PRESS)
    denial = replace(happened("denial", "2026-01-06"), denies="wrong")
    [(cause, events)] = _rows(deal, wrong, denial, start="2026-01-05", end="2026-01-07")

    assert ("learned", {"deal", "wrong", "denial"}) == (cause, {*events})


def test_the_next_run_of_what_renews_is_no_difference() -> None:
    """Also between longer times than a day."""
    yearly = replace(fee("1"), through=parse("2026-01-05"), renews=duration("3d"))
    kept = [Kept(*one) for one in log(happened("deal", "2026-01-02", yearly))]

    for a, b in (
        ("2026-01-05", "2026-01-12"),
        ("[2026-01-03..2026-01-05]", "[2026-01-09..2026-01-10]"),
    ):
        assert [] == list(differences(kept, Point(parse(a)), Point(parse(b))))
