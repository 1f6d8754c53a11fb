"""What may follow a log, and the sentence for what may not."""

from dataclasses import replace

import pytest

from events.dates.dates import parse
from events.log.admission import Admission, admit
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    End,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Thing,
    key_of,
)


def defined(thing: Thing) -> Define:
    return Define(id=f"define:{key_of(thing)}", thing=thing)


def redefined(thing: Thing, number: int = 1) -> Redefine:
    return Redefine(id=f"define:{key_of(thing)}.c{number}", thing=thing)


LICENCE = Term(key="licence.end", title="Licence end")
LONGER = Term(key="licence.end", title="End of the licence")
US = Partnership(title="Us and them", parties=("Us", "Them"))
VOCABULARY: list[Act] = [
    defined(US),
    defined(LICENCE),
    defined(Condition(key="agi", title="AGI is reached")),
    defined(Source(key="blog", url="https://example.org")),
]
SIGNED = Event(
    id="signed",
    title="Signed",
    authority=Authority.OFFICIAL,
    sources=("blog",),
    when=parse("2025"),
    changes=(Set(term="licence.end", value="2032", unless=("agi",)),),
)
LATER = Event(
    id="told",
    title="Told",
    authority=Authority.PRESS,
    sources=("blog",),
    changes=(Set(term="licence.end", value="2033", of="signed"),),
    met=("agi",),
)
LOG = [*VOCABULARY, SIGNED]


def corrected(event: str = "signed", *, id: str = "signed.c1", **fields: object) -> Correct:
    correction = Correction(given=frozenset(fields), **fields)  # type: ignore[arg-type]
    return Correct(id=id, event=event, fields=correction, reason="misread")


def retracted(event: str, *, id: str = "signed.c9") -> Retract:
    return Retract(id=id, event=event, reason="never was")


def changed(event: Event, **changes: object) -> Event:
    return replace(event, id="another", **changes)  # type: ignore[arg-type]


def sentences(standing: list[Act], *offered: Act) -> list[str]:
    return [sentence for _, sentence in admit(standing, offered).problems]


# What is new and what is there


def test_a_whole_ledger_is_admitted_into_an_empty_log() -> None:
    """References may be to what was offered before."""
    offered = [*LOG, LATER]

    assert Admission(new=tuple(enumerate(offered))) == admit([], offered)


def test_a_ledger_again_is_repeated() -> None:
    """Import is idempotent."""
    offered = [*LOG, LATER]

    assert Admission(repeated=tuple(range(len(offered)))) == admit(offered, offered)


def test_a_ledger_with_one_more_event_adds_one() -> None:
    """The daily use of a file in git."""
    offered = [*LOG, LATER]

    assert admit(LOG, offered).new == ((5, LATER),)


def test_what_is_offered_twice_is_admitted_once() -> None:
    """Files are concatenated."""
    assert Admission(new=((0, LATER),), repeated=(1,)) == admit(LOG, [LATER, LATER])


def test_the_same_id_with_other_content_names_both() -> None:
    """A known event changes by a correction only."""
    other = Event(id="signed", title="Sealed", authority=Authority.OFFICIAL, sources=("blog",))

    assert sentences(LOG, other) == [
        "The event signed is already in the log with other content (when: '2025' there, nothing "
        "here; title: 'Signed' there, 'Sealed' here; other changes); give other news another "
        "id; to change what is recorded use `timeline correct signed`."
    ]


def test_the_id_of_another_kind_of_act_is_taken_too() -> None:
    """Ids name entries, whatever they are."""
    cover = Cover(id="signed", through=parse("2026"))

    assert sentences(LOG, cover) == [
        "The event signed is already in the log with other content (event there, claim of "
        "completeness here); give other news another id; to change what is recorded use "
        "`timeline correct signed`."
    ]


# Definitions


def test_a_changed_definition_becomes_a_redefinition() -> None:
    """A newer version of the file adds entries for what changed."""
    assert ((0, redefined(LONGER)),) == admit(LOG, [defined(LONGER)]).new


def test_redefinitions_are_numbered() -> None:
    """Each is an entry with an id of its own."""
    again = Term(key="licence.end", title="Expiry")

    assert ((0, redefined(again, 2)),) == admit([*LOG, redefined(LONGER)], [defined(again)]).new


def test_what_was_ever_defined_so_is_repeated() -> None:
    """An older version of the file must not undo the newer."""
    standing = [*LOG, redefined(LONGER)]

    assert Admission(repeated=(0, 1)) == admit(standing, [defined(LICENCE), defined(LONGER)])


