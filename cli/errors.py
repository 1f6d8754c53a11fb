"""Report errors to the user: a sentence on stderr, and an exit code."""

import os
import sys
from collections.abc import Callable

from cli.terminal import echo, printable
from events.errors import TimelineError


def exit_on_error(work: Callable[[], object]) -> object:
    """Run *work* and return its result; on an error of this program, report it and exit."""
    try:
        return work()
    except TimelineError as error:
        echo(f"Error: {printable(str(error), lines=True)}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _fall_silent()
        sys.exit(1)
    except OSError as error:
        echo(f"Error: The answer cannot be written: {error.strerror}.", err=True)
        _fall_silent()
        sys.exit(1)
    except (EOFError, KeyboardInterrupt):
        echo("\nAborted!", err=True)
        sys.exit(1)


def _fall_silent() -> None:
    """Redirect output to the null device: its reader is gone, and the flush at exit would fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                os.dup2(nowhere, stream.fileno())
            except OSError:
                continue  # The stream has no file descriptor that a flush could fail on.
