"""A text written in the editor is never lost: it is kept, named and opened again."""

import sys
from pathlib import Path

import pytest
from running import Run, said
from second_ledger import SECOND

from cli.append.drafts import kept_in
from events.log.log import open_log

BY_FLAGS = ("--when", "2026-12-01", "--authority", "official", "--source", "https://example.com/a")
EXTENDED = (*BY_FLAGS, "--title", "Licence extended", "--set", "fee=$9")
IN_A_FILE = """\
when: 2026-11-20
title: The board meets
authority: press
sources:
  minutes: {url: "https://example.com/minutes", title: Minutes, published: 2026-11-21}
changes:
  - {set: fee, value: $7}
"""
BAD = IN_A_FILE.replace("press", "hearsay")


@pytest.fixture
def timeline(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on a small deal."""
    path = tmp_path / "deal.yaml"
    path.write_text(SECOND)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "deal.db"))
    assert 0 == command("init").exit_code
    assert 0 == command("import", path).exit_code
    return command


@pytest.fixture
def log_url(tmp_path: Path) -> str:
    """Return where the log of that deal is."""
    return str(tmp_path / "deal.db")


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a program in $EDITOR that notes the text it is given, and runs Python on it."""
    script = tmp_path / "script.py"
    program = tmp_path / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "names = {'text': path.read_text()}\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(names['text'])\n"
        f"exec(pathlib.Path({str(script)!r}).read_text(), names)\n"
        "path.write_text(names['text'])\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    monkeypatch.delenv("VISUAL", raising=False)
    return script


def held(log_url: str) -> tuple[int, str]:
    """Return how many entries the log holds, and its head."""
    with open_log(log_url) as log:
        head = log.head("acme-globex")
    return head.version, head.digest.hex()


def typing(editor: Path, text: str) -> None:
    """Let the editor replace what it is given by *text*."""
    editor.write_text(f"text = {text!r}")


def seen(tmp_path: Path) -> str:
    """Return the text that the editor was given last."""
    return (tmp_path / "seen").read_text()


def drafts(home: Path) -> list[str]:
    """Return the names of the drafts that are kept."""
    return sorted(path.name for path in home.rglob("drafts/**/*.yaml"))


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    "text",
    [
        BAD,
        IN_A_FILE.replace("fee", "moon"),
        IN_A_FILE.replace("2026-11-20", "2026-11-31"),
        f"id: 2020-05-fee\n{IN_A_FILE}",
        "title: [",
        "nothing: at all",
    ],
)
def test_a_refused_text_is_kept_named_and_opened_again(
    timeline: Run, log_url: str, home: Path, tmp_path: Path, editor: Path, text: str,
    more: tuple[str, ...],
) -> None:  # fmt: skip
    """Whatever refused it, the reader or the log; with the complaint on top."""
    before = held(log_url)
    typing(editor, text)
    refused = timeline("append", "--edit", *more)
    [name] = drafts(home)
    typing(editor, IN_A_FILE)
    told = timeline("append", "--edit", "-o", "json")

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert f"{kept_in(log_url, name)}; the same command with --edit opens" in refused.stderr
    assert seen(tmp_path).startswith("#! It was refused:\n#! ")
    assert seen(tmp_path).endswith(text)
    assert said(told)["event"] == "2026-11-20-the-board-meets"
    assert held(log_url)[0] > before[0]
    assert [] == drafts(home)


def test_a_complaint_names_the_line_as_it_is_counted_below_it(
    timeline: Run, tmp_path: Path, editor: Path
) -> None:
    """An editor jumps there; and what was complained of before is gone."""
    typing(editor, BAD)
    timeline("append", "--edit")
    editor.write_text("")
    timeline("append", "--edit")
    lines = seen(tmp_path).splitlines()
    [complaint] = [line for line in lines if line.startswith("#! line ")]
    number = int(complaint.split()[2].rstrip(","))

    assert "hearsay" in lines[number - 1]
    timeline("append", "--edit")
    assert seen(tmp_path).splitlines() == lines


