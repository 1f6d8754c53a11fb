"""Tell the user that there is no such name, and which one was probably meant."""

from collections.abc import Iterable


def no_such(what: str, name: str, there: Iterable[str], command: str) -> str:
    """Return the sentence of an error: there is no *what* called *name*.

    The sentence suggests the closest name in *there* or, if none is close, the *command* that
    lists the names.
    """
    meant = did_you_mean(name, there)
    return f"There is no {what} '{name}'. {meant or f'`{command}` lists them.'}"


def did_you_mean(name: str, there: Iterable[str]) -> str:
    """Return the question whether the closest name in *there* was meant, or an empty text."""
    from difflib import get_close_matches

    names = {one.lower(): one for one in there}
    typed = name.lower()
    begun = [one for one in names if one.startswith(typed)][:1] if typed else []
    close = begun or get_close_matches(typed, names, n=1, cutoff=0.6)
    return f"Did you mean {names[close[0]]}?" if close else ""
