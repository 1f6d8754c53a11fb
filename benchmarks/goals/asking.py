"""Asking: as-of in process, of one partnership with 20 terms, on every kind of data."""

from collections.abc import Callable
from contextlib import ExitStack, closing

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError, folded, told
from benchmarks.data import FAR, Numbers, Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import has_package
from benchmarks.peers import indexed
from benchmarks.peers.sessions import SessionReader
from benchmarks.questions import Question, three_clocks, uncut
from benchmarks.reference import latest
from benchmarks.turns import TooLongError, asked_in_turns, at_most
from benchmarks.workshop import Workshop, tell, titled

CANNOT = (
    "The hand-written SQL, SQLModel and the libraries answer an easier question: the latest day "
    "wins, dates are days, nobody outranks anybody, nothing expires, is conditional or corrected. "
    "By spells it knows two clocks, *as of* and *recorded*; by points all three.",
    "eventsourcing cuts by version only: `get(version)` is the state after so many events, of no "
    "day. eventsource-py and py-event-sourcing read a stream, which is folded by hand.",
)
Asks = dict[str, Callable[[Question], object]]


def measure(shop: Workshop) -> Section:
    """Measure as-of in process, uncut and with all three clocks, beside SQL and libraries."""
    section = Section("asof", "As-of in process, 20 terms of one partnership", sentences=[*CANNOT])
    for shape in shop.size.all_kinds(shop.seed):
        _on(shop, section, shape)
    _libraries(shop, section)
    return section


def _on(shop: Workshop, section: Section, shape: Shape) -> None:
    numbers = shop.numbers(shape)
    file = indexed.database(shop.folder / f"{shape.name}.rows", numbers, shape.terms)
    free, cut = uncut(shape, shop.size.questions), three_clocks(shape, shop.size.questions)
    db = shop.database(shape)
    with ExitStack() as stack:
        ask = stack.enter_context(ours.asking(db))
        sql = stack.enter_context(closing(indexed.Indexed(file)))
        session = stack.enter_context(closing(SessionReader(file)))
        tell(f"asof: are the answers about {shape.name} right?")
        # Half a minute each where there is very much of one partnership.
        checks = shop.size.checks if shape.events <= 100_000 else 1
        try:
            with at_most(shop.size.patience * 2 * checks):
                _check(shop, shape, ask, [*free[:checks], *cut[:checks]])
        except TooLongError:
            _give_up(shop, section, shape)
            return
        _check_sql(numbers, sql, session, free[: shop.size.checks], cut[: shop.size.checks])
        uncut_asks: Asks = {
            "ours": ask,
            "hand-written SQL by points": sql.uncut,
            "hand-written SQL by spells": sql.two_clocks,
            "the same by points in a SQLModel Session": session.indexed,
            "SELECT 1": sql.nothing,
        }
        if shape.events <= 10_000:
            uncut_asks["SQLModel objects, folded"] = session.scanned
        cut_asks: Asks = {
            "ours": ask,
            "hand-written SQL by points": sql.three_clocks,
            "hand-written SQL by spells (known is not cut)": sql.two_clocks,
        }
        tell(f"asof: {shape.name} in turns")
        found = _asked(shop, uncut_asks, free)
        found_cut = _asked(shop, cut_asks, cut)
    _compare(section, shape, found, found_cut)


def _named(shape: Shape) -> str:
    return f"{shape.kind.name}, {titled(shape.total)} events of {shape.form}"


def _give_up(shop: Workshop, section: Section, shape: Shape) -> None:
    """Say that our answers could not be checked, as they took too long."""
    slow = shop.figure("ours", (shop.size.patience,))
    for clocks in ("uncut", "three clocks"):
        goal = f"{_named(shape)}, {clocks}"
        section.lines.append(Line(goal=goal, ours=slow, limit=0.050, of="p99"))


def _asked(shop: Workshop, asks: Asks, questions: list[Question]) -> dict[str, Figure]:
    found = asked_in_turns(asks, questions, shop.size.budget, shop.size.patience)
    return {name: shop.figure(name, samples) for name, samples in found.items()}


def _check(shop: Workshop, shape: Shape, ask: ours.Ask, questions: list[Question]) -> None:
    """Hold our answers against the long way."""
    for asked in questions:
        shop.require_right(shape, asked, ours.told(ask(asked)), "as-of in process")


