"""Rooms: the folders of the program and the imports between them, deferred ones included."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[3]

PACKAGES = ("cli", "timeline", "migrations", "events")
"""The packages of the program, from the top down."""

Graph = Mapping[str, set[str]]
"""What each module or room imports."""


@cache
def modules() -> Mapping[str, Path]:
    """Return the file of each module by its dotted name."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {_name(file): file for file in sorted(files)}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def folders() -> dict[str, list[str]]:
    """Return the modules of each folder, by its path from the root, without `__init__`."""
    found: dict[str, list[str]] = {}
    for module, file in modules().items():
        held = found.setdefault(file.parent.relative_to(ROOT).as_posix(), [])
        held += [module] if file.stem != "__init__" else []
    return found


def room_of(module: str) -> str:
    """Return the folder a module is in; a module directly in a package is a room of its own."""
    package, *rest = module.split(".")
    return package if package == "migrations" else ".".join([package, *rest[:1]])


@cache
def between_modules() -> Graph:
    """Return the modules that each module imports anywhere in its code."""
    return {
        module: {name for node in ast.walk(tree(module)) for name in _named(node)} - {module}
        for module in modules()
    }


def _named(node: ast.AST) -> Iterator[str]:
    """Yield the modules of the program that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name in modules())
    if isinstance(node, ast.ImportFrom) and node.module:
        full = (f"{node.module}.{one.name}" for one in node.names)
        named = {name if name in modules() else node.module for name in full}
        yield from named & modules().keys()


def between_rooms() -> Graph:
    """Return the other rooms that each room imports from."""
    found: dict[str, set[str]] = {room_of(module): set() for module in modules()}
    for module, names in between_modules().items():
        found[room_of(module)] |= {room_of(name) for name in names} - {room_of(module)}
    return found


def deferred() -> dict[str, int]:
    """Return the number of imports in each folder that are deferred until a function is called."""
    found = Counter(
        file.parent.relative_to(ROOT).as_posix()
        for module, file in modules().items()
        for _ in {*_in_functions(tree(module))}
    )
    return dict(found)


def _in_functions(top: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(top):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (
                one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)
            )


def circle(graph: Graph) -> list[str]:
    """Return one cycle of *graph*, or an empty list if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def drawn() -> Graph:
    """Return the rooms that are folders, and what each imports."""
    return _with_folders_only(between_rooms())


def _with_folders_only(graph: Graph) -> Graph:
    rooms = {room for room in graph if (ROOT / room.replace(".", "/")).is_dir()} - {*PACKAGES[:2]}
    return {room: names & rooms for room, names in graph.items() if room in rooms}


def arrows(graph: Graph) -> list[tuple[str, str]]:
    """Return who imports whom in *graph*, without what follows from others."""
    return sorted(
        (room, name)
        for room, names in graph.items()
        for name in names
        if not any(name in _reached(graph, other) for other in names - {name})
    )


def _reached(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        new = graph[left.pop()] - seen
        seen |= new
        left += new
    return seen
