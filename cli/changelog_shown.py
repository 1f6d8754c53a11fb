"""A changelog as Markdown or JSON, with numbered sources."""

from collections.abc import Iterator, Sequence

import click

from cli import json_form
from cli.answers_shown import cited, escaped
from cli.opening import View
from cli.wording import change, whole
from events.dates import Date
from timeline.changelog import Chapter, Line, chapters


def show(seen: View, start: Date | None, end: Date | None, form: str) -> None:
    """Print the changelog from *start* through *end*."""
    found = chapters(seen.record, start.earliest if start else None, end.latest if end else None)
    if form == "json":
        click.echo(json_form.dump(_json(seen, start, end, found)))
    else:
        click.echo("\n".join(_markdown(seen, start, end, found)))


def _markdown(
    seen: View, start: Date | None, end: Date | None, found: Sequence[Chapter]
) -> Iterator[str]:
    numbers: dict[str, int] = {}
    first = start.edtf if start else "the beginning"
    last = end.edtf if end else "now"
    yield f"# Changelog: {escaped(seen.record.partnership.title or seen.slug)}"
    yield ""
    yield f"From {first} through {last}, newest first; log head `{seen.head}`."
    if not found:
        yield ""
        yield "Nothing took effect or came out in this period."
    for chapter in found:
        yield ""
        yield from _chapter(chapter, numbers)
    if numbers:
        yield ""
        yield "## Sources"
        yield ""
    for key, number in numbers.items():
        yield f"{number}. {escaped(cited(seen.record.sources[key]))}"


def _chapter(chapter: Chapter, numbers: dict[str, int]) -> Iterator[str]:
    event = chapter.standing.event
    day = event.when.edtf if event.when else "Undated"
    late = f" (learned late: public from {event.announced})" if chapter.late else ""
    yield f"## {escaped(day)}: {escaped(event.title)}{escaped(late)}"
    yield ""
    if event.summary:
        yield escaped(event.summary)
        yield ""
    for line in chapter.lines:
        yield f"- {_line(line)}{_cites(line.step.sources, numbers)}"
    if not chapter.lines:
        yield f"- No term is touched.{_cites(event.sources, numbers)}"


def _line(line: Line) -> str:
    term = escaped(line.after.term.title)
    if line.changes and line.step.answers:
        was = "" if line.before.status == "not-set" else f" (before: {whole(line.before)})"
        return f"**{term}**: {escaped(whole(line.after) + was)}"
    said = change(line.step)
    told = f", {line.step.authority}" if line.step.rank < 3 else ""
    return f"**{term}**: {escaped(said + told)}"


def _cites(keys: Sequence[str], numbers: dict[str, int]) -> str:
    for key in keys:
        numbers.setdefault(key, len(numbers) + 1)
    return "".join(f" [{numbers[key]}]" for key in keys)


def _json(
    seen: View, start: Date | None, end: Date | None, found: Sequence[Chapter]
) -> dict[str, object]:
    return {
        "partnership": seen.slug,
        "from": json_form.text_of(start),
        "to": json_form.text_of(end),
        "head": seen.head,
        "events": [
            {
                "event": chapter.standing.event.id,
                "when": json_form.text_of(chapter.standing.event.when),
                "title": chapter.standing.event.title,
                "late": chapter.late,
                "changes": [
                    {
                        "term": line.after.term.key,
                        "verb": line.step.verb,
                        "before": json_form.bare(line.before),
                        "after": json_form.bare(line.after),
                        "sources": [
                            json_form.source(seen.record.sources[key]) for key in line.step.sources
                        ],
                    }
                    for line in chapter.lines
                ],
            }
            for chapter in found
        ],
    }
