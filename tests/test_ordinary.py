"""What is read at once is what is read with care, and nothing that care would refuse."""

import json
import re
from copy import deepcopy
from random import Random
from typing import Any

import hostile_inputs as made
import pytest
from acts import acts
from hypothesis import example, given
from hypothesis import strategies as st

from events import codec, lines, ordinary, quick_lines
from events.errors import TimelineError
from events.kinds import Act, Define
from events.lines import Line
from events.problems import Problem

EVENT = {
    "id": "2025-10-28-definitive",
    "when": "2025-10-28",
    "announced": "2025-10",
    "title": "Définitif, or “so”",
    "summary": "It was said twice.",
    "authority": "official",
    "sources": ["openai", "microsoft"],
    "met": ["agi-verified"],
    "changes": [
        {"set": "ip-license.end", "value": "through 2032", "through": "2032", "unless": ["agi"]},
        {"set": "a", "value": "x", "of": "e", "adds": True, "through": "2020"},
        {"set": "api", "value": 'a "b" \\ /'},
        {"end": "cloud.rofr", "when": "[..2025-10-28]", "announced": "2025", "note": "gone"},
        {"reaffirm": "a", "authority": "press", "sources": ["microsoft"]},
        {"leave-unsaid": "b"},
        {
            "dispute": "c",
            "positions": [{"party": "A", "says": "no"}, {"party": "B", "says": "yes"}],
        },
        {"settle": "c"},
        {"use": "d"},
        {"note": "e", "text": "worth knowing"},
    ],
}
DEFINED: list[dict[str, Any]] = [
    {"define": "term:a", "id": "define:term:a", "title": "A", "asks": "What?", "topic": "T"},
    {"define": "condition:a", "id": "define:condition:a", "title": "A"},
    {"define": "source:a", "id": "x`|<b>", "title": "A", "published": "2025-Q3"},
    {
        "define": "source:a",
        "id": "s",
        "url": "https://example.org/a?b",
        "locator": "a b c d e f g h",
    },
]
seeds = st.integers(0, 2**40).map(Random)


def with_care(stored: object) -> Act | None:
    problems: list[Problem] = []
    try:
        return codec.read(codec.upcast(stored), problems)
    except TimelineError:
        return None


def line_with_care(text: bytes) -> Line | None:
    return lines.read_line(7, text, [])


@pytest.mark.parametrize("plain", [EVENT, *DEFINED], ids=range(1 + len(DEFINED)))
def test_what_is_common_is_read_at_once(plain: dict[str, Any]) -> None:
    """Else all would be read with care, and the tests below would hold of nothing."""
    found = ordinary.act_of({**plain, "v": codec.VERSION})

    assert found is not None
    assert with_care({**plain, "v": codec.VERSION}) == found


@given(acts())
def test_an_act_is_read_at_once_as_it_was_stored(act: Act) -> None:
    """Of random acts, with texts and dates of all kinds."""
    assert ordinary.act_of({**codec.plain(act), "v": codec.VERSION}) in (act, None)


@given(seeds)
def test_nothing_is_read_at_once_that_is_refused_with_care(rng: Random) -> None:
    """Of stored acts made bad one step at a time."""
    stored = made.some(rng, made.stored(rng), made.worsened_tree)
    found = ordinary.act_of(stored) if codec.is_current(stored) else None

    assert found is None or with_care(stored) == found


@given(seeds, st.sampled_from([EVENT, *DEFINED]))
def test_a_common_act_made_bad_is_not_read_at_once(rng: Random, plain: dict[str, Any]) -> None:
    """Each key may be gone, be there twice removed, or hold what does not belong there."""
    stored = made.worsened_tree(rng, {**deepcopy(plain), "v": codec.VERSION})
    found = ordinary.act_of(stored) if codec.is_current(stored) else None

    assert found is None or with_care(stored) == found


def test_a_value_made_at_once_has_all_its_fields() -> None:
    """As those have that a constructor made: one is the other for whoever looks."""
    at_once = ordinary.act_of({**EVENT, "v": codec.VERSION})
    careful = with_care({**EVENT, "v": codec.VERSION})

    assert repr(careful) == repr(at_once)
    assert hash(careful) == hash(at_once)
    assert vars(careful) == vars(at_once)
    assert not isinstance(at_once, Define | None)


