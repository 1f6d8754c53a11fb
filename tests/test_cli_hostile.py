"""Hostile data: nothing in a log can take over a terminal, a spreadsheet or a page."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run, said

ESC, BELL, DEL, CSI = "\x1b", "\x07", "\x7f", "\x9b"
OVERRIDE, ISOLATE, MARK, POP = "\u202e", "\u2066", "\u200f", "\u2069"
ZERO_WIDTH, LINE, BOM = "\u200b", "\u2028", "\ufeff"
HARMFUL = (ESC, BELL, DEL, CSI, "\x85", "\r", OVERRIDE, ISOLATE, MARK, POP, "\u061c", LINE, BOM)
NASTY = f"a{ESC}[31mb{CSI}2Jc{BELL}d{OVERRIDE}e{ISOLATE}f{MARK}g{LINE}h{BOM}i{DEL}j\r\nk\tl\x08m"
CELLS = ("=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("x","y")')
MARKUP = "<script>alert(1)</script> | [x](javascript:y) `code` **bold** # | \\| ![i](u) &lt;"
LONG = "x" * 400
WIDE = "日本語の契約条件" * 12
EMOJI = "😀👩‍👩‍👧‍👦" * 30

FORMS = {
    "as-of": ("table", "json", "ndjson", "csv", "md"),
    "history": ("table", "json", "ndjson", "csv", "md"),
    "explain": ("table", "json", "md"),
    "log": ("table", "json", "ndjson", "csv", "md"),
    "show": ("table", "json", "md"),
    "terms": ("table", "json", "ndjson", "csv", "md"),
    "partnerships": ("table", "json", "ndjson", "csv", "md"),
    "diff": ("table", "json", "ndjson", "csv", "md"),
    "changelog": ("md", "json"),
}
ARGUMENTS = {
    "as-of": ("2026-06-01",),
    "history": ("fee",),
    "explain": ("fee", "2026-06-01"),
    "show": ("nasty",),
    "diff": ("2019", "2026-06-01"),
}
EVERY = [(command, form) for command, forms in FORMS.items() for form in forms]
TEXTS = {
    "nasty": NASTY,
    "markup": MARKUP,
    "long": LONG,
    "wide": WIDE,
    "emoji": EMOJI,
    **{f"cell-{number}": cell for number, cell in enumerate(CELLS)},
}


def ledger(text: str) -> str:
    """Return a ledger in which every free text is *text*."""
    told = json.dumps(text)
    return f"""\
partnership: acme-globex
title: {told}
parties: [{told}]
covered_through: 2026-06-30
terms:
  fee: {{title: {told}, asks: {told}, topic: {told}}}
  other: {{title: {told}, topic: {told}}}
conditions:
  gone: {{title: {told}}}
sources:
  letter: {{url: "https://example.com/a", title: {told}, publisher: {told}, published: 2020-05-04}}
  memo: {{title: {told}, locator: {json.dumps(text.split()[0])}}}
events:
  - id: nasty
    when: 2020-05
    announced: 2020-05-04
    title: {told}
    summary: {told}
    authority: official
    sources: [letter, memo]
    changes:
      - {{set: fee, value: {told}, unless: [gone], note: {told}}}
      - {{dispute: fee, positions: [{{party: {told}, says: {told}}}], note: {told}}}
      - {{note: fee, text: {told}}}
      - {{set: other, value: {told}, through: 2021}}
  - id: claim
    when: 2021-06
    title: {told}
    authority: press
    sources: [letter]
    changes:
      - {{set: fee, value: {json.dumps(text + " too")}}}
      - {{set: other, value: {json.dumps(text + " three")}}}
  - id: ahead
    when: 2030
    announced: 2021-01-01
    title: {told}
    authority: official
    sources: [letter]
    changes: [{{end: fee, note: {told}}}]
  - correct: nasty
    summary: {told}
    reason: {told}
"""


@pytest.fixture
def poisoned(
    request: pytest.FixtureRequest,
    command: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run the command on a log in which every free text is the one that the test asks for."""
    path = tmp_path / "poisoned.db"
    command("init", "--db", path)
    told = command("import", "-", "--db", path, input=ledger(TEXTS[request.param]))
    assert told.exit_code == 0, told.stderr
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


def outputs(run: Run) -> Iterator[tuple[str, str, str]]:
    """Yield what every command prints in every form."""
    for command, form in EVERY:
        found = run(command, *ARGUMENTS.get(command, ()), "-o", form)
        assert found.exit_code == 0, (command, form, found.output)
        yield command, form, found.stdout + found.stderr


