"""An exported ledger means the same to every reader of YAML, of 1.1 as of 1.2."""

import pytest
from ruamel.yaml import YAML

from events.ledger.yaml_writer import block

WORDS = [
    *("y", "n", "no", "NO", "on", "Off", "yes", "true", "TRUE", "~", "null", "Null", "NULL", ""),
    *("1.10", "010", "0o10", "0x1F", "0b1", "1_000", "12:30", "1:30:00", "190:20:30.15", "08", "="),
    *("1e3", "1E3", "1e+3", ".5", "5.", "+1", "-1", "-0", ".inf", "-.INF", ".nan", ".NaN", "<<"),
    *("2026-01-01", "2026-1-1", "2026-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00"),
    *("!x", "&a", "*a", "- a", "? a", ": a", "a: b", "a:", "a #b", "#a", "[a", "]", "{a", "}"),
    *(",a", "%a", "@a", "`a", "|", "> a", "'a", '"a', "---", "...", "--- a", " a", "a ", "a\tb"),
    *("x\ny", "\nx", "x\n", "a\u00a0b", "\u2028a", "\x85", "\ufeffa", "é", "٢", "１２", "²", "😀"),
]  # fmt: skip


def read(text: str, version: tuple[int, int]) -> object:
    """Read *text* as a program does that knows nothing of ledgers."""
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load(text)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("version", [(1, 1), (1, 2)])
def test_a_text_is_a_text_to_every_reader(word: str, version: tuple[int, int]) -> None:
    """No truth, no number, no day and no null: Norway's code is NO."""
    for tree in ({"value": word}, {"parties": [word, "b"]}, {"changes": [{"set": word}]}):
        assert read("\n".join(block(tree)) + "\n", version) == tree
