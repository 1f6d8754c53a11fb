"""Number the items that the rows of a page consist of, each stored once."""

import json
from typing import Any

from cli.site.facts import Facts, Form, without_nothing
from events.dates.dates import parse
from timeline.boxes.boxes import Item

Ref = list[int] | None
"""A reference to a step by version and index, or None for no step."""


class AnswerPool:
    """The distinct *items* in order of their numbers, with steps numbered as in *facts*."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._numbers: dict[tuple[str, str], int] = {}
        self.items: list[Form] = []

    def number(self, item: Item) -> int:
        """Return the number of *item*; equal items share one, whatever their terms and days."""
        key = item.kind, item.body
        if key not in self._numbers:
            self._numbers[key] = len(self.items)
            self.items.append(self._form(item.kind, json.loads(item.body)))
        return self._numbers[key]

    def _form(self, kind: str, body: Any) -> Form:
        match kind:
            case "answer":
                return {kind: [self._possible(*one) for one in body]}
            case "replaced":
                return {kind: self._outcome(*body)}
            case "above":
                return {kind: body}
            case "confirmation":
                return without_nothing({kind: self._step(body), "surely": body[2]})
            case _:
                return {kind: self._step(body)}

    def _possible(
        self, status: str, trust: str | None, own: str, given: Ref, ended: Ref, by: Ref, lent: Any
    ) -> Form:
        """Return a possible answer.

        `decided` is left out if the step that decided it is the one that ended or gave it.
        """
        self._facts.noted(parse(lent) if lent else None)
        form = self._outcome(own, given, ended) | {"status": status, "authority": trust}
        decided = self._step(by) if by != (ended or given) else None
        return without_nothing(form | {"decided": decided, "through": lent})

    def _outcome(self, status: str, given: Ref, ended: Ref) -> Form:
        steps = {"given": self._step(given), "ended": self._step(ended)}
        return without_nothing({"status": status, **steps})

    def _step(self, ref: Ref) -> int | None:
        return self._facts.number(*ref[:2]) if ref else None
