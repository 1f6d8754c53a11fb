"""Subjects: an act is found again by everything that it is about, and by nothing else."""

from random import Random

import pytest
from rule_histories import history

from events.dates.dates import parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Claim,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Note,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
)
from events.model.subjects import subjects_of
from events.payload import codec

FEE = Term(key="fee", title="Fee")
DEAL = Event(
    id="deal",
    title="The deal",
    authority=Authority.PRESS,
    sources=("wire", "paper"),
    after="talks",
    met=("approved",),
    changes=(
        Set(term="fee", value="1", unless=("agi", "sold"), hinge="licence"),
        Claim(term="fee", value="2", sources=("blog", "wire"), of="talks"),
        Note(term="seat", text="There is one.", of="vote"),
    ),
)
TOLD = (
    "after:talks", "cites:blog", "cites:paper", "cites:wire", "met:approved", "of:talks",
    "of:vote", "on:fee", "on:seat", "unless:agi", "unless:sold", "while:licence",
)  # fmt: skip
PLANNED = Event(
    id="plan",
    title="The plan",
    sources=(),
    when=Reckoned(Duration(days=60), "signing"),
    dates="talks",
    calls_off="bid",
    confirms="rumour",
    denies="report",
    restates=("fee", "seat.*"),
    changes=(
        Set(term="fee", value="1", once="approved", through=Reckoned(Duration(12), "plan")),
        Claim(term="fee", value="2", through=Reckoned(Duration(12), "deal", is_last=True)),
        Note(term="seat", text="There is one.", when=Reckoned(Duration(1), "vote")),
    ),
)
ACTING = (
    "act:bid", "act:report", "act:rumour", "act:talks",
    "calls-off:bid", "confirms:rumour", "counts:deal", "counts:plan", "counts:signing",
    "counts:vote", "dates:talks", "denies:report", "on:fee", "on:seat", "once:approved", "restates",
)  # fmt: skip
UNSAID = Correction(
    given=frozenset({"dates"}), calls_off="bid", restates=("fee",), when=PLANNED.when
)
CHANGES = frozenset({"changes"})
WORDED = Correction(given=frozenset({"title"}), title="A deal", changes=DEAL.changes, after="x")


def correct(fields: Correction) -> Correct:
    """Return a correction of the event `deal`."""
    return Correct(id="deal.c1", event="deal", fields=fields, reason="It was wrong.")


@pytest.mark.parametrize(
    ("act", "subjects"),
    [
        (DEAL, TOLD),
        (PLANNED, ACTING),
        (correct(UNSAID), ("act:deal",)),
        (
            correct(
                Correction(
                    given=frozenset({"calls_off", "when"}),
                    calls_off="bid",
                    dates="talks",
                    when=PLANNED.when,
                )
            ),
            ("act:bid", "act:deal", "calls-off:bid", "counts:signing"),
        ),
        (Event(id="e", title="E", sources=(), authority=Authority.PRESS), ()),
        (correct(WORDED), ("act:deal",)),
        (
            correct(Correction(given=CHANGES, changes=DEAL.changes[2:], sources=("wire",))),
            ("act:deal", "of:vote", "on:seat"),
        ),
        (
            correct(
                Correction(
                    given=frozenset({"sources", "met", "after"}),
                    sources=("wire",),
                    met=("agi",),
                    after="talks",
                )
            ),
            ("act:deal", "after:talks", "cites:wire", "met:agi"),
        ),
        (correct(Correction(given=frozenset({"after", "met", "sources"}))), ("act:deal",)),
        (Retract(id="r", event="deal.c1", reason="It was right."), ("act:deal.c1",)),
        (Define(id="d", thing=FEE), ("term:fee",)),
        (Define(id="d", thing=Condition(key="agi", title="AGI")), ("condition:agi",)),
        (Define(id="d", thing=Source(key="wire", title="A wire")), ("source:wire",)),
        (Define(id="d", thing=Partnership(title="Us")), ("partnership",)),
        (Redefine(id="d", thing=FEE), ("term:fee",)),
        (Redefine(id="d", thing=FEE, renamed="price"), ("term:fee", "term:price")),
        (Redefine(id="d", thing=FEE, split=("one", "other")), ("term:fee",)),
        (Redefine(id="d", thing=FEE, merged="other"), ("term:fee",)),
        (Assert(id="a", on=parse("2026-01"), term="fee", value="1"), ("assert:fee@2026-01",)),
        (Cover(id="c", through=parse("2026")), ("cover",)),
        (Issue(id="i", name="May", command="changelog", head="0" * 64, sha256="0" * 64), ()),
    ],
)
def test_an_act_is_found_by_what_it_is_about(act: Act, subjects: tuple[str, ...]) -> None:
    """Each name once, in the order in which a database gives them back."""
    assert subjects_of(act) == subjects


def test_what_is_stored_is_about_what_was_recorded() -> None:
    """`verify` replays the stored acts; these corrections have fields that none of them keeps."""
    corrections = [
        act
        for seed in range(300)
        for _, _, act in history(Random(seed))
        if isinstance(act, Correct) and act.fields.given.isdisjoint({"when", "changes"})
    ]

    assert len(corrections) > 50
    for act in corrections:
        assert subjects_of(codec.decode(codec.encode(act))) == subjects_of(act), act
