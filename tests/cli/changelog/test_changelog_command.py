"""The command changelog: in every form the same, issued, checked, and put right by an erratum."""

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from alterations import unguarded
from running import Run, said
from shell import ROOT

from cli.changelog import issue
from cli.changelog.render import rendered
from events.log.log import open_log
from events.model.kinds import Issue

FORMS = ("md", "json", "html", "txt")
AMENDMENT = "2026-04-27-amendment"
SPRING = "2025-10-01..2026-05-31"
JUNE_PERMISSION = "article-004-oracle"
DOCUMENT = (ROOT / "docs" / "changelog-templates.md").read_text(encoding="utf-8")

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("ticking")]


def values(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = said(run("changelog", *words, "-o", "json"))
    return found


def lines(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        line
        for section in made["sections"]
        for group in section["groups"]
        for line in group["lines"]
    ]


def told(made: dict[str, Any], group: str) -> list[str]:
    return [
        f"{line['title']}. {line['sentence']}" for line in lines(made) if line["group"] == group
    ]


def held(database: Path, slug: str = "openai-microsoft") -> tuple[int, str]:
    """Return how many entries the log holds, and its head."""
    with open_log(str(database)) as log:
        head = log.head(slug)
    return head.version, head.digest.hex()


# --- What it tells


def test_the_forms_tell_the_same(timeline: Run) -> None:
    """Every line of the values stands in every text, as do the corrections and the sources."""
    made = values(timeline, SPRING)
    texts = {form: timeline("changelog", SPRING, "-o", form).stdout for form in FORMS}
    plain = {form: _bare(text) for form, text in texts.items()}
    groups = [group for section in made["sections"] for group in section["groups"]]
    wanted = [
        f"{line['lead']}. {line['sentence']}"
        for group in groups
        for line in group["lines"]
        if line["sentence"] and not group["sentence"]
    ]
    wanted += [group["sentence"] for group in groups if group["sentence"]] + made["lede"]
    wanted += [one["sentence"] for one in made["corrections"] + made["upcoming"]]
    wanted += [f"{one['summary'] or ''} {one['credit'] or ''}" for one in made["sections"]]
    wanted += [source["title"] for source in made["sources"]]

    assert len(wanted) > 60
    for form in ("md", "html", "txt"):
        assert [] == [one for one in wanted if _bare(one) not in plain[form]], form
    assert made == json.loads(texts["json"])


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.tags += [f"{name}={value}" for name, value in attrs if name in ("id", "href")]


def _bare(text: str) -> str:
    """Leave only the letters and digits of what a text of any form says."""
    words = "".join(_Text(text).said)
    return "".join(character for character in words if character.isalnum())


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("md", ()),
        ("json", (SPRING,)),
        ("html", ("..2024", "--per", "term", "--by", "announced")),
        ("txt", ("2026-05", "--per", "event", "--by", "recorded")),
    ],
)
def test_the_same_head_and_the_same_command_give_the_same_bytes(
    timeline: Run, form: str, words: tuple[str, ...]
) -> None:
    """Whoever doubts an issue can make it again; the command is written in it."""
    first, again = (timeline("changelog", *words, "-o", form).stdout for _ in range(2))
    command = values(timeline, *words)["command"].replace("-o json", f"-o {form}")
    by_its_command = timeline(*shlex.split(command)[1:])

    assert first == again == by_its_command.stdout
    assert first.endswith("\n")


def test_one_date_is_a_period_too(timeline: Run) -> None:
    """At the precision typed."""
    whole = values(timeline, "2026-04-01..2026-04-30")["sections"]

    assert whole == values(timeline, "2026-04")["sections"]
    assert whole == values(timeline, "April 2026")["sections"]
    assert {"27 April 2026"} == {one["date"] for one in values(timeline, "2026-04-27")["sections"]}


@pytest.mark.parametrize("words", [(SPRING,), ("2026-06",), ("2018",)])
def test_a_correction_is_told_in_the_period_in_which_it_was_recorded(
    timeline: Run, words: tuple[str, ...]
) -> None:
    """A reader of the changelog of 2018 has nothing to learn from one of November 2026."""
    assert [] == values(timeline, *words)["corrections"]
    assert "orrection" not in timeline("changelog", *words).stdout


