"""Merkle trees: one hash of a list, with short proofs that the list has an entry or only grew.

The trees are those of Certificate Transparency (RFC 6962, RFC 9162 §2.1), with SHA-256. Building a
tree or a proof reads the leaves once, in order, and keeps no more than one hash for each level.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds *data*."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above *left* and *right*."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that grows at its end; of each complete subtree it keeps only the topmost hash."""

    __slots__ = ("_tops", "size")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._tops: list[bytes] = []
        for data in leaves:
            self.add(data)

    def add(self, data: bytes) -> None:
        """Append a leaf that holds *data*."""
        self._put(leaf_hash(data), 1)

    def add_all(self, leaves: Sequence[bytes]) -> None:
        """Append a leaf for each of *leaves*, one complete subtree at a time."""
        done = 0
        while done < len(leaves):
            width = 1 << ((len(leaves) - done).bit_length() - 1)
            if self.size:
                width = min(width, self.size & -self.size)
            self._put(_complete(leaves[done : done + width]), width)
            done += width

    def _put(self, node: bytes, width: int) -> None:
        """Append *node*, which stands above *width* leaves."""
        full = self.size // width
        while full & 1:
            node = node_hash(self._tops.pop(), node)
            full >>= 1
        self._tops.append(node)
        self.size += width

    def root(self) -> bytes:
        """Return the hash of the whole tree as it is now."""
        found = self._tops[-1] if self._tops else EMPTY
        for left in reversed(self._tops[:-1]):
            found = node_hash(left, found)
        return found


def _complete(leaves: Sequence[bytes]) -> bytes:
    """Return the hash of the tree over *leaves*, whose number is a power of two."""
    nodes = [sha256(b"\x00" + data).digest() for data in leaves]
    while len(nodes) > 1:
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return nodes[0]


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the hash of the tree over *leaves*."""
    return Frontier(leaves).root()


def inclusion_proof(leaves: Iterable[bytes], index: int, size: int) -> list[bytes]:
    """Return the path from leaf *index*, counted from 0, to the root over the first *size* leaves.

    The nodes nearest to the leaf come first (RFC 9162 §2.1.3.1). *index* must be below *size*, and
    *leaves* must have at least *size* items; later ones are not read.
    """
    return _roots(leaves, _path(index, 0, size))


def verify_inclusion(
    data: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Return whether *path* proves that leaf *index* holds *data*.

    The tree has *size* leaves and the root *root*. The algorithm is that of RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf_hash(data)
    for node in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(node, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, node)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Iterable[bytes], old: int, size: int) -> list[bytes]:
    """Return the proof that the tree over *size* leaves only adds to the one over the first *old*.

    The proof is empty where *old* is 0 or *size*: there is nothing to prove (RFC 9162 §2.1.4.1).
    *old* must not exceed *size*, and *leaves* must have at least *size* items; later ones are not
    read.
    """
    if old in (0, size):
        return []
    return _roots(leaves, _extension(old, 0, size, whole=True))


def verify_consistency(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether *proof* shows that a tree only adds leaves to an older one.

    The tree has *size* leaves and the root *root*; the older one has *old* leaves and the root
    *old_root*. The algorithm is that of RFC 9162 §2.1.4.2. The older tree may be empty.
    """
    if not 0 <= old <= size:
        return False
    if old == 0:
        return not proof and old_root == EMPTY and (size > 0 or root == EMPTY)
    if old == size:
        return not proof and old_root == root
    nodes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(nodes) and _leads_to_both(old, size, old_root, root, nodes)


def _leads_to_both(
    old: int, size: int, old_root: bytes, root: bytes, nodes: Sequence[bytes]
) -> bool:
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, node)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root


_Span = tuple[int, int]
"""The leaves below one node: from the first up to, but not including, the second."""


def _split(size: int) -> int:
    """Return the largest power of two that is smaller than *size*."""
    return 1 << ((size - 1).bit_length() - 1)


def _path(index: int, start: int, size: int) -> Iterator[_Span]:
    """Yield the spans below the nodes of an inclusion path, nearest to the leaf first."""
    if size > 1:
        middle = _split(size)
        if index < middle:
            yield from _path(index, start, middle)
            yield start + middle, start + size
        else:
            yield from _path(index - middle, start + middle, size - middle)
            yield start, start + middle


def _extension(old: int, start: int, size: int, *, whole: bool) -> Iterator[_Span]:
    """Yield the spans below the nodes of a consistency proof of the first *old* leaves.

    *whole* is true while the span begins with the first leaf. A span that then turns out to be the
    older tree itself needs no node, since the verifier has its root.
    """
    if old == size:
        if not whole:
            yield start, start + size
        return
    middle = _split(size)
    if old <= middle:
        yield from _extension(old, start, middle, whole=whole)
        yield start + middle, start + size
    else:
        yield from _extension(old - middle, start + middle, size - middle, whole=False)
        yield start, start + middle


def _roots(leaves: Iterable[bytes], spans: Iterable[_Span]) -> list[bytes]:
    """Return the hash of the node above each of *spans*, reading the leaves once.

    The spans must not overlap.
    """
    asked = list(spans)
    found: dict[_Span, bytes] = {}
    waiting = sorted(asked, reverse=True)
    tree = Frontier()
    for index, data in enumerate(leaves if asked else ()):
        start, end = waiting[-1]
        if index >= start:
            tree.add(data)
        if index == end - 1:
            found[waiting.pop()] = tree.root()
            tree = Frontier()
        if not waiting:
            break
    return [found[span] for span in asked]
