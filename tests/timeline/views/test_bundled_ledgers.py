"""The two ledgers of plans, steps and courts: they are whole, and nothing in them is idle."""

import re
from calendar import month_name
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from random import sample

import pytest
from altered_ledgers import UNNOTICED, Read, alterations, read, verdict
from running import Run

from cli.reading.bundled import FIRST, NAMES
from events.dates.reckoned import Reckoned
from events.ledger.reader import DATA
from events.model.kinds import Event, Set, sources_of

SHORT = NAMES[1:]


@pytest.fixture(scope="module", params=SHORT)
def ledger(request: pytest.FixtureRequest) -> Read:
    """Return one of the two."""
    return read(request.param)


def events(ledger: Read) -> list[Event]:
    """Return what happened, in the order of the file."""
    return [act for act in ledger.acts if isinstance(act, Event)]


def test_every_ledger_of_the_folder_is_named() -> None:
    """A file that nobody loads is not shipped."""
    files = {path.stem for path in DATA.glob("*.yaml")}

    assert NAMES[0] == FIRST
    assert {*NAMES, "template"} == files


def test_every_assertion_holds_and_every_term_has_some(ledger: Read) -> None:
    """They are written from the sources, on both sides of each change."""
    asserted = [one.term for one in ledger.record.assertions]

    assert ledger.holds()
    assert set(ledger.record.terms) == set(asserted)
    assert all(asserted.count(term) >= 2 for term in ledger.record.terms)
    assert any(one.known for one in ledger.record.assertions)


def test_every_event_is_cited_and_has_a_speaker(ledger: Read) -> None:
    """So has every source an event that cites it, and a place where it can be found."""
    cited = {key for event in events(ledger) for key in sources_of(event)}

    assert len(events(ledger)) >= 15
    assert [] == [event.id for event in events(ledger) if not (event.sources and event.by)]
    assert set(ledger.record.sources) == cited
    assert all(one.url and one.title and one.publisher for one in ledger.record.sources.values())


def test_every_term_asks_and_every_figure_begins_with_its_number(ledger: Read) -> None:
    """A term with a unit is drawn and compared as a number."""
    terms = ledger.record.terms
    figures = [
        change.value
        for event in events(ledger)
        for change in event.changes
        if isinstance(change, Set) and terms[change.term].unit
    ]

    assert all(term.asks and term.topic for term in terms.values())
    assert figures
    assert [] == [one for one in figures if not re.match(r"(about )?\$?\d", one)]


@pytest.mark.parametrize("name", SHORT)
def test_every_date_in_the_sources_is_told(name: str, command: Run, tmp_path: Path) -> None:
    """The list was made from the sources alone, so it has what the ledger forgot.

    `log` and `history` have what happened, `next`, a week before, has what was then called off.
    """
    command("init", "--db", tmp_path / "all.db", "--bundled")

    def dates(*words: str) -> set[str]:
        found = command(*words, "-o", "json", "-p", name, "--db", tmp_path / "all.db")
        assert 0 == found.exit_code, found.output
        return {*DATE.findall(found.stdout), *map(iso, SPOKEN.findall(found.stdout))}

    told = dates("log").union(*(dates("history", term) for term in read(name).record.terms))
    left = [(on, what) for on, what in in_sources(name) if on not in told]

    assert [] == [f"{on} {what}" for on, what in left if on not in dates("next", week_before(on))]


DATE = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])")
"""A date that stands by itself, and not in the id of an event."""

SPOKEN = re.compile(rf"\b\d\d? (?:{'|'.join(month_name[1:])}) \d{{4}}\b")
"""A day in words, as in the text of a value."""


def iso(words: str) -> str:
    """Return as `2014-09-29` a day in *words*: 29 September 2014."""
    return datetime.strptime(words, "%d %B %Y").date().isoformat()


def week_before(on: str) -> str:
    """Return the day a week before the day *on*."""
    return (date.fromisoformat(on) - timedelta(7)).isoformat()


def in_sources(name: str) -> list[list[str]]:
    """Return the dates in the sources of the ledger *name*, each with what it is the date of."""
    lines = Path(__file__).with_name("dates_in_sources.txt").read_text("utf-8").splitlines()
    return [line.split(" ", 2)[1:] for line in lines if line.startswith(name)]


def test_the_two_use_every_word_for_plans() -> None:
    """They are how the words are tried on real deals."""
    told = [event for name in SHORT for event in events(read(name))]
    changes = [change for event in told for change in event.changes]
    used = {key for one in (*told, *changes) for key in _given(one)}
    counted = [one.when for one in changes] + [getattr(one, "through", None) for one in changes]

    assert {"dates", "calls_off", "confirms", "denies", "restates", "met", "after"} <= used
    assert {"renews", "notice", "once", "hinge", "unless", "of"} <= used
    assert {True, False} == {one.is_last for one in counted if isinstance(one, Reckoned)}
    assert any(isinstance(event.when, Reckoned) for event in told)


def _given(one: object) -> set[str]:
    return {field.name for field in fields(one) if getattr(one, field.name)}  # type: ignore[arg-type]


def test_what_is_altered_is_told(ledger: Read) -> None:
    """Some ways in each run; `.ci/job alter_ledgers_job` tries them all."""
    drawn = sample([*alterations(ledger.acts)], 8)

    assert [] == [one.says for one in drawn if verdict(ledger, one) == UNNOTICED]
