"""Data: histories generated from a seed, as the lines that `timeline import` takes.

Each partnership depends only on the seed, the kind and its own number, so any of them can be
generated without the others. The lines are those of an export without versions and digests: the
payload is canonical, the instants never decrease, and the partnerships take turns.
"""

import json
import random
from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import kinds
from benchmarks.kinds import TYPICAL, Kind

FIRST = date(2000, 1, 1).toordinal()
DAYS = 9000
"""The number of days on which something happens, from FIRST to August 2024."""

FAR = 10_000_000
"""The ordinal of an open end."""

SOURCES = 20
CONDITIONS = 2


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The amount and kind of data: *events* for each partnership, spread over its *terms*."""

    kind: Kind = TYPICAL
    partnerships: int
    terms: int = 20
    events: int
    seed: int = 1

    @property
    def name(self) -> str:
        """The name of the file with this data."""
        return f"{self.kind.name}-{self.partnerships}x{self.terms}x{self.events}-{self.seed}"

    @property
    def total(self) -> int:
        """The total number of events."""
        return self.partnerships * self.events

    @property
    def entries(self) -> int:
        """The total number of entries, including the definitions of the vocabulary."""
        return self.total + self.partnerships * (1 + self.terms + CONDITIONS + SOURCES)

    def __str__(self) -> str:
        kind = "" if self.kind.name == "typical" else f"{self.kind.name}, "
        whom = f"{self.partnerships:,} partnerships" if self.partnerships > 1 else "one partnership"
        terms = "a term" if self.terms == 1 else f"{self.terms:,} terms"
        return f"{kind}{self.total:,} events of {terms}, {whom}"


class Said(NamedTuple):
    """One event of one partnership with its single change, or the correction of an earlier event.

    Days are ordinals, *first* and *last* being the possible ones; 0 means none. *moment* is the
    event on whose day it falls: itself, or the one about which it tells more.
    """

    number: int
    term: int
    verb: str
    value: int
    first: int
    last: int
    when: str
    announced: int
    authority: str
    through: int
    unless: int
    adds: bool
    speaker: int
    moment: int
    corrects: int
    recorded: str


def slug(partnership: int) -> str:
    """Return the name of a partnership."""
    return f"p{partnership:05}"


def term(number: int) -> str:
    """Return the name of a term."""
    return f"term.{number:02}"


def worded(value: int) -> str:
    """Return the text of a value, as long as the median value of the bundled ledger."""
    return f"{value / 10:.1f} per cent of the net revenue it names"


def history(shape: Shape, partnership: int) -> Iterator[Said]:
    """Yield what is said about one partnership, in log order."""
    return _History(shape, partnership).all()


def _drawn(weights: Mapping[str, int], pick: Callable[[], float]) -> Callable[[], str]:
    """Return a function that draws a key of *weights*."""
    keys, sums = list(weights), list(accumulate(weights.values()))
    total = sums[-1]
    return lambda: keys[bisect(sums, pick() * total)]


class _History:
    def __init__(self, shape: Shape, partnership: int) -> None:
        kind = shape.kind
        self._shape, self._kind = shape, kind
        self._random = random.Random(f"{shape.name}/{partnership}")
        pick = self._pick = self._random.random
        self._verb = _drawn(kind.verbs, pick)
        self._authority = _drawn(kind.authorities, pick)
        self._precision = _drawn(kind.precision, pick)
        self._lateness = _drawn({str(days): n for days, n in kind.lateness.items()}, pick)
        self._untold = set(range(shape.terms))
        self._undated = {n for n in range(shape.terms) if pick() < kind.unsaid_year}
        self._lately: deque[Said] = deque(maxlen=20)

    def all(self) -> Iterator[Said]:
        events = self._shape.events
        for number in range(1, events + 1):
            whole, part = divmod(DAYS * 86400 * (number - 1), 86400 * events)
            recorded = f"{_day(FIRST + whole)}T{_clock(part // events)}.000000Z"
            if self._lately and self._pick() < self._kind.corrected:
                wrong = self._lately[int(self._pick() * len(self._lately))]
                yield wrong._replace(
                    number=number,
                    value=int(self._pick() * 1000) if self._pick() < 0.5 else wrong.value,
                    corrects=wrong.number,
                    recorded=recorded,
                )
                continue
            said = self._event(number, FIRST + whole, recorded)
            if said.verb == "set":
                self._lately.append(said)
            yield said

    def _event(self, number: int, today: int, recorded: str) -> Said:
        pick, kind = self._pick, self._kind
        term = int(pick() * self._shape.terms)
        verb, authority = self._verb(), self._authority()
        is_first = term in self._untold
        if is_first:
            self._untold.discard(term)
            verb, authority = "set", "official"
        effective, announced = self._days(number, today)
        moment, (first, last, when) = number, self._date(effective, is_first)
        if is_first and pick() < kind.begun_before:
            first, when = -FAR, f"[..{_day(last)}]"
        elif self._undated and term in self._undated and not is_first:
            self._undated.discard(term)
            first, last, when = -FAR, FAR, f"XXXX-{1 + int(pick() * 12):02}"
        if self._lately and pick() < kind.of:
            told = self._lately[int(pick() * len(self._lately))]
            moment, first, last, when = told.moment, told.first, told.last, told.when
        is_set, is_claim = verb == "set", verb == "claim"
        through = 0
        if (is_set or is_claim) and pick() < kind.through:
            from_day = last if last < FAR else announced
            through = from_day + 30 + int(pick() * kind.window)
        return Said(
            number=number,
            term=term,
            verb=verb,
            value=int(pick() * 1000) if is_set or is_claim else 0,
            first=first,
            last=last,
            when=when,
            announced=announced,
            authority=authority,
            through=through,
            unless=1 + int(pick() * CONDITIONS) if is_set and pick() < kind.unless else 0,
            adds=is_claim and pick() < kind.adds,
            speaker=1 + int(pick() * kind.speakers) if is_claim else 0,
            moment=moment,
            corrects=0,
            recorded=recorded,
        )

    def _days(self, number: int, today: int) -> tuple[int, int]:
        """Return the effective day and the day of announcement."""
        pick, n = self._pick, self._shape.events
        announced = max(FIRST, today - int(pick() * 3))
        match self._kind.order:
            case "advancing":
                late = int(self._lateness())
                effective = announced - int(1 + pick() * late) if late else announced
            case "announced":
                effective = announced + int((2 * pick() - 1) * 730)
            case "random":
                effective = FIRST + int(pick() * DAYS)
            case _:
                effective = FIRST + DAYS - 1 - DAYS * (number - 1) // n
        return effective, announced

    def _date(self, effective: int, is_first: bool) -> tuple[int, int, str]:
        """Return the first and last possible day and the text of a date around *effective*."""
        precision = "day" if is_first else self._precision()
        if precision == "day":
            return effective, effective, _day(effective)
        whole = date.fromordinal(effective)
        year, month = whole.year, whole.month
        match precision:
            case "month":
                return _start(year, month), _start(year, month + 1) - 1, f"{year:04}-{month:02}"
            case "quarter":
                at = (month - 1) // 3
                first, last = _start(year, 3 * at + 1), _start(year, 3 * at + 4) - 1
                return first, last, f"{year:04}-{33 + at}"
            case "year":
                return _start(year, 1), _start(year + 1, 1) - 1, f"{year:04}"
            case _:
                first = effective - int(self._pick() * self._kind.span)
                last = first + 1 + int(self._pick() * self._kind.span)
                return first, last, f"[{_day(first)}..{_day(last)}]"


def _start(year: int, month: int) -> int:
    """Return the first day of a month; month 13 is January of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


