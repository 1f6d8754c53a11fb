"""Origins are counted, not articles; and the first that told it is found by what it said."""

import json

import pytest

from events.dates.dates import parse
from timeline.intake.alike import window
from timeline.intake.origins import Report, Reports, answer, as_body, origin_of, report_in
from timeline.intake.quotes import fold

PARTIES = ("Acme", "Globex")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Acme announced on Monday that it sold its stake.", "Acme"),
        ("It sold its stake, Acme said in a statement.", "Acme"),
        ("The stake was sold, according to Acme.", "Acme"),
        ("Acme and Globex said in a joint statement that the licence ends.", "Acme and Globex"),
        ("The companies said in a joint statement that the licence ends.", "Acme and Globex"),
        ("BERLIN (Reuters) - The stake was sold.", "Reuters"),
        ("The stake was sold, the Financial Times reported.", "Financial Times"),
        ("The stake was sold, according to The Morning Post.", "Morning Post"),
        ("According to Tuesday's papers the stake was sold.", "The Wire"),
        ("The stake was sold, a banker told Acme.", "The Wire"),
        ("The stake was first reported by Bloomberg News.", "Bloomberg News"),
        ("Acme announced it, the Financial Times reported.", "Acme"),
        ("People close to Acme say that the stake was sold.", "The Wire"),
        ("Acme sold its stake in Globex. A person who said so is not named.", "The Wire"),
    ],
)
def test_the_origin_is_whoever_said_so(text: str, origin: str) -> None:
    """Not the outlet that passes it on; a party's word about itself is one origin."""
    assert origin == origin_of(text, "The Wire", PARTIES)


def test_without_a_publisher_the_origin_is_unknown() -> None:
    """It is told so, and not taken for somebody."""
    assert "unknown" == origin_of("The stake was sold.", None, PARTIES)


def test_one_answer_in_other_words_is_the_same() -> None:
    """About 15% and 15% are one amount; the words of a text do not depend on their case."""
    assert answer("stake", "set", "about 15%", "%") == answer("stake", None, "15%", "%")
    assert answer("end", "set", "Through 2030", None) == answer(
        "end", "claim", "through  2030", None
    )
    assert answer("stake", "set", "15%", "%") != answer("stake", "set", "16%", "%")
    assert answer("stake", "end", None, "%") != answer("stake", "reaffirm", None, "%")
    assert answer("stake", None, None, "%") is None


def report(number: int, value: str, day: str, **other: str | int) -> Report:
    """Return what a draft tells that gives the stake a *value* on a *day*."""
    found = answer("stake", "set", value, "%")
    assert found
    values = {
        "number": number, "first": number, "title": f"News {number}",
        "answers": frozenset({found}), "days": window(parse(day), None), "origin": "Acme",
        **other,
    }  # fmt: skip
    return Report(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("again", "first"),
    [
        (report(3, "15%", "2026-03-09"), 1),
        (report(3, "about 15%", "2026-03"), 1),
        (report(3, "15%", "2026-05-09"), None),
        (report(3, "16%", "2026-03-09"), None),
        (report(3, "16%", "2026-03-09", title="NEWS 2"), 2),
        (report(3, "16%", "2027-03-09", title="News 2"), None),
    ],
    ids=["the same", "vaguer", "another day", "another answer", "one title", "one title again"],
)
def test_what_was_told_before_is_found_by_its_answer(again: Report, first: int | None) -> None:
    """The same answer for the same term, about days that overlap, counts first; then the title."""
    reports = Reports([report(1, "15%", "2026-03-09"), report(2, "40%", "2026-03-09")])

    assert first == reports.first(again.answers, again.title, again.days)


def test_a_copy_has_the_origin_of_what_it_copies() -> None:
    """An outlet prints the words of an agency, and does not always say so."""
    text = "The firm sold a part of its stake in a private sale and keeps the rest until autumn."
    reports = Reports([report(1, "15%", "2026-03-09", origin="The Agency")])
    other = "Nobody at the firm would comment, but four bankers put the remaining part at that."

    copy = text.replace("a part", "part").lower()
    assert "The Agency" == reports.copied(1, copy, {1: text}.get)
    assert reports.copied(1, fold(other), {1: text}.get) is None
    assert reports.copied(9, text, {1: text}.get) is None
    assert reports.copied(1, copy, {1: None}.get) is None


def test_a_report_is_stored_with_its_draft() -> None:
    """The next pull finds it there."""
    for day in ("2026-03-09", "2026-03"):
        one = report(3, "15%", day)
        assert one == report_in(3, "News 3", json.dumps(as_body(one)))
