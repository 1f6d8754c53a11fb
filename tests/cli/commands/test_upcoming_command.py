"""What is coming, as it is printed, and the calendar that other programs take in."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from described import complaints
from icalendar import Calendar
from running import Run, said

FEE = "acme-globex/expiry/fee/deal"
ROFR = "acme-globex/announced/rofr/raise"
AUDIT = "acme-globex/announced/audit/raise"
LEDGER = """
partnership: acme-globex
title: "Acme\\u202e and Globex"
covered_through: 2026-11-01
terms:
  fee: {title: "Fee\\u2066", asks: What is the fee?, topic: "Money, mostly", notice: 60d}
  audit: {title: Audit, topic: Rights}
  rofr: {title: Right of first refusal}
conditions:
  ipo: {title: Acme is listed}
sources:
  press: {url: "https://example.com/a?b=c", title: The deal, publisher: Acme, published: 2026-01-05}
events:
  - id: deal
    when: 2026-01-05
    title: "The deal\\u001b[31m"
    authority: official
    sources: [press]
    changes:
      - {set: fee, value: "10 % of \\u202e日本 revenue; “net”, %s", through: 2027-06}
      - {set: audit, value: yearly, unless: [ipo]}
      - {set: rofr, value: none, unless: [ipo]}
  - id: raise
    when: 2027-Q1
    announced: 2026-10-01
    title: A raise
    authority: official
    sources: [press]
    changes:
      - {set: audit, value: twice a year, unless: [ipo]}
      - {end: rofr, when: "[2026-12-01..]"}
  - id: someday
    announced: 2026-10-01
    title: Some day
    authority: press
    sources: [press]
    changes:
      - {end: audit}
""".replace("%s", "é " * 60 + "end")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger with all that can be coming, and with characters that do harm."""
    path = tmp_path / "acme-globex.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.fixture
def run(command: Run, ledger: Path, tmp_path: Path) -> Run:
    """Run the command on a database that holds that ledger alone."""
    db = str(tmp_path / "acme.db")
    command("init", "--db", db)
    result = command("import", ledger, "--db", db)
    assert 0 == result.exit_code, result.output

    def there(*args: object, **given: Any) -> Any:
        return command(*args, "--db", db, **given)

    return there


def calendar(run: Run, *words: str) -> Any:
    """Return the calendar that `next` prints, as icalendar reads it."""
    result = run("next", *words, "-o", "ics")
    assert 0 == result.exit_code, result.output
    return Calendar.from_ical(result.stdout_bytes)


def entries(found: Any) -> dict[str, Any]:
    """Return its entries by their names."""
    return {str(one["UID"]).partition("@")[0]: one for one in found.walk("VEVENT")}


def test_the_table_tells_what_is_coming_in_order_of_days(run: Run) -> None:
    """With the day that it was asked on, and the reason why an item is there."""
    told = run("next").stdout
    text = " ".join(told.split())
    expected = [
        "On or after 1 December 2026 Right of first refusal: ends.",
        "The first quarter of 2027 Audit: takes effect. Then: twice a year.",
        "1 May 2027 Fee\\u2066: last day to give notice, 60 days before 30 June 2027. In force: "
        "10 %",
        "30 June 2027 Fee\\u2066: last day. Until then: 10 %",
        "On no day yet Audit: ends.",
        "No fixed day Audit: ends once this is met: Acme is listed",
    ]

    assert "Coming after 21 November 2026: 1 notice day, 1 expiry, 3 announced changes, 1" in text
    assert [] == [one for one in expected if one not in text]
    assert expected == sorted(expected, key=text.index)
    assert 2 == text.count("According to Acme on 1 October 2026: “A raise”.")
    assert 1 == text.count("Reported by Acme on 1 October 2026: “Some day”.")
    assert not re.search(r"\[deal|\[raise|\d{4}-\d{2}", told)


