"""Terms that hang on one another: what is over with another, long chains, two hinges each."""

import pytest
from rule_steps import step

from events.dates.dates import parse
from events.model.kinds import Authority, Term
from timeline.record.days import FAR
from timeline.record.steps import Step
from timeline.rule.answer import answer_on
from timeline.rule.state import phases, stretch
from timeline.rule.terms import Terms

LAST = parse("2026-01-31")
END = LAST.earliest.toordinal() if LAST.earliest else FAR


def hung(number: int, day: int, *hinges: str) -> list[Step]:
    """Return a set on *day*, and a later one for each further hinge."""
    return [
        step("set", number * 10 + n, number * 10 + n, ((day + n, day + n),), value="v", hinge=hinge)
        for n, hinge in enumerate(hinges)
    ]


def dated(verb: str, day: int, **said: object) -> Step:
    return step(verb, day, day, ((day, day),), **said)


def answered(terms: Terms, on: int) -> set[tuple[str, int]]:
    """Return the possible answers of `own` on a day, by status and last day.

    Its line has to say the same, be it whole or of that day alone.
    """
    answers = terms.answers("own", on)
    for line in phases(terms, "own"), phases(terms, "own", on, on):
        [state] = [one.state for one in line if one.first <= on <= one.last]
        assert answers == state.answers
    first, last = stretch(terms, "own", on)
    assert first <= on <= last
    return {(one.status, one.through) for one in answers}


def hinged(*hinge: Step, through: int = 30, unless: frozenset[str] = frozenset()) -> Terms:
    """Return `own`, set on day 3, which hangs on the term of the other steps."""
    own = dated("set", 3, value="v", through=through, hinge="other", unless=unless)
    mets = [one for one in hinge if one.verb == "met"]
    return Terms({"own": [own, *mets], "other": [one for one in hinge if one not in mets]})


ENDS, RETURNS = dated("end", 10), dated("set", 20, value="w")
STANDS, LASTS = dated("set", 2, value="w"), dated("set", 2, value="w", through=9)


@pytest.mark.parametrize("on", [10, 30, 31, 99])
def test_what_ended_with_another_does_not_expire_on_its_own_last_day(on: int) -> None:
    assert {("ended", FAR)} == answered(hinged(STANDS, ENDS), on)


@pytest.mark.parametrize("on", [10, 30, 31, 99])
def test_what_expired_with_another_keeps_the_last_day_of_that(on: int) -> None:
    assert {("expired", 9)} == answered(hinged(LASTS), on)


def test_nothing_turns_on_the_own_last_day_of_what_is_over() -> None:
    """So its stretch goes on, and no difference is told of that day."""
    for terms in hinged(STANDS, ENDS), hinged(LASTS):
        assert (10, FAR) == stretch(terms, "own", 31)


@pytest.mark.parametrize("on", [31, 40, 41, 50, 99])
def test_what_becomes_of_the_other_after_the_own_last_day_is_nothing_to_it(on: int) -> None:
    """It expired by itself, whether the other ends, expires or begins anew after that."""
    ends, returns = dated("end", 40), dated("set", 50, value="w")
    expires = dated("set", 2, value="w", through=40)

    assert {("expired", 30)} == answered(hinged(STANDS, ends, returns), on)
    assert {("expired", 30)} == answered(hinged(expires), on)
    assert {("expired", 30)} == answered(hinged(returns), on)


def test_what_was_over_does_not_return_after_its_own_last_day() -> None:
    terms = hinged(STANDS, ENDS, dated("set", 31, value="w"))

    assert {("ended", FAR)} == answered(terms, 31)


def test_where_the_other_is_in_force_again_the_own_last_day_counts_again() -> None:
    terms = hinged(STANDS, ENDS, RETURNS)

    assert {("ended", FAR)} == answered(terms, 19)
    assert {("in-force", 30)} == answered(terms, 20)
    assert {("expired", 30)} == answered(terms, 31)


def test_the_other_may_end_on_the_last_day_itself() -> None:
    assert {("ended", FAR)} == answered(hinged(STANDS, dated("end", 30)), 31)
    assert {("expired", 30)} == answered(hinged(STANDS, dated("end", 31)), 31)


