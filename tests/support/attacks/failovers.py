"""A server that is killed while many append, and its replica that goes on in its place.

`tests/jobs/failovers.py` does so many times; the suite does it once.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import servers
from foreign import foreign
from servers import Server
from writers import event

from events.errors import StorageError
from events.log.log import open_log
from events.proof.verification import verify
from migrations.run import upgrade
from timeline.answers import consistency
from timeline.answers.update import bring_up

SLUGS = ("acme", "acme", "beta")
"""The partnership of each writer."""

ENOUGH = 30
"""How many more appends have to be acknowledged before a round goes on."""

PATIENCE = 120.0
"""The most seconds to wait for what has to happen."""


@dataclass
class Outcome:
    """What was acknowledged, by partnership, and what is in the log of the replica."""

    acknowledged: dict[str, list[str]] = field(default_factory=lambda: {"acme": [], "beta": []})
    there: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, list[int]] = field(default_factory=dict)
    faults: list[object] = field(default_factory=list)
    before: int = 0
    """How many had been acknowledged when the server was killed."""

    @property
    def count(self) -> int:
        """How many have been acknowledged."""
        return sum(map(len, self.acknowledged.values()))

    @property
    def lost(self) -> set[str]:
        """What was acknowledged and is not there."""
        return {id for slug, ids in self.acknowledged.items() for id in ids} - {
            id for ids in self.there.values() for id in ids
        }

    @property
    def doubled(self) -> list[str]:
        """What is there more than once."""
        return [id for ids in self.there.values() for id in {*ids} if ids.count(id) > 1]

    @property
    def gaps(self) -> list[tuple[str, int]]:
        """The versions that are not there, though later ones are."""
        return [
            (slug, version)
            for slug, there in self.versions.items()
            for version in sorted({*range(1, len(there) + 1)} - {*there})
        ]


@contextmanager
def pair() -> Iterator[tuple[Server, Server]]:
    """Yield a server with an empty log, and a replica of it. Raises NoServerError."""
    folder = servers.folder_for_sockets()
    servers.guard(folder, os.getpid())
    program = servers.program(folder)
    # What is in files goes with the folder, whichever way a server ends.
    settings = {"dynamic_shared_memory_type": "mmap"}
    primary, replica = (Server(folder / name, program, settings) for name in ("a", "b"))
    try:
        primary.make()
        primary.start()
        upgrade(primary.url)
        replica.follow(primary)
        replica.start()
        yield primary, replica
    finally:
        for one in (replica, primary):
            one.stop()
        shutil.rmtree(folder, ignore_errors=True)


def failed_over(
    primary: Server, replica: Server, *, after: int = ENOUGH, in_step: bool = True
) -> Outcome:
    """Kill *primary* while writers append, promote *replica*, and return what came of it.

    It is killed *after* so many appends were acknowledged.

    Writers know one address with both servers in it. If not *in_step*, the replica falls behind
    and nobody waits for it, so that acknowledged entries must be missing afterwards.
    """
    found, over = Outcome(), Event()
    _wait_for_each_other(primary, replica, in_step=in_step)
    url = f"{primary.url},{replica.folder}&target_session_attrs=read-write"
    with ThreadPoolExecutor(len(SLUGS)) as many:
        done = [many.submit(_write, url, n, slug, found, over) for n, slug in enumerate(SLUGS)]
        try:
            _until(lambda: found.count >= after)
            primary.kill()
            found.before = found.count
            replica.program.run("pg_ctl", "-D", str(replica.data), "-w", "promote")
            _until(lambda: found.count >= found.before + ENOUGH)
        finally:
            over.set()
        for one in done:
            one.result()
    _look(replica.url, found)
    return found


def _wait_for_each_other(primary: Server, replica: Server, *, in_step: bool) -> None:
    if in_step:
        _set(primary, "synchronous_standby_names = '*'")
        state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        _until(lambda: foreign(primary.url, state)[0][0] == 1)
    else:
        _set(replica, "primary_conninfo = ''")
        receivers = "SELECT count(*) FROM pg_stat_replication"
        _until(lambda: foreign(primary.url, receivers)[0][0] == 0)


def _set(server: Server, setting: str) -> None:
    with open(server.data / "postgresql.auto.conf", "a", encoding="utf-8") as settings:
        settings.write(f"{setting}\n")
    foreign(server.url, "SELECT pg_reload_conf()")


def _write(url: str, writer: int, slug: str, found: Outcome, over: Event) -> None:
    """Append one event after the other, and the same one again if it is not known to be kept."""
    number = 0
    while not over.is_set():
        try:
            with open_log(url, writing=True, follow=bring_up) as log:
                while not over.is_set():
                    log.append(slug, [event(f"w{writer}-{number}")])
                    found.acknowledged[slug].append(f"w{writer}-{number}")
                    number += 1
        except StorageError:
            over.wait(0.05)


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def _look(url: str, found: Outcome) -> None:
    with open_log(url) as log:
        found.faults = [*verify(log).faults, *consistency.verify(log)]
        for slug in {*SLUGS}:
            entries = log.entries(slug)
            found.there[slug] = [entry.id for entry in entries]
            found.versions[slug] = [entry.version for entry in entries]