def test_a_term_asked_about_alone_is_over_with_what_it_hangs_on(
    command: Run, tmp_path: Path
) -> None:
    """What ends it is said of another term, which nobody asked about."""
    path, db = tmp_path / "acme-globex.yaml", tmp_path / "hanging.db"
    hanging = LEDGER.replace("set: rofr, value: none,", "set: rofr, value: none, while: fee,")
    path.write_text(hanging, encoding="utf-8")
    command("init", "--db", db)
    command("import", path, "--db", db)
    every = said(command("next", "-o", "json", "--db", db))["coming"]
    alone = said(command("next", "-o", "json", "--term", "rofr", "--db", db))["coming"]

    assert [one for one in every if one["term"] == "rofr"] == alone
    assert ("expiry", "2027-07-01", "fee", "deal") in [
        (one["kind"], one["on"], one["while"], one["while_event"]) for one in alone
    ]


def test_an_end_is_credited_to_whoever_gave_it(timeline: Run) -> None:
    """The percentage is of January 2025; that it ends with the revenue share is of April 2026."""
    asked = ("next", "2026-06-01", "--term", "rev-share.percentage")
    [ends] = said(timeline(*asked, "-o", "json"))["coming"]

    text = " ".join(timeline(*asked).stdout.split())
    assert f"31 December 2030 {ends['title']}: last day, because “" in text
    assert "” ends then. According to OpenAI and Microsoft on 27 April 2026: “" in text
    assert ("2025-01-21-rofr", "rev-share.openai-to-microsoft", "2026-04-27-amendment") == (
        ends["event"],
        ends["while"],
        ends["while_event"],
    )


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "ndjson"])
def test_no_form_lets_a_harmful_character_through(run: Run, form: str) -> None:
    """A title may come from anywhere; what turns the text round is shown as what it is."""
    text = run("next", "-o", form).stdout

    assert set() == {"\x1b", "\u202e", "\u2066"} & set(text)
    assert "\\u202e" in text


def test_the_table_fits_the_screen(run: Run) -> None:
    """Eighty columns, whatever the values."""
    assert [] == [line for line in run("next").stdout.splitlines() if len(line) > 80]


def test_a_day_that_is_past_is_looked_at_without_hindsight(run: Run) -> None:
    """It says so, and how to have it; the raise was announced on the first of October."""
    past, hindsight = (run("next", "2026-09-30", *known) for known in ((), ("--known", "today")))
    text, later = (" ".join(one.stdout.split()) for one in (past, hindsight))
    found = said(run("next", "2026-09-30", "-o", "json"))

    assert "on 30 September 2026 As known on 30 September 2026." in text
    assert "Only what was announced by then counts; --known today adds what came out" in text
    assert ("“A raise”" in text, "2026-09-30") == (False, found["known"])
    assert "on 30 September 2026 As known on 21 November 2026." in later
    assert "Only what was announced" not in later
    assert "“A raise”" in later
    assert "Only what was announced" not in run("next").stdout
    assert said(run("next", "-o", "json"))["known"] is None


def test_the_clocks_are_told_with_the_answer(run: Run) -> None:
    """Else nobody could ask the same again."""
    found = said(
        run("next", "2026-11-21", "--known", "2026-09-30", "--within", "52w", "-o", "json")
    )

    assert "acme-globex" == found["partnership"]
    assert ("2026-11-21", "2026-09-30", 364) == (
        found["as_of"],
        found["known"],
        found["within"],
    )
    assert "2026-11-01" == found["covered_through"]
    assert ["notice", "expiry", "condition", "condition"] == [
        one["kind"] for one in found["coming"]
    ]


def test_each_item_says_what_it_rests_on(run: Run) -> None:
    """An entry in somebody's calendar has to be traceable."""
    found = said(run("next", "--term", "fee", "-o", "json"))["coming"]

    assert [("notice", "2027-05-01"), ("expiry", "2027-07-01")] == [
        (one["kind"], one["on"]) for one in found
    ]
    assert [("deal", "https://example.com/a?b=c", True)] * 2 == [
        (one["event"], one["sources"][0]["url"], one["certain"]) for one in found
    ]


