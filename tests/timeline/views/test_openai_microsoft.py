"""The bundled ledger: it says of each day what the researched facts say."""

from datetime import date
from typing import Any

import pytest
from altered_ledgers import read
from running import Run, said

from cli.reading.bundled import bundled, load_bundled
from events.dates.dates import parse
from events.model.kinds import Claim, Correct, Event, sources_of
from timeline.record.record import Record
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms

HEAD = "0c31479823c49d765278bad89dcfb61a668c0f4bb92caaae21585198987f46f9"
"""The head of the bundled ledger in every installation. It moves with each edition of the ledger:
`timeline partnerships -o json` prints it."""

OCTOBER_2025 = {
    "collaboration", "model.partner-status", "ip-license.scope", "ip-license.exclusivity",
    "ip-license.end", "ip-license.research-ip", "cloud.exclusivity", "cloud.rofr",
    "compute.elsewhere", "azure.purchase-commitment", "api.hosting-exclusivity",
    "api.us-national-security", "first-party.hosting", "third-party.joint-products",
    "open-weight-models", "rev-share.openai-to-microsoft", "rev-share.microsoft-to-openai",
    "agi.declaration-process", "agi.contract-consequence", "microsoft.independent-agi",
    "equity.microsoft-stake", "equity.profit-share",
}  # fmt: skip
"""The terms that the agreement of 2025-10-28 changed, with what the joint statement made clear."""

APRIL_2026 = {
    "ip-license.exclusivity", "cloud.partner-status", "api.hosting-exclusivity",
    "api.sales-channels", "first-party.hosting", "products.azure-first",
    "third-party.joint-products", "rev-share.openai-to-microsoft", "rev-share.cap",
    "rev-share.microsoft-to-openai", "agi.contract-consequence",
}  # fmt: skip
"""The terms that the amendment of 2026-04-27 changed: a text says so, or makes them moot."""

SHARE = {
    "rev-share.openai-to-microsoft", "rev-share.percentage", "rev-share.cap",
    "rev-share.scope-other-clouds",
}  # fmt: skip
"""What OpenAI pays, and what hangs on it: it ends with 2030."""

LICENCE = {
    "ip-license.end", "ip-license.scope", "ip-license.exclusivity", "ip-license.research-ip",
}  # fmt: skip
"""The licence, and what hangs on it: it ends with 2032, the research IP before."""

UNSAID_IN_APRIL_2026 = {
    "model.partner-status", "ip-license.research-ip", "azure.purchase-commitment",
    "api.us-national-security", "open-weight-models", "rev-share.scope-other-clouds",
    "agi.definition", "agi.declaration-process", "agi.sufficient-definition",
    "agi.sufficient-process", "microsoft.independent-agi",
}  # fmt: skip
"""The terms that the amendment leaves unsaid.

Joint products are not among them: what is left unsaid of them contradicts an official sentence."""

CLAIMED_OTHERWISE = {
    "collaboration": {"article-004"},
    "ip-license.exclusivity": {"article-001", "article-004"},
    "ip-license.end": {"article-004"},
    "cloud.exclusivity": {"article-004"},
    "cloud.rofr": {"article-004"},
    "compute.elsewhere": {"article-000", "article-001"},
    "api.hosting-exclusivity": {"article-001"},
    "first-party.hosting": {"article-000", "article-004"},
    "frontier.product": {"article-000"},
    "third-party.joint-products": {"article-004"},
    "rev-share.openai-to-microsoft": {"article-004"},
    "agi.declaration-process": {"article-000"},
    "agi.contract-consequence": {"article-004"},
}
"""Which articles about 2026-02-27 say something else about which terms."""


SECOND = "at least $1B, with a second investment of undisclosed size"
"""What Microsoft had committed after the round of 2021."""


def answer(record: Record, term: str, on: str, known: str | None = None) -> Answer:
    """Return the answer of *term* on the day *on*, by what was public on *known*."""
    cut = date.fromisoformat(known) if known else None
    return answer_on(Terms(steps_of(record, known=cut)), record.terms[term], parse(on))


