"""What payloads may say, and what somebody is told who says something else."""

from random import Random
from typing import Any

import payload_acts as made
import pytest

from events.dates.dates import parse
from events.dates.durations import Duration
from events.model.kinds import Claim, Correct, Cover, Define, Dispute, Event, Redefine, Set, Term
from events.model.problems import Path, Problem
from events.payload import codec, explain

BASE: dict[str, Any] = {
    "id": "e",
    "when": "2025-10-28",
    "title": "Signed",
    "authority": "official",
    "sources": ["s"],
}


def problems_of(plain: object, *, id_needed: bool = True) -> list[Problem]:
    problems: list[Problem] = []
    act = codec.read(plain, problems, id_needed=id_needed)

    assert (act is None) == bool(problems)
    return problems


def said_of(plain: object) -> str:
    """Return the only thing that is wrong with *plain*, with its place."""
    [problem] = problems_of(plain)
    return str(problem)


def said_of_change(**change: object) -> str:
    return said_of({**BASE, "changes": [{key.replace("_", "-"): change[key] for key in change}]})


def change_of(**change: object) -> object:
    act = codec.read({**BASE, "changes": [change]}, [])
    assert isinstance(act, Event)
    return act.changes[0]


def test_every_problem_has_a_sentence_and_a_place() -> None:
    """The place is there, or one step from where a key is missing."""
    for seed in range(3000):
        rng = Random(seed)
        plain = made.worsened(rng, codec.plain(made.act(rng)))
        for problem in problems_of(plain):
            assert problem.sentence[-1] in ".?"
            assert problem.sentence[0].isupper() or problem.sentence[0] in "'\"", problem
            assert_stands(plain, problem)


def assert_stands(plain: object, problem: Problem) -> None:
    place: Any = plain
    for step in problem.path:
        place = place[step]
    if problem.at_key:
        assert repr(str(problem.path[-1]))[:50] in problem.sentence


def test_an_event_may_leave_its_authority_out() -> None:
    """Whether one follows is told by the parties and the publishers, which are not in it."""
    without = {key: BASE[key] for key in BASE if key != "authority"}

    assert [] == problems_of(without)


ACTING = {"dates": "date", "calls-off": "call off", "confirms": "confirm", "denies": "deny"}


@pytest.mark.parametrize("key", ACTING)
def test_an_event_says_what_it_does_to_another(key: str) -> None:
    """By its id; a correction may also take that away."""
    act = codec.read({**BASE, key: "other"}, [])

    assert "other" == getattr(act, key.replace("-", "_"))
    assert "cannot be the name of an event" in said_of({**BASE, key: "Other"})
    for nothing in (None, "none"):
        took = codec.read({"correct": "e", "id": "x", "reason": "r", key: nothing}, [])
        assert isinstance(took, Correct)
        assert frozenset({key.replace("-", "_")}) == took.fields.given
        assert getattr(took.fields, key.replace("-", "_")) is None


@pytest.mark.parametrize(("key", "does"), ACTING.items())
def test_an_event_does_nothing_to_itself(key: str, does: str) -> None:
    """Nor does a correction say that it did."""
    sentence = f"{key}: An event cannot {does} itself; name another event."

    assert sentence == said_of({**BASE, key: "e"})
    assert sentence == said_of({"correct": "e", "id": "x", "reason": "r", key: "e"})


def test_an_event_restates_what_matches_its_patterns() -> None:
    """Of terms, by their names; an empty list in a correction takes them away."""
    act = codec.read({**BASE, "restates": ["governance.*", "rofr"]}, [])
    took = codec.read({"correct": "e", "id": "x", "reason": "r", "restates": []}, [])

    assert isinstance(act, Event)
    assert isinstance(took, Correct)
    assert (("governance.*", "rofr"), ()) == (act.restates, took.fields.restates)
    assert {"restates": []}.items() <= codec.plain(took).items()
    assert "restates[0]: 'A *' matches no term" in said_of({**BASE, "restates": ["A *"]})
    assert "a pattern such as cloud.*, not a number" in said_of({**BASE, "restates": [1]})


def test_completeness_may_be_claimed_of_some_terms() -> None:
    """By patterns, likewise."""
    act = codec.read({"cover": "2026", "id": "x", "terms": ["cloud.*"]}, [])

    assert act == Cover(id="x", through=parse("2026"), terms=("cloud.*",))


