"""What is stored reads back as what was said, whichever version of the program stored it."""

import json
import re
from bisect import bisect
from collections.abc import Callable, Iterator

import pytest
import rfc8785
from acts import acts
from hypothesis import given
from hypothesis import strategies as st

from cli.json_form import escaped
from events import json_scan, json_text, lines
from events.dates import parse
from events.errors import InputError, IntegrityError, MigrationNeededError
from events.model.kinds import (
    Act,
    Authority,
    Correct,
    Correction,
    Dispute,
    End,
    Event,
    Note,
    Position,
    Retract,
    Set,
    Use,
)
from events.payload import codec
from events.payload.problems import Path, Problem
from events.payload.values import is_act_id, is_name, is_url

EVENT = {"id": "e", "title": "It happened", "authority": "press", "sources": ["s"]}


def complaints(plain: object) -> list[tuple[Path, str]]:
    problems: list[Problem] = []
    act = codec.read(plain, problems)

    assert (act is None) == bool(problems)
    return [(problem.path, problem.sentence) for problem in problems]


def change(**said: object) -> dict[str, object]:
    return {
        **EVENT,
        "when": "2025",
        "changes": [{key.replace("_", "-"): said[key] for key in said}],
    }


@given(acts())
def test_an_act_is_read_back_from_its_payload(act: Act) -> None:
    """What is stored is all that was said: the log keeps nothing else."""
    assert act == codec.decode(codec.encode(act))


@given(acts())
def test_a_payload_is_canonical_json(act: Act) -> None:
    """The digest covers these bytes; anyone can compute them with any RFC 8785 library."""
    assert rfc8785.dumps({**codec.plain(act), "v": 2}) == codec.encode(act)  # type: ignore[dict-item]


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


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b" {}", b"{} ", b"{}x", b"{", b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b"1.5"),
        *(b"[1e3]", b"NaN", b"[-Infinity]", b"\xff", b'"\t"', b"9" * 5000, b"[" * 10**5),
    ],
)
def test_what_is_not_plainly_json_is_not_read_at_once(text: bytes) -> None:
    """It is left to what says why."""
    assert json_scan.read(text) is None


@given(acts(), st.integers(0, 300), st.sampled_from(' ",:{}[]\\.ue0-'))
def test_json_is_read_at_once_as_with_care(act: Act, at: int, sign: str) -> None:
    """Also where a sign is put in that may make it another."""
    payload = codec.encode(act).decode()
    for text in (payload, payload[:at] + sign + payload[at:], payload[:at] + payload[at + 1 :]):
        found = json_scan.read(text.encode())

        assert found is None or json_text.parse(text) == found
    assert json_scan.read(payload.encode()) == json.loads(payload)


@given(st.text(st.sampled_from("aZ9._-~! \n\x7fé"), max_size=4), st.sampled_from((1, 25, 101)))
def test_a_name_is_of_few_signs(text: str, times: int) -> None:
    """And an id of those that print."""
    name, act_id = r"[a-z0-9][a-z0-9._-]{0,99}", r"[a-z0-9][!-~]{0,299}"

    assert bool(re.fullmatch(name, text * times)) == is_name(text * times)
    assert bool(re.fullmatch(act_id, text * times)) == is_act_id(text * times)


@given(
    st.sampled_from(("http://", "HTTPS://", "ftp://", "://", "http:/", "")),
    st.text(st.sampled_from("a/?#:. \t\xa0é"), max_size=5),
)
def test_an_address_names_a_host(scheme: str, rest: str) -> None:
    """And holds no blank."""
    url = r"https?://[^\s/?#]+[^\s]*"

    assert bool(re.fullmatch(url, scheme + rest, re.IGNORECASE)) == is_url(scheme + rest)


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
        told = {"partnership": "p" * 100, "version": 10**15, "recorded": "2026-11-21T12:00:00Z"}
        return escaped(lines.write_line(**told, digest=bytes(32), payload=payload))  # type: ignore[arg-type]

    most = bisect(range(codec.PAYLOAD_LIMIT), False, key=lambda signs: not _kept(line, signs)) - 1

    assert most > codec.PAYLOAD_LIMIT // 13
    assert len(line(most).encode()) <= lines.LINE_LIMIT