def test_a_source_retells_one_that_is_there() -> None:
    """A retelling of nothing hides whose news it is."""
    wire = Source(key="wire", title="A report", retells="blog")
    stray = replace(wire, retells="blogg")
    expected = ["There is no source blogg so far. Did you mean 'blog'?"]

    assert sentences(LOG, defined(wire)) == []
    assert sentences(LOG, defined(stray)) == expected
    assert sentences([*LOG, defined(wire)], redefined(stray)) == expected


def test_a_redefinition_said_outright_may_go_back() -> None:
    """Whoever writes `redefine` means it."""
    back = redefined(LICENCE, 2)

    assert ((0, back),) == admit([*LOG, redefined(LONGER)], [back]).new


def test_what_is_not_defined_cannot_be_redefined() -> None:
    """It is a slip of the key."""
    slip = redefined(Term(key="licence.emd", title="Licence end"))

    assert sentences(LOG, slip) == [
        "There is no term licence.emd so far. Did you mean 'licence.end'?"
    ]
    assert sentences([], redefined(US)) == ["There is no partnership so far."]


# Claims and assertions


def test_the_latest_claim_of_completeness_is_not_made_twice() -> None:
    """Whatever its id."""
    standing = [*LOG, Cover(id="cover:1", through=parse("2026"))]

    assert admit(standing, [Cover(id="cover:2", through=parse("2026"))]).repeated == (0,)


def test_an_earlier_day_is_a_new_claim_of_completeness() -> None:
    """Completeness may be taken back."""
    standing = [*LOG, Cover(id="cover:1", through=parse("2026"))]
    less = Cover(id="cover:2", through=parse("2025"))

    assert ((0, less),) == admit(standing, [less]).new


def test_the_day_on_which_the_log_begins_may_be_said_alone() -> None:
    """The other end stays what it was; both again say nothing new."""
    standing: list[Act] = [*LOG, Cover(id="cover:1", through=parse("2026"))]
    begins = Cover(id="cover:2", since=parse("2019"))
    both = Cover(id="cover:3", since=parse("2019"), through=parse("2026"))

    assert Admission(new=((0, begins),), repeated=(1,)) == admit(standing, [begins, both])


def test_a_log_does_not_end_before_it_begins() -> None:
    """Also where one of the days was said before."""
    standing: list[Act] = [*LOG, Cover(id="cover:1", through=parse("2026"))]

    assert sentences(standing, Cover(id="cover:2", since=parse("2027-03"))) == [
        "The log would be complete from 2027-03 through 2026, which is over before; say both days."
    ]


def test_the_same_assertion_is_not_made_twice() -> None:
    """Whatever its id; on another day it is another."""
    first = Assert(id="a1", on=parse("2026"), term="licence.end", value="2032")
    same = Assert(id="a2", on=parse("2026"), term="licence.end", value="2032")
    other = Assert(id="a3", on=parse("2027"), term="licence.end", value="2032")

    assert Admission(new=((1, other),), repeated=(0,)) == admit([*LOG, first], [same, other])


# References


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            changed(SIGNED, changes=(End(term="licence.edn"),)),
            "There is no term licence.edn so far. Did you mean 'licence.end'?",
        ),
        (
            changed(SIGNED, sources=("blogg",)),
            "There is no source blogg so far. Did you mean 'blog'?",
        ),
        (
            changed(SIGNED, changes=(End(term="licence.end", sources=("zzz",)),)),
            "There is no source zzz so far.",
        ),
        (
            changed(SIGNED, met=("agl",)),
            "There is no condition agl so far. Did you mean 'agi'?",
        ),
        (
            changed(SIGNED, changes=(Set(term="licence.end", value="x", unless=("aga",)),)),
            "There is no condition aga so far. Did you mean 'agi'?",
        ),
        (
            changed(SIGNED, changes=(End(term="licence.end", of="singed"),)),
            "There is no event singed so far. Did you mean 'signed'?",
        ),
        (
            changed(SIGNED, changes=(End(term="licence.end", of="another"),)),
            "There is no event another so far.",
        ),
        (
            Assert(id="a", on=parse("2026"), term="licence", status="ended"),
            "There is no term licence so far. Did you mean 'licence.end'?",
        ),
        (corrected("sign"), "There is no event sign so far. Did you mean 'signed'?"),
        (corrected(met=("nobody",)), "There is no condition nobody so far."),
        (retracted("sign"), "There is no event sign so far. Did you mean 'signed'?"),
    ],
)
def test_every_name_has_to_stand_before(act: Act, sentence: str) -> None:
    """A new name is more often a slip than an intention."""
    assert [sentence] == sentences(LOG, act)


