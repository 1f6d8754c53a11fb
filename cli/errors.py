"""Report errors to the user: a sentence on stderr, and an exit code."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from cli.terminal import echo, printable
from events.errors import TimelineError

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


class UntoldError(TimelineError):
    """Raised when something was done and recorded, but what to say of it cannot be written."""

    exit_code = 5

    def __init__(self, error: OSError) -> None:
        super().__init__(
            "It is done and recorded, but what was to be said of it cannot be written: "
            f"{error.strerror}."
        )


@contextmanager
def telling(*, done: bool = True) -> Iterator[None]:
    """Print within this context what a command has to say.

    If the work is *done* and recorded already, a failure to print must not read as a failure of the
    command: it raises UntoldError.
    """
    try:
        yield
    except OSError as error:
        if done:
            raise UntoldError(error) from error
        raise


def exit_on_error(work: Callable[[], object]) -> object:
    """Run *work* and return its result; on an error of this program, report it and exit."""
    try:
        return work()
    except TimelineError as error:
        code, sentence = error.exit_code, f"Error: {printable(str(error), lines=True)}\n"
    except BrokenPipeError:
        code, sentence = 1, ""  # Whoever read the answer has had enough of it.
    except OSError as error:
        code, sentence = 1, f"Error: The answer cannot be written: {error.strerror}.\n"
    except KeyboardInterrupt:
        code, sentence = INTERRUPTED, "\nInterrupted.\n"
    with suppress(OSError):
        echo(sentence, nl=False, err=True)
    _abandon_unwritable()
    sys.exit(code)


def _abandon_unwritable() -> None:
    """Redirect a stream that cannot be written to the null device, or the flush at exit fails."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError), open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), stream.fileno())