def value_of(found: Answer) -> str | None:
    """Return the value of an answer, None where there is no one value."""
    return found.decided.value if found.decided else None


def test_every_assertion_of_the_ledger_holds() -> None:
    """They are written from the sources and not from the events."""
    assert read("openai-microsoft").holds()


def test_at_least_sixty_assertions_say_what_is_expected(record: Record) -> None:
    """Few of them would let the ledger drift away from the facts."""
    assert len(record.assertions) >= 60
    assert {one.term for one in record.assertions} == set(record.terms)
    assert all(one.value is None or one.status is None for one in record.assertions)


def test_everyone_has_the_same_head(timeline: Run) -> None:
    """The ledger carries its recorded instants, so that two people can compare one line."""
    [found] = said(timeline("partnerships", "-o", "json"))["partnerships"]

    assert found["head"] == HEAD
    assert said(timeline("as-of", "2026-02-27", "-o", "json"))["head"] == HEAD


def test_the_ledger_is_taken_in_once_only(timeline: Run, database: object) -> None:
    """A second helping would move the head."""
    taken = load_bundled(str(database))

    assert taken.added == 0
    assert said(timeline("partnerships", "-o", "json"))["partnerships"][0]["head"] == HEAD


def test_every_change_is_cited(record: Record) -> None:
    """A term without a source is hearsay."""
    bare = [
        standing.event.id
        for standing in record.events
        if not standing.event.sources and not all(one.sources for one in standing.event.changes)
    ]

    assert bare == []


def test_every_source_is_cited_by_some_event(record: Record) -> None:
    """A source that nothing cites was forgotten, or belongs to something that was."""
    acts = [one.act for one in record.acts if isinstance(one.act, Event | Correct)]
    cited = {key for act in acts for key in sources_of(act)}

    assert set(record.sources) == cited


def test_every_source_can_be_found(record: Record) -> None:
    """By its address, or by the words of its title."""
    lost = [one.key for one in record.sources.values() if not (one.url or one.title)]

    assert lost == []


def test_at_least_twenty_terms_answer_with_value_status_event_and_source(timeline: Run) -> None:
    """That is the main job, on the day that the joint statement describes."""
    terms = said(timeline("as-of", "2026-02-27", "-o", "json"))["terms"]
    whole = [
        one for one in terms if one["value"] and one["status"] and one["event"] and one["sources"]
    ]

    assert len(whole) >= 20


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2025-10-27", "2025-10-28", OCTOBER_2025),
        ("2026-04-26", "2026-04-27", APRIL_2026),
        ("2026-02-26", "2026-02-27", {"api.stateless", "frontier.distribution"}),
        ("2025-01-20", "2025-01-21", {
            "cloud.partner-status", "cloud.exclusivity", "cloud.rofr", "compute.elsewhere",
            "api.hosting-exclusivity", "first-party.hosting", "ip-license.scope", "ip-license.end",
            "rev-share.percentage", "azure.purchase-commitment",
        }),
        ("2026-04-27", "2026-04-28", set()),
    ],
)  # fmt: skip
def test_two_days_differ_in_the_terms_that_the_facts_name(
    timeline: Run, before: str, after: str, expected: set[str]
) -> None:
    """The agreements took effect on the days of their texts, and touched these terms only."""
    was, now = (
        {one["term"]: the_answer(one) for one in said(timeline("as-of", on, "-o", "json"))["terms"]}
        for on in (before, after)
    )
    differing = {term for term in now if was[term] != now[term]}
    rows = said(timeline("diff", before, after, "-o", "json"))["changes"]

    assert differing == expected
    assert {row["term"] for row in rows} == expected
    assert {row["cause"] for row in rows} <= {"world"}


def the_answer(one: dict[str, Any]) -> tuple[object, ...]:
    """Return what of an answer makes it another one."""
    possible = [(each["status"], each["value"]) for each in one["possible"]]
    return one["status"], one["value"], one["through"], one["unless"], possible


