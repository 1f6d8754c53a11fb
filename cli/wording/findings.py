"""Describe a finding in a sentence: with keys, for programs, or with titles, for people."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cli.fast.sentences import quoted
from cli.wording.answers import STATUS, dated, joined, readable, said
from cli.wording.dates import day_in_words, plainly, spoken
from cli.wording.titles import titles
from events.dates.dates import Date, parse
from events.model.kinds import Assert, ExpectedClaim, ExpectedPlan
from timeline.boxes.spans import Span
from timeline.findings.expectations import missed
from timeline.findings.finding import Finding, is_of_period, moment_of
from timeline.record.days import date_of
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.rule.answer import Answer

MOST = 5
"""The most vague dates, or runs of days, that a sentence names; the others are counted."""

_SENTENCES = {
    "contradiction": "{term} has two answers of {on}: {given[0]} and {given[1]}; only their order "
    "in the log lets the latter stand. Say it where it is known ({keys[after]}).",
    "replaced-higher": "{term} is {given[0]}, {ranks[0]}, in place of {given[1]}, {ranks[1]}. If "
    "it only describes what holds, it is a claim.",
    "same-happening": "{term} is undisclosed{by[0]} and {given[1]} on days that overlap "
    "({when[0]}, {when[1]}); does the latter tell of the same happening? Then it says {keys[of]}.",
    "come-about": "{term} was announced to be {given[0]} {planned}, and has become so: {when[1]}"
    "{by[1]}; the plan was never dated. If that carried it out, it says {keys[dates]}.",
    "overdue": "{term} was announced to be {given[0]} {when[0]}; these days are over, and no event "
    "dates the plan or calls it off.",
    "met-before": "{term} is {given[0]} once {once} is met; that had been met ({when[0]}) before "
    "this was announced ({announced}).",
    "same-answer": "{term} is given twice on days that overlap: {given[0]} by {whom[0]} and "
    "{given[1]} by {whom[1]}. If both tell of one happening, one of them confirms the other.",
    "unconfirmed": "{term} is {given[1]}, {ranks[1]}, and {whom[0]} say only that it is unchanged"
    "{by[0]}. If they say that value too, it is {keys[confirms]}.",
    "outlives": "{term} is {given[0]} and goes on, though {names[0]} is over since {since}; if it "
    "was over with it, it says {keys[while]}.",
    "weak-denial": "{events[0]} denies {events[1]}, which ranks above it, so that nothing is "
    "denied.",
    "gap": "{term} had no answer from {since} through {until}: it had expired{told[0]} and was set "
    "again only then{told[1]}.",
    "expired": "{term} expired after {last}{by[0]}; what came then is not said.",
    "expired-period": "{term} is given for periods through {last}{by[0]} and not for the next one, "
    "which is over too.",
    "stale": "{term} was last confirmed {days} days before {until}: {since}{by[0]}.",
    "while": "{term} is {given[0]} only while {names[0]} is in force, which is not set {spans}; on "
    "those days it depends on nothing.",
    "nothing-ended": "{term} was ended{by[0]}, and what ended was never set.",
    "one-sided": "{term} was ended by {whom[0]} alone{by[0]}; if another party denies it, that is "
    "a dispute.",
    "settled": "{term} is disputed since {when[0]}{by[0]}, and all parties have set it since"
    "{by[1]}; is that dispute settled?",
    "old-dispute": "{term} is disputed since {when[0]}{by[0]}: more than two years; has it been "
    "settled?",
    "old-claim": "{term} is claimed by {whom[0]} to be {given[0]}: {when[0]}, more than a year "
    "ago.",
    "late-source": "{events[0]} took effect {when[0]} and counts as announced {announced}, "
    "{months} months later, only because its source is that late; say when it was announced.",
    "no-source": "{events[0]} does not say where it was said.",
    "left-behind": "{term} still ends when {condition} is met{by[1]}, which {statements[0]} "
    "dropped from {names[1]} without a word on {term}; is that so?",
    "mirror": "The source {written[0]} is at {written[1]}, which looks like a copy; give the "
    "address of the original, or say what it retells.",
    "coverage": "The log claims to be complete through {dates[1]}, and nothing it cites is newer "
    "than {dates[0]}; was it searched that far?",
    "party": "{events[0]} names '{written[0]}'; the party is called '{written[1]}'.",
    "duplicate": "{events[1]} ({written[0]}) may tell the same as {events[0]}: their titles are "
    "alike and both speak of {terms}.",
    "crowded": "{term} has {written[0]} rows of answers for {written[1]} changes, which makes it "
    "slow to write: vague dates overlap, and became public one by one. The vaguest is {when[0]}"
    "{by[0]}.",
    "unreachable": "No standing answer or plan names the condition {names[0]} any more; the last "
    "was one of {term}{told[0]}.",
    "unreachable-ever": "The condition {names[0]} begins and ends nothing: no answer ever named "
    "it.",
}


class Voice(NamedTuple):
    """How sentences write keys, days and quotations.

    *name* writes the key of a term, a condition or an event, *by* the event behind a statement, and
    *key* what a ledger file says with a key of its own. *when* writes a date with a preposition,
    and *stated* without one.
    """

    name: Callable[[str], str]
    by: Callable[[str], str]
    key: Callable[[str, str], str]
    day: Callable[[date], str]
    when: Callable[[Date], str]
    stated: Callable[[Date], str]
    public: Callable[[Date], str]
    quoted: Callable[[str], str]
    status: Callable[[str], str]


KEYS = Voice(
    name=str,
    by=" [{}]".format,
    key="`{}: {}`".format,
    day=str,
    when=dated,
    stated=lambda one: one.edtf,
    public=readable,
    quoted="'{}'".format,
    status=str,
)
"""As a ledger file has them: for programs, and for whoever edits one."""


def titled(record: Record) -> Voice:
    """Return the voice for people: titles of *record* in place of keys, and dates in words."""
    title = titles(record)

    def name(key: str) -> str:
        return quoted(title(key))

    return Voice(
        name=name,
        by=lambda key: f" ({name(key)})",
        key=lambda word, key: f"`{word}:` {name(key)}",
        day=day_in_words,
        when=spoken,
        stated=plainly,
        public=spoken,
        quoted=lambda text: quoted(title(text)),
        status=STATUS.__getitem__,
    )


def says(one: Finding, voice: Voice = KEYS) -> str:
    """Return a sentence that describes the finding *one*, written in this *voice*."""
    match one.code:
        case "assertion":
            return _failed(one, voice)
        case "overlap" | "undetermined":
            return _vague(one, voice)
        case "expired" if is_of_period(one.steps[0]):
            code = "expired-period"
        case "unreachable" if not one.terms:
            code = "unreachable-ever"
        case _:
            code = one.code
    return _SENTENCES[code].format_map(_Parts(one, voice))


class _Parts(dict[str, object]):
    """The parts of the sentence on the finding *one*, each worked out where it is asked for."""

    def __init__(self, one: Finding, voice: Voice) -> None:
        self._one, self._voice = one, voice

    def __missing__(self, part: str) -> object:
        return getattr(self, f"of_{part}")

    @property
    def of_term(self) -> str:
        return self._voice.name(self._one.terms[0])

    @property
    def of_terms(self) -> str:
        return ", ".join(map(self._voice.name, self._one.terms))

    @property
    def of_on(self) -> str:
        return self._day(self._one.on)

    @property
    def of_last(self) -> str:
        return self._day(self._one.on and self._one.on - timedelta(1))

    @property
    def of_since(self) -> str:
        return self._day(self._one.spans[0][0])

    @property
    def of_until(self) -> str:
        return self._day(self._one.spans[0][1])

    @property
    def of_days(self) -> int:
        since, until = self._one.spans[0]
        return (until - since).days if since and until else 0

    @property
    def of_spans(self) -> str:
        return _spans(self._one.spans, self._voice)

    @property
    def of_given(self) -> list[str]:
        return [_given(step, self._voice) for step in self._one.steps]

    @property
    def of_by(self) -> list[str]:
        return [self._voice.by(step.event) for step in self._one.steps]

    @property
    def of_statements(self) -> list[str]:
        return [self._voice.name(step.event) for step in self._one.steps]

    @property
    def of_ranks(self) -> list[str]:
        return [step.authority for step in self._one.steps]

    @property
    def of_whom(self) -> list[str]:
        return [joined(step.by) or "somebody unnamed" for step in self._one.steps]

    @property
    def of_when(self) -> list[str]:
        steps = self._one.steps
        return [self._voice.when(step.when) if step.when else "no day" for step in steps]

    @property
    def of_planned(self) -> str:
        when = self._one.steps[0].when
        return f"for {self._voice.stated(when)}" if when else "without a day"

    @property
    def of_announced(self) -> str:
        return self._voice.public(self._one.steps[0].announced)

    @property
    def of_months(self) -> int:
        """How many months of thirty days lie between a last day and its announcement."""
        step = self._one.steps[0]
        effective, public = step.when and step.when.latest, step.announced.earliest
        return (public - effective).days // 30 if effective and public else 0

    @property
    def of_once(self) -> str:
        return self._voice.name(str(getattr(self._one.steps[0].change, "once", None)))

    @property
    def of_condition(self) -> str:
        return self._voice.quoted(self._one.names[0])

    @property
    def of_events(self) -> list[str]:
        return [*map(self._voice.name, self._one.events)]

    @property
    def of_told(self) -> list[str]:
        first, *_, last = self._one.events * 2
        return [self._voice.by(first), self._voice.by(last)]

    @property
    def of_names(self) -> list[str]:
        return [*map(self._voice.name, self._one.names)]

    @property
    def of_written(self) -> Sequence[str]:
        return self._one.names

    @property
    def of_dates(self) -> list[str]:
        return [self._voice.stated(parse(text)) for text in self._one.names]

    @property
    def of_keys(self) -> dict[str, str]:
        """What a ledger file would say of the other event, or of the other term."""
        named = [("after", 0), ("of", 0), ("dates", 0), ("confirms", 1)]
        steps = self._one.steps
        keys = {word: steps[at].event for word, at in named if at < len(steps)}
        keys |= dict(zip(["while"], self._one.names, strict=False))
        return {word: self._voice.key(word, key) for word, key in keys.items()}

    def _day(self, day: date | None) -> str:
        return self._voice.day(day) if day else "an unknown day"


def _given(step: Step, voice: Voice) -> str:
    return f"{voice.quoted(step.value) if step.value else 'ended'}{voice.by(step.event)}"


def _failed(one: Finding, voice: Voice) -> str:
    expected, answer = one.expected, one.answer
    term = "".join(map(voice.name, one.terms))
    if expected is None or answer is None:
        return f"{term} does not answer as expected."
    fields = [*missed(expected, answer)]
    parts = []
    if any(each.field in ("status", "value") for each in fields):
        should, found = _expected(expected, voice), _found(answer, voice)
        parts = [f"should be {should}, but it is {found}"]
    beside = [each for each in fields if each.field in _BESIDE]
    for each in beside:
        should, found = (_beside(each.field, side, voice) for side in each[1:])
        parts.append(f"should be told {should}, but is told {found}")
    cut = f", as known on {voice.stated(expected.known)}," if expected.known else ""
    return f"On {voice.stated(expected.on)}{cut} {term} {'; it '.join(parts)}."


def _expected(one: Assert, voice: Voice) -> str:
    status = voice.status(one.status) if one.status else ""
    parts = status, voice.quoted(one.value) if one.value else ""
    return " ".join(filter(None, parts))


_BESIDE = {
    "authority": ("with the authority {}", "without an authority"),
    "by": ("as said by {}", "as said by nobody"),
    "since": ("since {}", "without a day"),
    "through": ("through {}", "without a last day"),
    "unless": ("unless {} is met", "without a condition that ends it"),
    "hinge": ("as dependent on {}", "as dependent on nothing"),
    "last_confirmed": ("as last confirmed on {}", "as never confirmed"),
    "confirmed": ("as confirmed by {}", "as confirmed by nobody"),
    "carried": ("as left unsaid by {}", "as left unsaid by nobody"),
    "flags": ("flagged {}", "without a flag"),
    "claims": ("beside the claim {}", "beside no claim"),
    "pending": ("beside the plan {}", "beside no plan"),
}
"""How each part of an answer is told where it is there, and where it is not."""


def _beside(field: str, said: object, voice: Voice) -> str:
    """Describe the *field* of an answer that an assertion expects, or that was *said* instead."""
    there, missing = _BESIDE[field]
    several = said if isinstance(said, tuple) else (said,)
    texts = [_one_beside(field, one, voice) for one in several if one is not None]
    return there.format(joined(texts)) if texts else missing


def _one_beside(field: str, said: object, voice: Voice) -> str:
    match said:
        case ExpectedClaim():
            value = voice.quoted(said.value) if said.value else voice.status(said.status or "ended")
            by = f" by {joined(said.by)}" if said.by else ""
            authority = f" ({said.authority})" if said.authority else ""
            since = f" since {voice.stated(said.since)}" if said.since else ""
            through = f" through {voice.stated(said.through)}" if said.through else ""
            return f"{value}{by}{authority}{since}{through}"
        case ExpectedPlan():
            value = voice.quoted(said.value) if said.value else said.verb or "anything"
            when = f" from {voice.stated(said.when)}" if said.when else ""
            once = f" once {voice.name(said.once)} is met" if said.once else ""
            return f"{value}{when}{once}"
        case Date():
            return voice.stated(said)
        case str() if field in ("unless", "hinge", "confirmed", "carried"):
            return voice.name(said)
        case _:
            return str(said)


def _found(answer: Answer, voice: Voice) -> str:
    decided = answer.decided
    value = f" {voice.quoted(decided.value)}" if decided and decided.value else ""
    event = voice.by(decided.deciding.event) if decided and decided.deciding else ""
    parts = "; ".join(_period(one, voice) for one in answer.periods)
    return f"{voice.status(answer.status)}{value}{event}{f' ({parts})' if parts else ''}"


def _period(one: Answer, voice: Voice) -> str:
    value = one.decided.value if one.decided else None
    return voice.quoted(value) if value and one.status == "in-force" else said(one)


def _vague(one: Finding, voice: Voice) -> str:
    """Say on which days a term is undetermined, and which events' dates leave it so."""
    *past, last = one.spans
    ongoing = one.level == "finding"
    since = f" from {voice.day(last[0])}" if last[0] else ""
    parts = [f"was undetermined {_spans(past if ongoing else one.spans, voice)}"] if past else []
    if ongoing:
        parts.append(f"is undetermined{since}")
    elif not past:
        parts = [f"was undetermined {_spans(one.spans, voice)}"]
    dates = {event: _picked(step, voice) for event, step in zip(one.names, one.steps, strict=True)}
    named = [f"{voice.name(event)} dates it {when}" for event, when in dates.items()]
    order = "; which came first is not known" if one.code == "overlap" else ""
    return f"{voice.name(one.terms[0])} {' and '.join(parts)}: {_listed(named, 'date')}{order}."


def _picked(step: Step, voice: Voice) -> str:
    """Return the date from which the day of *step*, or its last one, was counted, or its own."""
    if moment_of(step) != step.moment and step.lasting:
        base = date_of(step.lasting.base, None)
    else:
        base = date_of(step.base, step.when) if step.counts else step.when
    return voice.stated(base) if base else "no day"


def _spans(spans: Sequence[Span], voice: Voice) -> str:
    """Return runs of days in words: from a day through a day, and so on."""
    shown = [_span(*one, voice) for one in spans[:MOST]]
    return joined(shown + _more(len(spans) - MOST, "run of days"))


def _span(since: date | None, until: date | None, voice: Voice) -> str:
    if since and since == until:
        return f"on {voice.day(since)}"
    start = f"from {voice.day(since)}" if since else ""
    end = f"through {voice.day(until)}" if until else ""
    return f"{start} {end}".strip() or "on every day"


def _listed(named: Sequence[str], what: str) -> str:
    return ", ".join([*named[:MOST], *_more(len(named) - MOST, what)])


def _more(count: int, what: str) -> list[str]:
    several = what.replace(" of", "s of") if " of" in what else f"{what}s"
    return [f"{count} more {what if count == 1 else several}"] if count > 0 else []
