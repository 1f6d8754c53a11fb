"""Charts show a drawing: as text, as a picture in which nothing runs, and for code hosts.

`tests/cli/charts/test_chart.py --update` draws the picture of docs/charts.md again.
"""

import re
import shlex
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
import sessions
from hypothesis import given
from hypothesis import strategies as st
from poison import ledger, taken_in
from running import Run
from shell import ROOT, shell

from cli import terminal
from cli.charts import svg
from cli.charts.axis import Axis, knots, placed, ticks
from cli.charts.legend import SAMPLES
from cli.charts.markup import element, filled, fitted, labelled, length, words
from cli.charts.mermaid import beginning, shown
from cli.charts.signs import ASCII, LEGEND, SIGNS
from cli.terminal import columns_of, is_harmful
from events.dates.dates import day
from events.model.kinds import Term
from timeline.rule.answer import Answer
from timeline.views.drawing import Drawing, drawing
from timeline.views.lanes import Lane, Mark

pytestmark = pytest.mark.drawn

PICTURE = ROOT / "docs" / "img" / "openai-microsoft.svg"
COMMAND = re.compile(r"`(timeline\s+chart\s[^`]+ -o\s+svg)`")
SIZE = svg.WIDTH - 2 * svg.MARGIN - svg.LEFT - svg.RIGHT - 20
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    *("svg", "title", "desc", "style", "defs", "g", "rect", "line", "path", "circle", "text"),
    *("linearGradient", "stop", "mask", "pattern"),
}
HOSTILE = (
    "<script>window.pwn=1</script>",
    "]]></style></title></desc></svg><script>pwn()</script><svg onload='pwn()'>",
    'a" onload="pwn()" x=\' <image href=javascript:pwn()>',
    "&lt;script&gt; &#60;b&#62; &amp; javascript:pwn() url(javascript:pwn())",
    "a\r\nb\x1b[31m\u202ec\u2028d\ufffe\uffff\x0b \u200f",
    '``` \n```\n# heading\n%%{init: {}}%% click a href "x"',
    "title a: b; #35; %% c",
    "你好 " * 60,
    "é" * 500,
)
NAME = r"[^:;#%\s<>`{}\\](?:(?!%%)[^:;#\n<>`{}\\])*"
TASK = re.compile(rf"    {NAME} :(?:active|done|active, crit|done, crit), [-\d]+, [-\d]+")
MILESTONE = re.compile(rf"    {NAME} :milestone, [-\d]+, 0d")
SECTION = re.compile(rf"    (?:section|title) {NAME}")
BEGUN = ("---", "config:", "  gantt:", "    leftPadding: 170", "---", "gantt")


def drawn(run: Run, *words: object) -> str:
    """Return what `timeline chart` prints."""
    result = run("chart", *words)
    assert 0 == result.exit_code, result.output
    return result.stdout_bytes.decode()


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(tree: ElementTree.Element, kind: str) -> list[str]:
    """Return the texts that have the class *kind*."""
    return ["".join(one.itertext()) for one in tree.iter() if kind in one.get("class", "").split()]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the logs that several tests draw."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture
def hostile(request: pytest.FixtureRequest, command: Run, taken: Path) -> Run:
    """Run the command on a log in which every free text is a hostile one."""
    path = taken / f"{HOSTILE.index(request.param)}.db"
    if not path.exists():
        taken_in(command, path, ledger(request.param))
    return lambda *given, **how: command(*given, "--db", path, **how)


every_hostile = pytest.mark.parametrize("hostile", HOSTILE, indirect=True, ids=range(len(HOSTILE)))


# --- Text


SMALL = """
partnership: some
title: Some
terms: {fee: {title: Fee, topic: Money}, stake: {title: Stake, topic: Money}}
sources: {memo: {title: Memo}, wire: {title: Wire, publisher: Reuters}}
events:
  - {id: deal, when: 2020-03-01, title: The deal, authority: official, sources: [memo],
     changes: [{set: fee, value: $1M a year, through: 2024}, {set: stake, value: a third}]}
  - {id: sale, when: 2022, title: The sale, authority: reported, sources: [wire],
     changes: [{set: stake, value: a quarter of the shares}]}
  - {id: column, when: 2023-03-20, title: Column, authority: reported, sources: [wire],
     changes: [{claim: fee, value: $2M}]}
"""


