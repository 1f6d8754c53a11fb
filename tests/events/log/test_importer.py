"""What is taken in together is what would be taken in one by one, only sooner."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from acts import histories
from hypothesis import given
from hypothesis import strategies as st
from running import BOTH
from servers import NOW, Make

from events.errors import InputError
from events.ledger.complaints import LedgerError
from events.log import log as log_room
from events.log.act_index import ActsInMemory
from events.log.admission import Admitter
from events.log.importer import AHEAD, BATCH, Intake, Offer, Taken
from events.log.log import open_log
from events.log.writer import are_valid
from events.model.kinds import Act, Authority, Define, Event, Set, Source, Term
from events.storage import tables

ENGINES = BOTH

seeds = st.integers(0, 2**40).map(Random)


@pytest.fixture
def path(new: Make) -> str:
    """Return the URL of an empty, migrated database."""
    return new("migrated")


def judged(admitter: Admitter, act: Act) -> tuple[Act, bool, bool]:
    if admitter.passes(act):
        return act, False, True
    verdict = admitter.judge(act)
    return verdict.act, verdict.repeated, verdict.is_new


def mixed(rng: Random, acts: Sequence[Act]) -> Iterator[Act]:
    """Yield acts of a history, some of them twice, left out, too early or altered."""
    for act in acts:
        if rng.random() < 0.8:
            yield act
        if rng.random() < 0.2:
            yield rng.choice(acts)
        other = rng.choice(acts)
        if isinstance(other, Event) and rng.random() < 0.2:
            ids = (other.id, f"{other.id}-new")
            met = rng.choice(((), other.met))
            changes = other.changes[: rng.randrange(len(other.changes) + 1)]
            yield replace(other, id=rng.choice(ids), changes=changes, met=met)


@given(histories(max_size=12), seeds)
def test_what_passes_at_a_glance_is_what_would_be_judged_sound(
    acts: list[Act], rng: Random
) -> None:
    """A quick look may leave an act to the slow one, and never decides otherwise."""
    standing = acts[: rng.randrange(len(acts) + 1)]
    quick, slow = Admitter(ActsInMemory(standing)), Admitter(ActsInMemory(standing))
    for act in mixed(rng, acts):
        verdict = slow.judge(act)

        assert (verdict.act, verdict.repeated, verdict.is_new) == judged(quick, act)


def event(number: int, **given: Any) -> Event:
    change = Set(term=f"t{number % 3}", value=str(number))
    fields = {"authority": Authority.PRESS, "sources": ("s",), "changes": (change,)} | given
    return Event(id=f"e{number}", title=f"{number}", **fields)


VOCABULARY: list[Act] = [
    *(Define(id=f"define:term:t{n}", thing=Term(key=f"t{n}", title="T")) for n in range(3)),
    Define(id="define:source:s", thing=Source(key="s", title="S")),
]
ACTS = [*VOCABULARY, *(event(number) for number in range(BATCH - AHEAD))]
SLUGS = ("us", "them")


def offers(*extra: tuple[str, Act]) -> Iterator[tuple[str, Offer]]:
    """Yield the acts of two partnerships by turns, and *extra* when most of them were offered."""
    pairs = [(slug, act) for act in ACTS for slug in SLUGS]
    pairs[-5:-5] = extra
    return ((slug, Offer(act, "x.jsonl", line)) for line, (slug, act) in enumerate(pairs, 1))


def taken(path: str, *extra: tuple[str, Act]) -> list[Taken]:
    with open_log(path, writing=True) as log, log.together():
        intake = Intake(log)
        intake.offer_all(offers(*extra))
        return intake.settled()


def test_more_than_a_batch_is_what_appending_each_gives(
    path: str, new: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up ahead, or handed over at once, is in the order in which it came."""
    monkeypatch.setattr(log_room, "clock", lambda: NOW)
    found = taken(path)
    with open_log(new("migrated"), writing=True) as other:
        heads = [other.append(slug, ACTS)[-1] for slug in SLUGS]

    assert [head.digest for head in heads] == [one.head.digest for one in found]
    assert [(len(ACTS), 0), (len(ACTS), 0)] == [(one.added, one.repeated) for one in found]


