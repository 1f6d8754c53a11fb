"""The portfolio: all partnerships at once are answered as each is by itself."""

from fnmatch import filter as filter_names
from random import Random

import pytest
from agreement import questions
from conftest import BOTH
from servers import Make
from test_index import acts_of

from cli import json_form
from cli.asking import from_the_log
from cli.keeping import keep
from cli.portfolio import Asked, portfolio
from cli.portrait import Portrait
from events import codec, log
from events.dates import day
from events.log import open_log
from timeline.record import Kept, record_of

ENGINES = BOTH
HISTORIES, CHUNK = 80, 10
GLOBS: tuple[list[str], ...] = (
    ["*"],
    ["fee"],
    ["seat"],
    ["seat", "f*"],
    ["new-*", "fee"],
    ["new-0"],
    ["[fs]e*"],
    [],
)


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def taken_in(url: str, histories: dict[str, list[Kept]], *, unfollowed: str = "") -> None:
    """Append all histories; of the partnership *unfollowed* the index has not the last entry."""
    with open_log(url, writing=True, follow=keep) as written:
        for slug, kept in histories.items():
            _add(written, slug, kept[:-1] if slug == unfollowed else kept)
    if unfollowed:
        with open_log(url, writing=True) as written:
            _add(written, unfollowed, histories[unfollowed][-1:])


def _add(written: log.Log, slug: str, several: list[Kept]) -> None:
    with written.together([slug]):
        writer = written.writer(slug)
        writer._may_restore = True
        for one in several:
            writer.add(one.act, codec.encode(one.act), one.recorded)
        writer.flush()


def shown(found: Portrait) -> tuple[object, ...]:
    """Return all that is said of a partnership."""
    seen = found.view
    answers = [json_form.answer(one, seen.record) for one in found.answers]
    return (seen.meta(), seen.record.partnership.title, answers, found.unannounced)


def alone(url: str, slug: str, asked: Asked, missing: list[str]) -> tuple[object, ...]:
    """Return what the plain definition says of one partnership."""
    present = [glob for glob in asked.globs if glob not in missing]
    found = from_the_log(url, slug, asked.on, asked.known, asked.recorded, present)
    if asked.globs and not present:
        found = Portrait(found.view, [])
    return shown(found)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_portfolio_says_of_each_partnership_what_the_plain_definition_says(
    path: str, first: int
) -> None:
    """On days of all clocks; of all terms, of some, of one; one index lags behind its log."""
    histories = {f"p{seed:03}": acts_of(seed) for seed in range(first, first + CHUNK)}
    taken_in(path, histories, unfollowed=f"p{first + 3:03}")
    random = Random(first)
    for kept in histories.values():
        for question in list(questions([(k.version, k.recorded, k.act) for k in kept], random))[6:]:
            records = [record_of(kept, by=question.recorded) for kept in histories.values()]
            names = {name for one in records for name in (*one.terms, *one.renamed)}
            globs = [one for one in random.choice(GLOBS) if filter_names(names, one)]
            known = day(question.known) if question.known else None
            asked = Asked(question.on, known, question.recorded, globs)
            held = portfolio(path, asked, citing=True)

            assert [*histories] == [one.portrait.view.slug for one in held]
            for one, record in zip(held, records, strict=True):
                theirs = [*record.terms, *record.renamed]
                missing = [glob for glob in globs if not filter_names(theirs, glob)]

                assert missing == one.missing
                expected = alone(path, one.portrait.view.slug, asked, missing)
                assert expected == shown(one.portrait), asked
