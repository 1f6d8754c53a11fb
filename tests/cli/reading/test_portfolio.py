"""The portfolio: all partnerships at once are answered as each is by itself."""

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import filter as filter_names
from random import Random

import pytest
from depth import scaled
from rule_histories import history, question
from rule_oracle import Kept as Told
from running import BOTH
from servers import Make

from cli.forms import json_text
from cli.reading.portfolio import Query, portfolio
from cli.reading.session import asked_of, view
from cli.reading.snapshot import Snapshot, snapshot_on
from events.dates.dates import Date, day, parse
from events.errors import IntegrityError
from events.log import log
from events.log.log import open_log
from events.model.kinds import Act, Define, Redefine, Term
from events.payload import codec
from timeline.answers.update import bring_up
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import answer_on, as_covered
from timeline.rule.terms import Terms

ENGINES = BOTH
HISTORIES, CHUNK, FEW = scaled(80), 12, 4
"""How many histories, how many of them a test, and how many of those on a server."""
GLOBS: tuple[list[str], ...] = (
    ["*"],
    ["alpha"],
    ["beta"],
    ["beta", "a*"],
    ["new-*", "alpha"],
    ["new-0"],
    ["[ab]*a"],
    [],
)


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def taken_in(url: str, histories: dict[str, list[Kept]]) -> None:
    """Append all histories."""
    with open_log(url, writing=True, follow=bring_up) as written:
        for slug, kept in histories.items():
            _add(written, slug, kept)
            written.followed(slug)


def _add(written: log.Log, slug: str, several: list[Kept]) -> None:
    with written.together([slug]):
        writer = written.writer(slug)
        writer._may_restore = True
        for one in several:
            writer.add(one.act, codec.encode(one.act), one.recorded)
        writer.flush()


def acts_of(seed: int) -> list[Kept]:
    """Return a history in which, now and then, a term is renamed, and renamed back."""
    random = Random(seed)
    kept = next(filter(is_storable, (_dated(history(random)) for _ in range(50))))
    for number in range(random.choice((0, 0, 1, 2, 3))):
        at = random.randrange(len(kept), len(kept) + 1) if number == 0 else len(kept)
        kept = list(_renamed(kept, at, random, number))
    return kept


def _dated(kept: list[Told]) -> list[Kept]:
    return [Kept(version, f"{at[:-1]}.000000Z", act) for version, at, act in kept]


def is_storable(kept: list[Kept]) -> bool:
    """Tell whether a log would take it in: the rule has an answer where a payload is refused."""
    try:
        return all(codec.decode(codec.encode(one.act)) == one.act for one in kept)
    except IntegrityError:
        return False


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


def shown(found: Snapshot) -> tuple[object, ...]:
    """Return all that is said of a partnership."""
    seen = found.view
    answers = [json_text.answer_json(one, seen.record) for one in found.answers]
    return (seen.meta(), seen.record.partnership.title, answers, found.unannounced)


def alone(url: str, slug: str, query: Query, missing: list[str]) -> tuple[object, ...]:
    """Return what is said of one partnership that is asked about by itself."""
    present = [glob for glob in query.globs if glob not in missing]
    if query.globs and not present:
        nothing = asked_of(view(url, slug, query.recorded).entries, ())
        return shown(Snapshot(replace(nothing, recorded=query.recorded), []))
    return shown(
        snapshot_on(url, slug, query.on, known=query.known, recorded=query.recorded, globs=present)
    )


def defined(record: Record, query: Query, shown: Snapshot) -> list[object]:
    """Return what the plain definition says of the terms that are shown."""
    known = query.known.earliest if query.known else None
    terms = Terms(steps_of(record, known=known))
    keys = {one.term.key for one in shown.answers}
    answers = (answer_on(terms, one, query.on) for key, one in record.terms.items() if key in keys)
    covered = (as_covered(one, record.covered_from(one.term.key), query.on) for one in answers)
    return [json_text.answer_json(one, record) for one in covered]


def questions(kept: list[Kept], random: Random) -> Iterator[tuple[Date, Date | None, str | None]]:
    """Yield a day of all clocks, and some days, to ask about."""
    several = [(one.version, one.recorded, one.act) for one in kept]
    on, known, recorded = question(random, several)
    yield day(on), day(known) if known else None, recorded
    last = on.replace(day=min(on.day + random.randrange(1, 9), 31))
    yield parse(f"[{on}..{last}]"), None, None


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_portfolio_says_of_each_partnership_what_the_plain_definition_says(
    path: str, engine: str, first: int
) -> None:
    """On days of all clocks; of all terms, of some, of one."""
    chunk = CHUNK if engine == "sqlite" else FEW
    histories = {f"p{seed:03}": acts_of(seed) for seed in range(first, first + chunk)}
    taken_in(path, histories)
    random = Random(first)
    for kept in histories.values():
        for on, known, recorded in questions(kept, random):
            there = {
                slug: kept
                for slug, kept in histories.items()
                if recorded is None or kept[0].recorded <= recorded
            }
            records = [record_of(kept, by=recorded) for kept in there.values()]
            names = {name for one in records for name in (*one.terms, *one.renamed)}
            globs = [one for one in random.choice(GLOBS) if filter_names(names, one)]
            query = Query(on, known, recorded, globs)
            held = portfolio(path, query)

            assert [*there] == [one.snapshot.view.slug for one in held]
            for one, record in zip(held, records, strict=True):
                theirs = [*record.terms, *record.renamed]
                missing = [glob for glob in globs if not filter_names(theirs, glob)]

                assert missing == one.missing
                assert globs or len(record.terms) - len(record.retired) == len(one.snapshot.answers)
                said = shown(one.snapshot)
                assert defined(record, query, one.snapshot) == said[2], query
                assert alone(path, one.snapshot.view.slug, query, missing) == said, query
