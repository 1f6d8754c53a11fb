"""GrowingRecord: after every act the steps are those that the whole record tells."""

from collections.abc import Iterable
from random import Random

import pytest
from depth import scaled
from logs import fee, happened, log
from rule_histories import history

from events.dates.dates import parse
from events.model.kinds import Correct, Correction, Redefine, Retract, Source, Term
from timeline.record.incremental import GrowingRecord
from timeline.record.record import Kept, record_of
from timeline.record.steps import Step, steps_of, with_ending

HISTORIES, CHUNK = scaled(200), 30


def said(steps: Iterable[Step]) -> list[object]:
    """Return all that steps say, in a form that can be compared."""
    return [[getattr(one, name) for name in Step.__slots__] for one in steps]


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_grew_tells_what_the_whole_record_does(first: int) -> None:
    """After each act, of each term that there is by then; also of events, and which stand."""
    for seed in range(first, first + CHUNK):
        kept = [Kept(*one) for one in history(Random(seed))]
        require_the_same(kept, f"seed {seed}")


def told(growth: GrowingRecord, term: str) -> list[Step]:
    """Return the steps of *term*, gathered from what each event makes of it by now."""
    own = [one for event in growth.events_on(term) for one in growth.by_term(event)[0][term]]
    named = {condition for step in own for condition in step.unless}
    meeting = {event for condition in (*named, None) for event in growth.meeting(condition)}
    ending = [one for event in meeting for one in growth.by_term(event)[1]]
    return with_ending(term, own, ending, growth.words)


def require_the_same(kept: list[Kept], which: str) -> None:
    growth = GrowingRecord()
    for number, one in enumerate(kept, 1):
        growth.take(one)
        record = record_of(kept[:number])
        steps = steps_of(record)
        for term in record.terms:
            assert said(steps[term]) == said(told(growth, term)), f"{which}, {one.act.id}, {term}"
        for standing in record.events:
            assert standing.event == growth.standing(standing.event.id), which


def test_a_term_that_gets_another_name_keeps_its_steps() -> None:
    """And those who name it by the old one."""
    another = Redefine(id="n", thing=Term(key="fee", title="Fee"), renamed="price")
    acts = log(happened("deal", "2026-01-05", fee("a")), another)
    require_the_same([Kept(*one) for one in acts], "renamed")


def test_a_source_that_was_published_otherwise_makes_what_cites_it_public_then() -> None:
    """A telling and a correction too, however long ago they were told."""
    deal = happened("deal", "2026-01-05", fee("a"), sources=("article",))
    fix = Correction(given=frozenset({"when"}), when=parse("2026-01-02"))
    source = Source(key="article", url="https://example.org", published=parse("2026-01-07"))
    acts = log(deal, Correct(id="c", event="deal", fields=fix, reason="It was wrong."))
    acts += [(len(acts) + 1, acts[-1][1], Redefine(id="s", thing=source))]
    acts += [(len(acts) + 1, acts[-1][1], Retract(id="r", event="c", reason="It was right."))]
    require_the_same([Kept(*one) for one in acts], "published")
