"""The stores: everyone beside us who keeps events, as far as they are installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.contestants import Writer
from benchmarks.machine import has_package
from benchmarks.peers.raw_sqlite import RawWriter
from benchmarks.peers.sessions import SessionWriter
from benchmarks.workshop import Workshop

RAW = RawWriter.name
AGGREGATES = "eventsourcing Application.save"
Make = Callable[[Path], Writer]


def _aggregates(folder: Path) -> Writer:
    from benchmarks.peers.aggregates import AggregateWriter

    return AggregateWriter(folder)


def _domain_events(folder: Path) -> Writer:
    from benchmarks.peers.domain_events import DomainEventStore

    return DomainEventStore(folder)


def _streams(folder: Path) -> Writer:
    from benchmarks.peers.streams import StreamStore

    return StreamStore(folder)


_LIBRARIES: tuple[tuple[str, str, Make], ...] = (
    ("eventsourcing", "eventsourcing", _aggregates),
    ("eventsource", "eventsource-py", _domain_events),
    ("py_event_sourcing", "py-event-sourcing", _streams),
)


@contextmanager
def opened(shop: Workshop, folder: Path) -> Iterator[list[Writer]]:
    """Give everyone who can take part, each with a store of its own in *folder*."""
    makes: list[Make] = [RawWriter, SessionWriter]
    for module, name, make in _LIBRARIES:
        if shop.is_there(name, name, has_package(module)):
            makes.append(make)
    writers = [make(folder) for make in makes]
    try:
        yield writers
    finally:
        for writer in writers:
            writer.close()
