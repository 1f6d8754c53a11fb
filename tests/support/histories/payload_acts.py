"""Random acts of every kind and with every key, and damaged payloads of them.

Everything is drawn from a seeded `random.Random`, so an act is named by its seed.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any, TypeVar
from unicodedata import normalize

from events.dates.dates import Date, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    EVENT_FIELDS,
    VERBS,
    Act,
    Assert,
    Authority,
    Change,
    Claim,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Dispute,
    Event,
    ExpectedClaim,
    ExpectedPlan,
    Issue,
    Note,
    Partnership,
    Position,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Thing,
    When,
)
from events.model.vocabulary import FLAGS, STATUSES
from events.payload.schema import SHAPES

Plain = dict[str, Any]
T = TypeVar("T")

TEXTS = (
    *("2030", "no", "~", "true", "null", "none", "undisclosed", "0x1F", "- x", "a: b", "# c", "é"),
    *(" before", "after ", "two\nlines", "a\u2028b", "\ufeffb", "\x1b[31m", "\x7f", "\u202eb"),
    *("a\xa0b", "😀", "\U0010ffff", "日本", 'a "b" \\ /', "\x01", "K", "K\u200dx", "x" * 300),
)
NAMES = ("a", "2025-10-28", "ip-license.end", "9_", "no", "equity.stake", "a" * 100)
DATES = (
    *("2025-10-28", "2025-10", "2019", "2025-35", "2025-06?", "2025-06~", "2025-06-11%"),
    *("XXXX-06", "[2024-06,2025-06]", "[..2026-06-08]", "[2026-02-27..]"),
    "[2018-09-01..2018-10-03]",
)
LAST_DAYS = ("2031", "2032-06-30", "[2033-01..2033-03]", "[..2034]")
FIRST_DAYS = ("2012", "2013-01-31", "[2011-03..]")
SPANS = ("2022", "2022-36", "2022-03-01", "[2022-01..2023-06]", "2021~", "2020?")
GLOBS = ("*", "cloud.*", "*.end", "a", "[ab]?", "ip-license.[!x]*")
URLS = ("https://example.com/a?b=c#d", "http://é.example/x,y")


def text(rng: Random) -> str:
    return normalize("NFC", rng.choice(TEXTS) + rng.choice(("", "", rng.choice(TEXTS))))


def texts(rng: Random, least: int = 0) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text(rng) for _ in range(rng.randint(least, 3))))


def names(rng: Random, least: int = 0) -> tuple[str, ...]:
    return tuple(rng.sample(NAMES, rng.randint(least, 3)))


def globs(rng: Random) -> tuple[str, ...]:
    return tuple(rng.sample(GLOBS, rng.randint(0, 2)))


def date(rng: Random, written: Sequence[str] = DATES) -> Date:
    return parse(rng.choice(written))


def maybe(rng: Random, draw: Callable[[Random], T]) -> T | None:
    return draw(rng) if rng.random() < 0.4 else None


def name(rng: Random) -> str:
    return rng.choice(NAMES)


def last_day(rng: Random) -> Date:
    return date(rng, LAST_DAYS)


def duration(rng: Random) -> Duration:
    counts = {"days": rng.choice((1, 60, 99999))}, {"months": rng.choice((1, 4, 12, 27, 120))}
    return Duration(**rng.choice(counts))


def counted(rng: Random, *, is_last: bool = False) -> Reckoned:
    return Reckoned(duration(rng), name(rng), is_last)


def when(rng: Random, event: str = "") -> When:
    """Return a day of its own, or one counted from an event that is not *event*."""
    found = counted(rng)
    return date(rng) if rng.random() < 0.7 or found.event == event else found


def through(rng: Random) -> When:
    return last_day(rng) if rng.random() < 0.6 else counted(rng, is_last=rng.random() < 0.5)


def authority(rng: Random) -> Authority:
    return rng.choice(list(Authority))


def change(rng: Random) -> Change:
    kind: Any = rng.choice(list(VERBS.values()))
    fields = statement(rng)
    if kind is Note:
        return Note(**fields, text=text(rng))
    fields["note"] = maybe(rng, text)
    if kind is Dispute:
        said = (Position(party=text(rng), says=text(rng)) for _ in range(rng.randint(0, 3)))
        return Dispute(**fields, positions=tuple(said))
    if kind in (Set, Claim):
        fields |= lasting(rng, fields)
    if kind is Set:
        fields |= {"value": text(rng), "unless": names(rng), "hinge": maybe(rng, name)}
        fields |= {"notice": maybe(rng, duration), **starting(rng, fields)}
        fields["renews"] = maybe(rng, duration) if fields.get("through") else None
    if kind is Claim:
        fields |= {"value": maybe(rng, text), "adds": rng.random() < 0.5}
    made: Change = kind(**fields)
    return made


def statement(rng: Random) -> dict[str, Any]:
    of = maybe(rng, name)
    return {
        "term": name(rng),
        "when": None if of else maybe(rng, when),
        "announced": maybe(rng, date),
        "authority": maybe(rng, authority),
        "by": texts(rng),
        "sources": names(rng),
        "of": of,
    }


def lasting(rng: Random, fields: dict[str, Any]) -> dict[str, Any]:
    if fields["when"] is None and fields["of"] is None and rng.random() < 0.3:
        return {"during": date(rng, SPANS)}
    return {"through": maybe(rng, through)}


def starting(rng: Random, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the condition on which a change starts, if it may start on one."""
    apart = fields["when"] or fields["of"] or fields.get("during")
    return {"once": None if apart else maybe(rng, name)}


