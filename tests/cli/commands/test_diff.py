"""The command diff: what differs between two points on three clocks, and which is the cause."""

import csv
import io
import json
from typing import Any

import pytest
from running import DRAWN, Run, said

ENGINES = DRAWN

SPRING = ("2026-02-28", "2026-04-28")
CHANGED = {
    "ip-license.exclusivity",
    "cloud.partner-status",
    "api.hosting-exclusivity",
    "api.sales-channels",
    "first-party.hosting",
    "products.azure-first",
    "third-party.joint-products",
    "rev-share.openai-to-microsoft",
    "rev-share.cap",
    "agi.contract-consequence",
}
"""What the amended agreement of April 2026 set anew, by its text."""
ENDED = {"rev-share.microsoft-to-openai"}
"""What it ended."""
NOT_RESTATED = {
    "api.us-national-security",
    "rev-share.scope-other-clouds",
    "agi.definition",
    "agi.declaration-process",
}
"""On what its text is silent: no term of these ended by that."""
STAKE = "equity.microsoft-stake"
ALONE = "OpenAI's board decides when AGI is reached"
VERIFIED = "OpenAI declares AGI, and an independent expert panel must verify it"
FORMS = ("table", "json", "ndjson", "csv", "md")


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(run("diff", *words, "-o", "json"))["changes"]
    return found


def causes(run: Run, *words: str) -> list[tuple[str, str, str, str]]:
    return [
        (row["term"], row["cause"], _short(row["before"]), _short(row["after"]))
        for row in rows(run, *words)
    ]


def _short(answer: dict[str, Any]) -> str:
    return str(answer["value"] or answer["status"])


def test_what_the_amendment_changed_and_ended_is_listed_and_nothing_else(timeline: Run) -> None:
    """With the one answer that is in doubt from the first day of April on."""
    found = {row["term"]: row for row in rows(timeline, *SPRING)}

    assert CHANGED | ENDED | {STAKE} == set(found)
    assert {"world"} == {row["cause"] for row in found.values()}
    assert ENDED == {term for term, row in found.items() if row["after"]["status"] == "ended"}
    assert "undetermined" == found[STAKE]["after"]["status"]
    assert {("2026-04-27-amendment",)} == {
        tuple(row["events"]) for term, row in found.items() if term != STAKE
    }
    assert not NOT_RESTATED & set(found)


def test_the_rows_are_in_the_order_of_the_terms(timeline: Run) -> None:
    """As in every other answer."""
    order = [row["term"] for row in said(timeline("terms", "-o", "json"))["terms"]]
    found = [row["term"] for row in rows(timeline, *SPRING)]

    assert [term for term in order if term in found] == found


def test_the_stake_is_in_doubt_from_april_on(timeline: Run) -> None:
    """Not a day before; and what was public then did not doubt it."""
    asked = ("--term", STAKE)

    assert [] == causes(timeline, "2026-02-28", "2026-03-31", *asked)
    assert [(STAKE, "world")] == [
        row[:2] for row in causes(timeline, "2026-03-31", "2026-04-01", *asked)
    ]
    assert [] == causes(timeline, "2026-03-31", "2026-04-01", *asked, "--as-known")


def test_a_point_cuts_three_clocks(timeline: Run) -> None:
    """DAY@KNOWN@INSTANT; what is left empty is not cut."""
    found = said(timeline("diff", "2026-06-30@2026-07-01", "2026-06-30@@2026-11-21", "-o", "json"))

    assert {"as_of": "2026-06-30", "known": "2026-07-01", "recorded": None} == found["from"]
    assert {
        "as_of": "2026-06-30",
        "known": None,
        "recorded": "2026-11-21T23:59:59.999999Z",
    } == found["to"]
    assert [(STAKE, "learned")] == [(row["term"], row["cause"]) for row in found["changes"]]


def test_what_became_public_in_between_was_learned(timeline: Run) -> None:
    """The second test of 2023 came out in June 2025."""
    found = causes(timeline, "2024-06@2025-06-26", "2024-06@2025-06-27")

    assert [("agi.sufficient-definition", "learned"), ("agi.sufficient-process", "learned")] == [
        row[:2] for row in found
    ]


def test_learned_and_then_changed_are_two_rows_in_that_order(timeline: Run) -> None:
    """First what was so already, then what came to be."""
    found = causes(
        timeline, "2025-10-27@2023-06", "2025-10-28", "--term", "agi.declaration-process"
    )

    assert [
        ("agi.declaration-process", "learned", "not-set", ALONE),
        ("agi.declaration-process", "world", ALONE, VERIFIED),
    ] == found


@pytest.mark.parametrize("on", ["2026-06-15", "2024-06-10", "2019-01-01"])
def test_the_permission_of_june_was_corrected_and_no_change_in_the_world(
    timeline: Run, on: str
) -> None:
    """An article that gives no year; the record first took it for any June."""
    found = rows(timeline, f"{on}@@2026-11-21T05:59:59Z", on)

    assert {("corrected", ("article-004-oracle.c1",))} == {
        (row["cause"], tuple(row["events"])) for row in found
    }
    assert ["compute.elsewhere"] == [row["term"] for row in found]


def test_the_permission_is_no_difference_between_two_days_of_now(timeline: Run) -> None:
    """Neither in the June of 2026 nor around the day that the correction gives."""
    summer = rows(timeline, "2026-05-31", "2026-07-01", "--term", "compute.*")
    [then] = rows(timeline, "2024-06-10", "2024-06-11", "--term", "compute.*")

    assert [] == summer
    assert ("world", "2024-06-12-oracle-clarified") == (then["cause"], then["events"][0])


