"""Random acts, and histories in which each act refers only to earlier ones."""

from dataclasses import replace
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from events.dates.dates import Date, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.ledger.references import References
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
from events.model.renaming import Names
from events.model.vocabulary import FLAGS, STATUSES

AWKWARD = (
    *("2030", "no", "~", "true", "null", "none", "undisclosed", "0x1F", "1e3", "12:30:00", "="),
    *("- x", "a: b", "key:", "a #b", "# c", "[a", "{b", "]", ", c", "&a", "*a", "!t", "%d", "@e"),
    *("---", "...", "? q", "| v", "> p", "`", "'s'", "it's", '"d"', "\\", "\\n", "a\\'\"b", "<<"),
    *(" before", "after ", "\ttab", "tab\tin", "two\nlines", "end\n", "\nfront", "a\n\nb", "a\n b"),
    *("a\r\nb", "a\u2028b", "a\x85b", "\ufeffb", "\x1b[31m", "\x7f", "\u202eb", "a\xa0b", "a\xadb"),
    *("😀", "\U000e0001x", "\U0010ffff", "\ue000", "é", "日本", "²", "double  blank"),
    "a long paragraph of many words, folded: it has colons # and marks, " * 4 + "and an end",
    "a line of verse that is long enough to be folded, if that could be done at all\n- and more",
)

texts = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
).map(lambda text: normalize("NFC", text)).filter(lambda text: not text.isspace())
speakers = st.lists(texts, max_size=2, unique=True).map(tuple)

few = st.none() | texts
stems = st.sampled_from(("a", "2025-10-28", "ip-license.end", "9_", "no"))
dates: SearchStrategy[Date] = st.sampled_from(
    (
        *("2025-10-28", "2025-10", "2019", "2025-Q3", "2025-06?", "2025-06~", "2025-06-11%"),
        *("XXXX-06", "[2024-06,2025-06]", "[..2026-06-08]", "[2026-02-27..]"),
        "[2018-09-01..2018-10-03]",
    )
).map(parse)
years = st.sampled_from(("2022", "2025-10", "2024-Q1")).map(parse)
last_days = st.sampled_from(("2031", "2032-06-30", "[2033-01..2033-03]")).map(parse)
authorities = st.sampled_from(Authority)
instants = st.sampled_from(
    ("2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.000001Z", "2026-11-21T23:59:59.999999Z")
)


maybe_dates = st.none() | dates
up_to_three, up_to_four = st.integers(0, 3), st.integers(0, 4)
positions = st.builds(Position, party=texts, says=texts)
durations = st.sampled_from((Duration(days=60), Duration(months=4), Duration(months=12)))


class _Standing:
    """What the next act may refer to."""

    def __init__(self) -> None:
        self.things: dict[str, list[str]] = {"term": [], "condition": [], "source": []}
        self.events: list[str] = []
        self.corrections: list[str] = []
        self.has_partnership = False
        self.counted: set[str] = set()
        self.hung = self.renamed = False
        """Whether a term hangs on another, or was renamed: the two together could make a cycle."""
        self.references = References()
        self.names = Names()


def _one(draw: DrawFn, listed: list[str]) -> str:
    return listed[draw(st.integers(0, len(listed) - 1))]


def _maybe(draw: DrawFn, listed: list[str]) -> str | None:
    is_drawn = draw(st.booleans())
    return _one(draw, listed) if listed and is_drawn else None


def _some(draw: DrawFn, listed: list[str], least: int = 0) -> tuple[str, ...]:
    count = max(least, draw(up_to_three))
    return tuple(dict.fromkeys(_one(draw, listed) for _ in range(count))) if listed else ()


def _changes(draw: DrawFn, standing: _Standing, told: list[str]) -> tuple[Change, ...]:
    count = draw(up_to_four) if standing.things["term"] else 0
    return tuple(_change(draw, standing, told) for _ in range(count))


def _when(draw: DrawFn, told: list[str]) -> When | None:
    event = _maybe(draw, told)
    return Reckoned(draw(durations), event) if event and draw(st.booleans()) else draw(maybe_dates)


def _change(draw: DrawFn, standing: _Standing, told: list[str]) -> Change:
    kind: Any = draw(st.sampled_from(list(VERBS.values())))
    of = _maybe(draw, told)
    common: dict[str, Any] = {
        "term": _one(draw, standing.things["term"]),
        "when": None if of else _when(draw, told),
        "announced": draw(maybe_dates),
        "authority": draw(st.none() | authorities),
        "by": draw(speakers),
        "sources": _some(draw, standing.things["source"]),
        "of": of,
    }
    if kind is Note:
        return Note(**common, text=draw(texts))
    common["note"] = draw(few)
    if kind in (Set, Claim):
        common |= _lasting(draw, common, told)
        common["value"] = ("10 " if common["term"] in standing.counted else "") + draw(texts)
    if kind is Set:
        hinge = _hinge(draw, standing, common["term"])
        common |= _going_on(draw, standing, common)
        return Set(**common, unless=_some(draw, standing.things["condition"]), hinge=hinge)
    if kind is Claim:
        if draw(st.booleans()):
            del common["value"]
        return Claim(**common, adds=draw(st.booleans()))
    if kind is Dispute:
        count = 1 + draw(up_to_three)
        return Dispute(**common, positions=tuple(draw(positions) for _ in range(count)))
    change: Change = kind(**common)
    return change


