"""What an event may do to others, and the sentence for what it may not."""

from dataclasses import replace

import pytest

from events.dates.dates import parse
from events.dates.reckoned import reckoned
from events.log.admission import Admission, admit
from events.model.kinds import (
    Act,
    Authority,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Thing,
    When,
    key_of,
)


def defined(thing: Thing) -> Define:
    return Define(id=f"define:{key_of(thing)}", thing=thing)


VOCABULARY: list[Act] = [
    defined(Term(key="licence.end", title="Licence end")),
    defined(Condition(key="cleared", title="A court clears it")),
    defined(Source(key="blog", url="https://example.org")),
    defined(Source(key="wire", title="A wire", published=parse("2026-03"))),
]


def day(text: str) -> When:
    return reckoned(text) or parse(text)


def event(
    id: str, when: str | None = None, *, announced: str | None = None, **said: object
) -> Event:
    return Event(
        id=id,
        title=id,
        authority=Authority.OFFICIAL,
        sources=("blog",),
        when=day(when) if when else None,
        announced=parse(announced) if announced else None,
        **said,  # type: ignore[arg-type]
    )


def corrected(event: str, **fields: object) -> Correct:
    if isinstance(fields.get("when"), str):
        fields["when"] = day(str(fields["when"]))
    correction = Correction(given=frozenset(fields), **fields)  # type: ignore[arg-type]
    return Correct(id=f"{event}.c1", event=event, fields=correction, reason="misread")


def retracted(event: str) -> Retract:
    return Retract(id=f"{event}.c9", event=event, reason="never was")


def sentences(*acts: Act) -> list[str]:
    """Return what is said against the last of *acts*; those before it are admitted."""
    *before, last = (*VOCABULARY, *acts)
    assert () == admit([], before).problems
    return [sentence for _, sentence in admit(before, [last]).problems]


PLAN = event("plan", announced="2026-01-30")
CLOSING = event("closing", "2026-06-01", dates="plan")
OFF = event("off", announced="2026-03-01", calls_off="plan")
ACTING = ("dates", "calls_off", "confirms", "denies")


def end(through: str | None = None, **said: object) -> Set:
    last = day(through) if through else None
    return Set(term="licence.end", value="x", through=last, **said)  # type: ignore[arg-type]


# Names


def test_a_plan_and_all_that_may_become_of_it_is_admitted() -> None:
    """One example of each."""
    acts: list[Act] = [
        *VOCABULARY,
        event("plan", announced="2026-01-30", changes=(end(once="cleared"),)),
        event("agency", announced="2026-01-31", confirms="plan"),
        CLOSING,
        event("bid", announced="2026-01-30"),
        event("off", announced="2026-03-01", calls_off="bid"),
        event("report", announced="2026-03-01"),
        event("denial", announced="2026-03-02", denies="report"),
        event("later", "60d after closing", changes=(end("10y from later"),)),
        event("new-text", "2027", restates=("licence.*", "licence.end")),
        Cover(id="c", through=parse("2026"), terms=("*",)),
    ]

    assert Admission(new=tuple(enumerate(acts))) == admit([], acts)
    assert Admission(repeated=tuple(range(len(acts)))) == admit(acts, acts)


@pytest.mark.parametrize(
    "said",
    [
        *({field: "plam"} for field in ACTING),
        {"when": day("60d after plam")},
        {"changes": (end("10y from plam"),)},
        {"changes": (Set(term="licence.end", value="x", when=day("60d after plam")),)},
    ],
)
def test_what_is_named_was_recorded_before(said: dict[str, object]) -> None:
    """In an event and in a correction; a slip of the name is told, and what was retracted."""
    slip = ["There is no event plam so far. Did you mean 'plan'?"]
    gone = ["The event plam is retracted; name another, or none."]
    plam = event("plam")

    assert slip == sentences(PLAN, replace(event("e"), **said))  # type: ignore[arg-type]
    assert slip == sentences(PLAN, event("e"), corrected("e", **said))
    assert gone == sentences(plam, retracted("plam"), replace(event("e"), **said))  # type: ignore[arg-type]
    assert [] == sentences(plam, replace(event("e"), **said))  # type: ignore[arg-type]


