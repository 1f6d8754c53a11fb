"""Bad input: every reader answers or refuses in a sentence, whatever it is given.

Six thousand inputs, each named by its target and its seed; `.ci/long` runs more, and
`tests/jobs/fuzz_at_length.py` a million: it shows one again with `--again TARGET:SEED`.
"""

from collections import Counter
from pathlib import Path
from random import Random

import fuzzing
import pytest
from depth import HISTORIES, scaled
from running import Run

from cli.terminal import is_harmful
from events.dates import dates

CHUNKS = {
    "ledger": (4, scaled(100)),
    "event": (2, scaled(200)),
    "lines": (2, scaled(1500)),
    "payload": (2, scaled(2000)),
    "dates": (2, scaled(3100)),
    "phrases": (1, scaled(3000)),
    "flags": (2, scaled(1480)),
    "big": (1, scaled(40)),
}
"""For each target how many tests, and how many inputs a test."""

LEAST = {"big": 0.0}
"""The share of inputs that has to get past the first check, where it is not a fifth."""


def test_there_are_as_many_as_are_promised() -> None:
    """Of every target; a thousand histories go with twenty thousand inputs."""
    found = sum(several * inputs for several, inputs in CHUNKS.values())

    assert found == pytest.approx(20 * HISTORIES, rel=0.02)
    assert set(CHUNKS) == set(fuzzing.TARGETS)


@pytest.mark.parametrize(
    ("target", "chunk"),
    [(name, n) for name, (several, _) in CHUNKS.items() for n in range(several)],
)
def test_a_reader_answers_or_refuses_in_a_sentence(target: str, chunk: int) -> None:
    """Nothing else comes out of it, and what it takes is the same when it is written and read."""
    inputs = CHUNKS[target][1]
    came: Counter[int] = Counter()
    for number in range(inputs):
        seed = f"suite-{chunk * inputs + number}"
        print(f"--again {target}:{seed}")  # The last one that pytest shows is the one that failed.
        came[fuzzing.run(target, seed)] += 1

    assert came[fuzzing.REFUSED] <= inputs * (1 - LEAST.get(target, 0.2))


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), ValueError("x"), OSError()])
def test_a_reader_that_breaks_is_noticed(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the tests above would show nothing."""

    def broken(_text: str) -> None:
        raise error

    monkeypatch.setattr(dates, "parse", broken)

    with pytest.raises(type(error)):
        fuzzing.run("dates", "1")


def test_a_reader_that_changes_what_it_reads_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer alone is not enough: the round trip has to give the same."""
    first = dates.parse("2020")
    monkeypatch.setattr(dates, "parse", lambda text: first if text != "2020" else dates.day(_DAY))

    with pytest.raises(AssertionError):
        fuzzing.run("dates", "1")


_DAY = fuzzing.TODAY


@pytest.mark.drawn
@pytest.mark.parametrize("tens", range(25))
def test_every_command_answers_or_refuses_in_a_sentence(
    tens: int, timeline: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Through the whole program, on the bundled log; nothing is appended, nothing harms."""
    monkeypatch.chdir(tmp_path)  # Some of them write a file or a folder, whose name is drawn.
    for number in range(10 * tens, 10 * tens + 10):
        name, *flags = fuzzing.typed(Random(f"command-{number}"))
        words = [name, *(["--dry-run"] if name in fuzzing.WRITTEN else []), *flags]
        found = timeline(*words)

        assert found.exit_code in (0, 1, 2, 4), words
        assert found.output or found.exit_code == 0, words
        mark = "\ufeff" if "--bom" in words else ""
        assert not any(map(is_harmful, found.output.removeprefix(mark).replace("\n", ""))), words
