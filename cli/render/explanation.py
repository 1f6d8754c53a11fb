"""Print why an answer is what it is: what decided it, what was said otherwise, what was weighed."""

from collections.abc import Iterator
from typing import Any

from cli.fast.page import opening
from cli.fast.sentences import answered, headline, quoted, sentence
from cli.forms import json_text
from cli.forms.markdown import escaped
from cli.render.answers import Question, cited, source_lines
from cli.terminal import bold, deliver, dim, echo, heading, wrapped
from cli.wording.dates import instant_in_words, named, spoken
from cli.wording.deeds import because, news, titled
from cli.wording.explained import Block, blocks
from cli.wording.reasons import effect, rule
from cli.wording.statements import weighed
from cli.wording.titles import titles
from events.model.kinds import Correct, Retract
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.views.diff import acts_about
from timeline.views.explain import Candidate, Explanation

SCREEN = 40
"""The most lines of an explanation, as far as its parts can be counted instead of told."""


def show(asked: Question, why: Explanation, form: str, *, with_all: bool = False) -> None:
    """Print the explanation *why* of what was *asked*, in this *form*.

    *with_all* adds every statement that was weighed, which JSON always has.
    """
    if form == "json":
        deliver(json_text.dump(_json(asked, why)))
    elif form == "md":
        deliver("\n".join(_markdown(asked, why, with_all=with_all)))
    else:
        echo("\n".join(_text(asked, why, with_all=with_all)))


def _left_out(asked: Question, why: Explanation, *, with_all: bool) -> Iterator[str]:
    """Yield sentences on what is not told."""
    count = len(why.candidates)
    if count > 1 and not with_all:
        yield f"{count} statements were weighed; --all has each of them."
    if why.unknown:
        yield _unknown(why)
    acts = [*_on_record(asked, why)]
    if acts and not with_all:
        what = "one event" if len(acts) == 1 else f"{len(acts)} events"
        yield f"The record of {what} was put right; --all says why."


# As text and as Markdown


def _text(asked: Question, why: Explanation, *, with_all: bool) -> list[str]:
    parts = blocks(why, asked.view.record, asked.relations)
    left = " ".join(_left_out(asked, why, with_all=with_all))
    most = max(len(items) for _, items in parts)
    # An item takes a line or more, so no page with more than SCREEN of them fits.
    for limit in [most] if with_all else range(min(most, SCREEN), 0, -1):
        lines = [*_page(asked, why, parts, left, limit)]
        if len(lines) <= SCREEN:
            break
    return [*lines, *_weighed(asked, why)] if with_all else lines


def _page(
    asked: Question, why: Explanation, parts: list[Block], left: str, limit: int
) -> Iterator[str]:
    """Yield the lines of an explanation, with at most *limit* items of each of its *parts*.

    *left* says what is not told.
    """
    seen, term = asked.view, why.answer.term
    yield from opening(asked.title, asked.on, asked.known, seen.recorded, seen.record.covered)
    yield ""
    yield from heading(f"{term.title}: {term.asks}" if term.asks else term.title)
    yield from map(bold, wrapped(headline(why.answer), first="  "))
    for text in answered(why.answer, titles(seen.record), is_told=True):
        yield from wrapped(text, first="  ", rest="    " if text.startswith("- ") else "  ")
    for number, (title, items) in enumerate(parts):
        most = limit if number else max(limit, DECIDING)
        yield ""
        yield from heading(title)
        for one in items[:most]:
            yield from wrapped(one.text, first="  ")
            if one.source:
                yield from map(dim, source_lines(seen.record.sources[one.source], "    - "))
        if len(items) > most:
            yield f"  And {len(items) - most} more: --all has them."
    if left:
        yield ""
        yield from wrapped(left)


def _weighed(asked: Question, why: Explanation) -> Iterator[str]:
    """Yield the lines on every statement about the term, and on every act on them."""
    yield ""
    yield "What was weighed, in order of days:" if why.candidates else "Nothing was weighed."
    for number, one in enumerate(why.candidates, 1):
        yield from _candidate(asked, number, one)
    yield from _aside(asked, "Not yet by then:", why.ahead)
    yield from _aside(asked, "Counting for nothing:", why.void)
    yield from _acts(asked, why)


def _unknown(why: Explanation) -> str:
    several = "One statement was" if why.unknown == 1 else f"{why.unknown} statements were"
    return f"{several} not public by then; without --known, they are weighed too."


def _acts(asked: Question, why: Explanation) -> Iterator[str]:
    acts = list(_on_record(asked, why))
    if acts:
        yield ""
        yield "Corrected or retracted in the record, as is weighed here:"
    name = titles(asked.view.record)
    for one in acts:
        when = instant_in_words(one["recorded"])
        text = f"{quoted(name(one['event']))} was {one['what']} on {when}: {one['reason']}"
        yield from wrapped(text, first="  ", rest="    ")


def _on_record(asked: Question, why: Explanation) -> Iterator[dict[str, str]]:
    """Yield the corrections and retractions that bear on the term."""
    record, known = asked.view.record, asked.known.earliest if asked.known else None
    for one in acts_about(record, why.answer.term.key, record.acts, known):
        if isinstance(one.act, Correct | Retract):
            yield {
                "id": one.act.id,
                "event": one.act.event,
                "what": "corrected" if isinstance(one.act, Correct) else "retracted",
                "recorded": one.recorded,
                "reason": one.act.reason,
            }


