"""A server that others use too: they may lock its tables, or stand before it as a pooler."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from socket import socket
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from log_entries import appended, event, ids
from running import skip_without
from servers import Make

from events.errors import StorageError
from events.log.log import open_log
from events.storage import postgres
from migrations.run import upgrade

ENGINES = ("postgresql",)


def test_a_lock_keeps_readers_waiting_no_longer_than_writers(
    new: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may bring the answers up to date may also lock them, and forget about it."""
    path = new("bundled")
    monkeypatch.setattr(postgres, "PATIENCE", 1.0)
    with closing(psycopg.connect(path)) as other:
        other.execute("LOCK TABLE answers IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        with open_log(path) as log, pytest.raises(StorageError, match="is locked"):
            log.database.rows("SELECT count(*) FROM answers")

    assert time.monotonic() - began < 8


@pytest.fixture
def pooled(new: Make, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Return a function that gives the address of a database by way of a pooler."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        skip_without("pgbouncer")
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        free_port = free.getsockname()[1]
    made = new("migrated")
    parts = urlsplit(made)
    host, name = parse_qs(parts.query)["host"][0], parts.path[1:]
    settings = tmp_path / "bouncer.ini"
    settings.write_text(
        f"[databases]\n{name} = host={host} dbname={name} user=postgres\n[pgbouncer]\n"
        f"listen_addr=127.0.0.1\nlisten_port={free_port}\nunix_socket_dir=\nauth_type=any\n"
        "pool_mode=transaction\ndefault_pool_size=2\n"
    )
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    command = [program, *(["-u", "nobody"] if Path("/").owner() == "root" else []), str(settings)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as bouncer:
        yield lambda user: f"postgresql://{user}@127.0.0.1:{free_port}/{name}"
        bouncer.terminate()


def test_many_append_and_read_through_a_pooler(pooled: Callable[[str], str]) -> None:
    """In transaction mode a connection of the server goes from hand to hand."""
    url = pooled("postgres")
    for _ in range(50):
        try:
            upgrade(url)
            break
        except StorageError:
            time.sleep(0.2)
    names = [f"e{number}-{secrets.token_hex(2)}" for number in range(12)]

    def add(name: str) -> list[str]:
        appended(url, *(event(f"{name}-{number}") for number in range(8)))
        return ids(url)

    with ThreadPoolExecutor(6) as many:
        found = list(many.map(add, names))

    assert {f"{name}-{number}" for name in names for number in range(8)} == {*ids(url)}
    assert all(f"{name}-0" in one for name, one in zip(names, found, strict=True))
