"""The explaining reader: it reports everything that is wrong with a payload at once.

It reads values and applies rules by the same grammar as `fast`.
"""

from events.model.kinds import VERBS, Act
from events.model.problems import Path, Problem, shown
from events.payload.hints import meant
from events.payload.schema import ACT_VERBS, EVENT, shape_of
from events.payload.shapes import Fields, Key, Listing, Mappings, Plain, Shape, made
from events.payload.thing_schema import without_sort
from events.payload.values import REFUSALS, Value

GUESSES = 20
"""How many unknown keys get a suggestion at most, since each suggestion takes a while."""


def read(plain: object, problems: list[Problem], *, id_needed: bool = True) -> Act | None:
    """Return the act that *plain* describes, or None, with the reasons added to *problems*.

    Unless *id_needed*, an act other than an event may lack its id; the id is then empty, and the
    caller must replace it.
    """
    return _Reading(problems, id_needed).act(plain)


class _Reading:
    def __init__(self, problems: list[Problem], id_needed: bool) -> None:
        self.problems, self.id_needed = problems, id_needed
        self.guesses = GUESSES

    def complain(self, path: Path, sentence: str, *, at_key: bool = False) -> None:
        self.problems.append(Problem(path, sentence, at_key))

    def act(self, plain: object) -> Act | None:
        before = len(self.problems)
        if type(plain) is not dict:
            self.complain((), "An entry is a mapping of keys to values.")
            return None
        verbs = [verb for verb in ACT_VERBS if verb in plain]
        if len(verbs) > 1:
            self.complain((), f"One entry is one act; split {' and '.join(map(repr, verbs))}.")
            return None
        shape = shape_of(plain)
        if shape is None:
            self.complain(*without_sort(plain, verbs[0]))
            return None
        found = self.mapping(shape, plain, ())
        if len(self.problems) > before:
            return None
        return found  # type: ignore[return-value]  # built by the shape of an act

    def mapping(self, shape: Shape, plain: Plain, path: Path) -> object:
        """Return *plain* read by *shape*, or None if there is a problem."""
        before = len(self.problems)
        self.only(shape, plain, path)
        fields, refused = self.fields(shape, plain, path)
        for rule in shape.rules:
            if rule.concerns(plain) and rule.about.isdisjoint(refused):
                for place, sentence in rule.broken(plain, fields):
                    self.complain((*path, *place), sentence)
        if len(self.problems) > before:
            return None
        return shape.build(plain, fields) if shape.build else made(shape.kind, fields)

    def only(self, shape: Shape, plain: Plain, path: Path) -> None:
        for key in plain:
            if key not in shape.names:
                self.complain((*path, key), self.unknown(shape, str(key)), at_key=True)

    def unknown(self, shape: Shape, key: str) -> str:
        if "changes" in shape.names and key in VERBS:
            return f"{shown(key)} is the verb of a change; write it in the list 'changes'."
        self.guesses -= 1
        choices = [*(one.name for one in shape.keys), *(ACT_VERBS if shape is EVENT else ())]
        hint = meant(key, choices) if self.guesses >= 0 else ""
        return f"The key {shown(key)} is not known here.{hint}"

    def fields(self, shape: Shape, plain: Plain, path: Path) -> tuple[Fields, set[str]]:
        """Return the fields of *plain*, and the names of the keys that are missing or refused."""
        fields, refused = shape.blank.copy(), set[str]()
        for key in shape.keys:
            before = len(self.problems)
            if key.name in plain:
                fields[key.attribute] = self.value(key.value, plain[key.name], (*path, key.name))
            else:
                self.missing(key, path)
            if len(self.problems) > before:
                refused.add(key.name)
        return fields, refused

    def missing(self, key: Key, path: Path) -> None:
        if key.needed:
            self.complain(path, f"The key '{key.name}' is missing: {key.needed}.")
        elif key.name == "id" and self.id_needed:
            advice = "every act on the record has an id of its own"
            self.complain(path, f"The key 'id' is missing: {advice}.")

    def value(self, kind: Value | Listing | Mappings, value: object, path: Path) -> object:
        match kind:
            case Value():
                return self.single(kind, value, path)
            case Listing():
                return self.listed(kind, value, path)
            case Mappings():
                return self.mappings(kind, value, path)

    def single(self, kind: Value, value: object, path: Path) -> object:
        try:
            return kind.take(value)
        except REFUSALS:
            key = next(step for step in reversed(path) if isinstance(step, str))
            self.complain(path, kind.why(key, value))
            return None

    def listed(self, kind: Listing, value: object, path: Path) -> tuple[object, ...]:
        if type(value) is not list:
            self.complain(path, f"The value of '{path[-1]}' is a list: {kind.advice}.")
            return ()
        if len(value) < kind.least:
            begun = "This list is empty" if not value else "This list is too short"
            self.complain(path, f"{begun}; {kind.few}.")
        found = [self.single(kind.item, item, (*path, n)) for n, item in enumerate(value)]
        self.once(found, path)
        return tuple(found)

    def once(self, found: list[object], path: Path) -> None:
        seen = set[object]()
        for number, item in enumerate(found):
            if item in seen:
                sentence = f"{shown(item)} stands twice in this list; keep one of them."
                self.complain((*path, number), sentence)
            elif item is not None:
                seen.add(item)

    def mappings(self, kind: Mappings, value: object, path: Path) -> tuple[object, ...]:
        if type(value) is not list:
            self.complain(
                path, f"The value of '{path[-1]}' is a list: write {kind.advice} for each."
            )
            return ()
        return tuple([self.one(kind, item, (*path, n)) for n, item in enumerate(value)])

    def one(self, kind: Mappings, item: object, path: Path) -> object:
        if type(item) is not dict:
            sentence = f"A {kind.kind} is a mapping such as {kind.advice}, not {shown(item)}."
            self.complain(path, sentence)
            return None
        fault, shape = kind.fault(item), kind.shape_of(item)
        if fault is not None or shape is None:
            place, sentence = fault or ((), f"This is no {kind.kind}.")
            self.complain((*path, *place), sentence, at_key=bool(place))
            return None
        return self.mapping(shape, item, path)