def test_the_text_shows_what_held_and_what_is_uncertain(command: Run, tmp_path: Path) -> None:
    """The whole form of it: read without colour, under an axis, with a legend of its signs."""
    path = tmp_path / "some.db"
    taken_in(command, path, SMALL)
    text = drawn(command, "--db", path, "--as-of", "2023-06-01")

    assert WHOLE == text.partition("\n\n")[2]


WHOLE = """\
          │ 1 March 2020: The deal
        2020  Jul        2022  Apr   Jul  Oct   2023   Jul        2025   Jul
        ┬─────┬──────────┬─────┬─────┬────┬─────┬─────▼┬──────────┬──────┬──────
Money
 fee      ┣$1M a year━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━━┣expired·····▶
   $1M…   ●                                        ○╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
 stake    ┣a third━━━━━━━░░░░░░░░░░░░░░░░░░░░░░░░a quarter of the shares╍╍╍╍╍╍╍▶
   a…     ●              ~~~~~~~~~~~~●~~~~~~~~~~~     │

╍ by report only   · ended or expired   ░ day uncertain
╱ claimed otherwise or disputed   ● the answer changed   ○ claimed or disputed
Under each term: its answer on the chosen day. Busy times are wider than quiet
ones; --linear draws all days alike.
fee: claimed otherwise by Reuters: $2M (reported, since 2023-03-20) [column]
stake: in place of official: a third [deal]
"""


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_text_fits_the_screen(
    timeline: Run, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signs are explained, and the two sets of them show the same."""
    monkeypatch.setattr("cli.charts.build._encoding", lambda: encoding)
    text = drawn(timeline)
    signs = SIGNS if encoding == "utf-8" else ASCII

    assert 80 >= max(columns_of(line) for line in text.splitlines())
    assert text.isascii() == (encoding == "ascii")
    for sign in ("reported", "over", "edge", "shade", "changed", "claimed", "noted"):
        assert re.search(rf"(^|  ){re.escape(signs[sign])} [a-z]", text, re.MULTILINE), sign


def test_one_sign_means_one_thing() -> None:
    """Or nobody could read it."""
    for signs in (SIGNS, ASCII):
        apart = [signs[one] for one in signs if one not in ("axis", "tick")]

        assert SIGNS.keys() == ASCII.keys()
        assert len({*apart}) == len(apart)


def test_no_legend_has_more_than_eight_signs(timeline: Run) -> None:
    """More than that nobody learns; and what is not drawn is not explained."""
    text = drawn(timeline).partition("Under each term")[0].rpartition("\n\n")[2]
    picture = drawn(timeline, "-o", "svg").partition("A third of")[0]
    few = drawn(timeline, "--term", "ip-license.research-ip", "-o", "svg")

    assert 8 >= len(LEGEND) >= len(re.findall(r"(?:^|   )\S ", text, re.MULTILINE)) > 4
    assert all(said in picture for said, _, _ in SAMPLES.values())
    assert 8 == len(SAMPLES)
    assert "claimed otherwise, disputed" not in few


@pytest.mark.parametrize("size", [40, 61, 80, 100])
@every_hostile
def test_no_text_breaks_the_lines(hostile: Run, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wide signs, long words and controls stay in their columns."""
    # This imports the module first; else it would take the other one's stand-in for its own.
    monkeypatch.setattr("cli.charts.text.width", lambda: size)
    monkeypatch.setattr(terminal, "width", lambda: size)
    text = drawn(hostile)

    assert [] == [line for line in text.splitlines() if columns_of(line) > size]
    assert [] == [sign for sign in text if sign != "\n" and is_harmful(sign)]


def test_what_has_no_day_is_listed(command: Run, tmp_path: Path) -> None:
    """An undated event is nowhere on the axis, and a term without any has no lane."""
    path = tmp_path / "some.db"
    terms = "{fee: {title: Fee}, seat: {title: Seat}}"
    change = "{set: fee, value: low}"
    taken_in(
        command,
        path,
        f"partnership: some\nterms: {terms}\nsources: {{memo: {{title: Memo}}}}\nevents:\n"
        f"  - {{id: june, when: XXXX-06, title: June, authority: official, sources: [memo],"
        f" changes: [{change}]}}\n"
        f"  - {{id: may, when: 2020-05-01, title: May, authority: official, sources: [memo],"
        f" changes: [{change}]}}\n",
    )
    text = drawn(command, "--db", path)

    assert text.endswith("Nothing to draw: seat.\nWithout a day: june (fee).\n")
    assert " fee " in text


BESIDE = """
partnership: some
title: Some
terms: {stake: {title: Stake}}
sources: {memo: {title: Memo}, wire: {title: Wire, publisher: Reuters}}
events:
  - {id: deal, when: 2020-01-01, title: Deal, authority: official, sources: [memo],
     changes: [{set: stake, value: 15%}]}
  - {id: agency, when: 2020-03-10, title: Agency, authority: press, sources: [wire],
     changes: [{set: stake, value: 10%}]}
  - {id: column, when: 2020-03-20, title: Column, authority: reported, sources: [wire],
     changes: [{claim: stake, value: 12%}]}
"""


@pytest.mark.parametrize("form", ["text", "svg", "mermaid"])
def test_what_stands_beside_an_answer_is_told(command: Run, tmp_path: Path, form: str) -> None:
    """In place of what, who claims what, and on which days of a month it was what."""
    path = tmp_path / "some.db"
    taken_in(command, path, BESIDE)
    asked = ("--db", path, "-o", form, "--as-of")
    on, month = (
        " ".join(drawn(command, *asked, when).replace("\\", "").split())
        for when in ("2020-04-01", "2020-03")
    )

    assert "stake: in place of official: 15% [deal]" in on
    assert "stake: claimed otherwise by Reuters: 12% (reported, since 2020-03-20) [column]" in on
    assert "stake: varied: 2020-03-01 .. 2020-03-09: 15% | 2020-03-10 .. 2020-03-31: 10%" in (
        month.replace("&quot;", '"')
    )


def test_flags_are_written_out_in_a_picture(command: Run, tmp_path: Path) -> None:
    """Where there is room for them."""
    path = tmp_path / "some.db"
    taken_in(command, path, BESIDE)
    tree = parsed(drawn(command, "--db", path, "-o", "svg", "--as-of", "2020-04-01"))

    assert ["reported, claimed otherwise, replaced higher"] == texts(tree, "flag")


def test_the_chosen_day_is_the_last_that_is_covered(timeline: Run) -> None:
    """Today would give other bytes tomorrow."""
    assert "As of 2026-07-29, " in drawn(timeline)
    assert drawn(timeline) == drawn(timeline, "--as-of", "2026-07-29")
    assert drawn(timeline, "-o", "svg") == drawn(timeline, "-o", "svg", "--as-of", "2026-07-29")


def test_a_cut_is_a_cut_of_the_drawing_too(timeline: Run) -> None:
    """What was not public yet is not drawn."""
    asked = ("2019..2022", "--term", "investment.*", "--as-of", "2021-06-15", "-o", "svg")
    then, now = (parsed(drawn(timeline, *asked, *cut)) for cut in (("--known", "2021-06-15"), ()))

    assert {"$1B"} == {*texts(then, "label")}
    assert any("?" in label for label in texts(now, "doubt"))
    assert 1 == timeline("chart", "--recorded", "1999-01-01").exit_code // 4


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("2026..2025",), "ends before it begins"),
        (("soon",), "is no period"),
        (("XXXX-06",), "is open at its end"),
        (("--term", "nothing.*"), "There is no term"),
        (("--to", "no/such/folder/x.svg", "-o", "svg"), "cannot be written"),
        (("--to", "no/such/folder/x.png", "-o", "png"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    timeline: Run, words: tuple[str, ...], complaint: str
) -> None:
    """In a sentence."""
    result = timeline("chart", *words)

    assert result.exit_code in (1, 2, 4)
    assert complaint in result.stderr
    assert 1 == result.stderr.count("Error:")


@pytest.mark.parametrize("form", ["text", "svg", "png", "pdf", "mermaid"])
def test_a_file_holds_what_is_printed(timeline: Run, form: str, tmp_path: Path) -> None:
    """Byte for byte, and twice the same."""
    path = tmp_path / "chart"
    printed = timeline("chart", "-o", form).stdout_bytes

    assert "" == drawn(timeline, "-o", form, "--to", path)
    assert printed == path.read_bytes()
    assert [path.name] == [one.name for one in tmp_path.iterdir() if one.name.startswith("chart")]


# --- SVG


@pytest.mark.parametrize("words", [(), ("2025..2026",), ("--as-of", "2024"), ("9999",)])
def test_a_picture_holds_nothing_that_runs_or_is_fetched(
    timeline: Run, words: tuple[str, ...]
) -> None:
    """Only shapes, words and colours; the words first for those who do not see it."""
    assert_harmless(drawn(timeline, *words, "-o", "svg"))


def assert_harmless(text: str) -> ElementTree.Element:
    tree = parsed(text)
    names = {one.tag.removeprefix(SVG) for one in tree.iter()}
    attributes = {name for one in tree.iter() for name in one.attrib}
    style = next(tree.iter(f"{SVG}style")).text or ""
    targets = {value for one in tree.iter() for value in one.attrib.values() if "(" in value}

    assert names <= DRAWN
    assert [] == [name for name in attributes if name.startswith("on") or "href" in name]
    assert {one for one in targets if one.startswith("url")} <= {
        *("url(#fade)", "url(#appear)", "url(#down)", "url(#up)"),
        *("url(#claimed-otherwise)", "url(#disputed)"),
    }
    assert not re.search(r"url|import|@(?!media)", style)
    assert ["title", "desc"] == [one.tag.removeprefix(SVG) for one in tree[:2]]
    assert ("img", "title desc") == (tree.get("role"), tree.get("aria-labelledby"))
    return tree


@every_hostile
def test_a_hostile_text_is_only_words(hostile: Run) -> None:
    """In every field at once: title, topic, term, value, event, party."""
    tree = assert_harmless(drawn(hostile, "-o", "svg"))
    plain = parsed(drawn(hostile, "-o", "svg"))
    style = next(tree.iter(f"{SVG}style")).text

    assert next(plain.iter(f"{SVG}style")).text == style
    assert [] == [sign for sign in "".join(tree.itertext()).replace("\n", "") if is_harmful(sign)]


def test_the_checks_would_notice() -> None:
    """A check that lets everything pass is none."""
    fine = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc">{}</svg>'
    )
    said = "<title/><desc/><style/>"

    assert_harmless(fine.format(said))
    for bad in ("<script/>", '<g onload="x"/>', '<g href="x"/>', '<g fill="url(http://x)"/>'):
        with pytest.raises(AssertionError):
            assert_harmless(fine.format(said + bad))


