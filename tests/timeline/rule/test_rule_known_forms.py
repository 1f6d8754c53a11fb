"""Who says something, and with what authority, as known before all of its sources came out."""

from datetime import date
from random import Random

import pytest
from rule_histories import history
from rule_logs import dated, event, log, on, one

from events.model.kinds import Act, Authority, Claim, Define, Set, Source
from timeline.record.days import FAR
from timeline.record.record import Kept, Record, record_of
from timeline.record.relations import relations_of
from timeline.record.steps import Step, forms_by_day, own_steps, steps_of
from timeline.rule.terms import Terms

OFFICIAL, FILING, PRESS, REPORTED = Authority


def source(key: str, publisher: str | None, published: str | None) -> Define:
    """Return a source of a day of January, or of a date as written."""
    when = dated(published) if published else None
    thing = Source(key=key, title=key, publisher=publisher, published=when)
    return Define(id=f"source-{key}", thing=thing)


def record(*acts: Act) -> Record:
    return record_of(Kept(*each) for each in log(*acts))


def told(step: Step, of: Record) -> list[tuple[int, tuple[str, ...], Authority]]:
    """Return the editions: since which day of January, by whom, with what authority."""
    before = date(2025, 12, 31).toordinal()
    return [(day - before, each.by, each.authority) for day, each in forms_by_day(step, of)]


ACME, BOLT = source("acme", "acme", "5"), source("bolt", "bolt", "8")
REUTERS = source("reuters", "reuters", "11")
EARLY = {"announced": dated("3"), "authority": None}


def only(*acts: Act) -> tuple[Step, Record]:
    found = record(*acts)
    [step] = steps_of(found)["t"]
    return step, found


def test_what_all_is_stated_of_has_one_edition_which_is_the_step() -> None:
    step, of = only(REUTERS, event("e", "3", one("1"), by=("acme",), sources=("reuters",)))

    [(day, edition)] = forms_by_day(step, of)

    assert step.public == day
    assert step is edition


def test_speakers_left_out_grow_with_the_sources() -> None:
    step, of = only(
        ACME, BOLT, event("e", "3", one("1"), sources=("acme", "bolt"), announced=dated("3"))
    )

    assert [
        (3, (), OFFICIAL), (5, ("acme",), OFFICIAL), (8, ("acme", "bolt"), OFFICIAL),
    ] == told(step, of)  # fmt: skip
    assert step is forms_by_day(step, of)[-1][1]


def test_an_authority_left_out_waits_for_a_source_of_a_party() -> None:
    step, of = only(ACME, event("e", "3", one("1"), by=("acme",), sources=("acme",), **EARLY))

    assert [(3, ("acme",), REPORTED), (5, ("acme",), OFFICIAL)] == told(step, of)
    assert [1, 3] == [edition.rank for _, edition in forms_by_day(step, of)]


def test_an_authority_left_out_may_fall_when_others_say_so_too() -> None:
    step, of = only(ACME, REUTERS, event("e", "3", one("1"), sources=("acme", "reuters"), **EARLY))

    assert [
        (3, (), REPORTED), (5, ("acme",), OFFICIAL), (11, ("acme", "reuters"), REPORTED),
    ] == told(step, of)  # fmt: skip


def test_a_change_may_state_what_its_event_leaves_out() -> None:
    change = Set(term="t", value="1", by=("bolt",), authority=PRESS)
    step, of = only(ACME, event("e", "3", change, sources=("acme",), **EARLY))

    assert [(3, ("bolt",), PRESS)] == told(step, of)


def test_a_source_that_only_adds_itself_makes_no_edition() -> None:
    again = source("again", "acme", "9")
    step, of = only(ACME, again, event("e", "5", one("1"), sources=("acme", "again")))

    assert [(5, ("acme",), OFFICIAL)] == told(step, of)
    assert ("acme",) == steps_of(of, known=on(8))["t"][0].sources
    assert step.sources == steps_of(of, known=on(9))["t"][0].sources