def written(rng: Random, said: dict[str, Any]) -> bytes:
    """Return *said* as a line of JSON, in one of the looks that programs give it."""
    text = json.dumps(
        said,
        ensure_ascii=rng.random() < 0.3,
        sort_keys=rng.random() < 0.5,
        separators=rng.choice(((",", ":"), (", ", ": "), (" ,\t", " : "))),
    )
    return rng.choice(("", " ", "\t")).encode() + text.encode() + rng.choice((b"", b"\n", b"\r\n"))


def carried(rng: Random) -> dict[str, Any]:
    """Return a line of an ordinary entry, with or without what an export says beside it."""
    entry = rng.choice([EVENT, *DEFINED])
    said: dict[str, Any] = {"partnership": "acme-globex", "entry": deepcopy(entry)}
    if rng.random() < 0.5:
        said["entry"]["v"] = codec.VERSION
    beside = {"version": 3, "recorded": "2026-11-21T09:30:00.000000Z", "digest": "0f" * 32}
    for key in rng.sample([*beside], rng.randrange(4)):
        said[key] = beside[key]
    return said


@given(seeds)
def test_an_ordinary_line_is_read_at_once(rng: Random) -> None:
    """However it is written, as long as nothing is escaped that need not be."""
    said = carried(rng)
    text = written(rng, said)
    line = quick_lines.line_of(7, text)

    assert line_with_care(text) is not None
    assert line == line_with_care(text) or b"\\u" in text


@given(seeds)
@example(Random(3))
def test_a_line_is_read_at_once_as_with_care_or_not(rng: Random) -> None:
    """Of lines by grammar, made bad one step at a time, in the tree and in the text."""
    plain = made.some(rng, rng.choice((made.line, carried))(rng), made.worsened_tree)
    text = made.as_json(rng, plain).replace("\n", " ")
    data = made.encoded(rng, made.some(rng, text, made.worsened_text))
    line = quick_lines.line_of(7, data)

    assert line is None or line_with_care(data) == line


@given(seeds)
def test_a_key_that_stands_twice_is_never_read_at_once(rng: Random) -> None:
    """A reader that keeps the first of them and one that keeps the last would differ."""
    text = json.dumps(carried(rng), ensure_ascii=False, separators=rng.choice(((",", ":"), None)))
    keys = [*re.finditer(r'([{,] ?)("[a-z-]+": ?)', text)]
    key = rng.choice(keys)
    value = rng.choice(('"x"', "1", "[]", "{}", '"\\u0022\\u0022"', '"\\""', "1.5", "NaN", "true"))
    twice = f"{text[: key.end(1)]}{key[2]}{value}, {text[key.end(1) :]}".encode()

    assert line_with_care(twice) is None
    assert quick_lines.line_of(7, twice) is None


LINE = {"partnership": "us", "entry": {**EVENT, "v": codec.VERSION}}
CHAINED = {**LINE, "version": 1, "recorded": "2026-11-21T09:30:00.000000Z", "digest": "0f" * 32}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LINE) + " " * lines.LINE_LIMIT,
        json.dumps({**LINE, "entry": {**LINE["entry"], "title": "x" * codec.PAYLOAD_LIMIT}}),  # type: ignore[dict-item]
        json.dumps({**LINE, "entry": {**LINE["entry"], "v": True}}),  # type: ignore[dict-item]
        json.dumps({**LINE, "entry": {**LINE["entry"], "v": 2.0}}),  # type: ignore[dict-item]
        json.dumps({**CHAINED, "version": 1.0}),
        json.dumps({**CHAINED, "version": True}),
        json.dumps({**CHAINED, "version": 0}),
        json.dumps({**CHAINED, "version": 10**30}),
        json.dumps({**CHAINED, "digest": "0F" * 32}),
        json.dumps({**CHAINED, "digest": "0f " * 32}),
        json.dumps({**CHAINED, "digest": "0f" * 31}),
        json.dumps({**CHAINED, "recorded": "2026-11-21"}),
        json.dumps({**CHAINED, "recorded": ["2026-11-21T09:30:00.000000Z"]}),
        json.dumps({**CHAINED, "partnership": "Us"}),
        json.dumps({**CHAINED, "x": 1}),
        json.dumps([CHAINED]),
        "\ufeff" + json.dumps(LINE),
    ],
    ids=range(17),
)
def test_what_is_nearly_ordinary_is_left_to_care(text: str) -> None:
    """Where a quick reader is laxer than the careful one, it must not be asked."""
    found = quick_lines.line_of(7, text.encode())

    assert found is None or found == line_with_care(text.encode())
    assert found is None or b"10000" in text.encode()
