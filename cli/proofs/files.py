"""Read and write the files of proofs: keys, checkpoints and receipts."""

import os
from typing import AnyStr

from cli.files import read_text
from events.errors import InputError
from events.proof import checkpoints, signed_notes
from events.proof.checkpoints import Checkpoint
from events.proof.signed_notes import Note, SigningKey, VerifierKey

LONGEST_KEY = 4096
"""The most bytes that a key file may have."""

LONGEST_CHECKPOINT = 16 * 1024 * 1024
"""The most bytes that a checkpoint may have: some hundred thousand partnerships."""


def checkpoint(name: str) -> tuple[Checkpoint, Note]:
    """Read the checkpoint in the file *name*, with the note that holds it.

    Mail and git on Windows make CRLF of its line ends, and editors there begin it with a mark.
    """
    try:
        return checkpoints.parse(
            as_written(read_text(name, LONGEST_CHECKPOINT).removeprefix("\ufeff"))
        )
    except (checkpoints.CheckpointError, signed_notes.NoteError) as error:
        raise InputError(f"{name}: {error}") from None


def as_written(text: AnyStr) -> AnyStr:
    """Return *text*, or bytes, with the line ends that it was written with."""
    if isinstance(text, bytes):
        return text.replace(b"\r\n", b"\n")
    return text.replace("\r\n", "\n")


def private_key(name: str) -> SigningKey:
    """Read the private key in the file *name*."""
    if name.startswith("PRIVATE+KEY+"):
        raise InputError("Name the file that holds the private key; typed it is seen by others.")
    try:
        return signed_notes.signing_key(read_text(name, LONGEST_KEY))
    except signed_notes.NoteError as error:
        raise InputError(f"{name}: {error}") from None


def public_key(said: str) -> VerifierKey:
    """Read the public key *said*, which is its text or the name of its file."""
    if not os.path.exists(said) and said.count("+") > 1:
        return signed_notes.verifier_key(said)
    try:
        return signed_notes.verifier_key(read_text(said, LONGEST_KEY))
    except signed_notes.NoteError as error:
        raise InputError(f"{said}: {error}") from None


def make_key(name: str, file: str) -> VerifierKey:
    """Make a key called *name*, write its private half to *file*, and return the public half.

    Only the owner can read the file. Raises InputError if the file exists already.
    """
    key = signed_notes.new_key(name)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as stream:
            stream.write(f"{key.written()}\n")
    except FileExistsError:
        raise InputError(f"{file} is there already; a key is never written over.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
    return key.verifier()