def test_what_it_waits_for_and_restates_is_defined() -> None:
    """Patterns too: one that matches nothing is a slip."""
    assert ["There is no condition clear so far. Did you mean 'cleared'?"] == sentences(
        event("e", changes=(end(once="clear"),))
    )
    no_match = ["There is no term licenze.* so far. Did you mean 'licence.end'?"]
    assert no_match == sentences(event("e", restates=("licence.*", "licenze.*")))
    assert no_match == sentences(event("e"), corrected("e", restates=("licenze.*",)))
    assert no_match == sentences(Cover(id="c", through=parse("2026"), terms=("licenze.*",)))
    assert [] == sentences(event("e", restates=("[kl]icence.?nd",)))


def test_a_pattern_may_match_a_former_name() -> None:
    """It still leads to the answers."""
    new = Term(key="permit.end", title="Permit end")
    renamed = Redefine(id="r", thing=Term(key="licence.end", title="x"), renamed="permit.end")

    assert [] == sentences(defined(new), renamed, event("e", restates=("licence.*",)))


# Chains


@pytest.mark.parametrize(
    ("first", "then"), [(a, b) for a in ("dates", "calls_off") for b in ("dates", "calls_off")]
)
def test_what_dates_or_calls_off_is_not_itself_dated_or_called_off(first: str, then: str) -> None:
    """Whichever was recorded first, also through a correction."""
    word = first.replace("_", "-")
    told = [f"one {word} plan, so it cannot itself be dated or called off."]
    plan, one = event("plan"), event("one", **{first: "plan"})

    assert told == sentences(plan, one, event("two", **{then: "one"}))
    assert told == sentences(plan, one, event("two"), corrected("two", **{then: "one"}))
    assert told == sentences(
        plan, event("one"), event("two", **{then: "one"}), corrected("one", **{first: "plan"})
    )
    assert [] == sentences(
        plan, one, corrected("one", **{first: None}), event("two", **{then: "one"})
    )
    assert [] == sentences(plan, one, retracted("one"), event("two", **{first: "plan"}))


def test_a_correction_withdrawn_may_not_leave_a_chain_behind() -> None:
    """What stood before it has to be what would be admitted."""
    free = corrected("closing", dates=None)
    acts: list[Act] = [PLAN, CLOSING, free, event("two", dates="closing")]

    assert ["closing dates plan, so it cannot itself be dated or called off."] == sentences(
        *acts, retracted("closing.c1")
    )


def test_a_denial_is_not_denied() -> None:
    """Whichever was recorded first, also through a correction; it may be confirmed."""
    told = ["one denies plan, so it cannot itself be denied."]
    one = event("one", denies="plan")

    assert told == sentences(PLAN, one, event("two", denies="one"))
    assert told == sentences(PLAN, one, event("two"), corrected("two", denies="one"))
    assert told == sentences(
        PLAN, event("one"), event("two", denies="one"), corrected("one", denies="plan")
    )
    assert [] == sentences(PLAN, one, event("two", confirms="one"))


@pytest.mark.parametrize(("one", "other"), [("dates", "calls_off"), ("confirms", "denies")])
def test_an_event_does_not_do_opposite_things(one: str, other: str) -> None:
    """To one event; to two it may, also in two steps."""
    words = f"{one} and {other.replace('_', '-')}"
    told = [f"e both {words} plan; leave one out."]

    assert told == sentences(PLAN, event("e", **{one: "plan", other: "plan"}))
    assert told == sentences(PLAN, event("e", **{one: "plan"}), corrected("e", **{other: "plan"}))
    assert [] == sentences(PLAN, event("more"), event("e", **{one: "plan", other: "more"}))


# Circles


def test_days_are_not_counted_from_one_another_in_a_circle() -> None:
    """Only a correction could make it so."""
    acts: list[Act] = [event("a"), event("b", "60d after a")]

    assert [
        "That would go round in a circle: a counted from b, b counted from a. "
        "Take one 'counted from' away."
    ] == sentences(*acts, corrected("a", when="1y after b"))
    assert [] == sentences(*acts, event("c"), corrected("a", when="1y after c"))


