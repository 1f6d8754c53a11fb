"""Small random logs for the rule of docs/meaning.md, and the cases that each one covers.

A history covers some two weeks of January 2026: a partnership, one to three terms, two conditions,
a few sources, two to eight events, a few more about what those say, and acts on the record.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from rule_oracle import (
    MET,
    UNDISCLOSED,
    Kept,
    Step,
    Told,
    World,
    count_worlds,
    record_of,
    steps_of,
    steps_of_term,
    told,
    worlds_of,
)
from rule_record import DEEDS, View

from events.dates.dates import Date, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    EVENT_FIELDS,
    VERBS,
    Act,
    Authority,
    Change,
    Claim,
    Condition,
    Correct,
    Correction,
    Cover,
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
    When,
)

TERMS = ("alpha", "beta", "gamma")
CONDITIONS = ("x", "y")
PARTIES = ("acme", "bolt")
SPEAKERS = (*PARTIES, "reuters", "court")
VALUES = ("1", "2", "3", UNDISCLOSED, "none")
FIRST, LAST = 2, 14
"""The first and last day of January on which things happen."""
MOST_EVENTS, MOST_WORLDS = 8, 1500

SOURCES = (
    Source(key="acme-page", url="https://acme.example/a", publisher="acme"),
    Source(
        key="bolt-note", title="A note of Bolt", publisher="bolt", published=parse("2026-01-06")
    ),
    Source(key="wire", url="https://wire.example/1", publisher="reuters"),
    Source(
        key="paper",
        url="https://paper.example/2",
        publisher="reuters",
        published=parse("[2026-01-04..2026-01-08]"),
    ),
    Source(key="letter", title="A letter"),
    Source(key="release", title="A release", publisher="acme", published=parse("2026-01-09")),
    Source(
        key="follow-up",
        url="https://wire.example/3",
        publisher="reuters",
        published=parse("2026-01-11"),
    ),
    Source(key="archive", title="An archive", published=parse("[2026-01-03..]")),
)
NAMES = tuple(source.key for source in SOURCES)

SET, END, CLAIM, REAFFIRM, LEAVE = "set", "end", "claim", "reaffirm", "leave-unsaid"
WEIGHTS = {
    SET: 30, CLAIM: 19, REAFFIRM: 15, END: 9, LEAVE: 8, "dispute": 8, "settle": 5, "use": 5,
    "note": 5,
}  # fmt: skip


def history(random: Random) -> list[Kept]:
    """Return a random log in which no term has more worlds than can be tried."""
    while True:
        kept = _Writer(random).written()
        if _most_worlds(kept) <= MOST_WORLDS:
            return kept


def _most_worlds(kept: list[Kept]) -> int:
    steps = steps_of(kept)
    own = [steps_of_term(steps, term) for term in record_of(kept, None).terms]
    return max(count_worlds(each, _january(LAST + 3)) for each in own)


def question(random: Random, kept: Sequence[Kept]) -> tuple[date, date | None, str | None]:
    """Return a day to ask about, and at random a *known* and a *recorded* cut."""
    on = _january(random.randint(FIRST + 4, LAST + 3))
    known = _january(random.randint(FIRST + 2, LAST)) if random.random() < 0.6 else None
    recorded = random.choice(kept)[1] if random.random() < 0.12 else None
    return on, known, recorded


def _january(number: int) -> date:
    return date(2026, 1, number)


@dataclass
class _Writer:
    """Writes one random history."""

    random: Random
    kept: list[Kept] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    """The events that stand, in log order."""
    corrections: list[str] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    day: int = FIRST
    written_acts: int = 0
    told_of_others: int = 0
    """How many events do something to another one."""

    def written(self) -> list[Kept]:
        """Return the history."""
        self.terms = TERMS[: self.random.choice((1, 2, 2, 2, 3))]
        self.add(Define(id="who", thing=Partnership(title="Acme and Bolt", parties=PARTIES)))
        for term in self.terms:
            self.add(Define(id=self.name(), thing=Term(key=term, title=term.title())))
        for condition in CONDITIONS:
            self.add(Define(id=self.name(), thing=Condition(key=condition, title=condition)))
        for source in SOURCES:
            self.add(Define(id=self.name(), thing=source))
        number = self.random.choices(range(2, MOST_EVENTS + 1), (1, 2, 3, 4, 4, 4, 4))[0]
        while len(self.events) - self.told_of_others < number and self.written_acts < 30:
            for event in self.happening()[: MOST_EVENTS + self.told_of_others - len(self.events)]:
                self.keep(event)
            self.perhaps_tell_of_another()
            self.day = min(self.day + self.random.choice((0, 0, 1, 1, 2, 3)), LAST)
            self.perhaps_amend()
        if self.chance(0.04):
            self.rename()
        return self.kept

    def name(self) -> str:
        self.written_acts += 1
        return f"e{self.written_acts}"

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def add(self, act: Act) -> None:
        instant = f"2026-01-{self.day + self.random.choice((0, 0, 0, 1)):02}T00:00:00Z"
        if self.kept:
            instant = max(instant, self.kept[-1][1])
        self.kept.append((len(self.kept) + 1, instant, act))

    def keep(self, event: Event) -> None:
        alone = replace(event, **NO_DEEDS)
        plain = replace(alone, after=None, when=self.date(0), changes=self.changes())
        kept = next(each for each in (event, alone, plain) if self.may(each))
        self.told_of_others += bool(_deeds(kept))
        self.add(kept)
        self.events.append(kept)

    def may(self, act: Act) -> bool:
        return admissible([*(each for _, _, each in self.kept), act])

    # Events, by kind of story.

    def happening(self) -> list[Event]:
        motif: Callable[[], list[Event]] = self.random.choices(
            (
                self.anything, self.ends_with_another, self.condition_ends, self.felled,
                self.replaces_higher, self.restated_after, self.detail, self.last_day,
                self.outlives, self.silent, self.unknown, self.voices, self.settled, self.public,
                self.ordered, self.retold, self.planned, self.begins_once, self.amended,
            ),
            (38, 76, 24, 10, 4, 8, 13, 5, 8, 12, 7, 9, 6, 12, 10, 14, 22, 8, 10),
        )[0]  # fmt: skip
        return motif()

    def anything(self) -> list[Event]:
        return [self.event()]

    def ends_with_another(self) -> list[Event]:
        """Make one term hang on another, about which more happens."""
        if len(self.terms) < 2:
            return self.anything()
        index = self.random.randrange(1, len(self.terms))
        parent = self.random.choice(self.terms[:index])
        through = self.date(0) if self.chance(0.6) else None
        given = Set(term=parent, value=self.value(), through=through)
        own = self.soon() if self.chance(0.8) else None
        hanging = Set(term=self.terms[index], value=self.value(), hinge=parent, through=own)
        first = self.event((given, hanging))
        if through is not None:
            return [first]
        kind = self.random.choice((END, END, SET))
        return [first, self.event((self.change(parent, kind),))]

    def condition_ends(self) -> list[Event]:
        term, condition = self.random.choice(self.terms), self.random.choice(CONDITIONS)
        given = Set(term=term, value=self.value(), unless=(condition,))
        after = (self.change(term, SET),) if self.chance(0.5) else self.changes()
        return [self.event((given,)), self.event(after, met=(condition,))]

    def felled(self) -> list[Event]:
        term = self.random.choice(self.terms)
        authority = self.random.choice((Authority.REPORTED, Authority.PRESS))
        claim = Claim(term=term, value=self.value(), adds=self.chance(0.15), authority=authority)
        again = Reaffirm(term=term, authority=self.random.choice((Authority.OFFICIAL, authority)))
        return [self.event((claim,)), self.event((again,))]

    def replaces_higher(self) -> list[Event]:
        term = self.random.choice(self.terms)
        lower = self.random.choice((Authority.REPORTED, Authority.PRESS))
        first = Set(term=term, value=self.value(), authority=Authority.OFFICIAL)
        second = Set(term=term, value=self.value(), authority=lower)
        return [self.event((first,)), self.event((second,))]

    def restated_after(self) -> list[Event]:
        term = self.random.choice(self.terms)
        return [
            self.event((self.change(term, SET),)),
            self.event((Reaffirm(term=term, authority=self.authority()),)),
        ]

    def detail(self) -> list[Event]:
        term = self.random.choice(self.terms)
        beside = UNDISCLOSED if self.chance(0.4) else self.value()
        claim = self.change(term, CLAIM)
        if isinstance(claim, Claim) and beside != UNDISCLOSED:
            claim = replace(claim, adds=True)
        changes = (Set(term=term, value=beside), claim, self.change(term, REAFFIRM))
        return [self.event((change,)) for change in changes[: self.random.choice((2, 3, 3))]]

    def last_day(self) -> list[Event]:
        term = self.random.choice(self.terms)
        return [self.event((Set(term=term, value=self.value(), through=self.date(0)),))]

    def outlives(self) -> list[Event]:
        term = self.random.choice(self.terms)
        changes = (self.change(term, "dispute"), self.change(term, END))
        if self.chance(0.5):
            return [self.event(changes)]
        return [self.event((change,)) for change in changes]

    def silent(self) -> list[Event]:
        term = self.random.choice(self.terms)
        first = self.event((self.change(term, SET),))
        second = self.event((self.change(term, LEAVE),))
        return [first, second]

    def unknown(self) -> list[Event]:
        """Record now what will only be announced later."""
        term = self.random.choice(self.terms)
        first = self.event((self.change(term, SET),))
        first = replace(first, announced=parse(_text(LAST)))
        told_of = replace(self.bare(term, self.verb()), of=first.id)
        if isinstance(told_of, Set | Claim):
            told_of = replace(told_of, during=None)
        return [first, self.event((told_of,))]

    def voices(self) -> list[Event]:
        """Make several speakers claim, some of them the same, some together."""
        term = self.random.choice(self.terms)
        claims = [self.change(term, CLAIM) for _ in range(self.random.choice((2, 2, 3)))]
        voiced = [
            replace(each, by=self.random.choice((("acme",), ("bolt",), ("bolt", "acme"), ())))
            for each in claims
        ]
        return [self.event(voiced)] if self.chance(0.3) else [self.event((c,)) for c in voiced]

    def settled(self) -> list[Event]:
        term = self.random.choice(self.terms)
        verbs = ("dispute", "settle")
        return [self.event((self.change(term, verb),)) for verb in verbs]

    def public(self) -> list[Event]:
        """Give a change an announcement of its own, by a date or by its sources."""
        term = self.random.choice(self.terms)
        change = self.change(term, self.random.choice((SET, SET, END, CLAIM, REAFFIRM)))
        if self.chance(0.5):
            change = replace(change, announced=self.date(0))
        else:
            change = replace(change, announced=None, sources=self.sources())
        return [self.event((change,))]

    def ordered(self) -> list[Event]:
        """Place the last of three events of one day directly after the first."""
        term = self.random.choice(self.terms)
        when = self.date(0)
        verbs = (SET, SET, END, CLAIM, REAFFIRM, "dispute", "settle")
        made = [
            replace(self.event((replace(self.change(term, verb), when=None),)), when=when)
            for verb in self.random.choices(verbs, k=3)
        ]
        made[2] = replace(made[2], after=made[0].id)
        return made

    def retold(self) -> list[Event]:
        """Publish the sources after what they report, and leave the speakers to the sources."""
        term = self.random.choice(self.terms)
        names = ("acme-page", "bolt-note", "release", "paper", "follow-up")
        made = [
            replace(
                self.event((replace(self.change(term, verb), by=(), sources=(), authority=None),)),
                sources=tuple(self.random.sample(names, self.random.choice((1, 2, 3)))),
                announced=self.date(0),
                by=self.random.choice(((), (), ("acme",))),
            )
            for verb in self.random.choices((SET, CLAIM, REAFFIRM, END), (3, 3, 1, 1), k=2)
        ]
        return [_founded(event, True) for event in made[: self.random.choice((1, 2))]]

    def planned(self) -> list[Event]:
        """Announce a plan, and say now or later that it happened, never will, or both."""
        fates = (("dates",), ("calls_off",), ("calls_off", "dates"), ("dates", "dates"), ())
        deeds = self.random.choices(fates, (5, 5, 3, 1, 2))[0]
        changes = [replace(each, when=None) for each in self.changes()]
        if "calls_off" not in deeds and self.chance(0.8):
            given = Set(term=self.random.choice(self.terms), value=self.value())
            changes = [replace(given, when=self.date(0))]
        plan = replace(self.event(changes), when=None)
        plan = replace(plan, announced=parse(_text(max(self.day - 1, FIRST))), after=None)
        told = [self.about(deed, plan.id) for deed in deeds]
        if deeds == ("calls_off", "dates"):
            told[1] = replace(told[1], announced=parse(_text(min(self.day + 2, LAST))))
        return [plan, *told]

    def begins_once(self) -> list[Event]:
        """Make an answer begin once a condition is met, and perhaps meet it."""
        term, condition = self.random.choice(self.terms), self.random.choice(CONDITIONS)
        given = self.event((Set(term=term, value=self.value(), once=condition),))
        met = self.event(self.changes(), met=(condition,))
        return [given, met][: self.random.choice((1, 2, 2, 2))]

    def amended(self) -> list[Event]:
        """Set terms, and restate the text without mentioning all of them."""
        first = self.event([self.change(term, SET) for term in self.terms])
        second = replace(self.event(self.changes()[:1]), restates=self.globs())
        return [first, second]

    def perhaps_tell_of_another(self) -> None:
        if self.events and self.chance(0.3):
            deed = self.random.choices(DEEDS, (2, 1, 3, 3))[0]
            told = self.about(deed, self.random.choice(self.events[-3:]).id)
            self.keep(told)
            if self.chance(0.25) and deed != "denies":
                self.keep(self.about("denies", told.id))

    def about(self, deed: str, id: str) -> Event:
        """Return an event that does *deed* to the event *id*."""
        event = self.event()
        if self.chance(0.6):
            event = replace(event, changes=(), met=())
        if deed in ("confirms", "denies") and self.chance(0.6):
            weak = deed == "denies" and self.chance(0.25)
            authority = Authority.REPORTED if weak else Authority.OFFICIAL
            event = replace(event, authority=authority)
        if deed == "calls_off":
            event = replace(event, announced=parse(_text(self.day)))
        else:
            event = replace(event, when=event.when or self.date(0))
        does: dict[str, Any] = {deed: id}
        return replace(event, **does, after=None)

    # An event and its parts.

    def event(self, changes: Sequence[Change] = (), met: tuple[str, ...] = ()) -> Event:
        event = self.plain_event(changes, met)
        event = replace(event, changes=tuple(self.worded(event.id, c) for c in event.changes))
        if self.chance(0.05):
            event = replace(event, restates=self.globs())
        if self.chance(0.04) and (base := self.earlier()):
            event = replace(event, when=self.counted(base))
        return event

    def globs(self) -> tuple[str, ...]:
        return self.random.choice((("*",), ("[ab]*",), (self.random.choice(self.terms),)))

    def counted(self, base: str, *, is_last: bool = False) -> Reckoned:
        length = Duration(days=self.random.randint(1, 5))
        if self.chance(0.1):
            length = Duration(months=self.random.choice((1, 12)))
        return Reckoned(length, base, is_last)

    def worded(self, id: str, change: Change) -> Change:
        """Return a change of the event *id*, at random with a word that needs others beside it."""
        plans = [each.id for each in self.events if each.when is None]
        base = id if self.chance(0.4) else self.earlier() or id
        if plans and self.chance(0.7):
            base = self.random.choice(plans)
        is_free = not (change.when or change.of)
        if isinstance(change, Set | Claim) and not change.during and self.chance(0.07):
            change = replace(change, through=self.counted(base, is_last=self.chance(0.5)))
        if isinstance(change, Set):
            if change.through and self.chance(0.4):
                change = replace(change, renews=Duration(days=self.random.randint(1, 5)))
            if self.chance(0.05):
                change = replace(change, notice=Duration(days=2))
            is_free = is_free and not change.during and not change.once
            if is_free and self.chance(0.06):
                return replace(change, once=self.random.choice(CONDITIONS))
        elif isinstance(change, Claim):
            is_free = is_free and not change.during
        if is_free and self.chance(0.05):
            return replace(change, when=self.counted(base))
        return change

    def plain_event(self, changes: Sequence[Change] = (), met: tuple[str, ...] = ()) -> Event:
        if not met and self.chance(0.12):
            met = tuple(self.random.sample(CONDITIONS, self.random.choice((1, 1, 2))))
        event = Event(
            id=self.name(),
            title="Something",
            sources=self.sources(),
            authority=self.authority(),
            by=self.speakers(0.5),
            when=self.when(),
            announced=self.date(0) if self.chance(0.12) else None,
            after=self.earlier() if self.chance(0.16) else None,
            met=met,
            changes=tuple(changes) or self.changes(),
        )
        if event.when is None and event.announced is None:
            event = replace(event, announced=parse(_january(self.day).isoformat()))
        return _founded(event, self.chance(0.5))

    def changes(self) -> tuple[Change, ...]:
        number = self.random.choice((1, 1, 1, 2, 2, 3))
        return tuple(
            self.change(self.random.choice(self.terms), self.verb()) for _ in range(number)
        )

    def verb(self) -> str:
        return self.random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]

    def change(self, term: str, verb: str, before: str | None = None) -> Change:
        """Return a change; it is told `of` an event only if that was recorded before *before*."""
        made = self.bare(term, verb)
        if isinstance(made, Set | Claim) and made.during:
            pass
        elif (told_of := self.earlier(before)) and self.chance(0.14):
            made = replace(made, of=told_of)
        elif self.chance(0.12):
            made = replace(made, when=self.date(0))
        if self.chance(0.07):
            made = replace(made, announced=self.date(0))
        if self.chance(0.16):
            made = replace(made, authority=self.random.choice(tuple(Authority)))
        if self.chance(0.1):
            made = replace(made, by=self.speakers(1))
        if self.chance(0.12):
            made = replace(made, sources=self.sources())
        return made

    def bare(self, term: str, verb: str) -> Change:
        match verb:
            case "set":
                during = self.during()
                parents = self.terms[: self.terms.index(term)]
                return Set(
                    term=term,
                    value=self.value(),
                    through=self.date(0) if during is None and self.chance(0.22) else None,
                    during=during,
                    unless=self.unless(),
                    hinge=self.random.choice(parents) if parents and self.chance(0.3) else None,
                )
            case "claim":
                during = self.during()
                ended = during is None and self.chance(0.15)
                may_last = during is None and not ended
                return Claim(
                    term=term,
                    value=None if ended else self.value(),
                    through=self.date(0) if may_last and self.chance(0.2) else None,
                    during=during,
                    adds=self.chance(0.2),
                )
            case "end":
                return End(term=term)
            case "reaffirm":
                return Reaffirm(term=term)
            case "leave-unsaid":
                return LeaveUnsaid(term=term)
            case "dispute":
                says = (Position(party="acme", says="no"),) if self.chance(0.5) else ()
                return Dispute(term=term, positions=says)
            case "settle":
                return Settle(term=term)
            case "use":
                return Use(term=term)
            case _:
                return Note(term=term, text="worth knowing")

    def value(self) -> str:
        return self.random.choices(VALUES, (6, 5, 1, 3, 1))[0]

    def unless(self) -> tuple[str, ...]:
        if not self.chance(0.25):
            return ()
        return tuple(self.random.sample(CONDITIONS, self.random.choice((1, 1, 2))))

    def during(self) -> Date | None:
        if not self.chance(0.09):
            return None
        day = _january(self.random.randint(FIRST, LAST)).isoformat()
        return parse(self.random.choice(("2026-01", "2026", "2025-12", day, day, day)))

    def sources(self) -> tuple[str, ...]:
        return tuple(self.random.sample(NAMES, self.random.choice((1, 1, 2))))

    def speakers(self, of: float) -> tuple[str, ...]:
        if not self.chance(of):
            return ()
        return tuple(self.random.sample(SPEAKERS, self.random.choice((1, 1, 1, 2))))

    def authority(self) -> Authority:
        return self.random.choices(tuple(Authority), (5, 2, 4, 4))[0]

    def earlier(self, before: str | None = None) -> str | None:
        """Return the id of an event recorded before *before* or, without it, before now.

        Returns None if there is none.
        """
        ids = [event.id for event in self.events]
        ids = ids[: ids.index(before)] if before in ids else ids
        return self.random.choice(ids) if ids else None

    def when(self) -> Date | None:
        return None if self.chance(0.05) else self.date(0.02)

    def soon(self) -> Date:
        """Return a day shortly after the day of recording."""
        return parse(_text(min(self.day + self.random.randint(2, 4), LAST)))

    def date(self, is_open: float) -> Date:
        """Return a date close to the day of recording, at any precision."""
        number = min(max(self.day + self.random.choice((-3, -2, -1, 0, 0, 0, 1, 3)), FIRST), LAST)
        if self.chance(is_open):
            return parse(self.random.choice(("[{}..]", "[..{}]", "XXXX-01")).format(_text(number)))
        kind = self.random.choices(("day", "range", "two", "mark"), (46, 29, 14, 11))[0]
        later = number + self.random.randint(1, 4)
        match kind:
            case "day":
                return parse(_text(number))
            case "range":
                return parse(f"[{_text(number)}..{_text(later)}]")
            case "two":
                return parse(f"[{_text(number)},{_text(later + 1)}]")
            case _:
                return parse(_text(number) + self.random.choice("?~%"))

    # Acts on the record.

    def perhaps_amend(self) -> None:
        if self.chance(0.11):
            self.correct()
        if self.chance(0.06):
            self.retract(self.random.choice(self.events).id)
        if self.corrections and self.chance(0.12):
            self.add(Retract(id=self.name(), event=self.corrections.pop(), reason="It was right."))
        if self.chance(0.06):
            self.republish()
        if self.chance(0.1):
            self.cover()

    def correct(self) -> None:
        event = self.random.choice(self.events)
        given = frozenset(
            self.random.sample(
                ("when", "changes", "changes", "authority", "announced", "met", "sources", "by",
                 "after", "title", "restates", self.random.choice(DEEDS)),
                self.random.choice((1, 1, 2)),
            )
        )  # fmt: skip
        earlier = self.earlier(event.id) if event is not self.events[0] else None
        deeds: dict[str, Any] = dict.fromkeys(DEEDS, earlier if self.chance(0.5) else None)
        fields = Correction(
            given=given,
            title="Another thing",
            authority=self.authority(),
            by=self.speakers(1),
            sources=self.sources(),
            when=self.date(0),
            announced=self.date(0),
            after=earlier,
            met=("x",),
            restates=self.globs(),
            changes=self.corrected_changes(event),
            **deeds,
        )
        act = Correct(id=self.name(), event=event.id, fields=fields, reason="It was wrong.")
        if self.may(act):
            self.corrections.append(act.id)
            self.add(act)

    def corrected_changes(self, event: Event) -> tuple[Change, ...]:
        first = event is self.events[0]
        made = tuple(
            self.change(self.random.choice(self.terms), self.verb(), event.id)
            for _ in range(self.random.choice((1, 1, 2)))
        )
        return tuple(replace(change, of=None) for change in made) if first else made

    def retract(self, event: str) -> None:
        if len(self.events) < 2:
            return
        self.events = [each for each in self.events if each.id != event]
        corrected = {
            act.id for _, _, act in self.kept if isinstance(act, Correct) and act.event == event
        }
        self.corrections = [each for each in self.corrections if each not in corrected]
        self.add(Retract(id=self.name(), event=event, reason="It never happened."))

    def republish(self) -> None:
        source = self.random.choice(SOURCES)
        thing = replace(source, published=self.date(0) if self.chance(0.8) else None)
        self.add(Redefine(id=self.name(), thing=thing))

    def cover(self) -> None:
        terms = self.globs() if self.chance(0.4) else ()
        since = _january(self.random.randint(FIRST + 8, LAST + 6))
        self.add(Cover(id=self.name(), since=parse(since.isoformat()), terms=terms))

    def rename(self) -> None:
        old, new = self.random.choice(self.terms), "omega"
        self.add(Define(id=self.name(), thing=Term(key=new, title="Omega")))
        self.add(Redefine(id=self.name(), thing=Term(key=old, title=old.title()), renamed=new))


# --- What the log refuses: §3 ---------------------------------------------------------------------

NO_DEEDS: dict[str, Any] = dict.fromkeys(DEEDS)
MOVES = ("dates", "calls_off")


def _deeds(said: Event | Correction) -> dict[str, str]:
    """Return what an event does to others: the id of the other event by what it does."""
    return {deed: other for deed in DEEDS if (other := getattr(said, deed)) is not None}


def admissible(acts: Sequence[Act]) -> bool:
    """Return whether no event does what the log refuses, whichever corrections are retracted."""
    said = [*_sayings(acts)]
    deeds = [each for each in said if each[1] in DEEDS and each[2]]
    moving = {id for id, deed, _ in deeds if deed in MOVES}
    denying = {id for id, deed, _ in deeds if deed == "denies"}
    if any(other in moving for _, deed, other in deeds if deed in MOVES):
        return False
    if any(other in denying for _, deed, other in deeds if deed == "denies"):
        return False
    done = Counter((id, other) for id, _, other in set(deeds))
    if max(done.values(), default=0) > 1:
        return False
    hangs_on = [(other, id) for id, deed, other in deeds if deed == "dates"]
    hangs_on += [(id, when.event) for id, when in _whens(said) if isinstance(when, Reckoned)]
    comes_after = [(id, other) for id, name, other in said if name == "after" and other]
    return not (
        _is_circular([*hangs_on, *comes_after])
        or any(_may_be_over(said, id, other) for id, deed, other in deeds if deed == "calls_off")
    )


Saying = tuple[str, str, Any]
"""The id of an event, the name of a field, and what was ever said there."""


def _sayings(acts: Iterable[Act]) -> Iterator[Saying]:
    for act in acts:
        if isinstance(act, Event):
            yield from ((act.id, name, getattr(act, name)) for name in EVENT_FIELDS)
        elif isinstance(act, Correct):
            yield from ((act.event, name, getattr(act.fields, name)) for name in act.fields.given)


def _whens(said: Iterable[Saying]) -> Iterator[tuple[str, When | None]]:
    return ((id, when) for id, name, when in said if name == "when")


def _changes(said: Iterable[Saying]) -> Iterator[tuple[str, Change]]:
    return ((id, each) for id, name, changes in said if name == "changes" for each in changes)


def _reached(start: str, edges: Iterable[tuple[str, str]]) -> set[str]:
    reached, edges = {start}, [*edges]
    for _ in edges:
        reached |= {other for one, other in edges if one in reached}
    return reached


def _is_circular(edges: Sequence[tuple[str, str]]) -> bool:
    return any(one in _reached(other, edges) for one, other in edges)


def _announced(said: Sequence[Saying], id: str) -> list[date | None]:
    stated = [when for one, name, when in said if (one, name) == (id, "announced")]
    return [when and when.latest for when in stated]


def _may_be_over(said: Sequence[Saying], id: str, other: str) -> bool:
    """Return whether *other* may have happened by the announcement of *id*, which calls it off."""
    announced = _announced(said, id)
    if not all(announced):
        return True
    by = max(day for day in announced if day)
    dating = {one for one, name, it in said if (name, it) == ("dates", other)}
    later = {one for one in dating if all(day and day > by for day in _announced(said, one))}
    happening = {other, *dating} - later
    whens = [when for one, when in _whens(said) if one in happening]
    own = [each for one, each in _changes(said) if one == other]
    whens += [each.when for each in own]
    whens += [each.during for each in own if isinstance(each, Set | Claim)]
    return any(
        when.event != other
        if isinstance(when, Reckoned)
        else when is not None and (when.earliest is None or when.earliest <= by)
        for when in whens
    )


def _text(number: int) -> str:
    return _january(number).isoformat()


def _founded(event: Event, leave_out: bool) -> Event:
    """Leave out the authority of an event if everything it says has another basis (§3)."""
    bases = [(event.by, event.sources)]
    bases += [
        (change.by or event.by, change.sources or event.sources)
        for change in event.changes
        if change.authority is None
    ]
    founded = all(_is_official(by, sources) for by, sources in bases)
    return replace(event, authority=None) if leave_out and founded else event


def _is_official(by: Sequence[str], sources: Sequence[str]) -> bool:
    publishers = {each.publisher for each in SOURCES if each.key in sources and each.publisher}
    return (set(by) or publishers) <= set(PARTIES) and bool(publishers & set(PARTIES))


# --- Which cases a history covers -----------------------------------------------------------------

EVERY_VERB = frozenset({*VERBS, MET})
EVERY_NEW_KEY = frozenset(
    {"dates", "calls_off", "confirms", "denies", "restates", "renews", "notice", "once",
     "counted when", "counted through", "cover"}
)  # fmt: skip
"""The keys of plans, confirmations, renewals and counted days, each pair of which should meet."""

EVERY_KEY = EVERY_NEW_KEY | {
    "through", "unless", "while", "adds", "during", "of", "after", "by", "own when",
    "own announced", "own authority", "own sources",
}  # fmt: skip
EVERY_CASE = frozenset(
    {
        "undetermined", "certain", "expired", "ended", "ended by a condition",
        "met and answer in one happening", "tie on one day", "mixed ranks",
        "claim felled by a restatement", "detail that survives", "replaced higher",
        "restatement of equal rank", "restatement of lower rank", "restatement of higher rank",
        "carried", "dispute that outlives an end", "date of two spans", "pending",
        "known cut differs", "correction matters", "retraction matters", "while ended",
        "while expired", "while undetermined",
        "over with another before its own last day", "told of an event not known", "disputed",
        "claimed", "claimed-otherwise", "reported", "doubtful", "approximate", "default authority",
        "default announced", "other speakers or authority later",
        "dated", "own day moved", "called off", "raised by a confirmation", "denied answer",
        "denial of lower rank", "deed denied", "deed not yet known", "begun once met",
        "once and not met", "day counted from an uncertain one",
        "last day counted from an uncertain one", "counted from no day", "ended by a text",
        "spared by a mention", "renewed", "not-covered",
    }
)  # fmt: skip


def cases(kept: Sequence[Kept], on: date, known: date | None) -> set[str]:
    """Return the name of every verb, key and hard case that a question about a history meets."""
    steps = steps_of(kept, known)
    tells = told(kept, on=on, known=known)
    view = View(record_of(kept, None), known)
    found = {step.verb for step in steps} | _keys(kept, steps) | new_keys(kept)
    found |= _of_events(view)
    found |= set().union(*(_of_another(step, view) for step in steps))
    found |= _of_record(kept, tells, on, known)
    for term, tell in tells.items():
        own = steps_of_term(steps, term)
        found |= tell.flags | {tell.status if tell.status == "undetermined" else "certain"}
        found |= {status for status, *_ in tell.answers}
        found |= {outcome.status for outcome in tell.outcomes}
        if tell.replaced:
            found.add("replaced higher")
        found |= _of_steps(own, on)
        for world in worlds_of(own, on):
            found |= _of_world(world)
            if _was_over(kept, world, known):
                found.add("over with another before its own last day")
            parent = world.given.hinge if world.status == "in-force" and world.given else None
            if parent in tells:
                hanging = tells[parent]
                found |= {f"while {status}" for status, *_ in hanging.answers}
                found.add(f"while {hanging.status}")
    return found


def new_keys(kept: Iterable[Kept]) -> set[str]:
    """Return the new keys that stand in a history."""
    acts = [*kept]
    found: dict[str, object] = {"cover": any(isinstance(act, Cover) for _, _, act in acts)}
    for logged in record_of(acts, None).events:
        event, changes = logged.event, logged.event.changes
        sets = [change for change in changes if isinstance(change, Set)]
        whens = [event.when, *(change.when for change in changes)]
        lasts = [each.through for each in changes if isinstance(each, Set | Claim)]
        says: dict[str, object] = {name: getattr(event, name) for name in (*DEEDS, "restates")}
        for name in ("renews", "notice", "once"):
            says[name] = any(getattr(each, name) for each in sets)
        says["counted when"] = any(isinstance(each, Reckoned) for each in whens)
        says["counted through"] = any(isinstance(each, Reckoned) for each in lasts)
        found |= {name: True for name, said in says.items() if said}
    return {name for name, said in found.items() if said}


def _was_over(kept: Sequence[Kept], world: World, known: date | None) -> bool:
    """Return whether the term an expired answer hangs on may have been over on its last day."""
    given = world.given
    if world.status != "expired" or given is None or given.last is None or given.hinge is None:
        return False
    answers = told(kept, on=given.last, known=known)[given.hinge].answers
    return any(status in ("ended", "expired") for status, *_ in answers)


def _keys(kept: Sequence[Kept], steps: Sequence[Step]) -> set[str]:
    events = {logged.event.id: logged.event for logged in record_of(kept, None).events}
    found: set[str] = set()
    for step in steps:
        change, event = step.change, events[step.ref[0]]
        says: dict[str, object] = {
            "after": event.after in events,
            "by": event.by,
            "default authority": (change is None or not change.authority) and not event.authority,
            "default announced": (change is None or not change.announced) and not event.announced,
            "date of two spans": step.when and len(step.when.spans) > 1,
        }
        if change is not None:
            says |= {
                "of": change.of,
                "by": event.by or change.by,
                "own when": change.when,
                "own announced": change.announced,
                "own authority": change.authority,
                "own sources": change.sources,
            }
        if isinstance(change, Set | Claim):
            says |= {"through": change.through, "during": change.during}
        if isinstance(change, Set):
            says |= {"unless": change.unless, "while": change.hinge}
        if isinstance(change, Claim):
            says |= {"adds": change.adds}
        found |= {name for name, said in says.items() if said}
    return found


def _of_record(
    kept: Sequence[Kept], tells: dict[str, Told], on: date, known: date | None
) -> set[str]:
    """Return the cases in which leaving part of the record out would change what is told."""
    others: dict[str, Iterable[Kept]] = {}
    if any(isinstance(act, Correct) for _, _, act in kept):
        others["correction matters"] = [each for each in kept if not isinstance(each[2], Correct)]
    if any(isinstance(act, Retract) for _, _, act in kept):
        others["retraction matters"] = [each for each in kept if not isinstance(each[2], Retract)]
    found = {name for name, other in others.items() if told(other, on=on, known=known) != tells}
    if known is not None and told(kept, on=on) != tells:
        found.add("known cut differs")
    trust = {step.ref: (step.speakers, step.rank) for step in steps_of(kept)}
    confirmed = {each for deed, each in record_of(kept, None).naming if deed == "confirms"}
    if any(
        trust[step.ref] != (step.speakers, step.rank)
        for step in steps_of(kept, known)
        if step.ref in trust and step.ref[0] not in confirmed
    ):
        found.add("other speakers or authority later")
    used = {step.ref[0] for step in steps_of(kept, known) if not _told_of(step)}
    if known is not None and any(
        _told_of(step) not in {None, *used} for step in steps_of(kept, known)
    ):
        found.add("told of an event not known")
    return found


def _of_events(view: View) -> set[str]:
    """Return the cases of what events do to others."""
    found: set[str] = set()
    for (deed, id), events in view.record.naming.items():
        other = view.find(id)
        acting = view.acting(deed, id)
        for each in events:
            if not view.is_public(view.announced(each)):
                found.add("deed not yet known")
            elif each not in acting:
                found.add("deed denied")
        if deed == "denies" and acting and other and not view.is_denied(other):
            found.add("denial of lower rank")
    for each in view.record.events:
        mentioned = {view.record.name(change.term) for change in each.event.changes}
        if any(view.record.matches(each.event.restates, term) for term in mentioned):
            found.add("spared by a mention")
    return found


def _of_another(step: Step, view: View) -> set[str]:
    """Return the cases of what another event has done to a step."""
    found: set[str] = set()
    event = view.find(step.ref[0])
    assert event
    change = event.event.changes[step.ref[1]] if step.change else None
    happening = (view.find(change.of) if change and change.of else None) or event
    if view.is_dated(happening):
        found.add("dated")
        if change and isinstance(change.when, Date):
            found.add("own day moved")
    if step.called_off:
        found.add("called off")
    if view.raised(Authority.REPORTED, step.ref[0]).rank > 1 and change and not change.authority:
        found.add("raised by a confirmation")
    if step.denied and isinstance(change, Set | End):
        found.add("denied answer")
    if isinstance(change, Set) and change.once:
        found.add("begun once met" if step.day else "once and not met")
    if step.day and step.day.counts and not step.day.possible.is_day:
        found.add("day counted from an uncertain one")
    if step.last_day and not step.last_day.possible.is_day:
        found.add("last day counted from an uncertain one")
    if isinstance(change, Set | Claim) and isinstance(change.through, Reckoned):
        found |= set() if step.last_day else {"counted from no day"}
    return found


def _told_of(step: Step) -> str | None:
    return step.change.of if step.change else None


def _of_steps(own: Sequence[Step], on: date) -> set[str]:
    found: set[str] = set()
    answers = [step for step in own if step.verb in (SET, END)]
    for step in own:
        if step.verb == MET and any(each.ref[0] == step.ref[0] for each in answers):
            found.add("met and answer in one happening")
    if len({step.rank for step in own}) > 1:
        found.add("mixed ranks")
    days = [
        (step.ref[0], step.when.earliest)
        for step in own
        if step.when and step.when.is_day and step.when.last_by(on)
    ]
    if any(one[1] == other[1] and one[0] != other[0] for one in days for other in days):
        found.add("tie on one day")
    return found


def _of_world(world: World) -> set[str]:
    found: set[str] = set()
    if world.ended:
        found.add("ended by a condition" if world.ended.verb == MET else "ended by a text")
    if world.felled:
        found.add("claim felled by a restatement")
    if world.spared:
        found.add("detail that survives")
    if world.status == "ended" and world.given and world.given.verb == END:
        taken = [step for _, step in world.taken]
        before = taken[: taken.index(world.given)]
        if any(dispute in before for dispute in world.disputes):
            found.add("dispute that outlives an end")
    for step in world.restated:
        order = (step.rank > world.rank) - (step.rank < world.rank)
        kind = ("equal", "higher", "lower")[order]
        found.add(f"restatement of {kind} rank")
    return found


# --- For a reader --------------------------------------------------------------------------------


def describe(kept: Iterable[Kept]) -> str:
    """Return a history as text for a reader: an act a line, its changes below it."""
    lines: list[str] = []
    for version, instant, act in kept:
        match act:
            case Define() | Redefine():
                former = act.renamed if isinstance(act, Redefine) else None
                name = f" renamed {former}" if former else ""
                lines.append(f"{version} {instant[:10]} {_fields(act.thing)}{name}")
            case Correct():
                given = {name: getattr(act.fields, name) for name in sorted(act.fields.given)}
                lines.append(f"{version} {instant[:10]} correct {act.event} ({act.id})")
                changes = enumerate(given.pop("changes", ()))
                lines += [f"      {name}: {_said(value)}" for name, value in given.items()]
                lines += [f"      {number}: {_fields(each)}" for number, each in changes]
            case _:
                lines.append(f"{version} {instant[:10]} {_fields(act, 'changes')}")
                if isinstance(act, Event):
                    lines += [f"      {n}: {_fields(each)}" for n, each in enumerate(act.changes)]
    return "\n".join(lines)


def _fields(thing: object, *but: str) -> str:
    said = {
        name: value
        for name, value in vars(thing).items()
        if value not in (None, (), False) and name not in but
    }
    return " ".join(
        (type(thing).__name__, *(f"{name}={_said(value)}" for name, value in said.items()))
    )


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_said(each) for each in value)
    return _fields(value) if hasattr(value, "term") else str(value)
