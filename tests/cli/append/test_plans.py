"""Plans and what becomes of them, by flags; and a retraction takes with it what depends on it."""

from dataclasses import replace
from typing import Any

import pytest
from logs import corrected, fee, happened, log
from running import DRAWN, Run, said

from cli.append.dependents import dependents
from events.log.log import open_log
from events.model.kinds import Act, Correct, Correction
from timeline.record.record import Kept, Record, record_of

ENGINES = DRAWN

BY_FLAGS = ("--authority", "official", "--source", "oai-2026-04", "-o", "json")
AHEAD = ("--announced", "2026-11-01")

pytestmark = pytest.mark.usefixtures("ticking")


def append(run: Run, id: str, *flags: str) -> None:
    said(run("append", "--id", id, "--title", id.capitalize(), *BY_FLAGS, *flags))


def recorded(run: Run, event: str) -> dict[str, Any]:
    """Return what the log keeps of *event*, without what all events of this file share."""
    kept: dict[str, Any] = said(run("show", event, "-o", "json"))["as_recorded"]
    shared = ("id", "title", "authority", "sources", "announced")
    return {key: value for key, value in kept.items() if key not in shared}


def acts(log_url: str) -> list[Act]:
    with open_log(log_url) as opened:
        return [entry.act() for entry in opened.entries("openai-microsoft")]


def planned(run: Run) -> None:
    """Record a plan and everything that may depend on it."""
    append(run, "plan", *AHEAD, "--set", "cloud.rofr=back again")
    append(run, "closing", "--when", "2026-11-10", "--dates", "plan")
    append(run, "agency", *AHEAD, "--confirms", "plan")
    append(run, "report", *AHEAD, "--denies", "agency")
    append(run, "detail", *AHEAD, "--set", "cloud.rofr=for a year", "--of", "cloud.rofr=plan")
    append(run, "review", "--when", "60d after closing")
    append(run, "party", "--when", "2026-11-10", "--after", "closing")


DEPENDING = [
    "agency confirms plan",
    "closing dates plan",
    "detail tells more about plan on cloud.rofr",
    "party comes after closing",
    "report denies agency",
    "review counts a day from closing",
]


def test_what_is_typed_is_what_is_kept(timeline: Run) -> None:
    """In the words of a ledger file, whatever blanks are typed between them."""
    append(
        timeline, "plan", *AHEAD, "--set", "cloud.rofr=back again",
        "--through", "cloud.rofr=2y  from plan", "--renews", "cloud.rofr=1y",
        "--notice", "cloud.rofr=60d", "--set", "ip-license.end=soon",
        "--once", "ip-license.end=agi-verified",
    )  # fmt: skip
    append(timeline, "bid", *AHEAD)
    append(timeline, "told", *AHEAD, "--confirms", "plan", "--denies", "bid")
    append(timeline, "over", *AHEAD, "--calls-off", "bid", "--restates", "cloud.*")
    append(timeline, "closing", "--dates", "plan", "--when", " 60d after  told ")

    assert recorded(timeline, "plan")["changes"] == [
        {
            "set": "cloud.rofr",
            "value": "back again",
            "through": "2y from plan",
            "renews": "1y",
            "notice": "60d",
        },
        {"set": "ip-license.end", "value": "soon", "once": "agi-verified"},
    ]
    assert {"confirms": "plan", "denies": "bid"} == recorded(timeline, "told")
    assert {"calls-off": "bid", "restates": ["cloud.*"]} == recorded(timeline, "over")
    assert {"dates": "plan", "when": "60d after told"} == recorded(timeline, "closing")


def test_a_correction_takes_the_same_flags(timeline: Run) -> None:
    """What was forgotten can be said later."""
    append(timeline, "plan", *AHEAD)
    append(timeline, "closing", "--when", "2026-11-10")
    said(timeline("correct", "closing", "--dates", "plan", "--reason", "so", "-o", "json"))

    assert "plan" == said(timeline("show", "closing", "-o", "json"))["as_corrected"]["dates"]


def test_completeness_of_some_terms_can_be_said(timeline: Run, log_url: str) -> None:
    """As of all."""
    told = said(timeline("cover", "2026-11-20", "--terms", "cloud.*", "-o", "json"))
    refused = timeline("cover", "2026-11-20", "--terms", "clown.*")

    assert ("cover:2026-11-20:terms", ("cloud.*",)) == (told["event"], acts(log_url)[-1].terms)  # type: ignore[union-attr]
    assert "There is no term clown.* so far." in refused.stderr


