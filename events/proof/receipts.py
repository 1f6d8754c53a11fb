"""Receipts: proofs of an entry, of an answer, or that a log only grew, checked without the log.

A receipt holds a checkpoint of the log and what leads to it: for one entry, the path through the
Merkle tree of its partnership; for an answer, all entries of the partnership; for an older
checkpoint, a consistency proof. This module checks these proofs. Whether an answer follows from the
entries is checked elsewhere, by the rule.
"""

from collections.abc import Iterator, Mapping

from events.errors import IntegrityError
from events.log import chain
from events.model.problems import shown
from events.model.values import Value, kind
from events.proof import checkpoints, merkle
from events.proof.checkpoints import Checkpoint, Tree, entries, tree_over


class ProofError(IntegrityError):
    """Raised when a receipt does not prove what it should."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"The receipt proves nothing: {sentence}")


@kind
class Kept(Value):
    """What a receipt keeps of an entry; version and digest follow from the entry before it."""

    recorded: str
    actor: str | None
    payload: bytes

    def digest(self, previous: bytes, partnership: str, version: int) -> bytes:
        """Return the digest of this entry, *version* of *partnership*.

        *previous* is the digest of the entry before it.
        """
        return chain.digest(
            previous,
            partnership=partnership,
            version=version,
            recorded=self.recorded,
            actor=self.actor,
            payload=self.payload,
        )


@kind
class One(Value):
    """The proof of the entry *version*: what is *kept* of it, and what leads to a checkpoint.

    *previous* is the digest of the entry before, and *path* leads from the leaf of this entry to
    the root.
    """

    partnership: str
    version: int
    kept: Kept
    previous: bytes
    path: tuple[bytes, ...]

    def require(self, tree: Tree) -> None:
        """Raise ProofError unless the entry is in *tree*."""
        digest = self.kept.digest(self.previous, self.partnership, self.version)
        if not merkle.verify_inclusion(digest, self.version - 1, tree.size, self.path, tree.root):
            raise ProofError(
                f"entry {self.version} of {self.partnership} does not lead to the checkpoint."
            )


@kind
class Question(Value):
    """The question that was asked about *terms* on the day *on*.

    *known* and *recorded*, if given, say by when what counts had been known and recorded.
    """

    on: str
    known: str | None
    recorded: str | None
    terms: tuple[str, ...]


@kind
class Answered(Value):
    """The proof of an answer: what is *kept* of all entries, the *question* and the *answer*."""

    partnership: str
    kept: tuple[Kept, ...]
    question: Question
    answer: object

    def digests(self) -> Iterator[bytes]:
        """Yield the digest of each entry, recomputed from the first entry on."""
        previous = chain.GENESIS
        for version, kept in enumerate(self.kept, 1):
            previous = kept.digest(previous, self.partnership, version)
            yield previous

    def require(self, tree: Tree) -> None:
        """Raise ProofError unless *tree* is the tree over exactly these entries."""
        if len(self.kept) != tree.size:
            raise ProofError(
                f"the checkpoint counts {entries(tree.size)} of {self.partnership}, "
                f"here are {len(self.kept)}."
            )
        if tree_over(self.digests()) != tree:
            raise ProofError(
                f"the entries of {self.partnership} do not lead to the checkpoint: "
                "one was altered, or they are out of order."
            )


@kind
class Grown(Value):
    """The text of an older *checkpoint*, and the consistency proof of each partnership since."""

    checkpoint: str
    proofs: Mapping[str, tuple[bytes, ...]]

    def require(self, now: Checkpoint) -> Checkpoint:
        """Return the older checkpoint; raise ProofError unless the log *now* only adds to it."""
        old, _ = checkpoints.parse(self.checkpoint)
        if old.identity != now.identity:
            raise ProofError(f"the older checkpoint is of another log, {old.identity}.")
        if list(old.trees) != list(self.proofs):
            raise ProofError("it has not one proof for each partnership of the older checkpoint.")
        for slug, before in old.trees.items():
            after, proof = tree_of(now, slug), self.proofs[slug]
            if not merkle.verify_consistency(
                before.size, after.size, before.root, after.root, proof
            ):
                raise ProofError(f"{slug} does not begin with the entries it had before.")
        return old


@kind
class Receipt(Value):
    """The text of a *checkpoint*, and the proofs that lead to it.

    *about* proves an entry or an answer, *grown* that the log only grew since an older checkpoint.
    *line* is the path from the line of the partnership to the root of the whole log; it is None if
    the checkpoint is of that partnership alone.
    """

    checkpoint: str
    about: One | Answered | None = None
    line: tuple[bytes, ...] | None = None
    grown: Grown | None = None

    def require(self) -> tuple[Checkpoint, Checkpoint | None]:
        """Return the checkpoint, and the older one if any; raise ProofError unless all holds."""
        now, _ = checkpoints.parse(self.checkpoint)
        if self.about is not None:
            self.about.require(tree_of(now, self.about.partnership))
            self._require_line(now, self.about.partnership)
        return now, self.grown.require(now) if self.grown else None

    def _require_line(self, now: Checkpoint, slug: str) -> None:
        if now.alone and self.line is None:
            return
        if now.alone:
            raise ProofError("the checkpoint is of one partnership and has no lines.")
        index, data = line_of(now, slug)
        root, size = now.tree.root, now.tree.size
        if self.line is None or not merkle.verify_inclusion(data, index, size, self.line, root):
            raise ProofError(f"the line of {slug} does not lead to the root of the checkpoint.")


def tree_of(checkpoint: Checkpoint, slug: str) -> Tree:
    """Return the tree of the partnership *slug*; raise ProofError if *checkpoint* has none."""
    if slug not in checkpoint.trees:
        raise ProofError(f"the checkpoint has no partnership {shown(slug)}.")
    return checkpoint.trees[slug]


def line_of(checkpoint: Checkpoint, slug: str) -> tuple[int, bytes]:
    """Return the index of the line of the partnership *slug* in *checkpoint*, and its text.

    The index is counted from 0.
    """
    return sorted(checkpoint.trees).index(slug), f"{slug} {checkpoint.trees[slug]}".encode()