def test_backwards_it_is_the_way_back(timeline: Run) -> None:
    """Before and after trade places, and the causes are the same."""
    there = causes(timeline, *SPRING)
    back = causes(timeline, *SPRING[::-1])

    assert [(term, cause, after, before) for term, cause, before, after in there] == back


def test_each_point_may_know_what_was_public_on_its_own_day(timeline: Run) -> None:
    """What came out later is then no part of either."""
    found = said(timeline("diff", *SPRING, "--as-known", "-o", "json"))
    own = said(timeline("diff", "2026-02-28@2026-01-01", SPRING[1], "--as-known", "-o", "json"))

    assert list(SPRING) == [found[end]["known"] for end in ("from", "to")]
    assert CHANGED | ENDED == {row["term"] for row in found["changes"]}
    assert "2026-01-01" == own["from"]["known"]


def test_known_and_recorded_cut_both_points_that_do_not_say_so_themselves(timeline: Run) -> None:
    """An option is shorter than two ends."""
    cuts = ("--known", "2026-03-01", "--recorded", "2026-11-21T05:00:00Z")
    asked = timeline("diff", "2026-02-28@2026-02-28", SPRING[1], *cuts, "-o", "json")
    found = said(asked)

    assert ["2026-02-28", "2026-03-01"] == [found[end]["known"] for end in ("from", "to")]
    assert ["2026-11-21T05:00:00.000000Z"] * 2 == [found[end]["recorded"] for end in ("from", "to")]
    assert [] == found["changes"]


def test_terms_can_be_chosen(timeline: Run) -> None:
    """By name, pattern or title, after the points or by option; a slip is told."""
    found = rows(timeline, *SPRING, "cloud.*", "Licence exclusivity")
    none = timeline("diff", *SPRING, "cluod.*")

    assert ["ip-license.exclusivity", "cloud.partner-status"] == [row["term"] for row in found]
    assert found == rows(timeline, *SPRING, "--term", "cloud.*", "--term", "ip-license.exclusivity")
    assert 4 == none.exit_code


@pytest.mark.parametrize("form", FORMS)
def test_the_exit_code_tells_whether_there_are_differences(timeline: Run, form: str) -> None:
    """Where that is asked for; the output is the same."""
    some = timeline("diff", *SPRING, "-o", form)
    told = timeline("diff", *SPRING, "-o", form, "--exit-code")
    none = timeline("diff", SPRING[0], SPRING[0], "-o", form, "--exit-code")

    assert (0, 1, 0) == (some.exit_code, told.exit_code, none.exit_code)
    assert some.stdout == told.stdout


def test_the_forms_say_the_same(timeline: Run) -> None:
    """For a person, a program, a spreadsheet and a page."""
    found = rows(timeline, *SPRING)
    lines = timeline("diff", *SPRING, "-o", "ndjson").stdout.splitlines()
    sheet = list(csv.DictReader(io.StringIO(timeline("diff", *SPRING, "-o", "csv").stdout)))
    page = timeline("diff", *SPRING, "-o", "md").stdout.splitlines()
    text = timeline("diff", *SPRING).stdout

    assert found == [json.loads(line) for line in lines]
    assert [(row["term"], row["cause"]) for row in found] == [
        (row["term"], row["cause"]) for row in sheet
    ]
    assert len(found) + 2 == len([line for line in page if line.startswith("|")])
    assert f"From 28 February 2026 to 28 April 2026: {len(found)} terms differ." in text
    titles = {one["term"]: one["title"] for one in said(timeline("terms", "-o", "json"))["terms"]}
    for row in found:
        assert titles[row["term"]] in text
        assert row["term"] not in text


def test_no_difference_is_said_in_words(timeline: Run) -> None:
    """An empty answer could be a mistake."""
    assert "no term differs." in timeline("diff", SPRING[0], SPRING[0]).stdout


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("soonish", "'soonish' cannot be read as a date"),
        ("2026-02-30", "2026-02-30"),
        ("", "date"),
        ("@2026-01-01", "date"),
        ("2026-02-28@soonish", "'soonish' cannot be read as a date"),
        ("2026-02-28@XXXX-06", "no earliest day"),
        ("2026-02-28@@soonish", "'soonish' cannot be read as an instant"),
        ("2026-02-28@@2026-11-21T25:00:00Z", "cannot be read as an instant"),
        ("2026-02-28@@2026-11-21@2026", "cannot be read as an instant"),
    ],
)
def test_a_point_that_cannot_be_read_is_a_sentence(
    timeline: Run, point: str, expected: str
) -> None:
    """Exit code 2, whichever end it is."""
    for points in ((point, SPRING[1]), (SPRING[0], point)):
        refused = timeline("diff", *points)

        assert (2, "") == (refused.exit_code, refused.stdout)
        assert expected in refused.stderr
        assert 1 == refused.stderr.count("Error: ")


def test_a_day_that_cannot_cut_what_was_known_is_told(timeline: Run) -> None:
    """It has no earliest day, so nothing would be sure to be public by it."""
    refused = timeline("diff", "XXXX-06", "2026-04-28", "--as-known")

    assert (2, "") == (refused.exit_code, refused.stdout)
    assert "no earliest day" in refused.stderr


def test_before_the_log_began_nothing_was_set(timeline: Run) -> None:
    """Then everything was logged, and one article put right."""
    found = rows(timeline, "2026-06-01@@2020-01-01", "2026-06-01")

    causes = {row["term"]: row["cause"] for row in found}

    assert {"not-set"} == {row["before"]["status"] for row in found}
    assert "corrected" == causes.pop("compute.elsewhere")
    assert {"logged"} == set(causes.values())
