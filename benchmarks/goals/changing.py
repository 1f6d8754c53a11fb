"""The changelog of a whole history, as a process."""

import json

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.figures import Line, Section
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

LAST = "2025-12-31"
PERIOD = f"2000-01-01..{LAST}"


def measure(shop: Workshop) -> Section:
    """Measure `timeline changelog` over all events of one partnership."""
    section = Section("changelog", "`timeline changelog` of a whole history, the whole process")
    shape = shop.one(shop.size.changelog)
    db = shop.database(shape)
    words = [ours.COMMAND, "changelog", PERIOD, "--db", db]
    tell(f"changelog: {shape.name}")
    _check(shop, db, words)
    runs = {
        "ours": lambda _: shop.lap(*words).seconds,
        "as JSON": lambda _: shop.lap(*words, "-o", "json").seconds,
    }
    found = in_turns(runs, min(7, shop.size.processes), shop.size.budget)
    goal = f"changelog of {titled(shape.total)} events"
    mine = shop.figure("ours", found["ours"])
    section.lines.append(Line(goal=goal, ours=mine, limit=0.5, of="median"))
    section.others.append((goal, shop.figure("the same as JSON", found["as JSON"])))
    return section


def _check(shop: Workshop, db: str, words: list[str]) -> None:
    """What changed last in a changelog is what a question after it is answered."""
    shop.lap(*words, "-o", "json")
    text = shop.watch.said()
    if not text:
        return
    shop.lap(ours.COMMAND, "as-of", LAST, "--known", LAST, "--db", db, "-o", "json")
    answers = json.loads(shop.watch.said())["terms"]
    on_the_day = {one["term"]: (one["status"], one["value"]) for one in answers}
    last = ours.changed_last(json.loads(text))
    if not last or any(on_the_day[term] != answer for term, answer in last.items()):
        raise WrongAnswerError("the changelog does not end in the answers of its last day.")
