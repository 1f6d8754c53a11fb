"""The rules between the keys of one mapping."""

from collections.abc import Collection, Iterator, Sequence

from events.dates.dates import Date
from events.dates.reckoned import Reckoned
from events.model.kinds import Claim, Set
from events.model.problems import shown
from events.payload.shapes import Breach, Fields, Plain, Rule

_FINE: Sequence[Breach] = ()


def _changes_in_order(_: Plain, fields: Fields) -> Sequence[Breach]:
    when = fields.get("when")
    changes = fields["changes"]
    if not changes or type(when) is not Date:
        return _FINE
    return [*_too_late(when, changes)]


def _too_late(when: Date, changes: object) -> Iterator[Breach]:
    for number, change in enumerate(changes if isinstance(changes, tuple) else ()):
        if type(change) in (Set, Claim) and type(change.through) is Date:
            own = change.when or change.of or (type(change) is Set and change.once)
            if not own and _is_over(change.through, when):
                yield ("changes", number, "through"), _over(change.through, when)


def _in_order(_: Plain, fields: Fields) -> Sequence[Breach]:
    when, through = fields.get("when"), fields.get("through")
    if not isinstance(when, Date) or not isinstance(through, Date) or not _is_over(through, when):
        return _FINE
    return [(("through",), _over(through, when))]


def _is_over(through: Date, when: Date) -> bool:
    last, first = through.latest, when.earliest
    return last is not None and first is not None and last < first


def _over(through: Date, when: Date) -> str:
    return (
        f"{shown(str(through))} is over before {shown(str(when))}, when the answer takes effect; "
        "correct one of them."
    )


def _one_day(plain: Plain, _: Fields) -> Sequence[Breach]:
    if "of" not in plain:
        return _FINE
    sentence = "With 'of' a change falls on that event's day; leave '{}' out."
    return [((key,), sentence.format(key)) for key in ("when", "during") if key in plain]


def _days_once(plain: Plain, _: Fields) -> Sequence[Breach]:
    if "during" not in plain:
        return _FINE
    sentence = "'during' gives the first and the last day; leave '{}' out."
    return [((key,), sentence.format(key)) for key in ("when", "through") if key in plain]


def _starts_once(plain: Plain, _: Fields) -> Sequence[Breach]:
    if "once" not in plain:
        return _FINE
    sentence = "With 'once' it takes effect when the condition is met; leave '{}' out."
    return [((key,), sentence.format(key)) for key in ("when", "during", "of") if key in plain]


def _renews(plain: Plain, fields: Fields) -> Sequence[Breach]:
    if "renews" not in plain or fields["through"] is not None:
        return _FINE
    sentence = "An answer renews after its last day; give 'through', the last day of its first run"
    instead = ", in place of 'during'" if "during" in plain else ""
    return [(("renews",), f"{sentence}{instead}.")]


def _one_claim(plain: Plain, _: Fields) -> Sequence[Breach]:
    match "value" in plain, "ended" in plain:
        case True, True:
            return [(("ended",), "A claim gives a 'value' or says 'ended: true'; leave one out.")]
        case False, False:
            return [((), "The key 'value' is missing: say what is claimed, or 'ended: true' where "
                     "it is that there is no such term any more.")]  # fmt: skip
        case _:
            return _FINE


def _is_found(plain: Plain, _: Fields) -> Sequence[Breach]:
    if "url" in plain or "title" in plain:
        return _FINE
    return [((), "The key 'url' is missing: say where it can be read, or give a title by which it "
             "can be found.")]  # fmt: skip


def _is_placed(plain: Plain, _: Fields) -> Sequence[Breach]:
    if "at" not in plain or ("snapshot" in plain and "locator" in plain):
        return _FINE
    return [
        (("at",), "'at' says where the locator stands in a snapshot; give both, or leave it out.")
    ]


INTO = ("renamed", "split", "merged")


def _one_fate(plain: Plain, _: Fields) -> Sequence[Breach]:
    given = [key for key in INTO if key in plain]
    if len(given) < 2:
        return _FINE
    return [((given[1],), f"A term is {' or '.join(given)}, not both; leave one out.")]


def expects(keys: Collection[str]) -> Rule:
    """Return the rule that an assertion says something by one of *keys*."""

    def broken(plain: Plain, _: Fields) -> Sequence[Breach]:
        if any(key in plain for key in keys):
            return _FINE
        return [((), "An assertion expects something: give a 'value' or a 'status', or what else "
                 "is told with an answer, such as 'flags'.")]  # fmt: skip

    return Rule(broken, (*keys,), always=True)


_ACTING = {"dates": "date", "calls-off": "call off", "confirms": "confirm", "denies": "deny"}
"""The keys by which an event does something to another, and what it does."""


def _on_itself(plain: Plain, fields: Fields) -> Sequence[Breach]:
    when = fields.get("when")
    if _ACTING.keys().isdisjoint(plain) and type(when) is not Reckoned:
        return _FINE
    own = fields.get("id") if "correct" not in plain else fields.get("event")
    sentence = "An event cannot {} itself; name another event."
    found: list[Breach] = [
        ((key,), sentence.format(does))
        for key, does in _ACTING.items()
        if own is not None and plain.get(key) == own
    ]
    if type(when) is Reckoned and when.event == own:
        found.append((("when",), "The day of an event is not counted from itself; write the day."))
    return found


def replaces(keys: Collection[str]) -> Rule:
    """Return the rule that a correction has to replace one of *keys*, the keys of an event."""

    def broken(plain: Plain, _: Fields) -> Sequence[Breach]:
        if any(key in plain for key in keys):
            return _FINE
        return [((), "A correction gives the fields it replaces, such as 'when' or 'title'.")]

    return Rule(broken, (*keys,), always=True)


def _covers(_: Plain, fields: Fields) -> Sequence[Breach]:
    since, through = fields["since"], fields["through"]
    if since is None and through is None:
        return [(("cover",), "Say through which day the log is complete, or since which.")]
    if isinstance(since, Date) and isinstance(through, Date) and _is_over(through, since):
        sentence = f"{shown(str(through))} is over before {shown(str(since))}, when it begins."
        return [(("cover",), f"{sentence[:-1]}; correct one of them.")]
    return _FINE


CHANGES_IN_ORDER = Rule(_changes_in_order, ("when",))
OF = Rule(_one_day, ("of", "when", "during"))
DURING = Rule(_days_once, ("during", "when", "through"))
ONCE = Rule(_starts_once, ("once", "when", "during", "of"))
RENEWS = Rule(_renews, ("renews", "through", "during"))
ITSELF = Rule(_on_itself, (*_ACTING, "when"))
IN_ORDER = Rule(_in_order, ("through", "when"))
CLAIM = Rule(_one_claim, ("value", "ended"), always=True)
FOUND = Rule(_is_found, ("url", "title"), always=True)
PLACED = Rule(_is_placed, ("at",))
FATE = Rule(_one_fate, INTO)
COVERS = Rule(_covers, ("cover", "from"), always=True)
