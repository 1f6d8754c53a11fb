"""Steps made by hand, for the rule alone."""

from datetime import date

from events.dates.dates import day
from events.model.kinds import Authority
from timeline.record.days import Days
from timeline.record.steps import Step
from timeline.rule.said import Said

RANKS = {3: Authority.OFFICIAL, 2: Authority.PRESS, 1: Authority.REPORTED}


NEW_YEAR = day(date(2026, 1, 1))


def step(verb: str, place: int, moment: int, days: Days, **said: object) -> Step:
    """Return a step of the term under test, named after its place."""
    rank = said.pop("rank", 3)
    assert isinstance(rank, int)
    fields: dict[str, object] = {
        "verb": verb, "event": f"e{place}", "version": place, "index": 0, "place": (place,),
        "moment": (moment, -1), "days": days, "when": NEW_YEAR, "announced": NEW_YEAR, "public": 0,
        "authority": RANKS[rank], "rank": rank, "by": (), "sources": (),
    }  # fmt: skip
    return Step(**fields | said)  # type: ignore[arg-type]  # the names are those of a step


PARTS = [*Said._fields]
"""The parts of Said, compared one by one: some hold in every world, the others in some."""