def _check_sql(
    numbers: Numbers,
    sql: indexed.Indexed,
    session: SessionReader,
    free: list[Question],
    cut: list[Question],
) -> None:
    for asked in free:
        right = latest(numbers, asked)
        asks = (sql.uncut, sql.two_clocks, session.indexed)
        if any(ask(asked) != right for ask in asks):
            raise WrongAnswerError(f"SQL, {asked}: not {right}.")
    for asked in cut:
        if sql.three_clocks(asked) != latest(numbers, asked):
            raise WrongAnswerError(f"SQL by points, {asked}: wrong.")
        asked = asked._replace(known=None)
        if sql.two_clocks(asked) != latest(numbers, asked):
            raise WrongAnswerError(f"SQL by spells, {asked}: wrong.")


def _compare(
    section: Section, shape: Shape, free: dict[str, Figure], cut: dict[str, Figure]
) -> None:
    what = _named(shape)
    points, spells = (f"hand-written SQL by {way}" for way in ("points", "spells"))
    best = min(free[points], free[spells], key=lambda one: one.middle)
    ours_free, ours_cut = free.pop("ours"), cut.pop("ours")
    slow = 0.050 if shape.kind.hurts else 0.003
    limit = None if shape.kind.hurts else 5.0
    section.lines += [
        Line(goal=f"{what}, uncut", ours=ours_free, beside=best, limit=limit),
        Line(goal=f"{what}, uncut", ours=ours_free, limit=slow, of="p99"),
        Line(goal=f"{what}, three clocks", ours=ours_cut, beside=cut[points]),
        Line(goal=f"{what}, three clocks", ours=ours_cut, limit=0.050, of="p99"),
    ]
    section.others += [(f"{what}, uncut", one) for one in free.values() if one is not best]
    section.others += [(f"{what}, three clocks", one) for one in cut.values()]


def _libraries(shop: Workshop, section: Section) -> None:
    """Let the libraries answer what they can, at a size at which they can be filled."""
    total = min(shop.size.most, 100_000)
    shape = shop.many(total)
    events = list(told(shape, numbered=True))
    numbers, questions = shop.numbers(shape), uncut(shape, min(200, shop.size.questions))
    asks: Asks = {}
    with ExitStack() as stack:
        if shop.is_there("eventsourcing", "eventsourcing", has_package("eventsourcing")):
            from benchmarks.peers import aggregates

            file = aggregates.database(shop.folder / f"{shape.name}.aggregates", events)
            reader = stack.enter_context(closing(aggregates.AggregateReader(file)))
            middle = shape.events // 2
            for partnership in (0, shape.partnerships - 1):
                rows = [one.plain["row"] for one in events if one.partnership == partnership]
                right = folded(rows[:middle], Question(partnership, FAR))
                for at in (reader.at_version, reader.at_version_from_snapshot):
                    if at(partnership, middle) != right:
                        raise WrongAnswerError("eventsourcing get(version): wrong.")
            note = "the middle version; no day"
            asks |= {
                f"eventsourcing get(version) ({note})": lambda one: reader.at_version(
                    one.partnership, middle
                ),
                f"eventsourcing get(version), snapshot each 100 ({note})": (
                    lambda one: reader.at_version_from_snapshot(one.partnership, middle)
                ),
                "eventsourcing, events read and folded": reader.read,
            }
        if shop.is_there("eventsource-py", "eventsource-py", has_package("eventsource")):
            from benchmarks.peers.domain_events import DomainEventStore

            store = stack.enter_context(closing(DomainEventStore(shop.room("asof-domain"))))
            store.batch(events)
            asks["eventsource-py, stream read and folded"] = store.read
        if shop.is_there(
            "py-event-sourcing", "py-event-sourcing", has_package("py_event_sourcing")
        ):
            from benchmarks.peers.streams import StreamStore

            streams = stack.enter_context(closing(StreamStore(shop.room("asof-streams"))))
            streams.batch(events)
            asks["py-event-sourcing, stream read and folded"] = streams.read
        for name, ask in asks.items():
            if "folded" in name and ask(questions[0]) != latest(numbers, questions[0]):
                raise WrongAnswerError(f"{name}: wrong.")
        found = _asked(shop, asks, questions) if asks else {}
    what = f"typical, {titled(total)} events of {shape.form}"
    section.others += [(what, one) for one in found.values()]
