"""The commands that ask: every form of every answer, and what is said where there is none."""

import csv
import io
import json
import unicodedata

import pytest
from running import DRAWN, Run, said

from timeline.record.record import Record

ENGINES = DRAWN

ANSWER_KEYS = [
    "term", "title", "asks", "topic", "status", "value", "amount", "unit", "flags", "authority",
    "by", "since", "from", "until", "through", "renews", "notice", "unless", "once", "while",
    "last_confirmed", "confirmed", "said_unchanged", "event", "sources", "possible", "periods",
    "replaced", "claims", "disputes", "pending",
]  # fmt: skip
META_KEYS = [
    *("partnership", "as_of", "known", "recorded", "head", "covered_from", "covered_through"),
]
ROFR = "Microsoft has a right of first refusal on new capacity"
PERIOD_KEYS = {"value", "status", "since", "until", "event", "known_from"}
LAST_DAY_ON_80 = ("2026-02-27", "2021-06-15", "2026-03-20", "2031-06-01", "2010-01-01", "2024")


def test_json_has_the_keys_that_others_rely_on(timeline: Run) -> None:
    """They are a promise: scripts read them."""
    answer = said(timeline("as-of", "2026-02-27", "-o", "json"))

    assert list(answer) == [*META_KEYS, "terms"]
    assert all(list(one) == ANSWER_KEYS for one in answer["terms"])
    assert answer["as_of"] == "2026-02-27"
    assert (answer["known"], answer["recorded"]) == (None, None)
    assert answer["covered_through"] == "2026-07-29"


def test_json_of_sources_possible_answers_and_claims_has_its_keys(timeline: Run) -> None:
    """What an answer rests on has to be found without guessing."""
    terms = [
        *said(timeline("as-of", "2026-03-31", "-o", "json"))["terms"],
        *said(timeline("as-of", "2021-06-15", "-o", "json"))["terms"],
    ]
    sources = [each for one in terms for each in one["sources"]]
    claims = [each for one in terms for each in one["claims"]]
    possible = [each for one in terms for each in one["possible"]]
    disputes = [each for one in terms for each in one["disputes"]]
    positions = [each for one in disputes for each in one["positions"]]

    assert {tuple(each) for each in sources} == {
        ("url", "title", "publisher", "published", "locator")
    }
    told = ("by", "authority", "event", "since", "sources", "differs", "denied_by")
    assert {tuple(each) for each in claims} == {("status", "value", "amount", "through", *told)}
    assert {tuple(each) for each in possible} == {
        ("status", "value", "amount", "through", "renews", "unless", "event", "authority", "since")
    }
    assert {tuple(each) for each in disputes} == {
        ("event", "since", "by", "authority", "positions", "sources")
    }
    assert {tuple(each) for each in positions} == {("party", "says")}


def test_terms_come_in_the_order_in_which_they_were_defined(timeline: Run, record: Record) -> None:
    """Two answers can be laid side by side."""
    answer = said(timeline("as-of", "2026-02-27", "-o", "json"))
    some = said(
        timeline("as-of", "--term", "rev-share.*", "--term", "ip-license.end", "-o", "json")
    )

    assert [one["term"] for one in answer["terms"]] == list(record.terms)
    assert [one["term"] for one in some["terms"]] == [
        "ip-license.end",
        "rev-share.openai-to-microsoft",
        "rev-share.percentage",
        "rev-share.cap",
        "rev-share.microsoft-to-openai",
        "rev-share.scope-other-clouds",
    ]


def test_json_lines_hold_one_answer_each_with_its_clocks(timeline: Run) -> None:
    """A line that is cut out still says what was asked."""
    whole = said(timeline("as-of", "2026-02-27", "-o", "json"))
    lines = timeline("as-of", "2026-02-27", "-o", "ndjson").stdout.splitlines()
    meta = {key: whole[key] for key in META_KEYS}

    assert [json.loads(line) for line in lines] == [meta | one for one in whole["terms"]]


