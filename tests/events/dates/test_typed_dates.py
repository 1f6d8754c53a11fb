"""What a person types becomes EDTF at the precision typed, or a sentence that says why not."""

import random
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates.date_text import MONTHS
from events.dates.dates import DateError, parse
from events.dates.typed_dates import read

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("today", "2026-11-21"),
        ("Yesterday", "2026-11-20"),
        ("TOMORROW", "2026-11-22"),
        ("27 February 2026", "2026-02-27"),
        ("February 27, 2026", "2026-02-27"),
        ("february 27 2026", "2026-02-27"),
        ("27 Feb 2026", "2026-02-27"),
        ("27-Feb-2026", "2026-02-27"),
        ("2026 Feb 27", "2026-02-27"),
        ("the 27th of February, 2026", "2026-02-27"),
        ("1 Mar. 2026", "2026-03-01"),
        ("Feb 2026", "2026-02"),
        ("Sept 2025", "2025-09"),
        ("October 2025", "2025-10"),
        ("October, 2025", "2025-10"),
        ("2025 October", "2025-10"),
        ("2025-Q3", "2025-35"),
        ("2025q3", "2025-35"),
        ("Q3 2025", "2025-35"),
        ("3rd quarter 2025", "2025-35"),
        ("the third quarter of 2025", "2025-35"),
        ("2019", "2019"),
        ("2026-02-27", "2026-02-27"),
        ("June", "XXXX-06"),
        ("may", "XXXX-05"),
        ("11 June", "XXXX-06-11"),
        ("June 11", "XXXX-06-11"),
        ("in June", "XXXX-06"),
        ("on 27 February 2026", "2026-02-27"),
        ("xxxx-06", "XXXX-06"),
        ("around June 2025", "2025-06~"),
        ("about 2019", "2019~"),
        ("circa 2019", "2019~"),
        ("c. 2019", "2019~"),
        ("c.2019", "2019~"),
        ("ca 2019", "2019~"),
        ("~2019", "2019~"),
        ("around Q3 2025", "2025-35~"),
        ("2025?", "2025?"),
        ("June 2025 ?", "2025-06?"),
        ("perhaps June 2025", "2025-06?"),
        ("around 2025?", "2025%"),
        ("around 2025~", "2025~"),
        ("around 2025%", "2025%"),
        ("by June 2025", "[..2025-06]"),
        ("until 2025", "[..2025]"),
        ("on or before 8 June 2026", "[..2026-06-08]"),
        ("2025 or earlier", "[..2025]"),
        ("by around 2025", "[..2025~]"),
        ("since 2019", "[2019..]"),
        ("from 2019", "[2019..]"),
        ("on or after 2026-02-27", "[2026-02-27..]"),
        ("2025 or later", "[2025..]"),
        ("before 2025-06", "[..2025-05-31]"),
        ("before 27 February 2026", "[..2026-02-26]"),
        ("prior to Q3 2025", "[..2025-06-30]"),
        ("after 2019", "[2020-01-01..]"),
        ("after February 2024", "[2024-03-01..]"),
        ("between June 2024 and 2025", "[2024-06..2025]"),
        ("between 2018-09-01 and 3 Oct 2018", "[2018-09-01..2018-10-03]"),
        ("June 2024 or June 2025", "[2024-06,2025-06]"),
        ("either 2018 or 2020 or yesterday", "[2018,2020,2026-11-20]"),
        ("[2024-06, 2025-06]", "[2024-06,2025-06]"),
        ("[.. 2026-06-08]", "[..2026-06-08]"),
    ],
)
def test_a_phrase_is_read_at_the_precision_typed(typed: str, edtf: str) -> None:
    """Nothing is added to what was said, and what was typed is kept beside it."""
    answer = read(typed, today=TODAY)

    assert edtf == str(answer)
    assert typed == answer.written
    assert parse(edtf) == answer