def test_the_words_tell_what_the_picture_shows(timeline: Run) -> None:
    """Whoever does not see it hears the answers of the chosen day, with their flags."""
    tree = parsed(drawn(timeline, "-o", "svg", "--as-of", "2026-03-20"))
    said = tree[1].text or ""

    assert "Timeline: OpenAI and Microsoft" == tree[0].text
    assert "As of 2026-03-20, with all that is known now." in said
    assert "Right of first refusal: ended (claimed otherwise)" in said
    assert re.search(r"Drawn from \d{4}-01-01 through \d{4}-12-31\.", said)


def test_the_chosen_day_is_where_the_axis_has_it(timeline: Run) -> None:
    """And two lines bound a month."""
    for on, number in (("2021-07-01", 1), ("2021-07", 2)):
        tree = parsed(drawn(timeline, "2021", "--linear", "-o", "svg", "--as-of", on))
        lines = [float(one.get("x1", "")) for one in tree.iter() if one.get("class") == "now"]
        left = min(float(one.get("x1", "")) for one in tree.iter() if one.get("class") == "grid"
                   and one.get("x1") == one.get("x2"))  # fmt: skip

        assert number == len(lines)
        assert lines == sorted(lines)
        assert abs((lines[0] - left) / SIZE - 181 / 365) < 0.01