def test_a_set_renews_after_its_last_day() -> None:
    """A time given by `during` is over at its end."""
    renewed = {"set": "t", "value": "x", "through": "2028", "renews": "1y", "notice": "4m"}

    assert change_of(**renewed) == Set(
        term="t", value="x", through=parse("2028"), renews=Duration(12), notice=Duration(4)
    )
    assert said_of_change(set="t", value="x", renews="1y") == (
        "changes[0].renews: An answer renews after its last day; give 'through', the last day of "
        "its first run."
    )
    assert "in place of 'during'." in said_of_change(set="t", value="x", renews="1y", during="2022")
    assert "give 'through'" in said_of_change(set="t", value="x", renews="1y", through="none")
    assert "not '1'" in said_of_change(set="t", value="x", through="2028", renews="1")


@pytest.mark.parametrize(("key", "value"), [("when", "2025"), ("during", "2025"), ("of", "other")])
def test_what_starts_once_a_condition_is_met_has_no_other_day(key: str, value: str) -> None:
    """The condition gives it."""
    assert change_of(set="t", value="x", once="c") == Set(term="t", value="x", once="c")
    assert said_of_change(**{"set": "t", "value": "x", "once": "c", key: value}) == (
        f"changes[0].{key}: With 'once' it takes effect when the condition is met; leave '{key}' "
        "out."
    )


def test_what_starts_once_a_condition_is_met_may_have_a_last_day_before_its_event() -> None:
    """The day of the event says nothing about it."""
    assert change_of(set="t", value="x", once="c", through="2020")


@pytest.mark.parametrize("key", ["once", "renews", "notice", "unless", "while"])
def test_other_verbs_neither_start_nor_renew(key: str) -> None:
    """Only an answer does."""
    for verb in ("end", "claim"):
        [problem] = problems_of({**BASE, "changes": [{verb: "t", key: ["1y"], **CLAIMED[verb]}]})
        assert "is not known here" in problem.sentence


CLAIMED: dict[str, dict[str, str]] = {"end": {}, "claim": {"value": "x"}}


@pytest.mark.parametrize("key", [*ACTING, "restates", "met", "after"])
def test_what_an_event_does_is_not_said_in_a_change(key: str) -> None:
    """Whoever puts it there is told where it goes."""
    assert said_of_change(**{key: "plan"}) == (
        f"changes[0].{key}: '{key}' is no verb; it belongs to the event, beside 'changes'."
    )


@pytest.mark.parametrize(
    ("verb", "advice"),
    [
        *((word, "use 'set' with the whole new answer") for word in ("extend", "widen", "narrow")),
        *((word, "use 'set' with the whole new answer") for word in ("increase", "Amend")),
        *((word, "use 'end', or 'set' where another") for word in ("terminate", "cancel")),
        ("clarify", "use 'set' with 'of: EVENT'"),
        ("deny", "use 'dispute'"),
        ("allege", "use 'claim'"),
        ("leave-unsiad", "Did you mean 'leave-unsaid'?"),
        ("sett", "Did you mean 'set'?"),
    ],
)
def test_a_word_that_is_no_verb_is_answered_with_the_verb(verb: str, advice: str) -> None:
    """Those of the news, and misspelt ones."""
    [problem] = problems_of({**BASE, "changes": [{"value": "x", verb: "t"}]})

    assert ("changes", 0, verb) == problem.path
    assert problem.at_key
    assert advice in problem.sentence


def test_a_change_has_one_verb() -> None:
    """Neither none nor two."""
    assert said_of_change(value="x").startswith("changes[0]: This change has no verb; begin it")
    assert said_of_change(set="t", end="t") == (
        "changes[0]: One change has one verb; split 'set' and 'end'."
    )


def test_a_verb_beside_the_keys_of_an_event_belongs_to_its_changes() -> None:
    """Whoever forgets the list writes it there."""
    assert said_of({**BASE, "end": "t"}) == (
        "end: 'end' is the verb of a change; write it in the list 'changes'."
    )


def test_a_note_is_beside_every_verb_and_is_one() -> None:
    """Alone it names a term and has a text."""
    assert [] == problems_of({**BASE, "changes": [{"end": "t", "note": "At last."}]})
    assert [] == problems_of({**BASE, "changes": [{"note": "t", "text": "At last."}]})
    assert "The key 'text' is missing" in said_of_change(note="t")


def test_a_claim_is_of_a_value_or_of_an_end() -> None:
    """True is a boolean in JSON, and a text in a file."""
    assert change_of(claim="t", ended=True) == change_of(claim="t", ended="true")
    assert change_of(claim="t", ended=True) == Claim(term="t")
    assert change_of(claim="t", value="x", adds="true") == Claim(term="t", value="x", adds=True)
    assert "The key 'value' is missing" in said_of_change(claim="t")
    assert "leave one out" in said_of_change(claim="t", value="x", ended=True)
    assert "The value of 'ended' is true" in said_of_change(claim="t", ended="false")


