"""What is stored reads back as what was said, whichever version of the program stored it."""

import json
from bisect import bisect
from collections.abc import Callable

import pytest
import rfc8785
from acts import acts
from hypothesis import given
from hypothesis import strategies as st

from cli.forms.json_text import escaped
from events.errors import InputError
from events.ledger import jsonl
from events.model.kinds import (
    Act,
    Retract,
)
from events.payload import codec


@given(acts())
def test_an_act_is_read_back_from_its_payload(act: Act) -> None:
    """What is stored is all that was said: the log keeps nothing else."""
    assert act == codec.decode(codec.encode(act))


@given(acts())
def test_a_payload_is_canonical_json(act: Act) -> None:
    """The digest covers these bytes; anyone can compute them with any RFC 8785 library."""
    assert rfc8785.dumps({**codec.plain(act), "v": codec.VERSION}) == codec.encode(act)  # type: ignore[dict-item]


@given(st.text())
def test_any_text_is_escaped_as_the_standard_says(text: str) -> None:
    """Control characters and what lies beyond the basic plane are where writers differ."""
    stored = {"title": text}

    assert rfc8785.dumps(stored) == codec.canonical(stored)


@given(acts())
def test_the_plain_shape_is_json(act: Act) -> None:
    """Ledger files, JSON Lines and answers show it as it is."""
    shape = codec.plain(act)

    assert shape == json.loads(json.dumps(shape))


def test_half_a_character_is_refused() -> None:
    """There are no bytes for a lone surrogate, so it must not get as far as the log."""
    act = Retract(id="e.c1", event="e", reason="\ud83d")

    with pytest.raises(InputError, match="lone surrogate"):
        codec.encode(act)


def test_an_entry_that_no_export_could_carry_is_refused() -> None:
    """A line of an export has a limit; what is stored must come out again."""
    act = Retract(id="e.c1", event="e", reason="x" * codec.PAYLOAD_LIMIT)

    with pytest.raises(InputError, match="at most 262144 are kept"):
        codec.encode(act)


@pytest.mark.parametrize(
    "sign", ["\x7f", "\x80", "\xad", "\u202e", "\U000e0041", "\x1b", "\n", '"']
)
def test_an_entry_that_is_kept_fits_a_line_of_an_export(sign: str) -> None:
    """Also one that is full of signs that an export escapes."""

    def line(signs: int) -> str:
        payload = codec.encode(Retract(id="e.c1", event="e", reason=sign * signs))
        return jsonl.write_line(
            partnership="p" * 100,
            version=10**15,
            recorded="2026-11-21T12:00:00Z",
            actor="😀" * 200,
            digest=bytes(32),
            payload=payload,
        )

    most = bisect(range(codec.PAYLOAD_LIMIT), False, key=lambda signs: not _kept(line, signs)) - 1

    assert most > codec.PAYLOAD_LIMIT // 13
    assert len(escaped(line(most)).encode()) <= jsonl.LINE_LIMIT


def _kept(line: Callable[[int], str], signs: int) -> bool:
    try:
        line(signs)
    except InputError:
        return False
    return True