def _kept(line: Callable[[int], str], signs: int) -> bool:
    try:
        line(signs)
    except InputError:
        return False
    return True


VERSION_1 = b"""{"v":1,"id":"2025-10-28-definitive","effective":"2025-10-28","announced":"2025-10",
"title":"Definitive agreement","confidence":"primary","sources":["openai"],"met":["agi-verified"],
"changes":[
 {"verb":"set","term":"ip-license.end","value":"through 2032","through":"2032",
  "confidence":"secondary"},
 {"verb":"end","term":"cloud.rofr","effective":"[..2025-10-28]"},
 {"verb":"note","term":"cloud.rofr","text":"worth knowing"},
 {"verb":"use","term":"cloud.rofr","note":"declined once"},
 {"verb":"dispute","term":"hosting","positions":[{"party":"A","says":"no"}]}]}"""


def test_the_first_payloads_are_still_read() -> None:
    """Payloads are never rewritten, so each shape that was ever stored is read for ever."""
    changes = (
        Set(term="ip-license.end", value="through 2032", through=parse("2032"),
            authority=Authority.PRESS),
        End(term="cloud.rofr", when=parse("[..2025-10-28]")),
        Note(term="cloud.rofr", text="worth knowing"),
        Use(term="cloud.rofr", note="declined once"),
        Dispute(term="hosting", positions=(Position(party="A", says="no"),)),
    )  # fmt: skip
    expected = Event(
        id="2025-10-28-definitive",
        when=parse("2025-10-28"),
        announced=parse("2025-10"),
        title="Definitive agreement",
        authority=Authority.OFFICIAL,
        sources=("openai",),
        changes=changes,
        met=("agi-verified",),
    )

    assert expected == codec.decode(VERSION_1)


@pytest.mark.parametrize(
    ("confidence", "authority"),
    [
        ("primary", Authority.OFFICIAL),
        ("filing", Authority.FILING),
        ("regulator", Authority.FILING),
        ("secondary", Authority.PRESS),
        ("reported", Authority.REPORTED),
    ],
)
def test_the_first_payloads_graded_trust_by_other_words(
    confidence: str, authority: Authority
) -> None:
    """They said how sure they were; who said so is what it meant."""
    stored = {"v": 1, "correct": "e", "id": "e.c1", "reason": "x", "confidence": confidence}
    fields = Correction(given=frozenset({"authority"}), authority=authority)
    expected = Correct(id="e.c1", event="e", reason="x", fields=fields)

    assert expected == codec.decode(json.dumps(stored).encode())


def test_a_newer_payload_asks_for_a_newer_program() -> None:
    """Guessing at a shape that is not known yet would give wrong answers."""
    with pytest.raises(MigrationNeededError, match="written by a newer program"):
        codec.decode(b'{"v":3,"id":"e"}')


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"v":true}',
        b'{"v":0}',
        b'{"v":"2"}',
        b'{"v":2,"v":2}',
        b'{"v":2.0}',
        b'{"v":NaN}',
        b'{"v":' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"v":2,"id":"e"}',
    ],
)
def test_a_damaged_payload_is_an_integrity_error(payload: bytes) -> None:
    """Whatever has happened to the database, the user gets a sentence and exit code 3."""
    with pytest.raises(IntegrityError):
        codec.decode(payload)


def test_no_date_in_a_correction_is_null() -> None:
    """A correction may take a date away, which is something else than not to speak of it."""
    problems: list[Problem] = []
    said = {"correct": "e", "id": "e.c1", "reason": "x", "when": "none", "summary": ""}
    act = codec.read(said, problems)

    assert act is not None
    assert {**said, "when": None, "summary": None} == codec.plain(act)


