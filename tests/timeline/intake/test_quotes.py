"""A quote counts only if it is found: word for word, whatever its white space, dashes and marks."""

from collections.abc import Iterator
from itertools import islice
from typing import SupportsIndex
from unicodedata import normalize

import pytest

from timeline.intake.quotes import WORDS, Text, in_few_words, is_bounded

ARTICLE = Text(
    "The two firms said on 4 March 2024 that Globex keeps its non-exclusive licence until 2031.\n"
    "Neither party may end it before then, and the fee of 1.5 billion euros stays "
    "\u201cas agreed\u201d.\n"
    "Acme\u2019s stake falls to 15% \u2013 from 43% \u2013 once the court, in Lyon, has "
    "cleared the sale.\n"
    "The café owned by the two isn\u2019t part of it; its loss was -5% and the years "
    "2019\u20132023 count.\n"
)
WORDS_OF = ARTICLE.plain.split()
OTHER = {
    "Globex": "Initech", "until": "before", "2031.": "2035.", "keeps": "lost", "Neither": "Either",
    "may": "must", "1.5": "15", "billion": "million", "stays": "varies", "15%": "16%", "43%": "34%",
    "falls": "rises", "once": "unless", "cleared": "blocked", "4": "14", "March": "May",
    "2024": "2023", "non-exclusive": "exclusive", "isn\u2019t": "is", "-5%": "5%",
    "2019\u20132023": "2019\u20132024", "before": "after", "loss": "gain", "two": "three",
}  # fmt: skip
"""Words of the article, and such as would turn its sense."""


def wrong() -> Iterator[str]:
    """Yield quotes that are nearly right: a word other, left out or put in, or cut in two."""
    for at, word in enumerate(WORDS_OF):
        before, after = WORDS_OF[max(at - 3, 0) : at], WORDS_OF[at + 1 : at + 4]
        if word in OTHER:
            yield " ".join([*before, OTHER[word], *after])
            yield " ".join([OTHER[word], *after])
        if before and after:
            yield " ".join([*before, *after])
        yield " ".join([*before, word, "not", *after])
        if len(word) > 3 and word[:-1].isalpha() and after:
            yield " ".join([word[2:], *after])
            yield " ".join([*before, word[:-2]])


def right() -> Iterator[str]:
    """Yield quotes that are right but for what does not count."""
    for at in range(len(WORDS_OF) - 5):
        some = WORDS_OF[at : at + 5]
        yield "\n\t ".join(some).upper()
        yield (
            "\u00a0".join(some).replace("\u2019", "'").replace("\u201c", "«").replace("\u201d", "»")
        )
        yield normalize("NFD", " ".join(some).replace("\u2013", "\u2014"))
        yield " ".join(some).replace("e", "e\u00ad").replace("-", "\u2011")


WRONG, RIGHT = [*islice(dict.fromkeys(wrong()), 200)], [*islice(dict.fromkeys(right()), 200)]


def test_of_two_hundred_wrong_quotes_none_is_accepted() -> None:
    """One that passes would be evidence for what nobody said."""
    assert 200 == len(WRONG)
    assert [] == [one for one in WRONG if ARTICLE.find(one)]


def test_of_two_hundred_right_ones_none_is_refused() -> None:
    """What a browser, a PDF and a keyboard make of a blank or a dash is no other text."""
    assert 200 == len(RIGHT)
    assert [] == [one for one in RIGHT if not ARTICLE.find(one)]


@pytest.mark.parametrize(
    "cut",
    [
        *("ither party may end it", "exclusive licence", "5 billion euros", "1.5 billion euro"),
        *("5%", "loss was -5", "to 15", "2019", "n't part of it", "caf", "Acme"),
    ],
)
def test_a_quote_ends_where_its_words_end(cut: str) -> None:
    """Half a word, half a number and a number without its sign say something else."""
    assert ARTICLE.find(cut) is None


def test_a_later_place_counts_where_an_earlier_one_is_within_a_word() -> None:
    """The first match need not be the right one."""
    found = Text("Neither party is bound. Either party may end it.").find("either party")

    assert found is not None
    assert (24, 36) == (found.start, found.end)


def test_the_signs_beside_a_place_are_read_and_no_more() -> None:
    """A quote may stand at a hundred thousand places within words before the right one."""
    read = list[int]()

    class Counted(str):
        __slots__ = ()

        def __getitem__(self, place: SupportsIndex | slice) -> str:
            part = super().__getitem__(place)
            read.append(len(part))
            return part

    assert is_bounded(Counted("so it is " * 1000), 4500, 4502)
    assert sum(read) <= 6


@pytest.mark.parametrize("nothing", ["", "  ", "...", "\u201c\u201d", "x" * 5000])
def test_nothing_is_no_quote(nothing: str) -> None:
    """Else a draft could cite the blank between two words."""
    assert ARTICLE.find(nothing) is None


def test_the_offsets_are_those_of_the_text() -> None:
    """Folding changes lengths: a sharp s becomes two letters, a soft hyphen none."""
    text = Text("Die gro\u00dfe Stra\u00dfe ge\u00adhört  Acme.")
    found = text.find("strasse gehört acme")

    assert found is not None
    assert text.plain[found.start : found.end].startswith("Stra")
    assert text.plain[found.start : found.end].endswith("Acme")


def test_the_nearest_passage_is_told() -> None:
    """Who mistyped a quote sees what stands there."""
    found = ARTICLE.nearest("Globex keeps its exclusive license until 2031")

    assert found is not None
    assert "Globex keeps its non-exclusive licence until" in found.text
    assert ARTICLE.nearest("nothing of the kind was ever written by anybody here") is None


def test_eight_words_are_kept_around_what_matters() -> None:
    """More would be copying; and the number has to be among them."""
    at = ARTICLE.plain.index("2031")
    found = in_few_words(ARTICLE, 0, ARTICLE.plain.index("\n"), at)

    assert WORDS == len(found.text.split())
    assert "2031" in found.text