@pytest.mark.parametrize("words", [(), ("2026-11",)])
def test_the_june_permission_is_told_once_as_a_correction(
    timeline: Run, words: tuple[str, ...]
) -> None:
    """With its reason, and what the record had said; it never was a change in the world."""
    made = values(timeline, *words)
    [correction] = made["corrections"]

    assert JUNE_PERMISSION == correction["event"]
    assert ["compute.elsewhere"] == correction["terms"]
    assert correction["sentence"].startswith("We dated it June of an unknown year; it is dated ")
    assert ": we said “" in correction["sentence"]
    assert {"Also claimed"} >= {
        line["group"] for line in lines(made) if JUNE_PERMISSION in line["events"]
    }
    assert 1 == timeline("changelog", *words).stdout.count("We dated it ")


def test_a_report_of_may_about_april_is_a_claim_of_may(timeline: Run) -> None:
    """In the changelog of April it is not; in that of May it says who claims it of which day."""
    april, may = values(timeline, "2026-04"), values(timeline, "2026-05")
    [line] = lines(may)

    assert [] == [one for one in lines(april) if "2026-05-11-cap-report" in one["events"]]
    [section] = may["sections"]

    assert ("Also claimed", "2026-05-11", "2026-04-27") == tuple(
        line[key] for key in ("group", "on", "when")
    )
    of = "This describes the position on 27 April 2026."
    assert f"Reported by The Information. {of}" == section["credit"]


def test_sections_are_newest_first_and_sources_numbered_as_they_are_read(timeline: Run) -> None:
    """A reader who goes down the page meets the newest, and 1, first."""
    made = values(timeline, SPRING)
    days = [section["groups"][0]["lines"][0]["on"] for section in made["sections"]]
    cited = [
        number
        for section in made["sections"]
        for one in (section, *lines({"sections": [section]}))
        for number in one["cites"]
    ]
    known = [source["number"] for source in made["sources"]]

    assert sorted(days, reverse=True) == days
    assert known == list(dict.fromkeys(cited)) == list(range(1, len(known) + 1))
    assert all(section["cites"] for section in made["sections"])


def test_an_expiry_is_told_and_before_that_seen_coming(timeline: Run) -> None:
    """On the first day without the value."""
    ahead, past = values(timeline, "2026-05"), values(timeline, "2031-01")

    assert "Research IP" in [one["title"] for one in ahead["upcoming"]]
    assert "Research IP" in [
        line["title"] for line in lines(past) if (line["group"], line["on"]) == ("Expired",
                                                                               "2031-01-01")
    ]  # fmt: skip
    assert "Research IP" not in [one["title"] for one in past["upcoming"]]


def test_what_was_redefined_is_told_apart(timeline: Run) -> None:
    """No answer changed by it."""
    before = values(timeline)
    said(timeline("redefine", "cloud.rofr", "--rename", "cloud.refusal", "-o", "json"))
    after = values(timeline)

    assert [] == values(timeline, SPRING)["redefined"]
    [renamed] = [one["sentence"] for one in after["redefined"]]
    assert "“Right of first refusal” is now called cloud.refusal." == renamed
    assert renamed in timeline("changelog").stdout
    assert len(lines(before)) == len(lines(after))


# --- By which clock, and how arranged


def test_the_clock_decides_what_belongs_to_the_period(timeline: Run) -> None:
    """The report of May is about April, came out in May, and was recorded in November."""
    asked = {
        "effective": ("2026-05", "2026-05-11"),
        "announced": ("2026-05", "2026-05-11"),
        "recorded": ("2026-11", "2026-11-21"),
    }
    for clock, (period, on) in asked.items():
        found = values(timeline, period, "--by", clock)
        days = {one["on"] for one in lines(found) if "2026-05-11-cap-report" in one["events"]}

        assert (clock, {on}) == (found["by"], days)
    assert [] == lines(values(timeline, "2026-05", "--by", "recorded"))


def test_the_arrangement_changes_no_line(timeline: Run) -> None:
    """By day, by event or by term, the same is told, with its day where the heading has none."""
    by_day = values(timeline, SPRING)
    for per in ("event", "term"):
        made = values(timeline, SPRING, "--per", per)

        assert sorted(map(_key, lines(by_day))) == sorted(map(_key, lines(made)))
        for section in made["sections"]:
            own = [line for group in section["groups"] for line in group["lines"]]
            if per == "term":
                assert {section["heading"]} == {line["title"] for line in own}
                assert all(line["lead"] != line["title"] for line in own)
            else:
                assert 1 == len({line["events"][-1] for line in own})
    text = timeline("changelog", SPRING, "--per", "term", "-o", "txt").stdout

    assert "27 April 2026. " in text
    assert "\nLicence end\n" in text


