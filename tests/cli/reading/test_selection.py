"""A term is found by its key, a pattern, its title, or words that fit one only."""

from pathlib import Path

import pytest
from running import Run, said
from second_ledger import SECOND

from cli.reading.selection import one_term, selected
from events.errors import NotFoundError, UsageError
from events.model.kinds import Act, Define, Redefine, Term
from timeline.record.record import Kept, Record, record_of


@pytest.fixture
def deal(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on a small deal."""
    path = tmp_path / "deal.yaml"
    path.write_text(SECOND)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "deal.db"))
    assert 0 == command("init").exit_code
    assert 0 == command("import", path).exit_code
    return command


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
        selected(record(), ["the licence"])


def test_words_that_fit_several_terms_come_with_a_pattern() -> None:
    """It can be typed as it is: nobody knows yet how one looks."""
    with pytest.raises(UsageError, match=r"by a pattern such as 'licence\.\*'\."):
        selected(record(), ["the licence"])
    assert selected(record(), ["licence.*"]) == ["licence.end", "licence.scope"]


def test_what_stands_before_the_dot_is_all_of_a_kind_but_not_one_term() -> None:
    """A list shows them all; a history is of one and names them."""
    assert selected(record(), ["licence"]) == ["licence.end", "licence.scope"]
    with pytest.raises(UsageError, match=r"is several terms: licence\.end, licence\.scope\."):
        one_term(record(), "licence")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("licence.ned", "licence.end"),
        ("licence.en", "licence.end"),
        ("Cloud.API", "cloud.api"),
        ("Stateles AIP", "Stateless API"),
    ],
)
def test_what_is_misspelt_is_recognised(typed: str, meant: str) -> None:
    """By key or by title, whichever was typed."""
    with pytest.raises(NotFoundError, match=f"Did you mean {meant}"):
        selected(record(), [typed])


def test_a_question_is_sent_to_the_search() -> None:
    """Who types a whole question does not want a list of all terms."""
    asked = "what is shared, and by whom?"
    with pytest.raises(NotFoundError) as refused:
        selected(record(), [asked])

    assert f"`timeline search '{asked}'` looks for its words." in str(refused.value)


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


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        (("2025-10-28", "fee"), ["fee"]),
        (("fee",), ["fee"]),
        (("what is paid", "-o", "json"), ["fee"]),
        (("today", "f*", "--term", "fee"), ["fee"]),
        (("--", "fee"), ["fee"]),
    ],
)
def test_terms_are_typed_after_the_date_or_without_one(
    deal: Run, typed: tuple[str, ...], terms: list[str]
) -> None:
    """The order is that of `history` and `explain`."""
    found = said(deal("as-of", "-o", "json", *typed))

    assert terms == [one["term"] for one in found["terms"]]
    assert found["as_of"] == ("2025-10-28" if typed[0] == "2025-10-28" else "2026-11-21")


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("2025-02-31", 2, "February"),
        ("Octobr 2025", 2, "cannot be read as a date"),
        ("fe", 0, ""),
        ("fea", 4, "There is no term 'fea'. Did you mean fee?"),
        ("tomorow", 4, "There is no term 'tomorow'."),
    ],
)
def test_what_is_neither_date_nor_term_is_told_as_what_it_is_like(
    deal: Run, typed: str, code: int, told: str
) -> None:
    """Whoever typed digits meant a date."""
    result = deal("as-of", typed)

    assert code == result.exit_code
    assert told in result.stderr


def test_all_partnerships_are_asked_with_all(deal: Run) -> None:
    """Under its other name too, for scripts."""
    asked = ("2021-01-01", "-o", "json")
    found = said(deal("as-of", "--all", *asked[:1], "fee", *asked[1:]))

    assert ["acme-globex"] == [one["partnership"] for one in found["partnerships"]]
    assert found == said(deal("matrix", "--term", "fee", *asked))
    assert "1 partnership: 1 in force." in deal("as-of", "2021-01-01", "--all").stdout
    assert 2 == deal("as-of", "--all", "-p", "acme-globex").exit_code


def test_a_history_with_a_value_tells_the_days(deal: Run) -> None:
    """And so it does with a status."""
    by_value = said(deal("history", "fee", "$*", "-o", "json"))
    by_status = said(deal("history", "fee", "--status", "in-force", "-o", "json"))

    assert ["$5"] == [one["value"] for one in by_value["definite"]]
    assert by_value["definite"] == by_status["definite"]
    assert by_value == said(deal("when", "fee", "$*", "-o", "json"))
