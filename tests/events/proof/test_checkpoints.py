"""Checkpoints are few lines that other programs read, and that notice any alteration."""

import random
from base64 import b64encode
from collections.abc import Mapping

import pytest

from events.proof import merkle
from events.proof.checkpoints import (
    Broken,
    Checkpoint,
    CheckpointError,
    Tree,
    broken,
    parse,
    tree_over,
)
from events.proof.signed_notes import NoteError, signing_key

LOG = "0123456789abcdef0123456789abcdef"
KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
DIGESTS = {
    "acme-globex": [bytes([number]) * 32 for number in range(5)],
    "openai-microsoft": [bytes([number]) * 32 for number in range(100, 112)],
    "acme.globex": [bytes(32)],
}


def checkpoint(digests: Mapping[str, list[bytes]] = DIGESTS) -> Checkpoint:
    return Checkpoint(LOG, {slug: tree_over(several) for slug, several in digests.items()})


def alone(slug: str) -> Checkpoint:
    return Checkpoint(LOG, {slug: tree_over(DIGESTS[slug])}, alone=True)


def root64(leaves: list[bytes]) -> str:
    return b64encode(merkle.root(leaves)).decode()


TEXT = str(checkpoint())


def test_that_of_a_log_lists_the_partnerships() -> None:
    """By name, and the root is that of the tree over these lines."""
    lines = [
        f"acme-globex 5 {root64(DIGESTS['acme-globex'])}",
        f"acme.globex 1 {root64(DIGESTS['acme.globex'])}",
        f"openai-microsoft 12 {root64(DIGESTS['openai-microsoft'])}",
    ]
    above = [f"partnership-timeline/{LOG}", "3", root64([line.encode() for line in lines])]

    assert [*above, *lines] == TEXT.splitlines()


def test_that_of_a_partnership_has_its_own_tree() -> None:
    """Three lines, which any program for transparency logs can follow."""
    size, root = 12, root64(DIGESTS["openai-microsoft"])

    assert f"partnership-timeline/{LOG}/openai-microsoft\n{size}\n{root}\n" == str(
        alone("openai-microsoft")
    )


def test_that_of_an_empty_log_is_one() -> None:
    """The tree without leaves has a root too."""
    text = str(Checkpoint(LOG, {}))

    assert f"partnership-timeline/{LOG}\n0\n{b64encode(merkle.EMPTY).decode()}\n" == text
    assert {} == parse(text)[0].trees


@pytest.mark.parametrize("one", [checkpoint(), alone("acme-globex"), Checkpoint(LOG, {})])
def test_it_is_read_as_it_was_written(one: Checkpoint) -> None:
    """Signed or not."""
    signed = signing_key(KEY).sign(str(one))

    assert one == parse(str(one))[0]
    assert (one, signed) == parse(str(signed))
    assert () == parse(str(one))[1].signatures


@pytest.mark.parametrize("one", [checkpoint(), alone("acme-globex")])
def test_no_altered_byte_is_the_same_checkpoint(one: Checkpoint) -> None:
    """Of a whole log most alterations are seen at once: its root no longer fits its lines."""
    text = str(one)
    read: list[Checkpoint] = []
    for at in range(len(text)):
        for code in (ord(text[at]) ^ bit for bit in (1, 2, 4, 8, 16, 32, 64)):
            try:
                read.append(parse(text[:at] + chr(code) + text[at + 1 :])[0])
            except (CheckpointError, NoteError):
                continue

    assert one not in read
    assert one.alone or {LOG} != {other.identity for other in read}
    assert one.alone or all(other.trees == one.trees for other in read)


