"""Plans, what becomes of them, and counted days: as files say them and as they are written back."""

import pytest

from events.dates.dates import parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.ledger import reader, writer
from events.ledger.complaints import LedgerError
from events.model.kinds import Act, Correct, Cover, Event, Set

FILE = """\
partnership: acme-globex
recorded: "2026-11-21T00:00:00.000000Z"
terms:
  stake:
    title: Stake
  lock-up:
    title: Lock-up
  governance.seats:
    title: Seats
  governance.veto:
    title: Veto
conditions:
  court-clears:
    title: The court clears it
sources:
  s:
    url: https://example.com
events:
  - cover: "2026"
    terms: [stake]
  - cover: "2026"
    terms:
      - governance.*
  - id: plan
    announced: "2023-01-30"
    title: Acme will go down to 15 %
    authority: official
    sources: [s]
    changes:
      - set: stake
        value: 15%
      - set: lock-up
        value: none may be sold
        through: 2y from plan
        renews: 1y
        notice: 4m
      - set: governance.veto
        value: granted
        once: court-clears
      - set: governance.seats
        value: two
        through: 5y after plan
        when: 60d after plan
  - id: agency
    confirms: plan
    title: An agency has it too
    authority: press
    sources: [s]
  - id: closing
    when: "2023-11-08"
    dates: plan
    title: The sale closes
    authority: official
    sources: [s]
  - id: anniversary
    when: 10y after closing
    title: Ten years on
    authority: official
    sources: [s]
  - id: second
    announced: "2024-01-30"
    title: Acme will sell the rest
    authority: official
    sources: [s]
  - id: given-up
    calls-off: second
    denies: agency
    title: Nothing more is sold
    authority: official
    sources: [s]
  - id: new-text
    when: "2025-01-01"
    title: Amended and restated
    authority: official
    sources: [s]
    restates:
      - governance.*
      - lock-up
  - correct: given-up
    reason: It said nothing of the agency.
    denies: none
    restates: []
"""


def acts_of(text: str) -> list[Act]:
    return [item.act for item in reader.read(text.encode(), "x.yaml").items]


def event(name: str) -> Event:
    return next(act for act in acts_of(FILE) if isinstance(act, Event) and act.id == name)


def test_a_file_is_written_back_as_it_was_read() -> None:
    """Keys with hyphens, counted days and patterns included."""
    acts = acts_of(FILE)
    written = writer.write(
        "acme-globex", [(act, "2026-11-21T00:00:00.000000Z", None) for act in acts]
    )

    assert FILE == written
    assert acts == acts_of(written)


def test_what_a_plan_says_is_read() -> None:
    """Each key has its field."""
    stake, lock_up, veto, seats = event("plan").changes

    assert stake == Set(term="stake", value="15%")
    assert lock_up == Set(
        term="lock-up",
        value="none may be sold",
        through=Reckoned(Duration(24), "plan", is_last=True),
        renews=Duration(12),
        notice=Duration(4),
    )
    assert veto == Set(term="governance.veto", value="granted", once="court-clears")
    assert seats == Set(
        term="governance.seats",
        value="two",
        when=Reckoned(Duration(days=60), "plan"),
        through=Reckoned(Duration(60), "plan"),
    )


def test_what_events_do_to_one_another_is_read() -> None:
    """And a correction that takes some of it away."""
    [correction] = [act for act in acts_of(FILE) if isinstance(act, Correct)]

    assert ("plan", "plan") == (event("closing").dates, event("agency").confirms)
    assert ("second", "agency") == (event("given-up").calls_off, event("given-up").denies)
    assert ("governance.*", "lock-up") == event("new-text").restates
    assert frozenset({"denies", "restates"}) == correction.fields.given
    assert (None, ()) == (correction.fields.denies, correction.fields.restates)


def test_completeness_of_some_terms_is_no_head_of_a_file() -> None:
    """It is numbered by itself, beside that of all terms."""
    both = FILE.replace("terms:\n  stake", 'covered_through: "2026"\nterms:\n  stake', 1)
    covers = [act for act in acts_of(both) if isinstance(act, Cover)]

    assert covers == [
        Cover(id="cover:2026", through=parse("2026")),
        Cover(id="cover:2026:terms", through=parse("2026"), terms=("stake",)),
        Cover(id="cover:2026:terms#2", through=parse("2026"), terms=("governance.*",)),
    ]


START = """\
partnership: us
terms: {cloud.end: {title: T}}
conditions: {c: {title: C}}
sources: {s: {url: "https://x.org"}}
events:
  - {id: e, title: E, authority: press, sources: [s]}
  - {retract: e, reason: x}
"""
NO_EVENT = "No event 'nobody' stands before this."
A_RETRACTION = "'e.c1' is a retraction; name an event."


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        *((f"{key}: »nobody", NO_EVENT) for key in ("dates", "calls-off", "confirms", "denies")),
        *((f"{key}: »e.c1", A_RETRACTION) for key in ("dates", "calls-off", "confirms", "denies")),
        ("when: »60d after nobody", NO_EVENT),
        ("when: »60d after e.c1", A_RETRACTION),
        ("changes: [{set: cloud.end, value: x, when: »1y after nobody}]", NO_EVENT),
        ("changes: [{claim: cloud.end, value: x, through: »1y from nobody}]", NO_EVENT),
        ("dates: »f", "An event cannot date itself; name another event."),
        ("after: »f", "'f' cannot come after itself; name another event."),
        ("when: »1y after f", "The day of an event is not counted from itself; write the day."),
        (
            "changes: [{set: cloud.end, value: x, once: »d}]",
            "No condition 'd' is defined before this.",
        ),
        ("restates: [\"*\", »'?zz']", "No term '?zz' is defined before this."),
        (
            "restates: [»clout.*]",
            "No term 'clout.*' is defined before this. Did you mean 'cloud.end'?",
        ),
    ],
)
def test_what_is_wrong_is_pointed_at(said: str, complaint: str) -> None:
    """In an event, and in the correction of one."""
    event, correction = "{id: f, title: x, authority: press, sources: [s]", "{correct: f, reason: x"

    assert [complaint] == complaints(f"{START}  - {event}, {said}}}\n")
    assert [complaint] == complaints(f"{START}  - {event}}}\n  - {correction}, {said}}}\n")


def complaints(text: str) -> list[str]:
    """Return what is said of the file *text*, whose last line marks where it is said."""
    lines = text.splitlines()
    place = f"x.yaml:{len(lines)}:{lines[-1].index('»') + 1}: "
    with pytest.raises(LedgerError) as refused:
        reader.read(text.replace("»", "").encode(), "x.yaml")
    told = str(refused.value).splitlines()

    assert all(one.startswith(place) for one in told), (place, told)
    return [one.removeprefix(place) for one in told]


def test_an_event_and_its_changes_may_count_from_itself_or_from_what_precedes() -> None:
    """It need not stand before itself."""
    entry = (
        "  - {id: f, title: x, authority: press, sources: [s], when: 60d after e, "
        "changes: [{set: cloud.end, value: x, when: 1d after f, through: 10y from f}]}\n"
    )

    assert "f" == acts_of(START + entry)[-1].id


def test_completeness_of_no_term_is_a_slip() -> None:
    """As a misspelt term is."""
    assert complaints(START + "  - {cover: 2020, terms: [»a*]}\n") == [
        "No term 'a*' is defined before this."
    ]
