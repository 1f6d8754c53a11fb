"""Text for a person: within the width there is, with nothing lost and nothing obeyed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.terminal import HARMFUL, columns, columns_of, printable, width, wrapped

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


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_what_is_printable_obeys_nobody(text: str) -> None:
    """No control character is left, and none that turns the direction of reading."""
    shown = printable(text)

    assert HARMFUL.search(shown) is None
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