@pytest.mark.parametrize("poisoned", ["nasty"], indirect=True)
def test_nothing_harmful_reaches_a_terminal_in_any_form(poisoned: Run) -> None:
    """ESC, C1, controls and what turns the direction of reading are shown, not sent."""
    raw = [
        (command, form, sorted(found))
        for command, form, text in outputs(poisoned)
        if (found := {one for one in text if is_harmful(one)})
    ]

    assert raw == []


def is_harmful(character: str) -> bool:
    """Whether a terminal, or a reader's eye, would obey *character*."""
    if character == "\n":
        return False
    return unicodedata.category(character) == "Cc" or character in HARMFUL


@pytest.mark.parametrize("poisoned", ["nasty"], indirect=True)
def test_what_is_escaped_can_still_be_read_in_json(poisoned: Run) -> None:
    """JSON escapes are the text, once they are parsed."""
    [fee, _] = said(poisoned("as-of", "2026-06-01", "-o", "json"))["terms"]
    [line, _] = poisoned("as-of", "2026-06-01", "-o", "ndjson").stdout.splitlines()

    assert fee["value"] == NASTY
    assert json.loads(line)["value"] == NASTY
    assert fee["positions"] == [{"party": NASTY, "says": NASTY}]


@pytest.mark.parametrize("poisoned", ["nasty"], indirect=True)
def test_what_is_escaped_is_seen_to_be_there(poisoned: Run) -> None:
    """To leave it out would be to hide it."""
    told = poisoned("as-of", "2026-06-01").stdout

    assert "\\u001b" in told
    assert "\\u202e" in told


@pytest.mark.parametrize("poisoned", ["nasty"], indirect=True)
def test_errors_escape_what_they_quote(poisoned: Run) -> None:
    """Also what was typed comes from somewhere."""
    for asked in (
        ("show", f"a{ESC}[31m{OVERRIDE}"),
        ("as-of", "--term", f"a{ESC}]0;x{BELL}"),
        ("as-of", "-p", f"a{CSI}2J"),
        ("as-of", f"2026{ESC}[1m"),
        ("as-of", "--recorded", f"2026{ESC}[1m"),
        ("as-of", "--db", f"/nowhere/{ESC}[1m.db"),
        ("import", f"/nowhere/{ESC}[1m.yaml"),
    ):
        found = poisoned(*asked)

        assert found.exit_code != 0
        assert [one for one in found.output if is_harmful(one)] == [], asked


def test_a_bad_ledger_is_quoted_harmlessly(timeline: Run) -> None:
    """A complaint shows what it complains of."""
    text = ledger("x").replace("when: 2020-05", f'when: "2020{ESC}[31m{OVERRIDE}"'.replace(
        ESC, "\\e").replace(OVERRIDE, "\\u202e"))  # fmt: skip
    found = timeline("import", "-", input=text)

    assert found.exit_code == 1
    assert [one for one in found.stderr if is_harmful(one)] == []


@pytest.mark.parametrize("where", ["yaml", "flags", "jsonl"])
def test_a_nul_is_refused(timeline: Run, where: str) -> None:
    """No database and no terminal agrees about it."""
    before = said(timeline("partnerships", "-o", "json"))["partnerships"]
    if where == "yaml":
        found = timeline("import", "-", input=ledger("x").replace('value: "x"', 'value: "a\\0b"'))
    elif where == "flags":
        found = timeline(
            "append", "--when", "2026", "--title", "a\0b", "--authority", "press",
            "--source", "https://example.com", "--note", "agi.definition=x",
        )  # fmt: skip
    else:
        entry = {"define": "term:x", "id": "define:term:x", "title": "a\0b"}
        line = json.dumps({"partnership": "acme-globex", "entry": entry})
        found = timeline("import", "-", input=f"{line}\n")

    assert found.exit_code == 1
    assert "NUL" in found.stderr or "null" in found.stderr.lower()
    assert said(timeline("partnerships", "-o", "json"))["partnerships"] == before


@pytest.mark.parametrize("poisoned", [f"cell-{n}" for n in range(len(CELLS))], indirect=True)
def test_no_cell_of_a_csv_begins_a_formula(poisoned: Run) -> None:
    """A spreadsheet runs what begins with an equals sign."""
    for command, forms in FORMS.items():
        if "csv" in forms:
            text = poisoned(command, *ARGUMENTS.get(command, ()), "-o", "csv").stdout
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]

            assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == [], command
            assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1