def test_each_kind_of_days_has_a_look_of_its_own(timeline: Run) -> None:
    """In force, by report, ended, undetermined, claimed otherwise and disputed are told apart."""
    text = drawn(timeline, "-o", "svg")
    lanes = text.partition("</defs>")[2].partition("by report only")[0]

    for look in ('"bar a"', '"bar b"', '"pale"', '"rim"', '"over"', '"maybe"'):
        assert look in lanes, look
    for look in ("url(#claimed-otherwise)", "url(#disputed)", "url(#fade)", "url(#appear)"):
        assert look in lanes, look
    assert "@media (prefers-color-scheme:dark)" in text


def test_the_session_of_the_page_is_real(tmp_path: Path) -> None:
    """A reader compares it with what he gets."""
    text = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")
    with shell(tmp_path) as run:
        run("timeline partnerships")

        assert text == sessions.replayed(text, lambda line: run(line).output)


def test_the_picture_of_the_readme_is_up_to_date() -> None:
    """It is what the command beside it draws."""
    assert PICTURE.read_text(encoding="utf-8") == picture()


def picture() -> str:
    """Return what the command draws that docs/charts.md shows below its picture."""
    found = COMMAND.search((ROOT / "docs" / "charts.md").read_text(encoding="utf-8"))
    assert found is not None
    with TemporaryDirectory() as home, shell(Path(home)) as run:
        run("timeline partnerships")
        result = run(" ".join(shlex.quote(word) for word in shlex.split(found[1])))
    assert 0 == result.exit_code, result.output
    return result.stdout


