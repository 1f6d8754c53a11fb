"""Hold the quotes in the text of a draft against the article that they are from."""

import re
from collections.abc import Iterable, Iterator

from events.ledger.yaml_tree import Place, Tree
from timeline.intake.quotes import Text


def complain_of_quotes(
    tree: Tree, quotes: Iterable[tuple[str, Place]], text: str, snapshot: str
) -> None:
    """Add to *tree*, an event, a complaint of each quote that the article *text* does not have.

    Those are its *quotes* and, in the source of this *snapshot*, the locator.
    """
    article = Text(text)
    for quote, place in quotes:
        if article.find(quote) is None:
            tree.complain(place, f"{_not_said(quote, article)} Mend the quote.")
    for words, place in _locators(tree, snapshot):
        if article.find(words) is None and not _PLACE.fullmatch(words):
            tree.complain(place, f"{_not_said(words, article)} Mend the locator, or name a page.")


def _locators(tree: Tree, snapshot: str) -> Iterator[tuple[str, Place]]:
    sources = tree.plain.get("sources") if isinstance(tree.plain, dict) else None
    for key, source in sources.items() if isinstance(sources, dict) else ():
        if isinstance(source, dict) and source.get("snapshot") == snapshot:
            words = source.get("locator")
            if isinstance(words, str):
                yield words, tree.values["sources", key, "locator"]


_ONE = (
    r"(?:pp?|pages?|§+|sec(?:tions?)?|¶+|para(?:graphs?)?|art(?:icles?)?|clauses?|chapters?|items?"
    r"|lines?|tables?|figures?|(?:foot)?notes?|slides?|exhibits?|annex|appendix)"
    r"(?:\.?\s*\d\S*(?: of \d+)?|\s[A-Z]|\s[ivx]+)"
)
_PLACE = re.compile(rf"{_ONE}(?:[,;]? {_ONE})*", re.IGNORECASE)
"""A locator that says where to look and does not quote, such as `page 4` or `section 2(b)`."""


def _not_said(quote: str, article: Text) -> str:
    near = article.nearest(quote)
    there = f' The nearest passage is: "{near.text}".' if near else ""
    return f'The article does not say "{quote[:200]}".{there}'