def refused() -> Iterator[tuple[object, Path, str]]:
    """Yield what is refused, where, and the words that say so."""
    yield [], (), "mapping of keys"
    yield {**EVENT, "correct": "e", "reason": "x", "topic": "y"}, ("topic",), "not known here"
    yield {"correct": "e", "retract": "e"}, (), "split 'correct' and 'retract'"
    yield {**EVENT, "titel": "x"}, ("titel",), "Did you mean 'title'?"
    yield {**EVENT, "retrect": "x"}, ("retrect",), "Did you mean 'retract'?"
    yield {key: EVENT[key] for key in EVENT if key != "title"}, (), "'title' is missing"
    yield {key: EVENT[key] for key in EVENT if key != "id"}, (), "'id' is missing"
    yield {key: EVENT[key] for key in EVENT if key != "authority"}, (), "'authority' is missing"
    yield {key: EVENT[key] for key in EVENT if key != "sources"}, (), "'sources' is missing"
    yield {**EVENT, "title": " "}, ("title",), "is empty"
    yield {**EVENT, "title": 7}, ("title",), "in quotes, not a number"
    yield {**EVENT, "title": "a\0b"}, ("title",), "NUL"
    yield {**EVENT, "title": "a\ud800b"}, ("title",), "lone surrogate"
    yield {**EVENT, "summary": ""}, ("summary",), "is empty"
    yield {**EVENT, "id": "Aa"}, ("id",), "cannot be the name of an event"
    yield {**EVENT, "id": "a" * 101}, ("id",), "at most 100"
    yield {**EVENT, "id": 1}, ("id",), "not a number"
    yield {**EVENT, "sources": []}, ("sources",), "at least one source"
    yield {**EVENT, "sources": "s"}, ("sources",), "is a list"
    yield {**EVENT, "sources": ["s", "s"]}, ("sources", 1), "stands twice"
    yield {**EVENT, "sources": [None]}, ("sources", 0), "not null"
    yield {**EVENT, "authority": "offical"}, ("authority",), "Did you mean 'official'?"
    yield {**EVENT, "authority": None}, ("authority",), "is no authority"
    yield {**EVENT, "when": "2023-02-29"}, ("when",), "not a leap year"
    yield {**EVENT, "when": ["2024-06"]}, ("when",), "in brackets in quotes"
    yield {**EVENT, "when": 2024}, ("when",), "not a number"
    yield {**EVENT, "when": "~"}, ("when",), "write none"
    yield {**EVENT, "changes": {}}, ("changes",), "is a list"
    yield {**EVENT, "changes": ["t"]}, ("changes", 0), "A change is a mapping"
    yield change(), ("changes", 0), "has no verb"
    yield change(set="t", value="x", end="t"), ("changes", 0), "split 'set' and 'end'"
    yield change(reafirm="t"), ("changes", 0, "reafirm"), "Did you mean 'reaffirm'?"
    yield change(end="t", value="x"), ("changes", 0, "value"), "not known here"
    yield change(end="T"), ("changes", 0, "end"), "the name of a term"
    yield change(end="t", when="none"), ("changes", 0, "when"), "cannot have no date"
    yield change(end="t", when="2024", of="e"), ("changes", 0, "when"), "leave 'when' out"
    yield change(set="t"), ("changes", 0), "'value' is missing"
    yield change(set="t", value="x", adds="yes"), ("changes", 0, "adds"), "is true"
    yield change(set="t", value="x", through="2024"), ("changes", 0, "through"), "over before"
    yield (
        change(set="t", value="x", through="2025", when="2026"),
        ("changes", 0, "through"),
        "'2025' is over before '2026'",
    )
    yield change(set="t", value="x", through="[2025..]"), ("changes", 0, "through"), "no last day"
    yield change(note="t"), ("changes", 0), "'text' is missing"
    yield change(dispute="t"), ("changes", 0), "'positions' is missing"
    yield change(dispute="t", positions=[]), ("changes", 0, "positions"), "has positions"
    yield (
        change(dispute="t", positions=[{"party": "A"}]),
        ("changes", 0, "positions", 0),
        "'says' is missing",
    )
    yield (
        change(dispute="t", positions=["A"]),
        ("changes", 0, "positions", 0),
        "A position is a mapping",
    )
    yield {"correct": "e", "id": "e.c1", "reason": "x"}, (), "gives the fields"
    yield {"correct": "e", "id": "e.c1", "title": "x"}, (), "'reason' is missing"
    yield {"correct": "e", "id": "ä", "reason": "x", "title": "x"}, ("id",), "cannot be an id"
    yield {"retract": "e", "reason": "x"}, (), "'id' is missing"
    yield {"define": "team:a", "id": "d", "title": "x"}, ("define",), "is none of these"
    yield {"define": "partnership:a", "id": "d", "title": "x"}, ("define",), "is none of these"
    yield {"define": "term:A", "id": "d", "title": "x"}, ("define",), "the name of a term"
    yield {"define": "term:a", "id": "d"}, (), "'title' is missing"
    yield {"define": "partnership", "id": "d", "title": "x", "parties": [1]}, ("parties", 0), "text"
    yield {"define": "source:a", "id": "d", "url": "ftp://x"}, ("url",), "http:// or https://"
    yield {"define": "source:a", "id": "d", "url": "https://x\x1b"}, ("url",), "is no address"
    yield (
        {"define": "source:a", "id": "d", "url": "https://x", "locator": "1 2 3 4 5 6 7 8 9"},
        ("locator",),
        "at most eight words, not 9",
    )
    yield {"cover": "none", "id": "d"}, ("cover",), "through which day"
    yield {"cover": "XXXX-06", "id": "d"}, ("cover",), "no last day"
    yield {"assert": "t", "id": "a", "on": "2025"}, (), "'value' or a 'status'"
    yield {"assert": "t", "id": "a", "value": "x"}, (), "'on' is missing"
    yield {"assert": "t", "id": "a", "on": "2025", "status": "in force"}, ("status",), "'in-force'"


