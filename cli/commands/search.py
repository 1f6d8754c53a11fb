"""The command that searches all that the log says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.fast.page import cuts
from cli.forms import json_text
from cli.options import on_record, output
from cli.reading.words import words_of
from cli.terminal import deliver, dim, echo, wrapped
from cli.typed_values import today
from events.dates.dates import Date
from events.errors import NotFoundError

if TYPE_CHECKING:
    from cli.reading.passages import Has, Passage
    from cli.reading.session import View
    from timeline.views.periods import Period


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many passages, the best first.",
)
@output("text", "json")
@on_record
def search(
    words: Sequence[str],
    limit: int,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Find terms, questions, values, events and notes that have these WORDS, best first.

    A word may be the beginning of one, or end otherwise. If nothing has all of them, what has some
    is shown. Without -p, all partnerships are searched. With each passage
    comes the command that shows it.

    Example: timeline search refusal
    """
    from cli.reading.session import view, views

    seen = [view(db, partnership, recorded)] if partnership else views(db, recorded)
    _show(seen, words, known, limit, form, db)


class Found(NamedTuple):
    """A *passage* of the partnership *seen*, what it is *about*, and the *command* that shows it.

    *is_today* tells whether it is the answer of today.
    """

    seen: View
    passage: Passage
    about: str
    is_today: bool
    command: str


def _show(
    seen: Sequence[View],
    words: Sequence[str],
    known: Date | None,
    limit: int,
    form: str,
    db: str | None,
) -> None:
    """Print what has the *words* in the partnerships *seen*, at most *limit* passages.

    *known* is the cut on the known clock. Raises NotFoundError if nothing has any of them.
    """
    typed = words_of(" ".join(words))
    cut = known.earliest if known else None
    whole, some = _passages(seen, typed, cut), False
    if not whole and len(typed) > 1:
        whole, some = _passages(seen, typed, cut, "some"), True
    every = sorted(whole, key=lambda pair: -pair[1].rank)
    best = every[:limit]
    periods = _periods(best, known, db)
    found = [_found(one, each, periods, known, len(seen) > 1) for one, each in best]
    found.sort(key=lambda one: (-one.passage.rank, not one.is_today))
    if form == "json":
        deliver(json_text.dump(_whole(seen, typed, known, found, len(every))))
        return
    if not found:
        raise NotFoundError(_nothing(seen, typed))
    if some:
        echo("Nothing has all of these words; what has some of them, the best first:", err=True)
    echo("\n".join(_text(found, len(every), len(seen) > 1)))


def _passages(
    seen: Sequence[View], typed: Sequence[str], known: date | None, has: Has = "all"
) -> list[tuple[View, Passage]]:
    from cli.reading.passages import passages

    return [(one, each) for one in seen for each in passages(one.record, typed, known, has)]


def _found(
    seen: View,
    one: Passage,
    periods: Mapping[tuple[str, str | None], Sequence[Period]],
    known: Date | None,
    is_several: bool,
) -> Found:
    """Return the passage *one* with what it is; *periods* are those of all terms, as *known*."""
    from cli.wording.passages import about, is_answer

    of_term, now = periods.get((seen.slug, one.term), ()), today()
    told = one.kind
    if one.term and one.kind != "term":
        cut = cuts(known, seen.recorded)[:-1] if known or seen.recorded else ""
        told = about(one.kind, seen.record.terms[one.term].title, one.step, of_term, now, cut)
    is_today = one.kind == "value" and is_answer(one.step, of_term, now)
    verb = f"as-of {one.term}" if is_today or one.step is None else f"history {one.term}"
    if one.kind in ("event", "note"):
        verb = f"show {one.event}"
    command = f"timeline {verb}{f' -p {seen.slug}' if is_several else ''}"
    return Found(seen, one, told, is_today, command)


def _whole(
    seen: Sequence[View],
    typed: Sequence[str],
    known: Date | None,
    found: Sequence[Found],
    count: int,
) -> dict[str, Any]:
    return {
        "words": list(typed),
        "known": json_text.text_of(known),
        "recorded": seen[0].recorded if seen else None,
        "partnerships": [{"partnership": one.slug, "head": one.head} for one in seen],
        "count": count,
        "found": [
            {
                "kind": one.passage.kind,
                "partnership": one.seen.slug,
                "term": one.passage.term,
                "event": one.passage.event,
                "text": one.passage.text,
                "command": one.command,
            }
            for one in found
        ],
    }


def _periods(
    found: Sequence[tuple[View, Passage]], known: Date | None, db: str | None
) -> dict[tuple[str, str | None], list[Period]]:
    """Return the periods of the terms whose values were *found*, by partnership and term."""
    from cli.reading.session import asked
    from timeline.views.periods import history

    read: dict[tuple[str, str | None], list[Period]] = {}
    for seen in {one.slug: one for one, _ in found}.values():
        own = (each for one, each in found if one is seen and each.step)
        terms = [*dict.fromkeys(one.term for one in own if one.term)]
        if terms:
            lines = asked(db, seen.slug, terms, known=known, recorded=seen.recorded).lines
            read |= {(seen.slug, term): history(lines, term) for term in terms}
    return read


def _text(found: Sequence[Found], count: int, is_several: bool) -> Iterator[str]:
    for one in found:
        title = one.seen.record.partnership.title or one.seen.slug
        yield from wrapped(one.passage.text)
        told = [one.about, *([title] if is_several else [])]
        yield from map(dim, wrapped(", ".join(told), first="  ", rest="  "))
        yield f"  {one.command}"
    if count > len(found):
        yield f"{count - len(found)} more; -n shows them, and further words narrow them down."


def _nothing(seen: Sequence[View], typed: Sequence[str]) -> str:
    """Return a sentence that nothing has the words *typed*, with close ones where there are any."""
    from rapidfuzz import fuzz, process

    every = (words_of(one.text) for _, one in _passages(seen, (), None))
    there = list(dict.fromkeys(chain.from_iterable(every)))
    close = (process.extractOne(one, there, scorer=fuzz.ratio, score_cutoff=CLOSE) for one in typed)
    meant = " ".join(f"Did you mean {one[0]}?" for one in close if one)
    meant = meant or "`timeline terms` lists what can be asked."
    return f"Nothing has the words '{' '.join(typed)}'. {meant}"


CLOSE = 80
"""From 0 to 100, how alike a word has to be to the one typed to be suggested for it."""
