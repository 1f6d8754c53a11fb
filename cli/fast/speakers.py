"""Say who said something, as a newspaper would: according to, in a filing by, reported by."""

from __future__ import annotations

from cli.fast.words import joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_PAPERS = frozenset({
    "Times", "Journal", "Post", "Tribune", "Herald", "Telegraph", "Guardian", "Observer",
    "Economist", "Chronicle", "Examiner",
})  # fmt: skip
"""Words by which the name of a newspaper ends if it is spoken with an article."""

_OFFICES = frozenset({
    "Court", "Tribunal", "Commission", "Authority", "Agency", "Department", "Ministry",
})  # fmt: skip
"""Words in the name of an office, which files nothing and is no reporter."""

_UNNAMED = {"official": "one of the parties", "press": "the press"}


def speakers(by: Sequence[str], authority: str | None) -> str:
    """Return the names *by*, as within a sentence; without any, what the *authority* tells."""
    return joined(map(_named, by)) or _UNNAMED.get(authority or "", "somebody unnamed")


def _named(name: str) -> str:
    first, *more = name.split()
    has_article = first.casefold() in ("the", "a", "an")
    takes_one = more and (more[-1] in _PAPERS or _is_office(name))
    return f"the {name}" if takes_one and not has_article else name


def _is_office(name: str) -> bool:
    return not _OFFICES.isdisjoint(name.split())


def according_to(by: Sequence[str], authority: str | None, party: bool, when: str = "") -> str:
    """Return who says something, to end a sentence with: `as reported by Reuters`.

    *party* tells whether a party is among the speakers *by*, and *when* they said it. A party or
    an office reports nothing: where its own text was not to be had, its word comes at second hand.
    """
    who = f"{speakers(by, authority)}{f' {when}' if when else ''}"
    is_own = party or any(map(_is_office, by))
    if authority in ("press", "reported"):
        return f"according to {who}, at second hand" if is_own else f"as reported by {who}"
    is_filed = authority == "filing" and not any(map(_is_office, by))
    return f"according to a filing by {who}" if is_filed else f"according to {who}"


def credit(by: Sequence[str], authority: str | None, party: bool, when: str = "") -> str:
    """Return who says something, as the beginning of a sentence: `Reported by Reuters`.

    *when* is put after the name.
    """
    text = according_to(by, authority, party, when).removeprefix("as ")
    return text[0].upper() + text[1:]
