"""Who may import whom, what a command loads, who reads the clock, and that no error is hidden."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rooms
from rooms import ROOT
from shell import shell

from cli.fast.arguments import FORMS
from cli.registry import COMMANDS

OURS = [*rooms.modules().values()]
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime"),
}
HEAVY = {
    *("sqlmodel", "sqlalchemy", "alembic", "pydantic", "ruamel", "yaml", "rich", "jinja2", "mako"),
    *("asyncio", "cryptography", "icalendar", "rapidfuzz"),
    *("anyio", "fastapi", "mcp", "starlette", "uvicorn"),
}
ANSWERING = """
import json, sys
from cli.main import main
main(sys.argv[1:], standalone_mode=False)
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
SLOW = HEAVY | {
    *("click", "difflib", "calendar", "hashlib", "locale", "platformdirs", "uuid"),
    *(
        "cli.registry",
        "events.log.admission",
        "events.ledger.reader",
        "events.storage.tables",
        "migrations.run",
    ),
    "timeline.views",
}
"""What takes longer to import than a plain question takes to answer, or is not asked for."""

LOADING = """
import sys
before = set(sys.modules)
{}
print(*set(sys.modules) - before, file=sys.stderr)
"""
COLD = LOADING.format("from cli.main import main; main(sys.argv[1:])")
COMPLETING = LOADING.format("""
from cli.registry import COMMANDS, main
[main.get_command(None, name) for name in COMMANDS]
""")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return ""


def clocks_read(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in CLOCKS:
            yield dotted(node)
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield f"from time import {', '.join(one.name for one in node.names)}"


def caught(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield from ("" if kind is None else dotted(kind) for kind in kinds)


def test_imports_keep_the_contracts() -> None:
    """Meaning that knew of SQL, or a ground that knew of meaning, could not be changed alone."""
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            "from importlinter.cli import lint_imports as lint;"
            "raise SystemExit(lint(no_cache=True, no_logo=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "line", ["as-of 2026-02-27", "as-of 2026-02-27 -o json", "history cloud.rofr", "--help"]
)
def test_the_way_to_an_answer_is_light(line: str, tmp_path: Path) -> None:
    """An ORM or a YAML parser takes longer to import than the whole answer takes to find."""
    with shell(tmp_path) as run:
        run("timeline partnerships")
        done = subprocess.run(
            [sys.executable, "-c", ANSWERING, *line.split()],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    loaded = set(json.loads(done.stderr))

    assert "cli.main" in loaded
    assert set() == HEAVY & loaded


def loaded_by(program: str, *words: str) -> set[str]:
    """Return the modules that a *program* loads that is called with these *words*."""
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "line",
    [
        *(f"2026-02-27 -o {form}" for form in FORMS),
        *("2026-02-27 --sources", "2025-10 --known 2026-01-01", "2026-02-27 --recorded 2099-01-01"),
        *("", "today --term ip-license.end", "2026-02-27 --term cloud.*"),
    ],
)
def test_a_plain_question_loads_next_to_nothing(line: str, bundled_database: Path) -> None:
    """The answer is there before click alone would be loaded."""
    loaded = loaded_by(COLD, "as-of", "--db", str(bundled_database), *line.split())

    assert "cli.fast.arguments" in loaded
    assert set() == SLOW & loaded


def test_a_command_is_found_without_what_it_needs_when_it_runs() -> None:
    """Its help and the completion of its options wait for that."""
    loaded = loaded_by(COMPLETING)

    assert {place.partition(":")[0] for place, _ in COMMANDS.values()} <= loaded
    meaning = {"events.model.kinds", "events.payload.codec", "timeline.record"}
    assert set() == (HEAVY | meaning) & loaded


def test_one_room_reads_the_clock() -> None:
    """What is stamped once cannot differ between the log and what is built from it."""
    readers = [name for name in rooms.modules() if [*clocks_read(rooms.tree(name))]]

    assert ["events.log.log"] == readers


def test_no_error_is_swallowed_unnamed() -> None:
    """An `except` for everything hides the bug that nobody has thought of."""
    everything = {"", "Exception", "BaseException"}

    assert [] == [name for name in rooms.modules() if everything & {*caught(rooms.tree(name))}]


def test_a_module_begins_with_a_sentence() -> None:
    """Its first line says what belongs there."""
    files = [*OURS, *sorted((ROOT / "tests").rglob("*.py"))]
    first = {named(path): path.read_text(encoding="utf-8").partition("\n")[0] for path in files}
    sentence = re.compile(r'"""[A-Z`].*[^.]\.(""")?')

    assert {} == {name: line for name, line in first.items() if not sentence.fullmatch(line)}


def test_a_package_does_not_re_export() -> None:
    """A name in two places is looked for in the wrong one; `import timeline` is for strangers."""
    packages = [name for name, file in rooms.modules().items() if file.name == "__init__.py"]

    assert ["timeline"] == [name for name in packages if len(rooms.tree(name).body) != 1]