@pytest.mark.parametrize("poisoned", ["nasty", "markup"], indirect=True)
def test_a_csv_row_is_a_line_of_as_many_cells_as_the_first(poisoned: Run) -> None:
    """Whatever the texts hold."""
    for command, forms in FORMS.items():
        if "csv" in forms:
            text = poisoned(command, *ARGUMENTS.get(command, ()), "-o", "csv").stdout
            rows = list(csv.reader(io.StringIO(text)))

            assert len(rows) > 1
            assert {len(row) for row in rows} == {len(rows[0])}, command
            assert len(text.splitlines()) == len(rows), command


@pytest.mark.parametrize("poisoned", ["markup", "nasty"], indirect=True)
def test_markdown_holds_the_text_and_no_markup_of_it(poisoned: Run) -> None:
    """No tag, no link, no row of its own."""
    for command, forms in FORMS.items():
        if "md" not in forms:
            continue  # Of `show` only the heading is Markdown: all else is indented as it is.
        text = poisoned(command, *ARGUMENTS.get(command, ()), "-o", "md").stdout
        text = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
        table = [line for line in text.splitlines() if line.startswith("|")]
        bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table}

        assert "<script" not in text, command
        assert "</script" not in text, command
        assert re.search(r"(?<!\\)\[x\]\(javascript", text) is None, command
        assert len(bars) <= 1, (command, table)


@pytest.mark.parametrize("poisoned", ["long", "wide", "emoji"], indirect=True)
def test_very_long_and_very_wide_words_do_not_break_the_tables(poisoned: Run) -> None:
    """They are broken over lines; nothing is cut away and nothing runs out of the window."""
    for command in ("as-of", "history", "explain", "log", "terms", "diff", "partnerships"):
        told = poisoned(command, *ARGUMENTS.get(command, ()))
        lines = told.stdout.splitlines()

        assert told.exit_code == 0
        assert [line for line in lines if columns_of(line) > 80] == [], command


def columns_of(line: str) -> int:
    """Return how many columns *line* takes in a terminal."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in line
    )


@pytest.mark.parametrize("poisoned", ["long"], indirect=True)
def test_a_long_word_is_shown_whole(poisoned: Run) -> None:
    """Values are wrapped, not cut."""
    told = poisoned("as-of", "2026-06-01", "--term", "fee").stdout

    assert "".join(told.split()).count(LONG) >= 1


@pytest.mark.parametrize("poisoned", list(TEXTS), indirect=True)
def test_whatever_is_in_a_log_comes_back_from_its_export(poisoned: Run, tmp_path: Path) -> None:
    """To the same head, in both forms."""
    [row] = said(poisoned("partnerships", "-o", "json"))["partnerships"]
    for form in ("yaml", "jsonl"):
        other = tmp_path / f"{form}.db"
        text = poisoned("export", "-o", form).stdout
        poisoned("init", "--db", other)
        told = poisoned("import", "-", "--db", other, input=text)
        [again] = said(poisoned("partnerships", "--db", other, "-o", "json"))["partnerships"]

        assert told.exit_code == 0, told.stderr
        assert again["head"] == row["head"]


@pytest.mark.parametrize(
    "name",
    ["../x", "a b", "a/b", f"a{ESC}", "a;rm -rf", "-x", "", "A", "é", "a" * 300, "a\nb", "=cmd"],
)
@pytest.mark.parametrize("place", ["id", "term", "source", "partnership"])
def test_a_name_cannot_be_hostile(timeline: Run, name: str, place: str) -> None:
    """Names stand in commands, files and links; they are small letters, digits, '.' and '-'."""
    told = json.dumps(name)
    text = ledger("x")
    if place == "id":
        text = text.replace("- id: claim", f"- id: {told}")
    elif place == "term":
        text = text.replace("  other: {title", f"  {told}: {{title").replace(
            "set: other", f"set: {told}"
        )
    elif place == "source":
        text = text.replace("  memo:", f"  {told}:").replace("[letter, memo]", f"[letter, {told}]")
    else:
        text = text.replace("partnership: acme-globex", f"partnership: {told}")
    found = timeline("import", "-", input=text)

    assert found.exit_code == 1, found.stdout
    assert found.stderr.startswith("Error: <stdin>:")
    assert [one for one in found.stderr if is_harmful(one)] == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "data:x", "x"]
)
def test_an_address_is_one_of_the_web(timeline: Run, url: str) -> None:
    """It will stand in a page as a link."""
    found = timeline("import", "-", input=ledger("x").replace("https://example.com/a", url))

    assert found.exit_code == 1
    assert found.stderr.startswith("Error: <stdin>:")