def _key(line: dict[str, Any]) -> tuple[str, str, str, str]:
    return line["on"], line["group"], line["term"] or "", line["events"][-1]


# --- What is refused


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("2026-05..2026-04",), 2, "'2026-05..2026-04' ends before it begins."),
        (("2026-05-02..2026-05-01",), 2, "ends before it begins"),
        (("soonish",), 2, "'soonish' is no period"),
        (("2026-02-30..",), 2, "2026-02-30"),
        (("2026-05..soonish",), 2, "soonish"),
        (("2027..",), 2, "before 2027 begins"),
        (("2026-05", "--by", "feeling"), 2, "feeling"),
        (("2026-05", "--per", "feeling"), 2, "feeling"),
        (("2026-05", "-o", "pdf"), 2, "pdf"),
        (("2026-05", "-p", "moon"), 4, "There is no partnership moon"),
        (("2026-05", "--template", "nowhere.txt"), 1, "cannot be read"),
        (("2026-05", "--template", "/dev/zero"), 1, "is longer than 1,048,576 bytes"),
        (("2026-05", "--lead", "/dev/zero"), 1, "is longer than 1,048,576 bytes"),
        (("2026-05", "--issue", ""), 1, "under which name it is issued"),
        (("2026-05", "--template", "."), 1, "cannot be read"),
        (("2026-05", "--template", "nowhere.txt", "--issue", "May"), 1, "leave --issue out"),
        (("--check", "nowhere.md"), 1, "cannot be read"),
        (("--check", "nowhere.md", "--recorded", "2026-11-21"), 2, "leave --recorded out"),
        (("--issue", "May", "--recorded", "2026-11-21"), 1, "leave --recorded out"),
        (("--recorded", "2026-11-20"), 4, "Nothing of openai-microsoft had been recorded by"),
        (("--recorded", "soonish"), 2, "soonish"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(
    timeline: Run, database: Path, words: tuple[str, ...], code: int, expected: str
) -> None:
    """And nothing is printed or written."""
    before = held(database)
    refused = timeline("changelog", *words)

    assert (code, "") == (refused.exit_code, refused.stdout)
    assert expected in refused.stderr
    assert "Traceback" not in refused.stderr
    assert before == held(database)


WRONG = {
    "syntax": ("{{ section| }}", "expected token"),
    "unknown filter": ("{{ section|shout }}", "No filter named 'shout'"),
    "unclosed": ("{% if section %}", ""),
    "undefined": ("{{ sektion }}", "'sektion' is undefined"),
    "undefined key": ("{{ section.hedding }}", "has no attribute 'hedding'"),
    "division": ("{{ 1 // 0 }}", "zero"),
    "wrong kind": ("{{ section.heading + 1 }}", "str"),
    "not there": ("{% include 'nowhere' %}", "nowhere"),
    "no end": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "recursion"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_in_line_seven_of_a_template_is_told_with_the_line(
    timeline: Run, tmp_path: Path, wrong: str
) -> None:
    """Whether it cannot be read or fails while it is used."""
    text, expected = WRONG[wrong]
    path = tmp_path / "brief.txt"
    path.write_text(f"one\ntwo\nthree\nfour\n{{% for section in sections %}}\nsix\n{text}\n"
                    f"{{% endfor %}}\n")  # fmt: skip
    refused = timeline("changelog", SPRING, "--template", path)

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert refused.stderr.startswith(f"Error: {path}:")
    assert expected in refused.stderr
    assert 1 == len(refused.stderr.splitlines())
    if wrong != "unclosed":
        assert f"{path}:7: " in refused.stderr


def test_an_error_in_an_included_template_names_that_file(timeline: Run, tmp_path: Path) -> None:
    """The line would mean nothing in the other."""
    (tmp_path / "part.txt").write_text("one\ntwo\n{{ | }}\n")
    (tmp_path / "brief.txt").write_text("{% include 'part.txt' %}\n")
    refused = timeline("changelog", SPRING, "--template", tmp_path / "brief.txt")

    assert refused.stderr.startswith(f"Error: {tmp_path / 'part.txt'}:3: ")


def test_a_template_that_is_not_text_is_told(timeline: Run, tmp_path: Path) -> None:
    """In a sentence."""
    path = tmp_path / "brief.txt"
    path.write_bytes(b"\xff\xfe")
    refused = timeline("changelog", SPRING, "--template", path)

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "is not UTF-8" in refused.stderr


# --- Templates of one's own


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, flags=re.DOTALL)


def test_the_template_of_the_document_gives_what_the_document_says(
    both: Run, tmp_path: Path
) -> None:
    """An example that does not run is worse than none."""
    [template], [expected] = _blocks("jinja"), _blocks("text")
    path = tmp_path / "brief.txt"
    path.write_text(template)

    asked = ("changelog", "2026-05", "-p", "acme-globex", "--template", path)
    assert expected == both(*asked).stdout


def test_the_document_names_every_value(timeline: Run) -> None:
    """What is nowhere described is what nobody can use."""
    said(timeline("redefine", "cloud.rofr", "--rename", "cloud.refusal", "-o", "json"))
    made = values(timeline)
    named = set(re.findall(r"`([a-z_]+)(?:\(FIRST\))?`", DOCUMENT))
    rows = [
        made,
        *(made["sections"] + made["corrections"] + made["redefined"] + made["upcoming"]),
        *made["sources"],
        *(group for section in made["sections"] for group in section["groups"]),
        *lines(made),
        lines(made)[0]["before"],
    ]

    assert set() == {key for row in rows for key in row} - named
    assert {"md", "address", "marks", "fill", "plain"} <= named


def test_a_template_has_the_values_of_the_json(timeline: Run, tmp_path: Path) -> None:
    """They are one thing."""
    path = tmp_path / "all.txt"
    keys = list(values(timeline, SPRING))
    path.write_text("{" + ",".join(f'"{key}": {{{{ {key}|tojson }}}}' for key in keys) + "}")
    made = json.loads(timeline("changelog", SPRING, "--template", path).stdout)

    assert made | {"command": ""} == values(timeline, SPRING) | {"command": ""}
    assert f"--template {path}" in made["command"]


# --- Hostile data

HOSTILE = (
    "</script><img src=x onerror=alert(1)> \x1b[31m ]( [a](javascript:b) `c` \u202e **d** {{ e }}"
)


@pytest.fixture
def hostile(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a log in which every text would do harm if it could."""
    word = json.dumps(HOSTILE)
    ledger = f"""\
partnership: acme-globex
title: {word}
terms:
  fee: {{title: {word}}}
sources:
  letter: {{url: "https://example.com/?a=<b>&c='d'", title: {word}, publisher: {word}}}
events:
  - id: first
    when: 2020-05-04
    title: {word}
    authority: official
    sources: [letter]
    changes: [{{set: fee, value: {word}}}]
  - id: second
    when: 2021-05-04
    title: {word}
    authority: official
    sources: [letter]
    changes:
      - {{set: fee, value: {json.dumps(HOSTILE + " too")}, through: 2030}}
      - {{dispute: fee, positions: [{{party: {word}, says: {word}}}]}}
  - correct: first
    title: {json.dumps(HOSTILE + " three")}
    reason: {word}
"""
    path = tmp_path / "hostile.db"
    command("init", "--db", path)
    assert command("import", "-", "--db", path, input=ledger).exit_code == 0
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


@pytest.mark.parametrize("form", [*FORMS, "own.txt", "own.html"])
def test_nothing_that_would_harm_comes_out_raw(hostile: Run, tmp_path: Path, form: str) -> None:
    """No escape, no turned direction; in a page no tag but those of the template."""
    how = ["-o", form]
    if form.startswith("own"):
        (tmp_path / form).write_text(
            "{{ title }}{% for s in sections %}{{ s.groups[0].lines[0].sentence }}{% endfor %}"
        )
        how = ["--template", str(tmp_path / form)]
    for per in ("day", "event", "term"):
        text = hostile("changelog", "--per", per, *how).stdout

        assert "onerror" in text
        assert not set("\x1b\u202e") & set(text)
        if form.endswith("html"):
            page = _Text(text)
            assert {"script", "img"} & set(page.tags) == set()
            assert HOSTILE.replace("\x1b", "\\u001b").replace("\u202e", "\\u202e") in "".join(
                page.said
            )


def test_markdown_shows_markup_as_it_is_written(hostile: Run) -> None:
    """No tag, no link, no code but those of the template."""
    text = hostile("changelog").stdout

    assert "<img" not in text
    assert "[a](javascript" not in text
    assert r"\[a\](javascript:b) \`c\`" in text
    assert "<https://example.com/?a=%3Cb%3E&c='d'>" in text


# --- Issuing


def test_an_issue_is_noted_in_the_log(timeline: Run, database: Path) -> None:
    """What was issued, of what head, by which command; the text is the one without it."""
    version, head = held(database)
    plain = timeline("changelog", "2026-04").stdout
    issued = timeline("changelog", "2026-04", "--issue", "April 2026")
    with open_log(str(database)) as log:
        act = log.entries("openai-microsoft")[-1].act()

    assert plain == issued.stdout
    assert "Issue April 2026 of openai-microsoft noted.\n" == issued.stderr
    assert version + 1 == held(database)[0]
    assert isinstance(act, Issue)
    assert ("issue:april-2026", "April 2026", head) == (act.id, act.name, act.head)
    assert "timeline changelog 2026-04..2026-04 -p openai-microsoft -o md" == act.command
    assert "April 2026" in timeline("show", "issue:april-2026").stdout


def test_the_next_one_begins_the_day_after(timeline: Run) -> None:
    """And has the corrections made since; before any issue it begins with the log."""
    first = values(timeline)
    timeline("changelog", "..2026-04", "--issue", "Spring")
    second = values(timeline)
    said(timeline("correct", AMENDMENT, "--title", "Signed", "--reason", "clearer", "-o", "json"))
    third = values(timeline)

    assert (None, "2026-11-21") == (first["from"], first["to"])
    assert "2026-05-01" == second["from"] == third["from"]
    assert [JUNE_PERMISSION] == [one["event"] for one in first["corrections"]]
    assert [] == second["corrections"]
    assert [f"{AMENDMENT}.c1"] == [one["id"] for one in third["corrections"]]


def test_on_the_day_of_an_issue_the_next_is_of_that_day_again(
    timeline: Run, tmp_path: Path
) -> None:
    """More may have come in since, and a period never ends before it begins."""
    timeline("changelog", "--issue", "All")
    made = values(timeline)
    path = tmp_path / "again.md"
    path.write_text(timeline("changelog", "--issue", "Again").stdout)

    assert ("2026-11-21", "2026-11-21") == (made["from"], made["to"])
    assert 0 == timeline("changelog", "--check", path).exit_code


@pytest.mark.parametrize("form", ["md", "html", "txt"])
def test_corrections_are_to_earlier_issues_once_there_is_one(timeline: Run, form: str) -> None:
    """Before that, nobody has been told anything else."""
    first = timeline("changelog", "-o", form, "--issue", "All").stdout
    said(timeline("correct", AMENDMENT, "--title", "Signed", "--reason", "clearer", "-o", "json"))
    second = timeline("changelog", "-o", form).stdout

    assert "to earlier issues" not in first
    assert 1 == len(re.findall(r"(?m)^(?:## |<h2>)?Corrections(?:</h2>)?$", first))
    assert "Corrections to earlier issues" in second
    assert "All" == values(timeline)["since_issue"]


def test_an_old_one_can_be_made_again(timeline: Run) -> None:
    """By the instant at which the log held what it was made of; nothing recorded later leaks."""
    before = values(timeline, SPRING)
    recorded = before["recorded"]
    stamp = "2026-11-21T11:00:00.000000Z"
    said(timeline("correct", AMENDMENT, "--when", "2026-04-28", "--reason", "later", "-o", "json"))
    said(timeline("redefine", "cloud.rofr", "--rename", "cloud.refusal", "-o", "json"))
    timeline("changelog", "2026-04", "--issue", "April 2026")
    again = values(timeline, SPRING, "--recorded", stamp)
    text = timeline("changelog", SPRING, "--recorded", stamp, "-o", "txt").stdout
    by_its_command = said(timeline(*shlex.split(again["command"])[1:]))

    assert recorded is None
    assert stamp == again["recorded"]
    assert before == again | {"recorded": None, "command": before["command"]}
    assert again == by_its_command
    assert f"as recorded by {stamp}" in " ".join(text.split())
    assert before != values(timeline, SPRING) | {"command": before["command"]}


def test_a_name_is_given_once(timeline: Run, database: Path) -> None:
    """The second is refused before anything is printed."""
    timeline("changelog", "2026-04", "--issue", "April 2026")
    before = held(database)
    refused = timeline("changelog", "2026-05", "--issue", "april 2026")

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "take another name" in refused.stderr
    assert before == held(database)


@pytest.fixture
def issued(timeline: Run, tmp_path: Path) -> Path:
    """Issue the changelog of April and May 2026, and keep it in a file."""
    path = tmp_path / "issued.md"
    path.write_text(timeline("changelog", "2026-04..2026-05", "--issue", "Spring").stdout)
    return path


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_file_that_was_issued_is_still_what_the_log_says(
    timeline: Run, tmp_path: Path, form: str
) -> None:
    """Whatever form it has, and however much was recorded since that it is not about."""
    path = tmp_path / "issued"
    asked = ("changelog", "2026-04", "-o", form, "--per", "term", "--by", "announced")
    path.write_text(timeline(*asked, "--issue", "April").stdout)
    said(timeline("cover", "2026-11-01", "-o", "json"))
    said(timeline("correct", "2019-investment", "--summary", "A.", "--reason", "b", "-o", "json"))
    found = timeline("changelog", "--check", path)

    assert 0 == found.exit_code
    assert "issued as April, is still what the log says." in found.stdout


def test_a_correction_makes_an_erratum(timeline: Run, issued: Path) -> None:
    """What it said, what the log says now, and why; also after another issue."""
    reason = "it was signed a day later"
    said(timeline("correct", AMENDMENT, "--when", "2026-04-28", "--reason", reason, "-o", "json"))
    found = timeline("changelog", "--check", issued)
    timeline("changelog", "2026-05", "--issue", "May")
    again = timeline("changelog", "--check", issued)
    gone, come, why = re.split(r"\n\n", found.stdout.partition("\n\n")[2])

    assert 1 == found.exit_code
    assert found.stdout.startswith("Erratum to Spring\n")
    assert gone.startswith("It said, and the log no longer says:\n")
    assert "2026-04-27 Added: Azure first." in gone
    assert "2026-04-28 Added: Azure first." in come
    assert "We dated it 27 April 2026; it is dated 28 April 2026." in " ".join(why.split())
    assert reason in " ".join(why.split()).casefold()
    assert JUNE_PERMISSION not in found.stdout
    assert (found.exit_code, found.stdout) == (again.exit_code, again.stdout)


def test_an_event_that_is_logged_late_makes_an_erratum(timeline: Run, issued: Path) -> None:
    """Nothing was wrong, but something was missing."""
    audit = ("--when", "2026-05-20", "--announced", "2026-05-20", "--title", "An audit")
    cited = ("--authority", "official", "--source", "oai-2026-04", "-o", "json")
    said(timeline("append", *audit, *cited, "--set", "cloud.rofr=yes again"))
    found = timeline("changelog", "--check", issued)

    assert 1 == found.exit_code
    assert "It said" not in found.stdout
    assert "2026-05-20 Returned: Right of first refusal. Yes again." in " ".join(
        found.stdout.split()
    )
    assert "Corrected since" not in found.stdout


def test_a_file_that_was_altered_or_never_issued_is_told(timeline: Run, issued: Path) -> None:
    """Exit code 4: there is no such issue."""
    text = issued.read_text()
    for other in (text.replace("2032", "2033", 1), text + "\n", ""):
        issued.write_text(other)
        found = timeline("changelog", "--check", issued)

        assert (4, "") == (found.exit_code, found.stdout)
        assert "is not a changelog that this log has issued, or was altered since" in found.stderr


def test_a_log_that_was_altered_is_told_from_another_edition_of_the_program(
    timeline: Run, database: Path, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either gives another text; only the log's own digests tell which it was."""

    def another(*given: Any) -> str:
        return f"{rendered(*given)}another template\n"

    with monkeypatch.context() as patched:
        patched.setattr(issue, "rendered", another)
        edition = timeline("changelog", "--check", issued)
    with unguarded(database) as connection:
        altered = "CAST(replace(payload, 'opens every', 'shuts every') AS BLOB)"
        connection.execute(f"UPDATE log SET payload = {altered} WHERE id = ?", (AMENDMENT,))
        version = connection.execute("SELECT version FROM log WHERE id = ?", (AMENDMENT,))
        [at] = version.fetchone()
    log = timeline("changelog", "--check", issued)

    assert (1, "") == (edition.exit_code, edition.stdout)
    assert "no entry of which was altered; but this edition of the program" in edition.stderr
    assert (3, "") == (log.exit_code, log.stdout)
    assert f"entry {at} of openai-microsoft was altered in the database" in log.stderr


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_an_issue_survives_the_round_trip(
    timeline: Run, database: Path, issued: Path, tmp_path: Path, form: str
) -> None:
    """The copy has the same head, and checks the same file."""
    copy, file = tmp_path / "copy.db", tmp_path / f"log.{form}"
    for words in (
        ("export", file, "-o", form),
        ("init", "--db", copy),
        ("import", file, "--db", copy),
    ):
        assert 0 == timeline(*words).exit_code
    found = timeline("changelog", "--check", issued, "--db", copy)

    assert held(database) == held(copy)
    assert 0 == found.exit_code


def test_an_issue_of_another_log_cannot_be_checked(
    timeline: Run, command: Run, issued: Path, tmp_path: Path
) -> None:
    """A log that took in the same entries at other instants has no such head."""
    copy, file = tmp_path / "copy.db", tmp_path / "log.yaml"
    timeline("export", file)
    text = re.sub(r"(?m)^ *(- )?recorded: .*\n", "", file.read_text())
    timeline("init", "--db", copy)
    taken = command("import", "-", "--db", copy, input=text)
    found = timeline("changelog", "--check", issued, "--db", copy)

    assert 0 == taken.exit_code, taken.stderr
    assert (4, "") == (found.exit_code, found.stdout)
    assert "of another log" in found.stderr


# --- Several partnerships

SMALL = """\
partnership: acme-globex
title: Acme and Globex
terms:
  fee: {title: Fee}
sources:
  letter: {url: https://example.com/letter, title: Letter, published: 2026-05-04}
events:
  - id: first
    when: 2026-05-04
    title: A fee is agreed
    summary: It is to be paid in March.
    by: [Acme, Globex]
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5 a year, through: 2030}]
"""
BOTH = ("2026-05", "-p", "acme-globex", "-p", "openai-microsoft")


@pytest.fixture
def both(timeline: Run) -> Run:
    """Run the command on a log of two partnerships."""
    assert timeline("import", "-", input=SMALL).exit_code == 0
    return timeline


def test_several_partnerships_make_one_changelog(both: Run) -> None:
    """In the order in which they are named, each with its own sources."""
    acme, openai = (values(both, "2026-05", "-p", slug) for slug in BOTH[2::2])
    made = values(both, *BOTH)
    text = both("changelog", *BOTH, "-o", "txt").stdout
    page = _Text(both("changelog", *BOTH, "-o", "html").stdout)
    names = [tag for tag in page.tags if tag.startswith("id=")]

    assert {"changelogs": [acme, openai]} == made
    assert "\n\nOpenAI and Microsoft: WHAT CHANGED\n" in text
    assert text.index("Acme and Globex: WHAT") < text.index("OpenAI and Microsoft: WHAT")
    assert (1, 1, 2) == tuple(page.tags.count(tag) for tag in ("html", "body", "h1"))
    assert len(names) == len(set(names))
    assert {tag.removeprefix("href=#") for tag in page.tags if tag.startswith("href=#")} == {
        tag.removeprefix("id=") for tag in names
    }


def test_each_is_issued_by_itself(both: Run, database: Path) -> None:
    """A file of several could not be held against any one log."""
    before = held(database), held(database, "acme-globex")
    refused = both("changelog", *BOTH, "--issue", "May")
    unnamed = both("changelog", "2026-05")

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "issue each by itself" in refused.stderr
    assert before == (held(database), held(database, "acme-globex"))
    assert 0 == both("changelog", "2026-05", "-p", "acme-globex", "--issue", "May").exit_code
    assert unnamed.exit_code != 0
    assert "acme-globex" in unnamed.stderr


@pytest.mark.parametrize("slugs", [BOTH[1:], BOTH[1::2][:0], ("-p", "acme-globex")])
def test_a_file_is_checked_against_whichever_issued_it(
    both: Run, tmp_path: Path, slugs: tuple[str, ...]
) -> None:
    """Of those that are named, wherever it stands among them, else of all."""
    path = tmp_path / "issued.md"
    path.write_text(both("changelog", "2026-05", "-p", "acme-globex", "--issue", "May").stdout)
    turned = (*slugs[2:], *slugs[:2])

    for words in (slugs, turned):
        found = both("changelog", "--check", path, *words)
        assert (0, "") == (found.exit_code, found.stderr)
        assert "issued as May" in found.stdout
    assert 4 == both("changelog", "--check", path, "-p", "openai-microsoft").exit_code


# --- Dates that nobody knows to the day

VAGUE = """\
partnership: acme-globex
title: Acme and Globex
terms:
  fee: {title: Fee}
  seat: {title: Seat}
  cap: {title: Cap}
sources:
  bare: {url: "https://www.example.com/a/b", published: 2025-Q3}
events:
  - id: late
    when: 2025-03-05
    announced: 2025-10
    title: A fee is agreed in secret
    authority: official
    sources: [bare]
    changes: [{set: fee, value: $5, through: 2027-Q2}]
  - id: month
    when: 2025-11
    announced: 2025-11
    title: A seat
    authority: official
    sources: [bare]
    changes: [{set: seat, value: one}]
  - id: kept
    when: 2025-04-01
    announced: "[2025-12-01..2025-12-20]"
    title: The fee is kept
    authority: official
    sources: [bare]
    changes: [{reaffirm: fee}]
  - id: soon
    when: 2027-Q1
    announced: 2025-12-24
    title: A cap to come
    authority: official
    sources: [bare]
    changes: [{set: cap, value: $9}]
"""


@pytest.fixture
def vague(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a log of dates that are no days."""
    path = tmp_path / "vague.db"
    command("init", "--db", path)
    assert command("import", "-", "--db", path, input=VAGUE).exit_code == 0
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


@pytest.mark.parametrize("clock", ["effective", "announced"])
def test_a_vague_announcement_is_told_no_more_exactly_than_it_is_known(
    vague: Run, clock: str
) -> None:
    """The last of its days is where a line stands, not the day on which it came out."""
    made = values(vague, "2025", "--by", clock)
    headings = {one["event"]: (one["heading"], one["credit"]) for one in made["sections"]}

    assert "October 2025: A fee is agreed in secret" == headings["late"][0]
    assert "Between 1 and 20 December 2025: The fee is kept" == headings["kept"][0]
    assert headings["kept"][1].endswith(" This describes the position on 1 April 2025.")
    assert not re.search(r"31 October|30 November", str(made["sections"]))


def test_a_vague_date_is_said_once(vague: Run) -> None:
    """Not as a day beside it, where the section is not about a day."""
    made = values(vague, "2025", "--per", "term")
    text = vague("changelog", "2025", "--per", "term", "-o", "txt").stdout

    assert {("late", "October 2025"), ("month", "November 2025")} <= {
        (line["events"][-1], line["lead"]) for line in lines(made)
    }
    _, _, _, sections = text.split("\n\n", 3)
    assert 1 == sections.count("November 2025")


def test_quarters_are_written_as_people_do(vague: Run) -> None:
    """In every text; in JSON they are EDTF."""
    made = values(vague, "2025-Q3..2025-Q4")
    texts = [vague("changelog", "2025-Q3..2025-Q4", "-o", form).stdout for form in FORMS[::2]]
    texts.append(vague("changelog", "2025-Q3..2025-Q4", "-o", "txt").stdout)

    for text in texts:
        plain = " ".join(text.split())
        assert "the third quarter of 2025 through the fourth quarter of 2025" in plain
        assert "At some point in the first quarter of 2027: $9." in plain
        bare = re.sub(r"</?strong>|\*\*", "", plain)
        assert "30 June 2027: Fee. Last day. Until then: " in bare
        assert not re.search(r"20\d\d-3[3-6](?!\d)", plain.partition("Made by")[0])
    assert ("2025-35", "2025-36") == (made["from"], made["to"])


def test_a_source_of_which_only_the_address_is_known_is_named_by_it(vague: Run) -> None:
    """A date alone names nothing."""
    [source] = values(vague, "2025")["sources"]

    assert "example.com, the third quarter of 2025" == source["text"]
    assert (
        "1. example.com, the third quarter of 2025 <https://www.example.com/a/b>"
        in vague("changelog").stdout
    )
    assert "example.com, the third quarter of 2025" in vague("as-of", "--sources").stdout
