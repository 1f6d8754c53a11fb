"""The rows of a partnership: every box, and the versions of the log at which it stands."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from timeline.boxes.boxes import HEAD, Box, Change, Row
from timeline.boxes.replay import Replay
from timeline.record.record import Kept


def all_rows(acts: Iterable[Kept], *, apart: bool = False) -> Iterator[Row]:
    """Yield every row that ever stood according to *acts*, the acts of a whole log.

    With *apart*, each act counts as a version of its own, even if several were recorded at one
    instant.
    """
    rows = Rows()
    for version, changes in versions(Replay(), acts, apart=apart):
        yield from rows.over(changes, version)
    yield from rows.current()


def versions(
    replay: Replay, acts: Iterable[Kept], begun: int = 0, *, apart: bool = False
) -> Iterator[tuple[int, Iterator[Change]]]:
    """Yield for each instant its first version, and the changes that *acts* make in *replay*.

    *begun* replaces the first version yielded, for acts that continue an instant begun earlier.
    With *apart*, each act counts as an instant of its own.
    """
    for first, several in commits(acts, apart=apart):
        replay.take(*several)
        yield begun or first, replay.changes()
        begun = 0


def commits(acts: Iterable[Kept], *, apart: bool = False) -> Iterator[tuple[int, list[Kept]]]:
    """Yield the first version of each instant, with the *acts* recorded at that instant.

    No cut can fall between the acts of an instant. With *apart*, each act counts as an instant of
    its own.
    """
    for _, group in groupby(acts, key=lambda one: one.version if apart else one.recorded):
        several = list(group)
        yield several[0].version, several


class Rows:
    """The rows that result from the changes of consecutive versions."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, Box], int] = {}

    def over(self, changes: Iterable[Change], version: int) -> Iterator[Row]:
        """Yield the rows that *changes* close at *version*.

        A row that was not opened by earlier changes has *since* 0.
        """
        for term, closed, opened in changes:
            for box in closed:
                yield Row(term, box, self._since.pop((term, box), 0), version)
            for box in opened:
                self._since[term, box] = version

    def current(self) -> Iterator[Row]:
        """Yield the current rows: those that were opened and not closed."""
        return (Row(*key, since, HEAD) for key, since in self._since.items())
