"""Signed notes are those of Go and of C2SP: what they wrote is read here, byte for byte."""

import random
import sys
from collections.abc import Callable

import pytest

from events.proof import signed_notes
from events.proof.signed_notes import (
    Note,
    NoteError,
    SignatureError,
    SigningNeededError,
    VerifierKey,
    new_key,
    parse,
    signing_key,
    verified,
    verifier_key,
)

# The keys and the note of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
)
ENOCHS = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WW"
    "d1RvMc+QQ=\n"
)
SIGNED = f"{TEXT}\n{PETERS}"

# An example with the key that checks it, of those who implement C2SP signed-note.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOOS = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONnc"
    "AlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
QUASIMODO = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMc\
Xxj99ihAQwaqP3ZekRwNtIc=
"""


def test_the_note_of_go_is_written() -> None:
    """The same key and the same text give the same bytes in every program."""
    assert SIGNED == str(signing_key(PETER_PRIVATE).sign(TEXT))


def test_the_note_of_go_is_verified() -> None:
    """Two signatures stand below it; each key finds its own."""
    note = parse(f"{TEXT}\n{PETERS}{ENOCHS}")

    assert TEXT == note.text
    assert [verifier_key(PETER)] == verified(note, [verifier_key(PETER)])
    assert [verifier_key(ENOCH)] == verified(note, [verifier_key(ENOCH)])
    assert 2 == len(verified(note, [verifier_key(PETER), verifier_key(ENOCH)]))


def test_the_example_of_c2sp_is_verified() -> None:
    """A name may be an address."""
    assert ["example.com/foo"] == [key.name for key in verified(parse(FOOS), [verifier_key(FOO)])]


def test_the_last_empty_line_parts_the_text_from_the_signatures() -> None:
    """A text may have empty lines of its own."""
    note = parse(QUASIMODO)

    assert note.text.endswith("\n\ned è subito sera.\n")
    assert ["quasimodo.example/salvatore"] == [one.name for one in note.signatures]
    assert bytes.fromhex("367ba04b") == note.signatures[0].key


@pytest.mark.parametrize("text", [SIGNED, FOOS, QUASIMODO, TEXT, f"{TEXT}\n{PETERS}{ENOCHS}"])
def test_a_note_is_written_as_it_was_read(text: str) -> None:
    """There is one way to write it."""
    assert text == str(parse(text))


def test_the_halves_of_a_key_belong_together() -> None:
    """The public half follows from the private one."""
    key = signing_key(PETER_PRIVATE)

    assert PETER == str(key.verifier())
    assert PETER_PRIVATE == key.written()
    assert verifier_key(PETER) == key.verifier()
    assert signing_key(f"{PETER_PRIVATE}\n") == key
    assert PETER == str(verifier_key(f"{PETER}\r\n"))


def test_a_note_has_a_hundred_signatures_at_most() -> None:
    """And a signature one byte at least, after the four of the key."""
    short = f"{TEXT}\n— Peter AAAAAAA=\n"

    assert 100 == len(parse(f"{TEXT}\n{PETERS * 100}").signatures)
    assert b"\0" == parse(short).signatures[0].value


def test_a_new_key_signs() -> None:
    """What it writes of itself is all that is needed later."""
    key = new_key("example.com/log")
    note = parse(str(signing_key(key.written()).sign(TEXT)))

    assert [key.verifier()] == verified(note, [verifier_key(str(key.verifier()))])
    assert key != new_key("example.com/log")


def test_a_key_does_not_show_its_secret() -> None:
    """What is printed in a complaint ends up in a ticket."""
    assert "seed" not in repr(signing_key(PETER_PRIVATE))


def test_another_signature_is_ignored() -> None:
    """A witness signs below; who does not know it goes by the key that he knows."""
    note = parse(f"{TEXT}\n{ENOCHS}{PETERS}")

    assert ["PeterNeumann"] == [key.name for key in verified(note, [verifier_key(PETER)])]


def test_a_signature_of_nobody_known_is_none() -> None:
    """The name alone is no key, nor is the id alone."""
    peter = verifier_key(PETER)
    namesake = signing_key(new_key("PeterNeumann").written()).sign(TEXT)
    key_of_another_name = Note(
        TEXT,
        tuple(
            signed_notes.Signature("Peter", one.key, one.value) for one in parse(SIGNED).signatures
        ),
    )

    for note in (parse(TEXT), parse(f"{TEXT}\n{ENOCHS}"), namesake, key_of_another_name):
        with pytest.raises(SignatureError, match=r"not signed with the key PeterNeumann\+c74f20a3"):
            verified(note, [peter])


def test_a_false_signature_fails_the_whole_note() -> None:
    """Also where another one is right."""
    note = parse(f"{TEXT.replace('answer', 'problem')}\n{PETERS}")
    both = signing_key(PETER_PRIVATE).sign(str(Note(note.text, note.signatures)))

    for one in (note, both):
        with pytest.raises(SignatureError, match="one of them was altered"):
            verified(one, [verifier_key(PETER)])


def test_no_altered_byte_passes() -> None:
    """Each byte of the note in turn, replaced by another."""
    dice = random.Random(1)
    data = SIGNED.encode()
    peter = verifier_key(PETER)
    passed = []
    for at in range(len(data)):
        other = bytes([data[at] ^ dice.randrange(1, 256)])
        try:
            verified(parse((data[:at] + other + data[at + 1 :]).decode()), [peter])
        except (UnicodeDecodeError, NoteError, SignatureError):
            continue
        passed.append(at)

    assert [] == passed


@pytest.mark.parametrize(("read", "text"), [(verifier_key, PETER), (signing_key, PETER_PRIVATE)])
def test_no_altered_byte_of_a_key_passes(read: Callable[[str], object], text: str) -> None:
    """Each byte in turn, replaced by each other letter."""
    passed = []
    for at in range(len(text)):
        for code in range(32, 127):
            other = text[:at] + chr(code) + text[at + 1 :]
            if other == text:
                continue
            try:
                read(other)
            except NoteError:
                continue
            passed.append(other)

    assert [] == passed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ends with the end of a line"),
        (TEXT.removesuffix("\n"), "ends with the end of a line"),
        (SIGNED.removesuffix("\n"), "ends with the end of a line"),
        (f"\x1b[2J{SIGNED}", "no control characters"),
        (SIGNED.replace("\n", "\r\n"), "no control characters"),
        ("half of a character \ud800\n", "no control characters"),
        (f"{TEXT}\n", "each line is: — NAME SIGNATURE"),
        (f"{TEXT}\n\n", "each line is: — NAME SIGNATURE"),
        (SIGNED.replace("—", "--"), "each line is: — NAME SIGNATURE"),
        (SIGNED.replace("— ", "—  "), "each line is: — NAME SIGNATURE"),
        (SIGNED.replace("PeterNeumann", "Peter+Neumann"), "each line is: — NAME SIGNATURE"),
        (SIGNED.replace("PeterNeumann", "Peter\u2003N"), "each line is: — NAME SIGNATURE"),
        (SIGNED.replace("AM=", "AN="), "each line is: — NAME SIGNATURE"),
        (f"{TEXT}\n— PeterNeumann x08gow==\n", "each line is: — NAME SIGNATURE"),
        (f"{TEXT}\n{PETERS * 101}", "more than 100 signatures"),
    ],
)
def test_what_is_no_note_is_refused(text: str, says: str) -> None:
    """In a sentence that says how one looks."""
    with pytest.raises(NoteError, match=says):
        parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "written name"),
        ("PeterNeumann", "written name"),
        (PETER.replace("c74f20a3", "C74F20A3"), "written name"),
        (PETER.replace("Peter", "Peter "), "written name"),
        (PETER.replace("c74f20a3", "c74f20a4"), "do not belong together"),
        (PETER.replace("Peter", "Paul"), "do not belong together"),
        (PETER.replace("+ARpc", "+Apc"), "do not belong together"),
        (PETER.replace("+AR", "+BR"), "sort Ed25519"),
        (PETER_PRIVATE, "This is a private key"),
    ],
)
def test_what_is_no_key_is_refused(text: str, says: str) -> None:
    """A private key above all: it was about to be handed out."""
    with pytest.raises(NoteError, match=says):
        verifier_key(text)


def test_a_public_key_does_not_sign() -> None:
    """The sentence says how to make one that does."""
    with pytest.raises(NoteError, match="timeline checkpoint --new-key NAME FILE"):
        signing_key(PETER)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\u202eb"])
def test_some_names_cannot_name_a_key(name: str) -> None:
    """They would not be read back, or not as they look."""
    with pytest.raises(NoteError, match="The name of a key"):
        new_key(name)


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes are read all the same."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    uses: list[Callable[[], object]] = [
        lambda: new_key("example.com/log"),
        lambda: signing_key(PETER_PRIVATE),
        lambda: verified(parse(SIGNED), [verifier_key(PETER)]),
    ]

    assert TEXT == parse(SIGNED).text
    assert isinstance(verifier_key(PETER), VerifierKey)
    for use in uses:
        with pytest.raises(SigningNeededError, match=r"pip install 'partnership-timeline\[sign\]'"):
            use()
