"""Log entries made by hand."""

from events.log import log
from events.log.log import open_log
from events.model.kinds import (
    Authority,
    Event,
)


def event(name: str, title: str = "Something happened") -> Event:
    return Event(id=name, title=title, authority=Authority.PRESS, sources=("a-source",))


def appended(path: str, *acts: Event, partnership: str = "us") -> list[log.Entry]:
    with open_log(path, writing=True) as opened:
        return opened.append(partnership, acts)


def ids(path: str, partnership: str = "us") -> list[str]:
    with open_log(path) as opened:
        return [entry.id for entry in opened.entries(partnership)]