def test_what_others_depend_on_is_not_retracted_alone(timeline: Run, log_url: str) -> None:
    """They are named, each with what it does, and nothing is written."""
    planned(timeline)
    before = acts(log_url)
    refused = timeline("retract", "plan", "--reason", "a hoax")
    told = " ".join(refused.stderr.split())

    assert (1, "", before) == (refused.exit_code, refused.stdout, acts(log_url))
    start, _, rest = told.partition("Others depend on plan: ")
    listed, _, advice = rest.partition(". ")
    assert DEPENDING == sorted(listed.split("; "))
    assert "Say --with-dependents to retract them too, or correct them first." == advice
    assert "Error: " == start


def test_with_its_dependents_it_is_retracted_at_once(timeline: Run, log_url: str) -> None:
    """Whatever depends on another goes first, for the same reason."""
    planned(timeline)
    before = len(acts(log_url))
    tried = said(
        timeline("retract", "plan", "-n", "--with-dependents", "--reason", "x", "-o", "json")
    )
    told = said(
        timeline(
            "retract",
            "plan",
            "--with-dependents",
            "--reason",
            "a hoax",
            "--id",
            "hoax",
            "-o",
            "json",
        )
    )
    made = acts(log_url)[before:]

    assert ("hoax", True) == (told["event"], told["added"])
    assert tried["falls"] == told["falls"]
    assert DEPENDING == sorted(one.replace(", which", "") for one in told["falls"])
    gone = [act.event for act in made]  # type: ignore[union-attr]
    assert ("plan", 7) == (gone[-1], len({*gone}))
    assert {"a hoax"} == {act.reason for act in made}  # type: ignore[union-attr]
    pairs = ("report", "agency"), ("review", "closing"), ("party", "closing"), ("closing", "plan")
    assert all(gone.index(one) < gone.index(other) for one, other in pairs)
    assert (
        [] == said(timeline("as-of", "--term", "cloud.rofr", "-o", "json"))["terms"][0]["pending"]
    )


def test_a_retraction_again_adds_nothing(timeline: Run, log_url: str) -> None:
    """Nothing depends on it any more."""
    planned(timeline)
    words = ("retract", "plan", "--with-dependents", "--reason", "a hoax", "-o", "json")
    said(timeline(*words))
    before = acts(log_url)

    assert not said(timeline(*words))["added"]
    assert before == acts(log_url)


def test_a_correction_that_is_retracted_has_no_dependents(timeline: Run) -> None:
    """They depend on the event, whichever record of it stands."""
    planned(timeline)
    said(timeline("correct", "plan", "--title", "A plan", "--reason", "so", "-o", "json"))

    assert 0 == timeline("retract", "plan.c1", "--reason", "not so").exit_code


# What depends on what


def record(*acts: Act) -> Record:
    return record_of(Kept(*one) for one in log(*acts))


def test_what_was_corrected_to_lean_on_something_else_does_not_lean() -> None:
    """The record as it stands counts."""
    acts = (happened("a", "2026"), replace(happened("b", "2026"), after="a"))
    fields = Correction(given=frozenset({"after"}))

    assert ["b comes after a"] == [str(one) for one in dependents("a", record(*acts))]
    away = Correct(id="b.c1", event="b", fields=fields, reason="x")
    assert [] == dependents("a", record(*acts, away))
    assert 1 == len(dependents("a", record(*acts, corrected("b.c1", "b", "2027"))))


def test_an_event_that_leans_in_several_ways_is_named_once() -> None:
    """With all of them."""
    told = happened("b", None, fee("1", of="a"), fee("2", of="a"))

    assert ["b confirms a, comes after a, tells more about a on fee"] == [
        str(one)
        for one in dependents(
            "a", record(happened("a", "2026"), replace(told, after="a", confirms="a"))
        )
    ]


def test_events_that_lean_on_one_another_are_all_found() -> None:
    """One may come after the other that confirms it."""
    found = dependents(
        "a",
        record(
            happened("a", None),
            replace(happened("b", None), confirms="a", after="c"),
            replace(happened("c", None), confirms="b"),
        ),
    )

    assert ["b", "c"] == sorted(one.event for one in found)
