"""The fast door says what the general way says, or steps aside; and it loads next to nothing."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from rule_histories import history
from servers import Make
from shell import ROOT

from cli.commands.as_of import show_terms
from cli.fast import door, help, log
from cli.fast.arguments import Asked, understood
from cli.registry import main as by_click_alone
from cli.terminal import echo
from events.dates.dates import parse
from events.errors import IntegrityError
from events.log.log import open_log
from events.model.kinds import Act, Cover, Define, Event, Partnership, Redefine, Set, Term
from events.payload.codec import decode, encode
from events.storage import database
from timeline.answers import table
from timeline.answers.update import bring_up
from timeline.boxes import boxes
from timeline.record.steps import is_relative

pytestmark = pytest.mark.drawn

HISTORIES, QUESTIONS = 120, 8
BATCHES = 4
SLOW = {"click", "dataclasses", "enum", "inspect", "json", "re", "typing", "events.model.kinds"}
"""What takes longer to import than a plain question takes to answer."""


class Terminal(StringIO):
    """A terminal that keeps what it is shown."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Say that somebody looks at it."""
        return True


class Pipe(Terminal):
    """What another program reads from."""

    def isatty(self) -> bool:
        """Say that nobody looks at it."""
        return False


@pytest.fixture
def engine() -> str:
    """Name the only engine that the door knows."""
    return "sqlite"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_door_says_what_the_general_way_says(
    new: Make, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte: of random histories, on a terminal and in a pipe, whatever is cut where."""
    path = new("migrated")
    answered = 0
    with open_log(path, writing=True, follow=bring_up) as kept:
        for seed in range(batch, HISTORIES, BATCHES):
            random = Random(seed)
            told = redefined(random)
            while seed // BATCHES % 8 and not is_plain(told):
                told = redefined(random)
            instants = [instant for instant, _ in told]
            kept.append(f"h{seed}", [act for _, act in told], recorded=instants)
            for words in questions(random, f"h{seed}", instants):
                asked = understood([*words, "--db", path])
                assert asked is not None
                answered += the_same_is_said(asked, monkeypatch, random)

    assert answered > HISTORIES / BATCHES * QUESTIONS / 2


def is_plain(told: Iterable[tuple[str, Act]]) -> bool:
    """Return whether stored rows say everything, so that the door need not step aside.

    They do not where events act on others, a text is restated or an answer renews.
    """
    return not any(
        is_relative(act)
        or act.restates
        or any(isinstance(o, Set) and o.renews for o in act.changes)
        for _, act in told
        if isinstance(act, Event)
    )


def redefined(random: Random) -> list[tuple[str, Act]]:
    """Return a random history that can be stored, by chance with other words in it."""
    while True:
        try:
            told = [(when, decode(encode(act))) for _, when, act in history(random)]
        except IntegrityError:
            continue  # What is over before it begins is refused.
        break
    more: list[list[Act]] = [
        [Cover(id="cover", since=parse("2026-01-03"), through=parse("2026-01-10"))],
        [Redefine(id="said", thing=Term(key="alpha", title="As we call it", topic="Money"))],
        [Redefine(id="partners", thing=Partnership(title="Acme & Bolt", parties=("acme", "bolt")))],
        [
            Define(id="new-delta", thing=Term(key="delta", title="Delta")),
            Define(id="new-epsilon", thing=Term(key="epsilon", title="Epsilon")),
            Redefine(id="split", thing=Term(key="alpha", title="A"), split=("delta", "epsilon")),
        ],
        [
            Define(id="new-omega", thing=Term(key="omega", title="Omega")),
            Redefine(id="renamed", thing=Term(key="alpha", title="A"), renamed="omega"),
        ],
    ]
    for acts in random.sample(more, random.choice((0, 1, 2))):
        at = random.randrange(12, len(told) + 1)
        told[at:at] = [(told[at - 1][0], act) for act in acts]
    return told


def questions(random: Random, slug: str, instants: Sequence[str]) -> Iterator[list[str]]:
    for _ in range(QUESTIONS):
        words = [str(date(2025, 12, 30) + timedelta(random.randrange(24))), "-p", slug]
        if random.random() < 0.4:
            known = date(2025, 12, 30) + timedelta(random.randrange(24))
            words += ["--known", str(known) if random.random() < 0.9 else "2026-01"]
        if random.random() < 0.3:
            words += ["--recorded", random.choice(instants)]
        if random.random() < 0.3:
            words += ["--term", random.choice(("alpha", "*a", "beta", "?eta"))]
        if random.random() < 0.5:
            words += ["--sources"]
        yield words


def the_same_is_said(asked: Asked, monkeypatch: pytest.MonkeyPatch, random: Random) -> bool:
    """Hold the door to what is said else, where it answers; and say whether it does."""
    stream = random.choice((Terminal, Pipe))
    monkeypatch.setenv("COLUMNS", random.choice(("80", "60", "100")))
    monkeypatch.setattr(sys, "stdout", stream())
    text = door.answer(asked)
    if text is None:
        return False
    echo(text)
    shown = sys.stdout
    monkeypatch.setattr(sys, "stdout", stream())
    show_terms(**vars(asked))
    assert isinstance(sys.stdout, StringIO)
    assert isinstance(shown, StringIO)

    assert sys.stdout.getvalue() == shown.getvalue(), vars(asked)
    return True


@pytest.mark.parametrize("day", ["2019-07-22", "2023-02-01", "2025-10-28", "2026-02-27"])
@pytest.mark.parametrize(
    "more", ["", "--known 2026-01-01", "--term *.end", "--term cloud* --sources"]
)
def test_the_door_answers_of_the_bundled_ledger(
    bundled_database: Path, day: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To what the documentation asks it never steps aside."""
    asked = understood([day, "--db", str(bundled_database), *more.split()])

    assert asked is not None
    assert the_same_is_said(asked, monkeypatch, Random(day + more))


def told_of(path: Path, *words: str) -> str | None:
    asked = understood([*words, "--db", str(path)])
    assert asked is not None
    return door.answer(asked)


@pytest.mark.parametrize(
    "line",
    [
        *("2025-10", "0001-01-01", "9999-12-31", "2026-02-27 -o json"),
        *("2026-02-27 -p nobody", "2026-02-27 --term nothing", "2026-02-27 --recorded 2001-01-01"),
        "2026-02-27 --known 2026-01-01 --term ip-license.end",
    ],
)
def test_the_door_steps_aside_where_more_has_to_be_known(bundled_database: Path, line: str) -> None:
    """Also from what is refused: the sentences are those of the general way."""
    assert told_of(bundled_database, *line.split()) is None


@pytest.mark.parametrize("name", ["nowhere.db", "no%41.db", "postgresql://host/name", "a=b", "."])
def test_the_door_opens_nothing_but_a_plain_file(tmp_path: Path, name: str) -> None:
    """And makes none."""
    asked = understood(["2026-02-27", "--db", name if ":" in name else f"{tmp_path}/{name}"])

    assert asked is not None
    assert door.answer(asked) is None
    assert [] == [*tmp_path.iterdir()]


ALTERED = (
    "DROP TABLE answers",
    "DROP TABLE reached",
    "UPDATE reached SET version = 3",
    "UPDATE reached SET edition = 99",
    "UPDATE alembic_version SET version_num = 'm001'",
    "UPDATE answers SET body = '['",
    "UPDATE answers SET body = '{}'",
    "UPDATE answers SET body = replace(body, '[1', '[9')",
    "DELETE FROM answers WHERE kind = 'answer'",
    "UPDATE log SET payload = x'ff'",
    "UPDATE log SET payload = CAST(payload AS TEXT)",
    "UPDATE log SET payload = replace(payload, '\"v\":1', '\"v\":2')",
    "UPDATE log SET payload = CAST(replace(CAST(payload AS TEXT), '20', 'XX') AS BLOB)",
    "UPDATE log SET payload = CAST('[1.5]' AS BLOB)",
)


@pytest.mark.parametrize("order", ALTERED)
def test_the_door_steps_aside_from_a_file_that_is_not_sound(new: Make, order: str) -> None:
    """So that whatever is wrong is told in a sentence."""
    path = new("bundled")
    with open_log(path, writing=True) as kept, kept.together(None):
        for trigger in kept.database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            kept.database.run(f"DROP TRIGGER {trigger[0]}")
        kept.database.run(order)

    assert told_of(Path(path), "2026-02-27") is None


def test_the_door_knows_the_numbers_of_other_rooms() -> None:
    """It cannot import them, and is wrong where they change."""
    assert (database.EDITION, table.EDITION, boxes.HEAD) == (log.EDITION, log.ROWS, log.HEAD)


@pytest.mark.parametrize("word", ["--help", "-h", "--version"])
def test_the_first_page_of_help_is_what_click_makes_of_it(word: str) -> None:
    """It is asked for first of all, and waits for nothing."""
    by_click = CliRunner().invoke(by_click_alone, [word], prog_name="timeline").output

    assert by_click == f"{help.page('timeline', [word])}\n"


def test_the_version_is_that_of_the_distribution() -> None:
    """Looking it up takes longer than all else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == help.VERSION


@pytest.mark.parametrize("line", ["--help", "-h", "--version", "as-of 2026-02-27"])
def test_what_is_plain_loads_next_to_nothing(line: str, bundled_database: Path) -> None:
    """It is answered in little more time than Python takes to begin."""
    program = (
        "import sys; from cli.main import main; main(prog_name='timeline');"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program, *line.split()],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "", "TIMELINE_DB": str(bundled_database)},
    )  # fmt: skip
    loaded = set(done.stderr.split())

    assert "cli.main" in loaded
    assert set() == SLOW & loaded
