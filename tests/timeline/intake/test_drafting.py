"""A draft says what an article says, and no more: terms, verbs, values and dates, with quotes."""

import re

import pytest

from events.dates.dates import parse
from timeline.intake.alike import alike
from timeline.intake.bearing import Vocabulary
from timeline.intake.drafting import Draft, drafted
from timeline.intake.figures import figures_in, numbers
from timeline.intake.quotes import WORDS, Text
from timeline.intake.sentences import dates_in, sentences
from timeline.intake.telling import verb_of
from timeline.record.record import Record
from timeline.record.steps import steps_of

NEWS = """A new agreement
On 28 October 2025 OpenAI and Microsoft signed an agreement that replaces the earlier ones.
Microsoft will hold about 27 percent of OpenAI. OpenAI has committed to buy $250 billion of Azure.
Microsoft no longer has a right of first refusal on OpenAI's new computing capacity.
The licence to OpenAI's models and products now runs through 2032, and it remains exclusive.
It rained in Redmond on Tuesday."""


def of(text: str, record: Record) -> Draft:
    """Return the draft of an article of this text, on the bundled ledger."""
    return drafted(Text(text), record, Vocabulary(record))


def test_terms_verbs_and_values_are_those_of_the_sentences(record: Record) -> None:
    """A person who reads a draft should have to correct it, not to write it."""
    draft = of(NEWS, record)
    found = {one.term: (one.verb, one.value) for one in draft.changes}

    assert ("set", "about 27%") == found["equity.microsoft-stake"]
    assert "$250B" == found["azure.purchase-commitment"][1]
    assert ("end", None) == found["cloud.rofr"]
    assert "through 2032" == found["ip-license.end"][1]
    assert parse("2025-10-28") == draft.when


def test_every_number_and_date_stands_in_a_quote(record: Record) -> None:
    """And every quote is found at its offsets, in at most eight words."""
    draft, text = of(NEWS, record), Text(NEWS)
    quoted = " ".join(one.text for one in draft.quotes)

    for one in draft.changes:
        assert numbers(one.value or "") - {"250"} <= numbers(quoted)
    assert draft.when is not None
    assert "28 October 2025" in quoted
    assert draft.quotes == tuple(text.find(one.text) for one in draft.quotes)
    assert all(len(one.text.split()) <= WORDS for one in draft.quotes)


@pytest.mark.parametrize("day", ["today", "on Tuesday", "last week", "yesterday", ""])
def test_a_missing_date_stays_missing(record: Record, day: str) -> None:
    """Neither the day of publication nor today is that of the happening."""
    draft = of(f"Microsoft {day} sold half of its stake and holds 13 percent of OpenAI.", record)

    assert draft.when is None
    assert all(one.when is None for one in draft.changes)


def test_what_describes_has_no_day(record: Record) -> None:
    """*Since 2019* tells since when, not that anything happened at the time of the article."""
    draft = of("Microsoft currently holds 49 percent of OpenAI, as it has since 2019.", record)

    assert draft.when is None
    assert ["claim"] == [one.verb for one in draft.changes]


def test_an_article_about_something_else_touches_no_term(record: Record) -> None:
    """The names of the parties alone are in every article."""
    assert (
        () == of("OpenAI opens an office in Zurich. Microsoft reports its results.", record).changes
    )


def test_the_same_answer_near_the_same_day_is_the_same_news(record: Record) -> None:
    """What it says counts first: the titles of one statement differ from outlet to outlet."""
    draft = of(NEWS, record)
    found = alike(
        draft.changes, "Redmond gets its share", draft.when, None, record, steps_of(record)
    )

    assert "2025-10-28-definitive" == found[0].event
    assert [] == alike(
        draft.changes, "Redmond gets its share", parse("2020-01-01"), None, record, steps_of(record)
    )


def test_a_day_of_its_own_counts_more_than_the_day_of_publication(record: Record) -> None:
    """An article of today about an old event is about the old event."""
    draft = of(NEWS, record)

    assert alike(draft.changes, "", draft.when, parse("2026-06-01"), record, steps_of(record))
    assert [] == alike(draft.changes, "", None, parse("2026-06-01"), record, steps_of(record))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It was signed on 28 October 2025.", [("2025-10-28", "when")]),
        ("Signed on Tuesday, October 28th, 2025 in Lyon", [("2025-10-28", "when")]),
        ("since Oct. 2025 and through 2032", [("2025-10", "when"), ("2032", "through")]),
        ("until the end of 2030", [("2030", "through")]),
        ("in the third quarter of 2025", [("2025-Q3", "when")]),
        ("on 3 June they met", [("XXXX-06-03", "when")]),
        ("it expires on 2031-02-28", [("2031-02-28", "through")]),
        ("about 2000 people and 2019 shares", []),
        ("on 31 February 2025", []),
        ("on Tuesday, last week, today", []),
        ("it costs 2025.50 or 2025%", []),
    ],
)
def test_dates_are_read_at_their_precision(text: str, dates: list[tuple[str, str]]) -> None:
    """No day is made of a month, and no year of the day on which it is read."""
    found = dates_in(text)

    assert dates == [(str(one.when.written), one.role) for one in found] or dates == [
        (re.sub("-3([3-6])$", lambda q: f"-Q{int(q[1]) - 2}", one.when.edtf), one.role)
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Acme agreed to raise its stake to 20%.", "set"),
        ("Acme no longer has a seat on the board.", "end"),
        ("The licence remains exclusive.", "reaffirm"),
        ("Acme currently holds 20%.", "claim"),
        ("People familiar with the matter put the stake at 20%.", "claim"),
        ("Acme, which holds 20%, signed a new agreement.", None),
        ("Twenty per cent for Acme.", None),
    ],
)
def test_a_happening_is_told_from_a_description(text: str, verb: str | None) -> None:
    """Where the words do not say, a person does."""
    assert verb == verb_of(text)


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [
        ("It holds roughly 27 percent.", "%", ["about 27%"]),
        ("It paid US$1.5 bn and 20%.", "USD", ["$1.5B"]),
        ("It paid $13,750,000 for 20%.", "%", ["20%"]),
        ("It paid €3 million.", "USD", []),
        ("It has 27 offices.", "%", []),
    ],
)
def test_amounts_are_written_as_values_are(text: str, unit: str, values: list[str]) -> None:
    """In the unit of the term, and with what the text doubts of them."""
    assert values == [one.value for one in figures_in(text, unit)]


def test_sentences_end_where_they_do() -> None:
    """Not after an abbreviation, and each within its line."""
    text = "Acme Inc. sold it to Mr. Roe. The U.S. court agreed!\nA title without a stop\nEnd"

    assert [
        *("Acme Inc. sold it to Mr. Roe.", "The U.S. court agreed!"),
        *("A title without a stop", "End"),
    ] == [one.text for one in sentences(text)]
