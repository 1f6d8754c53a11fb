"""Amounts: the exact numbers at the start of the values of terms with a unit."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from events.model.problems import shown
from events.model.vocabulary import NONE, UNDISCLOSED

if TYPE_CHECKING:
    from decimal import Decimal


class Amount(NamedTuple):
    """The exact *number* at the beginning of a value, and the *rest* after it.

    *qualifier* is the `about`, `up to` or `at least` before the number, or None.
    """

    number: "Decimal"
    qualifier: str | None
    rest: str

    @property
    def text(self) -> str:
        """The number in digits, without an exponent and without superfluous zeros."""
        digits = f"{self.number:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits


def amount_of(value: str | None, unit: str | None) -> Amount | None:
    """Return the amount of *value*, or None if it has none or its term has no *unit*."""
    return leading(value) if value and unit is not None else None


def amount_text(value: str | None, unit: str | None) -> str | None:
    """Return in digits the amount of *value*, or None if it has none.

    *unit* is the unit of the term.
    """
    found = amount_of(value, unit)
    return found.text if found else None


# Rows repeat the same few values many times.
@lru_cache(maxsize=1024)
def leading(value: str) -> Amount | None:
    """Return the amount with which *value* begins, or None unless there is exactly one.

    `k`, `M`, `B` and the words from thousand to trillion multiply the number; with letters that may
    mean another scale, such as `bn`, there is no amount. There are at most 20 digits before the
    point and 18 after it, as many as a decimal of 38 digits has in Parquet and in databases.
    """
    from decimal import Decimal  # Slow to import, and most values have no amount.

    found = re.match(_BEGINS, value)
    scaled = found and _scaled(value[found.end() :])
    if not found or not scaled or re.match(_ANOTHER, scaled[1]):
        return None
    digits = found["digits"].replace(",", "")
    number = Decimal(f"{'-' if found['minus'] else ''}{digits}E{scaled[0]}")
    if len(digits.partition(".")[0].lstrip("0")) + scaled[0] > WHOLE and number:
        return None
    return Amount(number or Decimal(0), found["about"], scaled[1])


WHOLE, PARTS = 20, 18
"""The most digits of an amount before its point, and after it."""


def number_problem(value: str | None, unit: str | None) -> str | None:
    """Return a sentence that says why *value* does not fit a term with this *unit*, or None."""
    if value is None or unit is None or value in (UNDISCLOSED, NONE):
        return None
    amount = leading(value)
    if amount is None:
        return (
            f"{shown(value)} does not begin with one number, as the values of a term with the unit "
            f"{shown(unit)} do; k, M or B may follow the number, and about, up to or at least "
            "stand before it."
        )
    if _is_counted_otherwise(value, amount, unit):
        return f"{shown(value)} is not counted in {shown(unit)}, as the values of its term are."
    return None


def _scaled(rest: str) -> tuple[int, str] | None:
    """Return the power of ten that *rest* begins with, and what follows it; None if unclear."""
    found = re.match(_WORD, rest)
    if found is None:
        return 0, rest
    word = found[1] if len(found[1]) == 1 else found[1].lower()
    if word in _SCALES:
        return _SCALES[word], rest[found.end() :]
    return None if word.lower() in _UNCLEAR else (0, rest)


def _is_counted_otherwise(value: str, amount: Amount, unit: str) -> bool:
    """Return whether a sign or the letters at the number of *value* contradict *unit*."""
    rest = amount.rest
    if re.match(_SHARE, rest):
        return not re.search(_SHARE, unit)
    head = value[: len(value) - len(rest)]
    if money := re.search(_CURRENCY, head) or re.match(_CURRENCY, rest.lstrip()):
        own = re.search(_CURRENCY, unit)
        return _sign(own) != _sign(money) if own else re.search(_SHARE, unit) is not None
    letters = re.match(_LETTERS, rest)
    return letters is not None and not unit.startswith(letters[0])


def _sign(currency: re.Match[str]) -> str:
    return _SIGNS.get(currency[0], currency[0])


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥"}
_LETTER_SCALES = {"k": 3, "K": 3, "M": 6, "B": 9}
_SCALES = _LETTER_SCALES | {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_UNCLEAR = {"m", "b", "t", "mm", "mn", "mio", "bn", "bln", "tn", "trn"}
_MONEY = r"(?:(?:US)?[$€£¥] ?|(?:USD|EUR|GBP|JPY|CNY) )"
# These are compiled when they are first needed, which most commands never do.
_CURRENCY = r"USD|EUR|GBP|JPY|CNY|[$€£¥]"
_BEGINS = (
    rf"(?:(?P<about>about|up to|at least) +)?(?P<minus>[-−]?){_MONEY}?"
    rf"(?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,{WHOLE}}})(?:\.[0-9]{{1,{PARTS}}})?)"
    r"(?![.,]?[0-9])"
)
_WORD = r" ?([A-Za-z]+)"
_LETTERS = r"[^\W\d_]+"
_SHARE = r" ?(?:%|per ?cent)"
_ANOTHER = rf"[A-Za-z]*[0-9]| ?[%A-Za-z]* ?(?:[-–—/:+]|\bto\b|\bor\b|\band\b) ?{_MONEY}?[0-9]"
"""What shows that the number before it is one of several, such as the end of a range."""