def _lasting(draw: DrawFn, common: dict[str, Any], told: list[str]) -> dict[str, When | None]:
    if common["when"] is None and common["of"] is None and draw(st.booleans()):
        return {"during": draw(years)}
    event = _maybe(draw, told)
    if event and draw(st.booleans()):
        return {"through": Reckoned(draw(durations), event, draw(st.booleans()))}
    return {"through": draw(st.none() | last_days)}


def _going_on(draw: DrawFn, standing: _Standing, common: dict[str, Any]) -> dict[str, Any]:
    """Return how a set starts and goes on."""
    apart = common["when"] or common["of"] or common.get("during")
    return {
        "renews": draw(st.none() | durations) if common.get("through") else None,
        "notice": draw(st.none() | durations),
        "once": None if apart else _maybe(draw, standing.things["condition"]),
    }


def _hinge(draw: DrawFn, standing: _Standing, term: str) -> str | None:
    terms = standing.things["term"]
    later = terms[terms.index(term) + 1 :]
    hinge = None if standing.renamed else _maybe(draw, later)
    standing.hung |= hinge is not None
    return hinge


def _acting(draw: DrawFn, told: list[str]) -> dict[str, Any]:
    """Return the day of the event after those *told*, and what it does to them.

    So that nothing is refused, every fourth event may be dated, called off or denied, the next one
    may date it or call it off, and the one after that may deny it. One that is called off has no
    day, and one that dates has a day of its own.
    """
    number = len(told)
    plans, abandoned = told[0::8], told[4::8]
    acting: dict[str, Any] = {"confirms": _maybe(draw, told)}
    match number % 4:
        case 0:
            return acting | {"when": _when(draw, told) if number % 8 == 0 else None}
        case 1:
            does = {"dates": _maybe(draw, plans), "calls_off": _maybe(draw, abandoned)}
            return acting | does | {"when": draw(maybe_dates)}
        case 2:
            denies = _maybe(draw, plans + abandoned)
            return {"denies": denies, "when": _when(draw, told)}
        case _:
            return acting | {"when": _when(draw, told), "after": _maybe(draw, told)}


def _globs(draw: DrawFn, standing: _Standing) -> tuple[str, ...]:
    """Return patterns that each match a term."""
    terms = standing.things["term"]
    return _some(draw, [*terms, *(f"{term[:1]}*" for term in terms)])


def _said(draw: DrawFn, standing: _Standing, told: list[str]) -> dict[str, Any]:
    return {
        **dict.fromkeys(("when", "after", "dates", "calls_off", "confirms", "denies")),
        **_acting(draw, told),
        "title": draw(texts),
        "authority": draw(authorities),
        "by": draw(speakers),
        "sources": _some(draw, standing.things["source"], least=1),
        "announced": draw(maybe_dates),
        "summary": draw(few),
        "changes": _changes(draw, standing, told),
        "restates": _globs(draw, standing),
        "met": _some(draw, standing.things["condition"]),
    }


def _event(draw: DrawFn, standing: _Standing) -> Event:
    name = f"{draw(stems)}{len(standing.events)}"
    return Event(id=name, **_said(draw, standing, standing.events))


def _correct(draw: DrawFn, standing: _Standing) -> Correct:
    event = _one(draw, standing.events)
    earlier = standing.events[: standing.events.index(event)]
    given = frozenset(draw(st.sets(st.sampled_from(EVENT_FIELDS), min_size=1)))
    said = _said(draw, standing, earlier)
    fields = Correction(given=given, **{key: said[key] for key in given})
    return Correct(id="", event=event, fields=fields, reason=draw(texts))


def _thing(draw: DrawFn, sort: str, key: str) -> Thing:
    match sort:
        case "partnership":
            return Partnership(title=draw(texts), parties=draw(speakers))
        case "term":
            return _term(draw, key)
        case "condition":
            return Condition(key=key, title=draw(texts))
        case _:
            return _source(draw, key)


def _term(draw: DrawFn, key: str) -> Term:
    return Term(
        key=key,
        title=draw(texts),
        asks=draw(few),
        topic=draw(few),
        unit=draw(st.sampled_from((None, "%", "USD"))),
        like=draw(st.none() | stems),
        notice=draw(st.none() | durations),
    )


def _source(draw: DrawFn, key: str) -> Source:
    return Source(
        key=key,
        url=draw(st.sampled_from(("https://example.com/a?b=c#d", "http://é.example/x,y"))),
        title=draw(few),
        publisher=draw(few),
        published=draw(maybe_dates),
        locator=draw(st.sampled_from((None, "page 3: second line", "8"))),
    )


def _define(draw: DrawFn, standing: _Standing, sort: str) -> Define:
    key = "" if sort == "partnership" else f"{draw(stems)}{len(standing.things[sort])}"
    thing = _thing(draw, sort, key)
    if isinstance(thing, Term) and thing.unit:
        standing.counted.add(key)
    if isinstance(thing, Source):
        thing = replace(thing, retells=_maybe(draw, standing.things["source"]))
    return Define(id="", thing=thing)


