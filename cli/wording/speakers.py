"""Say who said something, as a newspaper would: announced by, filed by, reported by."""

from collections.abc import Sequence

from cli.fast.words import joined
from events.model.kinds import Authority

_PAPERS = frozenset({
    "Times", "Journal", "Post", "Tribune", "Herald", "Telegraph", "Guardian", "Observer",
    "Economist", "Chronicle", "Examiner",
})  # fmt: skip
"""Words by which the name of a newspaper ends if it is spoken with an article."""

_UNNAMED = {
    Authority.OFFICIAL: "one of the parties",
    Authority.FILING: "somebody unnamed",
    Authority.PRESS: "the press",
    Authority.REPORTED: "somebody unnamed",
}


def speakers(by: Sequence[str], authority: Authority) -> str:
    """Return the names *by*, as within a sentence; without any, what the *authority* tells."""
    return joined(map(_named, by)) if by else _UNNAMED[authority]


def _named(name: str) -> str:
    first, *more = name.split()
    has_article = first.casefold() in ("the", "a", "an")
    return f"the {name}" if more and not has_article and more[-1] in _PAPERS else name


def credit(by: Sequence[str], authority: Authority) -> str:
    """Return who brought the news, to begin a sentence with: `Reported by the Financial Times`."""
    how = {Authority.OFFICIAL: "According to", Authority.FILING: "According to a filing by"}
    return f"{how.get(authority, 'Reported by')} {speakers(by, authority)}"


def according_to(by: Sequence[str], authority: Authority) -> str:
    """Return who says something, to end a sentence with: `as reported by Reuters`."""
    how = {Authority.OFFICIAL: "according to", Authority.FILING: "according to a filing by"}
    return f"{how.get(authority, 'as reported by')} {speakers(by, authority)}"
