"""Somebody else's word on when a text was there: what holds of it, and what does not."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from time_authority import AT, CHEATS, HONEST, ROOT, YEAR, certificate, pem

from events.errors import InputError
from events.proof import signed_notes, stamps, tokens
from events.proof.signed_notes import Note, Signature
from events.proof.stamps import RootNeededError, Stamp, StampError

TEXT = "a log\n5\nand its root\n"
ASKED = tokens.request(TEXT)
ANSWER = HONEST(ASKED.data)
STRANGER = certificate("Another Root", "Another Root")
SAID = Stamp("Test Authority", "2026-11-21T12:30:15.000000Z", is_trusted=True)


def test_a_stamp_says_who_and_when() -> None:
    """It is trusted only by a certificate that came by another way."""
    alone = tokens.checked(TEXT, ANSWER, (), ASKED.nonce)

    assert SAID == tokens.checked(TEXT, ANSWER, [ROOT], ASKED.nonce)
    assert replace(SAID, is_trusted=False) == alone
    assert SAID == tokens.checked(TEXT, ANSWER, [STRANGER, ROOT])


def test_each_request_is_another() -> None:
    """Else an old stamp would answer a new request."""
    assert ASKED.nonce is not None
    assert tokens.request(TEXT).nonce != ASKED.nonce
    with pytest.raises(StampError, match="answers another request"):
        tokens.checked(TEXT, ANSWER, [ROOT], tokens.request(TEXT).nonce)


def test_a_stamp_outlives_its_certificate() -> None:
    """What counts is whether the certificate was valid when the stamp was made."""
    leaf = certificate("Test Authority", "Root of Time", until=AT - YEAR / 4)
    expired = replace(HONEST, at=AT - YEAR / 2, leaf=leaf)

    assert "2026-05" == tokens.checked(TEXT, expired(ASKED.data), [ROOT]).at[:7]


@pytest.mark.parametrize(
    ("answer", "says"), [CHEATS[name] for name in CHEATS if name != "too much"]
)
def test_what_an_authority_may_not_give(answer: Callable[[bytes], bytes], says: str) -> None:
    """Refused, and the sentence says why."""
    with pytest.raises((StampError, RootNeededError)) as raised:
        tokens.checked(TEXT, answer(ASKED.data), (), ASKED.nonce)

    assert str(raised.value).startswith(says)


def test_a_stamp_is_of_one_text_and_one_root() -> None:
    """Neither may be another."""
    with pytest.raises(StampError, match="It is of another text"):
        tokens.checked(f"{TEXT}x\n", ANSWER, [ROOT])
    with pytest.raises(StampError, match="leads to no root"):
        tokens.checked(TEXT, ANSWER, [STRANGER])


def test_an_altered_stamp_says_nothing_else() -> None:
    """Some bytes of a stamp are under no signature; none of them is part of what it says."""
    dice = random.Random(5)
    answer = replace(HONEST, brought=())(ASKED.data)
    passed = list[int]()
    for at, byte in enumerate(answer):
        altered = bytes([byte ^ dice.randrange(1, 256)])
        try:
            said = tokens.checked(TEXT, answer[:at] + altered + answer[at + 1 :], [ROOT])
        except StampError:
            continue
        assert SAID == said
        passed.append(at)

    assert len(passed) < len(answer) / 20


def test_certificates_are_read_in_both_forms() -> None:
    """PEM may hold several; junk is a sentence."""
    both = tokens.certificates(pem(ROOT) + pem(STRANGER))

    assert [ROOT, STRANGER] == both
    for junk in (b"", b"junk", pem(ROOT)[:-40]):
        with pytest.raises(InputError, match="no certificate"):
            tokens.certificates(junk)


def test_a_stamp_is_a_line_that_others_pass_over() -> None:
    """Those who know only signatures check the note as before."""
    key = signed_notes.new_key("example.com/log")
    signed = key.sign(TEXT)
    note = stamps.stamped(signed, "example.com", ANSWER)
    read = signed_notes.parse(str(note))
    [found] = stamps.stamps(read)

    assert ANSWER == found.value
    assert signed == stamps.unstamped(read)
    assert [key.verifier()] == signed_notes.verified(read, [key.verifier()])
    assert [] == [*stamps.stamps(signed)]
    assert [] == [*stamps.stamps(Note(TEXT, (Signature("else.example", found.key, ANSWER),)))]