def test_blanks_and_case_do_not_matter() -> None:
    """People paste; the text kept is still one clean line."""
    answer = read("  27\tfebruary \n 2026 ", today=TODAY)

    assert str(answer) == "2026-02-27"
    assert answer.written == "27 february 2026"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("02/03/2026", "numbers do not say which is the day and which the month"),
        ("27.02.2026", "numbers do not say"),
        ("27-02-26", "numbers do not say"),
        ("12.5", "numbers do not say"),
        ("12-25", "numbers do not say"),
        ("02 03 2026", "numbers do not say"),
        ("06/2025", "numbers do not say"),
        ("5 Feb 26", "a year has four digits"),
        ("Feb 5, 26", "a year has four digits"),
        ("Friday", "weekdays are not read"),
        ("by Friday", "weekdays are not read"),
        ("Wed", "weekdays are not read"),
        ("Friday 27 February 2026", "weekdays are not read"),
        ("last June", "it depends on the day on which it is read"),
        ("next week", "it depends on the day"),
        ("this year", "it depends on the day"),
        ("2 days ago", "it depends on the day"),
        ("now", "it depends on the day"),
        ("early 2024", "its days are not agreed"),
        ("mid-June 2025", "its days are not agreed"),
        ("the end of 2025", "its days are not agreed"),
        ("summer 2025", "its days are not agreed"),
        ("winter 2025", "its days are not agreed"),
        *[(half, "its days are not agreed") for half in ("H1 2025", "2025-H1", "1H 2025", "2h25")],
        *[
            (
                fiscal,
                "a fiscal year begins on another day in each company; write its days, like between",
            )
            for fiscal in (
                "FY2025",
                "fy 25",
                "Q3 FY2025",
                "FY25-Q3",
                "FY2025/26",
                "2025FY",
                "Q1FY25",
                "end of FY2025",
                "fiscal 2025",
                "fiscal year 2025",
                "Financial Year 2025",
            )
        ],
        ("the 2010s", "its days are not agreed"),
        ("from 2018 to 2019", "a span of time is not one day"),
        ("June to August 2025", "a span of time is not one day"),
        ("2018 - 2019", "a span of time is not one day"),
        ("2018\N{EN DASH}2019", "a span of time is not one day"),
        ("2025/2030", "a span of time is not one day"),
        ("2030/2025", "it ends before it begins"),
        ("between 2026 and 2025", "it ends before it begins"),
        ("between June and August 2025", "a date without its year may be any day"),
        ("by June", "a date without its year may be any day"),
        ("before June", "without its year nothing is before or after it"),
        ("before around 2025", "nothing is surely before or after an uncertain date"),
        ("after 2025?", "nothing is surely before or after an uncertain date"),
        ("by June or July 2025", "only a single date can stand there"),
        ("around [2024,2025]", "only a single date can stand there"),
        ("before 0001", "it leaves the years 0001 to 9999"),
        ("after 9999", "it leaves the years 0001 to 9999"),
        ("29 February 2023", "2023 is not a leap year"),
        ("Feb 30", "February has 29 days at most"),
        ("45 June 2025", "June has 30 days"),
        ("0 June 2025", "there is no day 00"),
        ("2025-13", "there is no month 13"),
        ("Q3", "a quarter needs its year"),
        ("third quarter", "a quarter needs its year"),
        ("Q5 2025", "write it like 27 February 2026"),
        ("hello", "write it like 27 February 2026"),
        ("May 2025 or so", "write it like 27 February 2026"),
        ("27 Febuary 2026", "write it like 27 February 2026"),
        ("christmas 2025", "write it like 27 February 2026"),
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("\0", "only plain signs are read"),
        ("\uff12\uff10\uff12\uff15", "only plain signs are read"),
        ("in " * 300 + "2025", "write it like"),
        ("?" * 500, "write it like"),
        ("9" * 3000, "longer than 1,000 characters"),
    ],
)
def test_what_is_unclear_is_refused_with_its_reason(typed: str, reason: str) -> None:
    """To guess a day is the one mistake this project exists to avoid."""
    with pytest.raises(DateError) as refused:
        read(typed, today=TODAY)

    assert reason in refused.value.reason
    assert " ".join(typed.split()) == refused.value.text
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(("today", "typed"), [(date.max, "tomorrow"), (date.min, "yesterday")])
def test_the_ends_of_the_calendar_are_refused(today: date, typed: str) -> None:
    """There is no day after the last."""
    with pytest.raises(DateError, match="leaves the years 0001 to 9999"):
        read(typed, today=today)


@given(st.dates(), st.dates())
def test_every_way_to_write_a_day_is_that_day(stated: date, today: date) -> None:
    """Only the words that say so depend on the day of reading."""
    month, year = MONTHS[stated.month - 1], f"{stated.year:04}"
    ways = [
        f"{stated.day} {month} {year}",
        f"{month} {stated.day}, {year}",
        f"{month[:3].upper()} {stated.day} {year}",
        f"{stated.day:02}-{month[:3]}-{year}",
        stated.isoformat(),
    ]

    assert {stated.isoformat()} == {str(read(way, today=today)) for way in ways}
    assert stated.isoformat()[:7] == str(read(f"{month} {year}", today=today))
    assert f"XXXX-{stated.month:02}" == str(read(month, today=today))


@given(st.dates(date(1, 2, 1), date(9999, 11, 30)), st.sampled_from([4, 7, 10]))
def test_before_by_and_after_fit_without_gap_or_overlap(stated: date, precision: int) -> None:
    """Before ends where since begins; by ends where after begins."""
    text = stated.isoformat()[:precision]
    if precision == 4 and stated.year in (1, 9999):
        return
    before, since, by, after = (
        read(f"{word} {text}", today=TODAY) for word in ("before", "since", "by", "after")
    )

    assert since.earliest == next_day(before.latest)
    assert after.earliest == next_day(by.latest)


def next_day(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def test_scrambled_phrases_are_read_or_refused() -> None:
    """Whatever is typed, the answer is a date that can be stored or a sentence."""
    scramble = random.Random(5)
    phrases = {" ".join(scramble.choices(WORDS, k=1 + n % 6)) for n in range(6000)}
    answers = {phrase: outcome(phrase) for phrase in sorted(phrases)}

    assert [phrase for phrase, answer in answers.items() if not answer.isprintable()] == []
    assert len(phrases) > 4000


WORDS = re.split(
    " ",
    "today by before after since between and or in on around c. maybe ? ~ , . - of the last "
    "June feb 27 27th 2025 2026-02-27 2025-Q3 Q3 quarter first [ ] .. XXXX-06",
)


def outcome(phrase: str) -> str:
    try:
        answer = read(phrase, today=TODAY)
    except DateError as refused:
        return str(refused)
    assert answer == parse(str(answer))
    return str(answer)
