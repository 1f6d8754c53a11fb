"""Find the last entry about anything a page names, for readers who cite the page."""

from collections.abc import Iterable, Sequence

from events.log.log import Entry
from events.model.kinds import Act, Correct, Define, Event, Redefine, Retract, key_of
from timeline.record.record import Record


class LastEntries:
    """An index to the last of *entries* about each event and each word of the vocabulary."""

    def __init__(self, entries: Sequence[Entry], record: Record) -> None:
        acts = [one.act for one in record.acts]
        self._first, self._renamed = entries[0], record.renamed
        self._events = {act.id: act.event for act in acts if isinstance(act, Correct)}
        self._last = {self._name(act): one for one, act in zip(entries, acts, strict=True)}

    def _name(self, act: Act) -> str:
        """Return the name of what *act* is about: an event, or a word by its current name.

        For an act of any other kind, the name is empty.
        """
        match act:
            case Event():
                return f"event:{act.id}"
            case Correct() | Retract():
                return f"event:{self._events.get(act.event, act.event)}"
            case Define() | Redefine():
                return self._now(key_of(act.thing))
            case _:
                return ""

    def _now(self, name: str) -> str:
        kind, _, key = name.partition(":")
        return f"term:{self._renamed.get(key, key)}" if kind == "term" else name

    def last(
        self,
        *,
        events: Iterable[str] = (),
        terms: Iterable[str] = (),
        sources: Iterable[str] = (),
        conditions: Iterable[str] = (),
    ) -> Entry:
        """Return the last entry about any of these *events*, *terms*, *sources* and *conditions*.

        An entry about the partnership itself counts too.
        """
        names = ["partnership", *(f"event:{id}" for id in events)]
        names += [self._now(f"term:{key}") for key in terms]
        names += [f"source:{key}" for key in sources]
        names += [f"condition:{key}" for key in conditions]
        found = [self._last[name] for name in names if name in self._last]
        return max([self._first, *found], key=lambda one: one.version)
