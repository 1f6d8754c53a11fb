"""The portfolio: all partnerships at once are answered as each is by itself."""

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import filter as filter_names
from random import Random

import pytest
from depth import scaled
from rule_histories import question
from running import BOTH
from servers import Make
from varied_logs import acts_of, taken_in

from cli.forms import json_text
from cli.reading.portfolio import Query, portfolio
from cli.reading.session import asked_of, view
from cli.reading.snapshot import Snapshot, snapshot_on
from events.dates.dates import Date, day, parse
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
