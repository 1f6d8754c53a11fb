"""Read ledger files into acts, or report everything that is wrong with one in a single run."""

import pathlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from events.dates.instants import InstantError, parse_instant
from events.errors import InputError
from events.ledger import yaml_tree
from events.ledger.complaints import LedgerError
from events.ledger.references import References
from events.ledger.yaml_tree import Place, Tree
from events.model.actors import NO_ACTOR, is_actor
from events.model.kinds import Act
from events.model.naming import event_id
from events.model.problems import Path, Problem, one_of, shown
from events.payload import codec
from events.payload.schema import ACT_VERBS, EXPECTED
from events.payload.values import is_name

DATA = pathlib.Path(__file__).parent / "data"
"""The folder of the ledger files that come with the program."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An act in a ledger file, with its place there and, if given, its instant and its actor."""

    act: Act
    recorded: str | None
    actor: str | None = None
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A ledger file: the acts on one partnership, in the order in which to record them."""

    partnership: str
    items: tuple[Item, ...]


def read(data: bytes, name: str, known: Iterable[Act] = ()) -> Ledger:
    """Return the ledger in *data*, the bytes of the file *name*.

    The file may refer to anything defined by *known*, the acts of the log in log order. Raises
    LedgerError with everything that is wrong.
    """
    tree = yaml_tree.parse(data, name)
    reading = _Reading(tree, References(known))
    ledger = reading.ledger()
    if tree.complaints:
        raise LedgerError(sorted(set(tree.complaints)))
    return ledger


def read_event(
    data: bytes,
    name: str,
    partnership: str,
    known: Iterable[Act] = (),
    also: Mapping[str, object] | None = None,
) -> Ledger:
    """Return the ledger in *data*, the bytes of the file *name*.

    The file holds either one event or a ledger of *partnership*, and may refer to anything defined
    by *known*, the acts of the log in log order. In a file of one event, `sources` may be a mapping
    that defines the sources cited, and the id may be left out. *also* holds keys to read as if
    they stood in the file, such as `correct` and `reason`. Raises LedgerError with everything that
    is wrong.
    """
    tree = yaml_tree.parse(data, name)
    reading = _Reading(tree, References(known))
    said = reading.event(partnership, also or {})
    if tree.complaints:
        raise LedgerError(sorted(set(tree.complaints)))
    return said


def partnership_of(data: bytes, name: str) -> str | None:
    """Return the partnership that the ledger file *name* gives, or None if it gives none.

    *data* are the bytes of the file. Raises LedgerError if the file cannot be read to the end.
    """
    top = yaml_tree.parse(data, name).plain
    slug = top.get("partnership") if isinstance(top, dict) else None
    return slug if isinstance(slug, str) and is_name(slug) else None


def template(slug: str) -> str:
    """Return a commented ledger file with which to start the partnership *slug*."""
    if not is_name(slug):
        raise InputError(f"{shown(slug)} cannot name a partnership: {_SLUG_RULE}.")
    text = (DATA / "template.yaml").read_text(encoding="utf-8")
    title = " and ".join(part.capitalize() for part in slug.split("-"))
    return text.replace("SLUG", slug).replace("TITLE", title)


_SLUG_RULE = "use small letters, digits and '-', such as openai-microsoft"

_COVERED = {"cover": "covered_through", "from": "covered_from"}
_HEAD = ("partnership", "title", "parties", "recorded", "actor", "covered_from", "covered_through")
_SECTIONS = {"terms": "term", "conditions": "condition", "sources": "source"}
_TOP_KEYS = (*_HEAD, *_SECTIONS, "events", "assertions")


@dataclass(kw_only=True)
class _Draft:
    """An entry about to be read: its *plain* shape and where its parts stand in the file.

    *base* is its path in the file, *at* its place if that differs from the place of *base*, and
    *moved* has the places of keys that stand elsewhere.
    """

    plain: dict[str, object]
    base: Path
    at: Place | None = None
    moved: dict[str, Place] = field(default_factory=dict)
    said: dict[str, object] = field(default_factory=dict)
    """The keys that it gives about its recording: `recorded`, `actor`."""


class _Reading:
    def __init__(self, tree: Tree, references: References) -> None:
        self.tree, self.references = tree, references
        self.refused = {(complaint.line, complaint.column) for complaint in tree.complaints}
        self.lines: dict[str, int] = {}
        self.actor: str | None = None

    def ledger(self) -> Ledger:
        top = self.tree.plain
        if not isinstance(top, dict):
            self.complain((), "A ledger is a mapping; begin it with 'partnership: NAME'.")
            return Ledger(partnership="", items=())
        self.only((), top, _TOP_KEYS)
        slug, recorded = self.slug(top), self.instant(top.get("recorded"), ("recorded",))
        self.actor = self.named(top.get("actor"), ("actor",))
        return Ledger(partnership=slug, items=tuple(self.items(self.drafts(top), recorded)))

    def items(self, drafts: Iterable[_Draft], recorded: str | None) -> Iterator[Item]:
        """Yield every item that can be read.

        An item that gives no instant takes the latest so far, beginning with *recorded*; if that
        is None, it has none.
        """
        for draft in drafts:
            item = self.item(draft, recorded)
            if item is not None:
                yield item
                recorded = max(recorded, item.recorded or "") if recorded else None

    def event(self, partnership: str, also: Mapping[str, object]) -> Ledger:
        top = self.tree.plain
        if not isinstance(top, dict):
            self.complain((), "An event is a mapping; begin it with 'when: DATE'.")
            return Ledger(partnership=partnership, items=())
        if "partnership" in top and not also:
            if top["partnership"] != partnership:
                said = shown(top["partnership"])
                self.complain(("partnership",), f"This is of {said}, not of {partnership}.")
            return self.ledger()
        return Ledger(partnership=partnership, items=tuple(self.items(self.one(top, also), None)))

    def one(self, top: dict[str, object], also: Mapping[str, object]) -> Iterator[_Draft]:
        if "correct" in also:
            top = self.unnamed(top, also)
        top, sources = {**top, **also}, top.get("sources")
        if isinstance(sources, dict):
            yield from self.section(top, "sources", "source")
            top["sources"] = list(sources)
        if not any(verb in top for verb in ACT_VERBS):
            top.setdefault("id", event_id(top))
        yield self.entry(top, ())

    def unnamed(self, top: dict[str, object], also: Mapping[str, object]) -> dict[str, object]:
        """Return *top*, the file of a correction, without its id.

        The id repeats that of the corrected event; complain if it names another.
        """
        corrected = also["correct"]
        for key, allowed in (("id", (corrected, also.get("id"))), ("correct", (corrected,))):
            if top.get(key, corrected) not in allowed:
                advice = "take the line out; --id names the correction"
                sentence = f"This is of {shown(top[key])}, not of {shown(corrected)}; {advice}."
                self.complain((key,), sentence)
        return {key: value for key, value in top.items() if key != "id"}

    def complain(self, path: Path, sentence: str, *, at_key: bool = False) -> None:
        places = self.tree.keys if at_key else self.tree.values
        self.complain_at(places[path], sentence)

    def complain_at(self, place: Place, sentence: str) -> None:
        if place not in self.refused:
            self.tree.complain(place, sentence)

    def only(self, base: Path, keys: Iterable[str], allowed: Collection[str]) -> None:
        for key in keys:
            if key not in allowed:
                hint = one_of(key, allowed)
                sentence = f"The key {shown(key)} is not known here.{hint}"
                self.complain((*base, key), sentence, at_key=True)

    def slug(self, top: dict[str, object]) -> str:
        slug = top.get("partnership")
        if "partnership" not in top:
            self.complain((), "The key 'partnership' is missing: name the partnership.")
        elif not isinstance(slug, str) or not is_name(slug):
            sentence = f"{shown(slug)} cannot name a partnership: {_SLUG_RULE}."
            self.complain(("partnership",), sentence)
        else:
            return slug
        return ""

    def instant(self, value: object, path: Path) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.complain(path, f"Write an instant, 2026-11-21T09:30:00Z, not {shown(value)}.")
            return None
        try:
            return parse_instant(value)
        except InstantError as error:
            self.complain(path, str(error))
            return None

    def named(self, value: object, path: Path) -> str | None:
        """Return *value* if it can name an actor, or None if it is null or refused."""
        if value is None or (isinstance(value, str) and is_actor(value)):
            return value
        self.complain(path, NO_ACTOR.format(shown(value)))
        return None

    def drafts(self, top: dict[str, object]) -> Iterator[_Draft]:
        yield from self.partnership(top)
        for section, sort in _SECTIONS.items():
            yield from self.section(top, section, sort)
        yield from self.covered(top)
        for number, entry in self.entries(top, "events", "write one '- id: NAME' for each"):
            yield self.entry(entry, ("events", number))
        for number, row in self.entries(top, "assertions", "write one '- on: DATE' for each"):
            yield from self.assertion(row, ("assertions", number))

    def partnership(self, top: dict[str, object]) -> Iterator[_Draft]:
        given = [key for key in ("title", "parties") if key in top]
        if given:
            plain: dict[str, object] = {"define": "partnership"}
            plain |= {key: top[key] for key in given}
            yield _Draft(plain=plain, base=(), at=self.tree.keys[(given[0],)])

    def covered(self, top: dict[str, object]) -> Iterator[_Draft]:
        given = {verb: key for verb, key in _COVERED.items() if key in top}
        if given:
            moved = {verb: self.tree.values[(key,)] for verb, key in given.items()}
            at = moved.setdefault("cover", next(iter(moved.values())))
            plain = {"cover": "none"} | {verb: top[key] for verb, key in given.items()}
            yield _Draft(plain=plain, base=(), at=at, moved=moved)

    def section(self, top: dict[str, object], section: str, sort: str) -> Iterator[_Draft]:
        things = top.get(section, {})
        if not isinstance(things, dict):
            self.complain(
                (section,), f"The value of '{section}' is a mapping of names to {section}."
            )
            return
        for name, said in things.items():
            base = (section, name)
            if isinstance(said, dict):
                yield self.thing(base, f"{sort}:{name}", said)
            else:
                self.references.expect({"define": f"{sort}:{name}"})
                self.complain(base, f"A {sort} is a mapping: write {{{_ASKED[sort]}}}.")

    def thing(self, base: Path, name: str, said: dict[str, object]) -> _Draft:
        fields = {key: value for key, value in said.items() if key not in ("define", "id")}
        self.only(base, said.keys() - fields.keys(), ())
        draft = self.dated({"define": name, **fields}, base)
        draft.at = self.tree.keys[base]
        draft.moved = {"define": draft.at}
        return draft

    def entries(
        self, top: dict[str, object], key: str, advice: str
    ) -> Iterator[tuple[int, dict[str, object]]]:
        entries = top.get(key, [])
        if not isinstance(entries, list):
            self.complain((key,), f"The value of '{key}' is a list: {advice}.")
            return
        for number, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield number, entry
            else:
                self.complain((key, number), f"An entry is a mapping: {advice}.")

    def entry(self, entry: dict[str, object], base: Path) -> _Draft:
        plain = dict(entry)
        for verb in ("define", "redefine"):
            name = plain.get(verb)
            if isinstance(name, str) and ":" not in name and name != "partnership":
                plain[verb] = f"term:{name}"
        return self.dated(plain, base)

    def assertion(self, row: dict[str, object], base: Path) -> Iterator[_Draft]:
        self.only(base, row, ("term", *_EXPECTED))
        if "term" not in row:
            self.complain(base, "The key 'term' is missing: name a term.")
            return
        fields = {key: row[key] for key in row if key in _EXPECTED}
        draft = self.dated({"assert": row["term"], **fields}, base)
        draft.moved = {"assert": self.tree.values[(*base, "term")]}
        yield draft

    def dated(self, plain: dict[str, object], base: Path) -> _Draft:
        said = {key: plain.pop(key) for key in _RECORDING if key in plain}
        return _Draft(plain=plain, base=base, said=said)

    def item(self, draft: _Draft, recorded: str | None) -> Item | None:
        actor = self.actor
        if draft.said.get("recorded") is not None:
            recorded = self.instant(draft.said["recorded"], (*draft.base, "recorded"))
        if "actor" in draft.said:
            actor = self.named(draft.said["actor"], (*draft.base, "actor"))
        problems: list[Problem] = []
        act = codec.read(draft.plain, problems, id_needed=False)
        said = {problem.path for problem in problems}
        found = [one for one in self.references.problems(draft.plain) if one.path not in said]
        for problem in (*problems, *found):
            self.tell(draft, problem)
        place = self.place(draft, Problem((), ""))
        if act is None:
            self.once(draft.plain.get("id"), draft, place)
            self.references.expect(draft.plain)
            return None
        if not act.id:
            act = replace(act, id=self.references.default_id(act))
        if all(problem.path != ("define",) for problem in found):
            self.once(act.id, draft, place)
        self.references.add(act)
        return Item(act=act, recorded=recorded, actor=actor, line=place.line, column=place.column)

    def once(self, act_id: object, draft: _Draft, place: Place) -> None:
        """Complain if the file already has an entry with the id *act_id*."""
        if not isinstance(act_id, str):
            return
        line = self.lines.setdefault(act_id, place.line)
        if self.references.has(act_id):
            advice = _INSTEAD.get(next((v for v in ACT_VERBS if v in draft.plain), ""), _OTHER_ID)
            sentence = f"{shown(act_id)} stands in line {line} already; {advice}."
            self.tell(draft, Problem(("id",), sentence))

    def tell(self, draft: _Draft, problem: Problem) -> None:
        self.complain_at(self.place(draft, problem), problem.sentence)

    def place(self, draft: _Draft, problem: Problem) -> Place:
        """Return the place in the file nearest to the path of *problem*."""
        path = problem.path
        if path and path[0] in draft.moved:
            return draft.moved[str(path[0])]
        while path and (*draft.base, *path) not in self.tree.values:
            path = path[:-1]
        where = (*draft.base, *path)
        if problem.at_key and path == problem.path and where in self.tree.keys:
            return self.tree.keys[where]
        return draft.at if draft.at and not path else self.tree.values[where]


_ASKED = {"term": "title: …, asks: …, topic: …", "condition": "title: …", "source": "url: …"}
_RECORDING = ("recorded", "actor")
_EXPECTED = ("on", "known", *(key.name for key in EXPECTED), "id", *_RECORDING)
_OTHER_ID = "give one of them another id, or take one out"
_INSTEAD = {"cover": "take one out", "assert": "take one out"}
