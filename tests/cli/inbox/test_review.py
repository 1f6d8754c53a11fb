"""All drafts are decided in one file, which says what is to become of each; all of it, or none."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import articles
import click
import pytest
from running import DRAWN, Run, said

from cli.append.drafts import kept_in
from cli.inbox.review import wishes, written
from events.inbox.drafts import Draft
from events.ledger.complaints import LedgerError

ENGINES = DRAWN
EVENT = "2025-10-28-definitive"
STAKE = (
    "On {} March 2026 Microsoft agreed to raise its stake and will hold about {} percent of OpenAI."
)

Edit = Callable[[Callable[[str], str]], Path]


@pytest.fixture
def edit(log_url: str, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Return a function that has the editor change the text, and returns where the text is kept."""
    kept = Path(kept_in(log_url, "inbox", "openai-microsoft.yaml"))

    def edits(change: Callable[[str], str]) -> Path:
        def editor(filename: str, **_: object) -> None:
            path = Path(filename)
            path.write_text(change(path.read_text("utf-8")), "utf-8")

        monkeypatch.setattr(click, "edit", editor)
        return kept

    return edits


@pytest.fixture
def three(timeline: Run, tmp_path: Path) -> None:
    """Put three articles into the inbox, of which the last two tell of the same."""
    items = [
        (f"A stake of {n}", f"https://wire.example/{n}", STAKE.format(day, n))
        for day, n in ((3, 28), (4, 29), (5, 31))
    ]
    (tmp_path / "feed.xml").write_bytes(articles.rss(*items))
    assert 0 == timeline("inbox", "add", tmp_path / "feed.xml").exit_code


def wishing(*wishes: str) -> Callable[[str], str]:
    """Return a change of the text that says these *wishes* of the drafts, in their order."""

    def change(text: str) -> str:
        head, *sections = text.split("do: leave\n")
        assert len(sections) == len(wishes)
        return head + "".join(f"do: {a}\n{b}" for a, b in zip(wishes, sections, strict=True))

    return change


def states(timeline: Run) -> list[str]:
    """Return the states of all drafts."""
    return [one["state"] for one in said(timeline("inbox", "--all", "-o", "json"))["drafts"]]


def count(timeline: Run) -> int:
    """Return how many events the log has."""
    return len(said(timeline("log", "-o", "json"))["events"])


@pytest.mark.usefixtures("three")
def test_each_draft_becomes_what_the_text_says(timeline: Run, edit: Edit) -> None:
    """Accepted, merged into an event that the same text makes, and rejected."""
    own = "2026-03-03-a-stake-of-28"
    kept = edit(wishing("accept", f"merge {own}", "reject an opinion, no news"))
    done = timeline("inbox", "review", "--as", "Ann")

    assert 0 == done.exit_code, done.output
    assert "Decided: 3. Left: 0." in done.stdout
    assert not kept.exists()
    drafts = said(timeline("inbox", "--all", "-o", "json"))["drafts"]
    assert ["accepted", "merged", "rejected"] == [one["state"] for one in drafts]
    assert {"Ann"} == {one["decided_by"] for one in drafts}
    assert [own, "an opinion, no news"] == [drafts[0]["event"], drafts[2]["reason"]]
    assert f'"confirms": "{own}"' in timeline("show", drafts[1]["event"], "-o", "json").stdout


@pytest.mark.usefixtures("three")
def test_what_is_left_keeps_the_text_that_it_has_there(timeline: Run, edit: Edit) -> None:
    """The file is the wished state; a draft that is taken out of it is left as it was."""

    def change(text: str) -> str:
        first, second, _ = text.split("\n--- ")[1:]
        return f"--- {first.replace('title: A stake of 28', 'title: Mine')}\n--- {second}"

    edit(change)
    done = timeline("inbox", "review", "--as", "Ann")

    assert 0 == done.exit_code, done.output
    assert "Decided: 0. Left: 3." in done.stdout
    texts = [one["draft"] for one in said(timeline("inbox", "-o", "json"))["drafts"]]
    assert [True, False, False] == ["title: Mine" in one for one in texts]


@pytest.mark.usefixtures("three")
def test_nothing_is_done_unless_all_can_be(timeline: Run, edit: Edit) -> None:
    """Each place is named, by its line in the text that is kept and opened again."""
    before = count(timeline)

    def change(text: str) -> str:
        text = wishing("accept", "accept", "merge no-such-event")(text)
        return text.replace("hold about 29 percent", "hold about 92 percent", 2)

    kept = edit(change)
    refused = timeline("inbox", "review", "--as", "Ann")

    assert 1 == refused.exit_code
    assert ["open"] * 3 == states(timeline)
    assert before == count(timeline)
    lines = kept.read_text("utf-8").splitlines()
    told = [one.removeprefix("#! line ") for one in lines if one.startswith("#! line ")]
    places = [int(one.split(",")[0]) for one in told]
    assert 2 == len(told), refused.stderr
    assert "92 percent" in lines[places[0] - 1]
    assert "The article does not say" in told[0]
    assert "no-such-event" in lines[places[1] - 1]
    assert "There is no event 'no-such-event'" in told[1]

    edit(lambda text: text.replace("92", "29").replace("no-such-event", EVENT))
    done = timeline("inbox", "review", "--as", "Ann")
    assert "This is the text that was kept in" in done.stderr
    assert 0 == done.exit_code, done.output
    assert ["accepted", "accepted", "merged"] == states(timeline)


