"""The values that a question asks for: a text, a pattern such as `*2030*`, or a comparison."""

import operator
import re
from decimal import Decimal
from unicodedata import normalize

from cli.fast.globs import matches
from events.errors import UsageError
from events.model.amounts import amount_of, leading, number_problem
from events.model.kinds import Term
from events.model.problems import shown
from timeline.boxes.lines import Lines
from timeline.rule.answer import UNDETERMINED
from timeline.views.periods import Spell, history, spells


class Wanted:
    """The answers of a *term* with a value like *text*, or for which the comparison *text* holds.

    Without *text*, every answer is wanted but those that are not set or undetermined; if a status
    is asked for, those too. A comparison such as `>20`, `<=1B` or `=20%` compares
    exact numbers. Raises UsageError if the values of the term are not numbers, or if the comparison
    has no number.
    """

    def __init__(self, text: str | None, term: Term) -> None:
        self._glob, self._term = None if text is None else normalize("NFC", text).lower(), term
        self._compared = _comparison(text or "", term)

    def spells(self, lines: Lines, status: str | None) -> list[Spell]:
        """Return the days in *lines* on which a wanted answer held, or may have held.

        If *status* is given, only answers with that status count.
        """

        def wanted(its_status: str, value: str | None) -> bool:
            if its_status != (status or its_status):
                return False
            if self._glob is None and status is None:
                return its_status not in ("not-set", UNDETERMINED)
            return self._is_like(value)

        return spells(lines, self._term.key, wanted)

    def ignored(self, lines: Lines) -> list[str]:
        """Return the values in *lines* whose `about` or the like is ignored in a comparison."""
        if self._compared is None:
            return []
        own = history(lines, self._term.key)
        values = dict.fromkeys(each.value for one in own for each in one.possible if each.value)
        amounts = {one: amount_of(one, self._term.unit) for one in values}
        return [one for one, amount in amounts.items() if amount and amount.qualifier]

    def _is_like(self, value: str | None) -> bool:
        if self._glob is None or value is None:
            return self._glob is None
        if self._compared is None:
            return matches(value.lower(), self._glob)
        sign, number = self._compared
        amount = amount_of(value, self._term.unit)
        return amount is not None and _SIGNS[sign](amount.number, number)


def _comparison(text: str, term: Term) -> tuple[str, Decimal] | None:
    """Return the sign and the number of the comparison *text*, or None if it is another text."""
    found = _COMPARISON.fullmatch(text)
    if found is None or (term.unit is None and leading(found[2]) is None):
        return None
    if term.unit is None:
        raise UsageError(
            f"{shown(text)} compares numbers, and the values of {term.key} are texts, since it has "
            "no unit. Ask for a text, or for a pattern such as '*20*'."
        )
    amount = leading(found[2])
    if amount is None or amount.qualifier or not term.unit.startswith(amount.rest.strip()):
        raise UsageError(
            f"{shown(text)} compares with no number of {term.key}; write it as '>20', its unit "
            f"being {shown(term.unit)}."
        )
    if problem := number_problem(found[2], term.unit):
        raise UsageError(problem)
    return found[1], amount.number


_COMPARISON = re.compile(r"(<=|>=|<|>|=) *(.+)")
_SIGNS = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
