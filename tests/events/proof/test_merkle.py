"""The Merkle trees are those of the RFC: its definition, its examples and everybody's vectors."""

import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import count, islice

import pytest

from events.proof import merkle
from events.proof.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The vectors of Certificate Transparency, which most implementations are held against.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS: list[tuple[int, int, list[str]]] = [
    (0, 1, []),
    (
        *(0, 8),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        *(5, 8),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        *(1, 5),
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
EXTENSIONS: list[tuple[int, int, list[str]]] = [
    (1, 1, []),
    (
        *(1, 8),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        *(6, 8),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        *(2, 5),
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
SIZES = range(65)


def leaves(size: int) -> list[bytes]:
    return [b"%d" % number for number in range(size)]


def defined(data: list[bytes]) -> bytes:
    """Return the root as RFC 9162 §2.1.1 defines it."""
    if len(data) < 2:
        return sha256(b"\x00" + data[0]).digest() if data else sha256(b"").digest()
    split = largest_below(len(data))
    return sha256(b"\x01" + defined(data[:split]) + defined(data[split:])).digest()


def defined_path(index: int, data: list[bytes]) -> list[bytes]:
    """Return the path as RFC 9162 §2.1.3.1 defines it."""
    if len(data) == 1:
        return []
    split = largest_below(len(data))
    if index < split:
        return [*defined_path(index, data[:split]), defined(data[split:])]
    return [*defined_path(index - split, data[split:]), defined(data[:split])]


def defined_extension(old: int, data: list[bytes], known: bool = True) -> list[bytes]:
    """Return the consistency proof as RFC 9162 §2.1.4.1 defines it."""
    if old == len(data):
        return [] if known else [defined(data)]
    split = largest_below(len(data))
    if old <= split:
        return [*defined_extension(old, data[:split], known), defined(data[split:])]
    return [*defined_extension(old - split, data[split:], False), defined(data[:split])]


def largest_below(size: int) -> int:
    return max(1 << power for power in range(64) if 1 << power < size)


def test_the_roots_are_those_of_certificate_transparency() -> None:
    """A tree that no other program agrees with proves nothing to anybody else."""
    assert ROOTS == [root(LEAVES[:size]).hex() for size in range(9)]


@pytest.mark.parametrize(("index", "size", "path"), PATHS)
def test_paths_are_those_of_certificate_transparency(
    index: int, size: int, path: list[str]
) -> None:
    """Given in the order in which a checker climbs."""
    given = inclusion_proof(LEAVES, index, size)

    assert path == [node.hex() for node in given]
    assert verify_inclusion(LEAVES[index], index, size, given, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size", "proof"), EXTENSIONS)
def test_extensions_are_those_of_certificate_transparency(
    old: int, size: int, proof: list[str]
) -> None:
    """An older checkpoint, kept by a witness, is held against the new one with these."""
    given = consistency_proof(LEAVES, old, size)
    before, after = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[size])

    assert proof == [node.hex() for node in given]
    assert verify_consistency(old, size, before, after, given)


def test_the_example_of_the_rfc() -> None:
    """RFC 9162 §2.1.5 draws a tree of seven leaves and names its nodes."""
    data = leaves(7)
    a, b, c, d, e, f, j = map(leaf_hash, data)
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, m = node_hash(g, h), node_hash(i, j)

    assert node_hash(k, m) == root(data)
    assert [b, h, m] == inclusion_proof(data, 0, 7)
    assert [c, g, m] == inclusion_proof(data, 3, 7)
    assert [f, j, k] == inclusion_proof(data, 4, 7)
    assert [i, k] == inclusion_proof(data, 6, 7)
    assert [c, d, g, m] == consistency_proof(data, 3, 7)
    assert [m] == consistency_proof(data, 4, 7)
    assert [i, j, k] == consistency_proof(data, 6, 7)


@pytest.mark.parametrize("size", SIZES)
def test_every_tree_is_as_defined(size: int) -> None:
    """The definition recurses over slices; what is built reads the leaves once."""
    data = leaves(size)

    assert defined(data) == root(data)
    for index in range(size):
        path = inclusion_proof(iter(data), index, size)
        assert defined_path(index, data) == path
        assert verify_inclusion(data[index], index, size, path, root(data))
    for old in range(1, size + 1):
        proof = consistency_proof(iter(data), old, size)
        assert defined_extension(old, data) == proof
        assert verify_consistency(old, size, root(data[:old]), root(data), proof)


def test_a_tree_grows() -> None:
    """The root after each leaf is that of the tree so far."""
    tree = Frontier()
    roots = [tree.root()]
    for data in leaves(64):
        tree.add(data)
        roots.append(tree.root())

    assert roots == [defined(leaves(size)) for size in SIZES]
    assert 64 == tree.size


def test_a_large_tree_takes_no_room() -> None:
    """A million entries are a million digests read, and some twenty kept."""
    tree = Frontier(leaves(1023))

    assert 10 == len(tree._tops)


def test_no_more_leaves_are_read_than_are_needed() -> None:
    """A log goes on growing below whoever reads it."""

    def endless() -> Iterator[bytes]:
        yield from leaves(20)
        raise AssertionError("one leaf too many")

    assert inclusion_proof(leaves(20), 3, 20) == inclusion_proof(endless(), 3, 20)
    assert consistency_proof(leaves(20), 7, 20) == consistency_proof(endless(), 7, 20)
    assert [] == consistency_proof(endless(), 20, 20)


def test_everything_extends_nothing() -> None:
    """The empty tree has one root, and no proof says more."""
    seven = root(leaves(7))

    assert [] == consistency_proof(leaves(7), 0, 7)
    assert verify_consistency(0, 7, EMPTY, seven, [])
    assert verify_consistency(0, 1, EMPTY, root(leaves(1)), [])
    assert not verify_consistency(0, 7, seven, seven, [])
    assert not verify_consistency(0, 7, EMPTY, seven, [EMPTY])
    assert verify_consistency(0, 0, EMPTY, EMPTY, [])
    assert not verify_consistency(0, 0, EMPTY, seven, [])


def altered(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def other_proofs(proof: list[bytes], dice: random.Random) -> Iterator[list[bytes]]:
    """Yield proofs that are not *proof*: a bit turned, a node more, a node less, two swapped."""
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]
    for at, node in enumerate(proof):
        yield [*proof[:at], altered(node, dice), *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], node[:31], *proof[at + 1 :]]
    yield from ([*proof[:at], *proof[:at:-1], proof[at]] for at in range(len(proof) - 1))


@pytest.mark.parametrize("size", range(1, 65, 3))
def test_no_other_path_proves_an_entry(size: int) -> None:
    """Whatever is altered, the leaf, its place, the path or the root, the proof is none."""
    dice = random.Random(size)
    data = leaves(size)
    whole = root(data)
    for index in range(size):
        path = inclusion_proof(data, index, size)
        for other in other_proofs(path, dice):
            assert not verify_inclusion(data[index], index, size, other, whole)
        for wrong in {*range(-1, size + 1)} - {index}:
            assert not verify_inclusion(data[index], wrong, size, path, whole)
        assert not verify_inclusion(data[index] + b"0", index, size, path, whole)
        assert not verify_inclusion(data[index], index, size, path, altered(whole, dice))


@pytest.mark.parametrize("size", range(2, 65, 3))
def test_no_other_nodes_prove_an_extension(size: int) -> None:
    """A log that forgot or rewrote an entry has no proof to show."""
    dice = random.Random(size)
    data = leaves(size)
    whole = root(data)
    for old in range(1, size):
        before, proof = root(data[:old]), consistency_proof(data, old, size)
        for other in other_proofs(proof, dice):
            assert not verify_consistency(old, size, before, whole, other)
        assert not verify_consistency(old, size, altered(before, dice), whole, proof)
        assert not verify_consistency(old, size, before, altered(whole, dice), proof)
        assert not verify_consistency(size, old, before, whole, proof)
        assert not verify_consistency(old, size, before, whole, [])
        assert not verify_consistency(-1, size, before, whole, proof)
    assert not verify_consistency(size, size, altered(whole, dice), whole, [])
    assert not verify_consistency(size, size, whole, whole, [whole])


def test_a_proof_in_a_larger_tree_is_none_in_a_smaller() -> None:
    """A node more leads on to a root, but to that of another size than was claimed."""
    data = leaves(4)
    more = bytes(32)
    larger = node_hash(leaf_hash(data[0]), leaf_hash(data[1]))
    before, after = node_hash(more, root(data[:3])), node_hash(more, root(data))
    proof = consistency_proof(data, 3, 4)

    assert root(data[:2]) == larger
    assert not verify_inclusion(data[1], 0, 1, [leaf_hash(data[0])], larger)
    assert not verify_consistency(3, 4, before, after, [*proof, more])


def test_a_node_cannot_pass_for_a_leaf() -> None:
    """Leaves and nodes are hashed apart, so that a shorter tree cannot have the same root."""
    data = leaves(4)
    nodes = [leaf_hash(data[0]) + leaf_hash(data[1]), leaf_hash(data[2]) + leaf_hash(data[3])]

    assert root(data) != root(nodes)
    assert merkle.EMPTY != root([b""])


def test_a_proof_in_a_log_of_a_hundred_thousand() -> None:
    """Seventeen hashes tell one entry from all others."""
    size = 100_000
    numbers = (b"%d" % number for number in count())
    path = inclusion_proof(islice(numbers, size), 77_777, size)

    assert 17 == len(path)
    assert verify_inclusion(b"77777", 77_777, size, path, root(leaves(size)))
