"""What is stored of an act: the same bytes each time, and the same act again."""

import json
from pathlib import Path
from random import Random
from unicodedata import normalize

import payload_acts as made
import pytest
import rfc8785

from events.errors import InputError, IntegrityError, MigrationNeededError
from events.model.kinds import Correct, Correction, Cover, Event, Retract
from events.payload import codec
from events.payload.change_schema import CHANGES
from events.payload.schema import EVENT, SHAPES, shape_of_act

RETRACT = {"retract": "a", "id": "a.c1", "reason": "Said in error.", "v": 1}


def stored(**changed: object) -> bytes:
    return json.dumps({**RETRACT, **changed}).encode()


@pytest.mark.parametrize("batch", range(10))
def test_an_act_comes_back_as_it_was_stored(batch: int) -> None:
    """Of all kinds; the payload is canonical, and that of what comes back is the same."""
    for seed in range(batch * 300, (batch + 1) * 300):
        act = made.act(Random(seed))
        payload = codec.encode(act)

        assert act == codec.decode(payload)
        assert payload == codec.encode(codec.decode(payload))
        assert payload == rfc8785.dumps(json.loads(payload))


def test_random_acts_are_of_every_kind_and_have_every_key() -> None:
    """Else the tests of this folder would hold of less than they say."""
    seen = set[tuple[object, str]]()
    for seed in range(4000):
        act = made.act(Random(seed))
        plain = codec.plain(act)
        seen |= {(shape_of_act(act), key) for key in plain}
        for change in plain.get("changes") or []:  # type: ignore[attr-defined]
            verb = next((v for v in CHANGES if v in change and v != "note"), "note")
            seen |= {(CHANGES[verb], key) for key in change}
    every = {(shape, name) for shape in (*SHAPES, *CHANGES.values()) for name in shape.names}

    assert set() == every - seen


def test_the_published_schema_has_every_key_of_an_event_and_its_changes() -> None:
    """`show -o json` gives acts as they are stored, and programs read what its schema promises."""
    page = Path(__file__).parents[3] / "docs" / "schemas" / "show.schema.json"
    kinds = json.loads(page.read_text(encoding="utf-8"))["$defs"]
    keys = {key for shape in CHANGES.values() for key in shape.names}

    assert keys == set(kinds["change"]["properties"])
    assert set() == EVENT.names - set(kinds["act"]["properties"])


def test_a_correction_can_take_away_what_an_event_has() -> None:
    """Each of these is given, and nothing is in it."""
    given = frozenset({"when", "after", "summary", "authority", "by", "met", "changes"})
    act = Correct(id="a.c1", event="a", fields=Correction(given=given), reason="Unsaid.")

    assert act == codec.decode(codec.encode(act))
    assert {"when": None, "summary": None, "by": []}.items() <= codec.plain(act).items()


@pytest.mark.parametrize("key", ["when", "after", "authority"])
def test_a_correction_in_a_file_says_none_for_what_it_takes_away(key: str) -> None:
    """In a file every scalar is a text."""
    act = codec.read({"correct": "a", "reason": "Unsaid.", "id": "b", key: "none"}, [])

    assert isinstance(act, Correct)
    assert getattr(act.fields, key) is None


def test_a_beginning_may_be_covered_alone() -> None:
    """The last day is then said to be none."""
    act = codec.read({"cover": "none", "from": "2019-01-01", "id": "cover:a"}, [])

    assert isinstance(act, Cover)
    assert {"cover": "none", "id": "cover:a", "from": "2019-01-01"} == codec.plain(act)


def test_texts_are_composed_when_they_are_read() -> None:
    """The same word typed on two machines is the same answer."""
    word = normalize("NFD", "Définitif")
    plain = {"id": "a", "title": word, "by": [word], "sources": ["s"]}
    act = codec.read(plain, [])

    assert isinstance(act, Event)
    assert ("Définitif", ("Définitif",)) == (act.title, act.by)


def test_one_text_in_two_forms_stands_twice() -> None:
    """Composed they are one speaker."""
    by = [normalize("NFD", "é"), "é"]
    problems: list[codec.Problem] = []

    assert codec.read({"id": "a", "title": "A", "sources": ["s"], "by": by}, problems) is None
    assert [("by", 1)] == [problem.path for problem in problems]


def test_a_newer_payload_asks_for_the_newer_program() -> None:
    """It may mean anything, so nothing of it is guessed."""
    with pytest.raises(MigrationNeededError, match="payload version 2, this one reads up to 1"):
        codec.decode(stored(v=2))


@pytest.mark.parametrize("version", [0, -1, True, "1", None, 1.0, []])
def test_a_payload_says_its_version(version: object) -> None:
    """As a whole number, which `true` is not."""
    with pytest.raises(IntegrityError, match="version"):
        codec.decode_plain({**RETRACT, "v": version})


def test_a_payload_without_a_version_cannot_be_read() -> None:
    """No program ever wrote one."""
    plain = {key: value for key, value in RETRACT.items() if key != "v"}

    with pytest.raises(IntegrityError, match="does not say the version"):
        codec.decode_plain(plain)


@pytest.mark.parametrize(
    "payload",
    [
        *(b"", b"{", b"\xff", b"[]", b"1", b"null", b"[" * 100_000, b'{"v":' + b"9" * 5000 + b"}"),
        stored(reason=float("nan")),
        stored(reason=1.5),
        stored()[:-1] + b',"id":"b"}',
        *(stored(reason=""), stored(reason=" \n"), stored(reason="\0"), stored(reason="\ud800")),
        *(stored(more="x"), stored(id="A"), stored(retract=None)),
    ],
)
def test_what_is_no_payload_is_refused_in_a_sentence(payload: bytes) -> None:
    """Not JSON, JSON that two programs read differently, or no act."""
    with pytest.raises(IntegrityError, match=r"^A stored entry .*\.$"):
        codec.decode(payload)


def test_decoding_leaves_what_it_was_given_as_it_is() -> None:
    """Whoever parsed it may need it again."""
    plain = dict(RETRACT)
    codec.decode_plain(plain)

    assert RETRACT == plain


def test_half_of_a_character_is_not_stored() -> None:
    """It has no bytes."""
    with pytest.raises(InputError, match="lone surrogate"):
        codec.encode(Retract(id="a.c1", event="a", reason="\ud800"))


def test_an_entry_has_a_size() -> None:
    """Else a line of an export would grow past what is read."""
    fits = codec.PAYLOAD_LIMIT - len(codec.encode(Retract(id="b", event="a", reason="")))

    assert codec.encode(Retract(id="b", event="a", reason="x" * fits))
    with pytest.raises(InputError, match="at most 262144 are kept"):
        codec.encode(Retract(id="b", event="a", reason="x" * (fits + 1)))
    with pytest.raises(InputError, match="at most 262144 are kept"):
        codec.encode(Retract(id="b", event="a", reason="\x7f" * (fits // 2 + 1)))
