"""The site: every page of some partnerships, as the bytes of files, and nothing written."""

from collections.abc import Iterator, Sequence
from datetime import date

from cli.opening import View
from cli.site_data import Data
from cli.site_pages import page
from cli.site_partnership import partnership


def pages(seen: Sequence[View], *, on: date | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of every page about the partnerships *seen*.

    Its own day is *on*, or else the day on which the last entry of each was recorded.
    """
    several = [Data(one, on or last_recorded(one)) for one in seen]
    for one in several:
        yield from partnership(one)
    yield "index.html", page("index.html", {"several": several})


def last_recorded(seen: View) -> date:
    """Return the day on which the last entry was recorded."""
    return date.fromisoformat(seen.entries[-1].recorded[:10])
