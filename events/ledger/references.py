"""Check that an act refers only to terms, conditions, sources and events that precede it."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from events.dates.reckoned import reckoned
from events.model.kinds import (
    VERBS,
    Act,
    Assert,
    Correct,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
    key_of,
)
from events.model.naming import slug
from events.model.problems import Path, Problem, one_of, shown
from events.model.renaming import Names
from events.model.vocabulary import NONE

LAST = sys.maxsize
"""The position of an act that has not been added yet: after all others."""

GUESSES = 20
"""How many unknown names get a suggestion at most, since each suggestion takes a while."""

_OF_A_KIND = {
    "correct": "a correction",
    "retract": "a retraction",
    "define": "a definition",
    "redefine": "a definition",
    "cover": "a claim of completeness",
    "assert": "an assertion",
    "issue": "an issued changelog",
}


_NAMING = ("after", "dates", "calls-off", "confirms", "denies")
"""The keys by which an event names another one."""


def _own_id(plain: dict[str, object]) -> object:
    """Return the id of the event that *plain* records or corrects."""
    return plain.get("correct", plain.get("id"))


def _numbered(base: str, number: int) -> str:
    """Return the id *base* plus *number*; the first of a base in `#` drops that and the number."""
    return base[:-1] if base.endswith("#") and number == 1 else f"{base}{number}"


def _reach(cover: Cover) -> str:
    return str(cover.through) if cover.since is None else f"{cover.since}..{cover.through or ''}"


class References:
    """The names that acts have defined so far: *known*, the acts of the log, and later ones.

    An act of *known* may be added again; it counts as the same act, read once more.
    """

    def __init__(self, known: Iterable[Act] = ()) -> None:
        self._things: dict[str, None] = {}
        self._kinds: dict[str, str] = {}
        self._order: dict[str, int] = {}
        self._added: dict[str, Act | None] = {}
        self._known: dict[str, Act] = {}
        self._numbers: dict[str, int] = {}
        self._defined: set[str] = set()
        self._assertions: dict[Assert, str] = {}
        self._guesses = GUESSES
        self._names = Names()
        for act in known:
            self.add(act)
        self._known = {name: act for name, act in self._added.items() if act is not None}
        self._added, self._numbers, self._defined, self._assertions = {}, {}, set(), {}

    def add(self, act: Act) -> None:
        """Let later acts refer to *act* and to the thing that it defines."""
        if isinstance(act, Define | Redefine):
            self._define(key_of(act.thing))
        if isinstance(act, Assert):
            self._assertions.setdefault(replace(act, id=""), act.id)
        self._stand(act.id, type(act).__name__.lower())
        self._added[act.id] = act
        if self._known.get(act.id) != act:
            self._names.take(act)

    def expect(self, plain: dict[str, object]) -> None:
        """Let later acts refer to the refused act *plain*, so that one mistake is reported once."""
        kind = next((verb for verb in _OF_A_KIND if verb in plain), "event")
        named, defines = plain.get("id"), plain.get("define")
        if named is None and kind in ("correct", "retract"):
            base = f"{plain[kind]}.c"
            named = _numbered(base, self._next_number(base))
        if isinstance(defines, str):
            self._define(defines)
        if isinstance(named, str):
            self._stand(named, kind)
            self._added.setdefault(named, None)

    def has(self, act_id: str) -> bool:
        """Return whether an act with the id *act_id* was added; acts of the log do not count."""
        return act_id in self._added

    def problems(self, plain: dict[str, object]) -> Iterator[Problem]:
        """Yield a problem for each name that the act *plain* may not use; ignore other faults."""
        yield from self._unknown(("sources",), plain.get("sources"), "source")
        yield from self._unknown(("retells",), plain.get("retells"), "source")
        yield from self._unknown(("met",), plain.get("met"), "condition")
        yield from self._matchless(plain)
        yield from self._others(plain)
        if "assert" in plain:
            yield from self._expected(plain)
        if "define" in plain:
            yield from self._defined_twice(plain["define"])
        if "redefine" in plain:
            yield from self._undefined(plain["redefine"])
            for key in ("renamed", "split", "merged"):
                yield from self._unknown((key,), plain.get(key), "term")
            yield from self._taken(plain["redefine"], plain.get("renamed"))
        for verb in ("correct", "retract"):
            if verb in plain:
                yield from self._no_target(verb, plain[verb])
        changes = plain.get("changes")
        for number, change in enumerate(changes if isinstance(changes, list) else ()):
            if isinstance(change, dict):
                event, own = plain.get("correct"), _own_id(plain)
                yield from self._in_change(("changes", number), change, event, own)

    def _expected(self, plain: dict[str, object]) -> Iterator[Problem]:
        """Yield a problem for each name that the assertion *plain* may not use."""
        yield from self._unknown(("assert",), plain["assert"], "term")
        yield from self._unknown(("while",), plain.get("while"), "term")
        yield from self._unknown(("unless",), plain.get("unless"), "condition")
        for key in ("confirmed", "carried"):
            if isinstance(name := plain.get(key), str):
                yield from self._no_event_called((key,), name)
        plans = plain.get("pending")
        for number, plan in enumerate(plans if isinstance(plans, list) else ()):
            if isinstance(plan, dict):
                yield from self._unknown(("pending", number, "once"), plan.get("once"), "condition")

    def default_id(self, act: Act) -> str:
        """Return the id of an *act* that states none.

        Where several acts would get the same id, a number tells them apart; an act already in the
        log keeps its own.
        """
        match act:
            case Correct() | Retract():
                return self._counted(f"{act.event}.c", act)
            case Redefine():
                return self._counted(f"define:{key_of(act.thing)}.c", act)
            case Define():
                return f"define:{key_of(act.thing)}"
            case Cover():
                base = f"cover:{_reach(act)}"
                return self._counted(f"{base}:terms#", act) if act.terms else base
            case Assert():
                return self._asserted(act)
            case Issue():
                return f"issue:{slug(act.name)}"
            case Event():
                return act.id

    def _define(self, thing: str) -> None:
        self._things.setdefault(thing)
        self._defined.add(thing)

    def _stand(self, act_id: str, kind: str) -> None:
        self._kinds.setdefault(act_id, kind)
        self._order.setdefault(act_id, len(self._order))

    def _next_number(self, base: str) -> int:
        number = self._numbers.get(base, 1)
        while _numbered(base, number) in self._added:
            number += 1
        self._numbers[base] = number
        return number

    def _counted(self, base: str, act: Act) -> str:
        number = self._next_number(base)
        while not self._free(act_id := _numbered(base, number), act):
            number += 1
        return act_id

    def _free(self, act_id: str, act: Act) -> bool:
        if act_id in self._added:
            return False
        return act_id not in self._known or self._known[act_id] == replace(act, id=act_id)

    def _asserted(self, act: Assert) -> str:
        said = self._assertions.get(replace(act, id=""))
        known = "" if act.known is None else f":{act.known}"
        return said or self._counted(f"assert:{act.on}:{act.term}{known}#", act)

    def _unknown(self, path: Path, names: object, sort: str) -> Iterator[Problem]:
        listed = names if isinstance(names, list) else [names]
        for number, name in enumerate(listed):
            if isinstance(name, str) and f"{sort}:{name}" not in self._things:
                at = (*path, number) if isinstance(names, list) else path
                yield Problem(at, self._no_such(sort, name))

    def _no_such(self, sort: str, name: str) -> str:
        start = f"{sort}:"
        defined = (thing[len(start) :] for thing in self._things if thing.startswith(start))
        hint = self._guess(name, defined)
        return f"No {sort} {shown(name)} is defined before this.{hint}"

    def _defined_twice(self, thing: object) -> Iterator[Problem]:
        if isinstance(thing, str) and thing in self._defined:
            sentence = f"{shown(thing)} is defined before this; to change it use 'redefine'."
            yield Problem(("define",), sentence)

    def _undefined(self, thing: object) -> Iterator[Problem]:
        if isinstance(thing, str) and thing not in self._things:
            hint = self._guess(thing, self._things)
            sentence = f"{shown(thing)} is not defined before this; define it first.{hint}"
            yield Problem(("redefine",), sentence)

    def _taken(self, thing: object, name: object) -> Iterator[Problem]:
        """Yield a problem if the term *thing* may not be renamed to *name*.

        A renaming that is already in the log passes.
        """
        if not isinstance(thing, str) or not isinstance(name, str):
            return
        done = (
            (key_of(act.thing), act.renamed)
            for act in self._known.values()
            if isinstance(act, Redefine)
        )
        if thing.startswith("term:") and (thing, name) not in done:
            for sentence in self._names.problems(thing.removeprefix("term:"), name):
                yield Problem(("renamed",), sentence)

    def _in_change(
        self, path: Path, change: dict[str, object], event: object, own: object
    ) -> Iterator[Problem]:
        verbs = [verb for verb in VERBS if verb in change]
        if verbs:
            yield from self._unknown((*path, verbs[0]), change[verbs[0]], "term")
        yield from self._unknown((*path, "sources"), change.get("sources"), "source")
        yield from self._unknown((*path, "unless"), change.get("unless"), "condition")
        yield from self._unknown((*path, "once"), change.get("once"), "condition")
        yield from self._unknown((*path, "while"), change.get("while"), "term")
        for key in ("when", "through"):
            yield from self._uncounted((*path, key), change.get(key), own)
        if isinstance(change.get("of"), str):
            yield from self._not_before((*path, "of"), str(change["of"]), event)

    def _others(self, plain: dict[str, object]) -> Iterator[Problem]:
        """Yield a problem for each key of an event that should name another one and does not."""
        own = _own_id(plain)
        if isinstance(own, str) and plain.get("after") == own:
            yield Problem(("after",), f"{shown(own)} cannot come after itself; name another event.")
        for key in _NAMING:
            name = plain.get(key)
            removed = "correct" in plain and name in ("", NONE)
            if isinstance(name, str) and name != own and not removed:
                yield from self._no_event_called((key,), name)
        yield from self._uncounted(("when",), plain.get("when"), own)

    def _uncounted(self, path: Path, when: object, own: object) -> Iterator[Problem]:
        """Yield a problem if the day *when* is counted from neither the event *own* nor another."""
        counted = reckoned(when) if isinstance(when, str) else None
        if counted is not None and counted.event != own:
            yield from self._no_event_called(path, counted.event)

    def _matchless(self, plain: dict[str, object]) -> Iterator[Problem]:
        """Yield a problem for each pattern that matches no term."""
        for key in ("restates", "terms"):
            globs = plain.get(key)
            for number, glob in enumerate(globs if isinstance(globs, list) else ()):
                if isinstance(glob, str) and not self._matches_term(glob):
                    yield Problem((key, number), self._no_such("term", glob))

    def _matches_term(self, glob: str) -> bool:
        return any(fnmatchcase(thing, f"term:{glob}") for thing in self._things)

    def _no_event_called(self, path: Path, name: str) -> Iterator[Problem]:
        kind = self._kinds.get(name)
        if kind is None:
            yield Problem(path, self._no_event(name))
        elif kind != "event":
            yield Problem(path, f"{shown(name)} is {_OF_A_KIND[kind]}; name an event.")

    def _not_before(self, path: Path, name: str, event: object) -> Iterator[Problem]:
        if self._kinds.get(name) != "event":
            yield from self._no_event_called(path, name)
        elif isinstance(event, str) and self._order[name] >= self._order.get(event, LAST):
            sentence = f"{shown(name)} does not stand before {shown(event)}; 'of' looks back only."
            yield Problem(path, sentence)

    def _no_target(self, verb: str, name: object) -> Iterator[Problem]:
        if not isinstance(name, str):
            return
        match self._kinds.get(name), verb:
            case (None, _):
                yield Problem((verb,), self._no_event(name))
            case ("event", _) | ("correct", "retract"):
                return
            case ("correct", _):
                sentence = f"{shown(name)} is a correction; correct its event again instead."
                yield Problem((verb,), sentence)
            case ("retract", "retract"):
                sentence = (
                    f"{shown(name)} is a retraction and cannot be retracted; "
                    "record the event again, with a new id."
                )
                yield Problem((verb,), sentence)
            case (str() as kind, _):
                yield Problem((verb,), f"{shown(name)} is {_OF_A_KIND[kind]}, not an event.")

    def _no_event(self, name: str) -> str:
        hint = self._guess(name, self._kinds)
        return f"No event {shown(name)} stands before this.{hint}"

    def _guess(self, name: str, choices: Iterable[str]) -> str:
        self._guesses -= 1
        return one_of(name, choices) if self._guesses >= 0 else ""