def test_the_positions_of_a_dispute_need_not_be_public() -> None:
    """That it exists may be all that is known."""
    assert change_of(dispute="t") == change_of(dispute="t", positions=[]) == Dispute(term="t")
    assert said_of_change(dispute="t", positions=[{"party": "A"}]) == (
        "changes[0].positions[0]: The key 'says' is missing: say what it holds."
    )


def test_a_day_is_said_once() -> None:
    """By `of`, by `during`, or by the rest."""
    during = {"set": "t", "value": "x", "during": "2022"}

    assert change_of(**during) == Set(term="t", value="x", during=parse("2022"))
    for key in ("when", "through"):
        assert f"leave '{key}' out" in said_of_change(**during, **{key: "2022"})
    assert "With 'of' a change falls on that event's day; leave 'during' out" in said_of_change(
        **during, of="e"
    )
    assert "leave 'when' out" in said_of_change(end="t", of="e", when="2022")


@pytest.mark.parametrize("date", ["[2020..]", "[..2020]", "XXXX-06", "[2020,2022]"])
def test_a_stretch_of_days_begins_and_ends(date: str) -> None:
    """And has no gap."""
    assert "is not one stretch with two ends" in said_of_change(set="t", value="x", during=date)


def test_an_answer_is_not_over_before_it_takes_effect() -> None:
    """On its own day, or on that of its event; not where it falls on another event's."""
    early = {"set": "t", "value": "x", "through": "2025-09"}
    over = "'2025-09' is over before '2025-10-28', when the answer takes effect"

    assert over in said_of_change(**early)
    assert over in said_of_change(claim="t", value="x", through="2025-09")
    assert "is over before '2026'" in said_of_change(**early, when="2026")
    assert change_of(**early, when="2025-08")
    assert change_of(**early, of="other")
    assert "has no last day; say through which day" in said_of_change(
        set="t", value="x", through="[2026..]"
    )


def test_an_answer_that_is_over_is_told_beside_what_else_is_wrong() -> None:
    """All problems come at once."""
    changes = [{"set": "t", "value": "x", "through": "2020"}, {"extend": "t"}]

    assert [("changes", 1, "extend"), ("changes", 0, "through")] == [
        problem.path for problem in problems_of({**BASE, "changes": changes})
    ]


def test_no_event_is_called_none() -> None:
    """In files that word stands for nothing."""
    assert "it stands for no event at all" in said_of({**BASE, "id": "none"})
    assert "it stands for no event at all" in said_of_change(end="t", of="none")


@pytest.mark.parametrize(("text", "notice"), [("60d", Duration(days=60)), ("1y", Duration(12))])
def test_a_term_has_a_notice_in_days_months_or_years(text: str, notice: Duration) -> None:
    """As contracts write it."""
    act = codec.read({"define": "term:t", "id": "x", "title": "T", "notice": text}, [])

    assert act == Define(id="x", thing=Term(key="t", title="T", notice=notice))


def test_a_notice_without_its_unit_is_refused() -> None:
    """Sixty what?"""
    assert "such as 60d, 4m or 1y, not '60'" in said_of(
        {"define": "term:t", "id": "x", "title": "T", "notice": "60"}
    )


