"""Who says so, where it stands, and the marks of a quotation, as a newspaper prints them."""

import pytest

from cli.fast.page import located
from cli.fast.sentences import curly, quoted, remark
from cli.fast.speakers import according_to, credit

SPEAKERS = [
    (("Reuters",), "press", False, "as reported by Reuters"),
    (("Financial Times",), "reported", False, "as reported by the Financial Times"),
    (("Apple",), "press", True, "according to Apple, at second hand"),
    (("Fiat", "VEBA"), "reported", True, "according to Fiat and VEBA, at second hand"),
    (("Apple",), "official", True, "according to Apple"),
    (("Apple",), "filing", True, "according to a filing by Apple"),
    (("US Supreme Court",), "filing", False, "according to the US Supreme Court"),
    (("US Supreme Court",), "press", False, "according to the US Supreme Court, at second hand"),
    ((), "press", False, "as reported by the press"),
    ((), "official", False, "according to one of the parties"),
]


@pytest.mark.parametrize(("by", "authority", "party", "told"), SPEAKERS)
def test_only_a_publisher_reports(
    by: tuple[str, ...], authority: str, party: bool, told: str
) -> None:
    """A party speaks for itself, and a court rules, whoever passes it on."""
    assert told == according_to(by, authority, party)
    assert told.removeprefix("as ").casefold() == credit(by, authority, party).casefold()


@pytest.mark.parametrize(
    "place",
    ["paragraph 3", "Note 7", "third paragraph", "the five bullets", "page 2, Summary",
     "Exhibit 99.1, first paragraph", "1:05:35 to 1:09:07 (transcript)", "11.1 Term"],
)  # fmt: skip
def test_a_place_stands_without_quotation_marks(place: str) -> None:
    """They are for words that somebody wrote."""
    assert place == located(place)


@pytest.mark.parametrize(
    "words",
    ["has officially been dropped", "3.5 billion in profit", "same percentage, which is 20%",
     "note that Microsoft may", "all the way to '32"],
)  # fmt: skip
def test_words_of_the_source_are_quoted(words: str) -> None:
    """So that a reader can look for them."""
    assert f"“{words}”" == located(words)


def test_quotation_marks_are_those_of_print() -> None:
    """Outside of data, one kind everywhere, and single ones within others."""
    assert "He said “so”, and (“no”) then “yes”." == curly('He said "so", and ("no") then "yes".')
    assert "“The ‘clause’ ends”" == quoted('The "clause" ends') == quoted("The “clause” ends")
    assert curly("OpenAI's") == "OpenAI's"


def test_a_note_that_quotes_says_so() -> None:
    """Whether a person or a text is quoted."""
    assert "Quoted: “as high as ever”." == remark('"as high as ever"')
    assert "It is “as high” as ever." == remark('it is "as high" as ever')
