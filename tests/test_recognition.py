"""What is recognised by its text is canonical and an act; a run is checked as one by one."""

import json
from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import hostile_inputs as made
import pytest
from acts import acts
from alterations import Original, RefusedError, alter, original
from hypothesis import given
from hypothesis import strategies as st

from events import chain, codec, runs, verification
from events.errors import TimelineError
from events.kinds import Act
from events.log import open_log
from events.merkle import Frontier
from events.recognition import recognised
from events.subjects import subject_of
from events.verification import Found, verify

EVENT = {
    "id": "2025-10-28-definitive",
    "when": "2025-10-28",
    "announced": "2025-10",
    "title": 'Définitif, "so" \\ or\tnot',
    "summary": "Said \u0001 twice.",
    "authority": "official",
    "sources": ["openai", "microsoft", "open"],
    "met": ["agi-verified"],
    "changes": [
        {"set": "a", "value": "x", "adds": True, "unless": ["agi"], "sources": ["s"], "of": "e"},
        {"end": "b", "announced": "2025-Q3"[:4], "note": "gone", "of": "e"},
        {"reaffirm": "c", "authority": "press", "sources": ["microsoft"], "note": "again"},
        {"leave-unsaid": "d"},
        {"settle": "e"},
        {"dispute": "f", "positions": [{"party": "A", "says": "no"}, {"party": "B", "says": "y"}]},
        {"use": "g", "sources": ["s"], "note": "once"},
        {"note": "h", "text": "worth knowing"},
    ],
    "v": codec.VERSION,
}
LASTING = {
    **EVENT,
    "when": "2025-06",
    "changes": [{"set": "a", "value": "x", "through": "2032", "unless": ["agi"]}],
}
COMMON: list[dict[str, Any]] = [
    EVENT,
    LASTING,
    {**EVENT, "when": "[2024-06,2025-06]", "changes": []},
    {"define": "term:a", "id": "define:term:a", "title": "A", "asks": "?", "topic": "T", "v": 2},
    {"define": "condition:a", "id": "define:condition:a", "title": "A", "v": 2},
    {"define": "source:a", "id": "x`|<b>", "title": "A", "published": "2025-35", "v": 2},
    {"define": "source:a", "id": "s", "url": "https://example.org/a?b", "v": 2},
    {"define": "partnership", "id": "p", "title": "A", "parties": ["A", "A"], "v": 2},
    {"retract": "e.c1", "id": "e.c2", "reason": "It was a forgery.", "v": 2},
    {"correct": "e", "id": "e.c1", "reason": "So.", "when": "2025-10", "v": 2},
    {"correct": "e", "id": "e.c1", "reason": "So.", "changes": [{"end": "a"}], "v": 2},
]
seeds = st.integers(0, 2**40).map(Random)


def with_care(payload: bytes) -> Act | None:
    """Return the act of a payload that is as an append of today would have stored it."""
    with suppress(TimelineError):
        act = codec.decode(payload)
        stored = json.loads(payload)
        return act if codec.canonical(stored) == payload else None
    return None


def told(payload: bytes) -> tuple[str, str | None] | None:
    [id], subjects = recognised([payload])
    return None if id is None else (id, subjects.get(0))


def expected(payload: bytes) -> tuple[str, str | None] | None:
    act = with_care(payload)
    return None if act is None else (act.id, subject_of(act))


@pytest.mark.parametrize("plain", COMMON, ids=range(len(COMMON)))
def test_what_is_common_is_recognised(plain: dict[str, Any]) -> None:
    """Else all would be read with care, and the tests below would hold of nothing."""
    payload = codec.canonical(plain)

    assert told(payload) is not None
    assert expected(payload) == told(payload)


@given(acts())
def test_an_act_is_recognised_for_what_it_is(act: Act) -> None:
    """Of random acts, with texts and dates of all kinds."""
    assert told(codec.encode(act)) in (None, (act.id, subject_of(act)))


@given(st.data(), st.sampled_from(COMMON))
def test_texts_and_dates_are_recognised_only_as_they_are_written(
    data: st.DataObject, plain: dict[str, Any]
) -> None:
    """Escapes that need not be, days that the calendar lacks, values that are over too soon."""
    payload = codec.canonical(plain)
    texts = [b'"A"', b'"a"', b'"So."', b'"2025-10"', b'"2025-06"', b'"2032"', b'"2025-10-28"']
    old = data.draw(st.sampled_from([one for one in texts if one in payload] or [b'"v"']))
    new = data.draw(
        st.sampled_from(_TEXTS)
        | st.text(max_size=3).map(json.dumps)
        | st.dates().map(lambda day: f'"{day}"')
        | st.from_regex(r'\A"[0-9]{4}-[0-9]{2}(-[0-9]{2})?[?~%]?"\Z')
    )
    changed = payload.replace(old, new.encode("utf-8", "surrogatepass"), 1)

    assert told(changed) in (None, expected(changed))


