"""The pictures of the site that the docs show: `tests/jobs/pictures.py` takes them again."""

from pathlib import Path
from tempfile import TemporaryDirectory

import browsers
import sites
from playwright.sync_api import Browser
from shell import ROOT
from sites import Site

from cli.reading.bundled import load_bundled
from cli.reading.session import view
from migrations.run import upgrade

FOLDER = ROOT / "docs" / "img"
ON = "2026-02-27"


def main() -> None:
    """Take each picture with the browser of this machine."""
    path = browsers.found()
    if path is None:
        raise SystemExit(f"No browser: none of {', '.join(browsers.NAMES)} is on the path.")
    with TemporaryDirectory() as name, browsers.opened(path) as browser:
        site = bundle(Path(name))
        taken(browser, site, "site-light.png", "light", 1440, 1080, "h1")
        taken(browser, site, "site-dark.png", "dark", 1440, 1080, "#lanes-heading")
        taken(browser, site, "site-phone.png", "light", 390, 844, "#terms-heading")


def bundle(folder: Path) -> Site:
    """Return the site of the bundled ledger."""
    database = str(folder / "timeline.db")
    upgrade(database)
    load_bundled(database)
    return sites.site(folder, view(database, None))


def taken(
    browser: Browser, site: Site, name: str, scheme: str, width: int, height: int, from_: str
) -> None:
    """Take the picture *name* of the partnership's page, from the element *from_* on."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(site.address(behind=f"#as-of={ON}"))
    page.evaluate(f"document.querySelector('{from_}').scrollIntoView()")
    page.wait_for_timeout(800)
    page.screenshot(path=FOLDER / name)
    context.close()
    print(f"docs/img/{name}: {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