def test_an_uncertain_end_of_the_other_is_asked_about_on_the_last_day() -> None:
    """What was possible then stays possible, though the other has surely ended since."""
    perhaps = step("end", 10, 10, ((25, 35),))

    assert {("ended", FAR), ("expired", 30)} == answered(hinged(STANDS, perhaps), 99)


def test_each_possible_answer_looks_at_the_other_on_its_own_last_day() -> None:
    """Two sets of one vague order, one through day 8 and one through day 30."""
    own = [
        step("set", number, number, ((3, 6),), value="v", through=through, hinge="other")
        for number, through in ((3, 8), (4, 30))
    ]
    terms = Terms({"own": own, "other": [STANDS, ENDS]})

    assert {("in-force", 8), ("in-force", 30)} == answered(terms, 8)
    assert {("expired", 8), ("in-force", 30)} == answered(terms, 9)
    assert {("expired", 8), ("ended", FAR)} == answered(terms, 31)


def test_what_hangs_on_something_that_hangs_is_over_as_that_was() -> None:
    """Each looks at the next on the earliest of the last days so far."""
    middle = dated("set", 3, value="m", through=20, hinge="root")
    own = dated("set", 4, value="v", through=30, hinge="middle")
    root = [STANDS, dated("end", 25)]

    assert {("expired", 20)} == answered(
        Terms({"own": [own], "middle": [middle], "root": root}), 99
    )
    assert {("ended", FAR)} == answered(
        Terms({"own": [own], "middle": [middle], "root": [STANDS, ENDS]}), 99
    )


def test_a_condition_met_ends_also_what_was_over_with_another() -> None:
    """It happened; a last day does not happen."""
    met = dated("met", 15, condition="x")
    terms = hinged(LASTS, met, unless=frozenset({"x"}))

    assert {("expired", 9)} == answered(terms, 14)
    assert {("ended", FAR)} == answered(terms, 15)
    assert {("ended", FAR)} == answered(terms, 99)


def test_what_expired_by_itself_rests_on_the_other_having_been_in_force() -> None:
    """So it is no more certain than that, before its last day and after."""
    reported = dated("set", 2, value="w", rank=1)

    for on in (30, 31):
        assert [Authority.REPORTED] == [
            one.authority for one in hinged(reported).answers("own", on)
        ]
    assert [Authority.OFFICIAL] == [one.authority for one in hinged().answers("own", 31)]


def chain_of(count: int) -> Terms:
    """Return terms of which each hangs on the one before, and the first has a last day."""
    first = step("set", 1, 1, ((END - 100, END - 100),), value="v", through=END, until=LAST)
    terms = {"t0": [first]}
    for number in range(1, count):
        terms[f"t{number}"] = hung(number, END - 50, f"t{number - 1}")
    return Terms(terms)


def test_a_chain_may_be_longer_than_the_stack() -> None:
    """Nothing calls itself for the next term that something hangs on."""
    terms = chain_of(700)
    last = Term(key="t699", title="Last")

    on, after = (answer_on(terms, last, parse(f"2026-{text}")) for text in ("01-31", "02-01"))

    assert ("in-force", "expired") == (on.status, after.status)
    assert [f"t{number}" for number in range(700)] == terms.with_dependencies("t699")
    assert "varied" == answer_on(terms, last, parse("[2026-01..2026-02]")).status


def test_terms_that_hang_on_two_others_each_are_gone_through_once() -> None:
    """By way of every path it would take longer than anybody waits: there are 10¹² of them."""
    terms = {"t0": [*chain_of(1).steps["t0"]], "t1": hung(1, END - 90, "t0")}
    for number in range(2, 60):
        terms[f"t{number}"] = hung(number, END - 80, f"t{number - 1}", f"t{number - 2}")
    every = Terms(terms)

    assert "in-force" == answer_on(every, Term(key="t59", title="Last"), LAST).status
    assert 60 == len(every.with_dependencies("t59"))
