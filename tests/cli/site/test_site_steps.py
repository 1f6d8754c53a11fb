"""Numbers on the pages: drawn as steps, before the script runs and after."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from described import complaints
from running import Run
from second_ledger import NUMBERS
from servers import Make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STAKES = {"20%", "about 28.40% as converted", "12.5%"}
SHORT = {"20%", "about 28.40%", "12.5%"}
BOXES = """(lane) => [...lane.querySelectorAll("rect.bar")].map((one) => {
  const [y, height] = ["y", "height"].map((name) => Number(one.getAttribute(name)));
  return [height, y + height];
})"""
LABELS = (
    '(lane) => [...lane.querySelectorAll("text.label:not(.soft)")].map((one) => one.textContent)'
)


@pytest.fixture
def page_file(new: Make, command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the page of the log of numbers."""
    monkeypatch.setenv("TIMELINE_DB", new("migrated"))
    assert 0 == command("import", "-", input=NUMBERS).exit_code
    assert 0 == command("site", tmp_path / "site").exit_code
    return tmp_path / "site" / "acme-globex" / "index.html"


def opened(browser: "Browser", file: Path, width: int) -> "Page":
    """Return the page, drawn."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_selector("#lanes.drawn rect.step", state="attached")
    return page


def test_the_page_has_how_high_each_number_is(page_file: Path) -> None:
    """Worked out once, so that the script compares no numbers; a text has no height."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', _text(page_file))
    assert found
    data = json.loads(found[1])
    levels = {one["id"]: one.get("levels") for one in data["terms"]}

    assert [] == complaints("site", data)
    assert [1, "about 28.40%"] == levels["stake"]["about 28.40% as converted"]
    assert pytest.approx(20 / 28.4, abs=1e-4) == levels["stake"]["20%"][0]
    assert "undisclosed" not in levels["fee"]
    assert None is levels["seats"]


def test_the_drawing_has_blocks_in_proportion(page_file: Path, browser: "Browser") -> None:
    """All stand on one line, and one of a text is as high as ever."""
    page = opened(browser, page_file, 1280)
    stake = page.locator('[data-lane="stake"]').evaluate(BOXES)
    seats = page.locator('[data-lane="seats"]').evaluate(BOXES)
    page.close()

    assert 1 == len({bottom for _, bottom in stake})
    assert [20, 28.4, 12.5] == [pytest.approx(height / 52 * 28.4, abs=0.7) for height, _ in stake]
    assert [[28, 30]] == seats


@pytest.mark.parametrize(("width", "is_whole"), [(1900, True), (380, False)])
def test_a_number_is_never_cut(
    page_file: Path, browser: "Browser", width: int, *, is_whole: bool
) -> None:
    """Where there is no room for the whole value there is the number, or nothing."""
    page = opened(browser, page_file, width)
    found = set(page.locator('[data-lane="stake"]').evaluate(LABELS))
    page.close()

    assert found
    assert found <= SHORT | STAKES
    assert is_whole == (found == STAKES)


def test_without_a_script_the_steps_are_there(page_file: Path) -> None:
    """In the picture that stands in for the drawing."""
    picture = _text(page_file.with_name("chart.svg"))

    assert "drawn as steps" in picture
    assert STAKES & set(re.findall(r'class="label">([^<]*)<', picture))


def _text(file: Path) -> str:
    return file.read_text("utf-8")
