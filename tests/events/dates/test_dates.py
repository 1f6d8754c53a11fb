"""The EDTF profile: what may be written, which days it means, and why the rest is refused."""

import datetime
import pickle
import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates.date_text import LONGEST
from events.dates.dates import Date, DateError, day, parse

A_DAY = timedelta(days=1)

UNITS: dict[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "quarter": lambda day: day.year * 4 + (day.month - 1) // 3,
    "month": lambda day: day.year * 12 + day.month - 1,
    "day": lambda day: day.toordinal(),
}
"""The profile said another way: the number of the year, quarter, month or day a day lies in."""


def written(unit: str, stated: date) -> str:
    """Write the *unit* in which *stated* lies."""
    return {
        "year": f"{stated.year:04}",
        "quarter": f"{stated.year:04}-{(stated.month - 1) // 3 + 33}",
        "month": f"{stated.year:04}-{stated.month:02}",
        "day": stated.isoformat(),
    }[unit]


type_of_unit = st.sampled_from(list(UNITS))
marks = st.sampled_from(["", "?", "~", "%"])
stated_days = st.dates(date(2, 1, 1), date(9998, 12, 31)) | st.dates(
    date(2023, 1, 1), date(2025, 12, 31)
)
singles = st.tuples(type_of_unit, stated_days, marks)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[str, Callable[[date], bool]]:
    """Draw a text `a..b` with the rule that says which days are in it."""
    one, other = sorted(draw(st.tuples(singles, singles)), key=lambda single: single[1])
    start, end = single(one), single(other)
    return f"{start[0]}..{end[0]}", lambda day: not_before(one, day) and not_after(other, day)


Single = tuple[str, date, str]


def distance(single: Single, day: date) -> int:
    unit, stated, _ = single
    return UNITS[unit](day) - UNITS[unit](stated)


def margin(single: Single) -> int:
    return 1 if single[2] in ("~", "%") else 0


def not_before(single: Single, day: date) -> bool:
    return distance(single, day) >= -margin(single)


def not_after(single: Single, day: date) -> bool:
    return distance(single, day) <= margin(single)


def single(one: Single) -> tuple[str, Callable[[date], bool]]:
    """Return the text of a single date with the rule that says which days are in it."""
    unit, stated, mark = one
    return written(unit, stated) + mark, lambda day: not_before(one, day) and not_after(one, day)


@st.composite
def brackets(draw: st.DrawFn) -> tuple[str, Callable[[date], bool]]:
    """Draw a one-of text with the rule that says which days are in it."""
    members = draw(st.lists(singles.map(single) | ranges(), min_size=2, max_size=5))
    if draw(st.booleans()):
        first = draw(singles)
        members.insert(0, (f"..{single(first)[0]}", lambda day: not_after(first, day)))
    if draw(st.booleans()):
        last = draw(singles)
        members.append((f"{single(last)[0]}..", lambda day: not_before(last, day)))
    rules = [rule for _, rule in members]
    return f"[{','.join(text for text, _ in members)}]", lambda day: any(r(day) for r in rules)


anything = singles.map(single) | brackets()


def spans_of(text: str) -> list[str]:
    return [f"{first or ''}…{last or ''}" for first, last in parse(text).spans]