def test_the_day_of_an_agreement_names_it_as_the_cause(timeline: Run) -> None:
    """Every difference of the day comes from the one event that made it, or made it clear."""
    for before, after, events in (
        ("2025-10-27", "2025-10-28", {"2025-10-28-definitive", "2026-02-27-joint-statement"}),
        ("2026-04-26", "2026-04-27", {"2026-04-27-amendment"}),
    ):
        rows = said(timeline("diff", before, after, "-o", "json"))["changes"]

        assert {tuple(row["events"]) for row in rows} == {(event,) for event in events}


def test_the_joint_statement_changed_no_term_and_made_six_clear(timeline: Run) -> None:
    """It says that nothing changes: what it words anew held in October, and was not known."""
    cuts = ("2025-10-28@2026-02-26", "2025-10-28@2026-02-27")
    rows = said(timeline("diff", *cuts, "-o", "json"))["changes"]
    learned = {
        "collaboration", "compute.elsewhere", "api.hosting-exclusivity", "first-party.hosting",
        "third-party.joint-products", "rev-share.scope-other-clouds",
    }  # fmt: skip

    assert {row["term"] for row in rows} == learned
    assert {row["cause"] for row in rows} == {"learned"}


def test_a_day_of_2021_is_undetermined_with_both_answers(timeline: Run) -> None:
    """Of the round of 2021 no more is public than the year."""
    [found] = said(
        timeline("as-of", "2021-06-15", "--term", "investment.commitment", "-o", "json")
    )["terms"]

    assert found["status"] == "undetermined"
    assert found["value"] is None
    assert found["event"] is None
    assert [(one["status"], one["value"], one["event"]) for one in found["possible"]] == [
        ("in-force", "$1B", "2019-investment"),
        ("in-force", SECOND, "2021-second-round"),
    ]


def test_nothing_later_is_in_what_was_known_in_2021(timeline: Run, record: Record) -> None:
    """A past view with a trace of later news is no past view."""
    asked = timeline("as-of", "2021-06-15", "--known", "2021-06-15", "-o", "json")
    [commitment] = [one for one in said(asked)["terms"] if one["term"] == "investment.commitment"]
    steps = [step for several in steps_of(record).values() for step in several]
    later = {step.event for step in steps if not is_public(step, date(2021, 6, 15))}
    public = {step.event for step in steps if is_public(step, date(2021, 6, 15))}
    values = {
        known: {
            step.value
            for step in steps
            if step.value and is_public(step, date(2021, 6, 15)) is known
        }
        for known in (True, False)
    }

    assert (commitment["status"], commitment["value"]) == ("in-force", "$1B")
    assert [one for one in later - public if f'"{one}"' in asked.stdout] == []
    assert [one for one in values[False] - values[True] if f'"{one}"' in asked.stdout] == []
    assert "2021-second-round" in later
    assert len(later) > 30


def test_no_source_published_later_is_cited_in_what_was_known(
    timeline: Run, record: Record
) -> None:
    """A retelling of 2026 is no source that somebody had in 2021."""
    asked = ("as-of", "2021-06-15", "--known", "2021-06-15")
    cited = {
        source["url"] or source["title"]
        for one in said(timeline(*asked, "-o", "json"))["terms"]
        for source in one["sources"]
    }
    later = {
        source.url or source.title
        for source in record.sources.values()
        if source.published and (source.published.earliest or date.min) > date(2021, 6, 15)
    }

    assert cited & later == set()


def is_public(step: Step, on: date) -> bool:
    """Whether *step* was surely public on *on*."""
    return step.public <= on.toordinal()


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2030-12-31", set()),
        ("2031-06-01", SHARE | {"ip-license.research-ip"}),
        ("2032-12-31", SHARE | {"ip-license.research-ip"}),
        ("2033-01-01", SHARE | LICENCE),
    ],
)
def test_a_day_ahead_shows_what_has_expired_by_its_own_date(
    timeline: Run, on: str, expected: set[str]
) -> None:
    """Through 2030 includes its last day; nobody has to record the end."""
    terms = said(timeline("as-of", on, "-o", "json"))["terms"]

    assert {one["term"] for one in terms if one["status"] == "expired"} == expected


