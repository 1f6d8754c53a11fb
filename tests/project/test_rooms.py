"""Every room has its place: no circles, few deferred imports, names that a stranger can guess."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import rooms
from rooms import ROOT

DEFERRED = {
    "cli": 18,
    "cli/append": 2,
    "cli/changelog": 1,
    "cli/charts": 7,
    "cli/commands": 118,
    "cli/fast": 2,
    "cli/forms": 2,
    "cli/inbox": 25,
    "cli/proofs": 1,
    "cli/python": 8,
    "cli/portfolio": 7,
    "cli/publish": 7,
    "cli/reading": 19,
    "cli/render": 2,
    "cli/serve": 1,
    "cli/sources": 7,
    "events/dates": 2,
    "events/ledger": 3,
    "events/log": 5,
    "events/model": 2,
    "events/payload": 1,
    "events/proof": 5,
    "events/storage": 7,
    "migrations": 5,
    "timeline": 1,
    "timeline/answers": 3,
}
"""How many imports of a folder wait until a function is called. These numbers only go down.

There are two reasons to wait. A cold start must not pay for what it does not use: the help and the
completion of a command need its options alone, an answer needs neither YAML nor alembic. And an
extra may not be installed: `psycopg`, `cryptography`, `pyarrow`, `fastapi`, `mcp`.
"""

LARGEST = 15
"""The most modules a folder may have and still be seen at a glance."""

RIDDLES = {
    *("floors", "garbage", "gate", "keeping", "nearby", "ordinary", "past", "portrait", "slides"),
    *("soundness", "told"),
}
"""Words that name nothing in the field; the first edition had modules called so."""

TABLE = re.compile(r"^\| `([a-z_/]+)/` \| (.+) \|$", re.MULTILINE)
LISTED = TABLE.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))


def words(name: str) -> set[str]:
    """Return the words of which a name is made."""
    return {one.lower() for one in re.findall(r"[A-Z]?[a-z0-9]+", name)}


def public_names(module: str) -> Iterator[str]:
    """Yield the name of a module, and those of its classes and functions that others may use."""
    yield module.rpartition(".")[2]
    for node in rooms.tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def tricks(module: str) -> Iterator[str]:
    """Yield what a module does that only a cold start could excuse."""
    for node in ast.walk(rooms.tree(module)):
        match node:
            case ast.Assign(targets=[ast.Name(id="TYPE_CHECKING")]):
                yield "TYPE_CHECKING is set"
            case ast.Call(func=ast.Name(id="eval" | "exec" as name)):
                yield name
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name[0] == "_")
            case ast.ImportFrom(module=str(name)) if name[0] == "_" and name != "__future__":
                yield name
            case _:
                pass


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Not even in a function: neither of two such modules could be read without the other."""
    assert [] == rooms.circle(rooms.between_modules())


def test_no_room_imports_itself_by_way_of_others() -> None:
    """The contracts say so too; a second program has to agree with them."""
    assert [] == rooms.circle(rooms.between_rooms())


def test_a_circle_is_found() -> None:
    """Deferred or not: a search that overlooks one would let it in."""
    found = rooms.circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})

    assert {"b", "c"} == {*found}


def test_deferred_imports_become_fewer() -> None:
    """When a number falls, write the lower one down: it is the new bound."""
    assert DEFERRED == rooms.deferred()


def test_a_folder_is_seen_at_a_glance() -> None:
    """A room with more modules than this is two rooms; an `__init__` counts."""
    tops = ("benchmarks", "cli", "events", "migrations", "tests", "timeline")
    files = (file for top in tops for file in (ROOT / top).rglob("*.py"))
    held = Counter(file.parent.relative_to(ROOT).as_posix() for file in files)

    assert {} == {name: many for name, many in held.items() if many > LARGEST}


def test_every_room_has_a_line_on_the_map() -> None:
    """A stranger looks there for the room where a change belongs."""
    assert sorted(rooms.folders()) == sorted(folder for folder, _ in LISTED)


def test_names_are_those_of_the_field() -> None:
    """Half of the names of the first edition could not be guessed."""
    named = ((module, name) for module in rooms.modules() for name in public_names(module))

    assert [] == [(module, name) for module, name in named if words(name) & RIDDLES]


def test_tricks_stay_at_the_fast_door() -> None:
    """What a cold answer is worth must not bend the other rooms."""
    used = ((module, trick) for module in rooms.modules() for trick in tricks(module))

    assert {"cli.fast"} >= {rooms.room_of(module) for module, _ in used}


def test_no_top_level_package_has_an_init() -> None:
    """As namespace packages they share a folder with what another distribution installs there.

    `timeline` keeps its own: it is the only one to be imported by name.
    """
    kept = {name for name in rooms.PACKAGES if (ROOT / name / "__init__.py").exists()}

    assert {"timeline"} == kept
