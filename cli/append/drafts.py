"""Let the user write an event in an editor, and keep the text until the log has it."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from cli.append.preview import Offers, put
from cli.errors import UntoldError
from cli.fast.place import data_folder
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import echo, printable
from events.errors import InputError, TimelineError
from events.ledger.complaints import LedgerError
from events.model.kinds import Act
from events.model.naming import slug as plain_name

Text = Callable[[str, Sequence[Act]], str]
"""A function that returns the text to begin with, given a partnership and the acts in its log."""

REFUSED = "#! "
"""What lines begin with that tell, on top of a draft, why it was refused."""


class DraftKeptError(InputError):
    """Raised when a text is refused; it says where the text is kept."""

    def __init__(self, refused: str, path: str) -> None:
        super().__init__(
            f"{refused}\nYour text is kept in {path}; the same command with --edit opens it again."
        )


def put_edited(
    given: Mapping[str, Any],
    text: Text,
    offers: Callable[[Mapping[str, Any]], Offers],
    *,
    is_begun: bool,
) -> None:
    """Let the user edit a text, and append what it says, as `put` does.

    *offers* returns the function that reads it, for options that name its file. The text begins as
    *text* returns it, or as the draft that an earlier refusal left behind. With *is_begun*, flags
    are its beginning: it may be appended as it is. The draft goes once the log has what it says.
    """
    if given["file"]:
        raise InputError("--edit begins with a text of its own; leave the file out.")
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        acts = [entry.act() for entry in log.entries(slug)]
    path = _path(slug, given.get("event"))
    given = {**given, "file": path, "partnership": slug}
    begun = _begin(path, lambda: text(slug, acts), is_begun=is_begun)
    while _edited(path, begun):
        try:
            put(given, offers(given))
        except UntoldError:
            _finish(path, dry_run=False)
            raise
        except TimelineError as error:
            _complain(path, error)
            if not sys.stdin.isatty():
                raise DraftKeptError(str(error), path) from error
            echo(printable(str(error), lines=True), err=True)
            if not click.confirm("Edit it again?", default=True, err=True):
                raise DraftKeptError("Nothing was appended.", path) from None
            begun = None
        else:
            _finish(path, dry_run=given["dry_run"])
            return
    os.remove(path)
    raise InputError("The text was left as it was; nothing was appended.")


def _path(slug: str, event: str | None) -> str:
    name = f"{slug}.{plain_name(event)}" if event else slug
    return os.path.join(data_folder(), "drafts", f"{name}.yaml")


def _begin(path: str, text: Callable[[], str], *, is_begun: bool) -> str | None:
    """Write the beginning of a draft, and return it if it says nothing yet; leave a kept draft."""
    if os.path.exists(path):
        if is_begun:
            raise InputError(
                f"A text that was not appended yet is kept in {path}. Open it with --edit and no "
                "other flags, or remove that file."
            )
        echo(f"This is the text that was kept in {path}.", err=True)
        return None
    said = text()
    _write(path, said)
    return None if is_begun else said


def _write(path: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def _edited(path: str, begun: str | None) -> bool:
    """Open the draft in the user's editor, and return whether it says anything now."""
    click.edit(filename=path)
    text = _read(path)
    lines = (line.strip() for line in text.splitlines())
    return text != begun and any(line and line[0] != "#" for line in lines)


def _complain(path: str, error: TimelineError) -> None:
    """Write on top of the draft why it was refused, with the lines as they are counted then."""
    text = _read(path)
    bare = re.sub(f"(?m)^{re.escape(REFUSED)}.*\n", "", text)
    sentences = str(error).splitlines()
    shift = len(sentences) + 1 - (text.count("\n") - bare.count("\n"))
    if isinstance(error, LedgerError):
        moved = (replace(one, line=one.line + shift) for one in error.complaints)
        sentences = [f"line {one.line}, column {one.column}: {one.sentence}" for one in moved]
    top = "".join(f"{REFUSED}{line}\n" for line in ("It was refused:", *sentences))
    _write(path, top + bare)


def _finish(path: str, *, dry_run: bool) -> None:
    if dry_run:
        echo(f"Your text is kept in {path}; --edit without --dry-run appends it.", err=True)
        return
    with suppress(OSError):
        os.remove(path)
