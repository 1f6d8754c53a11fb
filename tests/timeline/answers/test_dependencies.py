"""Gather: what is read by index answers as the whole log does, and no answer changes unnoticed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from logs import fee, happened
from running import BOTH
from servers import Make
from varied_logs import varied

from events.log import log as logs_room
from events.log.log import Entry, Log, open_log
from events.model.kinds import (
    Act,
    Condition,
    Correct,
    Correction,
    Define,
    End,
    Note,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
)
from events.storage.database import Row
from timeline.answers.dependencies import bearing, gathered
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import Step, steps_of
from timeline.rule.terms import Terms

pytestmark = pytest.mark.drawn

ENGINES = BOTH
HISTORIES = {"sqlite": 240, "postgresql": 16}
CHUNKS = 4

Steps = Mapping[str, Sequence[Step]]


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def record(entries: Iterable[Entry]) -> Record:
    """Return what *entries* say."""
    return record_of(Kept(one.version, one.recorded, one.act(), one.actor) for one in entries)


def said(steps: Iterable[Step]) -> list[object]:
    """Return all that steps say, in a form that can be compared."""
    return [[getattr(one, name) for name in Step.__slots__] for one in steps]


def chunks(chunk: int, engine: str) -> range:
    """Return the seeds of one of several tests."""
    return range(chunk, HISTORIES[engine], CHUNKS)


# What hangs on an answer


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_is_gathered_tells_what_the_whole_log_does(path: str, engine: str, chunk: int) -> None:
    """Of each term alone, by each name that it has or had, whatever was recorded by when."""
    with open_log(path, writing=True) as log, log.together(None, keep=False):
        for seed in chunks(chunk, engine):
            random = Random(seed)
            told = varied(random)
            slug = f"h{seed}"
            log.append(slug, [act for _, act in told], recorded=[instant for instant, _ in told])
            for by in (None, *random.sample([instant for instant, _ in told], 3)):
                require_the_same(log, slug, by)


def require_the_same(log: Log, slug: str, by: str | None) -> None:
    entries = log.entries(slug, recorded_by=by)
    whole = record(entries)
    steps = steps_of(whole)
    for name in {*whole.terms, *whole.renamed}:
        which = f"{slug}, {name}, {by}"
        found = gathered(log, slug, [name], recorded_by=by)
        assert [one for one in entries if one in found] == found, which
        part = record(found)
        told = steps_of(part)
        term = whole.renamed.get(name, name)
        for one in Terms(steps).with_dependencies(term):
            assert said(steps.get(one, ())) == said(told.get(one, ())), f"{which}: {one}"
            require_the_same_words(whole, part, one, steps.get(one, ()), which)
        assert (whole.partnership, whole.covered) == (part.partnership, part.covered), which


def require_the_same_words(
    whole: Record, part: Record, term: str, steps: Sequence[Step], which: str
) -> None:
    assert whole.terms.get(term) == part.terms.get(term), which
    for step in steps:
        assert whole.standing(step.event) == part.standing(step.event), which
        for key in step.sources:
            assert whole.sources[key] == part.sources[key], which
        for condition in step.unless:
            assert whole.conditions[condition] == part.conditions[condition], which


def test_of_one_term_only_that_is_read_on_which_it_hangs(path: str) -> None:
    """However much there is of others, and however they are mixed with it in one event."""
    seat, licence = (Note(term=name, text="n") for name in ("seat", "licence"))
    acts: list[Act] = [
        Define(id="p", thing=Partnership(title="Us")),
        *(Define(id=name, thing=Term(key=name, title=name)) for name in ("fee", "seat", "x")),
        Define(id="agi", thing=Condition(key="agi", title="AGI")),
        *(Define(id=name, thing=Source(key=name, title=name)) for name in ("press", "rest")),
        happened("talks", "2026-01-01", seat, sources=("press",)),
        replace(
            happened("deal", "2026-01-02", fee("1"), licence, sources=("press",)), after="talks"
        ),
        happened("other", "2026-01-03", seat, sources=("rest",)),
        happened("third", "2026-01-04", licence, sources=("rest",)),
        Retract(id="r", event="other", reason="No."),
    ]
    with open_log(path, writing=True) as log:
        log.append("us", acts)
        log.append("them", acts)
        found = gathered(log, "us", ["fee"])

    assert {one.partnership for one in found} == {"us"}
    assert [one.id for one in found] == ["p", "fee", "press", "talks", "deal"]


def test_much_is_read_with_few_statements(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one for each event: a server is far away."""
    acts = [happened(f"e{n}", "2026-01-02", fee(str(n))) for n in range(300)]
    asked: list[str] = []
    with open_log(path, writing=True) as log:
        log.append("us", acts)
        rows = log._database.rows

        def counted(sql: str, *values: object) -> list[Row]:
            asked.append(sql)
            return rows(sql, *values)

        monkeypatch.setattr(log._database, "rows", counted)
        found = gathered(log, "us", ["fee"])

    assert len(found) == 300
    assert len(asked) <= 8