def acting(rng: Random, event: str) -> dict[str, Any]:
    """Return what an event does to others than itself."""
    others = [one for one in NAMES if one != event]
    kinds = ("after", "dates", "calls_off", "confirms", "denies")
    return {kind: maybe(rng, lambda rng: rng.choice(others)) for kind in kinds}


def said(rng: Random, event: str) -> dict[str, Any]:
    return {
        **acting(rng, event),
        "title": text(rng),
        "authority": maybe(rng, authority),
        "by": texts(rng),
        "sources": names(rng, 1),
        "when": maybe(rng, lambda rng: when(rng, event)),
        "announced": maybe(rng, date),
        "summary": maybe(rng, text),
        "met": names(rng),
        "restates": globs(rng),
        "changes": tuple(change(rng) for _ in range(rng.randint(0, 4))),
    }


def correct(rng: Random) -> Correct:
    given = frozenset(rng.sample(EVENT_FIELDS, rng.randint(1, len(EVENT_FIELDS))))
    event = name(rng)
    fields = {key: value for key, value in said(rng, event).items() if key in given}
    replaced = Correction(given=given, **fields)
    return Correct(id=act_id(rng), event=event, fields=replaced, reason=text(rng))


def event(rng: Random) -> Event:
    id = name(rng)
    return Event(id=id, **said(rng, id))


def act_id(rng: Random) -> str:
    return rng.choice(("define:term:a", "x`|<b>", "a.c1", "assert:2026-01-01:a#", "a" * 300))


def thing(rng: Random) -> Thing:
    match rng.randrange(4):
        case 0:
            return Partnership(title=text(rng), parties=texts(rng))
        case 1:
            return Condition(key=name(rng), title=text(rng))
        case 2:
            return term(rng)
        case _:
            return source(rng)


def term(rng: Random) -> Term:
    return Term(
        key=name(rng),
        title=text(rng),
        asks=maybe(rng, text),
        topic=maybe(rng, text),
        unit=maybe(rng, text),
        like=maybe(rng, name),
        notice=maybe(rng, duration),
    )


def source(rng: Random) -> Source:
    url = maybe(rng, lambda rng: rng.choice(URLS))
    locator = rng.choice((None, "page 3: second line", "8"))
    snapshot = rng.choice((None, "0" * 64, "9e" * 32))
    return Source(
        key=name(rng),
        url=url,
        title=maybe(rng, text) if url else text(rng),
        publisher=maybe(rng, text),
        published=maybe(rng, date),
        locator=locator,
        retells=maybe(rng, name),
        snapshot=snapshot,
        at=rng.choice((None, "0-19", "120-139")) if locator and snapshot else None,
    )


def redefine(rng: Random) -> Redefine:
    new, own = thing(rng), act_id(rng)
    match rng.randrange(4) if isinstance(new, Term) else 0:
        case 1:
            return Redefine(id=own, thing=new, renamed=name(rng))
        case 2:
            return Redefine(id=own, thing=new, split=names(rng, 2))
        case 3:
            return Redefine(id=own, thing=new, merged=name(rng))
        case _:
            return Redefine(id=own, thing=new)


def cover(rng: Random) -> Cover:
    through = maybe(rng, last_day)
    since = maybe(rng, lambda rng: date(rng, FIRST_DAYS)) if through else date(rng, FIRST_DAYS)
    return Cover(id=act_id(rng), since=since, through=through, terms=globs(rng))


