"""Keep the last verified checkpoint of each log outside the database of the log."""

import hashlib
import os

from platformdirs import user_state_dir

from events.errors import InputError, TimelineError
from events.model.values import Value, value
from events.proof import checkpoints
from events.proof.checkpoints import Checkpoint
from events.storage.beside import beside


class ForgottenError(InputError):
    """Raised when the remembered checkpoint of a log exists and cannot be read."""


@value
class Memory(Value):
    """The files, outside the database, that remember the log *identity* stored at *place*."""

    identity: str
    place: str

    @property
    def file(self) -> str:
        """The file with the last verified checkpoint."""
        return os.path.join(_folder(), f"{self.identity}.checkpoint")

    @property
    def _place_file(self) -> str:
        name = hashlib.sha256(self.place.encode(errors="surrogateescape")).hexdigest()[:32]
        return os.path.join(_folder(), f"{name}.place")

    def last(self) -> Checkpoint | None:
        """Return the last verified checkpoint of this log, or None if none was remembered."""
        text = _read(self.file)
        if text is None:
            return None
        try:
            return checkpoints.parse(text)[0]
        except TimelineError as error:
            raise InputError(
                f"{self.file} holds no checkpoint any more ({error}); remove it, or run "
                "`timeline verify --accept`."
            ) from None

    def moved_in(self) -> str | None:
        """Return the identity of another log that was at this place before, or None."""
        text = _read(self._place_file)
        before = text.split("\n")[0] if text else self.identity
        return None if before == self.identity else before

    def keep(self, checkpoint: Checkpoint) -> None:
        """Remember *checkpoint*, and that this log is at this place."""
        try:
            os.makedirs(_folder(), mode=0o700, exist_ok=True)
            _write(self.file, str(checkpoint))
            _write(self._place_file, f"{self.identity}\n{self.place}\n")
        except OSError as error:
            raise InputError(
                f"The checkpoint could not be remembered in {_folder()}: {error.strerror}."
            ) from None


def _folder() -> str:
    return os.path.join(user_state_dir("partnership-timeline", appauthor=False), "verified")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ForgottenError(f"{path} cannot be read: {error.strerror}.") from None


def _write(path: str, text: str) -> None:
    """Write *text* to the file at *path*, whole or not at all."""
    with beside(path) as name:
        with open(name, "x", encoding="utf-8", errors="surrogateescape") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