def test_a_term_has_one_fate() -> None:
    """It is renamed, split or merged."""
    base = {"redefine": "term:t", "id": "x", "title": "T"}
    act = codec.read({**base, "split": ["a", "b"]}, [])

    assert act == Redefine(id="x", thing=Term(key="t", title="T"), split=("a", "b"))
    assert "split into two terms or more" in said_of({**base, "split": ["a"]})
    assert "renamed or merged, not both" in said_of({**base, "renamed": "a", "merged": "b"})
    assert "is not known here" in said_of(
        {"redefine": "condition:c", "id": "x", "title": "T", "renamed": "d"}
    )


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ([], "An entry is a mapping of keys to values."),
        ({"correct": "e", "retract": "e"}, "One entry is one act; split 'correct' and 'retract'."),
        ({"define": "thing:t", "id": "x"}, "define: Name what is defined: term:NAME"),
        ({"define": "partnership:t", "id": "x"}, "define: Name what is defined: term:NAME"),
        ({"define": 1, "id": "x"}, "define: Name what is defined: term:NAME"),
        ({"define": "term:T", "id": "x", "title": "T"}, "define: 'T' cannot be the name of a term"),
        ({"define": "source:s", "id": "x"}, "The key 'url' is missing: say where it can be read"),
        ({"cover": "none", "id": "x"}, "cover: Say through which day the log is complete"),
        ({"cover": "2020", "from": "2021", "id": "x"}, "cover: '2020' is over before '2021'"),
        ({"cover": "[2020..]", "id": "x"}, "cover: '[2020..]' has no last day"),
        ({"cover": "none", "from": "[..2020]", "id": "x"}, "from: '[..2020]' has no first day"),
        ({"assert": "t", "on": "2020", "id": "x"}, "An assertion expects something"),
        ({"assert": "t", "on": "none", "value": "x", "id": "x"}, "on: 'on' is a day"),
        ({"correct": "e", "reason": "r", "id": "x"}, "A correction gives the fields it replaces"),
        ({"retract": "e", "reason": "r"}, "The key 'id' is missing: every act on the record"),
        ({**BASE, "sources": []}, "sources: This list is empty; an event cites at least one"),
        ({**BASE, "sources": "s"}, "sources: The value of 'sources' is a list: write [source-name"),
        ({**BASE, "sources": ["s", "s"]}, "sources[1]: 's' stands twice in this list"),
        ({**BASE, "sources": ["S"]}, "sources[0]: 'S' cannot be the name of a source"),
        ({**BASE, "changes": {}}, "changes: The value of 'changes' is a list: write '- VERB"),
        ({**BASE, "changes": [1]}, "changes[0]: A change is a mapping such as '- VERB: TERM'"),
        ({**BASE, "authority": "oficial"}, "authority: 'oficial' is no authority"),
        ({**BASE, "date": "2020"}, "date: The key 'date' is not known here. Did you mean 'when'?"),
        ({**BASE, "tilte": "x"}, "tilte: The key 'tilte' is not known here. Did you mean 'title'?"),
        ({**BASE, "when": ["2020"]}, "when: Put a date in brackets in quotes"),
        ({**BASE, "when": ""}, "when: '' cannot be read as a date"),
        ({**BASE, "title": None}, "title: Write a text here, in quotes, not null."),
        ({**BASE, "title": " "}, "title: This text is empty"),
        ({**BASE, "title": "a\0"}, "title: This text holds a NUL character"),
        ({**BASE, "title": "\udc80"}, "title: This text holds half of a character"),
    ],
)
def test_a_mapping_is_refused_with_a_place_and_a_sentence(plain: object, sentence: str) -> None:
    """One thing is wrong with each."""
    assert said_of(plain).startswith(sentence)


def test_an_act_on_the_record_may_be_numbered_by_whoever_reads_it() -> None:
    """An event names itself, whatever reads it."""
    assert [] == problems_of({"retract": "e", "reason": "r"}, id_needed=False)
    assert [()] == [
        one.path for one in problems_of({k: BASE[k] for k in BASE if k != "id"}, id_needed=False)
    ]


def test_guessing_ends_after_so_many_unknown_keys() -> None:
    """Each guess takes a while, and a file can have any number of keys."""
    problems: list[Problem] = []
    explain.read({**BASE, **{f"title{n}": "x" for n in range(100)}}, problems)

    assert explain.GUESSES == sum("Did you mean" in problem.sentence for problem in problems)


def test_a_place_is_written_as_programs_write_it() -> None:
    """For whoever has no line and column to show."""
    path: Path = ("changes", 2, "positions", 0, "party")

    assert "changes[2].positions[0].party: No." == str(Problem(path, "No."))


def test_a_long_address_that_is_none_is_refused_at_once() -> None:
    """A pattern that tries every way to divide it would take minutes."""
    url = f"https://{'a' * 200_000} "

    assert "is no address" in said_of({"define": "source:s", "id": "x", "url": url})


@pytest.mark.parametrize("day", ["9999-12-31", "9999", "9999-12", "[2020,9999]", "[9999-12-31..]"])
def test_nothing_becomes_public_on_the_last_day_there_is(day: str) -> None:
    """The stored answers know it as the day as of which all is asked that is ever known."""
    source = {"define": "source:s", "id": "d", "title": "S", "published": day}

    for said in (
        said_of({**BASE, "announced": day}),
        said_of_change(set="t", value="v", announced=day),
        said_of(source),
    ):
        assert "on the last day of the calendar" in said


@pytest.mark.parametrize("day", ["9999-12-31", "[..2020]", "XXXX-06"])
def test_an_assertion_is_cut_on_a_day(day: str) -> None:
    """One without an earliest day would be held against all that is known."""
    said = said_of({"assert": "t", "id": "a", "on": "2020", "known": day, "value": "v"})

    assert "cannot say what was known by" in said