# --- PNG and PDF


def test_a_png_is_the_picture_twice_as_fine(timeline: Run) -> None:
    """Reports are printed."""
    data = timeline("chart", "--term", "cloud.*", "-o", "png").stdout_bytes
    tree = parsed(drawn(timeline, "--term", "cloud.*", "-o", "svg"))
    size = [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)]

    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert size == [2 * float(tree.get(name, "")) for name in ("width", "height")]
    assert data.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_words_are_in_a_picture(timeline: Run, form: str) -> None:
    """Without a font the library draws none, and says nothing: other words, other bytes."""
    asked = ("2026-03", "--term", "cloud.rofr", "-o", form, "--as-of")
    one, again, other = (
        timeline("chart", *asked, on).stdout_bytes
        for on in ("2020-01-01", "2020-01-01", "2020-01-02")
    )

    assert one.startswith(b"%PDF-" if form == "pdf" else b"\x89PNG")
    assert one == again
    assert one != other


def test_a_pdf_is_the_same_in_whatever_order_the_library_keeps_its_fonts(timeline: Run) -> None:
    """It keeps them in another from run to run; each object is where the table has it."""
    made = {timeline("chart", "2026", "-o", "pdf").stdout_bytes for _ in range(6)}
    data = made.pop()
    table = int(data.rpartition(b"startxref\n")[2].split()[0])
    offsets = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", data[table:])]
    named = {int(one) for one in re.findall(rb"\b(\d+) 0 R\b", data)}

    assert not made
    assert data[table:].startswith(b"xref\n")
    assert 20 < len(offsets)
    assert {*range(1, len(offsets) + 1)} >= named
    for number, offset in enumerate(offsets, 1):
        assert data[offset:].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize("form", ["png", "pdf"])
