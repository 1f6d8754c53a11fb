"""JSON Lines carry a log as it is stored, and say in which line what is wrong."""

import json
from io import BytesIO

import pytest
from acts import acts, instants
from hypothesis import given
from hypothesis import strategies as st

from events.ledger import jsonl
from events.ledger.complaints import LedgerError
from events.ledger.jsonl import Line
from events.model.kinds import Act
from events.payload import codec

NIGHT = "2026-11-21T00:00:00.000000Z"
EVENT = {"id": "e", "title": "E", "authority": "press", "sources": ["s"]}
HAND_WRITTEN = json.dumps({"partnership": "us", "entry": EVENT})


def read(text: str | bytes) -> list[Line]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(jsonl.read_lines(BytesIO(data), "us.jsonl"))


def complaints(text: str | bytes) -> list[str]:
    with pytest.raises(LedgerError) as refused:
        read(text)
    return [str(complaint) for complaint in refused.value.complaints]


@given(
    *(acts(), instants, st.sampled_from((None, "Ada", "Zoë 😀"))),
    *(st.binary(min_size=32, max_size=32), st.integers(1, 10**6)),
)
def test_a_line_reads_back(
    act: Act, recorded: str, actor: str | None, digest: bytes, version: int
) -> None:
    """A log that is exported and imported has the same entries, to the byte."""
    payload = codec.encode(act)
    text = jsonl.write_line(
        partnership="us",
        version=version,
        recorded=recorded,
        actor=actor,
        digest=digest,
        payload=payload,
    )
    expected = Line(
        number=1,
        partnership="us",
        version=version,
        recorded=recorded,
        actor=actor,
        digest=digest,
        payload=payload,
        act=act,
    )

    assert [expected] == read(text)
    assert text.endswith("\n")
    assert text.count("\n") == 1


def test_a_line_written_by_hand_needs_no_more_than_an_act() -> None:
    """Version, instant and digest are for the log to give."""
    (line,) = read(f"\n{HAND_WRITTEN}")

    assert (line.number, line.version, line.recorded, line.digest) == (2, None, None, None)
    assert codec.encode(line.act) == line.payload


WRONG = [
    ("x", "This is not JSON: Expecting value, at character 1."),
    ("[]", 'A line is one JSON object: {"partnership": …, "entry": …}.'),
    ("\x00", "This is not JSON: Expecting value, at character 1."),
    ('{"a": 1, "a": 1}', "The key 'a' stands twice in one object; keep one of them."),
    ('{"a": NaN}', "The number NaN is not allowed here; put it in quotes."),
    ('{"a": -Infinity}', "The number -Infinity is not allowed here; put it in quotes."),
    ('{"a": 1.5}', "The number 1.5 is not allowed here; put it in quotes."),
    ('{"a": 1e5}', "The number 1e5 is not allowed here; put it in quotes."),
    ('{"a": ' + "1" * 5000 + "}", "A number here is too long; put it in quotes."),
    ("[" * 100_000, "This JSON is nested too deeply; an entry has five levels."),
    ("é".encode("latin-1"), "This is not UTF-8 text; save it as UTF-8."),
    (b'"' + b"x" * 2**20 + b'"', "The line is longer than 1 MiB; no entry is."),
    (json.dumps({"entry": EVENT}), "The key 'partnership' is missing: name the partnership."),
    (
        json.dumps({"partnership": "A b", "entry": EVENT}),
        "'A b' cannot name a partnership: write one like openai-microsoft.",
    ),
    (json.dumps({"partnership": "us"}), "The key 'entry' holds the act: write {\"id\": …}."),
    (
        json.dumps({"partnership": "us", "entry": EVENT, "digset": ""}),
        "The key 'digset' is not known here. Did you mean 'digest'?",
    ),
    (
        json.dumps({"partnership": "us", "entry": EVENT, "digest": "XY"}),
        "A digest is 64 digits 0 to 9 and a to f; or leave it out.",
    ),
    (
        json.dumps({"partnership": "us", "entry": EVENT, "version": True}),
        "The value of 'version' is a number from 1.",
    ),
    (
        json.dumps({"partnership": "us", "entry": EVENT, "recorded": 1}),
        "Write an instant, 2026-11-21T09:30:00Z, not a number.",
    ),
    (
        json.dumps({"partnership": "us", "entry": EVENT, "recorded": "now"}),
        "'now' cannot be read as an instant: write it in UTC, like 2026-11-21T09:30:00Z.",
    ),
    (
        json.dumps({"partnership": "us", "entry": {**EVENT, "when": "2025-13"}}),
        "'2025-13' cannot be read as a date: there is no month 13.",
    ),
    (
        json.dumps({"partnership": "us", "entry": {**EVENT, "v": 3}}),
        "The database was written by a newer program (payload version 3, this one reads up to 1); "
        "install the newer timeline.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_line_is_pointed_at(text: str | bytes, sentence: str) -> None:
    """The lines before it may be many; nobody counts them."""
    line = text if isinstance(text, bytes) else text.encode()

    assert [f"us.jsonl:2:1: {sentence}"] == complaints(HAND_WRITTEN.encode() + b"\n" + line + b"\n")


def test_every_wrong_line_is_said_in_one_run() -> None:
    """A line of any length is left behind, and the next one is read as one."""
    long = "x" * (3 * 2**20)

    assert complaints(f"x\n{long}\n{HAND_WRITTEN}\nx") == [
        "us.jsonl:1:1: This is not JSON: Expecting value, at character 1.",
        "us.jsonl:2:1: The line is longer than 1 MiB; no entry is.",
        "us.jsonl:4:1: This is not JSON: Expecting value, at character 1.",
    ]


def test_no_more_than_a_hundred_are_said() -> None:
    """A picture that is named like a log has more wrong lines than anybody reads."""
    assert len(complaints("x\n" * 10_000)) == 100


def test_nothing_is_yielded_after_a_wrong_line() -> None:
    """An import is all or nothing; what stood before is taken back by whoever took it."""
    stream = BytesIO(f"{HAND_WRITTEN}\nx\n{HAND_WRITTEN}\n".encode())
    reading = jsonl.read_lines(stream, "us.jsonl")
    first = next(reading)

    assert first.number == 1
    with pytest.raises(LedgerError):
        next(reading)


def test_lines_are_read_as_they_come() -> None:
    """A log of any size is imported without being held in memory."""
    stream = BytesIO(f"{HAND_WRITTEN}\n".encode() * 10)
    next(jsonl.read_lines(stream, "us.jsonl"))

    assert stream.tell() == len(HAND_WRITTEN) + 1
