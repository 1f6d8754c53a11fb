"""Let the user write an event in an editor, and keep the text until the log has it."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

import click

from cli.append.appending import Offers, put
from cli.errors import UntoldError
from cli.fast.data_folder import data_folder
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import echo, printable
from events.errors import InputError, TimelineError
from events.ledger.complaints import LedgerError
from events.model.kinds import Act
from events.model.naming import slug as plain_name
from events.storage.engines import place_of

Text = Callable[[str, Sequence[Act]], str]
"""A function that returns the text to begin with, given a partnership and the acts in its log."""

REFUSED = "#! "
"""What lines begin with that tell, on top of a draft, why it was refused."""


class DraftKeptError(InputError):
    """Raised when a text is refused; it says where the text is kept."""

    def __init__(self, refused: str, path: str, again: str) -> None:
        super().__init__(f"{refused}\nYour text is kept in {path}; {again} opens it again.")


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
    event = given.get("event")
    path = kept_in(given["db"], f"{slug}.{plain_name(event)}.yaml" if event else f"{slug}.yaml")
    given = {**given, "file": path, "partnership": slug}
    begun = begin(path, lambda: text(slug, acts), is_begun=is_begun)
    until_done(path, begun, lambda: put(given, offers(given)), Words(is_dry=given["dry_run"]))


class Words(NamedTuple):
    """What is *done* with an edited text, and what opens it *again* where that is refused."""

    done: str = "appended"
    again: str = "the same command with --edit"
    is_dry: bool = False


def until_done(path: str, begun: str | None, act: Callable[[], object], words: Words) -> None:
    """Open the text in *path* in the user's editor until *act*, which reads it, does not refuse it.

    *begun* is the text that says nothing yet. A text that is refused is kept, with the reasons on
    top. Raises DraftKeptError, or InputError if the text was left as it was.
    """
    while _edited(path, begun):
        try:
            act()
        except UntoldError:
            _finish(path, is_dry=False)
            raise
        except TimelineError as error:
            _complain(path, error)
            if not sys.stdin.isatty():
                raise DraftKeptError(str(error), path, words.again) from error
            echo(printable(str(error), lines=True), err=True)
            if not click.confirm("Edit it again?", default=True, err=True):
                raise DraftKeptError(f"Nothing was {words.done}.", path, words.again) from None
            begun = None
        else:
            _finish(path, is_dry=words.is_dry)
            return
    os.remove(path)
    raise InputError(f"The text was left as it was; nothing was {words.done}.")


def kept_in(db: str | None, *names: str) -> str:
    """Return the path at which a text about the database *db* is kept.

    Each database but the default one has a folder of its own: the same partnership may be in two.
    """
    place = [] if db is None else [sha256(place_of(db).encode()).hexdigest()[:12]]
    return os.path.join(data_folder(), "drafts", *place, *names)


def begin(path: str, text: Callable[[], str], *, is_begun: bool) -> str | None:
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


def read(path: str) -> str:
    """Return the text in *path*."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def _edited(path: str, begun: str | None) -> bool:
    """Open the draft in the user's editor, and return whether it says anything now."""
    click.edit(filename=path)
    text = read(path)
    lines = (line.strip() for line in text.splitlines())
    return text != begun and any(line and line[0] != "#" for line in lines)


def _complain(path: str, error: TimelineError) -> None:
    """Write on top of the draft why it was refused, with the lines as they are counted then."""
    text = read(path)
    bare = re.sub(f"(?m)^{re.escape(REFUSED)}.*\n", "", text)
    sentences = str(error).splitlines()
    shift = len(sentences) + 1 - (text.count("\n") - bare.count("\n"))
    if isinstance(error, LedgerError):
        moved = (replace(one, line=one.line + shift) for one in error.complaints)
        sentences = [f"line {one.line}, column {one.column}: {one.sentence}" for one in moved]
    top = "".join(f"{REFUSED}{line}\n" for line in ("It was refused:", *sentences))
    _write(path, top + bare)


def _finish(path: str, *, is_dry: bool) -> None:
    if is_dry:
        echo(f"Your text is kept in {path}; --edit without --dry-run appends it.", err=True)
        return
    with suppress(OSError):
        os.remove(path)
