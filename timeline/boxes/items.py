"""Convert states to items and back; an item refers to changes by version and index."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

from events.dates.dates import parse
from events.model.kinds import Authority
from timeline.boxes.boxes import Box, Item
from timeline.record.days import FAR, last_day
from timeline.record.steps import Step
from timeline.rule.answer import UNDETERMINED, log_order
from timeline.rule.said import Outcome
from timeline.rule.state import State
from timeline.rule.terms import PossibleAnswer, possible_answer

ANSWER, CLAIM, DISPUTE, SILENCE, CONFIRMATION, UNCHANGED, REPLACED, ABOVE, PLAN = KINDS = (
    "answer", "claim", "dispute", "silence", "confirmation", "unchanged", "replaced", "above",
    "plan",
)  # fmt: skip
"""The kinds of rows: an answer, or something that stands beside it for a time of its own."""

_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

Find = Callable[[int, int], Step]
"""A function that returns the step with a given version and index."""


def items_of(state: State) -> Iterator[Item]:
    """Yield the items of *state*, except its plans."""
    yield _answer(state.answers)
    for kind, steps in (
        (CLAIM, state.claims),
        (DISPUTE, state.disputes),
        (SILENCE, state.silences),
    ):
        yield from (of_step(kind, step) for step in steps)
    if state.confirmed:
        yield of_step(CONFIRMATION, state.confirmed, state.surely)
    if state.unchanged:
        yield of_step(UNCHANGED, state.unchanged)
    yield from map(_replaced, state.replaced)
    yield from (Item(ABOVE, None, None, None, None, None, _json(flag)) for flag in state.above)


@lru_cache(maxsize=10_000)
def of_step(kind: str, step: Step, *more: object) -> Item:
    """Return *step* as an item of this *kind*, with *more* appended to its body."""
    status = None
    if kind == CLAIM or (kind == PLAN and step.verb in ("set", "claim")):
        status = "ended" if step.value is None else "in-force"
    through = step.through if step.through < FAR else None
    # The authority known for a plan may change; the plan is pending all the same.
    authority = None if kind == PLAN else step.authority.value
    body = _json([step.version, step.index, *more])
    return Item(kind, status, step.value, through, authority, step.event, body)


def _answer(answers: Collection[PossibleAnswer]) -> Item:
    several = sorted(answers, key=_order) if len(answers) > 1 else [*answers]
    body = _json([_possibility(one) for one in several])
    last = several[-1]
    if len({one.same for one in several}) > 1:
        return Item(ANSWER, UNDETERMINED, None, None, None, None, body)
    return Item(
        ANSWER,
        last.status,
        last.value,
        last.through if last.through < FAR else None,
        last.authority.value if last.authority else None,
        last.deciding.event if last.deciding else None,
        body,
    )


def _order(one: PossibleAnswer) -> tuple[object, ...]:
    """Return a sort key: log order first, then the encoded body, to break ties.

    An answer that a condition ended may also have ended with the term it depends on, by the same
    step; the log does not order those two.
    """
    return log_order(one), _json(_possibility(one))


def _possibility(one: PossibleAnswer) -> list[Any]:
    """Return everything about a possible answer that its steps do not already say."""
    given = one.outcome.given
    lent = one.until.edtf if one.until and not (given and one.until == given.until) else None
    authority = one.authority.value if one.authority else None
    return [one.status, authority, *_outcome(one.outcome), _named(one.deciding), lent]


def _outcome(one: Outcome) -> list[Any]:
    return [one.status, _named(one.given), _named(one.ended)]


def _replaced(one: Outcome) -> Item:
    told = possible_answer(one)
    authority = told.authority.value if told.authority else None
    event = told.deciding.event if told.deciding else None
    through = told.through if told.through < FAR else None
    return Item(REPLACED, one.status, told.value, through, authority, event, _json(_outcome(one)))


def _named(step: Step | None) -> list[int] | None:
    return [step.version, step.index] if step else None


Part = tuple[str, Any]
"""The kind of an item, and what it says of a state."""


def part_of(item: Item, find: Find) -> Part:
    """Return *item* as a part of a state, looking up its steps with *find*."""
    body = json.loads(item.body)
    match item.kind:
        case "answer":
            return ANSWER, frozenset(_read_possibility(one, find) for one in body)
        case "replaced":
            return REPLACED, _read_outcome(body, find)
        case "above":
            return ABOVE, body
        case "confirmation":
            return CONFIRMATION, (find(*body[:2]), body[2])
        case kind:
            return kind, find(*body)


def state_of(parts: Iterable[Part]) -> State:
    """Return the state that consists of *parts*."""
    found = {kind: list[Any]() for kind in KINDS}
    for kind, said in parts:
        found[kind].append(said)
    [answers] = found[ANSWER]
    confirmed, surely = next(iter(found[CONFIRMATION]), (None, False))
    return State(
        answers=answers,
        claims=frozenset(found[CLAIM]),
        disputes=frozenset(found[DISPUTE]),
        silences=frozenset(found[SILENCE]),
        confirmed=confirmed,
        surely=surely,
        unchanged=next(iter(found[UNCHANGED]), None),
        replaced=frozenset(found[REPLACED]),
        above=frozenset(found[ABOVE]),
        plans=frozenset(found[PLAN]),
    )


def answers_among(boxes: Iterable[Box], known: int = FAR) -> Iterator[Box]:
    """Yield those of *boxes* that are answers, as known on the day *known* (default: uncut)."""
    return (one for one in boxes if one.item.kind == ANSWER and one.since <= known <= one.until)


def answers_in(item: Item, find: Find) -> frozenset[PossibleAnswer]:
    """Return the possible answers in *item*, an answer, using *find* to look up its steps."""
    return frozenset(_read_possibility(body, find) for body in json.loads(item.body))


def _read_possibility(body: list[Any], find: Find) -> PossibleAnswer:
    status, authority, *outcome, deciding, lent = body
    own = _read_outcome(outcome, find)
    trust = Authority(authority) if authority else None
    decided = find(*deciding) if deciding else None
    if own.given is None or status == "ended":
        return PossibleAnswer(status, None, FAR, None, frozenset(), trust, decided, own)
    until = parse(lent) if lent else own.given.until
    through = last_day(until) if lent else own.given.through
    renews = own.given.renews if status == "in-force" else None
    return PossibleAnswer(
        status, own.given.value, through, until, own.given.unless, trust, decided, own, renews
    )


def _read_outcome(body: list[Any], find: Find) -> Outcome:
    status, given, ended = body
    return Outcome(status, find(*given) if given else None, find(*ended) if ended else None)


def versions_of(item: Item) -> set[int]:
    """Return the versions of all events that *item* refers to."""
    body = json.loads(item.body)
    match item.kind:
        case "above":
            return set()
        case "answer":
            named = [ref for one in body for ref in one[3:6]]
        case "replaced":
            named = body[1:]
        case _:
            named = [body]
    return {ref[0] for ref in named if ref}