@pytest.mark.parametrize(
    ("text", "spans", "edtf", "flags"),
    [
        ("2026-02-27", ["2026-02-27…2026-02-27"], "2026-02-27", ""),
        ("2025-10", ["2025-10-01…2025-10-31"], "2025-10", ""),
        ("2019", ["2019-01-01…2019-12-31"], "2019", ""),
        ("2025-Q1", ["2025-01-01…2025-03-31"], "2025-33", ""),
        ("2025-Q2", ["2025-04-01…2025-06-30"], "2025-34", ""),
        ("2025-Q3", ["2025-07-01…2025-09-30"], "2025-35", ""),
        ("2025-Q4", ["2025-10-01…2025-12-31"], "2025-36", ""),
        ("2025-35", ["2025-07-01…2025-09-30"], "2025-35", ""),
        ("2025-06?", ["2025-06-01…2025-06-30"], "2025-06?", "doubtful"),
        ("2025-06~", ["2025-05-01…2025-07-31"], "2025-06~", "approximate"),
        ("2025-06%", ["2025-05-01…2025-07-31"], "2025-06%", "doubtful approximate"),
        ("2025~", ["2024-01-01…2026-12-31"], "2025~", "approximate"),
        ("2025-Q1~", ["2024-10-01…2025-06-30"], "2025-33~", "approximate"),
        ("2025-02-28~", ["2025-02-27…2025-03-01"], "2025-02-28~", "approximate"),
        (
            "[2024-06,2025-06]",
            ["2024-06-01…2024-06-30", "2025-06-01…2025-06-30"],
            "[2024-06,2025-06]",
            "",
        ),
        ("[..2026-06-08]", ["…2026-06-08"], "[..2026-06-08]", ""),
        ("[2026-02-27..]", ["2026-02-27…"], "[2026-02-27..]", ""),
        (
            "[2018-09-01..2018-10-03]",
            ["2018-09-01…2018-10-03"],
            "[2018-09-01..2018-10-03]",
            "",
        ),
        ("[2018..2019-03]", ["2018-01-01…2019-03-31"], "[2018..2019-03]", ""),
        (
            "[..2020,2022-Q3?,2025~..]",
            ["…2020-12-31", "2022-07-01…2022-09-30", "2024-01-01…"],
            "[..2020,2022-35?,2025~..]",
            "doubtful approximate",
        ),
        (
            "[2025-06?,2024-06]",
            ["2024-06-01…2024-06-30", "2025-06-01…2025-06-30"],
            "[2024-06,2025-06?]",
            "doubtful",
        ),
        ("[2025,2024]", ["2024-01-01…2025-12-31"], "[2024,2025]", ""),
        ("[2025-06,2025-06]", ["2025-06-01…2025-06-30"], "2025-06", ""),
        ("[2024..2025,2024..2025]", ["2024-01-01…2025-12-31"], "[2024..2025]", ""),
        ("[..2020,0001]", ["…2020-12-31"], "[..2020,0001]", ""),
        ("[2026,2025..]", ["2025-01-01…"], "[2026,2025..]", ""),
        ("[..2020,2020..]", ["…"], "[..2020,2020..]", ""),
        (
            "[0001-01-01,0001-01-03]",
            ["0001-01-01…0001-01-01", "0001-01-03…0001-01-03"],
            "[0001-01-01,0001-01-03]",
            "",
        ),
        ("[9999-12-31,9999-12-30..]", ["9999-12-30…"], "[9999-12-31,9999-12-30..]", ""),
        ("XXXX-06", ["…"], "XXXX-06", ""),
        ("XXXX-06-11", ["…"], "XXXX-06-11", ""),
        ("XXXX-02-29", ["…"], "XXXX-02-29", ""),
        ("XXXX-06?", ["…"], "XXXX-06?", "doubtful"),
        ("XXXX-06~", ["…"], "XXXX-06~", "approximate"),
        ("0001", ["0001-01-01…0001-12-31"], "0001", ""),
        ("9999-12-31", ["9999-12-31…9999-12-31"], "9999-12-31", ""),
    ],
)
def test_a_text_means_these_days(text: str, spans: list[str], edtf: str, flags: str) -> None:
    """Every row of the table of meanings, and its neighbours."""
    read = parse(text)

    assert spans == spans_of(text)
    assert edtf == read.edtf == str(read)
    assert text == read.written
    assert ("doubtful" in flags, "approximate" in flags) == (read.doubtful, read.approximate)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("\0", "only plain signs"),
        ("9" * 3000, "longer than 1,000 characters"),
        ("[" * 500, "brackets go around the whole date, once"),
        ("[" + ",".join(["2025"] * 201) + "]", "longer than 1,000 characters"),
        ("2023-02-29", "2023 is not a leap year, so it has no 29 February"),
        ("1900-02-29", "1900 is not a leap year, so it has no 29 February"),
        ("2024-02-30", "February has 29 days at most"),
        ("XXXX-02-30", "February has 29 days at most"),
        ("XXXX-04-31", "April has 30 days"),
        ("2025-06-31", "June has 30 days"),
        ("2025-12-32", "December has 31 days"),
        ("2025-06-00", "there is no day 00"),
        ("2025-13", "there is no month 13"),
        ("2025-00", "there is no month 00"),
        ("2025-00-10", "there is no month 00"),
        ("XXXX-13", "there is no month 13"),
        ("XXXX-33", "there is no month 33"),
        ("XXXX-35", "there is no month 35"),
        ("0000", "there is no year 0000"),
        ("0000-06?", "there is no year 0000"),
        ("0001~", "leaves the years 0001 to 9999"),
        ("9999%", "leaves the years 0001 to 9999"),
        ("0001-01~", "leaves the years 0001 to 9999"),
        ("9999-12~", "leaves the years 0001 to 9999"),
        ("0001-Q1~", "leaves the years 0001 to 9999"),
        ("9999-Q4~", "leaves the years 0001 to 9999"),
        ("0001-01-01~", "leaves the years 0001 to 9999"),
        ("9999-12-31~", "leaves the years 0001 to 9999"),
        ("[2025,9999~]", "leaves the years 0001 to 9999"),
        ("12025", "years run from 0001 to 9999"),
        ("-0044", "years run from 0001 to 9999"),
        ("Y12025", "years run from 0001 to 9999"),
        ("Y17E7", "years run from 0001 to 9999"),
        ("2025/2030", "write [2025..2030]"),
        ("2025-10/..", "write [2025-10..]"),
        ("2025-10/", "write [2025-10..]"),
        ("../2025", "write [..2025]"),
        ("2025-13/2026", "there is no month 13"),
        ("2030/2025", "it ends before it begins"),
        ("/..", "it says nothing about the day"),
        ("[2030..2025]", "it ends before it begins"),
        ("[2026~..2025]", "it ends before it begins"),
        ("[2026..2025~]", "it ends before it begins"),
        ("[2025-06-02..2025-06-01]", "it ends before it begins"),
        ("2025..2030", "write [2025..2030]"),
        ("2024,2025", "write [2024,2025]"),
        ("{2024,2025}", "one event has one date"),
        ("[2025]", "one date needs no brackets; write 2025"),
        ("[]", "a date is missing in the brackets"),
        ("[..]", "a date is missing in the brackets"),
        ("[2025,]", "a date is missing in the brackets"),
        ("[2024...2025]", "write it like"),
        ("[2024..2025..2026]", "a range has two ends"),
        ("[2024,..2025]", "only the first date in brackets"),
        ("[2024..,2025]", "only the first date in brackets"),
        ("[2023,2024..,2025]", "only the first date in brackets"),
        ("[XXXX-06,2025]", "a date without its year may be any day"),
        ("[2025,2023-02-29]", "2023 is not a leap year"),
        ("[[2024,2025]]", "brackets go around the whole date, once"),
        ("[2024,2025", "brackets go around the whole date, once"),
        ("2025-21", "a season has no agreed days"),
        ("2025-32", "a season has no agreed days"),
        ("2025-37", "only quarters are read"),
        ("2025-41", "only quarters are read"),
        ("FY2025", "a fiscal year begins on another day in each company; write its days, like ["),
        ("2025-FY", "a fiscal year begins on another day in each company"),
        ("2025-H1", "half a year is not read; write [2025-01..2025-06]"),
        ("H2-2025", "half a year is not read; write [2025-07..2025-12]"),
        ("2025-Q5", "a year has the quarters Q1 to Q4"),
        ("2025-q3", "write 2025-Q3"),
        ("2025-Q3-01", "a quarter has no day of its own"),
        ("2025-W35", "weeks are not read"),
        ("201X", "write [2010..2019]"),
        ("20XX", "write [2000..2099]"),
        ("2025-XX", "write 2025"),
        ("2025-XX-XX", "write 2025"),
        ("2025-06-XX", "write 2025-06"),
        ("2025-1X", "only the whole year can be left open"),
        ("XXXX", "it says nothing about the day"),
        ("XXXX-XX", "it says nothing about the day"),
        ("2024?-06", "one mark, at the end, is for the whole date; write 2024-06?"),
        ("?2024-06", "write 2024-06?"),
        ("2024-~06-01", "write 2024-06-01~"),
        ("2025?~", "write 2025%"),
        ("1950S2", "significant digits are not read"),
        ("2026-02-27T14:00:00Z", "a day has no time of day; write 2026-02-27"),
        ("20251001", "write 2025-10-01"),
        ("202510", "write 2025-10"),
        ("2025/06/01", "write 2025-06-01"),
        ("2025-6", "write 2025-06"),
        ("2025-6-1", "write 2025-06-01"),
        ("2025-06-1", "write 2025-06-01"),
        (" 2025", "there are no blanks in a date"),
        ("2025\n", "there are no blanks in a date"),
        ("2025\n\n", "there are no blanks in a date"),
        ("٢٠٢٥", "only plain signs"),
        ("\uff12\uff10\uff12\uff15-06-01", "only plain signs"),
        ("2025\N{EN DASH}06", "only plain signs"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}2025", "only plain signs"),
        ("\ud800", "only plain signs"),
        ("hello", "write it like 2026-02-27, 2025-10, 2025-Q3 or 2019"),
        ("02/03/2026", "write it like 2026-02-27"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    """A sentence is all a person gets: it has to name the text, the reason and the way out."""
    with pytest.raises(DateError) as refused:
        parse(text)

    assert reason in refused.value.reason
    assert re.match("[a-z0-9]|[A-Z][a-z]", refused.value.reason)
    assert text == refused.value.text
    assert is_a_sentence(str(refused.value))


def is_a_sentence(text: str) -> bool:
    return text.isprintable() and text.endswith(".") and len(text) < 300


def test_a_suggestion_is_a_date_itself() -> None:
    """Whoever follows the advice must not be refused again."""
    suggestions = set()
    for text in ["2025/2030", "2025-10/", "../2025", "2025..2026", "2024,2025", "[2025]", "201X",
                 "20XX?", "2025-XX~", "2025-06-XX", "2024?-06", "2025?~", "2025-6-1", "2025-q3",
                 "20251001", "202510", "2025/06/01", "2025-02-28T10:00", "2025-21", "2025-38",
                 "1950S2", "2025-W35", "hello", ""]:  # fmt: skip
        with pytest.raises(DateError) as refused:
            parse(text)
        suggestions |= set(SUGGESTION.findall(str(refused.value)))
    unreadable = {text for text in suggestions if not readable(text.rstrip("."))}

    assert unreadable == set()
    assert len(suggestions) > 15


SUGGESTION = re.compile(r"(?:write|like) ([\[0-9][^ ;']*[^ ;',])")


def readable(text: str) -> bool:
    try:
        parse(text if text.startswith("[") == text.endswith("]") else f"{text}]")
    except DateError:
        return False
    return True


def test_a_text_may_be_as_long_as_is_said_and_no_longer() -> None:
    """A limit that is off by one is another limit than the one in the message."""
    longest = f"[{','.join(['2025-01-01'] * 90)},2025-01?]"

    assert LONGEST == len(longest)
    assert "[2025-01-01,2025-01?]" == str(parse(longest))
    assert not readable(longest.replace("[2025-01-01,", "[2025-01-01?,"))


def test_what_does_not_fit_a_line_is_not_repeated_whole() -> None:
    """Up to 60 signs a text is shown as it is, and so is what to write instead."""
    fits, longer = (
        "[2025-01..2025-02,2025-03,2025-04-01,2025-05-01,2025-06-01?]",
        "2025-06-01?,2026",
    )

    assert 60 == len(fits)
    assert f"write {fits}" in reason_of(fits[1:-1])
    assert "write" not in reason_of(fits[1:-1].replace("2025-06-01?", longer))
    assert str(DateError("9" * 60, "reason")).startswith(f"'{'9' * 60}' cannot")
    assert str(DateError("9" * 61, "reason")).startswith(f"'{'9' * 60}…' cannot")


def reason_of(text: str) -> str:
    with pytest.raises(DateError) as refused:
        parse(text)
    return refused.value.reason


def test_a_refused_text_is_shown_short_and_without_controls() -> None:
    """A terminal must not be written on by the text it complains about."""
    shown = str(DateError("\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}" + "9" * LONGEST, "reason"))

    assert shown.startswith(r"'\x1b[2J\u202e999")
    assert is_a_sentence(shown)
    assert "9…' cannot" in shown


@given(anything)
def test_printing_and_parsing_are_inverses(drawn: tuple[str, object]) -> None:
    """The canonical text is what is stored: it must carry everything."""
    read = parse(drawn[0])
    again = parse(str(read))

    assert read == again
    assert hash(read) == hash(again)
    assert (read.spans, read.doubtful, read.approximate) == (
        again.spans,
        again.doubtful,
        again.approximate,
    )
    assert str(read) == str(again)


@given(brackets())
def test_the_order_of_dates_in_brackets_says_nothing(drawn: tuple[str, object]) -> None:
    """One of a set is one of a set; duplicates add no possibility."""
    members = drawn[0][1:-1].split(",")
    inner = [text for text in members if not text.startswith("..") and not text.endswith("..")]
    first = [text for text in members if text.startswith("..")]
    last = [text for text in members if text.endswith("..")]
    shuffled = ",".join([*first, *reversed(inner), *inner, *last])

    assert parse(drawn[0]) == parse(f"[{shuffled}]")


@given(anything, stated_days)
def test_the_days_included_are_those_of_the_rule(
    drawn: tuple[str, Callable[[date], bool]], elsewhere: date
) -> None:
    """The bounds agree with counting years, quarters, months and days, also beside every edge."""
    text, rule = drawn
    read = parse(text)
    edges = [edge for span in read.spans for edge in span if edge]
    probes = [elsewhere, *edges, *beside(edges)]

    assert [rule(day) for day in probes] == [read.includes(day) for day in probes]


def beside(edges: list[date]) -> list[date]:
    before = [edge - A_DAY for edge in edges if edge > date.min]
    return before + [edge + A_DAY for edge in edges if edge < date.max]


@given(anything)
def test_spans_are_sorted_and_apart(drawn: tuple[str, object]) -> None:
    """Whoever walks the spans may rely on a gap of a day at least between them."""
    spans = parse(drawn[0]).spans

    assert all(not first or not last or first <= last for first, last in spans)
    assert all(
        last is not None and first is not None and (first - last).days > 1
        for (_, last), (first, _) in pairwise(spans)
    )


@given(stated_days)
def test_a_day_lies_in_its_month_its_quarter_and_its_year(stated: date) -> None:
    """Less precise never means less possible."""
    nested = [parse(written(unit, stated)) for unit in ("day", "month", "quarter", "year")]

    assert nested[0].is_day
    assert nested[0] == day(stated)
    assert nested[0].written == day(stated).written
    assert all(within(inner, outer) for inner, outer in pairwise(nested))


def within(inner: Date, outer: Date) -> bool:
    return all(edge is not None and outer.includes(edge) for edge in (inner.earliest, inner.latest))


@given(type_of_unit, stated_days)
def test_about_is_wider_and_doubtful_is_not(unit: str, stated: date) -> None:
    """A doubt is a flag; only an approximation moves the bounds."""
    text = written(unit, stated)
    plain, doubtful, about, both = (parse(text + mark) for mark in ("", "?", "~", "%"))

    assert plain.spans == doubtful.spans
    assert about.spans == both.spans
    assert within(plain, about)
    assert not within(about, plain)


@given(anything, stated_days)
def test_last_by_is_the_last_included_day_up_to_a_day(
    drawn: tuple[str, object], limit: date
) -> None:
    """The possible-worlds rule asks for the latest a thing can have happened by a day."""
    read = parse(drawn[0])
    last = read.last_by(limit)
    ends = [end for _, end in read.spans if end and end <= limit]
    expected = limit if read.includes(limit) else max(ends, default=None)

    assert expected == last


@pytest.mark.parametrize("year", [1600, 1700, 1800, 1900, 2000, 2023, 2024, 2100, 4, 9996])
def test_29_february_is_a_day_in_leap_years_only(year: int) -> None:
    """Centuries are the trap."""
    assert isleap(year) == readable(f"{year:04}-02-29")
    assert (29 if isleap(year) else 28) == getattr(parse(f"{year:04}-02").latest, "day", None)


def test_every_day_of_four_centuries_is_read_and_no_other() -> None:
    """A calendar repeats after 400 years: there is nothing left to be surprised by."""
    texts = {f"{y}-{m:02}-{d:02}" for y in range(1800, 2200) for m in range(1, 13)
             for d in range(29, 33)}  # fmt: skip
    real = {day.isoformat() for day in all_days(date(1800, 1, 1), date(2199, 12, 31))}

    assert texts & real == {text for text in texts if readable(text)}


def all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_dates_are_values() -> None:
    """What was written is remembered and is no part of what is meant."""
    assert parse("2025-Q3") == parse("2025-35")
    assert len({parse("2025-Q3"), parse("2025-35")}) == 1
    assert parse("2025") != parse("2025?")
    with pytest.raises(AttributeError):
        parse("2025").edtf = "2026"


def test_a_date_is_a_value() -> None:
    """Equal where the text is, in a set and through a pickle too, whatever was typed."""
    quarter = parse("2025-Q3")

    assert quarter == parse("2025-35")
    assert quarter != "2025-35"
    assert {quarter} == {parse("2025-35")}
    assert "2025-Q3" == pickle.loads(pickle.dumps(quarter)).written
    assert quarter.spans == pickle.loads(pickle.dumps(quarter)).spans
    assert "in Q3" == quarter.as_written("in Q3").written
    assert quarter == quarter.as_written("in Q3")
    assert quarter.spans == eval(repr(quarter), {"Date": Date, "datetime": datetime}).spans


@pytest.mark.parametrize("name", ["edtf", "written", "spans", "doubtful", "approximate", "more"])
def test_a_date_is_never_altered(name: str) -> None:
    """Answers share it, and sets rely on it."""
    stated = parse("2025-10")

    with pytest.raises(AttributeError, match="never altered"):
        setattr(stated, name, "2026")
    with pytest.raises(AttributeError, match="never altered"):
        delattr(stated, name)

    assert "2025-10" == stated.edtf
