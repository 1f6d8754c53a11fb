"""The portfolio: every term of all partnerships on one day."""

import time
from collections.abc import Callable
from contextlib import closing

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import DAYS, FIRST, Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import has_package
from benchmarks.peers import indexed
from benchmarks.questions import Question
from benchmarks.reference import latest_of_all
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

SAID = (
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
    sample, share = _ours(shop, shape, db, days)
    timed = {who: _timer(run, days) for who, run in runs.items()} | {"ours": sample}
    with closing(sql):
        found = in_turns(timed, 5 if shop.size.name != "tiny" else 1, shop.size.budget)
    _compare(section, shape, found, share, name)
    return section


def _all(*names: str) -> bool:
    return all(has_package(name) for name in names)


def _timer(run: Callable[[int], object], days: list[int]) -> Callable[[int], float]:
    def timed(number: int) -> float:
        started = time.perf_counter()
        run(days[number % len(days)])
        return time.perf_counter() - started

    return timed


def _ours(
    shop: Workshop, shape: Shape, db: str, days: list[int]
) -> tuple[Callable[[int], float], float]:
    """Return what times ours, and the share of the partnerships that it asks."""
    chosen = ours.portfolio_sample(shape.partnerships)
    for partnership in (0, shape.partnerships // 2, shape.partnerships - 1):
        asked = Question(partnership, days[0])
        said = ours.portfolio(db, days[0], [partnership])[partnership]
        shop.require_right(shape, asked, said, "the portfolio")

    def timed(number: int) -> float:
        started = time.perf_counter()
        ours.portfolio_timed(db, days[number % len(days)], chosen)
        return (time.perf_counter() - started) * shape.partnerships / len(chosen)

    return timed, len(chosen) / shape.partnerships


def _compare(
    section: Section, shape: Shape, found: dict[str, tuple[float, ...]], share: float, name: str
) -> None:
    goal = f"{titled(shape.partnerships)} partnerships, {titled(shape.total)} events, one day"
    note = "" if share == 1 else f"asked of one in {1 / share:.0f} partnerships, and extrapolated"
    figures = {who: Figure(who=who, samples=samples) for who, samples in found.items()}
    mine = Figure(who="ours", samples=found["ours"], note=note)
    del figures["ours"]
    section.lines.append(Line(goal=goal, ours=mine, limit=0.5, of="median"))
    duck = figures.pop(name, None)
    if duck is not None:
        section.lines.append(Line(goal=goal, ours=mine, beside=duck, limit=3.0))
    section.others += [(goal, figure) for figure in figures.values()]