def test_a_name_that_comes_later_does_not_count() -> None:
    """The log is read in order, for ever."""
    assert sentences(VOCABULARY, LATER, SIGNED) == ["There is no event signed so far."]


def test_all_that_is_wrong_is_said_at_once() -> None:
    """One run, all complaints, each name once."""
    change = End(term="nothing", of="nowhere")
    wrong = changed(SIGNED, sources=("nobody",), changes=(change, change))

    assert sentences(LOG, wrong) == [
        "There is no source nobody so far.",
        "There is no term nothing so far.",
        "There is no event nowhere so far.",
    ]


def test_one_mistake_is_one_sentence() -> None:
    """What refers to a refused event is not to blame."""
    wrong = changed(SIGNED, met=("nothing",))
    after = Event(
        id="after",
        title="After",
        authority=Authority.PRESS,
        sources=("blog",),
        changes=(End(term="licence.end", of="another"),),
    )

    assert len(sentences(LOG, wrong, after)) == 1


def test_guessing_stops_before_it_takes_long() -> None:
    """A file of the wrong partnership has a thousand unknown names."""
    wrong = changed(SIGNED, changes=tuple(End(term=f"licence.end{n}") for n in range(30)))
    guesses = [sentence for sentence in sentences(LOG, wrong) if "Did you mean" in sentence]

    assert len(guesses) == 20


# Sources


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (changed(SIGNED, sources=()), "what it says of licence.end"),
        (changed(SIGNED, sources=(), changes=()), "it"),
        (
            changed(
                SIGNED,
                sources=(),
                met=("agi",),
                changes=(End(term="licence.end", sources=("blog",)),),
            ),
            "it",
        ),
    ],
)
def test_what_cites_no_source_is_refused(event: Event, what: str) -> None:
    """Every answer shows where it was said."""
    assert [f"The event another cites no source for {what}; every change needs one."] == sentences(
        LOG, event
    )


def test_a_source_of_the_change_itself_is_enough() -> None:
    """It is the change that is believed."""
    change = End(term="licence.end", sources=("blog",))

    assert sentences(LOG, changed(SIGNED, sources=(), changes=(change,))) == []


def test_a_correction_may_not_take_the_last_source_away() -> None:
    """What it leaves behind has to be an event that would be admitted."""
    standing = [*LOG, corrected(changes=(End(term="licence.end", sources=("blog",)),))]

    assert sentences(standing, corrected(id="signed.c2", sources=())) == []
    assert len(sentences(LOG, corrected(sources=()))) == 1
    assert (
        len(sentences([*standing, retracted("signed.c1")], corrected(id="signed.c2", sources=())))
        == 1
    )


# Acts on the record


def test_an_event_and_a_correction_may_be_corrected_and_retracted() -> None:
    """In their order."""
    acts: list[Act] = [
        corrected(title="Sealed"),
        retracted("signed.c1"),
        retracted("signed", id="signed.c10"),
    ]

    assert Admission(new=tuple(enumerate(acts))) == admit(LOG, acts)


@pytest.mark.parametrize(
    ("before", "act", "sentence"),
    [
        (
            [corrected(title="Sealed")],
            corrected("signed.c1", id="x", title="Sold"),
            "signed.c1 is itself a correction; correct the event signed again.",
        ),
        (
            [retracted("signed")],
            corrected(title="Sold"),
            "The event signed is retracted, so there is nothing left to correct.",
        ),
        ([retracted("signed")], retracted("signed", id="x"), "signed is retracted already."),
        (
            [retracted("signed", id="gone")],
            retracted("gone"),
            "Only an event or a correction can be retracted, not the retraction gone.",
        ),
        (
            [],
            retracted("define:partnership"),
            "Only an event or a correction can be retracted, not the definition "
            "define:partnership.",
        ),
        (
            [LATER],
            corrected(changes=(End(term="licence.end", of="told"),)),
            "The event told does not stand before signed; 'of' looks back only.",
        ),
        (
            [LATER],
            corrected(changes=(End(term="licence.end", of="signed"),)),
            "The event signed does not stand before signed; 'of' looks back only.",
        ),
    ],
)
def test_acts_on_the_record_have_to_make_sense(before: list[Act], act: Act, sentence: str) -> None:
    """A retraction is final, and nothing may tell more about itself."""
    assert [sentence] == sentences([*LOG, *before], act)