def test_a_source_counts_from_its_latest_day_or_of_an_open_end_from_its_earliest() -> None:
    for published, day in (("[2026-01-06..2026-01-09]", 9), ("[2026-01-07..]", 7)):
        late = source("late", "acme", published)
        step, of = only(late, event("e", "3", one("1"), sources=("late",), announced=dated("3")))

        assert [(3, (), OFFICIAL), (day, ("acme",), OFFICIAL)] == told(step, of)


def test_a_source_of_no_year_is_never_cited_by_a_cut_view() -> None:
    never = source("never", "acme", "XXXX-01")
    step, of = only(never, event("e", "3", one("1"), sources=("never",), announced=dated("3")))

    assert [step.public, FAR] == [day for day, _ in forms_by_day(step, of)]
    assert step is forms_by_day(step, of)[-1][1]
    assert () == steps_of(of, known=date.max)["t"][0].by


def test_a_source_without_a_date_came_with_the_statement() -> None:
    undated = source("undated", "acme", None)
    step, of = only(undated, event("e", "3", one("1"), sources=("undated",), **EARLY))

    assert [(3, ("acme",), OFFICIAL)] == told(step, of)


def test_a_condition_met_has_editions_too() -> None:
    """Nothing of the term is known of its own, so its end may be reported first."""
    of = record(
        ACME,
        event("e", "3", Set(term="t", value="1", unless=("x",))),
        event("m", "4", met=("x",), sources=("acme",), announced=dated("4"), authority=None),
    )
    met = steps_of(of)["t"][1]

    assert [(4, (), REPORTED), (5, ("acme",), OFFICIAL)] == told(met, of)


def test_a_condition_met_is_no_step_of_a_term_not_known_to_name_it() -> None:
    """It would tell that there will be an answer with that condition."""
    of = record(
        event("m", "4", met=("x",)),
        event("e", "5", Set(term="t", value="1", unless=("x",))),
    )

    assert [] == steps_of(of, known=on(4))["t"]
    assert 2 == len(steps_of(of, known=on(5))["t"])


def test_a_condition_met_is_one_step_for_all_terms_that_name_it() -> None:
    named = [Set(term=term, value="1", unless=("x",)) for term in ("t", "u")]
    of = record(
        ACME,
        event("e", "3", *named),
        event("m", "4", met=("x",), sources=("acme",), announced=dated("4"), authority=None),
    )
    steps = steps_of(of, known=on(4))

    assert steps["t"][1] is steps["u"][1]


def test_two_claims_are_of_one_speaker_once_it_is_known() -> None:
    """Before its source came out, nobody knew that the second takes back the first."""
    of = record(
        ACME,
        BOLT,
        event("e", "3", Claim(term="t", value="1"), by=("bolt",)),
        event("f", "4", Claim(term="t", value="2"), sources=("bolt",), announced=dated("4")),
    )
    number = on(20).toordinal()

    for known, values in ((7, {"1", "2"}), (8, {"2"})):
        said = Terms(steps_of(of, known=on(known))).said("t", number)
        assert values == {claim.value for claim in said.claims}


@pytest.mark.parametrize("first", range(0, 150, 50))
def test_a_cut_view_has_the_edition_of_its_day(first: int) -> None:
    """With the sources that it may cite, on random histories; the last is the step as it is."""
    for seed in range(first, first + 50):
        of = record_of(Kept(*each) for each in history(Random(seed)))
        own, ending = own_steps(of.events, relations_of(of))
        whole = {one_of(step): step for several in (*own.values(), ending) for step in several}
        every = {key: forms_by_day(step, of) for key, step in whole.items()}
        for key, several in every.items():
            days = [day for day, _ in several]
            assert whole[key].public == days[0]
            assert sorted(set(days)) == days
            assert whole[key] is several[-1][1]
        for number in range(1, 20):
            known = on(number)
            for cut in steps_of(of, known=known).values():
                for step in cut:
                    [*_, edition] = [
                        each for day, each in every[one_of(step)] if day <= known.toordinal()
                    ]
                    assert fields(edition) == fields(step), f"seed {seed}, known {known}"


def one_of(step: Step) -> tuple[str, int]:
    return step.event, step.index


def fields(step: Step) -> list[object]:
    return [getattr(step, name) for name in Step.__slots__ if name != "sources"]