def test_a_dry_run_keeps_the_text_and_the_next_edit_appends_it(
    timeline: Run, log_url: str, home: Path, editor: Path
) -> None:
    """Whoever looks first should not have to write it again."""
    before = held(log_url)
    typing(editor, IN_A_FILE)
    tried = timeline("append", "--edit", "--dry-run")
    assert (0, before, 1) == (tried.exit_code, held(log_url), len(drafts(home)))

    editor.write_text("")
    assert said(timeline("append", "--edit", "-o", "json"))["written"]
    assert [] == drafts(home)


def test_flags_are_the_beginning_of_the_text(timeline: Run, tmp_path: Path, editor: Path) -> None:
    """What they say need not be typed again, and may be appended as it is."""
    editor.write_text("")
    told = said(timeline("append", "--edit", *EXTENDED, "--id", "longer", "-o", "json"))
    by_flags = said(timeline("append", *EXTENDED, "--id", "longer", "-n", "-o", "json"))

    assert "title: Licence extended\n" in seen(tmp_path)
    assert "longer" == told["event"]
    assert not by_flags["added"]


def test_flags_do_not_replace_a_text_that_was_kept(timeline: Run, home: Path, editor: Path) -> None:
    """It would be lost."""
    typing(editor, BAD)
    timeline("append", "--edit")
    [name] = drafts(home)
    kept = next(home.rglob(name)).read_text()
    refused = timeline("append", "--edit", "--title", "Another")

    assert 1 == refused.exit_code
    assert name in refused.stderr
    assert kept == next(home.rglob(name)).read_text()


def test_every_term_has_a_line_with_its_question(
    timeline: Run, tmp_path: Path, editor: Path
) -> None:
    """A line of eight hundred characters is no list."""
    editor.write_text("")
    timeline("append", "--edit")
    terms = said(timeline("terms", "-o", "json"))["terms"]

    for one in terms:
        assert f"#   {one['term']}: {one['asks']}\n" in seen(tmp_path)


@pytest.mark.parametrize("script", ["", "text = ''", "text = '# only a remark'"])
def test_a_text_that_says_nothing_leaves_nothing(
    timeline: Run, log_url: str, home: Path, editor: Path, script: str
) -> None:
    """Giving up is always possible, also for good."""
    before = held(log_url)
    editor.write_text(script)
    refused = timeline("append", "--edit")

    assert (1, before, []) == (refused.exit_code, held(log_url), drafts(home))
    assert "nothing was appended" in refused.stderr


def test_a_kept_text_is_given_up_by_emptying_it(timeline: Run, home: Path, editor: Path) -> None:
    """The next one begins anew."""
    typing(editor, BAD)
    timeline("append", "--edit")
    typing(editor, "")
    timeline("append", "--edit")

    assert [] == drafts(home)


def test_a_correction_has_a_draft_of_its_own(timeline: Run, home: Path, editor: Path) -> None:
    """By the event it corrects; flags are laid over the event as it stands."""
    words = ("correct", "2020-05-fee", "--edit", "--reason", "a slip")
    typing(editor, BAD)
    timeline("append", "--edit")
    editor.write_text("text = text.replace('2020-05-22', '2020-05-32')")
    refused = timeline(*words, "--when", "2020-05-22")
    assert 1 == refused.exit_code
    assert 2 == len(drafts(home))

    editor.write_text("text = text.replace('2020-05-32', '2020-05-23')")
    told = said(timeline(*words, "-o", "json"))
    shown = said(timeline("show", told["event"], "-o", "json"))
    assert shown["as_recorded"]["when"] == "2020-05-23"
    assert 1 == len(drafts(home))


def test_an_id_that_is_made_is_short(timeline: Run) -> None:
    """It is read in tables; whole words of the title are left out, not parts of them."""
    title = "The parties agree on an amendment of their amended agreement"
    told = said(timeline("append", *BY_FLAGS, "--title", title, "--end", "fee", "-n",
                         "-o", "json"))  # fmt: skip

    assert told["event"] == "2026-12-01-the-parties-agree-on-an"
