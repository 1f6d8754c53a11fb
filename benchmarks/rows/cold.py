"""A cold question: `timeline as-of`, the whole process.

The floor is an empty Python. Beside it stands a program of a dozen lines that knows nothing but
`sqlite3` and puts the same question to the same table. The answers to the first questions are held
against the reference, and what is printed against these.
"""

import re
from collections.abc import Iterator
from functools import partial

from benchmarks.data import Shape, term
from benchmarks.figures import Line, at_most_times, seen
from benchmarks.ours import told_json
from benchmarks.peers import by_hand
from benchmarks.questions import CLOCKS, Question, questions
from benchmarks.shop import PASS, Run, Shop, WrongAnswerError, tell
from benchmarks.stopwatch import Lap

_SHOWN = re.compile(r"^  Term (\d+): .*\n((?:    .*(?:\n|$))+)", re.MULTILINE)

CUTS = dict(zip(CLOCKS, ("", " --known", " --known --recorded"), strict=True))


def measure(shop: Shop) -> Iterator[Line]:
    """Measure every size and every clock beside an empty Python."""
    shapes = [shop.many(total) for total in shop.size.many]
    shapes += [shop.one(total) for total in shop.size.alone]
    runs = shop.empty_python()
    for shape in shapes:
        runs |= _runs(shop, shape)
    runs |= _of_one_term(shop)
    tell(f"cold: {len(runs)} processes in turns")
    found = shop.in_turns(runs)
    floor = found.pop(PASS)
    for name, figure in found.items():
        is_ours = name.startswith("as-of")
        yield at_most_times(name, figure, floor, 2.5) if is_ours else seen(name, figure, floor)


def _runs(shop: Shop, shape: Shape) -> dict[str, Run]:
    db, runs = shop.database(shape), dict[str, Run]()
    for clocks, cut in CUTS.items():
        asked = questions(shape, clocks, max(shop.size.rounds, shop.size.checks))
        for one in asked[: shop.size.checks]:
            _check(shop, shape, one, db)
        runs[f"as-of{cut}, {shape}"] = partial(_ours, shop, db, asked)
    asked = questions(shape, "one clock", shop.size.rounds)
    runs[f"SQL by hand, {shape}"] = partial(_by_hand, shop, db, asked)
    return runs


def _of_one_term(shop: Shop) -> dict[str, Run]:
    """Ask for one term of a partnership that has very many."""
    shape = shop.wide(shop.size.large)
    words = ("--term", term(3 % shape.terms), "--db", shop.database(shape))
    asked = questions(shape, "one clock", shop.size.rounds)
    return {
        f"as-of --term, {shape}": lambda number: shop.timeline(
            "as-of", *asked[number].words, *words
        )
    }


def _check(shop: Shop, shape: Shape, one: Question, db: str) -> None:
    """Check the JSON against the reference, and the page, which is what is timed, against that."""
    told = told_json(shop.json("as-of", *one.words, "--db", db))
    shop.require_right(shape, one, told, "timeline as-of -o json")
    shop.timeline("as-of", *one.words, "--db", db)
    found = _SHOWN.findall(shop.watch.said())
    shown = {term(int(number)): " ".join(text.split()).casefold() for number, text in found}
    for name, answers in told.items():
        ((status, value, _), *others) = answers
        is_said = value and value.casefold() in shown.get(name, "")
        if status == "in-force" and not others and not is_said:
            raise WrongAnswerError(f"timeline as-of, {shape}, {one}: {name} is {shown.get(name)}.")


def _ours(shop: Shop, db: str, asked: list[Question], number: int) -> Lap:
    return shop.timeline("as-of", *asked[number].words, "--db", db)


def _by_hand(shop: Shop, db: str, asked: list[Question], number: int) -> Lap:
    on, _, whom = asked[number].words
    return shop.python("-c", by_hand.SCRIPT, db, whom, on)
