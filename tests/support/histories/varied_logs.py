"""Varied logs, with every verb and key, as entries of a log."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from rule_histories import PARTIES, history
from rule_oracle import Kept as Told

from events.errors import IntegrityError
from events.log import log
from events.log.log import open_log
from events.model.kinds import (
    Act,
    Define,
    Partnership,
    Redefine,
    Term,
)
from events.payload import codec
from timeline.answers.update import bring_up
from timeline.record.record import Kept, record_of

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


def taken_in(url: str, histories: dict[str, list[Kept]]) -> None:
    """Append all histories."""
    with open_log(url, writing=True, follow=bring_up) as written:
        for slug, kept in histories.items():
            _add(written, slug, kept)
            written.followed(slug)


def _add(written: log.Log, slug: str, several: list[Kept]) -> None:
    with written.together([slug]):
        writer = written.writer(slug)
        writer._may_restore = True
        for one in several:
            writer.add(one.act, codec.encode(one.act), one.recorded)
        writer.flush()


def acts_of(seed: int) -> list[Kept]:
    """Return a history in which, now and then, a term is renamed, and renamed back, or retired."""
    random = Random(seed)
    kept = next(filter(is_storable, (_dated(history(random)) for _ in range(50))))
    for number in range(random.choice((0, 0, 1, 2, 3))):
        at = random.randrange(len(kept), len(kept) + 1) if number == 0 else len(kept)
        kept = list(_renamed(kept, at, random, number))
    return _retired(kept, random) if random.random() < 0.6 else kept


def _dated(kept: list[Told]) -> list[Kept]:
    return [Kept(version, f"{at[:-1]}.000000Z", act) for version, at, act in kept]


def is_storable(kept: list[Kept]) -> bool:
    """Tell whether a log would take it in: the rule has an answer where a payload is refused."""
    try:
        return all(codec.decode(codec.encode(one.act)) == one.act for one in kept)
    except IntegrityError:
        return False


def _renamed(kept: list[Kept], at: int, random: Random, number: int) -> Iterator[Kept]:
    record = record_of(kept)
    old = random.choice(sorted(record.terms))
    backs = [was for was, now in record.renamed.items() if now == old]
    new = random.choice([f"new-{number}", *backs])
    thing = replace(record.terms[old], key=old)
    acts: list[Act] = [Redefine(id=f"rename-{number}", thing=thing, renamed=new)]
    if new not in backs:
        acts.insert(0, Define(id=f"define-{number}", thing=Term(key=new, title="New")))
    last = kept[-1].recorded
    yield from kept[:at]
    yield from (Kept(at + 1 + n, last, act) for n, act in enumerate(acts))


def _retired(kept: list[Kept], random: Random) -> list[Kept]:
    """Return *kept* and an act by which a term gives way to one other term, or to two."""
    record = record_of(kept)
    old, *others = random.sample(sorted(record.terms), len(record.terms))
    if not others:
        return kept
    act = Redefine(id="retire", thing=replace(record.terms[old], key=old), merged=others[0])
    if len(others) > 1 and random.random() < 0.5:
        act = replace(act, merged=None, split=tuple(others[:2]))
    return [*kept, Kept(len(kept) + 1, kept[-1].recorded, act)]
