"""Placing: whether a scenario has a world, found by putting its keys as late as they can be."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from events.values import NamedTuple
from timeline.scenarios import Bar, Key, Scenario
from timeline.steps import FAR, Days, Step


class Moment(NamedTuple):
    """The steps of one day choice: the days up to the question, and whether it may lie after."""

    days: Days
    optional: bool
    steps: list[Step]


class Moments:
    """The day choices of *steps* up to the end of day *on*, an ordinal."""

    def __init__(self, steps: Sequence[Step], on: int) -> None:
        self.on = on
        self._moments: dict[tuple[int, int], Moment] = {}
        for step in steps:
            moment = self._moments.get(step.moment)
            if moment is None:
                days = tuple((a, min(b, on)) for a, b in step.days if a <= on)
                moment = Moment(days, step.days[-1][1] > on, [])
                self._moments[step.moment] = moment
            moment.steps.append(step)

    def of(self, step: Step) -> Moment:
        """Return the day choice that *step* is part of."""
        return self._moments[step.moment]

    def possible(self, scene: Scenario) -> bool:
        """Whether there is a world in this scenario."""
        return any(self._leaves_room(scene, days) for days in self._placings(scene))

    def _placings(self, scene: Scenario) -> Iterator[list[int]]:
        """Yield the days of the keys worth trying, the latest first."""
        if not _in_order(scene.keys):
            return
        latest = self._place(scene.keys, {})
        if latest is None:
            return
        yield latest
        movable = self._movable(scene)
        tried = {tuple(latest)}
        for limits in product((FAR, *self._turns(scene)), repeat=len(movable)):
            days = self._place(scene.keys, dict(zip(movable, limits, strict=True)))
            if days is not None and tuple(days) not in tried:
                tried.add(tuple(days))
                yield days

    def _movable(self, scene: Scenario) -> list[tuple[int, int]]:
        """Name the moments of keys that may have to come before their last possible day.

        That is the condition met that ends the answer, as a rival may too; and a moment with steps
        besides its key, which move with it.
        """
        keys = [key.step for key in scene.keys]
        return [
            name
            for name in dict.fromkeys(step.moment for step in keys)
            if self._moments[name].days[0][0] < self._moments[name].days[-1][1]
            if any(step not in keys for step in self._moments[name].steps)
            or scene.early in self._moments[name].steps
        ]

    def _turns(self, scene: Scenario) -> list[int]:
        """Return the days about which anything changes, each with room for the keys before it."""
        ends = {day for moment in self._moments.values() for span in moment.days for day in span}
        ends.update(key.expires for key in scene.keys if key.expires < self.on)
        return sorted({day - room for day in ends for room in range(len(scene.keys) + 1)})[::-1]

    def _place(self, keys: tuple[Key, ...], limits: dict[tuple[int, int], int]) -> list[int] | None:
        """Put each key on its last possible day before the next, or return None.

        Keys of one moment share their day: where the first try parts them, the moment is limited
        to the earlier of the two and all is tried again.
        """
        placed: dict[tuple[int, int], int] = {}
        days: list[int] = []
        following = (self.on, (FAR, 0, 0))
        for key in reversed(keys):
            step = key.step
            bound = following[0] if step.place < following[1] else following[0] - 1
            bound = min(bound, key.until, limits.get(step.moment, FAR))
            found = _last_within(self._moments[step.moment].days, bound)
            if found is None or found <= key.after:
                return None
            if placed.setdefault(step.moment, found) != found:
                return self._place(keys, {**limits, step.moment: found})
            days.append(found)
            following = (found, step.place)
        return days[::-1]

    def _leaves_room(self, scene: Scenario, days: list[int]) -> bool:
        fixed = {key.step.moment: day for key, day in zip(scene.keys, days, strict=True)}
        keys = {key.step for key in scene.keys}
        turns = [
            *(turn for day in days for turn in (day, day + 1)),
            *(key.expires + 1 for key in scene.keys),
        ]
        for name, moment in self._moments.items():
            if name in fixed:
                tried: Sequence[int] = (fixed[name],)
            elif moment.optional:
                continue
            else:
                tried = _worth_trying(moment.days, turns)
            if not any(
                all(
                    step in keys or not _bar_at(scene, days, day, step).forbids(step)
                    for step in moment.steps
                )
                for day in tried
            ):
                return False
        return True


def _in_order(keys: tuple[Key, ...]) -> bool:
    """Whether keys of one moment, and those between them, can follow each other on one day."""
    steps = [key.step for key in keys]
    return not any(
        first.moment == last.moment
        and any(one.place >= next_.place for one, next_ in pairwise(steps[start : end + 1]))
        for end, last in enumerate(steps)
        for start, first in enumerate(steps[:end])
    )


def _bar_at(scene: Scenario, days: list[int], day: int, step: Step) -> Bar:
    bar = scene.first
    for key, fixed in zip(scene.keys, days, strict=True):
        if (day, step.place) < (fixed, key.step.place):
            break
        bar = key.bar if day <= key.expires else key.then
    return bar


def _last_within(days: Days, bound: int) -> int | None:
    for first, last in reversed(days):
        if first <= bound:
            return min(last, bound)
    return None


def _worth_trying(days: Days, turns: list[int]) -> list[int]:
    """Return one day, at least, of every stretch in which a step meets the same bars."""
    tried = []
    for first, last in days:
        tried.append(first)
        if first != last:
            tried.append(last)
            tried.extend(day for day in turns if first < day < last)
    return tried
