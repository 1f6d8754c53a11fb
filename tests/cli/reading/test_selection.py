"""A term is found by its key, a pattern, its title, or words that fit one only."""

import pytest

from cli.reading.selection import one_term, selected
from events.errors import NotFoundError, UsageError
from events.model.kinds import Act, Define, Redefine, Term
from timeline.record.record import Kept, Record, record_of


def record(*acts: Act) -> Record:
    """Return the record of three terms and of *acts*."""
    terms = [
        Term(key="licence.end", title="End of the licence", asks="Until when does it run?"),
        Term(key="licence.scope", title="Scope of the licence", asks="What does it cover?"),
        Term(key="cloud.api", title="Stateless API", asks="Must the API run on Azure?"),
    ]
    every = [*(Define(id=f"define:term:{one.key}", thing=one) for one in terms), *acts]
    return record_of(Kept(number, "", act) for number, act in enumerate(every, 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("licence.end", ["licence.end"]),
        ("licence.*", ["licence.end", "licence.scope"]),
        ("End of the licence", ["licence.end"]),
        ("end  OF the licence", ["licence.end"]),
        ("stateless", ["cloud.api"]),
        ("api cloud", ["cloud.api"]),
        ("scop lic", ["licence.scope"]),
        ("azure", ["cloud.api"]),
        ("Cloud.API", ["cloud.api"]),
    ],
)
def test_a_term_is_found_by_whatever_fits_it_alone(typed: str, meant: list[str]) -> None:
    """Whoever read the title need not look up the key."""
    assert selected(record(), [typed]) == meant


def test_a_word_in_titles_goes_before_one_in_questions() -> None:
    """A title is what people remember."""
    added = Define(id="d", thing=Term(key="x", title="Azure first", asks="Is it?"))

    assert one_term(record(added), "azure") == "x"


def test_words_that_fit_several_terms_name_them() -> None:
    """A guess would answer another question than was asked."""
    with pytest.raises(UsageError, match=r"fits several terms: licence\.end, licence\.scope\."):
        selected(record(), ["licence"])


@pytest.mark.parametrize(
    ("typed", "meant"), [("licence.ned", "licence.end"), ("Stateles AIP", "Stateless API")]
)
def test_what_is_misspelt_is_recognised(typed: str, meant: str) -> None:
    """By key or by title, whichever was typed."""
    with pytest.raises(NotFoundError, match=f"Did you mean {meant}"):
        selected(record(), [typed])


def test_nothing_is_found_by_no_word() -> None:
    """A mark alone begins every word."""
    with pytest.raises(NotFoundError):
        selected(record(), ["?!"])


def test_words_do_not_find_what_others_have_replaced() -> None:
    """It is there under its key, for whoever looks for what was."""
    gone = Redefine(
        id="r", thing=Term(key="licence.scope", title="Scope of the licence"), merged="licence.end"
    )

    assert selected(record(gone), ["licence"]) == ["licence.end"]
    assert selected(record(gone), ["licence.scope"]) == ["licence.scope"]