LINE = f"acme-globex 5 {root64(DIGESTS['acme-globex'])}"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a\nb\n", 2, "three are needed"),
        (TEXT.replace("partnership-", ""), 1, "32 digits of a log"),
        (TEXT.replace(LOG, LOG.upper()), 1, "32 digits of a log"),
        (str(alone("acme-globex")).replace("acme", "ACME"), 1, "32 digits of a log"),
        (TEXT.replace("\n3\n", "\n03\n"), 2, "without zeros"),
        (TEXT.replace("\n3\n", "\n-3\n"), 2, "without zeros"),
        (TEXT.replace("\n3\n", "\n٣\n"), 2, "without zeros"),
        (TEXT.replace("\n3\n", f"\n{'3' * 5000}\n"), 2, "without zeros"),
        (TEXT.replace("\n3\n", "\n4\n"), 3, "not those of the lines below"),
        (TEXT.replace("=\nacme-globex", "\nacme-globex"), 3, "44 characters"),
        (TEXT.replace("=\nacme-globex", "A\nacme-globex"), 3, "44 characters"),
        (TEXT.replace(" 5 ", " 6 "), 3, "not those of the lines below"),
        (TEXT.replace(" 5 ", " "), 4, "a partnership, its size and its root"),
        (TEXT.replace(" 5 ", "  5 "), 4, "a partnership, its size and its root"),
        (TEXT.replace(" 12 ", " 012 "), 6, "without zeros"),
        (TEXT.replace("acme.globex", "Acme.globex"), 5, "a partnership, its size and its root"),
        (TEXT.replace("acme.globex", "acme-globex"), 4, "each once"),
        (TEXT.replace("acme-globex", "z"), 4, "in the order of their names"),
        (TEXT.replace(f"{LINE}\n", ""), 3, "not those of the lines below"),
        (f"{alone('acme-globex')}an extension\n", 4, "three lines"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, line: int, says: str) -> None:
    """With the number of the line and what belongs there."""
    with pytest.raises(CheckpointError, match=f"line {line}: .*{says}") as caught:
        parse(text)

    assert line == caught.value.line


def test_a_log_that_grew_is_consistent() -> None:
    """New entries and new partnerships come after; nothing before is touched."""
    grown = {slug: [*digests, b"new" * 10 + b"er"] for slug, digests in DIGESTS.items()}

    assert [] == broken(checkpoint(), LOG, DIGESTS)
    assert [] == broken(checkpoint(), LOG, grown | {"another": [bytes(32)]})
    assert [] == broken(alone("acme-globex"), LOG, grown)
    assert [] == broken(Checkpoint(LOG, {}), LOG, {})


def test_what_was_lost_or_rewritten_is_named() -> None:
    """Which partnership, and what became of it."""
    now = {
        "acme-globex": DIGESTS["acme-globex"][:3],
        "openai-microsoft": [*DIGESTS["openai-microsoft"][:-1], bytes(32), bytes(32)],
    }

    found = broken(checkpoint(), LOG, now)

    assert ["acme-globex", "openai-microsoft", "acme.globex"] == [one.partnership for one in found]
    assert "acme-globex was shortened: the checkpoint counts 5 entries, the log has 3." == (
        found[0].sentence
    )
    assert "its first 12 entries are not those" in found[1].sentence
    assert "counts 1 entry, the log has 0" in found[2].sentence


def test_any_one_digest_is_missed() -> None:
    """Altered, left out, doubled or moved."""
    dice = random.Random(7)
    digests = DIGESTS["openai-microsoft"]
    for at, digest in enumerate(digests):
        turned = bytes([digest[0] ^ 1 << dice.randrange(8), *digest[1:]])
        for now in (
            [*digests[:at], turned, *digests[at + 1 :]],
            [*digests[:at], *digests[at + 1 :]],
            [*digests[:at], *digests[at + 1 :], digest, digest],
        ):
            if now[: len(digests)] != digests:
                assert ["openai-microsoft"] == [
                    one.partnership
                    for one in broken(alone("openai-microsoft"), LOG, {"openai-microsoft": now})
                ]


def test_another_log_is_told_from_this_one() -> None:
    """A database put in the place of another holds other partnerships, perhaps of the same name."""
    found = broken(alone("acme-globex"), "f" * 32, DIGESTS)

    assert [
        Broken(
            "acme-globex",
            f"The checkpoint is of another log, {LOG}; this one is {'f' * 32}.",
        )
    ] == found


def test_a_tree_says_its_size_and_root() -> None:
    """As they stand in a line."""
    assert f"1 {root64([b'x'])}" == str(Tree(1, merkle.root([b"x"])))
