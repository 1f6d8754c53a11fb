"""A page that is served follows the log, in a real browser, and keeps the address it stands at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from running import Run
from second_ledger import filled
from serving import serving

from events.ledger.reader import template

ADDRESS = "#as-of=2026-11-20"
ROW = '#terms tr[data-term="ip-license.end"]'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a reader who has been nowhere yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def append(timeline: Run, value: str) -> None:
    """Record another end of the licence."""
    result = timeline(
        "append", "--when", "2026-11-19", "--title", f"Now {value}", "--authority", "official",
        "--source", "https://example.com", "--set", f"ip-license.end={value}",
    )  # fmt: skip
    assert 0 == result.exit_code, result.output


def _complaint(said: ConsoleMessage) -> list[str]:
    """Return the error *said*, unless it is of the icon that a browser asks for, not the page."""
    is_icon = str(said.location["url"]).endswith("/favicon.ico")
    return [said.text] if said.type == "error" and not is_icon else []


def test_a_page_follows_the_log(database: Path, timeline: Run, page: Page) -> None:
    """Nobody has to press a key; the chosen day stays, and no rule of the page is broken."""
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda said: complaints.extend(_complaint(said)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with serving(database) as (_, address):
        page.on(
            "request",
            lambda one: None if one.url.startswith(address) else elsewhere.append(one.url),
        )
        page.goto(f"{address}openai-microsoft/{ADDRESS}")
        expect(page.locator(ROW)).to_contain_text("through 2032")

        append(timeline, "through 2035")
        expect(page.locator(ROW)).to_contain_text("through 2035", timeout=30_000)
        append(timeline, "through 2036")
        expect(page.locator(ROW)).to_contain_text("through 2036", timeout=30_000)

        assert page.url.endswith(f"/openai-microsoft/{ADDRESS}")
    assert [] == [one for one in complaints if "ERR_CONNECTION" not in one]
    assert [] == elsewhere


def test_a_page_that_says_the_same_is_let_be(
    database: Path, timeline: Run, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads one partnership is not disturbed by news of another."""
    monkeypatch.chdir(tmp_path)
    looks: list[int] = []
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    with serving(database) as (_, address):
        page.on(
            "response",
            lambda one: looks.append(one.status) if one.request.method == "HEAD" else None,
        )
        page.goto(f"{address}openai-microsoft/{ADDRESS}")
        path = tmp_path / "acme-globex.yaml"
        path.write_text(filled(template("acme-globex")))
        assert 0 == timeline("import", path).exit_code
        seen = len(looks)
        while len(looks) < seen + 3:
            page.wait_for_event("response")

        assert 1 == len(loads)
        page.goto(address)
        expect(page.get_by_role("link", name="Acme and Globex")).to_be_visible()


def test_nothing_that_was_put_into_a_page_runs(database: Path, page: Page) -> None:
    """The policy that goes with it stops what no digest names."""
    with serving(database) as (_, address):
        page.goto(f"{address}openai-microsoft/")
        page.evaluate(
            """() => {
                const script = document.createElement('script');
                script.textContent = 'window.ran = true';
                document.body.append(script);
                const image = document.createElement('img');
                image.setAttribute('onerror', 'window.ran = true');
                image.src = 'data:,';
                document.body.append(image);
            }"""
        )
        page.wait_for_timeout(200)

        assert page.evaluate("() => window.ran === undefined")
