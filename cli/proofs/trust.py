"""Check a receipt against what its reader has from elsewhere: a checkpoint, keys, certificates."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from events.model.values import Value, value
from events.proof import checkpoints, signed_notes, stamps
from events.proof.checkpoints import Checkpoint
from events.proof.receipts import ProofError, Receipt
from events.proof.signed_notes import Note, Signature, VerifierKey
from events.proof.stamps import StampingNeededError

if TYPE_CHECKING:
    from events.proof.tokens import Certificates

Stamped = tuple[str, str, Signature]
"""The name of a checkpoint, its text, and a time stamp of it."""


@value
class Trusted(Value):
    """What the verifier has from other sources than the receipt.

    That is a checkpoint kept earlier, the public keys of the log, and the root certificates of time
    stamping authorities.
    """

    checkpoint: tuple[Checkpoint, Note] | None = None
    keys: tuple[VerifierKey, ...] = ()
    roots: "Certificates" = ()


def held_against(
    receipt: Receipt, now: Checkpoint, old: Checkpoint | None, trusted: Trusted
) -> Iterator[str]:
    """Yield sentences on what of *trusted* the *receipt* was checked against, and what was not.

    *now* is its checkpoint, and *old* the older one that it may have. Raises IntegrityError if it
    does not match.
    """
    yield from _of_the_stamps(receipt, trusted)
    yield from _of_the_key(receipt, trusted)
    yield from _of_the_checkpoint(receipt, now, old, trusted)
    if trusted.checkpoint is None and not trusted.keys:
        yield "Until one of the two is done, whoever made the receipt may have made up all of it."


def _of_the_stamps(receipt: Receipt, trusted: Trusted) -> Iterator[str]:
    """Yield sentences on what the time stamps of the checkpoints say.

    Raises StampError if one does not hold, ProofError if *trusted* has roots and there is no stamp.
    """
    found = [*_stamps(receipt, trusted)]
    if not found and trusted.roots:
        raise ProofError("no checkpoint that it leads to has a time stamp.")
    if not found:
        return
    try:
        from cli.proofs.stamping import sentences
    except StampingNeededError as error:
        yield f"Not checked: by when the checkpoint was there. {error}"
        return
    yield from sentences(found, trusted.roots)


def _stamps(receipt: Receipt, trusted: Trusted) -> Iterator[Stamped]:
    """Yield each time stamp once, after the name and the text of its checkpoint."""
    named = {"the checkpoint": checkpoints.parse(receipt.checkpoint)[1]}
    if receipt.grown is not None:
        named["the older checkpoint"] = checkpoints.parse(receipt.grown.checkpoint)[1]
    if trusted.checkpoint is not None:
        named["the checkpoint that you gave"] = trusted.checkpoint[1]
    seen = set[tuple[str, bytes]]()
    for name, note in named.items():
        for one in stamps.stamps(note):
            if (note.text, one.value) not in seen:
                yield name, note.text, one
            seen.add((note.text, one.value))


def _of_the_key(receipt: Receipt, trusted: Trusted) -> Iterator[str]:
    """Yield sentences on who signed the checkpoints.

    Raises SignatureError if one of them should be signed and is not.
    """
    if not trusted.keys:
        yield (
            "Not checked: who made it. With --key KEY the signature of the checkpoint is held "
            "against the public key of the log."
        )
        return
    signed = signed_notes.verified(checkpoints.parse(receipt.checkpoint)[1], trusted.keys)
    names = ", ".join(f"{key.name}+{key.id.hex()}" for key in signed)
    yield f"Signed: the checkpoint was signed with the key {names}."
    if trusted.checkpoint is not None and trusted.checkpoint[1].signatures:
        signed_notes.verified(trusted.checkpoint[1], trusted.keys)
    if receipt.grown is not None:
        _, before = checkpoints.parse(receipt.grown.checkpoint)
        if _signed_by(before, trusted.keys):
            signed_notes.verified(before, trusted.keys)
            yield "The older checkpoint was signed with it too."
        else:
            yield "Not checked: the older checkpoint was not signed with it."


def _signed_by(note: Note, keys: Iterable[VerifierKey]) -> bool:
    known = {(key.name, key.id) for key in keys}
    return any((one.name, one.key) in known for one in note.signatures)


def _of_the_checkpoint(
    receipt: Receipt, now: Checkpoint, old: Checkpoint | None, trusted: Trusted
) -> Iterator[str]:
    """Yield sentences on how the receipt agrees with the checkpoint that the verifier kept.

    Raises ProofError if it cannot be shown to agree.
    """
    if trusted.checkpoint is None:
        yield (
            "Not checked: whether it is the log that you know. With --against CHECKPOINT the "
            "receipt is held against a checkpoint that you kept."
        )
        return
    kept, note = trusted.checkpoint
    if kept.identity != now.identity:
        raise ProofError(f"the checkpoint that you gave is of another log, {kept.identity}.")
    _require_same_signatures(receipt, note)
    if _agree(kept, now, receipt):
        yield "It leads to the checkpoint that you gave."
    elif old is not None and _agree(kept, old, receipt):
        yield "The log only grew since the checkpoint that you gave."
    else:
        raise ProofError(
            "it does not lead to the checkpoint that you gave, which is of another state of the "
            "log. Ask for one with `--since` that checkpoint."
        )


def _agree(kept: Checkpoint, other: Checkpoint, receipt: Receipt) -> bool:
    """Return whether two checkpoints agree on every partnership the receipt is about."""
    slugs = [receipt.about.partnership] if receipt.about else list(kept.trees)
    return all(slug in kept.trees and kept.trees[slug] == other.trees.get(slug) for slug in slugs)


def _require_same_signatures(receipt: Receipt, kept: Note) -> None:
    """Raise ProofError if a key has signed the same text twice with different signatures."""
    written = [receipt.checkpoint, *([receipt.grown.checkpoint] if receipt.grown else [])]
    for note in (stamps.unstamped(checkpoints.parse(text)[1]) for text in written):
        values = {(one.name, one.key): one.value for one in note.signatures}
        for one in kept.signatures:
            same = values.get((one.name, one.key), one.value) == one.value
            if note.text == kept.text and not same:
                raise ProofError(
                    f"the checkpoint that you gave has another signature of {one.name}."
                )