def test_csv_has_a_row_for_every_term(timeline: Run) -> None:
    """It opens in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(timeline("as-of", "2026-02-27", "-o", "csv").stdout)))
    whole = said(timeline("as-of", "2026-02-27", "-o", "json"))["terms"]

    assert [row["term"] for row in rows] == [one["term"] for one in whole]
    assert [row["value"] for row in rows] == [one["value"] or "" for one in whole]
    assert [row["status"] for row in rows] == [one["status"] for one in whole]
    assert {row["as_of"] for row in rows} == {"2026-02-27"}


def test_markdown_has_a_row_for_every_term(timeline: Run, record: Record) -> None:
    """It can be pasted into a review."""
    lines = timeline("as-of", "2026-02-27", "-o", "md").stdout.splitlines()
    rows = [line for line in lines if line.startswith("| ")]

    assert lines[0] == "# OpenAI and Microsoft"
    assert len(rows) == 1 + len(record.terms)
    assert {row.replace("\\|", "").count("|") for row in rows} == {6}


@pytest.mark.parametrize("on", LAST_DAY_ON_80)
def test_the_table_fits_eighty_columns_where_it_is_piped(timeline: Run, on: str) -> None:
    """Nobody should have to widen a window to read an answer."""
    lines = timeline("as-of", on).stdout.splitlines()

    assert [line for line in lines if columns_of(line) > 80] == []


@pytest.mark.parametrize(
    "asked",
    [
        ("history", "investment.commitment"),
        ("history", "rev-share.openai-to-microsoft"),
        ("log",),
        ("terms",),
        ("partnerships",),
        ("log", "--by", "announced"),
        ("diff", "2026-04-26", "2026-04-27"),
    ],
)
def test_every_listing_fits_eighty_columns(timeline: Run, asked: tuple[str, ...]) -> None:
    """So do the others; only an address is left whole, so that it can be copied."""
    lines = timeline(*asked).stdout.splitlines()

    assert [line for line in lines if columns_of(line) > 80] == []


def test_only_addresses_are_wider_than_eighty_columns(timeline: Run) -> None:
    """An address that is broken over two lines opens nothing."""
    lines = [
        *timeline("explain", "cloud.rofr", "2026-02-27", "--all").stdout.splitlines(),
        *timeline("as-of", "2026-02-27", "--sources").stdout.splitlines(),
        *timeline("show", "2025-10-28-definitive").stdout.splitlines(),
    ]
    wide = [line.strip() for line in lines if columns_of(line) > 80]

    assert wide
    assert [line for line in wide if not line.startswith(("http://", "https://"))] == []


def columns_of(line: str) -> int:
    """Return how many columns *line* takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def test_the_table_says_what_was_asked_and_how_complete_it_is(timeline: Run) -> None:
    """An answer without its clocks cannot be checked."""
    told = " ".join(
        timeline("as-of", "2021-06-15", "--known", "2022", "-o", "table").stdout.split()
    )
    plain = " ".join(timeline("as-of", "2021-06-15", "-o", "table").stdout.split())
    head = said(timeline("as-of", "-o", "json"))["head"]

    assert "As of 2021-06-15, as known on 2022" in told
    assert "complete from 2016-11-15 through 2026-07-29" in told
    assert head[:12] in told
    assert "with all that is known now" in plain
    assert "1 undetermined" in " ".join(
        timeline("as-of", "2021-06-15", "--term", "investment.*", "-o", "table").stdout.split()
    )


_SHOWN = (
    *("CLAIMED OTHERWISE", "DISPUTED", "REPORTED", "Microsoft:", "in force since"),
    "claimed otherwise by Code Velocity: exclusively",
)


def test_the_table_shows_status_claims_and_flags_without_colour(timeline: Run) -> None:
    """Whoever cannot see colour, or prints it, reads the same."""
    told = timeline("as-of", "2026-03-20", "-o", "table").stdout

    for part in _SHOWN:
        assert part in told, part
    assert "\x1b" not in told


def test_sources_are_shown_on_request(timeline: Run) -> None:
    """They are always in the JSON."""
    bare = timeline("as-of", "2026-02-27", "--term", "ip-license.end").stdout
    told = timeline("as-of", "2026-02-27", "--term", "ip-license.end", "--sources").stdout
    address = "https://openai.com/index/next-chapter-of-microsoft-openai-partnership/"

    assert address not in bare
    assert address in told.splitlines()[-1] or any(address in line for line in told.splitlines())


def test_a_glob_that_matches_nothing_is_an_unknown_term(timeline: Run) -> None:
    """A pattern with a slip in it must not answer with an empty table."""
    found = timeline("as-of", "--term", "cluod.*")

    assert found.exit_code == 4
    assert found.stdout == ""
    assert "There is no term 'cluod.*'" in found.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("as-of", "--term", "cloud.rof"),
        ("history", "cloud.rof"),
        ("explain", "cloud.rof"),
        ("log", "--term", "cloud.rof"),
        ("terms", "--term", "cloud.rof"),
        ("diff", "2025", "2026", "--term", "cloud.rof"),
    ],
)
def test_an_unknown_term_is_told_with_what_was_perhaps_meant(
    timeline: Run, asked: tuple[str, ...]
) -> None:
    """Exit code 4 is for what is not there."""
    found = timeline(*asked)

    assert found.exit_code == 4
    assert found.stdout == ""
    assert found.stderr == "Error: There is no term 'cloud.rof'. Did you mean cloud.rofr?\n"


