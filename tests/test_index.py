"""The index answers as the plain definition does, whatever was appended, corrected or renamed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

import pytest
from agreement import Question, questions
from conftest import BOTH
from histories import history, rendered
from servers import Make

from cli.keeping import keep
from cli.replaying import faults
from events import codec
from events.kinds import Act, Define, Redefine, Term
from events.log import Log, open_log
from events.rows import Cut
from timeline.answers import Answer
from timeline.as_of import terms_as_of
from timeline.portrait import answers
from timeline.record import Kept, Record, record_of
from timeline.settled import ASK
from timeline.settling import settle

ENGINES = BOTH
HISTORIES, CHUNK = 600, 60


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def acts_of(seed: int) -> list[Kept]:
    """Return a history in which, now and then, a term is renamed, and renamed back."""
    kept = [Kept(*one) for one in history(seed)]
    random = Random(seed)
    for number in range(random.choice((0, 0, 1, 2, 3))):
        at = random.randrange(len(kept), len(kept) + 1) if number == 0 else len(kept)
        kept = list(_renamed(kept, at, random, number))
    return kept


def _renamed(kept: list[Kept], at: int, random: Random, number: int) -> Iterator[Kept]:
    record = record_of(kept)
    old = random.choice(sorted(record.terms))
    backs = [was for was, now in record.renamed.items() if now == old]
    new = random.choice([f"new-{number}", *backs])
    thing = replace(record.terms[old], key=old)
    acts: list[Act] = [Redefine(id=f"rename-{number}", thing=thing, renamed=new)]
    if new not in backs:
        acts.insert(0, Define(id=f"define-{number}", thing=Term(key=new, title="New")))
    last = kept[-1].recorded
    yield from kept[:at]
    yield from (Kept(at + 1 + n, last, act) for n, act in enumerate(acts))


def shown(one: Answer) -> tuple[object, ...]:
    """Return all that is said of a term; a dispute's sides and a pending step by what they say."""
    sides = [(side.party, side.says) for side in one.positions]
    pending = [(step.id, step.verb, step.when, step.announced) for step in one.pending]
    return (one.term.key, *one[1:-2], one.term.title, sides, pending)


def indexed(log: Log, slug: str, record: Record, question: Question, cut: Cut) -> Iterable[Answer]:
    """Return the answers of the index, each citing what was published by then."""
    terms = record.terms.values()
    return answers(log.index(slug), terms, question.on, cut)


def uncited(one: Answer) -> Answer:
    """Return the answer without its sources, which the index cites uncut."""
    return one._replace(sources=(), claims=tuple(c._replace(sources=()) for c in one.claims))


def require_the_same(log: Log, slug: str, kept: list[Kept], question: Question) -> None:
    """Require the same answers of the index as of the plain definition."""
    record = record_of(kept, by=question.recorded)
    version = record.acts[-1].version if question.recorded else None
    known = question.known.toordinal() if question.known else None
    expected = terms_as_of(record, question.on, known=question.known)
    found = list(indexed(log, slug, record, question, Cut(version, known)))
    if question.known:
        expected, found = [*map(uncited, expected)], [*map(uncited, found)]

    assert [*map(shown, expected)] == [*map(shown, found)], f"{question}\n" + rendered(
        (one.version, one.recorded, one.act) for one in kept
    )


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_index_answers_as_the_plain_definition(path: str, first: int) -> None:
    """Appended one by one, or several at once; asked on days of all clocks."""
    with open_log(path, writing=True, follow=keep) as log:
        for seed in range(first, first + CHUNK):
            slug, kept, random = f"p{seed}", acts_of(seed), Random(seed)
            rest = list(kept)
            while rest:
                several = rest[: random.choice((1, 1, 2, 5, len(rest)))]
                del rest[: len(several)]
                _add(log, slug, several)
                if random.random() < 0.5:
                    _settle(log, slug)
            for question in questions([(k.version, k.recorded, k.act) for k in kept], random):
                require_the_same(log, slug, kept, question)


def _settle(log: Log, slug: str) -> None:
    shelf = log.shelf(slug)
    with log.together([slug]):
        settle(shelf, shelf.unsettled())


def test_a_stored_answer_holds_until_something_changes_it(path: str) -> None:
    """After every act, on every day from which it was stored, it is what a replay gives."""
    stored = asked = 0
    with open_log(path, writing=True, follow=keep) as log:
        for seed in range(60):
            slug, random = f"q{seed}", Random(seed)
            for one in acts_of(seed):
                _add(log, slug, [one])
                if random.random() < 0.6:
                    _settle(log, slug)
                index = log.index(slug)
                rows = [row for track in index.tracks().values() for row in index.answers(track)]
                stored += len(rows)
                asked += sum(body == ASK for _, body in rows)
        assert [*faults(log)] == []

    assert stored > 1000
    assert asked < stored / 2


def _add(log: Log, slug: str, several: list[Kept]) -> None:
    with log.together([slug]):
        writer = log.writer(slug)
        writer._may_restore = True
        for one in several:
            writer.add(one.act, codec.encode(one.act), one.recorded)
        writer.flush()
