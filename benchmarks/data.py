"""Data: histories from a seed, as the lines that `timeline import` takes and as plain numbers.

Each partnership is made from the seed, the kind and its own number alone, so that any one can be
made again without the others. The lines are those of an export without versions and digests: the
payload is canonical, the instants never decrease, and the partnerships take turns.
"""

import json
import random
from array import array
from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from benchmarks.kinds import TYPICAL, Kind

FIRST = date(2000, 1, 1).toordinal()
DAYS = 9000
"""The days on which something happens: FIRST and those after it, to August 2024."""

FAR = 10_000_000
"""How far a date reaches that has no end on that side."""

SOURCES = 20
CONDITIONS = 2


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How much data of which kind: *events* of each partnership, over all of its *terms*."""

    kind: Kind = TYPICAL
    partnerships: int
    terms: int = 20
    events: int
    seed: int = 1

    @property
    def name(self) -> str:
        """What a file of it is called."""
        return f"{self.kind.name}-{self.partnerships}x{self.terms}x{self.events}-{self.seed}"

    @property
    def total(self) -> int:
        """How many events there are in all."""
        return self.partnerships * self.events

    @property
    def form(self) -> str:
        """How many partnerships share the events, in words."""
        return "one partnership" if self.partnerships == 1 else f"{self.partnerships} partnerships"


class Said(NamedTuple):
    """One event of one partnership with its one change, or the correction of an earlier one.

    Days are ordinals, *first* and *last* the possible ones; 0 stands for none. *moment* is the
    event on whose day it falls: its own, or that of which it tells more.
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
    met: int
    corrects: int
    recorded: str

    @property
    def day(self) -> int:
        """The day of it for a program that knows nothing of uncertainty."""
        return self.last if self.last < FAR else self.announced


def slug(partnership: int) -> str:
    """Name a partnership."""
    return f"p{partnership:05}"


def term(number: int) -> str:
    """Name a term."""
    return f"term.{number:02}"


def worded(value: int) -> str:
    """Return the text of a value, as long as those of the bundled ledger are in the middle."""
    return f"{value / 10:.1f} per cent of the net revenue it names"


def history(shape: Shape, partnership: int) -> Iterator[Said]:
    """Yield what is said of one partnership, in the order of the log."""
    return _History(shape, partnership).all()


def _drawn(weights: Mapping[str, int], pick: Callable[[], float]) -> Callable[[], str]:
    """Return what draws one of *weights*' keys."""
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
            met=1 + int(pick() * CONDITIONS) if kind.met and pick() < kind.met else 0,
            corrects=0,
            recorded=recorded,
        )

    def _days(self, number: int, today: int) -> tuple[int, int]:
        """Return the effective day and the one on which it was announced."""
        pick, n = self._pick, self._shape.events
        announced = max(FIRST, today - int(pick() * 3))
        match self._kind.order:
            case "advancing":
                late = int(self._lateness())
                effective = announced - int(1 + pick() * late) if late else announced
            case "shuffled":
                effective = FIRST + int(pick() * DAYS)
            case "reversed":
                effective = FIRST + DAYS - 1 - DAYS * (number - 1) // n
            case _:
                effective = FIRST + int(_folded(number / n, pick()) * DAYS)
        return effective, announced

    def _date(self, effective: int, is_first: bool) -> tuple[int, int, str]:
        """Return the first and last possible day and the text of a date around a day."""
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


def _folded(at: float, drawn: float) -> float:
    """Return where in time an event falls that stands *at* a part of the log.

    First a history of half of the time, then churn in it, then the other half filled in at random.
    """
    if at <= 1 / 3:
        return at * 1.5
    return drawn / 2 if at <= 2 / 3 else 0.5 + drawn / 2


