"""Completion as it works in the shells themselves: typed into bash, zsh and fish."""

import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import select

import pytest
from running import skip_without
from shell import ROOT

from cli.shells import SHELLS

PROGRAM = f"""#!/bin/sh
exec {sys.executable} -c 'import sys; sys.argv[0] = "timeline"
from cli.main import main
main()' "$@"
"""
SETUP = {
    "bash": 'bind "set enable-bracketed-paste off"; PS1="> "; eval "$(timeline completion bash)"\n',
    "zsh": "PS1='> '; autoload -U compinit; compinit -u -D; eval \"$(timeline completion zsh)\"\n",
    "fish": "",
}
START = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}
PATIENCE = 20
"""Seconds until a shell that says nothing has failed; two cores may serve many tests."""

TYPED = [
    ("timeline histo", "timeline history"),
    ("timeline as-of --term=cloud.ro", "timeline as-of --term=cloud.rofr"),
    ("timeline as-of --term cloud.ro", "timeline as-of --term cloud.rofr"),
    ("timeline history cloud.ro", "timeline history cloud.rofr"),
    ("timeline show 2025-10-28-def", "timeline show 2025-10-28-definitive"),
    ("timeline append --source https://a.b/c --set cloud.ro", "--set cloud.rofr"),
    ("timeline import dea", "timeline import deal.yaml"),
    ("timeline as-of --db dea", "timeline as-of --db deal.yaml"),
    ("timeline as-of --db=dea", "timeline as-of --db=deal.yaml"),
    ("timeline append --set=cloud.ro", "timeline append --set=cloud.rofr"),
]
"""What is typed before Tab is pressed, and what is there afterwards."""


@pytest.fixture
def there(home: Path, bundled_database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a file in it, with `timeline` on the path."""
    program = home / "bin" / "timeline"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    folder = home / "here"
    folder.mkdir()
    (folder / "deal.yaml").touch()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TIMELINE_DB", str(bundled_database))
    monkeypatch.setenv("TERM", "dumb")
    return folder


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, argv: list[str]) -> None:
        self.text = ""
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            argv, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        """Type *text*."""
        os.write(self._ours, text.encode())

    def shows(self, wanted: str) -> bool:
        """Wait until *wanted* is on the screen, and tell whether it came."""
        end = time.monotonic() + PATIENCE
        while wanted not in self.text and time.monotonic() < end:
            if select([self._ours], [], [], 0.2)[0]:
                try:
                    read = os.read(self._ours, 65536).decode(errors="replace")
                except OSError:
                    break
                self.text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\x07\x00]", "", self.text + read)
        return wanted in self.text

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            os.close(self._ours)


@pytest.fixture
def terminal(request: pytest.FixtureRequest, there: Path) -> Iterator[Terminal]:  # noqa: ARG001
    """Start the shell of the test, and set up completion in it."""
    shell = request.param
    if shutil.which(shell) is None:
        skip_without(shell)
    started = Terminal(START[shell])
    started.type(SETUP[shell])
    started.type("echo re''ady\n")
    assert started.shows("ready")
    yield started
    started.close()


@pytest.mark.parametrize("terminal", ["bash", "zsh"], indirect=True)
def test_tab_completes(terminal: Terminal) -> None:
    """Commands, terms after a blank and after `=` or an address, events, and files everywhere."""
    for typed, completed in TYPED:
        terminal.text = ""
        terminal.type(f"{typed}\t")

        assert terminal.shows(completed), (typed, terminal.text)
        terminal.type("\x15\n")


@pytest.mark.usefixtures("there")
def test_fish_completes() -> None:
    """It has a command that completes a line as the Tab key does."""
    if shutil.which("fish") is None:
        skip_without("fish")
    asked = "; ".join(f"complete -C '{typed}'" for typed, _ in TYPED)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"timeline completion fish | source; {asked}"],
        capture_output=True, text=True, check=True, timeout=PATIENCE,
    )  # fmt: skip
    offered = [line.partition("\t")[0] for line in done.stdout.splitlines()]

    assert offered == [completed.rpartition(" ")[2] for _, completed in TYPED]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.usefixtures("there")
def test_the_script_is_printed(shell: str) -> None:
    """The same as click's own way of asking for it."""
    printed = subprocess.run(["timeline", "completion", shell], capture_output=True, check=True)
    environment = {**os.environ, "_TIMELINE_COMPLETE": f"{shell}_source"}
    by_click = subprocess.run(["timeline"], capture_output=True, env=environment, check=True)

    assert printed.stdout.strip() == by_click.stdout.strip() != b""