def test_the_articles_claim_what_the_parties_did_not_say(timeline: Run) -> None:
    """They are press: they stand beside what the parties wrote, and it is said whose they are."""
    terms = said(timeline("as-of", "2026-02-27", "-o", "json"))["terms"]
    found = {
        one["term"]: {
            claim["event"].removeprefix("2026-02-27-")
            for claim in one["claims"]
            if claim["differs"]
        }
        for one in terms
        if any(claim["differs"] for claim in one["claims"])
    }
    differing = [claim for one in terms for claim in one["claims"] if claim["differs"]]

    assert found == CLAIMED_OTHERWISE
    assert {claim["authority"] for claim in differing} == {"press"}
    assert all(claim["by"] for claim in differing)


def test_no_article_was_public_before_its_day(record: Record) -> None:
    """Three of them carry no date: they are surely public when the ledger has them."""
    early = answer(record, "ip-license.end", "2026-02-27", known="2026-11-20")
    late = answer(record, "ip-license.end", "2026-02-27", known="2026-11-21")
    dated = answer(record, "api.hosting-exclusivity", "2026-02-27", known="2026-02-27")

    assert early.flags == ()
    assert late.flags == ("claimed-otherwise",)
    assert dated.flags == ("claimed-otherwise",)


@pytest.mark.parametrize(
    ("event", "when", "announced"),
    [
        ("2021-second-round", "2021", "2023-01-23"),
        ("2023-06-28-our-structure", "2023-06-28", "[2023-06-28..2023-11-16]"),
        ("2023-profit-test", "2023", "2024-12-26"),
        ("2023-two-tests", "2023", "2025-06-27"),
        ("2025-07-agi-bar", "[2019-07-22..2025-07-12]", "[2025-07-11..2025-07-12]"),
        ("2026-06-30-stake-25", "2026-06-30", "2026-07-29"),
    ],
)
def test_an_event_keeps_its_effective_day_apart_from_its_announcement(
    timeline: Run, event: str, when: str, announced: str
) -> None:
    """A publication date is never used as an effective date."""
    [row] = [one for one in said(timeline("log", "-o", "json"))["events"] if one["event"] == event]

    assert (row["when"], row["announced"]) == (when, announced)


@pytest.mark.parametrize(
    ("term", "on", "day_before", "day_of", "was", "became"),
    [
        ("investment.commitment", "2022-06-30", "2023-01-22", "2023-01-23",
         "$1B", SECOND),
        ("agi.declaration-process", "2023-06-30", "2023-11-15", "2023-11-16",
         None, "OpenAI's board decides when AGI is reached"),
        ("agi.sufficient-definition", "2024-06-30", "2025-06-26", "2025-06-27",
         None, "yes, a system able to earn investors about $100B in profit"),
        ("microsoft.independent-agi", "2025-10-27", "2025-07-11", "2025-07-12",
         None, "Microsoft may not pursue AGI on its own while the contract runs"),
        ("rev-share.openai-to-microsoft", "2024-06-30", "2025-11-13", "2025-11-14",
         None, "an undisclosed percentage of OpenAI's revenue"),
        ("equity.microsoft-stake", "2026-06-30", "2026-07-28", "2026-07-29",
         "about 27% on an as-converted, diluted basis", "about 25% on an as-converted basis"),
    ],
)  # fmt: skip
def test_late_news_changes_a_past_day_from_the_day_it_came_out(
    record: Record, term: str, on: str, day_before: str, day_of: str, was: str | None, became: str
) -> None:
    """What was in force unseen is in force, but was not known."""
    assert value_of(answer(record, term, on, known=day_before)) == was
    assert value_of(answer(record, term, on, known=day_of)) == became
    assert value_of(answer(record, term, on)) == became


def test_the_cap_is_undisclosed_and_its_height_a_claim(record: Record) -> None:
    """Officially there is a cap and no number; the number contradicts nothing."""
    before = answer(record, "rev-share.cap", "2026-05-01", known="2026-05-10")
    after = answer(record, "rev-share.cap", "2026-05-01", known="2026-05-11")
    expected = [("$38B", ("The Information",), "2026-05-11-cap-report", False)]

    assert before.claims == ()
    assert [
        (one.step.value, one.step.by, one.step.event, one.differs) for one in after.claims
    ] == expected
    assert after.flags == ()
    assert value_of(before) == value_of(after) == "undisclosed"