_TEXTS = (
    *('""', '" "', '" a"', '"\\u0000"', '"\\u0041"', '"\\u0007"', '"\\u0008"', '"\\b"', '"\\/"'),
    *('"\\u000B"', '"\\u000b"', '"\\u001f"', '"\\u00e9"', '"é"', '"\u2028"', '"\x7f"', '"\\x"'),
    *('"\\ud800"', '"a\tb"', '"0000"', '"0001"', '"9999-12"', '"2025-33"', '"2025-37"', '"2025?"'),
    *('"0000-01-01"', '"2023-02-29"', '"2024-02-29"', '"2025-06-31"', '"2025-12-31"', '"２025"'),
    *('"[2025]"', '"[2025..2024]"', '"[..]"', '"none"', "null", "true", "1", "[]", "{}", '"2031"'),
)


@given(seeds)
def test_nothing_is_recognised_that_is_not_as_it_should_be(rng: Random) -> None:
    """Of payloads by grammar, made bad one step at a time, in the tree and in the text."""
    plain = made.some(rng, deepcopy(rng.choice((made.stored(rng), *COMMON))), made.worsened_tree)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    payload = made.encoded(rng, made.some(rng, text, made.worsened_text))

    assert told(payload) in (None, expected(payload))


@pytest.mark.parametrize("plain", COMMON, ids=range(len(COMMON)))
def test_no_single_byte_makes_a_payload_recognised_wrongly(plain: dict[str, Any]) -> None:
    """Each one taken out, put in twice, or exchanged for those that mean something in JSON."""
    payload = codec.canonical(plain)
    others = [*b'"\\{}[],:.- \n\t\x00\x1f\x7f\xc3\xa9\xffaAu0123', 0x80]
    for at in range(len(payload)):
        before, here, after = payload[:at], payload[at : at + 1], payload[at + 1 :]
        variants = [before + after, before + here + here + after]
        variants += (before + bytes([other]) + after for other in others)
        wrong = [one for one in variants if told(one) not in (None, expected(one))]

        assert [] == wrong


@given(st.lists(st.sampled_from([codec.canonical(one) for one in COMMON]) | st.binary(max_size=9)))
def test_each_of_many_is_recognised_as_it_is_alone(payloads: list[bytes]) -> None:
    """They are looked at as the lines of one text, and some of them may hold a line's end."""
    whole = [*payloads, b"{}"]
    ids, subjects = recognised(whole)
    found = [None if id is None else (id, subjects.get(at)) for at, id in enumerate(ids)]
    alone = [told(one) for one in whole]

    assert found in (alone, [None] * len(whole))
    assert found == alone or not b"".join(whole).isascii() or b"\n" in b"".join(whole)


def test_two_payloads_are_not_recognised_in_one() -> None:
    """Nor is one that holds nothing as the second of them."""
    one = codec.canonical(EVENT)

    assert [None, None] == recognised([one + b"\n" + one, b""]).ids


@given(st.lists(st.binary(max_size=4), max_size=40), st.lists(st.integers(0, 9), max_size=20))
def test_leaves_put_into_a_tree_together_are_those_put_one_by_one(
    leaves: list[bytes], cuts: Sequence[int]
) -> None:
    """However they are cut."""
    tree, rest = Frontier(), leaves
    for cut in cuts:
        tree.add_all(rest[:cut])
        rest = rest[cut:]
    tree.add_all(rest)
    alone = Frontier(leaves)

    assert (alone.size, alone.root()) == (tree.size, tree.root())


@given(
    st.lists(
        st.tuples(st.binary(min_size=32, max_size=32), st.text(max_size=5), st.binary(max_size=9))
    )
)
def test_digests_made_together_are_those_made_one_by_one(
    entries: list[tuple[bytes, str, bytes]],
) -> None:
    """There is one way to digest an entry."""
    alone = [
        chain.digest(before, partnership="é", version=version, recorded=at, payload=payload)
        for version, (before, at, payload) in enumerate(entries)
    ]

    assert alone == chain.digests(
        [before for before, _, _ in entries],
        partnership="é",
        versions=range(len(entries)),
        recorded=[at for _, at, _ in entries],
        payloads=[payload for _, _, payload in entries],
    )


# What a verification says


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Return the log that is altered at random."""
    return original(tmp_path_factory.mktemp("recognised"))


def found(path: Path) -> Found | str:
    sizes = [(slug, size) for slug in ("acme", "beta", "c", "d", "e") for size in (1, 3, 4, 9)]
    try:
        with open_log(str(path)) as log:
            return verify(log, sizes)
    except TimelineError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(10))
def test_a_log_checked_in_runs_is_found_as_entry_by_entry(
    varied: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whole or altered at random, with the same words."""
    path = tmp_path / "altered.db"
    rng = Random(f"runs {seed}")
    for number in range(12):
        path.write_bytes(varied.data)
        if number:
            with suppress(RefusedError):
                alter(path, varied, rng)
        with monkeypatch.context() as patch:
            patch.setattr(runs, "MOST", rng.choice((1, 2, 5, 30, 1000)))
            patch.setattr(runs, "FEW", rng.choice((0, 0, 1, 3)))
            together = found(path)
        with monkeypatch.context() as patch:
            patch.setattr(verification, "runs", lambda rows: ([row] for row in rows))

            assert found(path) == together