def draft(number: int, state: str = "open") -> Draft:
    """Return a draft as the inbox keeps it."""
    decider = None if state == "open" else "Bob"
    empty = dict.fromkeys(Draft._fields)
    values: dict[str, Any] = {
        **empty, "number": number, "state": state, "title": f"News {number}", "decider": decider,
        "article": "It rained.", "draft": "title: News\n", "body": "{}", "proposer": "Ann",
    }  # fmt: skip
    return Draft(**values)


@pytest.mark.parametrize(
    ("old", "other", "line", "sentence"),
    [
        ("draft: 2", "draft: 7", 16, "There is no draft 7 in the inbox."),
        ("draft: 2", "draft: 1", 16, "Draft 1 stands here twice; take one of them out."),
        ("draft: 2\ndo: leave", "draft: 3\ndo: accept", 17, "It was rejected by Bob already"),
        ("do: leave\n", "do: publish\n", 12, "'publish' is none of them."),
        ("do: leave\n", "do: reject\n", 12, "Say why it is no event: reject REASON."),
        ("do: leave\n", "do: merge\n", 12, "Say which event it confirms: merge EVENT."),
        ("do: leave\n", "do: accept it\n", 12, "Nothing comes after accept; 'it' belongs else"),
        ("do: leave\n", "do: [leave\n", 12, ""),
        ("do: leave\n", "do: 'reject it\n", 12, ""),
        ("do: leave\n", "do: leave\ndo: accept\n", 13, "stands in line 12 already; keep one"),
        ("do: leave\n", "", 11, "Say what is to become of it: do: accept, merge, reject, leave."),
        ("--- # News 1\n", "", 10, "This belongs to no draft; each begins with a line `---`."),
    ],
)
def test_a_text_that_says_something_else_is_refused(
    old: str, other: str, line: int, sentence: str
) -> None:
    """With its place, and what may be said there; nobody has to guess the form."""
    text = written("acme-globex", [draft(1), draft(2)], "Ann").replace(old, other, 1)
    drafts = {1: draft(1), 2: draft(2), 3: draft(3, "rejected")}
    with pytest.raises(LedgerError) as caught:
        wishes(text, "it", drafts)

    [complaint] = caught.value.complaints
    assert sentence in complaint.sentence
    assert line == complaint.line


@pytest.mark.parametrize(
    ("typed", "do", "about"),
    [
        ("reject it is #3 of a series", "reject", "it is #3 of a series"),
        ("reject no news: an opinion", "reject", "no news: an opinion"),
        ('reject "rumour", it\'s said', "reject", '"rumour", it\'s said'),
        ("'reject it''s #3' # as agreed", "reject", "it's #3"),
        ("reject it is\n  #3: again", "reject", "it is #3: again"),
        (">\n  reject it\n  is #3", "reject", "it is #3"),
        ("reject # hm", "reject", "# hm"),
        ("leave # for Bob", "leave", ""),
        ("merge deal # the same", "merge", "deal"),
    ],
)
def test_a_reason_is_taken_as_it_was_typed(typed: str, do: str, about: str) -> None:
    """It is a sentence, and whoever types one does not think of the comments of YAML."""
    text = written("acme-globex", [draft(1)], "Ann").replace("do: leave\n", f"do: {typed}\n", 1)
    [wish] = wishes(text, "it", {1: draft(1)})

    assert (do, about) == (wish.do, wish.about)
    assert "title: News\n" == wish.own_text


@pytest.mark.usefixtures("three")
def test_stopped_in_the_middle_it_is_given_again(
    timeline: Run, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided before the stop stays decided; no event is appended twice."""
    kept = edit(wishing("accept", "reject no news", "accept"))
    with monkeypatch.context() as patch:
        patch.setattr("cli.inbox.review.reject_for", _killed)
        assert 130 == timeline("inbox", "review", "--as", "Ann").exit_code
    assert ["accepted", "open", "open"] == states(timeline)
    assert kept.exists()
    before = count(timeline)

    edit(lambda text: text)
    done = timeline("inbox", "review", "--as", "Ann")
    assert 0 == done.exit_code, done.output
    assert ["accepted", "rejected", "accepted"] == states(timeline)
    assert before + 1 == count(timeline)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_there_may_be_nothing_to_review(timeline: Run) -> None:
    """No editor opens on an empty text; and whoever decides has a name."""
    assert "there is nothing to review" in timeline("inbox", "review", "--as", "Ann").stdout
    assert 2 == timeline("inbox", "review").exit_code


@pytest.mark.parametrize("text", ["x\n", "# a comment\n", "---\n", "--- # a\n--- # b\n", "---#\n"])
@pytest.mark.usefixtures("three")
def test_a_text_without_a_draft_is_a_sentence(timeline: Run, edit: Edit, text: str) -> None:
    """Whoever deletes too much hears of it."""
    edit(lambda _: text)
    told = timeline("inbox", "review", "--as", "Ann")

    assert told.exit_code in (0, 1), told.output
    assert "begin it with" not in told.output


@pytest.mark.usefixtures("three")
def test_a_text_is_kept_for_the_database_that_it_is_of(
    timeline: Run, edit: Edit, bundled_database: Path, tmp_path: Path
) -> None:
    """The same partnership in another one has another inbox."""
    kept = edit(wishing("accept", "bogus", "leave"))
    timeline("inbox", "review", "--as", "Ann")
    other = tmp_path / "other.db"
    shutil.copy(bundled_database, other)
    told = timeline("inbox", "review", "--as", "Ann", "--db", str(other))

    assert kept.exists()
    assert told.stdout == "The inbox of openai-microsoft is empty; there is nothing to review.\n"
    assert Path(kept_in(str(other), "inbox", "openai-microsoft.yaml")) != kept