_DAYS: dict[int, str] = {}


def _day(ordinal: int) -> str:
    """Return the text of a day, cached because there are few distinct ones."""
    text = _DAYS.get(ordinal)
    if text is None:
        text = _DAYS[ordinal] = date.fromordinal(ordinal).isoformat()
    return text


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def vocabulary(shape: Shape, partnership: int) -> Iterator[dict[str, object]]:
    """Yield the definitions of a partnership, as plain data."""
    name = slug(partnership)
    yield {
        "define": "partnership",
        "id": f"{name}.partnership",
        "title": f"Partnership {partnership}",
        "parties": [f"Party A{partnership}", f"Party B{partnership}"],
    }
    for number in range(shape.terms):
        yield {
            "define": f"term:{term(number)}",
            "id": f"{name}.term.{number}",
            "title": f"Term {number}",
            "asks": f"What share does the answer of term {number} name?",
            "topic": f"Topic {number % 5}",
        }
    for number in range(1, CONDITIONS + 1):
        yield {
            "define": f"condition:c{number}",
            "id": f"{name}.condition.{number}",
            "title": f"Condition {number} has come about",
        }
    for number in range(SOURCES):
        yield {
            "define": f"source:s{number:02}",
            "id": f"{name}.source.{number}",
            "url": f"https://example.org/{name}/{number}",
            "title": f"Announcement {number} of the two parties",
            "publisher": "Example News",
            "published": _day(FIRST + DAYS * number // SOURCES),
        }


_SUMMARY = "The two said what is to hold from then on, and which share each of them is to get."
_NOTES = ("as the filing words it", "with the exceptions that the annex names", "in part only")
_POSITIONS = [{"party": "Party A", "says": "It holds."}, {"party": "Party B", "says": "It ended."}]


def entry(shape: Shape, said: Said) -> str:
    """Return the canonical payload of one event."""
    pseudo = said.number * 2654435761 >> 7
    change = _change(said, _NOTES[pseudo % 3], pseudo % 1000 < shape.kind.noted * 1000)
    if said.corrects:
        return _canonical(
            changes=[change],
            correct=_id(said.corrects),
            id=f"k{said.number:07}",
            reason="The first report gave another figure.",
        )
    cited = {f"s{min(SOURCES - 1, SOURCES * (said.number - 1) // shape.events):02}": None}
    if pseudo % 43 < 22:
        cited[f"s{pseudo % SOURCES:02}"] = None
    more = {"summary": _SUMMARY} if pseudo % 430 < shape.kind.summed_up * 430 else {}
    return _canonical(
        announced=_day(said.announced),
        authority=said.authority,
        changes=[change],
        id=_id(said.number),
        sources=[*cited],
        title=f"What was said of {term(said.term)} on occasion {said.number:07}",
        when=said.when,
        **more,
    )


def _change(said: Said, note: str, is_noted: bool) -> dict[str, object]:
    change: dict[str, object] = {said.verb: term(said.term)}
    if said.verb in ("set", "claim"):
        change["value"] = worded(said.value)
    if said.verb == "claim":
        change["by"] = [f"Outlet {said.speaker}"]
    if said.verb == "dispute":
        change["positions"] = _POSITIONS
    if said.through:
        change["through"] = _day(said.through)
    if said.unless:
        change["unless"] = [f"c{said.unless}"]
    if said.adds:
        change["adds"] = True
    if said.moment != (said.corrects or said.number):
        change["of"] = _id(said.moment)
    if said.verb == "note":
        return change | {"text": note}
    return change | {"note": note} if is_noted else change


def _id(number: int) -> str:
    return f"e{number:07}"


def _canonical(**plain: object) -> str:
    return json.dumps({**plain, "v": 1}, sort_keys=True, separators=(",", ":"))


def definitions(shape: Shape) -> Iterator[str]:
    """Yield the lines that define what the events of all partnerships refer to."""
    for partnership in range(shape.partnerships):
        head = f'{{"partnership":"{slug(partnership)}","recorded":"{_day(FIRST)}T00:00:00.000000Z"'
        for plain in vocabulary(shape, partnership):
            yield f'{head},"entry":{_canonical(**plain)}}}\n'


def lines(shape: Shape) -> Iterator[str]:
    """Yield the lines of all partnerships."""
    yield from definitions(shape)
    histories = [history(shape, one) for one in range(shape.partnerships)]
    heads = [f'{{"partnership":"{slug(one)}","recorded":"' for one in range(shape.partnerships)]
    for _ in range(shape.events):
        for head, one in zip(heads, histories, strict=True):
            said = next(one)
            yield f'{head}{said.recorded}","entry":{entry(shape, said)}}}\n'


def write(shape: Shape, folder: Path) -> Path:
    """Return the file with the lines of *shape* in *folder*, writing it if it does not exist.

    Its name tells which code wrote it: other shares of the kinds make other data.
    """
    code = Path(__file__).read_bytes() + Path(kinds.__file__).read_bytes()
    file = folder / f"{shape.name}-{sha256(code).hexdigest()[:8]}.jsonl"
    if not file.exists():
        beside = file.with_suffix(".part")
        with open(beside, "w", encoding="utf-8") as stream:
            stream.writelines(lines(shape))
        beside.replace(file)
    return file


def news(number: int) -> dict[str, Any]:
    """Return an event, as plain data, for the end of any history; it refers to no other event."""
    when = _day(FIRST + DAYS + number % 100)
    return {
        "announced": when,
        "authority": "official",
        "changes": [{"set": term(0), "value": worded(number)}],
        "id": f"n{number:07}",
        "sources": ["s01"],
        "title": f"What was said last, on occasion {number:07}",
        "v": 1,
        "when": when,
    }
