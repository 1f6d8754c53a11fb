"""What may follow a log, and the sentence for what may not."""

from dataclasses import replace

import pytest

from events.admission import Admission, admit
from events.dates import parse
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
        "here; title: 'Signed' there, 'Sealed' here; other changes); to change it use `timeline "
        "correct signed`."
    ]


def test_the_id_of_another_kind_of_act_is_taken_too() -> None:
    """Ids name entries, whatever they are."""
    cover = Cover(id="signed", through=parse("2026"))

    assert sentences(LOG, cover) == [
        "The event signed is already in the log with other content (event there, claim of "
        "completeness here); to change it use `timeline correct signed`."
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
