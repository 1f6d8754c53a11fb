"""The folder of a site: one writer at a time, and names that every system allows for files."""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Run

from cli.site.output import MANIFEST, file_path, put

DEVICES = ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"]


def made(sign: str, names: int, at: threading.Barrier) -> Iterator[tuple[str, bytes]]:
    """Yield pages that all hold *sign*, and wait until the other writers have made theirs."""
    for number in range(names):
        yield f"us/terms/{number}.html", sign.encode() * 5_000
    at.wait(timeout=60)


def test_two_writers_of_one_site_do_not_mix(tmp_path: Path) -> None:
    """The folder had pages of both, under a manifest of one."""
    out, ready = tmp_path / "site", threading.Barrier(3)
    threads = [
        threading.Thread(target=put, args=(str(out), made(sign, size, ready)))
        for sign, size in (("a", 150), ("b", 90), ("c", 120))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    pages = {path: path.read_bytes()[:1] for path in out.rglob("*.html")}

    assert len({*pages.values()}) == 1
    assert len(pages) == {b"a": 150, b"b": 90, b"c": 120}[next(iter(pages.values()))]


def test_a_writer_waits_for_the_one_before(tmp_path: Path) -> None:
    """The folder is as it was until the other is done."""
    fcntl = pytest.importorskip("fcntl")
    out = tmp_path / "site"
    put(str(out), [("a.html", b"old")])
    held = os.open(out, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    second = threading.Thread(target=put, args=(str(out), [("a.html", b"new")]))
    second.start()
    second.join(timeout=0.5)
    before = (out / "a.html").read_bytes()
    os.close(held)
    second.join(timeout=60)

    assert before == b"old"
    assert (out / "a.html").read_bytes() == b"new"


def test_a_site_that_cannot_be_made_leaves_no_folder(tmp_path: Path) -> None:
    """The folder is made once there is something to put into it."""

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b""
        raise LookupError

    with pytest.raises(LookupError):
        put(str(tmp_path / "site"), broken())

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", [*DEVICES, "con.", "con.rofr", "aux.a.b", "nul.html"])
def test_no_file_has_the_name_of_a_device_of_windows(name: str) -> None:
    """It cannot be made there, nor unpacked, whatever follows after a dot."""
    path = file_path(f"{name}/terms/{name}.html")

    assert not [part for part in path.split("/") if part.partition(".")[0] in DEVICES]
    assert path.replace("~", "") == f"{name}/terms/{name}.html"


@pytest.mark.parametrize("name", ["cons", "con-a", "com", "com10", "a.con", "nul1", "index"])
def test_every_other_name_stays(name: str) -> None:
    """Addresses are cited."""
    assert file_path(f"{name}/events/{name}.html") == f"{name}/events/{name}.html"


LEDGER = """\
partnership: con
title: T
parties: [A, B]
terms:
  aux.nul: {title: T, asks: Q, topic: X}
  nul: {title: T, asks: Q, topic: X}
sources:
  s1: {url: "https://example.com/s1", title: First}
events:
  - id: prn
    when: 2024-01-01
    title: x
    authority: official
    sources: [s1]
    changes: [{set: aux.nul, value: a}, {set: nul, value: b}]
"""


def test_a_site_with_such_names_has_no_dead_link(command: Run, tmp_path: Path) -> None:
    """The links lead to the names that the files have."""
    (tmp_path / "l.yaml").write_text(LEDGER)
    db = tmp_path / "l.db"
    command("init", "--db", db)
    command("import", tmp_path / "l.yaml", "--db", db)
    out = tmp_path / "site"
    done = command("site", out, "--db", db)
    links = [
        page.parent / target
        for page in out.rglob("*.html")
        for target in re.findall(r'href="([^":#]+\.html)', page.read_text("utf-8"))
    ]

    assert done.exit_code == 0, done.output
    assert (out / "con~" / "terms" / "aux~.nul.html").is_file()
    assert (out / "con~" / "events" / "prn~.html").is_file()
    assert (out / MANIFEST).is_file()
    assert [link for link in links if not link.is_file()] == []
    assert len(links) > 10