def test_every_kind_is_as_the_schema_says(run: Run) -> None:
    """The bundled ledger has no notice days, and nothing announced that lies ahead."""
    found = said(run("next", "-o", "json"))

    assert {"notice", "expiry", "announced", "condition"} == {
        one["kind"] for one in found["coming"]
    }
    assert [] == complaints("next", found)


def test_a_vague_date_stays_as_vague_as_it_is(run: Run) -> None:
    """Its first day is there for programs, the date as written for people."""
    found = said(run("next", "--term", "audit", "-o", "json"))["coming"]

    assert [("2027-01-01", "2027-33"), (None, None), (None, None)] == [
        (one["on"], one["when"]) for one in found
    ]


def test_a_line_of_json_is_whole(run: Run) -> None:
    """Who reads one line knows of which partnership and day it is."""
    lines = [json.loads(line) for line in run("next", "-o", "ndjson").stdout.splitlines()]

    assert {("acme-globex", "2026-11-21")} == {(one["partnership"], one["as_of"]) for one in lines}


def test_a_sheet_has_a_heading_even_without_rows(run: Run) -> None:
    """A program that reads it looks columns up by name."""
    empty = run("next", "--term", "fee", "--within", "1d", "-o", "csv").stdout
    full = run("next", "-o", "csv").stdout

    assert 1 == len(empty.splitlines())
    assert "kind" == next(csv.reader(io.StringIO(empty)))[0]
    assert {"notice", "expiry", "announced", "condition"} == {
        row["kind"] for row in csv.DictReader(io.StringIO(full))
    }


def test_nothing_to_come_is_said(run: Run) -> None:
    """An empty page could as well be a failure."""
    text = run("next", "--term", "fee", "--within", "2w").stdout

    assert "Nothing is known to come after 21 November 2026 within 14 days." in text


def test_a_vague_day_is_stood_on_at_its_end(run: Run) -> None:
    """After October 2026 begins with November; a day without end cannot be stood on."""
    assert "2026-10-31" == said(run("next", "2026-10", "-o", "json"))["as_of"]
    refused = run("next", "[2026-10..]")
    assert 1 == refused.exit_code
    assert "has no last day" in refused.stderr


@pytest.mark.parametrize("typed", ["180", "-3d", "6m", "999999d"])
def test_a_span_of_time_is_days_or_weeks(run: Run, typed: str) -> None:
    """A month has no fixed number of days."""
    refused = run("next", "--within", typed)

    assert 2 == refused.exit_code
    assert "180d or 26w" in refused.stderr


def test_the_calendar_is_one(run: Run) -> None:
    """icalendar parses it strictly and finds no fault in any part."""
    found = calendar(run)

    assert [] == [one.errors for one in [found, *found.walk("VEVENT")] if one.errors]
    assert ("2.0", "PUBLISH") == (found["VERSION"], found["METHOD"])
    assert "Acme and Globex" == found["X-WR-CALNAME"]