def test_the_fall_of_the_stake_is_undetermined_between_the_filings(record: Record) -> None:
    """27 % on 2026-03-31 and 25 % on 2026-06-30 are filed; the day between is not published."""
    statuses = {
        on: answer(record, "equity.microsoft-stake", on).status
        for on in ("2026-03-31", "2026-04-01", "2026-06-29", "2026-06-30")
    }

    assert statuses == {
        "2026-03-31": "in-force",
        "2026-04-01": "undetermined",
        "2026-06-29": "undetermined",
        "2026-06-30": "in-force",
    }


def test_the_log_shows_that_the_oracle_permission_was_corrected(timeline: Run) -> None:
    """The article gave a June and no year; the record keeps that, and what it became."""
    [row] = [one for one in said(timeline("log", "-o", "json"))["events"] if one["acts"]]
    shown = said(timeline("show", "article-004-oracle", "-o", "json"))
    text = timeline("show", "article-004-oracle").stdout

    assert (row["event"], row["when"]) == ("article-004-oracle", "2024-06-11")
    assert row["acts"] == ["article-004-oracle.c1"]
    assert shown["as_recorded"]["when"] == "XXXX-06"
    assert shown["as_corrected"]["when"] == "2024-06-11"
    assert [act["id"] for act in shown["acts"]] == ["article-004-oracle.c1"]
    assert "XXXX-06" in text
    assert "2024-06-11" in text
    assert "article-004-oracle.c1" in timeline("log", "--term", "compute.elsewhere").stdout


def test_the_record_before_the_correction_can_still_be_asked(timeline: Run) -> None:
    """In June of no stated year: it makes early days undetermined, and no day certain."""
    early = ("as-of", "2020-01-01", "--term", "compute.elsewhere", "-o", "json")
    cut = ("--recorded", "2026-11-21T03:00Z")
    [row] = [
        one for one in said(timeline("log", *cut, "-o", "json"))["events"]
        if one["event"] == "article-004-oracle"
    ]  # fmt: skip
    [then], [now] = said(timeline(*early, *cut))["terms"], said(timeline(*early))["terms"]

    assert (row["when"], row["acts"]) == ("XXXX-06", [])
    assert then["status"] == "undetermined"
    assert {one["status"] for one in then["possible"]} == {"not-set", "in-force"}
    assert now["status"] == "not-set"


def test_the_silence_of_april_2026_carries_what_it_leaves_unsaid(timeline: Run) -> None:
    """Silence is not repeal: the answers stay, and say that they were not restated."""
    carried = {
        on: {
            one["term"]: the_answer(one)
            for one in said(timeline("as-of", on, "-o", "json"))["terms"]
            if "carried" in one["flags"]
        }
        for on in ("2026-04-26", "2026-04-27", "2026-07-29")
    }

    assert carried["2026-04-26"].keys() == {"agi.sufficient-definition", "agi.sufficient-process"}
    assert carried["2026-04-27"].keys() == UNSAID_IN_APRIL_2026
    assert carried["2026-07-29"] == carried["2026-04-27"]
    assert {status for status, *_ in carried["2026-04-27"].values()} == {"in-force"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-17", set()),
        ("2026-03-18", {"api.hosting-exclusivity", "first-party.hosting"}),
        ("2026-04-26", {"api.hosting-exclusivity", "first-party.hosting"}),
        ("2026-04-27", set()),
    ],
)
def test_frontier_is_disputed_until_the_amendment(
    timeline: Run, on: str, expected: set[str]
) -> None:
    """No settlement was published; on new terms there is nothing left of it to dispute."""
    terms = said(timeline("as-of", on, "-o", "json"))["terms"]
    disputed = {one["term"] for one in terms if "disputed" in one["flags"]}
    disputes = {one["term"]: one["disputes"] for one in terms if one["disputes"]}

    assert disputed == expected
    assert disputes.keys() == expected
    assert all(
        [side["party"] for side in one["positions"]] == ["Microsoft", "OpenAI and Amazon"]
        and all(side["says"] for side in one["positions"])
        for several in disputes.values()
        for one in several
    )


