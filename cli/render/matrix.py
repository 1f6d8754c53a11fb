"""Print the terms of all partnerships on a day as a table, JSON, CSV or Markdown."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from cli.fast.page import UNSET
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.portfolio import Held, Query
from cli.render.answers import FIELDS, LABEL, UNCUT, answer_lines, cells, covered
from cli.terminal import (
    bold,
    columns,
    columns_of,
    deliver,
    echo,
    heading,
    printable,
    width,
    wrapped,
)
from cli.wording.answers import (
    STATUS,
    dated,
    days,
    flagged,
    given,
    period,
    readable,
    readable_cut,
    said,
    standing,
    whole,
)
from events.dates.dates import Date
from events.model.kinds import Term
from events.model.vocabulary import FLAGS
from timeline.record.days import FAR
from timeline.rule.answer import UNDETERMINED, VARIED, Answer

MISSING = "no-such-term"
"""The status shown for a partnership that has no such term."""

NARROWEST = 64
"""The least width at which a line holds a partnership, an answer, a date and flags."""

SIDE = 12
"""The width of the columns of dates and of flags; no flag is longer."""


def show(query: Query, held: Sequence[Held], form: str) -> None:
    """Print the answers in *held* to *query*, in this *form*."""
    match form:
        case "json":
            deliver(json_text.dump(_whole(query, held)))
        case "ndjson":
            deliver(json_text.lines(_rows(query, held)), nl=False)
        case "csv":
            fields = ("partnership", *FIELDS, "covered_from", "covered_through")
            deliver(sheet(fields, _sheet(query, held)), nl=False)
        case "md":
            deliver("\n".join(_markdown(query, held)))
        case _:
            echo("\n".join(_table(query, held)))


def _whole(query: Query, held: Sequence[Held]) -> dict[str, Any]:
    count = _counted(held)
    counts = {one.replace("-", "_"): count[one] for one in (*STATUS, MISSING)}
    return {
        "as_of": query.on.edtf,
        "known": _known(query),
        "recorded": query.recorded,
        "counts": {"partnerships": len(held)} | counts,
        "partnerships": [
            _partnership(one) | {"terms": list(_answers(one)), "no_such_term": list(one.missing)}
            for one in held
        ],
    }


def _known(query: Query) -> str | None:
    return query.known.edtf if query.known else None


def _partnership(one: Held) -> dict[str, Any]:
    meta = one.snapshot.view.meta()
    return {
        "partnership": meta["partnership"],
        "title": one.snapshot.view.record.partnership.title,
        "head": meta["head"],
        "covered_from": meta["covered_from"],
        "covered_through": meta["covered_through"],
    }


def _answers(one: Held) -> Iterator[dict[str, Any]]:
    return (json_text.answer_json(each, one.snapshot.view.record) for each in one.snapshot.answers)


def _rows(query: Query, held: Iterable[Held]) -> Iterator[dict[str, Any]]:
    return (row for row, _ in _answered(query, held))


def _answered(query: Query, held: Iterable[Held]) -> Iterator[tuple[dict[str, Any], Answer]]:
    """Yield a row and its answer for each term of each partnership, and for each it lacks."""
    for one in held:
        record = one.snapshot.view.record
        meta = one.snapshot.view.meta(as_of=query.on.edtf, known=_known(query))
        for answer in one.snapshot.answers:
            yield meta | json_text.answer_json(answer, record), answer
        for glob in one.missing:
            answer = _no_answer(glob)
            yield meta | json_text.answer_json(answer, record) | {"title": None}, answer


def _no_answer(glob: str) -> Answer:
    """Return the placeholder for an answer where there is no such term."""
    return Answer(term=Term(key=glob, title=""), status=MISSING, first=-FAR, last=FAR, flags=())


def _sheet(query: Query, held: Iterable[Held]) -> Iterator[dict[str, Any]]:
    return (cells(answer, row) for row, answer in _answered(query, held))


def _counted(held: Iterable[Held]) -> Counter[str]:
    """Count the answers by status, and the missing terms."""
    found: Counter[str] = Counter()
    for one in held:
        found.update(answer.status for answer in one.snapshot.answers)
        found[MISSING] += len(one.missing)
    return found


def clocks_in_words(on: Date, known: Date | None, recorded: str | None) -> str:
    """Return the sentence that says on which day is asked, and where the clocks are cut."""
    cut = f"as known on {readable_cut(known)}" if known else UNCUT
    return f"As of {readable(on)}, {cut}{f', as recorded by {recorded}' if recorded else ''}."


def count_in_words(partnerships: int, count: Mapping[str, int]) -> str:
    """Return the sentence that says how many answers of *partnerships* have which status."""
    words = STATUS | {MISSING: "no such term"}
    statuses = ", ".join(f"{count[one]} {words[one]}" for one in words if count.get(one))
    plural = "s" if partnerships != 1 else ""
    return f"{partnerships} partnership{plural}: {statuses or 'no terms'}."


def _lines(query: Query, held: Sequence[Held]) -> Iterator[str]:
    """Yield sentences on how the clocks were cut, on counts, and on how complete the logs are."""
    yield clocks_in_words(query.on, query.known, query.recorded)
    flags = Counter(flag for one in held for each in one.snapshot.answers for flag in each.flags)
    flags_told = ", ".join(f"{flags[one]} {flagged([one])}" for one in FLAGS if flags[one])
    text = count_in_words(len(held), _counted(held))
    yield f"{text} Flagged: {flags_told}." if flags_told else text
    complete = sum(_is_complete(query, one) for one in held)
    yield f"Complete through that day: {complete} of {len(held)} logs."


def _is_complete(query: Query, one: Held) -> bool:
    _, through = one.snapshot.view.record.covered
    last = query.on.latest
    return bool(through and last and through.latest and through.latest >= last)


def _title(held: Sequence[Held]) -> str:
    """Return the heading: the one question asked, with its title if all give it the same."""
    shared = _shared(held)
    titles = {each.term.title for one in held for each in one.snapshot.answers}
    if shared is None:
        return "All partnerships"
    return f"{shared}: {titles.pop()}" if len(titles) == 1 else shared


def _shared(held: Iterable[Held]) -> str | None:
    """Return the name of the only term of all answers, or else the question that all are like."""
    terms = [each.term for one in held for each in one.snapshot.answers]
    names = {one.key for one in terms}, {one.like or one.key for one in terms}
    return next((each.pop() for each in names if len(each) == 1), None)


def _is_of_one(held: Sequence[Held]) -> bool:
    """Return whether each partnership has one term or none, of one question: it fits on a line."""
    several = any(len(one.snapshot.answers) + len(one.missing) != 1 for one in held)
    return _shared(held) is not None and not several


def _table(query: Query, held: Sequence[Held]) -> Iterator[str]:
    yield from heading(_title(held))
    for text in _lines(query, held):
        yield from wrapped(text)
    if _is_of_one(held) and width() >= NARROWEST:
        yield ""
        yield from _grid(held)
    else:
        for one in held:
            yield ""
            yield from _group(one)


def _grid(held: Sequence[Held]) -> Iterator[str]:
    """Yield one line for each partnership, or as many as its longest cell needs."""
    shared = _shared(held)
    named = [list(_named(one, shared)) for one in held]
    slug = max(len("Partnership"), *(len(name) for several in named for name in several))
    slug = min(slug, width() * 3 // 10)
    sizes = (slug, width() - slug - 2 * SIDE - 6, SIDE, SIDE)
    yield bold(_line(("Partnership", "Answer", "Since", "Flags"), sizes))
    for one, names in zip(held, named, strict=True):
        cells = ([part for name in names for part in _parts(name, slug)], *_of_one(one))
        filled = [
            [line for text in cell for line in wrapped(text, size=size)]
            for cell, size in zip(cells, sizes, strict=True)
        ]
        for line in zip_longest(*filled, fillvalue=""):
            yield _line(line, sizes)


def _named(one: Held, shared: str | None) -> Iterator[str]:
    """Yield the partnership, and what it calls the term if that is not the *shared* name."""
    yield one.snapshot.view.slug
    keys = (each.term.key for each in one.snapshot.answers)
    yield from (f"  {key}" for key in keys if key != shared)


def _parts(name: str, size: int) -> Iterator[str]:
    """Yield *name* in parts that end with a whole word and have up to *size* characters."""
    part = ""
    for word in re.split(r"(?<=[-.])", name):
        if part and len(part) + len(word) > size:
            yield part
            part = ""
        part += word
    yield part


def _of_one(one: Held) -> tuple[Sequence[str], ...]:
    """Return the cells beside a partnership asked about one term, each cell as a list of lines."""
    if not one.snapshot.answers:
        return ["no such term"], [], []
    [answer] = one.snapshot.answers
    deciding = answer.decided.deciding if answer.decided else None
    since = [dated(deciding.when)] if deciding and deciding.when else []
    return _texts(answer, one), since, [flagged([flag]).upper() for flag in answer.flags]


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    parts = (one + " " * (size - columns_of(one)) for one, size in zip(cells, sizes, strict=True))
    return "  ".join(parts).rstrip()


def _texts(answer: Answer, one: Held) -> list[str]:
    """Return the lines of an answer, without how it came about."""
    if answer.term.key in one.snapshot.unannounced:
        return ["not yet announced"]
    if answer.status == UNDETERMINED:
        return answer_lines(answer)
    if answer.status == VARIED:
        stretches = (f"- {days(each.first, each.last)}: {whole(each)}" for each in answer.periods)
        return ["varied:", *stretches]
    return [STATUS[answer.status] if answer.status in UNSET else said(answer)]


def _group(one: Held) -> Iterator[str]:
    """Yield the terms of a partnership under its name, followed by those not set or missing."""
    seen = one.snapshot.view
    yield from heading(f"{seen.slug}: {seen.record.partnership.title}".removesuffix(": "))
    yield from wrapped(f"complete {covered(seen)}; head {seen.head[:12]}", first="  ")
    unset = [each for each in one.snapshot.answers if _is_silent(each, one)]
    for each in one.snapshot.answers:
        if each not in unset:
            yield from columns(f"  {printable(each.term.key)} ", _lines_of(each, one), LABEL + 3)
    for status in UNSET:
        yield from _listed(STATUS[status], [one.term.key for one in unset if one.status == status])
    yield from _listed("no such term", one.missing)


def _is_silent(answer: Answer, one: Held) -> bool:
    hidden = answer.term.key in one.snapshot.unannounced
    return answer.status in UNSET and not answer.flags and not hidden


def _lines_of(answer: Answer, one: Held) -> list[str]:
    hidden = answer.term.key in one.snapshot.unannounced
    lines = _texts(answer, one) if hidden else answer_lines(answer)
    return [*lines, flagged(answer.flags).upper()] if answer.flags else lines


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield from wrapped(", ".join(names), first=f"  {what}: ", rest="    ")


def _markdown(query: Query, held: Sequence[Held]) -> Iterator[str]:
    yield f"# {escaped(_title(held))}"
    yield ""
    yield escaped(" ".join(_lines(query, held)))
    yield ""
    yield "| Partnership | Term | Answer | Standing | Flags |"
    yield "|---|---|---|---|---|"
    for one in held:
        for each in one.snapshot.answers:
            how = standing(each) if each.decided and each.status not in UNSET else ""
            texts = [*map(given, each.possible), *map(period, each.periods)] or _texts(each, one)
            joined = ("; " if each.periods else " or ").join(texts)
            yield _row(one, each.term.key, joined, how, flagged(each.flags))
        for glob in one.missing:
            yield _row(one, glob, "no such term", "", "")


def _row(one: Held, *cells: str) -> str:
    texts = (one.snapshot.view.slug, *cells)
    return f"| {' | '.join(map(escaped, texts))} |"
