"""Python programs get the answers of the command line, to the letter, without what it loads."""

import doctest
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from running import skip_without
from shell import ROOT, Shell, shell

import timeline
from cli.forms.schemas import whole
from cli.python import answers as kinds
from cli.python.results import NoFramesError, Result, Table
from events.errors import InputError, NotFoundError
from timeline import Partnership

pytestmark = pytest.mark.drawn

SLUG = "openai-microsoft"
EVENT = {
    "when": "2026-11-01",
    "title": "Licence extended",
    "authority": "official",
    "sources": {"news": {"url": "https://example.com/a", "publisher": "Example"}},
    "changes": [{"set": "ip-license.end", "value": "through 2035", "through": "2035"}],
}

LOADED = """
import sys, timeline
assert not any(name.startswith(("cli", "events", "timeline.")) for name in sys.modules)
deal = timeline.open()["openai-microsoft"]
for made in (deal.as_of("2026"), deal.history("cloud.rofr"), deal.diff("2025", "2026"), deal.next(),
             deal.events(), deal.changelog("2026"), deal.append(%r, dry_run=True)):
    made.to_json(), repr(made)
deal.chart()
print({"click", "sqlalchemy", "sqlmodel", "pydantic"} & set(sys.modules))
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Shell]:
    """Yield a function that runs a command line beside the library."""
    with shell(tmp_path) as run:
        run("timeline partnerships")
        yield run


@pytest.fixture
def deal(run: Shell) -> Partnership:  # noqa: ARG001 - the home is made by it
    """Return the bundled partnership, in a home of its own."""
    return timeline.open()[SLUG]


QUESTIONS: list[tuple[str, Callable[[Partnership], Result]]] = [
    ("as-of", lambda deal: deal.as_of()),
    ("as-of 2026-02-27", lambda deal: deal.as_of(date(2026, 2, 27))),
    ("as-of 2025 'cloud.*'", lambda deal: deal.as_of("2025", "cloud.*")),
    (
        "as-of 2026-02-27 --known 2025-11 --recorded 2026-11-21",
        lambda deal: deal.as_of("2026-02-27", known="2025-11", recorded="2026-11-21"),
    ),
    ("history ip-license.end", lambda deal: deal.history("ip-license.end")),
    ("history cloud.rofr --known 2025", lambda deal: deal.history("cloud.rofr", known="2025")),
    ("diff 2026-04-26 2026-04-27", lambda deal: deal.diff("2026-04-26", "2026-04-27")),
    (
        "diff 2024@2025 2026 --as-known --term 'ip-*'",
        lambda deal: deal.diff("2024@2025", "2026", "ip-*", as_known=True),
    ),
    ("changelog", lambda deal: deal.changelog()),
    (
        "changelog 2026 --term 'cloud.*' --by announced --per term --only changed",
        lambda deal: deal.changelog(
            "2026", "cloud.*", by="announced", per="term", only=["changed"]
        ),
    ),
    ("next", lambda deal: deal.next()),
    (
        "next 2025-01-01 --within 900d --known today",
        lambda deal: deal.next("2025-01-01", within=900, known="today"),
    ),
    ("log", lambda deal: deal.events()),
    (
        "log stake --since 2025 --until 2026 --by announced --term 'equity.*'",
        lambda deal: deal.events(
            "stake", since="2025", until="2026", by="announced", terms=["equity.*"]
        ),
    ),
]


@pytest.mark.parametrize(("line", "ask"), QUESTIONS, ids=[line for line, _ in QUESTIONS])
def test_answers_are_those_of_the_command_line(
    line: str, ask: Callable[[Partnership], Result], run: Shell, deal: Partnership
) -> None:
    """Two roads to an answer that differed in a letter would be two contracts."""
    printed = run(f"timeline {line} -o json").stdout
    answer = ask(deal)

    assert printed == answer.to_json() + "\n"
    assert json.loads(printed) == answer.to_dict()


def test_an_append_says_what_the_command_says(
    run: Shell, deal: Partnership, tmp_path: Path
) -> None:
    """And does it: the answer is another one afterwards."""
    file = tmp_path / "event.yaml"
    file.write_text(json.dumps(EVENT), encoding="utf-8")
    tried = run(f"timeline append {file} --dry-run -o json").stdout

    assert tried == deal.append(EVENT, dry_run=True).to_json() + "\n"
    assert deal.append(file.read_text("utf-8"), actor="Ann").written
    assert "through 2035" == deal.as_of("2026-11-02")["ip-license.end"].value
    assert "Ann" == deal.events("licence extended")[0].actor
    assert not deal.append(EVENT).added


def test_a_changelog_is_the_text_of_the_command(run: Shell, deal: Partnership) -> None:
    """The command that makes it again is part of the text."""
    printed = run("timeline changelog 2026-04-01..2026-06-30").stdout

    assert printed == deal.changelog("2026-04-01..2026-06-30").to_markdown()


def test_a_chart_is_the_picture_of_the_command(run: Shell, deal: Partnership) -> None:
    """A notebook shows the partnership as it."""
    printed = run("timeline chart -o svg").stdout

    assert printed.strip() == deal._repr_html_().strip()


def test_the_page_is_true(tmp_path: Path) -> None:
    """A reader types what it shows."""
    page = ROOT / "docs" / "library.md"
    with shell(tmp_path):
        failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert (0, True) == (failed, tried > 10)


def test_the_notebook_runs(run: Shell, deal: Partnership) -> None:
    """Each of its cells, and what it shows is what the program answers."""
    if find_spec("marimo") is None:
        skip_without("marimo")
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/examples/notebook.py")], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False,
    )  # fmt: skip
    changed = json.loads(run("timeline diff 2026-02-27 2026-04-27 -o json").stdout)["changes"]

    assert f"ended {len(changed)}\n" == done.stdout, done.stderr
    assert "ended" == deal.as_of("2026-02-27")["cloud.rofr"].status


def test_importing_loads_nothing_and_asking_no_command_line(tmp_path: Path) -> None:
    """A notebook has no use for click; a program that asks nothing, for nothing."""
    with shell(tmp_path):
        timeline.open()
        done = subprocess.run(
            [sys.executable, "-c", LOADED % EVENT], cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    assert ("set()\n", 0) == (done.stdout, done.returncode), done.stderr


@pytest.mark.parametrize(
    ("wrong", "kind", "code"),
    [
        (lambda deal: deal.as_of("2026-02-30"), InputError, 1),
        (lambda deal: deal.as_of("2026", known="[..2026]"), InputError, 1),
        (lambda deal: deal.as_of("2026", recorded="noon"), InputError, 1),
        (lambda deal: deal.as_of("2026", "cloud.rofx"), NotFoundError, 4),
        (lambda deal: deal.as_of("2026")["cloud.rofx"], KeyError, 4),
        (lambda _: timeline.open()["nobody"], KeyError, 4),
        (lambda deal: deal.history("cloud.*"), InputError, 2),
        (lambda deal: deal.changelog("2026..2025"), InputError, 2),
        (lambda deal: deal.append({"title": "Nothing"}), InputError, 1),
        (lambda deal: deal.append(EVENT, actor="two\nlines"), InputError, 1),
        (lambda _: timeline.open("missing.db"), NotFoundError, 4),
    ],
)
def test_refusals_are_exceptions_with_the_code_of_the_command(
    wrong: Callable[[Partnership], object],
    kind: type[Exception],
    code: int,
    deal: Partnership,
) -> None:
    """A program tells them apart as a script does by the exit code."""
    with pytest.raises(timeline.TimelineError) as refused:
        wrong(deal)

    assert isinstance(refused.value, kind)
    assert code == refused.value.exit_code
    assert str(refused.value)[0].isalnum() or str(refused.value)[0] in "'<"


def test_an_answer_cannot_be_changed(deal: Partnership) -> None:
    """Neither by an attribute nor by what it hands out."""
    answer = deal.as_of("2026-02-27")["cloud.rofr"]
    said = answer.to_dict()
    answer.to_dict()["sources"].clear()
    with pytest.raises(AttributeError, match="cannot be changed"):
        answer.value = "x"
    with pytest.raises(AttributeError, match="cannot be changed"):
        del answer.value

    assert said == answer.to_dict()
    assert isinstance(answer.sources, tuple)
    assert answer == pickle.loads(pickle.dumps(answer))
    assert 1 == len({answer, deal.as_of("2026-02-27")["cloud.rofr"]})
    with pytest.raises(AttributeError, match="no attribute 'valu'"):
        getattr(answer, "valu")  # noqa: B009


def test_every_kind_has_the_attributes_of_its_schema(deal: Partnership) -> None:
    """They are what type checkers believe: a key that is new, gone or of another type shows."""
    found = [
        *(deal.as_of(day) for day in ("2019", "2024-03", "2026-02-27", "2033")),
        *(deal.history(one.term) for one in deal.as_of()),
        *(deal.diff("2019", "2026"), deal.next("2025-01-01"), deal.events(), deal.changelog()),
        deal.append(EVENT, dry_run=True),
    ]

    assert [] == [problem for one in found for problem in problems(one)]


def problems(value: object, path: str = "") -> Iterator[str]:
    """Yield where *value*, a result, has other keys or types than its class says."""
    if isinstance(value, tuple):
        for one in value:
            yield from problems(one, path)
    if not isinstance(value, Result) or type(value) is Result:
        return
    path = f"{path}/{type(value).__name__}"
    hints = get_type_hints(type(value))
    own = {name: hint for name, hint in hints.items() if name[0] != "_"}
    if {name.removesuffix("_") for name in own} != value.to_dict().keys():
        yield f"{path}: {own.keys()} are not {value.to_dict().keys()}"
        return
    for name, hint in own.items():
        attribute = getattr(value, name)
        if not fits(attribute, hint):
            yield f"{path}.{name}: {attribute!r} is no {hint}"
        yield from problems(attribute, path)


def fits(value: object, hint: Any) -> bool:
    """Return whether *value* has the type *hint*."""
    if get_origin(hint) is UnionType:
        return any(fits(value, one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(fits(one, get_args(hint)[0]) for one in value)
    return type(value) is hint


def test_every_schema_is_covered() -> None:
    """The classes have no key that the schemas do not describe, and the other way round."""
    answer = whole("as-of")["$defs"]["answer"]["properties"]

    assert [*answer] == [name.removesuffix("_") for name in kinds.Answer.__annotations__
                         if name[0] != "_"]  # fmt: skip


def test_a_table_is_what_a_notebook_shows(deal: Partnership) -> None:
    """What hostile text is in it stays text."""
    deal.append({**EVENT, "changes": [{"set": "ip-license.end", "value": "<b>2035</b>\u202e"}]})
    html = deal.as_of("2026-11-02", "ip-license.*")._repr_html_()

    assert html.count("<tr>") == 1 + len(deal.as_of("2026-11-02", "ip-license.*"))
    assert "&lt;b&gt;2035&lt;/b&gt;\\u202e" in html
    assert "\u202e" not in repr(deal.as_of("2026-11-02"))


@pytest.mark.parametrize("name", ["polars", "pandas"])
def test_rows_become_a_data_frame(name: str, deal: Partnership) -> None:
    """One column for each key, also of an answer without rows."""
    tables: list[Table[Any]] = [deal.as_of("2026-02-27"), deal.events(), deal.events("nowhere")]
    try:
        frames = [getattr(one, f"to_{name}")() for one in tables]
    except NoFramesError:
        skip_without(name)

    assert [len(one) for one in tables] == [len(frame) for frame in frames]
    for one, frame in zip(tables, frames, strict=True):
        kind = type(one)._parts()[one._rows]
        keys = [key.removesuffix("_") for key in kind.__annotations__ if key[0] != "_"]
        assert keys == [*frame.columns]
    assert [one.term for one in tables[0]] == [*frames[0]["term"]]


def test_a_missing_library_is_named(deal: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback from within would not say what to do."""
    monkeypatch.setitem(sys.modules, "polars", None)

    with pytest.raises(NoFramesError, match="pip install polars"):
        deal.events().to_polars()