def test_a_correction_may_tell_more_about_what_stands_before() -> None:
    """The other half of looking back only."""
    act = corrected("told", id="told.c1", changes=(End(term="licence.end", of="signed"),))

    assert sentences([*LOG, LATER], act) == []


# Events that refer to others


@pytest.mark.parametrize(
    "refer", [{"after": "signed"}, {"changes": (End(term="fee", of="signed"),)}]
)
def test_what_was_retracted_is_not_referred_to(refer: dict[str, object]) -> None:
    """There is no happening to tell of, and none to come after."""
    log = [*LOG, defined(Term(key="fee", title="Fee")), retracted("signed")]

    assert sentences(log, changed(SIGNED, **refer)) == [
        "The event signed is retracted; name another, or none."
    ]


def test_an_event_comes_after_one_that_stands_before() -> None:
    """A slip of the name is told."""
    assert sentences(LOG, changed(SIGNED, after="signed")) == []
    assert sentences(LOG, changed(SIGNED, after="singed")) == [
        "There is no event singed so far. Did you mean 'signed'?"
    ]


def after(one: str, other: str | None) -> Event:
    return replace(SIGNED, id=one, after=other, changes=(), met=("agi",))


def test_events_do_not_come_after_one_another_in_a_circle() -> None:
    """Only a correction could make one, as an event names what stands before it."""
    log = [*VOCABULARY, after("a", None), after("b", "a"), after("c", "b")]

    assert sentences(log, corrected("a", id="a.c1", after="c")) == [
        "That would go round in a circle: a after c, c after b, b after a. Take one 'after' away."
    ]
    assert sentences(log, corrected("a", id="a.c1", after="a")) == [
        "That would go round in a circle: a after a. Take one 'after' away."
    ]
    assert sentences(log, corrected("b", id="b.c1", after=None), corrected("a", after="b")) == []


def test_a_retraction_does_not_close_a_circle_again() -> None:
    """The correction that it takes away had opened it."""
    log = [*VOCABULARY, after("a", None), after("b", "a"), corrected("b", id="b.c1", after=None)]
    log += [corrected("a", id="a.c1", after="b")]

    assert sentences(log, retracted("b.c1")) == [
        "That would go round in a circle: b after a, a after b. Take one 'after' away."
    ]
    assert sentences(log, retracted("a.c1"), retracted("b.c1", id="x")) == []


# Terms that hang on one another


TERMS: list[Act] = [
    *VOCABULARY,
    *(defined(Term(key=key, title=key.upper())) for key in ("a", "b", "c", "d")),
]


def hung(id: str, *pairs: tuple[str, str], of: str | None = None) -> Event:
    changes = tuple(Set(term=term, value="yes", hinge=hinge, of=of) for term, hinge in pairs)
    return replace(SIGNED, id=id, changes=changes)


def circle(way: str) -> list[str]:
    return [f"That would go round in a circle: {way}. Take one 'while' away."]


def test_a_term_hangs_on_another_that_is_defined() -> None:
    """And on one that is not itself."""
    assert sentences(TERMS, hung("e", ("a", "zzz"))) == ["There is no term zzz so far."]
    assert sentences(TERMS, hung("e", ("a", "a"))) == [
        "a cannot hang on itself; name another term with 'while'."
    ]


def test_terms_do_not_hang_on_one_another_in_a_circle() -> None:
    """Be it within one event or over several."""
    of_three = circle("c while a, a while b, b while c")
    one, other, last = hung("e", ("a", "b")), hung("f", ("b", "c")), hung("g", ("c", "a"))

    assert circle("a while b, b while a") == sentences(TERMS, hung("e", ("a", "b"), ("b", "a")))
    assert of_three == sentences([*TERMS, one, other], last)
    assert of_three == sentences(TERMS, one, other, last)
    assert sentences(TERMS, hung("e", ("a", "c"), ("b", "c")), hung("f", ("a", "b"))) == []


def test_a_correction_and_its_retraction_may_close_a_circle_of_terms() -> None:
    """What stands is looked at, and nothing else."""
    free = corrected("e", id="e.c1", changes=(Set(term="a", value="yes"),))
    back = corrected("e", id="e.c2", changes=(Set(term="a", value="yes", hinge="b"),))
    log = [*TERMS, hung("e", ("a", "b")), free, hung("f", ("b", "a"))]

    assert [] == sentences(TERMS, *log[len(TERMS) :])
    assert circle("a while b, b while a") == sentences(log, back)
    assert circle("a while b, b while a") == sentences(log, retracted("e.c1"))
    assert [] == sentences(log, retracted("f"), back)


