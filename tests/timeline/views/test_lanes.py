"""A drawing answers as the rule does: a bar, an edge or a shade on a day is what the rule says."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from depth import scaled
from logs import fee, happened, log
from rule_histories import history

from events.dates.dates import day, parse
from events.model.kinds import Act, Claim, Dispute, End, Note, Position, Reaffirm
from timeline.boxes.lines import Answers, Lines
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept
from timeline.record.steps import Step
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms
from timeline.views.drawing import Drawing, drawing, last_happening
from timeline.views.lanes import NOT_SET, SHADES, Bar, Edge, Lane, lanes

HISTORIES, CHUNK = scaled(240), 36
DAYS = [date(2025, 12, 25) + timedelta(n) for n in range(40)]
TODAY, LATER = parse("2026-01-08"), parse("2025-10-13")
SAYS = Position(party="One", says="No.")


@cache
def drawn(first: int) -> list[tuple[str, Lane, Terms]]:
    """Return the lanes of a chunk of random records, each with what tells it from others."""
    return list(_drawn(first))


def _drawn(first: int) -> Iterator[tuple[str, Lane, Terms]]:
    for seed in range(first, first + CHUNK):
        random = Random(seed)
        acts = [Kept(*one) for one in history(random)]
        lines = _answers(acts).known(random.choice((None, None, date(2026, 1, 6))))
        terms = Terms(lines.steps)
        for lane in lanes(lines, lines.record.terms, TODAY):
            yield f"seed {seed}, {lane.term.key}", lane, terms


def _answers(acts: list[Kept]) -> Answers:
    return answers_of(acts, lambda record: [*record.terms])


def steps_in(lane: Lane, terms: Terms) -> Sequence[Step]:
    return terms.steps[lane.term.key]


def covers(one: Bar | Edge, on: date) -> bool:
    return (one.since or date.min) <= on <= (one.until or date.max)


def may_be(answer: Answer) -> set[tuple[str, str | None]]:
    possible = answer.possible or (answer.decided,)
    return {(one.status, one.value) for one in possible if one}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_a_lane_shows_what_the_rule_says(first: int) -> None:
    """A bar is what is certain; on a soft day there are several answers, all of them told."""
    for where, lane, terms in drawn(first):
        for on in DAYS:
            answers = may_be(answer_on(terms, lane.term, day(on)))
            bars = [bar for bar in lane.bars if covers(bar, on)]
            parts = [part for edge in lane.edges for part in edge.parts]
            soft = [
                part.names
                for part in parts
                if (part.since or date.min) <= on <= (part.until or date.max)
            ]
            certain = len(answers) == 1
            is_set = certain and answers != {(NOT_SET, None)}

            assert ([next(iter(answers))] if is_set else []) == [bar.name for bar in bars], where
            assert ([] if certain else [answers]) == soft, f"{where} on {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_a_shade_is_a_flag(first: int) -> None:
    """Hatching over a day more would accuse, over a day less would hide."""
    for where, lane, terms in drawn(first):
        for on in DAYS:
            flags = answer_on(terms, lane.term, day(on)).flags
            shown = [
                shade.flag
                for shade in lane.shades
                if (shade.since or date.min) <= on <= (shade.until or date.max)
            ]

            assert [flag for flag in SHADES if flag in flags] == shown, f"{where} on {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_an_edge_fades_while_its_neighbour_is_possible(first: int) -> None:
    """The fading says through which day the old answer may be, and from which the new."""
    for where, lane, _ in drawn(first):
        for edge in lane.edges:
            assert edge.before is None or edge.before.until == _day_before(edge.since), where
            assert edge.after is None or _day_before(edge.after.since) == edge.until, where
            for on in filter(lambda on: covers(edge, on), DAYS):
                names = next(part.names for part in edge.parts if on <= (part.until or date.max))
                if edge.before and edge.out and on <= edge.out:
                    assert edge.before.name in names, f"{where} on {on}"
                if edge.after and edge.into and on >= edge.into:
                    assert edge.after.name in names, f"{where} on {on}"


def _day_before(on: date | None) -> date | None:
    return on - timedelta(1) if on else None


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_happening_is_marked_or_listed(first: int) -> None:
    """Nothing that an event does to a term is lost, and no day is invented for it."""
    for where, lane, terms in drawn(first):
        steps = steps_in(lane, terms)
        events = {step.event for step in steps}
        assert events == {mark.event for mark in lane.marks} | {*lane.undated}

        for step in steps:
            whens = [mark.when for mark in lane.marks if mark.event == step.event]
            stated = step.when and (step.when.earliest or step.when.latest)

            assert (step.when in whens) if stated else (step.event in lane.undated), where


def test_the_hard_cases_are_common() -> None:
    """A property of lanes without edges would hold of anything."""
    found = [lane for first in range(0, HISTORIES, CHUNK) for _, lane, _ in drawn(first)]
    edges = [edge for lane in found for edge in lane.edges]

    assert HISTORIES < len(edges)
    assert HISTORIES / 12 < sum(edge.out is not None and edge.into is not None for edge in edges)
    assert HISTORIES / 24 < sum(len(edge.parts) > 1 for edge in edges)
    assert {*SHADES} == {shade.flag for lane in found for shade in lane.shades}
    assert {"expired", "ended", "in-force"} == {bar.status for lane in found for bar in lane.bars}


def lane(*acts: Act) -> Lane:
    """Return the lane of the fee by some acts."""
    [made] = lanes(_lines(*acts), ["fee"], TODAY)
    return made


def _lines(*acts: Act) -> Lines:
    return _answers([Kept(*one) for one in log(*acts)]).known(None)


def test_an_imprecise_change_has_a_soft_edge() -> None:
    """From its first possible day to the day before the last both answers may hold."""
    made = lane(
        happened("a", "2025-10-01", fee("1")), happened("b", "[2025-11-03..2025-11-20]", fee("2"))
    )
    [edge] = made.edges

    assert [("1", date(2025, 11, 2)), ("2", None)] == [(bar.value, bar.until) for bar in made.bars]
    assert (date(2025, 11, 3), date(2025, 11, 19)) == (edge.since, edge.until)
    assert (edge.until, edge.since) == (edge.out, edge.into)
    assert (("in-force", "1"), ("in-force", "2")) == edge.names


def test_marks_tell_what_an_event_did() -> None:
    """What is claimed is told as a claim, and is no answer."""
    made = lane(
        happened("a", "2025-10-01", fee("1")),
        happened("b", "2025-10-05", Claim(term="fee", value="2")),
        happened("c", "2025-10-07", Note(term="fee", text="Read it.")),
        happened(
            "d", "2025-10-09", Dispute(term="fee", positions=(Position(party="A", says="no"),))
        ),
        happened("e", "2025-10-11", Reaffirm(term="fee"), Claim(term="fee", when=LATER)),
        happened("f", "XXXX-06", Note(term="fee", text="In June.")),
        happened("g", None, End(term="fee")),
    )
    kinds = ("set", "claim", "note", "dispute", "reaffirm", "claim")

    assert [*zip(kinds, "abcdee", strict=True)] == [(one.kind, one.event) for one in made.marks]
    assert ["1", "2", None, None, None, "ended"] == [one.said for one in made.marks]
    assert ("f", "g") == made.undated
    assert ["claimed-otherwise", "claimed-otherwise", "disputed"] == [
        shade.flag for shade in made.shades
    ]
    assert [("1", None)] == [(bar.value, bar.until) for bar in made.bars]


def whole(*acts: Act, first: date | None = None, last: date | None = None) -> Drawing:
    return drawing([lane(*acts)], TODAY, first=first, last=last)


def test_a_drawing_has_room_for_all_that_is_dated() -> None:
    """Whole years, so that the axis begins and ends where a reader expects it to."""
    made = whole(happened("a", "2019-07-22", fee("1")), happened("b", "[2027-02..]", fee("2")))

    assert (date(2019, 1, 1), date(2027, 12, 31)) == (made.first, made.last)


def test_a_drawing_goes_on_through_the_last_known_end() -> None:
    """The day after it is drawn too: there the answer has run out."""
    made = whole(happened("a", "2026-01-03", fee("1", through=parse("2032"))))
    [bar, over] = made.lanes[0].bars

    assert (date(2032, 12, 31), date(2033, 1, 1)) == (bar.until, over.since)
    assert date(2033, 12, 31) == made.last
    assert [date(2026, 1, 3), date(2033, 1, 1)] == made.busy_days()


def test_the_events_that_changed_most_are_named() -> None:
    """At most five, in order of days; of those with a single change, no more than make it three."""
    several = [
        *(happened(f"e{n}", f"2025-0{n}-01", fee(str(n))) for n in range(1, 8)),
        happened("claims", "2025-09-01", Claim(term="fee", value="9")),
        happened("vague", "2024", fee("0")),
    ]
    [one] = whole(*several).lanes
    twice = replace(one, marks=tuple(mark for mark in one.marks if mark.event in ("e2", "e6")))
    made = drawing([one, twice], TODAY)

    assert ["e1", "e2", "e6"] == [mark.event for mark in made.turning_points()]
    assert ["e2", "e6"] == [mark.event for mark in drawing([twice], TODAY).turning_points()]
    assert [f"e{n}" for n in (1, 2, 3, 4, 5)] == [
        mark.event for mark in drawing([one, one], TODAY).turning_points()
    ]


def test_a_short_drawing_is_of_months() -> None:
    """A fortnight drawn on a year would be a dot."""
    made = whole(happened("a", "2026-01-03", fee("1")), happened("b", "2026-02-20", fee("2")))

    assert (date(2026, 1, 1), date(2026, 2, 28)) == (made.first, made.last)


@pytest.mark.parametrize(
    ("first", "last", "drawn"),
    [
        (date(2020, 5, 5), date(2021, 6, 6), (date(2020, 5, 5), date(2021, 6, 6))),
        (date(2030, 5, 5), None, (date(2030, 5, 5), date(2030, 12, 31))),
        (None, date(2010, 5, 5), (date(2010, 1, 1), date(2010, 5, 5))),
        (None, date.max, (date(2019, 1, 1), date.max)),
        (date.min, None, (date.min, date(2026, 12, 31))),
    ],
)
def test_the_ends_asked_for_are_the_ends(
    first: date | None, last: date | None, drawn: tuple[date, date]
) -> None:
    """An end that is left out is never on the wrong side of the other."""
    made = whole(happened("a", "2019-07-22", fee("1")), first=first, last=last)

    assert drawn == (made.first, made.last)


def test_of_nothing_there_is_a_drawing_too() -> None:
    """A partnership begins without events."""
    made = drawing([lane()], parse("XXXX-06"))

    assert made.lanes[0].is_empty
    assert [] == made.topics()
    assert made.chosen is None
    assert made.first < made.last


def test_the_last_happening_is_the_last_stated_day() -> None:
    """An end that nobody has stated is none."""
    lines = _lines(
        happened("a", "2019-07", fee("1")),
        happened("b", "[2020-02..]", fee("2")),
        happened("c", None),
    )

    assert date(2020, 2, 1) == last_happening(lines.steps["fee"])
    assert last_happening([]) is None
