"""What a ledger was once wrong in, found by itself: copies, coverage, terms left behind."""

from datetime import date
from difflib import SequenceMatcher

import pytest

from cli.wording.advice import command
from cli.wording.findings import says
from events.dates.dates import parse
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Condition,
    Cover,
    Define,
    End,
    Event,
    LeaveUnsaid,
    Reaffirm,
    Set,
    Source,
    Term,
)
from timeline.boxes.replay import answers_of
from timeline.findings.check import findings
from timeline.findings.finding import FINDING, REMARK, Finding
from timeline.record.record import Kept

WIRE = Source(key="wire", url="https://wire.example/a", published=parse("2024-01-10"))


def found(code: str, *acts: Act, source: Source = WIRE) -> list[Finding]:
    """Return the findings *code* of a log of *acts* about a licence and a fee."""
    things = (Term(key="licence", title="Licence"), Term(key="fee", title="Fee"))
    known = Condition(key="agi", title="AGI"), WIRE, source
    defined = {thing.key: Define(id=f"d:{thing.key}", thing=thing) for thing in (*things, *known)}
    stamp = "2026-11-21T00:00:00.000000Z"
    kept = [Kept(n, stamp, act) for n, act in enumerate([*defined.values(), *acts], 1)]
    answers = answers_of(kept, lambda record: [*record.terms])
    seen = findings(answers, date(2025, 1, 1), similar=_ratio)
    return [one for one in seen if one.code == code]


def _ratio(one: str, other: str) -> float:
    return 100 * SequenceMatcher(None, one, other).ratio()


def event(name: str, when: str, *changes: Change, source: str = "wire") -> Event:
    """Return an official event of the day *when*."""
    return Event(
        id=name, title=name, when=parse(when), announced=parse(when), by=("Us",),
        authority=Authority.OFFICIAL, sources=(source,), changes=changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://staging.wire.example/a", "http://3.127.128.221/a", "https://web.archive.org/a",
        "https://archive.ph/a", "http://localhost:8000/a", "https://mirror2.wire.example/a",
    ],
)  # fmt: skip
def test_a_copy_is_told_unless_it_says_what_it_retells(url: str) -> None:
    """Hosts for trying out vanish, and a copy is no evidence of what it copies."""
    said = event("said", "2024-01-10", Set(term="fee", value="5"), source="copy")
    copy = Source(key="copy", url=url)
    [one] = found("mirror", said, source=copy)

    assert (one.level, one.events, one.names[0]) == (FINDING, ("said",), "copy")
    assert "looks like a copy" in says(one)
    assert command(one)[:2] == ("correct", "said")
    assert [] == found("mirror", said, source=Source(key="copy", url=url, retells="wire"))


@pytest.mark.parametrize(
    "url",
    ["https://wire.example/staging/a", "https://latest.example/a", "https://www.archives.gov/a"],
)
def test_an_ordinary_host_is_no_copy(url: str) -> None:
    """A word in the path, or within another word, says nothing."""
    said = event("said", "2024-01-10", Set(term="fee", value="5"), source="own")

    assert [] == found("mirror", said, source=Source(key="own", url=url))


def test_coverage_beyond_all_that_is_cited_is_remarked() -> None:
    """That nothing came after may be true, and has to have been looked for."""
    said = event("said", "2024-01-05", Set(term="fee", value="5"))
    [one] = found("coverage", said, Cover(id="c", through=parse("2024-01-11")))

    assert (one.level, one.names) == (REMARK, ("2024-01-10", "2024-01-11"))
    assert "nothing it cites is newer than 2024-01-10" in says(one)
    assert [] == found("coverage", said, Cover(id="c", through=parse("2024-01-10")))


def dropped(*also: Change) -> list[Finding]:
    """Return what is left behind where the licence loses its condition, with *also* said then."""
    both = [Set(term=key, value="yes", unless=("agi",)) for key in ("licence", "fee")]
    amended = event("amended", "2024-06-01", Set(term="licence", value="for good"), *also)
    return found("left-behind", event("signed", "2024-01-05", *both), amended)


def test_a_term_left_with_a_condition_that_was_dropped_elsewhere_is_remarked() -> None:
    """An amendment that frees one term of AGI and is silent on the other leaves a contradiction."""
    [one] = dropped()

    assert (one.level, one.terms) == (REMARK, ("fee",))
    assert (one.events, one.names) == (("amended", "signed"), ("agi", "licence"))
    assert "fee still ends when 'agi' is met" in says(one)


@pytest.mark.parametrize(
    "also",
    [LeaveUnsaid(term="fee"), Reaffirm(term="fee"), Set(term="fee", value="7"), End(term="fee")],
)
def test_a_term_of_which_the_event_speaks_is_not_left_behind(also: Change) -> None:
    """That it stays so was seen and said."""
    assert [] == dropped(also)