def test_conditions_and_last_days_are_structure_and_not_prose(record: Record) -> None:
    """What ends an answer early, or by itself, has to be computed with."""
    exclusive = answer(record, "ip-license.exclusivity", "2025-10-28").decided
    research = answer(record, "ip-license.research-ip", "2025-10-28").decided
    share = answer(record, "rev-share.openai-to-microsoft", "2026-04-27").decided

    assert exclusive
    assert exclusive.unless == {"agi-reached"}
    assert research
    assert (research.unless, research.until) == (frozenset({"agi-verified"}), parse("2030"))
    assert share
    assert (share.unless, share.until) == (frozenset(), parse("2030"))
    assert set(record.conditions) == {"agi-reached", "agi-verified"}


def test_what_the_press_says_of_the_agi_clause_is_a_claim(record: Record) -> None:
    """The texts of April 2026 are silent; the panel is carried, its end reported."""
    found = answer(record, "agi.declaration-process", "2026-04-27")
    ended = [one.step for one in found.claims if one.step.value is None]

    assert found.decided
    assert found.decided.deciding
    assert (found.status, found.decided.deciding.event) == ("in-force", "2025-10-28-definitive")
    assert {"claimed-otherwise", "carried"} <= set(found.flags)
    assert [(str(one.authority), one.by, one.event) for one in ended] == [
        ("reported", ("The Verge", "CNBC"), "2026-04-27-amendment")
    ]


def test_an_official_unchanged_confirms_no_figure(timeline: Run) -> None:
    """The joint statement names no words and no figure: the $100B stays a claim of the press."""
    asked = ("as-of", "2026-02-27", "--term", "agi.definition", "-o", "json")
    [found] = said(timeline(*asked))["terms"]

    assert (found["status"], found["authority"]) == ("in-force", "official")
    assert found["event"] == "2023-06-28-our-structure"
    assert "$100B" not in found["value"]
    assert [(one["by"], one["authority"]) for one in found["claims"]] == [
        (["The Information"], "reported")
    ]


def test_the_month_of_the_amendment_varied(timeline: Run) -> None:
    """It is not uncertain which of the two held: each did, on its days."""
    [found] = said(timeline("as-of", "2026-04", "--term", "ip-license.exclusivity", "-o", "json"))[
        "terms"
    ]

    assert (found["status"], found["value"], found["possible"]) == ("varied", None, [])
    assert [(one["from"], one["until"], one["value"]) for one in found["periods"]] == [
        ("2026-04-01", "2026-04-26", "exclusive until AGI"),
        ("2026-04-27", "2026-04-30", "non-exclusive"),
    ]


def test_every_event_and_every_claim_says_who_speaks(record: Record) -> None:
    """The outlet that retells it is the source; who said so has to be told too."""
    silent = [one.event.id for one in record.events if not one.event.by]
    claims = [
        (one.event.id, change.term)
        for one in record.events
        for change in one.event.changes
        if isinstance(change, Claim) and not (change.by or one.event.by)
    ]

    assert (silent, claims) == ([], [])


def test_nothing_reported_took_the_place_of_what_the_parties_wrote(record: Record) -> None:
    """What an article retells is a claim; to set it would make it the answer."""
    terms = Terms(steps_of(record))
    replaced = [
        (term.key, on)
        for term in record.terms.values()
        for on in (
            "2019-12-31",
            "2023-12-31",
            "2025-01-21",
            "2026-02-27",
            "2026-04-27",
            "2026-07-29",
        )
        if answer_on(terms, term, parse(on)).replaced
    ]

    assert replaced == []


def test_the_ledger_is_of_the_partnership_it_is_shipped_for(record: Record) -> None:
    """It says through which day it claims to be complete."""
    assert bundled().partnership == "openai-microsoft"
    assert record.partnership.parties == ("OpenAI", "Microsoft")
    assert record.covered == (parse("2016-11-15"), parse("2026-07-29"))
    assert record.covered_from("frontier.product") == parse("2026-02-05")
    assert len(record.terms) == 38
