"""A question about one term: as fast in a log of very many terms as in a small one.

Each term has 50 changes; what grows is how many other terms there are. The floor is the same
command on the small log. What `history` and `explain` say is held against the reference.
"""

from collections.abc import Iterator

from benchmarks import data, reading
from benchmarks.data import Shape
from benchmarks.figures import Line, judged, ratio
from benchmarks.questions import questions
from benchmarks.reference import beliefs
from benchmarks.shop import Run, Shop, WrongAnswerError

SMALL = 1_000


def measure(shop: Shop) -> Iterator[Line]:
    """Measure the large log beside the small one."""
    small, large = shop.wide(min(SMALL, shop.size.large // 2)), shop.wide(shop.size.large)
    runs = dict[str, Run]()
    for shape in (small, large):
        _check(shop, shape)
        for name, words in _words(shape).items():
            runs[f"{name}, {shape}"] = shop.asks(*words, "--db", shop.database(shape))
    found = shop.in_turns(runs)
    for name in _words(large):
        ours, floor = found[f"{name}, {large}"], found[f"{name}, {small}"]
        is_met = ours.cpu <= 1.2 * floor.cpu
        yield judged(ours.who, ours, ratio(ours.cpu / floor.cpu), "≤ 1.2 × CPU", is_met, floor)


def _words(shape: Shape) -> dict[str, tuple[str, ...]]:
    asked = reading.of(shape)
    found = {name: tuple(asked.commands()[name]) for name in ("history", "explain", "diff")}
    return found | {"diff": (*found["diff"], "--term", asked.term)}


def _check(shop: Shop, shape: Shape) -> None:
    """Check what the commands say about one term on some days against the reference."""
    db, asked = shop.database(shape), reading.of(shape)
    at = int(asked.term.partition(".")[2])
    said = list(data.history(shape, 0))
    history = shop.json("history", asked.term, "--db", db)["periods"]
    for one in questions(shape, "one clock", shop.size.checks):
        belief, on = beliefs(shape, said, one)[at], one.words[0]
        explained = shop.json("explain", asked.term, on, "--db", db)["answer"]
        period = next(
            each
            for each in history
            if (each["since"] or "") <= on <= (each["until"] or "9999-12-31")
        )
        for told in (explained, period):
            statuses = {each["status"] for each in told["possible"] or [told]}
            if not {status for status, *_ in belief.possible} <= statuses:
                raise WrongAnswerError(f"{asked.term}, {shape}, {on}: said to be {statuses}.")
