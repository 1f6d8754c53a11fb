"""Plain mappings into changes: what an event does to terms, verb by verb."""

from events.dates import Date
from events.forms import Form
from events.kinds import VERBS, Change, Dispute, Note, Position, Set
from events.problems import Problem, one_of, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMON_KEYS = frozenset({"when", "announced", "authority", "sources", "of", "note"})
_CHANGE_KEYS = {verb: _COMMON_KEYS | {verb} for verb in VERBS} | {
    "set": _COMMON_KEYS | {"set", "value", "through", "unless", "adds"},
    "dispute": _COMMON_KEYS | {"dispute", "positions"},
    "note": _COMMON_KEYS | {"text"},
}
_POSITION_KEYS = frozenset({"party", "says"})
_OTHER_VERBS = frozenset(VERBS) - {"note"}


def read_changes(form: Form, when: Date | None) -> tuple[Change, ...]:
    """Return the changes that *form*, an event or a correction of one, has; *when* is its date."""
    changes = []
    for number, item in enumerate(form.items("changes", "write one '- VERB: TERM' for each")):
        if isinstance(item, dict):
            change = _change(form.inner(("changes", number), item), when)
            if change is not None:
                changes.append(change)
        else:
            sentence = f"A change is a mapping such as 'set: TERM', not {shown(item)}."
            form.problems.append(Problem((*form.path, "changes", number), sentence))
    return tuple(changes)


def _change(form: Form, event_when: Date | None) -> Change | None:
    verb = _verb(form)
    if verb is None:
        return None
    if not form.plain.keys() <= _CHANGE_KEYS[verb]:
        form.only(_CHANGE_KEYS[verb])
    common = _common(form, verb)
    match verb:
        case "set":
            return _set(form, common, common["when"] or event_when)
        case "dispute":
            return Dispute(**common, positions=_positions(form))
        case "note":
            return Note(**common, text=form.text("text", "say what is worth knowing"))
        case _:
            kind: Any = VERBS[verb]
            change: Change = kind(**common)
            return change


def _verb(form: Form) -> str | None:
    verbs = [key for key in form.plain if key in _OTHER_VERBS]
    if len(verbs) == 1:
        return verbs[0]
    if verbs:
        form.complain(None, f"One change has one verb; split {' and '.join(map(repr, verbs))}.")
    elif "note" in form.plain:
        return "note"
    else:
        _without_verb(form)
    return None


def _without_verb(form: Form) -> None:
    strange = [key for key in form.plain if key not in _CHANGE_KEYS["set"] | {"text", "positions"}]
    if strange:
        hint = one_of(str(strange[0]), VERBS)
        sentence = f"{shown(strange[0])} is no verb; use {', '.join(VERBS)}.{hint}"
        form.complain(strange[0], sentence, at_key=True)
    else:
        form.complain(None, f"This change has no verb; begin it with {', '.join(VERBS)}.")


def _common(form: Form, verb: str) -> "dict[str, Any]":
    plain = form.plain
    common: dict[str, Any] = {"term": form.name(verb, "a term"), "when": None}
    if "when" in plain:
        common["when"] = form.own_date("when")
    if "announced" in plain:
        common["announced"] = form.own_date("announced")
    if "authority" in plain:
        common["authority"] = form.authority()
    if "sources" in plain:
        common["sources"] = form.names("sources", "a source")
    if "of" in plain:
        common["of"] = form.name("of", "an event")
        if "when" in plain:
            form.complain("when", "With 'of' a change falls on that event's day; leave 'when' out.")
    if verb != "note" and "note" in plain:
        common["note"] = form.text_or_none("note")
    return common


def _set(form: Form, common: "dict[str, Any]", effective: Date | None) -> Set:
    through = None
    if "through" in form.plain:
        through = form.last_day("through", "say until which day, inclusive")
        if "of" not in form.plain:
            _in_order(form, through, effective)
    return Set(
        **common,
        value=form.text("value", "give the whole answer, or undisclosed, or none"),
        through=through,
        unless=form.names("unless", "a condition"),
        adds=form.flag("adds") if "adds" in form.plain else False,
    )


def _in_order(form: Form, through: Date | None, effective: Date | None) -> None:
    if through is None or effective is None:
        return
    if through.latest is None or effective.earliest is None:
        return
    if through.latest < effective.earliest:
        form.complain(
            "through", f"{shown(str(through))} is over before {shown(str(effective))}, when the "
            "answer takes effect; correct one of them."
        )  # fmt: skip


def _positions(form: Form) -> tuple[Position, ...]:
    advice = "write [{party: NAME, says: TEXT}, …]"
    if "positions" not in form.plain:
        form.missing("positions", f"say who disagrees, {advice}")
    items = form.items("positions", advice)
    if form.plain.get("positions") == []:
        form.complain("positions", f"A dispute has positions; {advice}.")
    return tuple(_position(form, number, item) for number, item in enumerate(items))


def _position(form: Form, number: int, item: object) -> Position:
    if not isinstance(item, dict):
        sentence = f"A position is a mapping of party and says, not {shown(item)}."
        form.problems.append(Problem((*form.path, "positions", number), sentence))
        return Position(party="", says="")
    inner = form.inner(("positions", number), item)
    inner.only(_POSITION_KEYS)
    return Position(
        party=inner.text("party", "say who holds it"), says=inner.text("says", "say what it holds")
    )
