"""Draw the legend of a chart: a sample of each look and each sign that is not said by a word."""

from collections.abc import Collection, Iterator, Sequence

from cli.charts.marks import SIGNS, shape
from cli.charts.markup import element, length, line_between, rectangle, text_at

NOTES = {
    "bent": "A third of the width is time, two thirds are the days on which something happened: "
    "busy years are wide.",
    "edge": "Where no source states the day, the edge is soft: what held may have ended, and what "
    "follows have begun, on any day of it.",
    "steps": "The numbers of a term that has a unit are drawn as steps, in proportion and from "
    "zero.",
    "always": "Days are inclusive. Bars that reach the margin go on.",
}
"""What is said below a legend, by what has to be drawn for it to be said."""


def legend(left: float, top: float, drawn: Collection[str]) -> Iterator[str]:
    """Yield a row of samples of what is *drawn*, from *left* and *top* on, with notes below."""
    x = left
    for name, (said, sample, size) in SAMPLES.items():
        if name in drawn:
            yield element("g", *sample, transform=f"translate({x:g} {top:g})")
            yield text_at(x + size + 6, top + 12, said, "soft")
            x += size + 6 + length(said, 12) + 20
    for at, note in enumerate(notes(drawn)):
        yield text_at(left, top + 38 + 15.0 * at, note, "small")


def notes(drawn: Collection[str]) -> list[str]:
    """Return what is said below a legend where all of *drawn* is in the picture."""
    return [said for name, said in NOTES.items() if name in {*drawn, "always"}]


_BAR = rectangle(0, 0, 30, 16, "bar a")
SAMPLES: dict[str, tuple[str, Sequence[str], int]] = {
    "reported": (
        "by report only",
        (_BAR, rectangle(0, 0, 30, 16, "pale"), rectangle(0.5, 0.5, 29, 15, "rim")),
        30,
    ),
    "edge": (
        "day uncertain",
        (
            rectangle(0, 0, 30, 16, "bar a", mask="url(#fade)"),
            rectangle(0.5, 0.5, 29, 15, "maybe"),
        ),
        30,
    ),
    "over": ("ended or expired", (line_between(0, 8, 30, 8, "over"),), 30),
    "shade": (
        "claimed otherwise, disputed",
        (
            rectangle(0, 5, 15, 6, "", fill="url(#claimed-otherwise)"),
            rectangle(15, 5, 15, 6, "", fill="url(#disputed)"),
        ),
        30,
    ),
    **{sign: (said, (shape(sign, 6, 8),), 12) for sign, said in SIGNS.items()},
}
"""The samples: their words, the shapes and how wide those are. What has words in it needs none."""
