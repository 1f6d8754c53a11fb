"""Make the standard streams ones that any text can be written to, whatever the caller passed on."""

import os
import sys


def prepare() -> None:
    """Put the null device in place of a stream that is closed, and let the others escape.

    The next file that is opened would get the number of a closed stream, and what a library prints
    would end up in it. A sign that the encoding of a stream does not have is written as `\\u5951`.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