def _start(year: int, month: int) -> int:
    """Return the first day of a month, which may be the thirteenth of the year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


_DAYS: dict[int, str] = {}


def _day(ordinal: int) -> str:
    """Return the text of a day; there are few different ones."""
    text = _DAYS.get(ordinal)
    if text is None:
        text = _DAYS[ordinal] = date.fromordinal(ordinal).isoformat()
    return text


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def vocabulary(shape: Shape, partnership: int) -> Iterator[dict[str, object]]:
    """Yield the definitions of a partnership, plain."""
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


def entry(shape: Shape, said: Said) -> str:
    """Return the payload of one event, canonical, with its version."""
    number = said.number
    name, pseudo = term(said.term), number * 2654435761 >> 7
    change = f'"{said.verb}":"{name}"'
    if said.verb == "set":
        change = _set(said, name)
    elif said.verb == "claim":
        change = _claim(said, name)
    elif said.verb == "dispute":
        change = (
            f'"dispute":"{name}","positions":[{{"party":"Party A","says":"It holds."}},'
            '{"party":"Party B","says":"It does not."}]'
        )
    elif said.verb == "note":
        change = f'"note":"{name}"'
    more = {}
    if said.moment != (said.corrects or number):
        more["of"] = f'"e{said.moment:07}"'
    if said.verb == "note":
        more["text"] = f'"{_NOTES[pseudo % 3]}"'
    elif pseudo % 1000 < shape.kind.noted * 1000:
        more["note"] = f'"{_NOTES[pseudo % 3]}"'
    changes = f"[{{{_merged(change, more)}}}]" if more else f"[{{{change}}}]"
    if said.corrects:
        return (
            f'{{"changes":{changes},"correct":"e{said.corrects:07}","id":"k{number:07}",'
            '"reason":"The first report gave another figure.","v":1}'
        )
    cited = f'"s{min(SOURCES - 1, SOURCES * (number - 1) // shape.events):02}"'
    if pseudo % 43 < 22:
        cited += f',"s{pseudo % SOURCES:02}"' if cited != f'"s{pseudo % SOURCES:02}"' else ""
    met = f'"met":["c{said.met}"],' if said.met else ""
    told = f'"summary":"{_SUMMARY}",' if pseudo % 430 < shape.kind.summed_up * 430 else ""
    return (
        f'{{"announced":"{_day(said.announced)}","authority":"{said.authority}",'
        f'"changes":{changes},"id":"e{number:07}",{met}"sources":[{cited}],{told}'
        f'"title":"What was said of {name} on occasion {number:07}","v":1,"when":"{said.when}"}}'
    )


def _set(said: Said, name: str) -> str:
    unless = f',"unless":["c{said.unless}"]' if said.unless else ""
    return f'"set":"{name}"{_through(said)}{unless},"value":"{worded(said.value)}"'


def _claim(said: Said, name: str) -> str:
    adds = '"adds":true,' if said.adds else ""
    by = f'"by":["Outlet {said.speaker}"]'
    return f'{adds}{by},"claim":"{name}"{_through(said)},"value":"{worded(said.value)}"'


def _through(said: Said) -> str:
    return f',"through":"{_day(said.through)}"' if said.through else ""


def _merged(change: str, more: Mapping[str, str]) -> str:
    """Put further keys in their place among those of a change, in the order of their letters."""
    parts = {part.partition(":")[0].strip('"'): part for part in _parts(change)}
    parts |= {key: f'"{key}":{text}' for key, text in more.items()}
    return ",".join(parts[key] for key in sorted(parts))


def _parts(change: str) -> list[str]:
    if '"positions":' in change:
        head, _, tail = change.partition(',"positions":')
        return [head, f'"positions":{tail}']
    return change.replace(',"', '\n"').split("\n")


class Written(NamedTuple):
    """The files that hold the data of a *shape*, and how many *entries* the lines are."""

    shape: Shape
    lines: Path
    numbers: Path
    entries: int


def definitions(shape: Shape) -> Iterator[str]:
    """Yield the lines that define what the events of all partnerships speak of."""
    for partnership in range(shape.partnerships):
        head = f'{{"partnership":"{slug(partnership)}","recorded":"{_day(FIRST)}T00:00:00.000000Z"'
        for plain in vocabulary(shape, partnership):
            payload = json.dumps({**plain, "v": 1}, sort_keys=True, separators=(",", ":"))
            yield f'{head},"entry":{payload}}}\n'


def lines(shape: Shape, numbers: "Numbers | None" = None) -> Iterator[str]:
    """Yield the lines of all partnerships; put what they say into *numbers* too."""
    yield from definitions(shape)
    histories = [history(shape, one) for one in range(shape.partnerships)]
    heads = [f'{{"partnership":"{slug(one)}","recorded":"' for one in range(shape.partnerships)]
    for _ in range(shape.events):
        for partnership, one in enumerate(histories):
            said = next(one)
            if numbers is not None:
                numbers.add(partnership, said)
            yield f'{heads[partnership]}{said.recorded}","entry":{entry(shape, said)}}}\n'


COLUMNS = ("partnership", "term", "verb", "day", "announced", "recorded", "value")
VERBS = {"set": 0, "end": 1}
OTHER = 2
"""What a verb is that sets and ends nothing, and every correction."""


class Numbers:
    """The same data in numbers, for programs that know nothing of uncertainty: a column each.

    A row is an event in the order of the log: its number there is its place in the columns.
    *recorded* is a day. Who is believed, until when a value lasts, what is corrected: left out.
    """

    def __init__(self) -> None:
        self.columns = {name: array("i") for name in COLUMNS}
        self._appends = [self.columns[name].append for name in COLUMNS]

    def __len__(self) -> int:
        return len(self.columns["term"])

    def add(self, partnership: int, said: Said) -> None:
        """Add one event."""
        verb = OTHER if said.corrects else VERBS.get(said.verb, OTHER)
        recorded = date.fromisoformat(said.recorded[:10]).toordinal()
        values = (partnership, said.term, verb, said.day, said.announced, recorded, said.value)
        for append, value in zip(self._appends, values, strict=True):
            append(value)

    def rows(self) -> Iterator[tuple[int, ...]]:
        """Yield each row."""
        return zip(*self.columns.values(), strict=True)

    def write(self, file: Path) -> None:
        """Keep the columns in *file*, one after the other."""
        with open(file, "wb") as stream:
            for name in COLUMNS:
                self.columns[name].tofile(stream)

    @classmethod
    def read(cls, file: Path) -> "Numbers":
        """Read what `write` has kept."""
        found = cls()
        count = file.stat().st_size // (found.columns["term"].itemsize * len(COLUMNS))
        with open(file, "rb") as stream:
            for name in COLUMNS:
                found.columns[name].fromfile(stream, count)
        return found


def write(shape: Shape, folder: Path) -> Written:
    """Write the data of *shape* to *folder*, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    text, plain = folder / f"{shape.name}.jsonl", folder / f"{shape.name}.numbers"
    entries = shape.total + shape.partnerships * (1 + shape.terms + CONDITIONS + SOURCES)
    if not plain.exists():
        numbers = Numbers()
        with open(text, "w", encoding="utf-8") as stream:
            stream.writelines(lines(shape, numbers))
        numbers.write(plain)
    return Written(shape, text, plain, entries)
