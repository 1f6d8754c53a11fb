"""Five outlets of one statement are one origin, and the person who decides is told."""

from pathlib import Path

import articles
import pytest
from running import DRAWN, Run, said

ENGINES = DRAWN
STAKE = (
    "On 3 March 2026 Microsoft agreed to raise its stake and will hold about 30 percent of OpenAI."
)
SENTENCES = (
    "Microsoft said in a statement that the terms stay as they are.",
    "The change takes effect at once, Microsoft said in a filing on Tuesday.",
    "Microsoft announced the step after the market had closed.",
    "Neither of them named a price, and Microsoft confirmed no more than that.",
    "It follows a year of talks, according to Microsoft.",
)
OWN = "Three bankers who saw the papers put the price at more than had been expected."


@pytest.fixture
def six(timeline: Run, tmp_path: Path) -> None:
    """Put five outlets of one statement into the inbox, and one that asked around itself."""
    for number, sentence in enumerate([*SENTENCES, OWN], 1):
        page = articles.page(
            *(STAKE, sentence),
            title=f"Number {number}",
            publisher=f"Outlet {number}",
            published="2026-03-04",
            address=f"https://example.com/{number}",
        )
        (tmp_path / f"{number}.html").write_bytes(page)
        assert 0 == timeline("inbox", "add", tmp_path / f"{number}.html").exit_code


@pytest.mark.usefixtures("six")
def test_five_outlets_of_one_statement_are_one_origin(timeline: Run) -> None:
    """They are counted as one, also where they share no sentence but that of the answer."""
    drafts = said(timeline("inbox", "-o", "json"))["drafts"]

    assert ["Microsoft"] * 5 + ["Outlet 6"] == [one["origin"] for one in drafts]
    assert [None, 1, 1, 1, 1, 1] == [one["repeats"] for one in drafts]
    assert [1, 2, 3, 4, 5, 6] == drafts[3]["told_by"]
    assert ["Microsoft", "Outlet 6"] == drafts[0]["origins"]
    listed = timeline("inbox").stdout
    assert "Told by 6 articles from 2 origins: Microsoft, Outlet 6." in listed
    assert 5 == listed.count("It tells what draft 1 does.")
    shown = " ".join(timeline("inbox", "show", 4).stdout.split())
    assert "Told by 6 articles from 2 origins: Microsoft, Outlet 6 (drafts 1, 2, 3" in shown
    assert "# Draft 1 tells the same; once it is an event, merge this into that." in shown


@pytest.mark.usefixtures("six")
def test_what_became_an_event_is_offered_to_be_confirmed(timeline: Run) -> None:
    """One is accepted; whoever looks at the others sees into what they can be merged."""
    event = "2026-03-03-number-1"
    timeline("inbox", "reject", 6, "--reason", "hearsay", "--as", "Ann")
    done = timeline("inbox", "accept", 1, "--as", "Ann")
    assert 0 == done.exit_code, done.output

    listed = timeline("inbox").stdout
    assert 4 == listed.count(f"It tells what draft 1 does, which is {event} now.")
    assert ["Microsoft"] == said(timeline("inbox", "-o", "json"))["drafts"][0]["origins"]
    merged = timeline("inbox", "merge", 2, event, "--as", "Ann")
    assert 0 == merged.exit_code, merged.output
    exported = timeline("export", "-o", "jsonl").stdout
    assert '"retells":"outlet-1-2026-03-04"' in exported
