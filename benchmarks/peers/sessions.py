"""SQLModel: events as objects, added to a session."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import UniqueConstraint, create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, col, select

from benchmarks.contestants import Told, folded
from benchmarks.data import slug
from benchmarks.peers import indexed
from benchmarks.questions import Question


class Base(SQLModel, registry=registry()):
    """Tables apart from those of the project, which are in the registry that all others share."""


class Event(Base, table=True):
    """An event."""

    __table_args__ = (UniqueConstraint("stream", "version"),)

    seq: int | None = Field(default=None, primary_key=True)
    stream: str
    version: int
    type: str
    valid_from: str
    recorded_at: str
    payload: str


class Row(Base, table=True):
    """An event in numbers, in the table that `indexed` makes."""

    __tablename__ = "event_row"

    seq: int = Field(primary_key=True)
    partnership: int
    term: int
    verb: int
    day: int
    announced: int
    recorded: int
    value: int


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("PRAGMA synchronous=full")

    return engine


class SessionWriter:
    """Adds objects to a session and commits it."""

    name = "SQLModel Session.add"
    note = ""

    def __init__(self, folder: Path) -> None:
        self._engine = _engine(folder / "sessions.db")
        Base.metadata.create_all(self._engine, tables=[Base.metadata.tables["event"]])

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each by itself."""
        return [self.batch([one]) for one in events]

    def batch(self, events: Sequence[Told]) -> float:
        """Commit them together."""
        started = time.perf_counter()
        with Session(self._engine) as session:
            for one in events:
                session.add(_event(one))
            session.commit()
        return time.perf_counter() - started

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership."""
        asked = select(Event).where(Event.stream == slug(partnership)).order_by(col(Event.version))
        with Session(self._engine) as session:
            return [json.loads(one.payload) for one in session.exec(asked)]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _event(one: Told) -> Event:
    return Event(
        stream=one.slug,
        version=one.version,
        type="event",
        valid_from=one.when,
        recorded_at=one.recorded,
        payload=json.dumps(one.plain, separators=(",", ":")),
    )


class SessionReader:
    """Reads the file that `indexed` has made, through a session."""

    def __init__(self, file: Path) -> None:
        self._engine = _engine(file)
        self._sql = text(indexed.NAMED)

    def indexed(self, asked: Question) -> dict[int, int]:
        """Ask the hand-written SQL."""
        with Session(self._engine) as session:
            rows = session.execute(self._sql, {"whom": asked.partnership, "day": asked.on})
            return {term: value for term, value in rows if value is not None}

    def scanned(self, asked: Question) -> dict[int, int]:
        """Load every row as an object and fold them."""
        wanted = select(Row).where(Row.partnership == asked.partnership).order_by(col(Row.seq))
        with Session(self._engine) as session:
            rows = (
                (one.term, one.verb, one.day, one.announced, one.recorded, one.value)
                for one in session.exec(wanted)
            )
            return folded(rows, asked)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


SCRIPT = """
import sys, click
from sqlalchemy import text
from sqlmodel import Session, create_engine
@click.command()
@click.argument("file")
@click.argument("whom", type=int)
@click.argument("day", type=int)
def main(file, whom, day):
    with Session(create_engine(f"sqlite:///{file}")) as session:
        for term, value in session.execute(text(%r), {"whom": whom, "day": day}):
            if value is not None:
                click.echo(f"{term} {value}")
main()
"""


def script() -> str:
    """Return a program of click and SQLModel that asks the hand-written SQL."""
    return SCRIPT % indexed.NAMED
