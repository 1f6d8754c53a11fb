"""Find the amounts in a sentence, and write them as the values of a term with a unit begin."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from events.model.amounts import leading, number_problem


class Figure(NamedTuple):
    """An amount as a *value*, such as `about 27%`, with the offset *start* at which it stands."""

    value: str
    start: int


def figures_in(text: str, unit: str, offset: int = 0) -> Iterator[Figure]:
    """Yield the amounts in *text*, which begins at *offset*, that are counted in *unit*."""
    for found in _AMOUNT.finditer(text):
        value = _value(found)
        is_counted = found["share"] or found["money"] or found["iso"]
        if is_counted and leading(value) and number_problem(value, unit) is None:
            yield Figure(value, offset + found.start("digits"))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers in *text*, in digits and without their commas."""
    return frozenset(one.replace(",", "") for one in _NUMBER.findall(text))


def _value(found: re.Match[str]) -> str:
    about = _ABOUT.get(" ".join((found["about"] or "").lower().split()), "")
    scale = _SCALES.get((found["scale"] or "").lower(), "")
    money = _SIGNS.get(found["money"] or found["iso"] or "", found["money"] or "")
    return f"{about}{money}{found['digits']}{scale}{'%' if found['share'] else ''}"


_ABOUT = {
    **dict.fromkeys(("about", "roughly", "around", "approximately", "some", "nearly"), "about "),
    **dict.fromkeys(("up to", "as much as", "at most"), "up to "),
    **dict.fromkeys(("at least", "more than", "over"), "at least "),
}
_SCALES = {
    **dict.fromkeys(("thousand", "k"), "k"),
    **dict.fromkeys(("million", "m", "mn", "mln"), "M"),
    **dict.fromkeys(("billion", "b", "bn", "bln"), "B"),
    "trillion": " trillion",
}
_SIGNS = {"US$": "$", "USD": "$", "EUR": "€", "GBP": "£"}
_AMOUNT = re.compile(
    rf"(?:(?P<about>{'|'.join(_ABOUT)})\s+)?(?<![\w.])(?:(?P<money>US\$|[$€£¥])\s?"
    r"|(?P<iso>USD|EUR|GBP)\s)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
    r"(?:(?:\s|-)?(?P<scale>thousand|million|billion|trillion|bl?n|ml?n|[kKmMbB])\b)?"
    r"(?P<share>\s?(?:%|per ?cent\b))?(?![\d])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
