"""The inbox takes each article once, and a draft is decided once, on both engines."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from running import BOTH
from servers import Make

from events.errors import InputError, NotFoundError
from events.inbox.drafts import ACCEPTED, OPEN, REJECTED, DecidedError, Inbox
from events.storage.database import Database
from events.storage.engines import open_database

ENGINES = BOTH


def values(text: str, **other: str | None) -> dict[str, str | None]:
    """Return the fields of a draft whose hashes are made of *text*."""
    return {
        "snapshot": (text * 64)[:64], "wording": (text.upper() * 64)[:64], "title": f"News {text}",
        "article": "The words.", "draft": "title: News\n", "body": "{}", "proposer": "Ann", **other,
    }  # fmt: skip


@pytest.fixture
def opened(new: Make) -> Iterator[Database]:
    """Open a migrated database for writing."""
    with closing(open_database(new("migrated"), writing=True)) as database:
        yield database


@pytest.fixture
def inbox(opened: Database) -> Inbox:
    """Return the inbox of a partnership."""
    return Inbox(opened, "acme-globex")


def test_drafts_are_numbered_in_each_partnership(opened: Database, inbox: Inbox) -> None:
    """A number is what a person types; that of another partnership is not in the way."""
    other = Inbox(opened, "other")

    assert [1, 2] == [inbox.add(**values("a")), inbox.add(**values("b"))]
    assert 1 == other.add(**values("a"))
    assert [1, 2] == [one.number for one in inbox.drafts()]


@pytest.mark.parametrize(
    "again",
    [
        values("a"),
        values("b", snapshot="a" * 64),
        values("b", wording="A" * 64),
    ],
    ids=["all", "bytes", "words"],
)
def test_the_same_article_twice_is_nothing(inbox: Inbox, again: dict[str, str | None]) -> None:
    """By its bytes or its words: a feed is read every hour."""
    inbox.add(**values("a", address="https://example.com/a"))

    assert inbox.add(**again) is None
    assert 1 == len(inbox.drafts())


def test_another_text_at_one_address_is_another_version(inbox: Inbox) -> None:
    """The last of them is what was read there before."""
    address = "https://example.com/a"
    numbers = [inbox.add(**values(one, address=address)) for one in "ab"]
    last = inbox.at(address)

    assert [1, 2] == numbers
    assert last is not None
    assert 2 == last.number
    assert inbox.at("https://example.com/b") is None


def test_what_was_rejected_stays_known(inbox: Inbox) -> None:
    """Else the next pull would bring it back, and nothing of the text need be kept for that."""
    inbox.add(**values("a"))
    inbox.decide(1, REJECTED, "Bob", event=None, reason="not about them")

    kept = inbox.draft(1)
    assert inbox.add(**values("a")) is None
    assert (REJECTED, "Bob", "not about them", None) == (
        *(kept.state, kept.decider, kept.reason, kept.article),
    )
    assert [] == inbox.drafts(OPEN)


def test_a_draft_is_decided_once(inbox: Inbox) -> None:
    """Two people may have it before them; the second is told what the first did."""
    inbox.add(**values("a"))
    inbox.decide(1, ACCEPTED, "Bob", event="2026-01-01-news", reason=None)

    with pytest.raises(DecidedError, match="accepted as 2026-01-01-news already"):
        inbox.decide(1, REJECTED, "Ann", event=None, reason="no")
    with pytest.raises(DecidedError):
        inbox.redraft(1, "title: Other\n")


def test_there_is_no_such_draft(inbox: Inbox) -> None:
    """A number mistyped is told, and where to look."""
    with pytest.raises(NotFoundError, match="no draft 7 in the inbox of acme-globex"):
        inbox.draft(7)


def test_a_value_that_does_not_fit_is_refused(inbox: Inbox) -> None:
    """The table says how long a title may be; PostgreSQL would fail in words of its own."""
    with pytest.raises(InputError, match="title"):
        inbox.add(**values("a", title="x" * 501))
