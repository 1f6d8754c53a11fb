"""What a sentence tells is read off its verbs; where they do not say, nothing is guessed."""

import pytest

from timeline.intake.sentences import clauses, sentences
from timeline.intake.stems import stems
from timeline.intake.telling import CLAIM, END, REAFFIRM, SET, is_supposed, tells, verb_of


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (SET, "Acme's stake rose to 25 percent."),
        (SET, "The stake dropped to 10 percent."),
        (SET, "The licence is extended through 2032."),
        (SET, "A panel will have to verify it."),
        (SET, "Acme may no longer declare it alone."),
        (END, "Acme no longer has a seat on the board."),
        (END, "The right of first refusal ends."),
        (REAFFIRM, "Acme keeps its licence."),
        (REAFFIRM, "Acme holds on to its licence."),
        (REAFFIRM, "The revenue share goes on as before."),
        (REAFFIRM, "The licence does not end with the deal."),
        (REAFFIRM, "Neither the definition nor the process was altered."),
        (CLAIM, "Acme is the only host."),
        (None, "Acme and its board."),
        (None, "Acme signed an agreement, and the licence remains exclusive."),
    ],
)
def test_the_verb_is_that_of_the_sentence(verb: str | None, sentence: str) -> None:
    """What happened, what ended, what stays and what is described are four things."""
    assert verb == verb_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Could the revenue share end?",
        "Had Acme given up its licence, the price would be lower.",
        "Some analysts expect the revenue share to end.",
        "Others think that the clause will be rewritten.",
    ],
)
def test_what_is_only_supposed_tells_nothing(sentence: str) -> None:
    """A question, a hypothesis and a forecast are no news."""
    assert is_supposed(sentence)


def test_a_sentence_is_read_clause_by_clause() -> None:
    """Its first half may end a term, and its second keep one."""
    text = "Acme gave up its seat, and the licence remains; research and sales are joint."
    [one] = sentences(text)
    parts = [*clauses(one, tells)]

    assert [END, REAFFIRM, CLAIM] == [verb_of(part.text) for part in parts]
    assert [part.text for part in parts] == [text[part.start : part.end] for part in parts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exclusivity", "exclusively"),
        ("a licence", "licensed"),
        ("intellectual property", "IP"),
        ("it will own shares", "it holds shares"),
    ],
)
def test_words_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    """The press has more words than a ledger."""
    assert stems(one) == stems(other)


def test_days_and_numbers_are_no_words_of_a_term() -> None:
    """Every article of a day would bear on whatever fell on that day."""
    assert stems("27 February 2026") == frozenset()
