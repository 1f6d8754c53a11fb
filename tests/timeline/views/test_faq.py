"""The questions that four articles end in, each answered by one command of the bundled ledger."""

import json
import re
import shlex
from typing import Any

import pytest
from running import Run, said
from shell import ROOT

from events.ledger.yaml_tree import parse

FAQ = ROOT / "tests" / "support" / "ledgers" / "faq.yaml"
"""The questions and what an answer has to contain, written before the ledger was."""

ANSWERING = ("as-of", "explain")
"""The commands of which an answer can be told apart from what stands beside it."""


def _rows() -> list[dict[str, Any]]:
    rows = parse(FAQ.read_bytes(), FAQ.name).plain
    assert isinstance(rows, list)
    return rows


ROWS = _rows()


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_each_question_is_answered_by_one_command(timeline: Run, row: dict[str, Any]) -> None:
    """What is asked ten times a day must not take an expert to find out."""
    words = shlex.split(row["command"])
    printed = timeline(*words)
    shown, own = plain(printed.stdout), plain(answer(timeline, words))

    assert printed.exit_code == 0
    assert [] == [one for one in row["must"] if not any(has(shown, each) for each in ways(one))]
    assert [] == [one for each in row["must_not"] for one in ways(each) if is_word(one, own)]


def answer(timeline: Run, words: list[str]) -> str:
    """Return the statuses, values, last days and conditions alone, or all that is printed."""
    if words[0] not in ANSWERING:
        return timeline(*words).stdout
    bare = words[: words.index("-o")] if "-o" in words else words
    found = said(timeline(*bare, "-o", "json"))
    return json.dumps([_own(one) for one in found.get("terms") or [found["answer"]]])


def _own(one: dict[str, Any]) -> list[object]:
    return [one["status"].replace("-", " "), one["value"], one["through"], one["unless"]]


def ways(item: str) -> list[str]:
    """Return the wordings of *item*, any of which will do."""
    return item.split("|")


def plain(text: str) -> str:
    """Return *text* without case, its white space as single spaces."""
    return " ".join(text.split()).casefold()


def has(text: str, words: str) -> bool:
    """Return whether *words* stand in *text*."""
    return words.casefold() in text


def is_word(words: str, text: str) -> bool:
    """Return whether *words* stand in *text* by themselves, not within a longer word."""
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text) is not None
