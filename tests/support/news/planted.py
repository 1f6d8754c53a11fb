"""Quotes planted for a text: right ones that look different, wrong ones that look right."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

LOOKS = str.maketrans({"'": "’", '"': "”", "-": "–"})
BLANKS = (" ", "  ", "\n", "\u00a0", "\t ")
NUMBER = re.compile(r"\d+")


def right(text: str, rng: Random) -> str:
    """Return some words of *text* with other white space, dashes, quotation marks or case."""
    words = _some(text, rng)
    looks = [one.translate(LOOKS) if rng.random() < 0.5 else one for one in words]
    blanks = [rng.choice(BLANKS) for _ in looks[1:]]
    quote = looks[0] + "".join(
        f"{blank}{one}" for blank, one in zip(blanks, looks[1:], strict=True)
    )
    return rng.choice((quote, quote.upper(), quote.lower(), quote))


def wrong(text: str, rng: Random) -> str:
    """Return words that *text* does not have, but nearly does."""
    own = _plain(text.split())
    while True:
        words = rng.choice(WAYS)(_some(text, rng), rng)
        if words and not _has(own, _plain(words)):
            return " ".join(words)


def _some(text: str, rng: Random) -> list[str]:
    """Return some words of *text* that stand together, and are not only signs."""
    words = text.split()
    found = list[str]()
    while not any(map(str.isalnum, "".join(found))):
        many = rng.randrange(3, 9)
        first = rng.randrange(max(len(words) - many, 1))
        found = words[first : first + many]
    return found


def _plain(words: Sequence[str]) -> list[str]:
    """Return *words* as one compares them by eye: neither case nor signs around them count."""
    return [one.lower().translate(LOOKS).strip(".,;:!?()*|“”’") for one in words]


def _has(own: Sequence[str], words: Sequence[str]) -> bool:
    many = len(words)
    return any(own[at : at + many] == words for at in range(len(own) - many + 1))


Way = Callable[[list[str], Random], list[str]]


def _denied(words: list[str], rng: Random) -> list[str]:
    at = rng.randrange(1, len(words))
    return [*words[:at], rng.choice(("not", "never", "no longer", "hardly")), *words[at:]]


def _shortened(words: list[str], rng: Random) -> list[str]:
    at = rng.randrange(1, max(len(words) - 1, 2))
    return [*words[:at], *words[at + 1 :]]


def _swapped(words: list[str], rng: Random) -> list[str]:
    at = rng.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _miscounted(words: list[str], rng: Random) -> list[str]:
    counted = [NUMBER.sub(lambda one: str(int(one[0]) + rng.randrange(1, 9)), one) for one in words]
    return counted if counted != words else []


def _cut(words: list[str], rng: Random) -> list[str]:
    """Cut a letter off the first word or the last: *either* for *neither*."""
    if rng.random() < 0.5:
        return [words[0][1:], *words[1:]] if len(words[0]) > 4 and words[0].isalpha() else []
    return [*words[:-1], words[-1][:-1]] if len(words[-1]) > 4 and words[-1].isalpha() else []


WAYS: Sequence[Way] = (_denied, _shortened, _swapped, _miscounted, _cut)


def planted(texts: Sequence[str], rng: Random, many: int) -> Iterator[tuple[str, str, bool]]:
    """Yield *many* right and as many wrong quotes, each with its text and whether it is right."""
    for _ in range(many):
        text = rng.choice(texts)
        yield text, right(text, rng), True
        yield text, wrong(text, rng), False
