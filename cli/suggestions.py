"""Compare what people wrote: which name was probably meant, and which titles say the same."""

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

    names: dict[str, str] = {}
    for one in there:
        names.setdefault(one.lower(), one)
    typed = name.lower()
    begun = [one for one in names if one.startswith(typed)][:1] if typed else []
    close = begun or get_close_matches(typed, names, n=1, cutoff=0.6)
    return f"Did you mean {names[close[0]]}?" if close else ""


def similar(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 (nothing in common) to 100 (the same words)."""
    from rapidfuzz import fuzz, utils

    return fuzz.token_set_ratio(one, other, processor=utils.default_process)
