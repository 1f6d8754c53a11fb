"""The command that searches all that the log says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.forms import json_text
from cli.options import on_record, output
from cli.reading.words import words_of
from cli.suggestions import did_you_mean
from cli.terminal import deliver, dim, echo, wrapped
from events.dates.dates import Date
from events.errors import NotFoundError

if TYPE_CHECKING:
    from cli.reading.passages import Passage
    from cli.reading.session import View


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

    A word may be the beginning of one. Without -p, all partnerships are searched. With each passage
    comes the command that shows it.

    Example: timeline search refusal
    """
    from cli.reading.session import view, views

    seen = [view(db, partnership, recorded)] if partnership else views(db, recorded)
    _show(seen, words, known, limit, form)


class Found(NamedTuple):
    """A *passage* of the partnership *seen*, and the *command* that shows it."""

    seen: View
    passage: Passage
    command: str


def _show(
    seen: Sequence[View], words: Sequence[str], known: Date | None, limit: int, form: str
) -> None:
    """Print what has the *words* in the partnerships *seen*, at most *limit* passages.

    *known* is the cut on the known clock. Raises NotFoundError if nothing has them.
    """
    typed = words_of(" ".join(words))
    cut = known.earliest if known else None
    every = sorted(_passages(seen, typed, cut), key=lambda pair: -pair[1].rank)
    found = [Found(one, each, _command(one, each, len(seen) > 1)) for one, each in every[:limit]]
    if form == "json":
        deliver(json_text.dump(_whole(seen, typed, known, found, len(every))))
        return
    if not found:
        raise NotFoundError(_nothing(seen, typed))
    echo("\n".join(_text(found, len(every), is_several=len(seen) > 1)))


def _passages(
    seen: Sequence[View], typed: Sequence[str], known: date | None
) -> list[tuple[View, Passage]]:
    from cli.reading.passages import passages

    return [(one, each) for one in seen for each in passages(one.record, typed, known)]


def _command(seen: View, one: Passage, is_several: bool) -> str:
    verb = f"show {one.event}" if one.kind in ("event", "note") else f"history {one.term}"
    return f"timeline {verb}{f' -p {seen.slug}' if is_several else ''}"


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


def _text(found: Sequence[Found], count: int, *, is_several: bool) -> Iterator[str]:
    for one in found:
        title = one.seen.record.partnership.title or one.seen.slug
        yield from wrapped(one.passage.text)
        about = [_about(one), *([title] if is_several else [])]
        yield from map(dim, wrapped(", ".join(about), first="  "))
        yield f"  {one.command}"
    if count > len(found):
        yield f"{count - len(found)} more; -n shows them, and further words narrow them down."


def _about(one: Found) -> str:
    """Return what a passage is: of which term, or of which event."""
    passage, record = one.passage, one.seen.record
    if passage.term and passage.kind != "term":
        return f"{passage.kind} of {record.terms[passage.term].title}"
    return passage.kind


def _nothing(seen: Sequence[View], typed: Sequence[str]) -> str:
    """Return a sentence that nothing has the words *typed*, with close ones where there are any."""
    every = (words_of(one.text) for _, one in _passages(seen, (), None))
    there = list(dict.fromkeys(chain.from_iterable(every)))
    close = [did_you_mean(one, there) for one in typed if one not in there]
    meant = " ".join(filter(None, close)) or "`timeline terms` lists what can be asked."
    return f"Nothing has the words '{' '.join(typed)}'. {meant}"
