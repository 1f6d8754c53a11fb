"""Varied logs, with every verb and key, as entries of a log."""

from random import Random

from rule_histories import PARTIES, history

from events.errors import IntegrityError
from events.model.kinds import (
    Act,
    Define,
    Partnership,
    Redefine,
    Term,
)
from events.payload import codec

NEW = ("omega", "psi")
"""The new names given to renamed terms."""


def varied(random: Random) -> list[tuple[str, Act]]:
    """Return a random history that can be stored, with terms renamed and parties added in it.

    Acts after a renaming use the old name or the new one.
    """
    told = storable(random)
    names = ["alpha", *NEW]
    for name in NEW[: random.choice((0, 1, 1, 2))]:
        at = random.randrange(12, len(told) + 1)
        instant, was = told[at - 1][0], names[names.index(name) - 1]
        later = [(when, by_name(act, was, name, random)) for when, act in told[at:]]
        told[at:] = [
            (instant, Define(id=f"new-{name}", thing=Term(key=name, title="New"))),
            (instant, Redefine(id=name, thing=Term(key=was, title="Old"), renamed=name)),
            *later,
        ]
    if random.random() < 0.2:
        at = random.randrange(12, len(told) + 1)
        parties = (*PARTIES, "reuters")
        thing = Partnership(title="With Reuters", parties=parties)
        told[at:at] = [(told[at - 1][0], Redefine(id="parties", thing=thing))]
    return told


def storable(random: Random) -> list[tuple[str, Act]]:
    """Return a random history that can be stored."""
    while True:
        try:
            return [(instant, stored(act)) for _, instant, act in history(random)]
        except IntegrityError:
            continue  # An answer that ends before it begins is refused.


def stored(act: Act) -> Act:
    """Return *act* as it comes back from a log."""
    return codec.decode(codec.encode(act))


def by_name(act: Act, was: str, name: str, random: Random) -> Act:
    """Return *act*, at random with the new *name* of a term in place of the old one."""
    if isinstance(act, Define | Redefine) or random.random() < 0.5:
        return act
    return codec.decode(codec.encode(act).replace(f'"{was}"'.encode(), f'"{name}"'.encode()))