def test_the_lines_of_the_calendar_are_as_the_standard_has_them(run: Run) -> None:
    """Ended by CRLF, and at most 75 octets long, which need not be 75 characters."""
    text = run("next", "-o", "ics").stdout_bytes

    assert text.endswith(b"END:VCALENDAR\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert "10 % of 日本 revenue; “net”, " in str(entries(calendar(run))[FEE]["SUMMARY"])


def test_each_item_with_a_day_is_an_entry(run: Run) -> None:
    """What has none is counted, not dated at will."""
    found = calendar(run)

    assert {
        FEE,
        "acme-globex/notice/fee/deal",
        AUDIT,
        ROFR,
    } == {*entries(found)}
    assert "no day is known: 1 announced change, 1 condition." in found["X-WR-CALDESC"]


def test_an_entry_is_a_whole_day(run: Run) -> None:
    """Without hours it is on the right day in every time zone; it keeps nobody from meeting."""
    one = entries(calendar(run))[FEE]

    assert (date(2027, 7, 1), date(2027, 7, 2)) == (one["DTSTART"].dt, one["DTEND"].dt)
    assert "DATE" == one["DTSTART"].params["VALUE"]
    assert ("CONFIRMED", "TRANSPARENT") == (one["STATUS"], one["TRANSP"])
    assert ["expiry", "Money, mostly"] == [str(each) for each in one["CATEGORIES"].cats]
    assert "https://example.com/a?b=c" in one["DESCRIPTION"]
    assert "Fee, 30 June 2027: last day. Until then: 10 % of" in one["SUMMARY"]


def test_a_vague_date_is_a_span_of_days(run: Run) -> None:
    """With the date as written beside it; an open end is not filled up."""
    found = entries(calendar(run))
    raised, over = found[AUDIT], found[ROFR]

    assert (date(2027, 1, 1), date(2027, 4, 1)) == (raised["DTSTART"].dt, raised["DTEND"].dt)
    assert "TENTATIVE" == raised["STATUS"]
    assert raised["SUMMARY"].endswith("(the first quarter of 2027)")
    assert timedelta(1) == over["DTEND"].dt - over["DTSTART"].dt
    assert over["SUMMARY"].endswith("(on or after 1 December 2026)")


def test_the_calendar_has_no_harmful_character(run: Run) -> None:
    """A calendar has no escapes for them, so they are left out."""
    text = run("next", "-o", "ics").stdout_bytes.decode()

    assert set() == {"\x1b", "\u202e", "\u2066"} & set(text)


def test_the_same_log_gives_the_same_calendar(run: Run) -> None:
    """Its stamp is that of the last entry, not that of the moment in which it is printed."""
    one, other = run("next", "-o", "ics"), run("next", "-o", "ics")
    entry = entries(calendar(run))[FEE]

    assert one.stdout_bytes == other.stdout_bytes
    assert datetime(2026, 11, 21, 12, tzinfo=UTC) == entry["DTSTAMP"].dt


def test_a_correction_updates_the_entry(run: Run) -> None:
    """It moves under the same UID, with a higher SEQUENCE, so programs replace what they have."""
    before = entries(calendar(run))[AUDIT]
    assert 0 == run("correct", "raise", "--when", "2027-Q2", "--reason", "misread").exit_code
    after = entries(calendar(run))[AUDIT]

    assert (date(2027, 1, 1), date(2027, 4, 1)) == (before["DTSTART"].dt, after["DTSTART"].dt)
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


def appended(run: Run, *words: str) -> None:
    result = run("append", *words, "--authority", "official", "--source", "press")
    assert 0 == result.exit_code, result.output


def cancelled(found: Any) -> dict[str, Any]:
    """Return the cancelled entries of a calendar by their names."""
    return {name: one for name, one in entries(found).items() if one["STATUS"] == "CANCELLED"}


def test_an_amendment_cancels_the_entry_and_adds_its_own(run: Run) -> None:
    """Whoever took in both has the new day alone."""
    before = entries(calendar(run))
    longer = ("--when", "2026-11-20", "--title", "Longer", "--set", "fee=10 %")
    appended(run, *longer, "--through", "fee=2028-06")
    after = calendar(run)
    name = "acme-globex/notice/fee/2026-11-20-longer"

    assert {FEE, "acme-globex/notice/fee/deal"} == {*cancelled(after)}
    assert date(2028, 5, 1) == entries(after)[name]["DTSTART"].dt
    for each, one in cancelled(after).items():
        assert before[each]["UID"] == one["UID"]
        assert before[each]["DTSTART"].dt == one["DTSTART"].dt
        assert before[each]["SEQUENCE"] < one["SEQUENCE"]


def held(*calendars: Any) -> set[str]:
    """Return the names of the entries that a calendar keeps which has taken all these in."""
    every = {name: one for each in calendars for name, one in entries(each).items()}
    return {name for name, one in every.items() if one["STATUS"] != "CANCELLED"}


def test_what_ended_early_leaves_the_calendar(run: Run) -> None:
    """From the issue findings/bugs/ics-withdrawn-stays.sh: nobody is reminded of it."""
    before = calendar(run)
    appended(run, "--when", "2026-11-20", "--title", "Over", "--end", "fee")
    after = calendar(run)

    assert set() == {name for name in held(before, after) if "/fee/" in name}
    assert FEE in cancelled(after)


def test_what_was_retracted_leaves_the_calendar(run: Run) -> None:
    """The raise was never announced."""
    before = calendar(run)
    result = run("retract", "raise", "--reason", "a hoax")
    assert 0 == result.exit_code, result.output
    after = calendar(run)

    assert {AUDIT, ROFR} == {*cancelled(after)}
    assert {FEE, "acme-globex/notice/fee/deal"} == held(before, after)


def test_an_entry_has_its_name_whatever_has_passed_before_it(run: Run) -> None:
    """From the issue findings/bugs/ics-uid-moves.sh: no day is in the calendar twice."""
    second = ("--when", "2028-01-01", "--announced", "2026-11-20", "--title", "Second")
    appended(run, *second, "--set", "fee=15 %", "--through", "fee=2030")
    both = calendar(run), calendar(run, "2028-06-01", "--known", "2026-11-21")
    days = [
        (one["DTSTART"].dt, str(one["SUMMARY"]))
        for name, one in {**entries(both[0]), **entries(both[1])}.items()
        if name in held(*both)
    ]

    assert len(days) == len(set(days))
    assert "acme-globex/expiry/fee/2028-01-01-second" in held(both[1])


def test_each_run_of_what_renews_has_an_entry_of_its_own(run: Run) -> None:
    """When the first is over, the second does not take its place."""
    yearly = ("--when", "2026-11-20", "--title", "Yearly", "--set", "fee=10 %")
    appended(run, *yearly, "--through", "fee=2027-06-30", "--renews", "fee=1y")
    first, later = (calendar(run, *words) for words in (("--within", "800d"), ("2027-08-01",)))
    name = "acme-globex/renewal/fee/2026-11-20-yearly/run"

    assert {f"{name}-1", f"{name}-2"} == {one for one in entries(first) if "/renewal/" in one}
    assert {f"{name}-2"} == {one for one in entries(later) if "/renewal/" in one}
    appended(run, "--when", "2026-11-21", "--title", "Over", "--end", "fee")
    assert {one for one in held(first) if "/fee/" in one} == {
        one for one in cancelled(calendar(run)) if "yearly" in one
    }


def test_no_two_entries_share_a_uid(timeline: Run) -> None:
    """The second would overwrite the first."""
    for day in ("2020-01-01", "2025-05-01", "2026-02-27", "2026-05-01"):
        uids = [str(one["UID"]) for one in calendar(timeline, day).walk("VEVENT")]

        assert len(uids) == len(set(uids))


def test_possible_last_days_have_entries_of_their_own(run: Run) -> None:
    """Both may come true; one UID for the two would hide the second."""
    said_so = ("--authority", "official", "--source", "press", "--through", "fee=2028-06")
    vague = ("--when", "[2026-01-01..2026-02-01]", "--title", "Other", "--id", "other",
             "--set", "fee=12 %")  # fmt: skip
    assert 0 == run("append", *vague, *said_so).exit_code
    found = entries(calendar(run))

    assert [date(2027, 7, 1), date(2028, 7, 1)] == [
        found[name]["DTSTART"].dt for name in (FEE, "acme-globex/expiry/fee/other")
    ]
    assert "TENTATIVE" == found[FEE]["STATUS"]