def test_what_was_handed_over_is_known_to_what_comes_after(path: str) -> None:
    """An act of an earlier batch is in the database, one of this batch is not yet."""
    found = taken(path, ("us", ACTS[7]), ("us", ACTS[-9]), ("them", VOCABULARY[0]))

    assert [(len(ACTS), 2), (len(ACTS), 1)] == [(one.added, one.repeated) for one in found]


def test_all_that_is_already_there_is_repeated(path: str) -> None:
    """The same file again adds nothing."""
    heads = [one.head for one in taken(path)]
    found = taken(path)

    assert heads == [one.head for one in found]
    assert [(0, len(ACTS)), (0, len(ACTS))] == [(one.added, one.repeated) for one in found]


def test_each_complaint_names_its_line_however_late(path: str) -> None:
    """In the second thousand of lines as in the first, and nothing is kept."""
    strange = event(5000, changes=(Set(term="t9", value="x"),))
    altered = replace(event(3), title="Other")
    with pytest.raises(LedgerError) as refused:
        taken(path, ("them", strange), ("us", altered), ("us", event(3)))
    line = 2 * len(ACTS) - 4
    found = [(one.line, one.sentence.partition("(")[0]) for one in refused.value.complaints]

    assert found == [
        (line, "There is no term t9 so far."),
        (line + 1, "The event e3 is already in the log with other content "),
    ]
    with open_log(path) as log:
        assert log.partnerships() == []


def test_what_cannot_be_read_is_told_after_what_came_before_it(path: str) -> None:
    """Acts that were read are judged first, as if each had been offered alone."""

    def broken() -> Iterator[tuple[str, Offer]]:
        yield from [*offers()][:30]
        yield "us", Offer(event(5000, sources=()), "x.jsonl", 31)
        raise InputError("unreadable")

    with open_log(path, writing=True) as log, log.together(keep=False):
        intake = Intake(log)
        with pytest.raises(InputError, match="unreadable"):
            intake.offer_all(broken())
        with pytest.raises(LedgerError, match="e5000 cites no source"):
            intake.settled()


rows = st.fixed_dictionaries(
    {
        "partnership": st.sampled_from(("us", "a" * 100, "a" * 101, "", "Us", "us\n", "ä", "-a")),
        "version": st.sampled_from((1, 2, 10**9, 0, -1)),
        "id": st.sampled_from(("e", "x`|<b>", "a" * 300, "a" * 301, "", "é", "\ud800")),
        "recorded": st.sampled_from(
            (
                *("2026-11-21T09:30:00.000000Z", "2026-11-21T09:30:00.000000Z\n", ""),
                *("2026-11-21T09:30:00.00000Z", "2026-11-21T09:30:00.0000000Z", "٢026"),
                "٢٠٢٦-11-21T09:30:00.000000Z",
            )
        ),
        "actor": st.sampled_from(
            (None, "Ada", "", " Ada", "A\nB", "e\u0301", "x" * 200, "x" * 201)
        ),
        "payload": st.sampled_from((b"{}", b"")),
        "digest": st.sampled_from((bytes(32), bytes(31), bytes(33), b"")),
    }
)
VALID = {
    "partnership": "us",
    "version": 1,
    "id": "e",
    "recorded": "2026-11-21T09:30:00.000000Z",
    "actor": None,
    "payload": b"{}",
    "digest": bytes(32),
}


@given(rows, st.sets(st.sampled_from([*VALID])))
def test_a_row_that_is_plainly_valid_is_one_that_the_table_takes(
    row: dict[str, Any], kept: set[str]
) -> None:
    """The quick check spares the import of what says what is wrong; it must not spare the check."""
    row |= {key: VALID[key] for key in kept}
    refused = False
    try:
        tables.validated(**row)
    except InputError:
        refused = True

    assert not (are_valid(**row) and refused)
    assert are_valid(**VALID)  # type: ignore[arg-type]
