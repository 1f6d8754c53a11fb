"""What changed between two versions of an article, sentence by sentence."""

from typing import NamedTuple

from timeline.intake.quotes import fold
from timeline.intake.sentences import sentences


class Revision(NamedTuple):
    """The sentences that a text no longer has, and those that it has got, in their order."""

    gone: tuple[str, ...]
    added: tuple[str, ...]


UNREVISED = Revision((), ())
"""The revision of a text in which sentences were only moved."""


class Earlier(NamedTuple):
    """An earlier version of an article: what it is called, its *draft*, and what changed since.

    *draft* is None if only the log cites it, and *revision* if its text was forgotten.
    """

    name: str
    draft: int | None
    revision: Revision | None


def revision(old: str, new: str) -> Revision:
    """Return what changed from the text *old* to the text *new*; moving a sentence is no change."""
    before, after = _by_words(old), _by_words(new)
    return Revision(
        tuple(said for words, said in before.items() if words not in after),
        tuple(said for words, said in after.items() if words not in before),
    )


def _by_words(text: str) -> dict[str, str]:
    return {fold(one.text).strip(): one.text.strip() for one in sentences(text)}
