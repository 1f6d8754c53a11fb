"""JSON as it is written: what `json.dumps` writes, with nothing harmful raw in it."""

import json
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from cli.forms.json_text import dump, lines
from cli.terminal import is_harmful

texts = st.text(st.characters() | st.sampled_from('"\\/\n\x7f\u202e\U000e0001é日'))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner) | st.tuples(inner, inner),
)


class Word(StrEnum):
    """A word that is text."""

    ONE = "one"


@given(values, st.sampled_from([None, 1, 2, 4]))
def test_json_is_laid_out_as_the_standard_library_does_it(
    value: object, indent: int | None
) -> None:
    """But for what would do harm in a terminal, which is escaped."""
    expected = json.dumps(value, ensure_ascii=False, indent=indent)
    escaped = (
        json.dumps(one)[1:-1] if one > "\x1f" and is_harmful(one) else one for one in expected
    )

    assert "".join(escaped) == dump(value, indent=indent)


@given(values)
def test_json_is_read_back_as_what_was_written(value: object) -> None:
    """Escapes and all; nothing harmful stands in it raw."""
    text = dump(value)

    assert json.loads(json.dumps(value)) == json.loads(text)
    assert not any(map(is_harmful, text.replace("\n", "")))


def test_words_are_text() -> None:
    """An authority is one of a few words, and written as that."""
    assert '{"a": "one"}' == dump({"a": Word.ONE}, indent=None)


def test_each_row_has_a_line_of_its_own() -> None:
    """And where there is no row there is no line."""
    assert '{"a": "x\\ny"}\n{}\n' == lines([{"a": "x\ny"}, {}])
    assert "" == lines([])
