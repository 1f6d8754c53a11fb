"""Help tells how to begin: short lines, a sentence, and an example that works."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from second_ledger import filled
from shell import Shell, command_named, shell

from cli.fast.help import GROUPS
from cli.registry import COMMANDS, main
from events.ledger.reader import template

EXAMPLE = re.compile(r"^ *Example: (timeline (?:.+\n)+)", re.MULTILINE)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a default database in it, and the file that the examples import."""
    home = tmp_path_factory.mktemp("home")
    with shell(home) as run:
        run("timeline partnerships")
        (home / "my-partnership.yaml").write_text(filled(template("my-partnership")))
        run("timeline backup my-backup.db")
        run("timeline publish --parquet answers")
    return home


@pytest.fixture
def run(furnished: Path, tmp_path: Path) -> Iterator[Shell]:
    """Return the means to run a line in a furnished home of one's own."""
    home = Path(shutil.copytree(furnished, tmp_path / "home"))
    with shell(home) as run:
        yield run


def help_of(*words: str) -> str:
    return CliRunner().invoke(main, [*words, "--help"], prog_name="timeline").output


def test_every_command_is_listed_in_its_group() -> None:
    """What the list leaves out nobody finds, and a flat list of forty nobody reads."""
    listed = re.findall(r"^  (?:([A-Z][a-z]+)| {3,}) +([a-z-]+)  +\S", help_of(), re.MULTILINE)

    assert [name for _, name in listed] == [one for group in GROUPS.values() for one in group]
    assert [group for group, _ in listed if group] == [*GROUPS]


def test_the_first_page_fits_one_screen() -> None:
    """Whoever has to scroll does not see that there is a line to try."""
    assert 24 <= len(help_of().splitlines()) <= 48


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chnagelog", "changelog"), ("asof", "as-of"), ("histroy", "history"), ("Log", "log")],
)
def test_a_misspelt_command_is_recognised(typed: str, meant: str) -> None:
    """The list of forty is no answer to a slip of the finger."""
    result = CliRunner().invoke(main, [typed], prog_name="timeline")

    assert 2 == result.exit_code
    assert f"There is no command '{typed}'. Did you mean {meant}?" in result.output


def test_what_is_like_no_command_leads_to_the_list() -> None:
    """A guess that helps nobody is worse than none."""
    result = CliRunner().invoke(main, ["xyzzy"], prog_name="timeline")

    assert "There is no command 'xyzzy'. `timeline --help` lists them." in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_answers_to_its_name(name: str) -> None:
    """Usage lines print the name that the command has; the list prints the one it is found by."""
    assert name == command_named(name).name


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_told_in_sentences(name: str) -> None:
    """A fragment leaves the reader waiting for the rest; the list has room for one short line."""
    line = COMMANDS[name][1]
    first = (command_named(name).help or "").partition("\n\n")[0]

    assert line[:1].isupper()
    assert line.endswith(".")
    assert len(line) <= 52
    assert first.endswith(".")


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_fits_the_screen(name: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrowest terminal in use has 80 columns, and a wide one is no easier to read."""
    monkeypatch.setenv("COLUMNS", "200")

    assert [] == [line for line in help_of(*filter(None, [name])).splitlines() if len(line) > 80]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_every_option_is_told(name: str | None) -> None:
    """An option without a word beside it is a riddle."""
    command = main if name is None else command_named(name)
    options = [one for one in command.params if isinstance(one, click.Option)]

    assert [] == [one.name for one in options if not one.help and not one.hidden]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_works(name: str, run: Shell) -> None:
    """It is what people copy, as it is printed: a line wrapped in the wrong place would break."""
    found = EXAMPLE.search(help_of(name))

    assert found is not None
    line = re.sub(r"\s*\\?\n\s*", " ", found[1]).strip()
    result = run(line)
    assert line.startswith(f"timeline {name}")
    assert 0 == result.exit_code, result.output


def test_the_first_thing_to_try_works(run: Shell) -> None:
    """The list of commands ends with a line for those who do not read lists."""
    found = re.search(r"Try: (timeline .+?)  ", help_of())

    assert found is not None
    assert 0 == run(found[1]).exit_code
