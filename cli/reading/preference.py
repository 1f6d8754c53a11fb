"""Remember in the data folder which partnership the user means."""

import os
from contextlib import suppress

from cli.fast.data_folder import remembered as remembered
from cli.fast.data_folder import remembered_in
from cli.reading.partnership import chosen_in
from events.errors import InputError
from events.log.log import Log


def kept(log: Log, slug: str) -> None:
    """Remember the partnership *slug*. Raises NotFoundError if *log* has none of that name."""
    path = remembered_in()
    chosen_in(log, slug)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(f"{slug}\n")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def forgotten() -> None:
    """Remember no partnership any more."""
    with suppress(FileNotFoundError):
        os.remove(remembered_in())
