"""Terms that hang on one another: long chains, and terms that hang on two others each."""

from test_rule_shared_days import step

from events.dates import parse
from events.model.kinds import Term
from timeline.record.steps import FAR, Step
from timeline.rule.answer import answer_on
from timeline.rule.terms import Terms

LAST = parse("2026-01-31")
END = LAST.earliest.toordinal() if LAST.earliest else FAR


def hung(number: int, day: int, *hinges: str) -> list[Step]:
    """Return a set on *day*, and a later one for each further hinge."""
    return [
        step("set", number * 10 + n, number * 10 + n, ((day + n, day + n),), value="v", hinge=hinge)
        for n, hinge in enumerate(hinges)
    ]


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
    assert [f"t{number}" for number in range(700)] == terms.chain("t699")
    assert "varied" == answer_on(terms, last, parse("[2026-01..2026-02]")).status


def test_terms_that_hang_on_two_others_each_are_gone_through_once() -> None:
    """By way of every path it would take longer than anybody waits: there are 10¹² of them."""
    terms = {"t0": [*chain_of(1).steps["t0"]], "t1": hung(1, END - 90, "t0")}
    for number in range(2, 60):
        terms[f"t{number}"] = hung(number, END - 80, f"t{number - 1}", f"t{number - 2}")
    every = Terms(terms)

    assert "in-force" == answer_on(every, Term(key="t59", title="Last"), LAST).status
    assert 60 == len(every.chain("t59"))
