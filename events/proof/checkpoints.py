"""Checkpoints: a few lines that say what a log was at an instant, for somebody else to keep.

A checkpoint has the form of C2SP tlog-checkpoint: an origin, the number of leaves of a Merkle tree,
and the root of that tree. In the checkpoint of one partnership, the leaves are the digests of its
entries, so the tree only grows. The checkpoint of a whole log has another line for each
partnership, and these lines are the leaves.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from events.errors import InputError
from events.model.values import Value, value
from events.payload.values import is_name
from events.proof import merkle, signed_notes
from events.proof.signed_notes import Note

PROGRAM = "partnership-timeline"
"""The text with which every origin begins."""


class CheckpointError(InputError):
    """Raised when a text is not a checkpoint of this program; names the line that is wrong."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        super().__init__(f"This is no checkpoint, line {line}: {sentence}")


@value
class Tree(Value):
    """A Merkle tree: the number of its leaves, and its root."""

    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.size} {b64encode(self.root).decode()}"


@value
class Checkpoint(Value):
    """A checkpoint of the log *identity*, with the *trees* of its partnerships, by slug.

    If *alone*, it is a checkpoint of a single partnership.
    """

    identity: str
    trees: Mapping[str, Tree]
    alone: bool = False

    @property
    def origin(self) -> str:
        """Return the first line, which names the log and, if *alone*, the partnership."""
        names = [PROGRAM, self.identity, *(self.trees if self.alone else ())]
        return "/".join(names)

    @property
    def tree(self) -> Tree:
        """Return the tree whose size and root are the second and third line of this checkpoint."""
        if self.alone:
            return next(iter(self.trees.values()))
        return tree_over(self.lines())

    def lines(self) -> list[bytes]:
        """Return the line for each partnership, sorted by slug: the leaves of the tree of a log."""
        return [f"{slug} {self.trees[slug]}".encode() for slug in sorted(self.trees)]

    def __str__(self) -> str:
        size, root = str(self.tree).split(" ")
        lines = [] if self.alone else [line.decode() for line in self.lines()]
        return "".join(f"{line}\n" for line in (self.origin, size, root, *lines))


def tree_over(leaves: Iterable[bytes]) -> Tree:
    """Return the tree over *leaves*, each of which is read once and not kept."""
    tree = merkle.Frontier(leaves)
    return Tree(tree.size, tree.root())


def parse(text: str) -> tuple[Checkpoint, Note]:
    """Read a checkpoint, signed or not, without checking its signatures.

    Raises NoteError if *text* is not a note, CheckpointError if the note is not a checkpoint in the
    canonical form.
    """
    note = signed_notes.parse(text)
    lines = note.text.removesuffix("\n").split("\n")
    if len(lines) < 3:
        raise CheckpointError(len(lines), "three are needed: an origin, a size and a root.")
    identity, alone = _origin(lines[0])
    tree = Tree(_size(lines[1], 2), _root(lines[2], 3))
    if alone is not None:
        if len(lines) > 3:
            raise CheckpointError(4, "that of one partnership has three lines.")
        return Checkpoint(identity, {alone: tree}, alone=True), note
    trees = dict(_extensions(lines[3:]))
    found = Checkpoint(identity, trees)
    if list(trees) != sorted(trees) or len(trees) != len(lines) - 3:
        raise CheckpointError(4, "partnerships come in the order of their names, each once.")
    if found.tree != tree:
        raise CheckpointError(3, "the size and the root are not those of the lines below.")
    return found, note


def _origin(line: str) -> tuple[str, str | None]:
    match = _ORIGIN(line)
    if match is None or (match[2] is not None and not is_name(match[2])):
        raise CheckpointError(1, f"it begins {PROGRAM}/ and the 32 digits of a log.")
    return match[1], match[2]


def _extensions(lines: Iterable[str]) -> Iterator[tuple[str, Tree]]:
    for number, line in enumerate(lines, 4):
        parts = line.split(" ")
        if len(parts) != 3 or not is_name(parts[0]):
            raise CheckpointError(number, "a partnership, its size and its root are needed.")
        yield parts[0], Tree(_size(parts[1], number), _root(parts[2], number))


def _size(text: str, line: int) -> int:
    if not _SIZE(text):
        raise CheckpointError(line, "a size is a whole number without zeros before it.")
    return int(text)


def _root(text: str, line: int) -> bytes:
    try:
        root = b64decode(text, validate=True)
    except ValueError:
        root = b""
    if len(root) != 32 or b64encode(root).decode() != text:
        raise CheckpointError(line, "a root is 32 bytes in base64, 44 characters.")
    return root


@value
class Broken(Value):
    """A partnership that contradicts a checkpoint, and a *sentence* that says how."""

    partnership: str
    sentence: str


def broken(old: Checkpoint, identity: str, digests: Mapping[str, Iterable[bytes]]) -> list[Broken]:
    """Return the partnerships in which the log *identity* contradicts its checkpoint *old*.

    *digests* has the digests of all entries of each partnership, in order; those of entries added
    after the checkpoint are not read.
    """
    if identity != old.identity:
        sentence = f"The checkpoint is of another log, {old.identity}; this one is {identity}."
        return [Broken(slug, sentence) for slug in old.trees]
    faults = ((slug, _fault(slug, tree, digests.get(slug, ()))) for slug, tree in old.trees.items())
    return [Broken(slug, sentence) for slug, sentence in faults if sentence]


def _fault(slug: str, old: Tree, digests: Iterable[bytes]) -> str | None:
    now = tree_over(islice(digests, old.size))
    if now.size < old.size:
        return (
            f"{slug} was shortened: the checkpoint counts {entries(old.size)}, "
            f"the log has {now.size}."
        )
    return None if now.root == old.root else _rewritten(slug, old)


def _rewritten(slug: str, old: Tree) -> str:
    return (
        f"{slug} was rewritten: its first {entries(old.size)} are not those that the checkpoint "
        "was made of."
    )


def entries(count: int) -> str:
    """Return *count* with its noun: `1 entry`, `5 entries`."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


_ORIGIN = re.compile(rf"{PROGRAM}/([0-9a-f]{{32}})(?:/([^/]+))?").fullmatch
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}").fullmatch
