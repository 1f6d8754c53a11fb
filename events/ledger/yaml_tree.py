"""Parse YAML or JSON into a plain tree, with the line and column of every key and value.

Every scalar is text, whatever it looks like, except null, so that a null written by a program is
not mistaken for text. Whatever makes YAML surprising is refused: anchors, aliases, tags, several
documents, duplicate keys.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from events.ledger.complaints import Complaint, LedgerError
from events.ledger.limits import FILE_LIMIT
from events.model.problems import Path, shown

LINE_LIMIT, DEPTH_LIMIT = 1024 * 1024, 20


class Place(NamedTuple):
    """Where something stands in a file, counted from one."""

    line: int
    column: int


@dataclass(kw_only=True)
class Tree:
    """A document: its *plain* value, and the places of the *values* and *keys* at each path.

    A tree with *complaints* can still be read, so that one run reports everything that is wrong.
    """

    name: str
    plain: object = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, place: Place, sentence: str) -> None:
        self.complaints.append(Complaint(self.name, *place, sentence))


def parse(data: bytes, name: str) -> Tree:
    """Return the tree in *data*, the bytes of the file *name*.

    Raises LedgerError if the file cannot be read to the end.
    """
    tree = Tree(name=name)
    try:
        _Building(tree).build(_text(data))
    except _StopError as stop:
        tree.complain(stop.place, stop.sentence)
        raise LedgerError(sorted(tree.complaints)) from None
    return tree


class _StopError(Exception):
    def __init__(self, place: Place, sentence: str) -> None:
        self.place, self.sentence = place, sentence
        super().__init__(sentence)


def _text(data: bytes) -> str:
    if len(data) > FILE_LIMIT:
        raise _StopError(Place(1, 1), "The file is larger than 16 MiB; split it in several.")
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line) > LINE_LIMIT:
            raise _StopError(Place(number, 1), "The line is longer than 1 MiB; split it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode(errors="replace"))
        raise _StopError(place, "This is not UTF-8 text; save the file as UTF-8.") from None
    if directive := _DIRECTIVE.search(text):
        sentence = "Directives (%) are not read; take the line out."
        raise _StopError(_place(text[: directive.start()]), sentence)
    return _without_tabs(text) if text.lstrip()[:1] in ("{", "[") else text


_DIRECTIVE = re.compile("(?<![^\n\r\x85\u2028\u2029])%")


def _place(before: str) -> Place:
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n")
    return Place(line + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _without_tabs(text: str) -> str:
    """Replace indentation tabs, which JSON allows and YAML does not, leaving columns unchanged."""
    return re.sub(r"^[ \t]*\t[ \t]*", lambda match: " " * len(match[0]), text, flags=re.MULTILINE)


@dataclass
class _Open:
    """A list or mapping that has begun; *key* is the key whose value comes next."""

    path: Path
    items: list[object] | dict[str, object]
    key: str | None = None

    @property
    def expects_key(self) -> bool:
        return isinstance(self.items, dict) and self.key is None


_NULL = frozenset({"null", "Null", "NULL", "~"})

_DROPPED = "\0dropped"
"""Stands for a key that is refused, so that what it holds is read and then forgotten."""


class _Building:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open: list[_Open] = []
        self.place = Place(1, 1)
        self.begun = False

    def build(self, text: str) -> None:
        for event in _events(text, self):
            if not self.is_left_empty(event):
                self.place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
            self.take(event)
        if not self.begun:
            raise _StopError(Place(1, 1), "The file is empty; begin it with 'partnership: NAME'.")

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "DocumentStartEvent" if self.begun:
                raise _StopError(self.place, "A file holds one document; take out the '---'.")
            case "ScalarEvent":
                self.begun = True
                self.plainly(event)
                self.put(None if self.is_null(event) else _joined(event.value))
            case "AliasEvent":
                self.tree.complain(self.place, "Aliases (*) are not read; write it out.")
                self.put("")
            case "SequenceStartEvent":
                self.start(event, [])
            case "MappingStartEvent":
                self.start(event, {})
            case "SequenceEndEvent" | "MappingEndEvent":
                self.open.pop()
            case _:
                pass

    def is_left_empty(self, event: Any) -> bool:
        """Return whether nothing follows a key, which then stands for what is missing."""
        value_next = bool(self.open) and self.open[-1].key is not None
        is_scalar = type(event).__name__ == "ScalarEvent"
        return value_next and is_scalar and event.start_mark.index == event.end_mark.index

    def is_null(self, event: Any) -> bool:
        """Return whether *event* is a null; a key may be called `null`."""
        key_next = bool(self.open) and self.open[-1].expects_key
        return not event.style and event.value in _NULL and not key_next

    def plainly(self, event: Any) -> None:
        if event.anchor is not None:
            self.tree.complain(self.place, "Anchors (&) are not read; take it out.")
        if event.tag is not None:
            self.tree.complain(self.place, "Tags (!) are not read, all is text; take it out.")

    def start(self, event: Any, items: list[object] | dict[str, object]) -> None:
        self.begun = True
        self.plainly(event)
        if len(self.open) == DEPTH_LIMIT:
            raise _StopError(self.place, f"This is nested more than {DEPTH_LIMIT} levels deep.")
        self.open.append(_Open(self.put(items), items))

    def put(self, value: object) -> Path:
        """Put *value* into the innermost open list or mapping and return its path."""
        if not self.open:
            self.tree.plain = value
            path: Path = ()
        else:
            within = self.open[-1]
            if isinstance(within.items, list):
                path = (*within.path, len(within.items))
                within.items.append(value)
            elif within.key is None:
                return self.put_key(within, within.items, value)
            else:
                path = (*within.path, within.key)
                if within.key is not _DROPPED:
                    within.items[within.key] = value
                within.key = None
        self.tree.values[path] = self.place
        return path

    def put_key(self, within: _Open, mapping: dict[str, object], key: object) -> Path:
        within.key = _DROPPED
        path = (*within.path, str(key))
        if not isinstance(key, str):
            self.tree.complain(self.place, "A key is a text; a date in brackets goes in quotes.")
        elif key in mapping:
            line = self.tree.keys[path].line
            sentence = f"The key {shown(key)} stands in line {line} already; keep one of them."
            self.tree.complain(self.place, sentence)
        else:
            within.key = key
            self.tree.keys[path] = self.place
        return (*within.path, _DROPPED)


def _events(text: str, building: _Building) -> Iterator[Any]:
    # Imported here: it takes longer than an answer may, so only reading a file should pay for it.
    import yaml
    from yaml.reader import ReaderError

    try:
        yield from _parsed(text)
    except ReaderError as error:
        sentence = f"The character {shown(text[error.position])} may not stand here as it is."
        raise _StopError(_place(text[: error.position]), sentence) from None
    except yaml.MarkedYAMLError as error:
        raise _StopError(_marked(error, building.place), _explained(error)) from None
    except (ValueError, OverflowError):
        sentence = "After this comes an escaped character that does not exist."
        raise _StopError(building.place, sentence) from None


def _parsed(text: str) -> Iterator[Any]:
    """Yield the events of *text*; where libyaml stops, Python says better what is wrong."""
    import yaml

    done = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            yield event
            done += 1
        return
    yield from islice(yaml.parse(text, yaml.BaseLoader), done, None)


def _marked(error: Any, last: Place) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(mark.line + 1, mark.column + 1) if mark else last


def _explained(error: Any) -> str:
    parts = [part.strip() for part in (error.context, error.problem) if part]
    return f"This is not YAML: {', '.join(parts)}."


def _joined(text: str) -> str:
    """Return *text* with each surrogate pair, by which JSON escapes an emoji, joined into one."""
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text
