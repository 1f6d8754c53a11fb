"""Draw the legend of a chart: a sample of every look, and the sign of every kind of event."""

from collections.abc import Iterator, Sequence

from cli.charts.marks import shape
from cli.charts.markup import element, line_between, rectangle, text_at
from cli.charts.words import MARKS


def legend(left: float, top: float, notes: Sequence[str]) -> Iterator[str]:
    """Yield two rows of samples from *left* and *top* on, with *notes* below them."""
    yield element("g", *_swatches(left, top), class_="h0")
    yield element("g", *_signs(left, top + 24), class_="h0")
    for at, note in enumerate(notes):
        yield text_at(left, top + 60 + 15.0 * at, note, "small")


def footnotes(*, counts: bool) -> list[str]:
    """Return the notes of a chart; *counts* is true if it draws numbers as steps."""
    return [*_FOOTNOTES, *[_STEPS] * counts]


_FOOTNOTES = (
    "Where no source states the day, the edge is soft: what held may have ended, and what follows "
    "have begun, on any day of it. What lies after the chosen day is paler.",
    "Days are inclusive. Bars that reach the margin go on. On a screen, a pause over a bar or a "
    "mark tells its days and its event.",
)
_STEPS = "The numbers of a term that has a unit are drawn as steps, in proportion and from zero."


def _swatches(x: float, y: float) -> Iterator[str]:
    for name, drawn in _SAMPLES:
        yield element("g", *drawn, transform=f"translate({x:g} {y:g})")
        yield text_at(x + 36, y + 12, name, "soft")
        x += 36 + 6.0 * len(name) + 22


_SAMPLES: Sequence[tuple[str, Sequence[str]]] = (
    ("in force", (rectangle(0, 0, 30, 16, "a"), rectangle(0, 0, 2.5, 16, "full"))),
    ("by report only", (rectangle(0, 0, 30, 16, "a"), rectangle(0, 0, 30, 16, "later"),
                        rectangle(0.5, 0.5, 29, 15, "rim word"))),
    ("ended", (line_between(0, 8, 30, 8, "over"),)),
    ("expired", (line_between(0, 8, 30, 8, "gone"),)),
    ("uncertain on which day", (rectangle(0, 0, 30, 16, "a", mask="url(#fade)"),
                                rectangle(0.5, 0.5, 29, 15, "maybe"))),
    ("claimed otherwise", (rectangle(0, 0, 30, 16, "", fill="url(#claimed-otherwise)"),)),
    ("disputed", (rectangle(0, 0, 30, 16, "", fill="url(#disputed)"),)),
    ("some day of these", (line_between(0, 8, 30, 8, "span"), line_between(0, 5, 0, 11, "span"),
                           line_between(30, 5, 30, 11, "span"))),
)  # fmt: skip


def _signs(x: float, y: float) -> Iterator[str]:
    named = {**MARKS, "dispute": "a dispute begins or is settled", "set": "set or ended"}
    named["use"] = "noted or made use of"
    for kind in ("set", "claim", "met", "restates", "reaffirm", "leave-unsaid", "dispute", "use"):
        yield shape(kind, x + 6, y + 8)
        yield text_at(x + 18, y + 12, named[kind], "soft")
        x += 18 + 6.0 * len(named[kind]) + 22