# What an entry bears on


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_answer_changes_of_a_term_that_is_not_told(
    path: str, engine: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Appended in pieces: nor of one that hangs on such a term, by any name."""
    with open_log(path, writing=True) as log, log.together(None, keep=False):
        for seed in chunks(chunk, engine):
            random = Random(seed)
            told = varied(random)
            before = record(())
            while told:
                number = random.choice((1, 1, 1, 2, 3, 20))
                piece, told = told[:number], told[number:]
                now = datetime.fromisoformat(piece[-1][0])
                monkeypatch.setattr(logs_room, "clock", lambda now=now: now)
                acts = [act for _, act in piece]
                log.append(f"h{seed}", acts)
                after = record(log.entries(f"h{seed}"))
                terms = bearing(log, f"h{seed}", acts)
                if terms is not None:
                    assert changed(before, after) <= {*terms}, f"seed {seed}, {acts[0].id}"
                before = after


def changed(before: Record, after: Record) -> set[str]:
    """Return the terms whose answers may be others, or are told by another definition."""
    was, now = steps_of(before), steps_of(after)
    own = {
        term
        for term in {*was, *now}
        if said(was.get(term, ())) != said(now.get(term, ()))
        or before.terms.get(term) != after.terms.get(term)
    }
    chains = Terms(was), Terms(now)
    hung = {
        term for term in {*was, *now} if any(own & {*one.with_dependencies(term)} for one in chains)
    }
    return own | hung


def test_an_entry_bears_on_little(path: str) -> None:
    """On what it changes, what was told of it, what it ends, and on what hangs on those."""
    fix = Correction(given=frozenset({"title"}), title="Better")
    name = Redefine(id="n", thing=Term(key="fee", title="Fee"), renamed="price")
    another = Note(term="other", text="n")
    put = Correction(given=frozenset({"changes", "met"}), changes=(another,), met=("x",))
    acts: list[Act] = [
        happened("deal", "2026-01-02", fee("1"), sources=("wire",)),
        happened("told", "2026-01-02", Note(term="told", text="n", of="deal"), sources=("b",)),
        replace(
            happened("then", "2026-01-02", Note(term="then", text="n"), sources=("b",)),
            after="told",
        ),
        happened("gate", "2026-01-02", Set(term="gate", value="1", unless=("x",)), sources=("b",)),
        happened("hung", "2026-01-02", Set(term="hung", value="1", hinge="gate"), sources=("b",)),
        happened("rest", "2026-01-02", Note(term="rest", text="n"), sources=("b",)),
    ]
    more: list[tuple[Act, list[str] | None]] = [
        (happened("e", "2026-01-03", End(term="rest"), sources=("b",)), ["rest"]),
        (happened("m", "2026-01-03", sources=("b",), met=("x",)), ["gate", "hung"]),
        (Correct(id="c", event="deal", fields=fix, reason="No."), ["fee", "then", "told"]),
        (Retract(id="r", event="c", reason="No."), ["fee", "then", "told"]),
        (Redefine(id="s", thing=Source(key="wire", title="W")), ["fee"]),
        (Redefine(id="t", thing=Term(key="gate", title="G")), ["gate", "hung"]),
        (
            Correct(id="c2", event="rest", fields=put, reason="No."),
            ["gate", "hung", "other", "rest"],
        ),
        (Retract(id="r3", event="c2", reason="No."), ["gate", "hung", "other", "rest"]),
        (Redefine(id="x", thing=Condition(key="x", title="X")), []),
        (name, ["fee", "price"]),
        (Retract(id="r2", event="deal", reason="No."), ["price", "then", "told"]),
        (Redefine(id="p", thing=Partnership(title="Us")), None),
    ]
    with open_log(path, writing=True) as log:
        log.append("us", acts)
        for act, terms in more:
            log.append("us", [act])

            assert bearing(log, "us", [act]) == terms, act.id