@pytest.mark.parametrize(("plain", "path", "words"), list(refused()))
def test_what_is_wrong_is_said_where_it_is(plain: object, path: Path, words: str) -> None:
    """A person mends what the sentence names, at the place it is said of."""
    said = complaints(plain)

    assert [at for at, sentence in said if words in sentence] == [path], said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Mending one mistake after the other, with a run for each, is no way to spend an evening."""
    plain = {**change(set="T", through="2019"), "when": "x", "title": "", "sources": [], "topic": 1}
    expected = [
        ("topic",), ("when",), ("title",), ("sources",), ("changes", 0, "set"), ("changes", 0),
    ]  # fmt: skip

    assert expected == [path for path, _ in complaints(plain)]


@pytest.mark.parametrize("absent", ["none", None])
def test_an_event_may_say_that_it_has_no_date(absent: str | None) -> None:
    """What is announced but not dated is kept, and no date is invented for it."""
    problems: list[Problem] = []
    act = codec.read({**EVENT, "when": absent, "announced": absent}, problems)

    assert act is not None
    assert codec.plain(act) == EVENT


def test_what_is_through_is_not_checked_against_an_unknown_day() -> None:
    """With `of` the day is another event's; a set of dates without a first day excludes nothing."""
    assert complaints(change(set="t", value="x", through="2019", of="e0")) == []
    assert complaints(change(set="t", value="x", through="2019", when="[..2025]")) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(EVENT)), inner)
    ),
    max_leaves=20,
)


@given(
    st.dictionaries(st.sampled_from([*EVENT, "changes", "met", "when", "define", "cover"]), JSON)
)
def test_nothing_plain_is_a_traceback(plain: dict[str, object]) -> None:
    """Payloads and files come from anywhere; what is wrong with them is a sentence."""
    problems: list[Problem] = []
    act = codec.read(plain, problems)

    assert (act is None) == bool(problems)
