"""Hostile data: nothing in a log can take over a terminal, a spreadsheet or a page."""

import csv
import io
import json
import re
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from poison import ARGUMENTS, FORMS, ledger, outputs, taken_in
from running import Run, said

pytestmark = pytest.mark.drawn

ESC, BELL, DEL, CSI = "\x1b", "\x07", "\x7f", "\x9b"
OVERRIDE, ISOLATE, MARK, POP = "\u202e", "\u2066", "\u200f", "\u2069"
ZERO_WIDTH, LINE, BOM = "\u200b", "\u2028", "\ufeff"
HARMFUL = (ESC, BELL, DEL, CSI, "\x85", "\r", OVERRIDE, ISOLATE, MARK, POP, "\u061c", LINE, BOM)
NASTY = f"a{ESC}[31mb{CSI}2Jc{BELL}d{OVERRIDE}e{ISOLATE}f{MARK}g{LINE}h{BOM}i{DEL}j\r\nk\tl\x08m"
CELLS = (
    *("=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("x","y")', " =1+1", "＝1+1"),
    "\t=1+1",
)
MARKUP = "<script>alert(1)</script> | [x](javascript:y) `code` **bold** # | \\| ![i](u) &lt;"
SQL = """x'); DROP TABLE entry; DELETE FROM entry WHERE ''=' --"; /* \\ */ %s ? :id $1 {0}"""
LONG = "x" * 400
WIDE = "日本語の契約条件" * 12
EMOJI = "😀👩‍👩‍👧‍👦" * 30

TEXTS = {
    "nasty": NASTY,
    "markup": MARKUP,
    "long": LONG,
    "wide": WIDE,
    "emoji": EMOJI,
    "sql": SQL,
    **{f"cell-{number}": cell for number, cell in enumerate(CELLS)},
}


@pytest.fixture
def poisoned(
    request: pytest.FixtureRequest,
    command: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run the command on a log in which every free text is the one that the test asks for."""
    path = tmp_path / "poisoned.db"
    taken_in(command, path, ledger(TEXTS[request.param]))
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


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
    assert [each["value"] for each in fee["claims"]] == [f"{NASTY} too"]
    assert [each["positions"] for each in fee["disputes"]] == [[{"party": NASTY, "says": NASTY}]]


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


EVENT = "id: one\nwhen: 2021\ntitle: T\nauthority: press\nsources: [s]\n"
FLAGS = (
    *("--when", "2021", "--title", "T", "--authority", "press", "--note", "agi.definition=x"),
    *("--source", "https://example.com/s"),
)
LINE = '{"partnership": "acme", "entry": {"define": "source:s", "id": "d", "title": "T"%s}}'
HALF = "This text holds half of a character (a lone surrogate); write it again."
DEEP = "This is nested more than 20 levels deep."
WIDEST = "x" * 1024 * 1024

REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "half, ledger": (
        ("import", "-"),
        'partnership: acme\ntitle: "\\ud800"',
        f"<stdin>:2:8: {HALF}",
    ),
    "half, lines": (("import", "-"), LINE % ', "publisher": "\\udfff"', f"<stdin>:1:1: {HALF}"),
    "half, file": (("append", "-"), EVENT + 'summary: "\\udc80"', f"<stdin>:6:10: {HALF}"),
    "half, flags": (("append", *FLAGS, "--summary", "a\udcff"), "", HALF),
    "script, lines": (
        ("import", "-"),
        LINE % ', "url": "javascript:x"',
        "<stdin>:1:1: 'javascript:x' is no address; it begins with http:// or https://.",
    ),
    "script, flags": (
        ("append", *FLAGS, "--source", "javascript:x"),
        "",
        "--source 'javascript:x' is neither an address nor a source that the log has",
    ),
    "twice, ledger": (
        ("import", "-"),
        "partnership: acme\ntitle: A\ntitle: B\n",
        "<stdin>:3:1: The key 'title' stands in line 2 already; keep one of them.",
    ),
    "twice, ledger in JSON": (
        ("import", "-"),
        '{"partnership": "acme",\n"title": "A", "title": "B"}',
        "<stdin>:2:15: The key 'title' stands in line 2 already; keep one of them.",
    ),
    "twice, lines": (
        ("import", "-"),
        LINE % ', "title": "U"',
        "<stdin>:1:1: The key 'title' stands twice in one object; keep one of them.",
    ),
    "twice, file": (("append", "-"), f"{EVENT}title: U", "<stdin>:6:1: The key 'title' stands in"),
    "NaN, lines": (
        ("import", "-"),
        LINE % ', "notice": NaN',
        "<stdin>:1:1: The number NaN is not allowed here; put it in quotes.",
    ),
    "NaN, flags": (("append", *FLAGS, "--when", "NaN"), "", "'NaN'"),
    "NaN, ledger": (
        ("import", "-"),
        "partnership: acme\ncovered_through: NaN\n",
        "<stdin>:2:18: 'NaN' cannot be read as a date",
    ),
    "depth, ledger": (
        ("import", "-"),
        "partnership: acme\nx: " + "[" * 40,
        f"<stdin>:2:23: {DEEP}",
    ),
    "depth, file": (("append", "-"), f"{EVENT}met: {'[' * 40}", f"<stdin>:6:25: {DEEP}"),
    "depth, lines": (
        ("import", "-"),
        LINE % f', "asks": {"[" * 5000}',
        "<stdin>:1:1: This JSON is nested too deeply; an entry has five levels.",
    ),
    "alias, file": (
        ("append", "-"),
        f"{EVENT}summary: &a x\nmet: *a",
        "<stdin>:7:6: Aliases (*) are not read; write it out.",
    ),
    "line, ledger": (("import", "-"), f"# {WIDEST}", "<stdin>:1:1: The line is longer than 1 MiB"),
    "line, lines": (
        ("import", "-"),
        "\n".join(LINE % more for more in ("", f', "asks": "{WIDEST}"')),
        "<stdin>:2:1: The line is longer than 1 MiB; no entry is.",
    ),
    "line, file": (("append", "-"), f"# {WIDEST}", "<stdin>:1:1: The line is longer than 1 MiB"),
    "size, ledger": (
        ("import", "-"),
        "partnership: acme\n" + "# a comment\n" * 1_400_000,
        "<stdin>:1:1: The file is larger than 16 MiB; split it in several.",
    ),
    "size, file": (("append", "-"), EVENT + "\n" * 17_000_000, "The file is larger than 16 MiB"),
    "size, flags": (("append", *FLAGS, "--summary", WIDEST), "", "shorten it."),
}
"""By what is wrong and where it comes from: the command, what it reads, and what it says."""


@pytest.mark.parametrize("case", REFUSED)
def test_wherever_it_comes_from_it_is_refused_in_a_sentence(timeline: Run, case: str) -> None:
    """And nothing of it is kept."""
    words, text, sentence = REFUSED[case]
    before = said(timeline("partnerships", "-o", "json"))["partnerships"]
    found = timeline(*words, input=text)

    assert found.exit_code in (1, 2)
    assert found.stdout == ""
    assert sentence in found.stderr
    assert [one for one in found.stderr if is_harmful(one)] == []
    assert said(timeline("partnerships", "-o", "json"))["partnerships"] == before


@pytest.mark.parametrize("poisoned", [f"cell-{n}" for n in range(len(CELLS))], indirect=True)
def test_no_cell_of_a_csv_begins_a_formula(poisoned: Run) -> None:
    """A spreadsheet runs what begins with an equals sign."""
    for command, forms in FORMS.items():
        if "csv" in forms:
            text = poisoned(command, *ARGUMENTS.get(command, ()), "-o", "csv").stdout
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]

            assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝")] == [], command
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
    several = ("as-of", "history", "explain", "log", "terms", "diff", "partnerships", "matrix")
    asked = [(command, *ARGUMENTS.get(command, ())) for command in several]
    for command in (*asked, ("matrix", "2026-06-01", "--term", "fee")):
        told = poisoned(*command)
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
    for command in ("as-of", "matrix"):
        told = poisoned(command, "2026-06-01", "--term", "fee").stdout

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


@pytest.mark.parametrize("poisoned", ["sql"], indirect=True)
def test_sql_in_every_field_is_text(poisoned: Run) -> None:
    """No statement is made of what an entry says, nor of what is asked."""
    [before] = said(poisoned("partnerships", "-o", "json"))["partnerships"]
    for words in (
        ("as-of", "--term", "' OR ''='"),
        ("as-of", "-p", "' OR ''='"),
        ("show", "nasty' OR ''='"),
        ("history", "fee'--"),
        ("as-of", "--recorded", "2026-01-01' OR ''='"),
        ("append", "--title", SQL, "--authority", "press", "--source", "letter", "--note", "fee=x"),
        ("changelog", "--issue", SQL),
        ("define", "sql", "--title", SQL, "--topic", SQL, "--asks", SQL),
    ):
        assert poisoned(*words).exit_code in (0, 1, 2, 4), words
    [row] = said(poisoned("partnerships", "-o", "json"))["partnerships"]
    shown = said(poisoned("show", "nasty", "-o", "json"))

    assert row["version"] == before["version"] + 3
    assert shown["as_recorded"]["title"] == SQL
    assert poisoned("verify").exit_code == 0


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "..", "-x", "a\\b", "con:", "~x", "x\0"])
def test_a_ledger_is_not_started_outside_the_folder(
    timeline: Run, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is named by the partnership, which is no path."""
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    before = sorted(tmp_path.rglob("*"))
    found = timeline("new", "--", name)

    assert found.exit_code == 1
    assert "cannot name a partnership" in found.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "hostile",
    [
        "{% include '../secret' %}",
        "{% include '/etc/passwd' %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ lipsum.__globals__['os'].system('true') }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ sections.clear() }}",
        "{{ 'x' * 10 ** 13 }}",
        "{% for a in range(10 ** 12) %}{% endfor %}",
        "{% include 'hostile.j2' %}",
    ],
)
def test_a_template_reads_and_runs_nothing_else(
    timeline: Run, hostile: str, tmp_path: Path
) -> None:
    """It may come from anybody; it sees the values it is given, and the files beside it."""
    (tmp_path / "secret").write_text("the secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "hostile.j2").write_text(hostile)
    found = timeline("changelog", "--template", str(folder / "hostile.j2"))

    assert found.exit_code == 1, found.stdout
    assert found.stdout == ""
    assert "secret" not in found.stderr.replace("../secret", "")


@pytest.mark.parametrize(
    "noted",
    [
        "timeline changelog 'unbalanced",
        "rm -rf /",
        "timeline changelog -o nothing",
        "timeline changelog 9999..1",
        "timeline changelog --by x --no-such",
        "timeline changelog --template /etc/passwd 2020..2021",
        "timeline changelog --issue again 2020..2021",
        "x",
    ],
)
def test_the_command_that_a_log_notes_is_not_run(timeline: Run, noted: str, tmp_path: Path) -> None:
    """An issue says by which command it was made; a log of others may say anything."""
    issued = tmp_path / "issued.md"
    issued.write_bytes(b"x\n")
    digest = sha256(b"x\n").hexdigest()
    [row] = said(timeline("partnerships", "-o", "json"))["partnerships"]
    entry = {
        "issue": "one",
        "id": "issue:one",
        "command": noted,
        "head": row["head"],
        "sha256": digest,
    }
    line = json.dumps({"partnership": "openai-microsoft", "entry": entry})
    assert timeline("import", "-", input=f"{line}\n").exit_code == 0
    found = timeline("changelog", "--check", str(issued))

    assert found.exit_code in (1, 3), found.output
    assert found.output.count("\n") == 1
    assert "root:" not in found.output


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
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "data:x", "x"],
)
def test_an_address_is_one_of_the_web(timeline: Run, address: str) -> None:
    """It will stand in a page as a link."""
    found = timeline("import", "-", input=ledger("x").replace("https://example.com/a", address))

    assert found.exit_code == 1
    assert found.stderr.startswith("Error: <stdin>:")
