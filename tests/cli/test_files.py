"""Files that commands write: whole or not at all, and never in place of what is no plain file."""

import os
import stat
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from running import Run

from cli.files import written, written_bytes
from events.errors import InputError


def text_of(sign: str, size: int = 1_000) -> list[str]:
    return [f"{sign * 79}\n"] * size


def paused(texts: list[str], at: threading.Barrier) -> Iterator[str]:
    """Yield *texts*, and wait in the middle until the other writers have come as far."""
    yield from texts[: len(texts) // 2]
    at.wait(timeout=30)
    yield from texts[len(texts) // 2 :]


def test_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    """They had one temporary file between them: it was torn, and both reported success."""
    target, middle = tmp_path / "out", threading.Barrier(4)
    several = [
        text_of(sign, size) for sign, size in zip("abcd", (10, 400, 2_000, 9_000), strict=True)
    ]
    threads = [
        threading.Thread(target=written, args=(paused(texts, middle), str(target)))
        for texts in several
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert target.read_text() in {"".join(texts) for texts in several}
    assert os.listdir(tmp_path) == ["out"]


def broken(texts: list[str]) -> Iterator[str]:
    yield from texts
    raise InputError("It broke.")


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    """And no temporary file beside it."""
    target = tmp_path / "out"
    target.write_text("old")
    with pytest.raises(InputError):
        written(broken(text_of("x")), str(target))

    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("steps", [1, 3])
def test_a_link_stays_and_its_file_is_written(tmp_path: Path, there: bool, steps: int) -> None:
    """Also by way of other links, into another folder, and where the file is not there yet."""
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "target"
    if there:
        target.write_text("old")
    names = [tmp_path / f"link{step}" for step in range(steps)]
    for name, to in zip(names, [*names[1:], Path("far/target")], strict=True):
        name.symlink_to(to)
    written(["new"], str(names[0]))

    assert all(name.is_symlink() for name in names)
    assert target.read_text() == "new"
    assert not target.is_symlink()
    assert sorted(os.listdir(tmp_path)) == sorted(["far", *(name.name for name in names)])


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    """Who may read it was decided by whoever made it."""
    target = tmp_path / "out"
    target.touch()
    target.chmod(mode)
    written_bytes(b"new", str(target))

    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    """Not that of a temporary one, which only its owner may read."""
    (tmp_path / "other").touch()
    written(["new"], str(tmp_path / "out"))

    assert (tmp_path / "out").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("write", [written, written_bytes])
def test_a_pipe_with_a_name_is_written_into(tmp_path: Path, write: object) -> None:
    """Whoever reads it gets the answer, and it stays a pipe."""
    fifo, got = tmp_path / "fifo", []
    os.mkfifo(fifo)
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    if write is written:
        written(["new"], str(fifo))
    else:
        written_bytes(b"new", str(fifo))
    reader.join(timeout=30)

    assert got == [b"new"]
    assert stat.S_ISFIFO(fifo.stat().st_mode)


@pytest.mark.parametrize("link", [False, True])
def test_a_device_is_written_into(tmp_path: Path, link: bool) -> None:
    """For root, even /dev/null became a plain file that filled the disk."""
    device = Path("/dev/full")
    if link:
        device = tmp_path / "device"
        device.symlink_to("/dev/full")
    with pytest.raises(InputError, match="No space left on device"):
        written(["new"], str(device))
    written(["new"], "/dev/null")

    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert device.is_symlink() == link


def test_a_terminal_is_written_into() -> None:
    """It is a device too."""
    ours, theirs = os.openpty()
    written(["new\n"], os.ttyname(theirs))
    shown = os.read(ours, 100)
    os.close(ours)
    os.close(theirs)

    assert shown == b"new\r\n"


@pytest.mark.parametrize("name", ["folder", "nowhere/out", "file/out", "", "loop", "a" * 300])
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    """With the name that was typed, and what the system says."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    target = str(tmp_path / name) if name else ""
    with pytest.raises(InputError) as refused:
        written(["new"], target)

    assert str(refused.value).startswith(f"{target} cannot be written: ")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "loop"]


DOCUMENTS = [
    ("export",), ("feed",), ("publish",), ("chart", "-o", "svg"), ("checkpoint",),
    ("next", "2026-02-27", "-o", "ics"), ("next", "2026-02-27"),
]  # fmt: skip


@pytest.mark.parametrize("words", DOCUMENTS, ids=" ".join)
def test_every_command_that_writes_a_file_follows_links(
    timeline: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """There is one way to write files."""
    (tmp_path / "link").symlink_to("target")
    done = timeline(*words, "--to", tmp_path / "link")

    assert (done.exit_code, done.stdout) == (0, "")
    assert timeline(*words, "--to", "-").stdout == timeline(*words).stdout
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text("utf-8") == timeline(*words).stdout


def test_writers_in_turn_replace_the_whole_file(tmp_path: Path) -> None:
    """A shorter text leaves nothing of a longer one."""
    for size, number in zip((900, 3, 40), count(), strict=False):
        written(text_of(str(number), size), str(tmp_path / "out"))

        assert (tmp_path / "out").read_text() == "".join(text_of(str(number), size))
