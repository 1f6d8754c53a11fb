"""Tell the user what went wrong: a sentence on stderr, and an exit code."""

import os
import sys
from collections.abc import Callable

from cli.terminal import echo, printable
from events.errors import TimelineError


def exit_on_error(work: Callable[[], object]) -> object:
    """Do *work*; if it fails in a way that we foresee, say so and exit."""
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
    """Write to nowhere, so that the flush at exit does not fail: nobody reads any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                os.dup2(nowhere, stream.fileno())
            except OSError:
                continue  # It is no file, so that there is nothing to flush into.