def test_no_event_is_dated_by_what_is_counted_from_it() -> None:
    """Nor by what is counted from that in turn, in either order."""
    told = [
        "That would go round in a circle: closing counted from plan, plan dated by closing. "
        "Take one of these away."
    ]

    assert told == sentences(PLAN, event("closing", "60d after plan", dates="plan"))
    assert told == sentences(PLAN, CLOSING, corrected("closing", when="60d after plan"))
    assert 1 == len(
        sentences(PLAN, event("a", "1y after plan"), event("closing", "1d after a", dates="plan"))
    )
    assert [] == sentences(PLAN, CLOSING, event("a", "1y after plan"))


def test_no_event_comes_after_what_it_dates() -> None:
    """What is dated comes directly before it."""
    assert [
        "That would go round in a circle: closing after plan, plan dated by closing. "
        "Take one of these away."
    ] == sentences(PLAN, event("closing", "2026-06-01", dates="plan", after="plan"))
    assert [] == sentences(PLAN, CLOSING, event("more", after="plan"))


def test_confirmations_and_denials_do_not_go_round() -> None:
    """Through corrections only, as an event names what was recorded before it."""
    acts: list[Act] = [event("a"), event("b", confirms="a"), event("c", confirms="b")]

    assert [
        "That would go round in a circle: a confirms c, c confirms b, b confirms a. "
        "Take one 'confirms' away."
    ] == sentences(*acts, corrected("a", confirms="c"))
    assert [
        "That would go round in a circle: a denies c, c confirms b, b confirms a. "
        "Take one of these away."
    ] == sentences(*acts, corrected("a", denies="c"))


def test_a_correction_withdrawn_may_not_close_a_circle() -> None:
    """The one that it was to open."""
    acts: list[Act] = [event("a"), event("b", "1d after a"), corrected("b", when="2026")]

    assert 1 == len(sentences(*acts, corrected("a", when="1d after b"), retracted("b.c1")))
    assert [] == sentences(*acts, retracted("b.c1"))


# Calling off


LATE = [
    "plan may have happened before off calls it off; record what ended with 'end', or leave "
    "'calls-off' out."
]


@pytest.mark.parametrize(
    ("when", "is_late"),
    [
        (None, False), ("2026-03-01", True), ("2026-03-02", False), ("2026", True),
        ("2027", False), ("[..2027]", True), ("XXXX-06", True), ("[2027..]", False),
        ("60d after signed", True), ("61d after signed", False), ("1y after undated", False),
    ],
)  # fmt: skip
def test_what_may_have_happened_is_not_called_off(when: str | None, is_late: bool) -> None:
    """On its first possible day, by the last one of the announcement; in any order of recording."""
    before = [event("signed", "2025-12-31"), event("undated")]
    plan = event("plan", when)
    off = event("off", announced="2026-03-01", calls_off="plan")
    dated = corrected("plan", when=when)

    assert (LATE if is_late else []) == sentences(*before, plan, off)
    assert (LATE if is_late else []) == sentences(*before, event("plan"), off, dated)
    assert (LATE if is_late else []) == sentences(
        *before, plan, event("off", announced="2026-03-01"), corrected("off", calls_off="plan")
    )


def test_what_it_is_counted_from_or_dated_by_is_looked_at() -> None:
    """A correction there may put the plan before it was called off."""
    plan, off = event("plan", "60d after signed"), OFF

    assert LATE == sentences(event("signed"), plan, off, corrected("signed", when="2025"))
    assert LATE == sentences(
        PLAN, event("closing", "2026-02", announced="2026-02", dates="plan"), OFF
    )
    late = event("closing", "2026-02", announced="2026-02-20", dates="plan")
    assert LATE == sentences(PLAN, OFF, late)


def test_the_last_word_before_it_was_called_off_counts() -> None:
    """A plan may be put off, and revived; what was denied is no word."""
    early = event("plan", "2026-02")
    put_off = event("put-off", "2027", announced="2026-01-31", dates="plan")
    revived = event("revived", "2026-02-01", announced="2026-04-01", dates="plan")
    again = event("again", announced="2026-03-02", calls_off="plan")
    closed = event("closed", "2026-02-20", announced="2026-02-02", dates="plan")

    assert [] == sentences(early, put_off, OFF)
    assert LATE == sentences(early, retarded(put_off), OFF)
    assert [] == sentences(PLAN, OFF, revived)
    assert [] == sentences(PLAN, OFF, again)
    assert LATE == sentences(PLAN, closed, OFF)
    assert [] == sentences(PLAN, closed, event("denial", denies="closed"), OFF)