def expected(rng: Random) -> Assert:
    value = maybe(rng, text)
    status = rng.choice(STATUSES) if value is None or rng.random() < 0.5 else None
    return Assert(
        id=act_id(rng),
        term=name(rng),
        on=date(rng),
        known=maybe(rng, lambda rng: date(rng, ("2019", "2025-10-28", "2025-06~"))),
        value=value,
        status=status,
        authority=maybe(rng, authority),
        by=maybe(rng, texts),
        since=maybe(rng, date),
        through=maybe(rng, date),
        unless=maybe(rng, names),
        hinge=maybe(rng, name),
        last_confirmed=maybe(rng, date),
        confirmed=maybe(rng, name),
        carried=maybe(rng, name),
        flags=maybe(rng, lambda rng: tuple(rng.sample(FLAGS, rng.randint(0, 3)))),
        claims=maybe(rng, lambda rng: (expected_claim(rng),) * rng.randint(0, 2)),
        pending=maybe(rng, lambda rng: (expected_plan(rng),) * rng.randint(0, 2)),
    )


def expected_claim(rng: Random) -> ExpectedClaim:
    return ExpectedClaim(
        value=maybe(rng, text),
        status=maybe(rng, lambda rng: rng.choice(STATUSES)),
        by=maybe(rng, texts),
        authority=maybe(rng, authority),
        since=maybe(rng, date),
        through=maybe(rng, date),
    )


def expected_plan(rng: Random) -> ExpectedPlan:
    return ExpectedPlan(
        verb=maybe(rng, lambda rng: rng.choice([*VERBS])),
        value=maybe(rng, text),
        when=maybe(rng, date),
        once=maybe(rng, name),
    )


def issue(rng: Random) -> Issue:
    return Issue(
        id=act_id(rng),
        name=text(rng),
        command=text(rng),
        head=f"{rng.getrandbits(256):064x}",
        sha256=f"{rng.getrandbits(256):064x}",
        last=maybe(rng, date),
    )


ACTS: tuple[Callable[[Random], Act], ...] = (
    *(event,) * 4,
    *(correct,) * 2,
    lambda rng: Retract(id=act_id(rng), event=act_id(rng), reason=text(rng)),
    lambda rng: Define(id=act_id(rng), thing=thing(rng)),
    *(redefine, cover, expected, issue),
)


def act(rng: Random) -> Act:
    """Return one act, of any kind."""
    return rng.choice(ACTS)(rng)


ODD: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2**63, 1.5, [], {}, [[]], [{}], {"a": []}, "", " ", "~", "\0"),
    *("none", "null", "true", "false", "2030", ["x", "x"], ["x"], {"": ""}, [None], "a" * 101, "A"),
    *("../x", "\ud800", "a\udfffb", "e\u0301", ["e\u0301", "é"], "a\0b", "\u2028", "https://", "x"),
    *("javascript:alert(1)", "2023-02-29", "[2024-06,2025-06]", "[2030..]", "[..2030]", "2020"),
    *("60d after a", "10y from a", "60d after x", "60 days after a", "2w  before a", "60d", "0d"),
    *(
        "1y from none",
        "5 quarters from a",
        "1d since A",
        ["a.*"],
        ["A.*"],
        "a.*",
        "*",
        "official",
        "in-force",
        "varied",
        "term:a",
        "1y",
    ),
    *("partnership", "source:a", "condition:A", ["a", "b"], ["a", 1], [["a"]], ["none"], "2025-Q3"),
    *([{"set": "a", "value": "b"}], [{"party": "A", "says": "b"}], [{"note": "a"}], "0" * 64),
)
"""Values to put where something else is expected."""

KEYS = (
    *sorted({name for shape in SHAPES for name in shape.names} | set(VERBS)),
    *("value", "through", "during", "unless", "while", "ended", "adds", "positions", "of", "text"),
    *("calls_off", "hinge", "extend"),
    *("", "V", "v", "When", "source", "\ud800"),
)


def worsened(rng: Random, plain: Plain) -> Plain:
    """Return a copy of *plain* changed in one to three places, which need not make it invalid."""
    plain = deepcopy(plain)
    for _ in range(rng.randint(1, 3)):
        _worsen(rng, rng.choice(list(mappings(plain))))
    return plain


def mappings(value: object) -> Iterator[Plain]:
    """Yield every mapping in *value*."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from mappings(item)


def _worsen(rng: Random, mapping: Plain) -> None:
    key = rng.choice(list(mapping) or [""])
    match rng.randrange(6):
        case 0:
            mapping.pop(key, None)
        case 1:
            mapping[rng.choice(KEYS)] = deepcopy(rng.choice(ODD))
        case 2:
            mapping[rng.choice(KEYS)] = mapping.pop(key, None)
        case 3:
            mapping[rng.choice(KEYS)] = deepcopy(mapping.get(key))
        case 4 if isinstance(mapping.get(key), list) and mapping[key]:
            mapping[key].insert(0, deepcopy(rng.choice((*ODD, *mapping[key]))))
        case _:
            mapping[key] = deepcopy(rng.choice(ODD))
