"""The README and the pages in docs/ show what the program prints; `--update` rewrites them."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sessions
from sessions import BLOCK
from shell import ROOT, shell

from cli.registry import COMMANDS

README = ROOT / "README.md"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
OWN_SETTING = {"deals.md", "inbox.md", "postgresql.md"}
"""The pages whose sessions need a ledger or a server, each run by a test of its own."""

SESSION = re.compile(r"^```console\n\$ timeline ", re.MULTILINE)
SET_UP = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`timeline\s+([a-z-]+)")


def in_the_plain_shell() -> list[Path]:
    """Return the pages with sessions that need nothing but an empty home."""
    named = (page for page in PAGES if page.name not in OWN_SETTING)
    return [page for page in named if SESSION.search(page.read_text(encoding="utf-8"))]


def replayed(text: str, home: Path) -> str:
    """Return *text* with what its commands print now, run in their order in an empty *home*."""
    with shell(home) as run:
        run("timeline partnerships")

        def printed(line: str) -> str:
            command, _, file = line.strip().partition(" > ")
            result = run(command)
            if file:
                (home / file).write_text(result.stdout, encoding="utf-8")
            return result.stderr if file else result.output

        return sessions.replayed(text, printed)


@pytest.mark.parametrize("page", in_the_plain_shell(), ids=lambda page: page.name)
def test_the_sessions_are_real(page: Path, tmp_path: Path) -> None:
    """A reader compares what the page shows with what he gets; the page must not be the liar."""
    text = page.read_text(encoding="utf-8")

    assert text == replayed(text, tmp_path)


def test_a_session_that_changed_is_rewritten_and_a_gap_is_kept(tmp_path: Path) -> None:
    """Else the page could not be brought up to date without losing what it leaves out."""
    text = (
        "```console\n$ timeline terms --term cloud.rofr\n{}\n\n$ timeline partnerships\np…\n```\n"
    )

    again = replayed(text.format("stale"), tmp_path)

    assert "stale" not in again
    assert "Must OpenAI offer its need for new computing" in again
    assert again.endswith("\n\n$ timeline partnerships\np…\n```\n")


def test_two_commands_set_everything_up() -> None:
    """A newcomer chooses between asking and testing; a third way would be one to keep working."""
    commands = SET_UP.findall(README.read_text(encoding="utf-8"))

    assert 2 == len(commands)
    assert all(command.startswith("python3 -m venv .venv && ") for command in commands)
    assert all(command.count("\n") == 1 for command in commands)
    assert commands[0].endswith(" .venv/bin/timeline as-of 2026-02-27\n")
    assert commands[1].endswith(" .venv/bin/pytest -n auto\n")


def test_the_first_screen_says_it_all() -> None:
    """Name, purpose, a session, the clocks, both commands and the folders: before any scrolling."""
    first = "\n".join(README.read_text(encoding="utf-8").splitlines()[:40])
    folders = ("events/", "timeline/", "cli/", "migrations/", "tests/", "docs/")

    assert 1 <= len(BLOCK.findall(first))
    assert 2 == len(SET_UP.findall(first))
    assert all(clock in first for clock in ("*effective*", "*announced*", "*recorded*"))
    assert all(f"`{folder}`" in first for folder in folders)
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_it_is_read_in_one_go() -> None:
    """Whatever would make it longer has a page in docs/."""
    assert 120 >= len(README.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    """A command that was renamed lives on in prose, where no session tests it."""
    assert set() == {*NAMED.findall(page.read_text(encoding="utf-8"))} - {*COMMANDS}


def update() -> None:
    """Rewrite the outputs on every page whose sessions are run here."""
    for page in in_the_plain_shell():
        with TemporaryDirectory() as home:
            text = replayed(page.read_text(encoding="utf-8"), Path(home))
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("Usage: .ci/update readme")
    update()
