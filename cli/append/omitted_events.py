"""The events of the log that an imported ledger file omits, though it repeats others."""

from collections.abc import Iterable, Iterator, Sequence

from events.ledger.reader import Ledger
from events.model.kinds import Act, Event, Retract

NAMED = 5
"""The most events that the warning names; the others are counted."""


class Comparison:
    """What the log had before an import, and what the imported files have, by partnership."""

    def __init__(self) -> None:
        self._logged: dict[str, list[str]] = {}
        self._written: dict[str, set[str]] = {}

    def add(self, known: Sequence[Act], said: Ledger) -> None:
        """Add *said*, the ledger in an imported file, and *known*, the acts of the log."""
        acts = [item.act for item in said.items]
        # An event that was retracted may go from the file too.
        gone = {act.event for act in (*known, *acts) if isinstance(act, Retract)}
        self._logged.setdefault(
            said.partnership, [one for one in _events(known) if one not in gone]
        )
        self._written.setdefault(said.partnership, set()).update(_events(acts))

    def warning(self, partnership: str) -> str | None:
        """Return a sentence about the events of *partnership* that no file has, or None.

        Returns None too if the files repeat no event of the log, since they only bring new ones.
        """
        logged, written = self._logged.get(partnership, []), self._written.get(partnership, set())
        missing = [one for one in logged if one not in written]
        if not missing or len(missing) == len(logged):
            return None
        count = f"{len(missing)} event{'s' if len(missing) > 1 else ''}"
        more = [f"{len(missing) - NAMED} more"] if len(missing) > NAMED else []
        return (
            f"{partnership}: the file leaves out {count} of the log: "
            f"{', '.join([*missing[:NAMED], *more])}. What is recorded stays; what should never "
            "have been is taken back with `timeline retract EVENT --reason WHY`."
        )


def _events(acts: Iterable[Act]) -> Iterator[str]:
    return (act.id for act in acts if isinstance(act, Event))
