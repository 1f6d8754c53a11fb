"""Open a database of partnerships from Python: `timeline.open()`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from cli.python.partnership import Partnership
from cli.python.results import NoSuchKeyError
from cli.reading.partnership import NAMED, chosen_in
from cli.reading.session import opened
from events.errors import NotFoundError


class Timeline(Mapping[str, Partnership]):
    """The partnerships of a database, each under its name; every question reads it anew."""

    __slots__ = ("_db",)

    def __init__(self, db: str | None) -> None:
        self._db = db

    def __getitem__(self, slug: str) -> Partnership:
        with opened(self._db) as log:
            try:
                return Partnership(self._db, chosen_in(log, slug))
            except NotFoundError as error:
                raise NoSuchKeyError(str(error)) from None

    def __iter__(self) -> Iterator[str]:
        with opened(self._db) as log:
            return iter([head.slug for head in log.partnerships()])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        slugs = [*self]
        rest = [f"and {len(slugs) - NAMED} more"] if len(slugs) > NAMED else []
        return f"<Timeline {', '.join([*slugs[:NAMED], *rest])}>"


def open(where: str | os.PathLike[str] | None = None) -> Timeline:
    """Open the database *where*: a file, or a URL such as `postgresql://HOST/NAME`.

    Without it, the database is that of $TIMELINE_DB, else the user's own, which is made at first
    use. Raises NotFoundError if there is no such database, StorageError if it cannot be read.
    """
    db = os.fspath(where) if where is not None else os.environ.get("TIMELINE_DB") or None
    with opened(db):
        return Timeline(db)
