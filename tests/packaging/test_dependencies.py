"""What is imported is declared, and whoever asks for no extra needs none."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache

import rooms
from rooms import PACKAGES, ROOT

from cli.registry import COMMANDS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OTHERWISE = {"pyspark": "pyspark-client", "vl_convert": "vl-convert-python", "yaml": "pyyaml"}
"""Packages whose distribution is called otherwise."""

WHERE_INSTALLED = {"pandas", "polars"}
"""What only those hand over who have it, and ask for its tables."""

FOR_OURSELVES = {"bench", "dev", "docs"}


def distribution(name: str) -> str:
    """Return the distribution of the module *name*, or that which a requirement names."""
    [first] = re.findall(r"^[\w-]+", name)
    return re.sub("[-_]+", "-", OTHERWISE.get(first, first)).lower()


CORE = {distribution(one) for one in PROJECT["dependencies"]}
EXTRAS = {
    distribution(one)
    for extra, several in PROJECT["optional-dependencies"].items()
    for one in several
    if extra not in FOR_OURSELVES
}


def imported(top: ast.AST, *, at_once: bool = False) -> Iterator[str]:
    """Yield the modules that *top* imports; with *at_once*, those that wait for no call."""
    for node in ast.iter_child_nodes(top):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(name), names=names):
                yield from (name, *(f"{name}.{one.name}" for one in names))
            case ast.FunctionDef() | ast.AsyncFunctionDef() if at_once:
                pass
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if at_once:
                pass
            case _:
                yield from imported(node, at_once=at_once)


def foreign(names: Iterator[str]) -> set[str]:
    """Return the distributions of those of *names* that are others'."""
    tops = {name.partition(".")[0] for name in names} - {*PACKAGES} - sys.stdlib_module_names
    return {distribution(name) for name in tops}


@cache
def needed(module: str) -> frozenset[str]:
    """Return the modules of ours that importing *module* imports, itself included."""
    found, left = set[str](), [module]
    while left:
        one = left.pop()
        if one in rooms.modules() and one not in found:
            found.add(one)
            left += [one.rpartition(".")[0], *imported(rooms.tree(one), at_once=True)]
    return frozenset(found)


def test_whatever_is_imported_is_declared() -> None:
    """And what everybody installs is imported: a package more is one more to trust.

    What another distribution happens to bring along is gone with its next release.
    """
    found = {name for module in rooms.modules() for name in foreign(imported(rooms.tree(module)))}

    assert set() == found - CORE - EXTRAS - WHERE_INSTALLED
    assert set() == CORE - found


def test_an_extra_is_needed_only_where_it_is_asked_for() -> None:
    """No help, no command and no library may fail for the lack of one before it begins."""
    begun = {"cli.main", "timeline", *(where.partition(":")[0] for where, _ in COMMANDS.values())}
    found = {
        (module, name)
        for first in begun
        for module in needed(first)
        for name in foreign(imported(rooms.tree(module), at_once=True)) & (EXTRAS - CORE)
    }

    assert len(begun) > 10
    assert set() == found
