"""News of one day whose titles have no Latin letters, or the same ones in another form."""

from typing import Literal
from unicodedata import normalize

import pytest
from running import Run, said

FEE = "cloud.rofr"
Form = Literal["NFC", "NFD"]


def put(timeline: Run, title: str, value: str, *more: str) -> tuple[int, str]:
    done = timeline(
        "append", "--when", "2026-10-02", "--title", title, "--set", f"{FEE}={value}",
        "--authority", "official", "--source", "https://example.com/a", *more,
    )  # fmt: skip
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("first", "second"),
    [("契約書に署名", "料金の変更"), ("Договор", "Сделка"), ("契約 A", "料金 A"), ("★", "☆")],
)
def test_other_news_of_a_day_is_appended(timeline: Run, first: str, second: str) -> None:
    """It was refused, with the advice to overwrite the first by a correction."""
    assert put(timeline, first, "one")[0] == 0
    assert put(timeline, second, "two")[0] == 0


def test_the_same_news_again_adds_nothing(timeline: Run) -> None:
    """Also typed on another system, which decomposes letters."""
    title = "契約 für Förderung"
    put(timeline, title, "one")
    code, told = put(timeline, normalize("NFD", title), "one")

    assert code == 0
    assert "in the log already" in told


def test_a_clash_does_not_take_the_second_news_for_the_first(timeline: Run) -> None:
    """Two acts of one title may be news and news."""
    put(timeline, "Signed", "one")
    code, told = put(timeline, "Signed", "two")

    assert code == 1
    assert "give other news another id" in " ".join(told.split())


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_a_word_is_one_word_however_it_was_typed(timeline: Run, written: Form, typed: Form) -> None:
    """Composed on one system, decomposed on another: no change from X to X, and found by both."""
    put(timeline, "A", normalize(written, "Förderung é"))
    put(timeline, "B", normalize(typed, "Förderung é"), "--when", "2026-10-03")
    asked = normalize(typed, "Förderung é")
    found = said(timeline("when", FEE, asked, "-o", "json"))["definite"]
    differing = timeline("diff", "2026-10-02", "2026-10-04", "--term", FEE, "-o", "ndjson")

    assert [one["until"] for one in found] == [None]
    assert differing.stdout == ""
