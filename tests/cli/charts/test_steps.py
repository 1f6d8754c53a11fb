"""Numbers are drawn as steps: as high as they are large, with a label that is never cut."""

from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run
from second_ledger import NUMBERS
from servers import Make

from cli.charts.levels import Level, levels, rows

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@pytest.fixture
def chart(new: Make, command: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give what `timeline chart` prints of the log of numbers."""
    monkeypatch.setenv("TIMELINE_DB", new("migrated"))
    assert 0 == command("import", "-", input=NUMBERS).exit_code

    def drawn(*words: str) -> str:
        result = command("chart", *words)
        assert 0 == result.exit_code, result.output
        return str(result.stdout)

    return drawn


@given(st.lists(NUMBER))
def test_a_level_is_in_proportion(numbers: list[Decimal]) -> None:
    """From zero, or from the lowest number if that is below zero."""
    found = levels("%", [f"{one:f}%" for one in numbers])
    low, high = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])

    for one in numbers:
        level = found[f"{one:f}%"]
        assert 0 <= level.share <= 1
        assert abs(level.share * (high - low) - (one - low)) < Decimal("1e-20")


@given(st.lists(NUMBER, min_size=1), st.integers(1, 6))
def test_a_row_is_no_lower_for_a_larger_number(numbers: list[Decimal], most: int) -> None:
    """And every row is used, from the lowest to the highest."""
    found = levels("%", [f"{one:f}%" for one in numbers])
    row = rows(found, most)
    inorder = [row[f"{one:f}%"] for one in sorted(numbers)]

    assert all(one <= other for one, other in pairwise(inorder))
    assert {*range(min(len({*numbers}), most))} == {*inorder}


def test_what_counts_nothing_has_no_level() -> None:
    """Neither a text, nor a value of a term without a unit."""
    assert {} == levels(None, ["20%", "about 28%"])
    assert {"1 of 2": Level(Decimal(1), "1")} == levels("", ["1 of 2", "undisclosed", "none", None])


TEXT = """\
        │ 1 January 2020: Acme buys in
                      │ June 2021: Acme buys more
                                                  │ 1 March 2024: Acme sells
        2020 Jul  2021 Jul  2022 Jul  2023 Jul   2024 Jul  2025 Jul  2026 Jul
        ┬────┬────┬────┬────┬────┬────┬────┬─────┬────┬────┬────┬────┬────▼─────
Equity
 stake                ░░about 28.40% as converted━┃                       │
        ┣20%━━━━━━━━━━░░                          ┃                       │
                                                  ┣12.5%━━━━━━━━━━━┣ended·│····▶
   end… ●             ~●              ○╱╱╱╱╱╱╱╱╱╱╱●                ●      │
 seats  ┣2 seats━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━▶
   2…   ●                                                                 │

· ended or expired   ░ day uncertain   ╱ claimed otherwise or disputed
● the answer changed   ○ claimed or disputed
Under each term: its answer on the chosen day.
"""


def test_a_text_has_a_line_for_each_height(chart: Any) -> None:
    """A value of a term without a unit stays a bar, though a number begins it."""
    assert TEXT in chart("--linear", "--term", "s*")


def test_a_number_is_not_cut(chart: Any) -> None:
    """A shorter number would be another: without room for all of the value, the number alone."""
    narrow = chart("2023-06..2026-06", "--linear", "--term", "stake")
    many = chart("2000..2035", "--linear", "--term", "stake")

    assert "about 28.40%━━" in narrow
    assert "about 28.40% as" not in narrow
    assert "…" not in "".join(many.split("Equity")[1].splitlines()[:4])


def blocks(picture: str) -> list[tuple[float, float]]:
    """Return the bottom and the height of each bar, in order."""
    tree = ElementTree.fromstring(picture)
    bars = [one for one in tree.iter(f"{SVG}rect") if one.get("class") in ("bar a", "bar b")]
    found = [(float(one.get("y", 0)), float(one.get("height", 0))) for one in bars if one.get("x")]
    return [(y + height, height) for y, height in found]


def test_a_picture_has_blocks_in_proportion(chart: Any) -> None:
    """All stand on one line; the fading ones of an uncertain day too."""
    picture = chart("--term", "stake", "-o", "svg")
    found = [one for one in blocks(picture) if one[0] == blocks(picture)[0][0]]
    heights = {round(height / 52 * 28.4, 1) for _, height in found}

    assert {20, 28.4, 12.5} == heights
    assert "drawn as steps" in picture
    assert "drawn as steps" not in chart("--term", "seats", "-o", "svg")


def test_a_picture_has_the_number_at_each_step(chart: Any) -> None:
    """Whole, also where there is room for no more than the number."""
    tree = ElementTree.fromstring(chart("--term", "stake", "-o", "svg"))
    short = ElementTree.fromstring(chart("2019..2040", "--linear", "--term", "stake", "-o", "svg"))

    assert {"20%", "about 28.40% as converted", "12.5%"} <= labels(tree)
    assert {"about 28.40%", "12.5%"} <= labels(short)


def labels(tree: ElementTree.Element) -> set[str]:
    return {one.text or "" for one in tree.iter(f"{SVG}text") if one.get("class") == "label"}
