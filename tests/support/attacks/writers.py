"""Many processes that write to one log at once."""

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import Any

from click.testing import CliRunner, Result

from cli.registry import main
from events.errors import ConflictError
from events.log.log import open_log
from events.model.kinds import Authority, Event
from timeline.answers.update import bring_up

# Children are forked from a process with these modules loaded, and so start at once.
PARALLEL = multiprocessing.get_context("forkserver")
PARALLEL.set_forkserver_preload(
    [
        "pytest",
        "psycopg",
        "click.testing",
        *(
            "cli.commands.append",
            "cli.append.appending",
            "cli.append.ledger_files",
            "cli.commands.listing",
            "cli.commands.transfer",
        ),
        *(
            "events.proof.backup",
            "events.storage.postgres",
            "events.storage.tables",
            "migrations.run",
            "alembic.command",
        ),
        "yaml",
    ]
)
READY = 60
"""The seconds that processes which start together may take to get ready."""

HALF, BATCHES = 60, 3
"""The entries for each partnership in an import, and the number of imports of each writer.

HALF is more than are inserted one by one.
"""


def at_once(work: Callable[..., None], each: Sequence[tuple[Any, ...]]) -> list[int | None]:
    """Run *work* in a process for each tuple of arguments, all at once; return the exit codes.

    The first argument of *work* is a barrier at which they all wait when they are ready.
    """
    barrier = PARALLEL.Barrier(len(each), timeout=READY)
    processes = [PARALLEL.Process(target=work, args=(barrier, *args)) for args in each]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def import_at_once(
    url: str, folder: str, slugs: Sequence[str], orders: Sequence[Sequence[str]]
) -> list[int | None]:
    """Import in one process for each of *orders* while another reads; return the exit codes."""
    barrier = PARALLEL.Barrier(len(orders) + 1, timeout=READY)
    over = PARALLEL.Event()
    reader = PARALLEL.Process(target=look_for_halves, args=(barrier, url, slugs, over))
    importers = [
        PARALLEL.Process(target=import_some, args=(barrier, url, folder, number, order))
        for number, order in enumerate(orders)
    ]
    for process in (reader, *importers):
        process.start()
    for process in importers:
        process.join()
    over.set()
    reader.join()
    return [process.exitcode for process in (reader, *importers)]


def event(name: str) -> Event:
    """Return an event that depends on nothing else in the log."""
    return Event(id=name, title=name, authority=Authority.PRESS, sources=("a-source",))


def append(barrier: Any, url: str, slug: str, writer: int, each: int) -> None:
    """Append *each* events to *slug*."""
    with open_log(url, writing=True, follow=bring_up) as log:
        barrier.wait()
        for number in range(each):
            log.append(slug, [event(f"w{writer}-{number}")])


def append_expecting(
    barrier: Any, url: str, slug: str, writer: int, each: int, conflicts: Any
) -> None:
    """Append at the version last seen; on a conflict, count it and read the version again."""
    with open_log(url, writing=True) as log:
        barrier.wait()
        for number in range(each):
            done = False
            while not done:
                seen = log.head(slug).version
                try:
                    log.append(slug, [event(f"w{writer}-{number}")], expected=seen)
                    done = True
                except ConflictError:
                    with conflicts.get_lock():
                        conflicts.value += 1


def run(url: str, *words: str, **given: Any) -> Result:
    """Run the command on the database at *url*."""
    os.environ["TIMELINE_DB"] = url
    return CliRunner().invoke(main, words, catch_exceptions=False, **given)


def import_some(barrier: Any, url: str, folder: str, writer: int, slugs: Sequence[str]) -> None:
    """Import a file of HALF events into each of *slugs*, in order, BATCHES times."""
    batches = [
        [_file(folder, f"w{writer}-{batch}", slug) for slug in slugs] for batch in range(BATCHES)
    ]
    barrier.wait()
    for files in batches:
        done = run(url, "import", *files)
        assert done.exit_code == 0, done.output


def _file(folder: str, name: str, slug: str) -> str:
    path = os.path.join(folder, f"{name}-{slug}.jsonl")
    source = {"define": f"source:{name}", "id": f"define:source:{name}", "title": name}
    entries: list[dict[str, Any]] = [
        {"id": f"{name}-{number}", "title": "T", "authority": "press", "sources": [name]}
        for number in range(HALF - 1)
    ]
    with open(path, "w", encoding="utf-8") as file:
        for entry in [source, *entries]:
            file.write(json.dumps({"partnership": slug, "entry": entry}) + "\n")
    return path


def look_for_halves(barrier: Any, url: str, slugs: Sequence[str], over: Any) -> None:
    """Read until *over* is set; fail if half an import is ever visible."""
    barrier.wait()
    while not over.is_set():
        with open_log(url) as log:
            versions = [log.head(slug).version for slug in slugs]
            counts = [len(log.entries(slug)) for slug in slugs]
        assert versions == counts
        assert len(set(versions)) == 1, versions
        assert versions[0] % HALF == 0, versions


def send(barrier: Any, url: str, words: Sequence[str], told: str) -> None:
    """Wait for all others, run a command, and write what it prints to *told*."""
    run(url, "partnerships")
    barrier.wait()
    done = run(url, *words)
    with open(told, "w", encoding="utf-8") as file:
        file.write(f"{done.exit_code}\n{done.stdout}{done.stderr}")