def test_an_unknown_partnership_is_told_with_those_there_are(timeline: Run) -> None:
    """It is another message than that of an unknown term."""
    found = timeline("as-of", "-p", "openai-amazon")

    assert found.exit_code == 4
    assert "no partnership openai-amazon" in found.stderr
    assert "openai-microsoft" in found.stderr


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2025-13", "2030/2025", "nonsense", "", "[2026-02-27", "31 June 2026", "0000",
     "2026-2-7", "99999-01-01", "last Tuesday"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["as-of", "--known", "diff"])
def test_a_bad_date_is_told_in_a_sentence(timeline: Run, text: str, place: str) -> None:
    """It names the text and the reason; exit code 2 is for what was typed wrong.

    Where a term may stand too, words without a digit are the name of one that is not found.
    """
    asked = {
        "as-of": ("as-of", text),
        "--known": ("as-of", "--known", text),
        "diff": ("diff", "2025", text),
    }
    found = timeline(*asked[place])
    told = [line for line in found.stderr.splitlines() if line.startswith("Error:")]

    is_name = place == "as-of" and not any(one.isdecimal() for one in text)
    assert found.exit_code == (4 if is_name else 2)
    assert found.stdout == ""
    assert len(told) == 1
    assert f"'{text}'" in told[0]
    assert told[0].endswith(".")


@pytest.mark.parametrize("text", ["yesterday", "2026-11-21T25:00Z", "2026-13", "now"])
def test_a_bad_instant_is_told_in_a_sentence(timeline: Run, text: str) -> None:
    """An instant is UTC and of a clock, so words about days are none."""
    found = timeline("as-of", "--recorded", text)

    assert found.exit_code == 2
    assert text in found.stderr
    assert "Traceback" not in found.stderr


def test_an_imprecise_known_cuts_at_its_earliest_day(timeline: Run) -> None:
    """What came out during a year was not known by it."""
    asked = ("as-of", "2023-06-30", "--term", "investment.commitment", "-o", "json")
    [year] = said(timeline(*asked, "--known", "2023"))["terms"]
    [day] = said(timeline(*asked, "--known", "2023-01-01"))["terms"]
    [later] = said(timeline(*asked, "--known", "2023-12-31"))["terms"]

    assert year == day
    assert year["value"] == "$1B"
    assert later["value"] != "$1B"
    assert said(timeline(*asked, "--known", "2023"))["known"] == "2023"


@pytest.mark.parametrize("text", ["XXXX-06", "[..2023-06-08]", "9999-12-31"])
def test_known_needs_an_earliest_day(timeline: Run, text: str) -> None:
    """A cut has to be somewhere, and the last day there is stands for none."""
    found = timeline("as-of", "--known", text)

    assert found.exit_code == 2
    assert text in found.stderr


@pytest.mark.parametrize("asking", ["history", "explain", "when"])
def test_a_pattern_of_several_terms_where_one_is_asked_about_lists_them(
    timeline: Run, asking: str
) -> None:
    """It was typed wrongly; nothing is missing."""
    found = timeline(asking, "ip-*")

    assert (2, "") == (found.exit_code, found.stdout)
    assert "'ip-*' is several terms: ip-license.scope, ip-license.exclusivity," in found.stderr
    assert 0 == timeline(asking, "cloud.ro*").exit_code
    assert 4 == timeline(asking, "moon*").exit_code


def test_a_recorded_day_means_its_end(timeline: Run) -> None:
    """The correction of that morning is in it."""
    asked = ("log", "--term", "compute.elsewhere", "-o", "json", "--recorded")
    before = said(timeline(*asked, "2026-11-21T03:00Z"))["events"]
    after = said(timeline(*asked, "2026-11-21"))["events"]

    assert [row["acts"] for row in before if row["acts"]] == []
    assert [row["acts"] for row in after if row["acts"]] == [["article-004-oracle.c1"]]


def test_nothing_recorded_by_then_is_said(timeline: Run) -> None:
    """It is no empty table."""
    found = timeline("as-of", "--recorded", "2020-01-01")

    assert found.exit_code == 4
    assert found.stdout == ""
    assert "had been recorded by" in found.stderr


