"""Make checkpoints of a log, and receipts that prove its entries or answers."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from cli.forms import json_text as json_form
from cli.reading.session import asked_of
from cli.reading.snapshot import snapshot_of
from cli.render.answers import Question, whole_form
from cli.suggestions import no_such
from events.dates.dates import Date
from events.errors import IntegrityError, NotFoundError, UsageError
from events.log.chain import GENESIS
from events.log.log import Entry, Log
from events.model.kinds import Correct, Retract
from events.model.subjects import corrected
from events.model.values import Value, kind, value
from events.payload import codec, json_text
from events.proof import checkpoints, merkle, receipts, stamps
from events.proof.checkpoints import Checkpoint, tree_over
from events.proof.receipts import Answered, Grown, Kept, One, Receipt
from events.proof.signed_notes import Note, SigningKey
from events.proof.stamps import Stamp
from timeline.rule.answer import Answer


def checkpoint_of(log: Log, alone: str | None = None) -> Checkpoint:
    """Return a checkpoint of *log* as it is now: of the partnership *alone*, or of all if None."""
    slugs = [alone] if alone else [head.slug for head in log.partnerships()]
    trees = {slug: tree_over(digests(log, slug)) for slug in slugs}
    return Checkpoint(log.identity(), trees, alone=alone is not None)


def digests(log: Log, slug: str) -> Iterator[bytes]:
    """Yield the stored digest of each entry of the partnership *slug* in *log*.

    Raises IntegrityError if what is stored is not a digest at all.
    """
    for version, digest in enumerate(log.digests(slug), 1):
        if type(digest) is not bytes or len(digest) != 32:
            raise _altered(slug, version)
        yield digest


def _altered(slug: str, version: int) -> IntegrityError:
    return IntegrityError(
        f"Entry {version} of {slug} was altered in the database; `timeline verify` tells more."
    )


def note_of(checkpoint: Checkpoint, key: SigningKey | None) -> Note:
    """Return *checkpoint* as a note, signed if there is a *key*."""
    return key.sign(str(checkpoint)) if key else Note(str(checkpoint))


def checkpoint_form(checkpoint: Checkpoint, note: Note, stamp: Stamp | None) -> dict[str, Any]:
    """Return *checkpoint*, whose text is *note*, as plain values for JSON.

    *stamp* is what its time stamp says, if it has one.
    """
    size, root = str(checkpoint.tree).split(" ")
    return {
        "origin": checkpoint.origin,
        "log": checkpoint.identity,
        "partnership": next(iter(checkpoint.trees)) if checkpoint.alone else None,
        "size": int(size),
        "root": root,
        "partnerships": [
            {"partnership": slug, "size": tree.size, "root": str(tree).partition(" ")[2]}
            for slug, tree in sorted(checkpoint.trees.items())
        ],
        "signatures": [
            {"name": one.name, "key": one.key.hex()} for one in stamps.unstamped(note).signatures
        ],
        "stamp": {"authority": stamp.authority, "at": stamp.at} if stamp else None,
        "note": str(note),
    }


@kind
class Asked(Value):
    """An as-of question: the day *on*, the cuts *known* and *recorded*, and globs of terms."""

    on: Date
    known: Date | None = None
    recorded: str | None = None
    globs: tuple[str, ...] = ()


@value
class Answers(Value):
    """The answers to a question, worked out from entries without a database."""

    question: Question
    answers: list[Answer]

    def form(self) -> dict[str, Any]:
        """Return the answers as `as-of -o json` prints them."""
        return whole_form(self.question, self.answers)


def answers_to(asked: Asked, entries: Sequence[Entry]) -> Answers:
    """Return the answers to the question *asked* that follow from *entries*.

    *entries* are all entries of one partnership. Raises NotFoundError if nothing had been recorded
    by the cut.
    """
    seen = [one for one in entries if asked.recorded is None or one.recorded <= asked.recorded]
    if not seen:
        raise NotFoundError(f"Nothing had been recorded by {asked.recorded}.")
    found = snapshot_of(
        asked_of(seen, asked.globs, known=asked.known, recorded=asked.recorded), asked.on
    )
    return Answers(Question(found.view, asked.on, asked.known), list(found.answers))


def proven(
    log: Log,
    slug: str | None,
    about: str | Asked | None,
    old: tuple[Checkpoint, Note] | None,
    key: SigningKey | None,
    *,
    alone: bool,
) -> Receipt:
    """Return the receipt for an entry or an answer of *slug* in *log*, and for growth since *old*.

    *about* is the id of an entry, a question, or None. With *alone*, the receipt leads to a
    checkpoint of the partnership *slug* only; *key*, if given, signs the checkpoint. Raises
    IntegrityError if the log contradicts its own digests or the checkpoint *old*.
    """
    taken = checkpoint_of(log, slug if alone else None)
    prover = Prover(log, taken, note_of(taken, key))
    grown = prover.grown(*old) if old else None
    match slug, about:
        case str(), Asked():
            return prover.receipt(prover.answered(slug, about), grown)
        case str(), str():
            return prover.receipt(prover.one(slug, about), grown)
        case _:
            return prover.receipt(None, grown)


def later(log: Log, slug: str, id: str) -> Iterator[str]:
    """Yield a sentence on each later entry of *slug* that corrects or retracts the entry *id*."""
    for entry in log.about(slug, corrected(id)):
        act = entry.act()
        if isinstance(act, Correct | Retract) and act.event == id:
            done = "retracted" if isinstance(act, Retract) else "corrected"
            yield (
                f"{id} was {done} by {act.id}, entry {entry.version}; the receipt proves what was "
                "recorded, and not that it stands."
            )


@value
class Prover(Value):
    """Makes proofs that lead to one *checkpoint* of the *log*.

    *note* is the text of the checkpoint, maybe signed.
    """

    log: Log
    checkpoint: Checkpoint
    note: Note

    def grown(self, old: Checkpoint, note: Note) -> Grown:
        """Return the proof that the log has only grown since the checkpoint *old*.

        *note* is the text of *old*. Raises IntegrityError, naming the partnerships, if
        the log has changed otherwise.
        """
        if self.checkpoint.alone and not old.alone:
            raise UsageError("The older checkpoint is of a whole log; leave --alone out.")
        now = {slug: digests(self.log, slug) for slug in self.checkpoint.trees}
        faults = checkpoints.broken(old, self.checkpoint.identity, now)
        if faults:
            raise IntegrityError(" ".join(dict.fromkeys(one.sentence for one in faults)))
        return Grown(
            checkpoint=str(note),
            proofs={
                slug: tuple(
                    merkle.consistency_proof(
                        digests(self.log, slug), before.size, self.checkpoint.trees[slug].size
                    )
                )
                for slug, before in old.trees.items()
            },
        )

    def receipt(self, about: One | Answered | None, grown: Grown | None) -> Receipt:
        """Return the receipt with the proofs *about* and *grown*, after checking both."""
        line = None
        if about is not None and not self.checkpoint.alone:
            index, _ = receipts.line_of(self.checkpoint, about.partnership)
            lines = self.checkpoint.lines()
            line = tuple(merkle.inclusion_proof(lines, index, len(lines)))
        made = Receipt(checkpoint=str(self.note), about=about, line=line, grown=grown)
        made.require()
        return made

    def one(self, slug: str, id: str) -> One:
        """Return the proof of the entry *id* of the partnership *slug*."""
        entry = self.log.find(slug, id)
        if entry is None:
            ids = [one.id for one in self.log.entries(slug)]
            raise NotFoundError(no_such("event", id, ids, "timeline log"))
        previous, path = self._around(slug, entry.version)
        proof = One(
            partnership=slug,
            version=entry.version,
            kept=_kept(entry),
            previous=previous,
            path=path,
        )
        if proof.kept.digest(previous, slug, entry.version) != entry.digest:
            raise _altered(slug, entry.version)
        return proof

    def _around(self, slug: str, version: int) -> tuple[bytes, tuple[bytes, ...]]:
        """Return the digest before the entry *version*, and its inclusion path."""
        size = self.checkpoint.trees[slug].size
        path = tuple(merkle.inclusion_proof(digests(self.log, slug), version - 1, size))
        if version == 1:
            return GENESIS, path
        return next(islice(digests(self.log, slug), version - 2, None)), path

    def answered(self, slug: str, asked: Asked) -> Answered:
        """Return the proof of the answer to *asked*: the question, the answer and all entries.

        The question is about the partnership *slug*.
        """
        entries = self.log.entries(slug)
        proof = Answered(
            partnership=slug,
            kept=tuple(_kept(entry) for entry in entries),
            question=receipts.Question(
                on=asked.on.edtf,
                known=json_form.text_of(asked.known),
                recorded=asked.recorded,
                terms=asked.globs,
            ),
            answer=answers_to(asked, entries).form(),
        )
        for entry, digest in zip(entries, proof.digests(), strict=True):
            if entry.digest != digest:
                raise _altered(slug, entry.version)
        return proof


def _kept(entry: Entry) -> Kept:
    stored = json_text.parse(entry.payload)
    if not isinstance(stored, dict) or codec.canonical(stored) != entry.payload:
        raise _altered(entry.partnership, entry.version)
    return Kept(recorded=entry.recorded, actor=entry.actor, payload=entry.payload)