@every_hostile
def test_a_hostile_text_is_drawn_too(hostile: Run, form: str) -> None:
    """The library takes the picture of it, or there would be none."""
    result = hostile("chart", "-o", form)

    assert 0 == result.exit_code, result.stderr
    assert 1000 < len(result.stdout_bytes)


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_without_the_extra_it_says_what_to_install(
    timeline: Run, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, and no other form needs it."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = timeline("chart", "-o", form)

    assert 1 == result.exit_code
    assert "pip install 'partnership-timeline[chart]'" in result.stderr.replace("\n", " ")
    assert b"" == result.stdout_bytes
    assert 0 == timeline("chart", "-o", "svg").exit_code


def test_a_picture_does_not_go_to_a_terminal(
    timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would ring and blink."""
    monkeypatch.setattr("cli.charts.build._is_terminal", lambda: True)
    result = timeline("chart", "-o", "png")

    assert 2 == result.exit_code
    assert "--to FILE" in result.stderr


# --- Mermaid


def block(text: str) -> list[str]:
    """Return the lines of the diagram in a Markdown *text*, in which there is one fence."""
    before, opening, rest = text.partition("```mermaid\n")
    inside, closing, after = rest.partition("\n```\n")
    assert opening
    assert closing
    assert "```" not in before + inside + after
    return inside.splitlines()


def assert_well_formed(lines: list[str]) -> None:
    """Hold each line against the documented syntax of a gantt diagram."""
    assert BEGUN == tuple(lines[:6])
    assert SECTION.fullmatch(lines[6])
    assert ["    dateFormat YYYY-MM-DD", "    todayMarker off"] == [lines[7], lines[9]]
    assert lines[8] in ("    axisFormat %Y", "    axisFormat %Y-%m")
    for line in lines[10:]:
        assert any(form.fullmatch(line) for form in (TASK, MILESTONE, SECTION)), line


def test_a_diagram_keeps_to_the_documented_syntax(timeline: Run) -> None:
    """Each bar a task, with the day after its last as its end."""
    lines = block(drawn(timeline, "--term", "ip-license.end", "2025", "-o", "mermaid"))

    assert_well_formed(lines)
    assert [
        "    section Intellectual property",
        "    Licence end – undisclosed :active, 2025-01-01, 2025-01-21",
        "    Licence end – through 2030 :active, 2025-01-21, 2025-10-28",
        "    Licence end – through 2032 :active, 2025-10-28, 2026-01-01",
    ] == lines[10:]


def test_a_diagram_shows_uncertainty(timeline: Run) -> None:
    """With a question mark and an edge of another colour; a line of its own for other claims."""
    lines = block(drawn(timeline, "-o", "mermaid"))

    assert_well_formed(lines)
    assert any(
        "– ? $1B or at least $1B, with" in line and ":done, crit, 2021-01-01, 2021-12-31" in line
        for line in lines
    )
    assert any(
        "Right of first refusal – claimed otherwise :active, crit, 2026-02-27" in line
        for line in lines
    )
    assert "    On 2026-07-29 :milestone, 2026-07-29, 0d" in lines


@every_hostile
def test_a_hostile_text_is_no_syntax(hostile: Run) -> None:
    """Mermaid has no escape here: what would be a sign of its own is shown as its likeness."""
    assert_well_formed(block(drawn(hostile, "-o", "mermaid")))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "title x",
            "Section a",
            "click b",
            "2026-02-27",
            "%%",
            "a% b",
            "gantt",
            "vert",
            "call f()",
        ),
        *("excludes weekends", "todayMarker off", "---", "accTitle: x", "weekday monday", ":", "#"),
    ],
)
def test_no_keyword_begins_a_line(text: str) -> None:
    """Found out by having Mermaid 11 draw them."""
    assert f"· {shown(text)}" == beginning(text)
    assert not {*"#;:<>`{}\\"} & {*shown(text)}
    assert "%%" not in shown(text)


# --- The parts


def plain(first: date, last: date) -> Drawing:
    """Return a drawing of nothing."""
    return drawing([], day(first), first=first, last=last)


def busy(first: date, last: date, *days: date) -> Drawing:
    """Return a drawing in which something happens on some days."""
    marks = tuple(Mark("set", f"e{n}", "E", day(on), None) for n, on in enumerate(days))
    term = Term(key="fee", title="Fee")
    answer = Answer(term=term, status="not-set", first=1, last=1, flags=())
    return drawing([Lane(term, answer, (), (), (), marks, ())], day(first),
                   first=first, last=last)  # fmt: skip


def test_an_axis_is_wide_where_much_happens() -> None:
    """A third of it is time; each day on which something happened has a share of the rest."""
    made = busy(date(2020, 1, 1), date(2029, 12, 31), *(date(2025, n, 1) for n in range(1, 5)))
    axis = Axis(knots(made), 0, 300)
    widths = [axis.end(date(n, 12, 31)) - axis.begin(date(n, 1, 1)) for n in range(2020, 2030)]

    assert [10, 210] == [round(min(widths)), round(widths[5])]
    assert 300 == pytest.approx(sum(widths))
    assert 105 == pytest.approx(axis.begin(date(2025, 7, 2)) - axis.begin(date(2025, 1, 1)), abs=1)
    assert 2 == len(knots(made, linear=True))


@given(st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=2, unique=True))
def test_an_axis_keeps_days_in_order(days: list[date]) -> None:
    """And no day is without width, however little happens."""
    first, *_, last = sorted(days)
    axis = Axis(knots(busy(first, last, *days)), 0, 1000)

    assert 0 == axis.begin(first)
    assert 1000 == pytest.approx(axis.end(last))
    assert all(axis.begin(one) < axis.end(one) for one in days)
    assert all(axis.end(one) <= axis.begin(two) + 1e-9 for one, two in pairwise(sorted(days)))


def test_an_axis_gives_each_day_the_same_room() -> None:
    """Its last day is on it whole; what lies outside is at its ends."""
    axis = Axis(knots(plain(date(2026, 1, 1), date(2026, 1, 10))), 100, 50)

    assert [100, 105, 145] == [axis.begin(date(2026, 1, day)) for day in (1, 2, 10)]
    assert 150 == axis.end(date(2026, 1, 10)) == axis.end(None) == axis.end(date(2030, 1, 1))
    assert 100 == axis.begin(None) == axis.begin(date(2020, 1, 1))
    assert 150 == axis.begin(date.max)
    assert not axis.shows(date(2026, 1, 11), None)
    assert axis.shows(None, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2026-01-01", "2026-01-03", ["2026", "2 Jan", "3 Jan"]),
        ("2026-02-27", "2026-02-28", ["27 Feb 2026", "28 Feb"]),
        ("2026-01-01", "2026-04-30", ["2026", "Feb", "Mar", "Apr"]),
        ("2025-02-01", "2025-05-31", ["Feb", "Mar", "Apr 2025", "May"]),
        ("2025-02-01", "2026-03-31", ["2026"]),
        ("2024-01-01", "2026-12-31", ["2024", "Jul", "2025", "Jul", "2026", "Jul"]),
        (
            "2000-01-01",
            "2026-12-31",
            ["2000", "2005", "2010", "2015", "2020", "2025"],
        ),
        (
            "0001-01-01",
            "9999-12-31",
            ["100", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"],
        ),
    ],
)
def test_an_axis_is_named_as_densely_as_there_is_room(
    first: str, last: str, labels: list[str]
) -> None:
    """By days, months or years; months only in a year that is named, and all of them."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    axis = Axis(knots(plain(*days), linear=True), 0, 50)
    found = placed(ticks(*days), axis, lambda label: len(label) + 1.0)

    assert labels == [tick.label for _, tick in found]


def test_what_has_no_room_is_cut_with_a_sign() -> None:
    """And never grows by it."""
    assert "through 2032" == fitted("through 2032", 100, 11)
    assert fitted("through 2032", 40, 11).endswith("…")
    assert length(fitted("W" * 90, 40, 11), 11) <= 40
    assert ["one two", "three…"] == filled("one two three four", 42, 11, 2)
    assert [fitted("W" * 90, 60, 11)] == filled("W" * 90 + " b", 60, 11, 2)


def test_a_label_says_something_or_is_left_out() -> None:
    """Never "no…" for "non-exclusive", nor "thro…"."""
    said = "until verified AGI or the end of 2030"

    assert [] == labelled("through 2032", 30, 11, 1) == labelled("non-exclusive", 30, 11, 2)
    assert ["until verified AGI", "or the end of 2030"] == labelled(said, 95, 11, 2)
    assert ["until verified AGI or…"] == labelled(said[:30], 111, 11, 1)


def test_markup_is_escaped() -> None:
    """In attributes as in texts."""
    assert "&lt;a&gt; &amp; &quot;b&quot; \\u001b\ufffd" == words('<a> & "b" \x1b\ufffe')
    assert '<a b-c="&quot;" x="1.5">d</a>' == element("a", "d", b_c='"', x=1.5)


if __name__ == "__main__" and sys.argv[1:] == ["--update"]:
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
