"""The library eventsourcing: one aggregate per partnership, with its defaults (WAL, FULL)."""

from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Partnership(Aggregate):
    """A partnership that keeps the last value of each term, without clocks, ranks or doubt."""

    def __init__(self) -> None:
        self.terms: dict[str, str] = {}

    @event("Said")
    def say(self, data: dict[str, Any]) -> None:
        """Apply one event."""
        for change in data["changes"]:
            if "set" in change:
                self.terms[change["set"]] = change["value"]


class AggregateWriter:
    """Triggers events on an aggregate held in memory, and saves it after each."""

    name = "eventsourcing, Application.save"

    def __init__(self, folder: Path) -> None:
        file = str(folder / "aggregates.db")
        self._app = Application(
            {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": file}
        )
        self._one = Partnership()
        self._app.save(self._one)

    def append(self, plain: dict[str, Any]) -> None:
        """Append one event."""
        self._one.say(data=plain)
        self._app.save(self._one)

    def kept(self) -> list[dict[str, Any]]:
        """Return the stored events."""
        return [one.data for one in self._app.events.get(self._one.id) if hasattr(one, "data")]

    def close(self) -> None:
        """Close the file."""
        self._app.close()
