"""Text for a person: within the width there is, with nothing lost and nothing obeyed."""

import re
import shutil
import sys
import textwrap
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.terminal import columns, columns_of, is_harmful, printable, width, wrapped

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("日本語😀\u0301\x1b\u202e -"),
    max_size=200,
)


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(0, 60))
def test_no_line_is_wider_than_the_terminal(text: str, margin: int) -> None:
    """Also of wide characters, of which each takes two columns."""
    lines = wrapped(text, first=" " * margin)

    assert [line for line in lines if columns_of(line) > width()] == []


@settings(max_examples=200, deadline=None)
@given(texts)
def test_wrapping_loses_no_word(text: str) -> None:
    """Values are wrapped, not cut."""
    shown = "".join(printable(text).split())

    assert "".join("".join(wrapped(text)).split()) == shown


@settings(max_examples=500, deadline=None)
@given(
    st.text(st.sampled_from("ab  ") | st.characters(max_codepoint=0xFF), max_size=200),
    *[st.integers(0, 20)] * 2,
    st.integers(30, 60),
)
def test_wrapping_is_that_of_the_standard_library(
    text: str, first: int, rest: int, size: int
) -> None:
    """But for blanks at an end; it is anew here because `textwrap` takes long to import."""
    text = text.replace("\xa0", " ").strip()
    wrapper = textwrap.TextWrapper(size, "-" * first, "." * rest, break_on_hyphens=False)
    expected = wrapper.wrap(printable(text))
    found = wrapped(text, first="-" * first, rest="." * rest, size=size)

    assert ([line.rstrip() for line in expected] or ["-" * first]) == found


@pytest.mark.parametrize("said", ["", "0", "-5", "60", "1000", "wide"])
def test_the_terminal_is_as_wide_as_it_says(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or as the user says; a line is never wider than can be read."""
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", said)

    assert width() == max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))


class Terminal:
    """A screen that does not know how wide it is."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def test_there_may_be_nobody_to_write_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a program that is started with its output closed."""
    monkeypatch.setattr(sys, "stdout", None)

    assert width() == 80


def test_harmful_is_what_moves_hides_or_turns() -> None:
    """In ranges that Unicode will not give to letters, and fillers that it calls letters."""
    expected = re.compile(
        "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
        "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    )
    characters = list(map(chr, range(0x110000)))

    assert list(filter(expected.match, characters)) == list(filter(is_harmful, characters))


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_what_is_printable_obeys_nobody(text: str) -> None:
    """No control character is left, and none that turns the direction of reading."""
    shown = printable(text)

    assert not any(map(is_harmful, shown))
    assert [one for one in shown if unicodedata.category(one) in ("Cc", "Cs")] == []
    assert unicodedata.bidirectional("\u202e") not in {unicodedata.bidirectional(c) for c in shown}


def test_line_ends_are_let_be_where_lines_are_wanted() -> None:
    """A message of several complaints has a line for each."""
    assert printable("a\nb\x1b", lines=True) == "a\nb\\u001b"
    assert printable("a\nb") == "a\\u000ab"


def test_what_is_put_before_a_column_stands_on_its_first_line() -> None:
    """Or alone, if it is longer than the room it has."""
    assert list(columns("term", ["one", "two"], 6)) == ["term  one", "      two"]
    assert list(columns("a-long-term", ["one"], 6)) == ["a-long-term", "      one"]
    assert list(columns("term", [], 6)) == ["term"]


@pytest.mark.parametrize(
    ("text", "expected"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("“—”", 3), ("", 0)]
)
def test_wide_characters_take_two_columns(text: str, expected: int) -> None:
    """And combining ones none."""
    assert columns_of(text) == expected


def test_what_takes_no_column_takes_no_time() -> None:
    """A value may be a letter with thirty thousand accents, which all stand in one column."""
    text = f"日本 a{chr(0x301) * 30_000} b"
    begun = time.process_time()

    assert [text] == wrapped(text)
    assert time.process_time() - begun < 1
