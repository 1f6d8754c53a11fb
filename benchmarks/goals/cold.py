"""Cold: a question as a whole process, from nothing to the last byte of its answer."""

import json
from collections.abc import Callable
from functools import partial

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import Numbers, Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import has_package
from benchmarks.peers import indexed, journals, sessions
from benchmarks.questions import Question, uncut
from benchmarks.reference import latest
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, python, tell, titled

FORMS = ("table", "json", "csv")
PASS = "python -c pass"
CLICK = "python -c 'import click, sqlite3'"


def measure(shop: Workshop) -> Section:
    """Measure `timeline as-of` beside an empty Python, at every size and in every form."""
    section = Section("cold", "Cold `timeline as-of DATE`, the whole process")
    shapes = [shop.many(total) for total in shop.size.totals]
    shapes += [shop.one(total) for total in shop.size.grown]
    runs: dict[str, Callable[[int], float]] = {
        PASS: lambda _: shop.lap(*python("-c", "pass")).seconds,
        CLICK: lambda _: shop.lap(*python("-c", "import click, sqlite3")).seconds,
    }
    for shape in shapes:
        runs |= _ours(shop, shape)
    runs |= _peers(shop, section)
    tell(f"cold: {len(runs)} processes in turns")
    if shop.size.processes > 1:
        in_turns(runs, 1, shop.size.budget)
    found = in_turns(runs, shop.size.processes, shop.size.budget * 2)
    _compare(section, shapes, {name: shop.figure(name, found[name]) for name in found})
    return section


def _name(shape: Shape, form: str) -> str:
    return f"as-of, {form}, {titled(shape.total)} events of {shape.form}"


def _ours(shop: Workshop, shape: Shape) -> dict[str, Callable[[int], float]]:
    db = shop.database(shape)
    asked = uncut(shape, max(3, shop.size.processes))

    def words(form: str, one: Question) -> list[str]:
        return [ours.COMMAND, *ours.words_of(one), "--db", db, "-o", form]

    def run(form: str) -> Callable[[int], float]:
        return lambda number: shop.lap(*words(form, asked[number % len(asked)])).seconds

    tell(f"cold: are the answers about {shape.name} right?")
    for one in asked[: shop.size.checks]:
        said = [(shop.lap(*words(form, one)), shop.watch.said())[1] for form in FORMS]
        if not said[1]:
            break
        shop.require_json(shape, one, said[1])
        rows = len(json.loads(said[1])["terms"])
        if len(said[2].splitlines()) != rows + 1 or said[0].count("term.") < rows:
            raise WrongAnswerError(f"timeline as-of, {shape.name}, {one}: rows are missing.")
    return {_name(shape, form): run(form) for form in FORMS}


def _peers(shop: Workshop, section: Section) -> dict[str, Callable[[int], float]]:
    """Return those that can answer a like question, once they have answered it rightly."""
    section.sentences.append(journals.CANNOT)
    shape = shop.many(shop.size.journal_total)
    numbers, asked = shop.numbers(shape), uncut(shape, max(3, shop.size.processes))
    events = f"{titled(shape.total)} events"
    rows = str(indexed.database(shop.folder / f"{shape.name}.rows", numbers, shape.terms))
    scripts = {
        f"Python with sqlite3 and hand-written SQL, {events}": indexed.script(),
        f"click and SQLModel with the same SQL, {events}": sessions.script(),
    }
    runs: dict[str, Words] = {}
    for number, (name, text) in enumerate(scripts.items()):
        runs[name] = _script(shop.script(f"script{number}.py", text), rows)
        for one in asked[: shop.size.checks]:
            shop.lap(*runs[name](one))
            lines = (line.split() for line in shop.watch.said().splitlines())
            said = {int(term): int(value) for term, value in lines}
            _require(name, one, said, latest(numbers, one))
    books = _journals(shop, shape, numbers, events)
    for name, words in books.items():
        for one in asked[: shop.size.checks]:
            shop.lap(*words(one))
            said = journals.balances(shop.watch.said())
            _require(name, one, said, journals.without_zeros(latest(numbers, one)))
    return {name: _timed(shop, words, asked) for name, words in (runs | books).items()}


Words = Callable[[Question], list[str]]


def _script(file: str, rows: str) -> Words:
    return lambda asked: python(file, rows, *map(str, asked[:2]))


def _timed(shop: Workshop, words: Words, asked: list[Question]) -> Callable[[int], float]:
    return lambda number: shop.lap(*words(asked[number % len(asked)])).seconds


def _journals(shop: Workshop, shape: Shape, numbers: Numbers, events: str) -> dict[str, Words]:
    found: dict[str, Words] = {}
    if shop.is_there("hledger", "hledger", journals.hledger()):
        journal = journals.write_hledger(numbers, shop.folder / f"{shape.name}.journal")
        found[f"hledger bal, {events}"] = partial(journals.hledger_words, journal)
    has_beans = journals.bean_query() and has_package("beanquery")
    if shop.is_there("bean-query", "beanquery", has_beans):
        ledger = journals.write_beancount(numbers, shop.folder / f"{shape.name}.beancount")
        name = f"bean-query (its cache is warm), {events}"
        found[name] = partial(journals.bean_query_words, ledger)
    return found


def _require(name: str, asked: Question, said: dict[int, int], right: dict[int, int]) -> None:
    if said != right:
        raise WrongAnswerError(f"{name}, {asked}: {said} instead of {right}.")


def _compare(section: Section, shapes: list[Shape], found: dict[str, Figure]) -> None:
    empty = found.pop(PASS)
    least = found[_name(shapes[0], "table")]
    for form in FORMS:
        for shape in shapes:
            figure = found.pop(_name(shape, form))
            section.lines.append(Line(goal=figure.who, ours=figure, beside=empty, limit=5.0))
    for line in list(section.lines):
        if line.goal.startswith("as-of, table") and line.ours is not least:
            flat = Line(goal=f"flat: {line.goal}", ours=line.ours, beside=least, limit=1.2)
            section.lines.append(flat)
    section.others += [("", figure) for figure in found.values()]
