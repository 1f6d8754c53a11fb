"""Look up the acts of a log by id or by subject."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from events.model.kinds import Act, Event
from events.model.subjects import names_another, subjects_of


class ActIndex(Protocol):
    """An index of the acts of a log, with the lookups that `events.log.admission` needs."""

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with the id *id* and its place in recording order, or None."""

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this *subject* (see `events.model.subjects`), in recording order."""

    def has(self, subject: str) -> bool:
        """Return whether any act has this *subject*."""

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the subjects that begin with *prefix*; an index may stop after a thousand."""

    def acts(self) -> Iterator[Act]:
        """Yield every act, in recording order."""


class ActsInMemory:
    """An index of acts held in memory."""

    def __init__(self, acts: Iterable[Act] = ()) -> None:
        self._acts: dict[str, tuple[int, Act]] = {}
        self._about: dict[str, list[Act]] = {}
        for act in acts:
            self.take(act)

    def take(self, act: Act) -> None:
        """Add *act* as the latest."""
        self._acts.setdefault(act.id, (len(self._acts) + 1, act))
        # Most events are looked up by id alone: no admission depends on what they say about a term.
        for subject in (
            () if isinstance(act, Event) and not names_another(act) else subjects_of(act)
        ):
            self._about.setdefault(subject, []).append(act)

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with the id *id* and its place in recording order, or None."""
        return self._acts.get(id)

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this *subject*, in recording order."""
        return self._about.get(subject, ())

    def has(self, subject: str) -> bool:
        """Return whether any act has this *subject*."""
        return subject in self._about

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the subjects that begin with *prefix*."""
        return (subject for subject in self._about if subject.startswith(prefix))

    def acts(self) -> Iterator[Act]:
        """Yield every act, in recording order."""
        return (act for _, act in self._acts.values())