def test_what_is_told_of_a_retracted_event_hangs_on_nothing() -> None:
    """It falls with it."""
    log = [*TERMS, SIGNED, hung("e", ("a", "b"), of="signed"), retracted("signed")]

    assert sentences(log, hung("f", ("b", "a"))) == []


def test_a_new_name_may_close_a_circle() -> None:
    """Where c gets the name of what it hangs on by way of others."""
    log = [*TERMS, hung("e", ("a", "b"), ("c", "a")), hung("f", ("b", "d"))]
    renaming = Redefine(id="x", thing=Term(key="c", title="C"), renamed="d")

    assert circle("d while a, a while b, b while d") == sentences(log, renaming)


def test_one_circle_is_told_once() -> None:
    """What was refused hangs on nothing."""
    wrong = hung("e", ("a", "b"), ("b", "a"))

    assert 1 == len(sentences(TERMS, wrong, hung("f", ("a", "b")), hung("g", ("c", "b"))))


def test_a_long_way_round_is_told_in_short() -> None:
    """Its ends are what one has to look at."""
    keys = [f"t{number}" for number in range(30)]
    log = [*VOCABULARY, *(defined(Term(key=key, title=key)) for key in keys)]
    pairs = zip(keys, [*keys[1:], keys[0]], strict=True)
    [told] = sentences(log, hung("e", *pairs))

    assert "t8 while t9, 20 more, t29 while t0." in told


# Authority


OWN = defined(Source(key="own", title="Joint release", publisher="Us"))
WIRE = defined(Source(key="wire", title="A report", publisher="Wire"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"sources": ("own",)}, None),
        ({"sources": ("own", "blog"), "by": ("Them",)}, None),
        (
            {"sources": ("blog",)},
            "it does not say who says so, nor do its sources say who published them",
        ),
        ({"sources": ("wire",)}, "'Wire' is none of the parties"),
        ({"sources": ("own", "wire")}, "'Wire' is none of the parties"),
        ({"sources": ("own",), "by": ("Us", "Court")}, "'Court' is none of the parties"),
        ({"sources": ("wire",), "by": ("Us",)}, "none of its sources is published by a party"),
    ],
)
def test_an_authority_left_out_follows_from_parties_alone(
    said: dict[str, object], why: str | None
) -> None:
    """Who quotes a party is not one."""
    event = changed(SIGNED, authority=None, met=("agi",), changes=(), **said)
    told = (
        f"The event another gives no authority, and none follows: {why}. "
        "Say official, filing, press or reported."
    )

    assert ([told] if why else []) == sentences([*LOG, OWN, WIRE], event)


def test_a_change_may_need_an_authority_of_its_own() -> None:
    """Its speakers and sources are not those of its event."""
    told = End(term="licence.end", by=("Wire",))
    event = changed(SIGNED, authority=None, sources=("own",), changes=(told,))

    assert sentences([*LOG, OWN, WIRE], event) == [
        "The event another gives no authority on licence.end, and none follows: 'Wire' is none of "
        "the parties. Say official, filing, press or reported."
    ]
    own = replace(told, authority=Authority.PRESS)
    assert sentences([*LOG, OWN, WIRE], replace(event, changes=(own,))) == []


def test_the_parties_and_publishers_are_those_of_the_record_then() -> None:
    """Whoever becomes a party, or is no longer said to have published it, decides from there on."""
    event = changed(SIGNED, authority=None, sources=("own",))
    bare = redefined(Source(key="own", title="Joint release"))
    alone = redefined(Partnership(title="Us", parties=("Them",)))

    assert sentences([*LOG, OWN], event, bare, replace(event, id="more")) == [
        "The event more gives no authority on licence.end, and none follows: it does not say who "
        "says so, nor do its sources say who published them. Say official, filing, press or "
        "reported."
    ]
    assert 1 == len(sentences([*LOG, OWN], event, alone, replace(event, id="more")))


def test_a_correction_leaves_a_basis_behind() -> None:
    """It says an authority where it takes away from what one followed."""
    log = [*LOG, OWN, WIRE, changed(SIGNED, authority=None, sources=("own",))]

    assert 1 == len(sentences(log, corrected("another", sources=("wire",))))
    press = corrected("another", sources=("wire",), authority=Authority.PRESS)
    assert [] == sentences(log, press)