# Everything that was weighed


def _candidate(asked: Question, number: int, one: Candidate) -> Iterator[str]:
    step, record = one.step, asked.view.record
    yield ""
    yield from wrapped(_statement(asked, step), first=f"{number:>3}. ", rest="     ")
    for more in because(step, asked.relations, titled):
        yield from wrapped(more, first="     ")
    yield from wrapped(effect(one, asked.relations, titled), first="     => ", rest="        ")
    for key in step.sources:
        yield from source_lines(record.sources[key], "     - ")


def _statement(asked: Question, step: Step) -> str:
    """Return of which day *step* is, what it says, and who brought the news."""
    name = titles(asked.view.record)
    day = "" if step.verb == "claim" else f"{_day(step)}: "  # A claim says of which day it is.
    return f"{day}{weighed(step, name)} {news(step, name(step.event))}"


def _title(record: Record, event: str) -> str:
    """Return the title that *event* has in *record*, or an empty text if it was retracted."""
    standing = record.standing(event)
    return standing.event.title if standing else ""


def _day(step: Step) -> str:
    return sentence(named(step.when)).removesuffix(".") if step.when else "On no day yet"


def _aside(asked: Question, title: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps:
        yield ""
        yield title
    for step in steps:
        yield from wrapped(_statement(asked, step), first="  ", rest="    ")
        for more in because(step, asked.relations, titled):
            yield from wrapped(more, first="    ")


def _json(asked: Question, why: Explanation) -> dict[str, Any]:
    record = asked.view.record
    return asked.meta() | {
        "term": why.answer.term.key,
        "asks": why.answer.term.asks,
        "answer": json_text.answer_json(why.answer, record),
        "rule": rule(why),
        "candidates": [
            _step(asked, one.step)
            | {
                "effect": one.effect,
                "by": one.by.event if one.by else None,
                "perhaps": one.perhaps,
                "reason": effect(one, asked.relations),
            }
            for one in why.candidates
        ],
        "ahead": [_step(asked, step) for step in why.ahead],
        "void": [_step(asked, step) for step in why.void],
        "unknown": why.unknown,
        "acts": list(_on_record(asked, why)),
    }


def _step(asked: Question, step: Step) -> dict[str, Any]:
    record = asked.view.record
    return {
        "event": step.event,
        "title": _title(record, step.event),
        "verb": step.verb,
        "value": step.value,
        "through": json_text.text_of(step.until),
        "renews": json_text.written(step.renews),
        "notice": json_text.written(step.notice),
        "unless": sorted(step.unless),
        "once": json_text.once(step),
        "while": step.hinge,
        "condition": step.condition,
        "when": json_text.text_of(step.when),
        "announced": json_text.text_of(step.announced),
        "authority": step.authority,
        "speakers": list(step.by),
        "acted": [one._asdict() for one in step.acted],
        "because": because(step, asked.relations),
        "sources": json_text.sources(step.sources, record),
    }


def _markdown(asked: Question, why: Explanation, *, with_all: bool) -> Iterator[str]:
    record, term = asked.view.record, why.answer.term
    yield f"# {escaped(term.title)}, {escaped(spoken(asked.on))}"
    yield from ["", escaped(term.asks)] if term.asks else []
    yield from ["", f"**{escaped(headline(why.answer))}**", ""]
    yield from map(_entry, answered(why.answer, titles(record), is_told=True))
    for title, items in blocks(why, asked.view.record, asked.relations):
        yield from ["", f"## {title}", ""]
        for one in items:
            yield f"- {escaped(one.text)}"
            yield from [f"  {escaped(cited(record.sources[one.source]))}"] if one.source else []
    left = " ".join(_left_out(asked, why, with_all=with_all))
    yield from ["", escaped(left)] if left else []
    yield from _table(asked, why) if with_all else []


def _entry(text: str) -> str:
    return f"- {escaped(text.removeprefix('- '))}" if text.startswith("- ") else escaped(text)


def _table(asked: Question, why: Explanation) -> Iterator[str]:
    """Yield in Markdown every statement about the term, and every act on them."""
    yield from ["", "| Statement | What became of it |", "|---|---|"]
    for one in why.candidates:
        told = [*because(one.step, asked.relations, titled), effect(one, asked.relations, titled)]
        yield f"| {escaped(_statement(asked, one.step))} | {escaped(' '.join(told))} |"
    for title, steps in (("Not yet by then", why.ahead), ("Counting for nothing", why.void)):
        if steps:
            yield from ["", f"## {title}", ""]
        for step in steps:
            said = [_statement(asked, step), *because(step, asked.relations, titled)]
            yield f"- {escaped(' '.join(said))}"
    acts = list(_acts(asked, why))
    if acts:
        yield from ["", escaped(acts[1]), "", escaped(" ".join(line.strip() for line in acts[2:]))]


DECIDING = 2
"""The items that are never left out of what decided the answer: the rule, and the statement."""