def _redefine(draw: DrawFn, standing: _Standing) -> Redefine:
    sort = _one(draw, [sort for sort, keys in standing.things.items() if keys])
    thing = _thing(draw, sort, _one(draw, standing.things[sort]))
    into = _into(draw, standing.things.get("term", [])) if sort == "term" else {}
    if isinstance(thing, Term):
        thing = replace(thing, unit=thing.unit if thing.key in standing.counted else None)
        name = into.get("renamed")
        if name and (standing.hung or any(standing.names.problems(thing.key, name))):
            into = {}
        standing.renamed |= "renamed" in into
    return Redefine(id="", thing=thing, **into)


def _into(draw: DrawFn, terms: list[str]) -> dict[str, Any]:
    how = draw(st.sampled_from(("", "", "renamed", "merged", "split")))
    if how == "split":
        return {"split": tuple(dict.fromkeys(terms))[:3]} if len(set(terms)) > 1 else {}
    return {how: _one(draw, terms)} if how else {}


def _issue(draw: DrawFn) -> Issue:
    digests = st.text("0123456789abcdef", min_size=64, max_size=64)
    return Issue(
        id="",
        name=draw(texts),
        command=draw(texts),
        head=draw(digests),
        sha256=draw(digests),
        last=draw(maybe_dates),
    )


def _cover(draw: DrawFn, standing: _Standing) -> Cover:
    since = draw(st.none() | years)
    through = draw(st.none() | last_days) if since else draw(last_days)
    terms = _globs(draw, standing) if draw(st.booleans()) else ()
    return Cover(id="", since=since, through=through, terms=terms)


def _assert(draw: DrawFn, standing: _Standing) -> Assert:
    value, status = draw(few), draw(st.sampled_from(STATUSES))
    once = _maybe(draw, standing.things["condition"])
    return Assert(
        id="",
        on=draw(dates),
        known=draw(maybe_dates.filter(lambda one: one is None or one.earliest is not None)),
        term=_one(draw, standing.things["term"]),
        value=value,
        status=status if value is None or draw(st.booleans()) else None,
        unless=draw(st.none() | st.just(_some(draw, standing.things["condition"]))),
        hinge=_maybe(draw, standing.things["term"]),
        flags=draw(st.none() | st.just(()) | st.just(FLAGS[:2])),
        claims=draw(st.none() | st.just((ExpectedClaim(value=value, by=("X",)),))),
        pending=(ExpectedPlan(once=once),) if once else None,
    )


def _next(draw: DrawFn, standing: _Standing, sort: str) -> Act | None:
    """Return an act of this *sort* that may come next, or None if none can."""
    told, things = standing.events, standing.things
    match sort:
        case "term" | "condition" | "source":
            return _define(draw, standing, sort)
        case "partnership" if not standing.has_partnership:
            return _define(draw, standing, sort)
        case "cover":
            return _cover(draw, standing)
        case "event" if things["source"]:
            return _event(draw, standing)
        case "correct" if told:
            return _correct(draw, standing)
        case "retract" if told:
            return Retract(id="", event=_one(draw, told + standing.corrections), reason=draw(texts))
        case "redefine" if any(things.values()):
            return _redefine(draw, standing)
        case "assert" if things["term"]:
            return _assert(draw, standing)
        case "issue":
            return _issue(draw)
        case _:
            return None


HEAD = ("partnership", "term", "term", "condition", "source", "source", "cover")
SORTS = ("event",) * 4 + ("correct", "retract", "redefine", "assert", "issue") + HEAD


def _stand(standing: _Standing, act: Act) -> None:
    standing.references.add(act)
    standing.names.take(act)
    match act:
        case Event():
            standing.events.append(act.id)
        case Correct():
            standing.corrections.append(act.id)
        case Define(thing=Partnership()):
            standing.has_partnership = True
        case Define(thing=Term() | Condition() | Source() as thing):
            standing.things[type(thing).__name__.lower()].append(thing.key)
        case _:
            pass


@st.composite
def histories(draw: DrawFn, max_size: int = 8) -> list[Act]:
    """Return acts that may each follow those before, with the head in file order or in any."""
    rest = draw(st.lists(st.sampled_from(SORTS), max_size=max_size))
    head = list(HEAD) if draw(st.booleans()) else draw(st.permutations(HEAD))
    standing = _Standing()
    history: list[Act] = []
    for sort in [*head, *rest]:
        act = _next(draw, standing, sort)
        if act is None:
            continue
        if not isinstance(act, Event):
            own = draw(st.sampled_from(("", "", "", ".own")))
            act = replace(act, id=f"{standing.references.default_id(act)}{own}")
        if not standing.references.has(act.id):
            _stand(standing, act)
            history.append(act)
    return history


@st.composite
def acts(draw: DrawFn) -> Act:
    """Return one act, of any kind."""
    return draw(st.sampled_from(draw(histories(max_size=4))))
