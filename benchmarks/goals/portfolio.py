"""The portfolio: every term of all partnerships on one day."""

import time
from collections.abc import Callable
from contextlib import closing

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import DAYS, FIRST, Shape, slug, term
from benchmarks.figures import Line, Section
from benchmarks.machine import has_package
from benchmarks.peers import indexed
from benchmarks.questions import Question
from benchmarks.reference import latest_of_all
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

SAID = (
    "The goal names a thousand events of each partnership; there are a hundred here, since a file "
    "of 10⁷ takes an hour to make.",
    "DuckDB, Polars and the SQL take the latest value by day, as if every date were a day and "
    "everybody were believed; ours weighs authority, uncertainty, expiry and corrections.",
)


def measure(shop: Workshop) -> Section:
    """Measure all partnerships on one day, beside columns and SQL."""
    section = Section("portfolio", "All partnerships on one day", sentences=[*SAID])
    partnerships, events = shop.size.portfolio
    shape = Shape(partnerships=partnerships, events=events, seed=shop.seed)
    db, numbers = shop.database(shape), shop.numbers(shape)
    days = [FIRST + DAYS * part // 8 for part in (7, 3, 5, 6, 2)]
    tell(f"portfolio: {shape.name}")
    right = {day: latest_of_all(numbers, day) for day in days[:2]}
    runs: dict[str, Callable[[int], object]] = {}
    file = indexed.database(
        shop.folder / f"{shape.name}.points", numbers, shape.terms, spells=False
    )
    sql = indexed.Portfolio(file)
    runs["SQLite, one seek by points for each term"] = sql.timed
    answers: list[Callable[[int], tuple[int, int]]] = [sql.on]
    name = "DuckDB on Parquet"
    if shop.is_there("DuckDB", "duckdb and pyarrow", _all("duckdb", "pyarrow")):
        from benchmarks.peers import columns

        parquet = columns.parquet(shop.folder / f"{shape.name}.parquet", numbers)
        duck = columns.Duck(parquet)
        runs[name] = duck.timed
        answers.append(duck.on)
    if shop.is_there("Polars", "polars and pyarrow", _all("polars", "pyarrow")):
        from benchmarks.peers import columns

        bears = columns.Bears(columns.parquet(shop.folder / f"{shape.name}.parquet", numbers))
        runs[bears.name] = bears.timed
        answers.append(bears.on)
    for day, expected in right.items():
        for answer in answers:
            if answer(day) != expected:
                raise WrongAnswerError(f"portfolio, {answer}: {answer(day)}, not {expected}.")
    _check(shop, shape, db, days[0])
    runs["ours"] = lambda day: ours.portfolio(db, day)
    timed = {who: _timer(run, days) for who, run in runs.items()}
    words = [ours.COMMAND, "matrix", "2015-06-01", "--term", term(3), "--db", db]
    timed["one term, `timeline matrix`, the whole process"] = lambda _: shop.lap(*words).seconds
    with closing(sql):
        found = in_turns(timed, 5 if shop.size.name != "tiny" else 1, shop.size.budget)
    _compare(shop, section, shape, found, name)
    return section


def _all(*names: str) -> bool:
    return all(has_package(name) for name in names)


def _timer(run: Callable[[int], object], days: list[int]) -> Callable[[int], float]:
    def timed(number: int) -> float:
        started = time.perf_counter()
        run(days[number % len(days)])
        return time.perf_counter() - started

    return timed


def _check(shop: Workshop, shape: Shape, db: str, on: int) -> None:
    """Hold a few of our answers against the long way, and count the others."""
    found = ours.told_of_all(ours.portfolio(db, on))
    if len(found) != shape.partnerships or any(len(told) != shape.terms for told in found.values()):
        raise WrongAnswerError("portfolio: a partnership or a term is missing.")
    for partnership in (0, shape.partnerships // 2, shape.partnerships - 1):
        said = found[slug(partnership)]
        shop.require_right(shape, Question(partnership, on), said, "the portfolio")


def _compare(
    shop: Workshop,
    section: Section,
    shape: Shape,
    found: dict[str, tuple[float, ...]],
    name: str,
) -> None:
    goal = f"{titled(shape.partnerships)} partnerships, {titled(shape.total)} events, one day"
    figures = {who: shop.figure(who, samples) for who, samples in found.items()}
    mine, duck = figures.pop("ours"), figures.pop(name, None)
    section.lines.append(Line(goal=goal, ours=mine, limit=0.5, of="median"))
    if duck is not None:
        section.lines.append(Line(goal=goal, ours=mine, beside=duck, limit=3.0))
    section.others += [(goal, figure) for figure in figures.values()]