@pytest.mark.parametrize("on", ["2026-10-09", "2031-06-01", "[2026-02-27..]", "2026"])
def test_a_day_after_the_log_is_complete_is_noted(timeline: Run, on: str) -> None:
    """Later news may be missing, and silence must not be taken for an answer."""
    told = " ".join(timeline("as-of", on).stdout.split())
    table = " ".join(timeline("as-of", on, "-o", "table").stdout.split())

    assert "The day asked about lies after that" in told
    assert f"{on} lies after that" in table


@pytest.mark.parametrize("on", ["2026-07-29", "2025", "2019-07-22"])
def test_a_day_that_is_covered_is_not_noted(timeline: Run, on: str) -> None:
    """A warning that is always there is none."""
    assert "lies after that" not in " ".join(timeline("as-of", on).stdout.split())


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2020", "in-force"), ("2021-06", "undetermined"), ("2022", "in-force"), ("2018", "not-set"),
     ("October 2025", "in-force"), ("2025-Q3", "in-force"), ("[2018..2020]", "varied"),
     ("2021", "varied")],
)  # fmt: skip
def test_a_question_about_several_days_has_one_answer_where_all_agree(
    timeline: Run, on: str, expected: str
) -> None:
    """Otherwise it varied; undetermined it is only where every day has the same answers."""
    asked = ("as-of", on, "--term", "investment.commitment", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]

    assert answer["status"] == expected
    assert bool(answer["possible"]) == (expected == "undetermined")
    assert bool(answer["periods"]) == (expected == "varied")


def test_what_varied_lists_its_stretches_with_days_and_statuses(timeline: Run) -> None:
    """In October 2025 the old licence was true, and then the new one."""
    asked = ("as-of", "October 2025", "--term", "ip-license.end")
    [answer] = said(timeline(*asked, "-o", "json"))["terms"]
    told = " ".join(timeline(*asked, "-o", "table").stdout.split())
    periods = answer["periods"]

    assert (answer["from"], answer["until"]) == ("2025-10-01", "2025-10-31")
    assert all(list(one) == ANSWER_KEYS for one in periods)
    assert [(one["value"], one["status"], one["from"], one["until"]) for one in periods] == [
        ("through 2030", "in-force", "2025-10-01", "2025-10-27"),
        ("through 2032", "in-force", "2025-10-28", "2025-10-31"),
    ]
    assert (
        "varied: - 2025-10-01 .. 2025-10-27: through 2030; in force since 2025-01-21 "
        "[2025-01-21-rofr]"
    ) in told
    for form in ("csv", "md", "ndjson"):
        assert "through 2030" in timeline(*asked, "-o", form).stdout


def test_a_question_without_a_day_is_about_today(timeline: Run) -> None:
    """Today is the day of the log's clock, in UTC."""
    assert said(timeline("as-of", "-o", "json"))["as_of"] == "2026-11-21"
    assert said(timeline("as-of", "yesterday", "-o", "json"))["as_of"] == "2026-11-20"
    assert said(timeline("as-of", "27 February 2026", "-o", "json"))["as_of"] == "2026-02-27"


def test_why_there_is_no_answer_is_told_apart(timeline: Run) -> None:
    """No such term, not set, ended, expired and not yet public are different messages."""
    told = {
        "no term": timeline("as-of", "--term", "cloud.moon").stderr,
        "nothing on record": timeline("as-of", "2018-01-01", "--term", "cloud.rofr").stdout,
        "no longer, since": timeline("as-of", "2026-05-01", "--term", "cloud.rofr").stdout,
        "no longer, after": timeline(
            "as-of", "2031-06-01", "--term", "ip-license.research-ip"
        ).stdout,
        "not yet public": timeline(
            "as-of", "2024-06-30", "--known", "2025-06-26", "--term", "agi.sufficient-definition"
        ).stdout,
        "no partnership": timeline("as-of", "-p", "nobody").stderr,
    }

    assert {name for name, text in told.items() if name in text.lower()} == set(told)
    assert "28 October 2025" in told["no longer, since"]
    assert "31 December 2030" in told["no longer, after"]
    assert "public" not in told["nothing on record"]


