"""News: an entry keeps its name, and is updated just when what it says becomes another."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from random import Random

import pytest
from depth import scaled
from logs import fee, happened, log
from rule_histories import history

from cli.publish.feed_text import EntryText, entry_text
from events.dates.dates import Date, parse
from events.model.kinds import (
    Correct,
    Correction,
    Define,
    Event,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    sources_of,
)
from timeline.answers.corrections import effects_of
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept, Record, Standing, record_of
from timeline.record.relations import acts_on, relations_of
from timeline.record.steps import Step, steps_of
from timeline.views import feed as news
from timeline.views.feed import Entry

HISTORIES, CHUNK = scaled(80), 12
Entries = dict[str, Entry[EntryText]]


def feed(kept: Sequence[Kept], limit: int | None = None) -> list[Entry[EntryText]]:
    """Return the entries of a log that no database has."""
    answers = answers_of(kept, lambda every: [*every.terms])
    return news.feed(answers, effects_of(kept), entry_text, limit)


def entries(kept: Sequence[Kept]) -> Entries:
    return {one.name: one for one in feed(kept)}


def stages(seed: int) -> Iterator[tuple[list[Kept], list[Kept]]]:
    """Yield a random log as it was before and after each instant at which it grew."""
    kept = [Kept(*one) for one in history(Random(seed))]
    length = 0
    for _, group in groupby(kept, key=lambda one: one.recorded):
        grown = length + len(list(group))
        if length:
            yield kept[:length], kept[:grown]
        length = grown


def said_of(record: Record, event: str) -> list[str]:
    """Return all that the log says by the steps of an event, in a form that can be compared."""
    steps = {step for own in steps_of(record).values() for step in own if step.event == event}
    return sorted([str([getattr(one, name) for name in Step.__slots__]) for one in steps])


def related(record: Record, event: str) -> Iterator[str]:
    """Yield the events on which *event* acts and those that act on it: each names the other."""
    for one in record.events:
        targets = {target for _, target in acts_on(one.event)}
        yield from targets if one.event.id == event else ()
        yield from [one.event.id] if event in targets else []


def day_of(record: Record, event: str) -> Date | None:
    return relations_of(record).when(event)


def touched(before: Sequence[Kept], after: Sequence[Kept]) -> set[str]:
    """Return the events that the last acts say something of, or of which they change a step."""
    was, now = record_of(before), record_of(after)
    found = {
        one.event.id
        for one in now.events
        if said_of(was, one.event.id) != said_of(now, one.event.id)
        or (was.standing(one.event.id) and day_of(was, one.event.id) != day_of(now, one.event.id))
    }
    corrected = {one.act.id: one.act.event for one in after if isinstance(one.act, Correct)}
    for one in after[len(before) :]:
        if isinstance(one.act, Event):
            found |= {*related(now, one.act.id)}
            found |= {one.act.id, *(change.of for change in one.act.changes if change.of)}
        if isinstance(one.act, Correct | Retract):
            event = corrected.get(one.act.event, one.act.event)
            found |= {event, *related(was, event), *related(now, event)}
            standing = [each.standing(event) for each in (was, now)]
            changes = [change for each in standing if each for change in each.event.changes]
            found |= {change.of for change in changes if change.of}
            found |= {
                each.event.id
                for each in now.events
                if any(change.of == event for change in each.event.changes)
            }
        if isinstance(one.act, Define | Redefine) and isinstance(one.act.thing, Source):
            found |= {each.event.id for each in now.events if _cites(each, one.act.thing.key)}
        if isinstance(one.act, Redefine) and isinstance(one.act.thing, Term):
            terms = {one.act.thing.key, now.renamed.get(one.act.thing.key)}
            steps = steps_of(now)
            found |= {step.event for term in terms if term for step in steps.get(term, ())}
    return found


def _cites(standing: Standing, source: str) -> bool:
    return source in sources_of(standing.event)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_an_entry_is_updated_exactly_when_what_it_says_becomes_another(first: int) -> None:
    """A reader that keeps entries by id and instant misses nothing, and reads nothing twice."""
    for seed in range(first, first + CHUNK):
        for before, after in stages(seed):
            was, now = entries(before), entries(after)
            for name in was.keys() & now.keys():
                changed = was[name].words != now[name].words

                assert changed == (was[name].updated < now[name].updated), f"seed {seed} {name}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_an_act_changes_only_the_entries_that_it_touches(first: int) -> None:
    """Those of the events on whose terms it has something to say; the others keep every byte."""
    changes = 0
    for seed in range(first, first + CHUNK):
        for before, after in stages(seed):
            was, now = entries(before), entries(after)
            may = touched(before, after)
            for name in was.keys() & now.keys():
                if was[name] != now[name] and now[name].updated == after[-1].recorded:
                    changes += 1

                    assert name.split("/")[1] in may, f"seed {seed} {name}"

    assert changes > 5


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_is_not_updated_by_an_act_is_updated_by_a_day_that_came(first: int) -> None:
    """Nothing else moves: the instant is that of the act, or the beginning of the day."""
    for seed in range(first, first + CHUNK):
        for before, after in stages(seed):
            was, now = entries(before), entries(after)
            start, end = before[-1].recorded, after[-1].recorded
            for name in now:
                if now[name] != was.get(name) and now[name].updated != end:
                    assert start < now[name].updated <= end, f"seed {seed} {name}"
                    assert now[name].updated.endswith("T00:00:00.000000Z"), f"seed {seed} {name}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_no_entry_of_an_event_or_an_act_is_ever_lost(first: int) -> None:
    """An entry that vanishes stays, wrong, with everybody who had it."""
    for seed in range(first, first + CHUNK):
        for before, after in stages(seed):
            lost = entries(before).keys() - entries(after).keys()

            assert {name for name in lost if not name.startswith("expired/")} == set()


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_newest_come_first_and_a_limit_leaves_out_the_oldest(first: int) -> None:
    """And what is left says what it says without a limit."""
    for seed in range(first, first + CHUNK, 4):
        kept = [Kept(*one) for one in history(Random(seed))]
        found = feed(kept)

        assert [one.published for one in found] == sorted(
            (one.published for one in found), reverse=True
        )
        assert feed(kept, 3) == found[:3]
        assert all(one.published <= one.updated <= kept[-1].recorded for one in found)


def kept_of(*acts: Event | Correct | Retract) -> list[Kept]:
    return [Kept(*one) for one in log(*acts)]


def test_a_retracted_event_says_so_and_stays() -> None:
    """Whoever has read it learns that it should never have been."""
    deal = happened("deal", "2026-01-05", fee("a"))
    found = entries(kept_of(deal, Retract(id="r", event="deal", reason="a forgery")))

    assert found["event/deal"].words.title == "Retracted: deal"
    assert "a forgery" in found["event/deal"].words.said[0]
    assert found["record/r"].words.title == "Retraction: deal"
    assert found["event/deal"].updated == found["record/r"].published


def test_more_that_is_told_about_an_event_updates_its_entry() -> None:
    """The amount of a round, disclosed later, is news of that round."""
    deal = happened("deal", "2026-01-05", fee("a"))
    more = happened("more", "2026-01-07", Set(term="fee", value="b", of="deal"))
    before, after = entries(kept_of(deal)), entries(kept_of(deal, more))

    assert before["event/deal"].updated < after["event/deal"].updated
    assert "More about it is told by “more”." in after["event/deal"].words.said


def test_an_expiry_is_an_entry_of_the_day_on_which_the_value_is_gone() -> None:
    """Nobody does it, and everybody wants to know."""
    deal = happened("deal", "2026-01-05", Set(term="fee", value="a", through=parse("2026-01-06")))
    found = entries(kept_of(deal))["expired/deal/fee"]

    assert found.words.title == "Expired: Fee"
    assert found.updated == found.published
    assert date.fromisoformat(found.published[:10]) >= date(2026, 1, 7)


def test_certainty_is_said_in_words() -> None:
    """No reader of a feed knows EDTF."""
    fix = Correction(given=frozenset({"when"}), when=parse("2025-10"))
    deal = happened("deal", "2026-01-05", fee("a"))
    found = entries(kept_of(deal, Correct(id="c", event="deal", fields=fix, reason="vague")))

    said = "According to one of the parties at some point in October 2025."
    assert found["event/deal"].words.said[0] == said
