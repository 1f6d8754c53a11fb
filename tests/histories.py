"""Random small logs in which the hard cases are common, each made from one number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from oracle import (
    ENDED,
    Answer,
    Kept,
    Met,
    Step,
    answers,
    concerning,
    count_worlds,
    steps_of,
    terms_of,
)

from events.dates import Date, parse
from events.model.kinds import (
    EVENT_FIELDS,
    Act,
    Authority,
    Change,
    Condition,
    Correct,
    Correction,
    Define,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Note,
    Partnership,
    Position,
    Reaffirm,
    Redefine,
    Retract,
    Set,
    Settle,
    Source,
    Term,
    Use,
    key_of,
    verb,
)
from events.words import NONE, UNDISCLOSED

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 12)
"""The horizon: the days that the dates of a history name."""

BEFORE, AFTER = FIRST - timedelta(2), LAST + timedelta(2)
"""Days to ask about on which nothing, or all, of a history has happened."""

WORLDS = 3_000
"""The most worlds a term of a history may have."""

ORIGIN = "2025-12-31T00:00:00.000000Z"
TERMS = ("fee", "seat")
CONDITIONS = ("agi", "ipo")
VALUES = ("a", "a", "b", "c", UNDISCLOSED, NONE)
AUTHORITIES = tuple(Authority)
RANK_MIXES = ((6, 1, 2, 2), (6, 1, 2, 2), (1, 0, 0, 0), (1, 1, 3, 3), (0, 0, 1, 0), (0, 0, 2, 2))
FIELD_CHANCES = {
    "when": 0.5, "announced": 0.2, "authority": 0.3, "sources": 0.2, "changes": 0.35, "met": 0.15,
}  # fmt: skip


def history(seed: int) -> list[Kept]:
    """Return the log made from *seed*: no more than WORLDS worlds, and nothing `append` refuses."""
    random = Random(seed)
    while True:
        kept = _Draft(random).written()
        if all(_is_sound(kept[:length]) for length in range(len(kept) + 1)):
            return kept


def rendered(kept: Iterable[Kept]) -> str:
    """Return the log for a reader, one line an act."""
    return "\n".join(f"{version:>3} {recorded} {_act(act)}" for version, recorded, act in kept)


def days_asked(random: Random, number: int) -> list[date]:
    """Return *number* days to ask about, now and then before and after all others."""
    inside = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    return random.choices([BEFORE, AFTER, *inside], [1, 2, *[1] * len(inside)], k=number)


def shares(
    histories: Sequence[Sequence[Kept]], *, seed: int = 0, days: int = 3
) -> dict[str, float]:
    """Return how often each hard case occurs among questions of a history and a day.

    A case occurs when it does for some term: in *undetermined*, *expiry*, *met*, *contested*,
    *disputed* and *carried* in some world of the answer; in *tie* and *mixed rank* between
    sets and ends that may have happened; the others when the answers differ without them.
    """
    random = Random(seed)
    cases = [_cases(kept, on, random) for kept in histories for on in days_asked(random, days)]
    names = sorted({name for case in cases for name in case})
    return {name: sum(name in case for case in cases) / len(cases) for name in names}


# --- The dates, changes and acts of one history


@dataclass
class _Draft:
    """A history on the way. A few *favourite* days, so that ties are common."""

    random: Random
    log: list[Kept] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    corrections: list[Correct] = field(default_factory=list)

    def written(self) -> list[Kept]:
        random = self.random
        self.favourites = sorted(random.randint(1, 12) for _ in range(random.randint(3, 5)))
        self.terms = TERMS[: random.choice((1, 1, 2))]
        self.mix = random.choice(RANK_MIXES)
        self.now, self.steady = ORIGIN, random.random() < 0.3
        late_term = len(self.terms) > 1 and random.random() < 0.3
        self.vocabulary(self.terms[:1] if late_term else self.terms)
        if self.steady:
            self.now = f"{AFTER}T09:00:00.000000Z"
        for number in range(random.choice((1, 2, 3, 4, 4, 5, 5, 6, 6, 7))):
            self.tick()
            if late_term and number == 1:
                self.define(Term(key=TERMS[1], title="Late"))
            defined = self.terms[:1] if late_term and number == 0 else self.terms
            self.event(number + 1, defined)
            if random.random() < 0.2:
                self.correct(defined)
            if random.random() < 0.1:
                self.retract()
            if random.random() < 0.04:
                self.redefine()
        return self.log

    def keep(self, act: Act) -> None:
        self.log.append((len(self.log) + 1, self.now, act))

    def tick(self) -> None:
        """Let time pass: now and then none, now and then days."""
        if not self.steady:
            today = max(date.fromisoformat(self.now[:10]), FIRST)
            later = today + timedelta(self.random.choice((0, 0, 1, 1, 2, 4)))
            self.now = max(self.now, f"{later}T{self.random.randint(0, 23):02}:00:00.000000Z")

    def define(self, thing: Partnership | Term | Condition | Source) -> None:
        self.keep(Define(id=f"d{len(self.log) + 1}", thing=thing))

    def vocabulary(self, terms: Sequence[str]) -> None:
        self.define(Partnership(title="One and Two"))
        for term in terms:
            self.define(Term(key=term, title=term))
        for condition in CONDITIONS:
            self.define(Condition(key=condition, title=condition))
        for key in ("s1", "s2", "s3", "s4"):
            self.define(self.source(key))

    def source(self, key: str) -> Source:
        exact = self.random.random() < 0.8
        published = self.exact() if exact else self.between()
        return Source(
            key=key, url="https://example.org", published=None if key == "s1" else parse(published)
        )

    def day(self) -> int:
        return self.random.choice((*self.favourites, *self.favourites, self.random.randint(1, 12)))

    def exact(self) -> str:
        return _day(self.day())

    def between(self) -> str:
        start, end = sorted((self.day(), self.day()))
        return f"[{_day(start)}..{_day(end)}]" if start < end else _day(start)

    def date_text(self) -> str | None:
        """Return a date of any kind."""
        first, second = sorted((self.day(), self.day()))
        kinds: list[tuple[int, str | None]] = [
            (40, _day(first)),
            (22, self.between()),
            (8, f"[{_day(first)},{_day(second)}]" if first < second else _day(first)),
            (4, f"[{_day(first)}?,{_day(second)}..]" if first < second else f"{_day(first)}?"),
            (6, f"{_day(first)}~"),
            (5, f"{_day(first)}?"),
            (2, f"{_day(first)}%"),
            (5, f"[..{_day(first)}]"),
            (5, f"[{_day(second)}..]"),
            (2, "XXXX-06"),
            (3, None),
        ]
        texts, weights = [text for _, text in kinds], [weight for weight, _ in kinds]
        return self.random.choices(texts, weights)[0]

    def date(self) -> Date | None:
        text = self.date_text()
        return None if text is None else parse(text)

    def through(self, when: Date | None) -> Date:
        """Return a last day, not before the first on which *when* may be."""
        first = (when.earliest if when else None) or FIRST
        day = min(first + timedelta(self.random.choice((0, 1, 2, 3, 5))), LAST)
        exact = str(max(first, day))
        last = first + timedelta(self.random.randint(1, 4))
        return parse(
            self.random.choice((exact, exact, exact, f"{exact}?", f"{exact}~",
                                f"[{first}..{last}]"))
        )  # fmt: skip

    def unless(self) -> tuple[str, ...]:
        return tuple(sorted(self.random.sample(CONDITIONS, self.random.choice((1, 1, 2)))))

    def authority(self) -> Authority:
        return self.random.choices(AUTHORITIES, self.mix)[0]

    def sources(self) -> tuple[str, ...]:
        number = self.random.choice((1, 1, 2))
        return tuple(sorted(set(self.random.choices(("s1", "s1", "s2", "s3", "s4"), k=number))))

    def event(self, number: int, terms: Sequence[str]) -> None:
        event = Event(id=f"e{number}", title="Event", **self.said(terms, self.events))
        self.events.append(event)
        self.keep(event)

    def said(self, terms: Sequence[str], earlier: Sequence[Event]) -> dict[str, Any]:
        """Return what an event, told after the *earlier* ones, may say but for its title."""
        when = self.date()
        return {
            "authority": self.authority(),
            "sources": self.sources(),
            "when": when,
            "announced": self.date() if self.random.random() < 0.25 else None,
            "changes": self.changes(terms, when, earlier),
            "met": self.met(),
        }

    def met(self) -> tuple[str, ...]:
        return self.unless() if self.random.random() < 0.3 else ()

    def changes(
        self, terms: Sequence[str], when: Date | None, earlier: Sequence[Event]
    ) -> tuple[Change, ...]:
        number = self.random.choices((0, 1, 2, 3), (4, 70, 20, 6))[0]
        return tuple(self.change(self.random.choice(terms), when, earlier) for _ in range(number))

    def change(self, term: str, when: Date | None, earlier: Sequence[Event]) -> Change:
        random = self.random
        common: dict[str, Any] = {"term": term}
        if earlier and random.random() < 0.16:
            happening = random.choice(earlier)
            common["of"], when = happening.id, happening.when
        elif random.random() < 0.12 and (own := self.date()) is not None:
            common["when"] = when = own
        if random.random() < 0.12:
            common["authority"] = self.authority()
        if random.random() < 0.1:
            common["announced"] = self.date()
        if random.random() < 0.12:
            common["sources"] = self.sources()
        kinds = ("set", "end", "reaffirm", "leave", "dispute", "settle", "use", "note")
        match random.choices(kinds, (54, 11, 10, 8, 7, 5, 2, 3))[0]:
            case "set":
                return Set(
                    **common,
                    value=random.choice(VALUES),
                    through=self.through(when) if random.random() < 0.27 else None,
                    unless=self.unless() if random.random() < 0.6 else (),
                    adds=random.random() < 0.12,
                )
            case "end":
                return End(**common)
            case "reaffirm":
                return Reaffirm(**common)
            case "leave":
                return LeaveUnsaid(**common)
            case "dispute":
                return Dispute(**common, positions=(Position(party="One", says="No."),))
            case "settle":
                return Settle(**common)
            case "use":
                return Use(**common)
            case _:
                return Note(**common, text="Worth knowing.")

    def correct(self, terms: Sequence[str]) -> None:
        if not self.events:
            return
        self.tick()
        number = self.random.randrange(len(self.events))
        event = self.events[number]
        said = self.said(terms, self.events[:number])
        given = [name for name in said if self.random.random() < FIELD_CHANCES[name]] or ["when"]
        correct = Correct(
            id=f"{event.id}.c{len(self.log) + 1}",
            event=event.id,
            fields=Correction(given=frozenset(given), **{name: said[name] for name in given}),
            reason="It was wrong.",
        )
        self.corrections.append(correct)
        self.keep(correct)

    def retract(self) -> None:
        """Retract an event or a correction, which nothing later then speaks of."""
        targets: list[Event | Correct] = [*self.events, *self.corrections]
        if not targets:
            return
        self.tick()
        target = self.random.choice(targets)
        self.events = [event for event in self.events if event.id != target.id]
        self.corrections = [
            correction
            for correction in self.corrections
            if target.id not in (correction.id, correction.event)
        ]
        self.keep(Retract(id=f"r{len(self.log) + 1}", event=target.id, reason="Never so."))

    def redefine(self) -> None:
        self.tick()
        source = self.source(self.random.choice(("s2", "s3", "s4")))
        self.keep(Redefine(id=f"d{len(self.log) + 1}", thing=source))


def _day(number: int) -> str:
    return f"2026-01-{number:02}"


def _is_sound(kept: Sequence[Kept]) -> bool:
    steps = steps_of(kept)
    return all(_is_in_order(step) for step in steps) and all(
        count_worlds(concerning(term, steps), AFTER) <= WORLDS for term in terms_of(kept)
    )


def _is_in_order(step: Step) -> bool:
    """Say whether *step* is not over before it can begin."""
    first = step.when.earliest if step.when else None
    through = step.possible[2]
    return first is None or through is None or through >= first


# --- What a history holds


def _cases(kept: Sequence[Kept], on: date, random: Random) -> set[str]:
    asked = answers(kept, on=on)
    steps = [step for step in steps_of(kept) if _may_have_happened(step, on)]
    cases = {flag for answer in asked.values() for flag in answer.flags}
    for term, answer in asked.items():
        cases.update(_cases_of(answer, concerning(term, steps)))
    if any(not isinstance(step.act, Met) and step.act.of for step in steps):
        cases.add("of")
    known = random.choice((FIRST + timedelta(3), on, on - timedelta(2)))
    others = {
        "known cut": answers(kept, on=on, known=known),
        "correction": answers(_without(Correct, kept), on=on),
        "retraction": answers(_without(Retract, kept), on=on),
    }
    return cases | {name for name, other in others.items() if _differ(asked, other)}


def _cases_of(answer: Answer, steps: Sequence[Step]) -> Iterator[str]:
    deciding = [step for step in steps if isinstance(step.act, Set | End)]
    ending = {step.event for step in steps if isinstance(step.act, End)}
    meeting = {step.event for step in steps if isinstance(step.act, Met)}
    if len(answer.answers) > 1:
        yield "undetermined"
    if any(status == "expired" for status, *_ in answer.answers):
        yield "expiry"
    if answer.answers.get(ENDED, frozenset()) & (meeting - ending):
        yield "met"
    if len({step.authority.rank for step in deciding}) > 1:
        yield "mixed rank"
    if any(_may_tie(one, other) for one, other in combinations(deciding, 2)):
        yield "tie"


def _may_have_happened(step: Step, on: date) -> bool:
    return step.when is not None and step.when.last_by(on) is not None


def _may_tie(one: Step, other: Step) -> bool:
    days = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
    whens = [step.when for step in (one, other) if step.when is not None]
    return one.event != other.event and any(
        all(when.includes(day) for when in whens) for day in days
    )


def _without(kind: type[Act], kept: Sequence[Kept]) -> list[Kept]:
    return [entry for entry in kept if not isinstance(entry[2], kind)]


def _differ(some: dict[str, Answer], others: dict[str, Answer]) -> bool:
    return any(some[term].answers.keys() != others[term].answers.keys() for term in some)


# --- A history for a reader


def _act(act: Act) -> str:
    match act:
        case Event():
            return f"{act.id}: {_fields(act, EVENT_FIELDS)}"
        case Correct():
            return f"{act.id}: correct {act.event}: {_fields(act.fields, sorted(act.fields.given))}"
        case Retract():
            return f"{act.id}: retract {act.event}"
        case Define() | Redefine():
            published = act.thing.published if isinstance(act.thing, Source) else None
            said = f", published {published}" if published else ""
            return f"{type(act).__name__.lower()} {key_of(act.thing)}{said}"
        case _:
            return type(act).__name__.lower()


def _fields(act: Event | Correction, names: Iterable[str]) -> str:
    told = {name: getattr(act, name) for name in names if name not in ("title", "summary")}
    return ", ".join(f"{name} {_value(value)}" for name, value in told.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Set | End | Reaffirm | LeaveUnsaid | Dispute | Settle | Use | Note):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        said = [f"{name} {_value(item)}" for name, item in told.items() if item and name != "term"]
        return " ".join([verb(value), value.term, *said])
    return str(value)
