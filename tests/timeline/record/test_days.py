"""Days counted from many days: a shift where it is one, each of them where it is none."""

from datetime import date
from random import Random

from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from timeline.record.days import Counts, joined, moved, near_picks

LAST = date.max.toordinal()


def counts(rng: Random) -> Counts:
    lengths = Duration(days=rng.randint(1, 40)), Duration(months=rng.randint(1, 14))
    several = range(rng.randrange(4))
    return tuple(Reckoned(rng.choice(lengths), "deal", rng.random() < 0.2) for _ in several)


def test_counting_days_on_is_what_it_is_day_by_day() -> None:
    """At both ends of the calendar, too: a long chain of counts may be joined to a short one."""
    for seed in range(500):
        rng = Random(seed)
        first = rng.choice((1, 735_000, LAST - 40)) + rng.randrange(20)
        last, several = first + rng.randrange(20), counts(rng)
        few: Counts = ()
        for one in several:
            few = joined(few, one)
        marks = [first + rng.randrange(-30, 120) for _ in range(8)]
        reached = {day: moved(day, several) for day in range(first, last + 1)}
        near = [
            day for day in range(first, last) for m in marks if reached[day] <= m < reached[day + 1]
        ]

        assert reached == {day: moved(day, few) for day in reached}
        assert {first, last, *near, *(day + 1 for day in near)} == near_picks(
            ((first, last),), several, marks
        )


def test_a_chain_of_days_is_one_count() -> None:
    """A contract that counts on a hundred times would else be counted a hundred times a day."""
    found: Counts = ()
    for _ in range(100):
        found = joined(found, Reckoned(Duration(days=1), "deal"))

    assert (Reckoned(Duration(days=100), "deal"),) == found
