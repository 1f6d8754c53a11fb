"""Find the acts that a log holds by their ids and subjects."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from events.model.kinds import Act, Event
from events.model.subjects import subjects_of


class ActIndex(Protocol):
    """The acts of a log, found as `events.log.admission` needs them."""

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with this id and its place in the order of recording."""

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts on the record with this subject (`events.model.subjects`), in order."""

    def has(self, subject: str) -> bool:
        """Tell whether there is any act with this subject."""

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the subjects that begin with *prefix*, at least the first thousand."""

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""


class ActsInMemory:
    """An index of acts that are held in memory."""

    def __init__(self, acts: Iterable[Act] = ()) -> None:
        self._acts: dict[str, tuple[int, Act]] = {}
        self._about: dict[str, list[Act]] = {}
        for act in acts:
            self.take(act)

    def take(self, act: Act) -> None:
        """Add *act* as the latest."""
        self._acts.setdefault(act.id, (len(self._acts) + 1, act))
        # An event is asked for by its id alone: no admission depends on what others say of a term.
        for subject in () if isinstance(act, Event) else subjects_of(act):
            self._about.setdefault(subject, []).append(act)

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with this id and its place."""
        return self._acts.get(id)

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this subject, in order."""
        return self._about.get(subject, ())

    def has(self, subject: str) -> bool:
        """Tell whether there is any act with this subject."""
        return subject in self._about

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the subjects that begin with *prefix*."""
        return (subject for subject in self._about if subject.startswith(prefix))

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""
        return (act for _, act in self._acts.values())