def test_a_history_is_a_list_of_periods(timeline: Run) -> None:
    """Days are inclusive; what is open has no last day."""
    answer = said(timeline("history", "cloud.rofr", "-o", "json"))
    periods = answer["periods"]
    [first, last] = periods

    assert (answer["term"], answer["title"]) == ("cloud.rofr", "Right of first refusal")
    assert all(set(one) >= PERIOD_KEYS for one in periods)
    assert (first["value"], first["status"]) == (ROFR, "in-force")
    assert (first["since"], first["until"]) == ("2025-01-21", "2025-10-27")
    assert (first["event"], first["known_from"]) == ("2025-01-21-rofr", "2025-01-21")
    assert (last["value"], last["status"], last["until"]) == (None, "ended", None)


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_history_says_the_same_in_every_form(timeline: Run, form: str) -> None:
    """The forms differ in looks only."""
    told = timeline("history", "investment.commitment", "-o", form).stdout

    for part in ("$1B", "2021-second-round", "2020-12-31", "2023-01-23", "$13B in total"):
        assert part in told.replace("\\", ""), part


def test_a_history_knows_what_was_known(timeline: Run) -> None:
    """It is rebuilt from what was public, not filtered: the older value stands."""
    [period] = said(
        timeline("history", "investment.commitment", "--known", "2022-01-01", "-o", "json")
    )["periods"]

    assert (period["value"], period["since"], period["until"]) == ("$1B", "2019-07-22", None)


def test_a_history_without_any_answer_says_so(timeline: Run) -> None:
    """It is no empty table."""
    told = timeline("history", "products.azure-first", "--known", "2020").stdout

    assert "Nothing of it was public by then" in told
    asked = ("history", "products.azure-first", "--known", "2020", "-o", "json")
    assert said(timeline(*asked))["periods"] == []


def test_an_explanation_names_candidates_rule_and_sources(timeline: Run) -> None:
    """A lawyer can follow it: what was weighed, what decided, who said so."""
    why = said(timeline("explain", "cloud.rofr", "2026-02-27", "-o", "json"))
    fates = {(one["event"], one["verb"]): one["effect"] for one in why["candidates"]}

    assert list(why)[:7] == META_KEYS
    assert why["answer"]["status"] == "ended"
    assert "never becomes it" in why["rule"]
    assert fates == {
        ("2025-01-21-rofr", "set"): "replaced",
        ("2025-07-30-10k", "reaffirm"): "reaffirmed-earlier",
        ("2025-10-28-definitive", "end"): "answer",
        ("2025-10-29-10q", "reaffirm"): "reaffirmed",
        ("2026-02-27-article-004", "claim"): "claim-differs",
    }
    assert all(one["sources"] and one["reason"] for one in why["candidates"])


@pytest.mark.parametrize("form", ["text", "md"])
def test_an_explanation_reads_in_words(timeline: Run, form: str) -> None:
    """The rule that decided, and who lost to whom."""
    told = timeline("explain", "cloud.rofr", "2026-02-27", "--all", "-o", form).stdout
    text = " ".join(told.replace("\\", "").split())

    for part in (
        "A claim is something that was said",
        "Replaced by “OpenAI restructures and signs a new agreement with Microsoft”, which took "
        "effect later",
        "A claim is never the answer: it stands beside it, and says otherwise",
        "It is the answer",
    ):
        assert part in text, part


def test_an_explanation_leaves_out_what_was_not_public_and_says_so(timeline: Run) -> None:
    """What is ahead and what was unknown are two things."""
    why = said(
        timeline("explain", "cloud.rofr", "2025-02-01", "--known", "2025-08-01", "-o", "json")
    )

    assert [one["event"] for one in why["candidates"]] == ["2025-01-21-rofr"]
    assert [one["event"] for one in why["ahead"]] == ["2025-07-30-10k"]
    assert why["unknown"] == 4


def test_an_undetermined_answer_is_explained_by_its_dates(timeline: Run) -> None:
    """No rule decides; the candidates are those that may be it."""
    why = said(timeline("explain", "investment.commitment", "2021-06-15", "-o", "json"))
    may_be = [one["event"] for one in why["candidates"] if one["effect"] == "possible"]

    assert "No rule decides" in why["rule"]
    assert may_be == ["2019-investment", "2021-second-round"]


def test_the_as_of_answer_is_the_same_in_every_command(timeline: Run) -> None:
    """Three commands ask; one rule answers."""
    asked = ("ip-license.exclusivity", "2026-03-01")
    [one] = said(timeline("as-of", asked[1], "--term", asked[0], "-o", "json"))["terms"]
    why = said(timeline("explain", *asked, "-o", "json"))["answer"]
    history = said(timeline("history", asked[0], "-o", "json"))["periods"]
    [period] = [each for each in history if each["since"] <= asked[1] <= (each["until"] or "9999")]

    assert one == why
    assert (period["value"], period["event"]) == (one["value"], one["event"])