def test_of_two_words_on_one_day_the_one_recorded_last_counts() -> None:
    """Whether it dates the plan or calls it off."""
    first = event("first", announced="2026-02-02", calls_off="plan")
    closed = event("closed", "2026-02-20", announced="2026-02-02", dates="plan")

    assert LATE == sentences(PLAN, first, closed, OFF)
    assert [] == sentences(
        PLAN, replace(closed, dates=None), first, corrected("closed", dates="plan"), OFF
    )


def retarded(event: Event) -> Event:
    """Return *event* as announced only after the plan was called off."""
    return replace(event, announced=parse("2026-05"))


@pytest.mark.parametrize(
    ("change", "is_late"),
    [
        (end(when=day("2026-02")), True),
        (end(during=parse("2026-02")), True),
        (end(when=day("2027")), False),
        (end(once="cleared"), False),
    ],
)
def test_a_change_of_a_plan_may_have_happened_too(change: Set, is_late: bool) -> None:
    """It has a day of its own."""
    plan = event("plan", changes=(change,))

    assert (LATE if is_late else []) == sentences(plan, OFF)


def test_the_announcement_is_what_stands_in_for_it() -> None:
    """The day of a source, or of the event; otherwise it has to be said."""
    plan = event("plan", "2026-03-31")
    wire = replace(event("off", calls_off="plan"), sources=("wire",))

    assert LATE == sentences(plan, wire)
    assert [] == sentences(event("plan", "2026-04-01"), wire)
    assert LATE == sentences(plan, event("off", "2026-05", calls_off="plan"))
    assert [
        "off calls plan off and does not say since when that is public; give 'announced'."
    ] == sentences(plan, event("off", calls_off="plan"))
    assert [] == sentences(PLAN, event("off", calls_off="plan"))


# Authority


@pytest.mark.parametrize(
    ("field", "value", "is_needed"),
    [
        ("confirms", "plan", True), ("denies", "plan", True), ("restates", ("licence.*",), True),
        ("met", ("cleared",), True), ("dates", "plan", False), ("after", "plan", False),
    ],
)  # fmt: skip
def test_what_rests_on_the_event_itself_needs_an_authority(
    field: str, value: object, is_needed: bool
) -> None:
    """Though each of its changes has one; also where a correction says it."""
    change = replace(end(), authority=Authority.PRESS)
    bare = replace(event("e", changes=(change,)), authority=None)

    for told in (
        sentences(PLAN, replace(bare, **{field: value})),  # type: ignore[arg-type]
        sentences(PLAN, bare, corrected("e", **{field: value})),
    ):
        assert is_needed == (len(told) == 1 and "The event e gives no authority, and" in told[0])
        assert is_needed or not told


# Claims of completeness


def test_completeness_of_some_terms_is_claimed_beside_that_of_all() -> None:
    """Of the same ones it is repeated only as the last word."""
    whole = Cover(id="c1", since=parse("2019"), through=parse("2026"))
    some = Cover(id="c2", since=parse("2021"), terms=("licence.*",))
    log, again = [*VOCABULARY, whole, some], replace(whole, id="c3")

    assert ((0, again),) == admit(log, [again]).new
    assert (0,) == admit(log, [replace(some, id="c3")]).repeated
    assert [] == sentences(whole, some)
    assert 1 == len(sentences(whole, some, Cover(id="c4", through=parse("2020"), terms=some.terms)))
    assert 1 == len(sentences(whole, some, Cover(id="c4", through=parse("2018"))))


# Numbers


STAKE = defined(Term(key="stake", title="Stake", unit="%"))


def held(value: str) -> Event:
    return event("sale", "2026-03-01", changes=(Set(term="stake", value=value),))


def test_the_value_of_a_term_with_a_unit_begins_with_a_number() -> None:
    """Nothing else can be compared or drawn."""
    assert [
        "The value of stake: 'a lot' does not begin with one number, as the values of a term with "
        "the unit '%' do; k, M or B may follow the number, and about, up to or at least stand "
        "before it."
    ] == sentences(STAKE, held("a lot"))


@pytest.mark.parametrize("value", ["28.4%", "about 27%", "undisclosed", "none"])
def test_a_number_or_a_value_that_is_not_told_is_taken(value: str) -> None:
    assert [] == sentences(STAKE, held(value))
