"""Kinds of data: how often a history says what, how exactly, how late and in which order.

TYPICAL has the shares of the bundled ledger of OpenAI and Microsoft, counted over its 43 events
with 154 changes. Of verbs, authorities, precision, `of` and notes they are shares of the changes;
of `through` those of sets and claims, of `unless` of sets, of `adds` of claims; of what was
announced late, summaries and corrections, of the events. A date that is open at its beginning
(5 changes) or of an unsaid year (1) is counted by term, of which there are 27: such a date says
since when something is so that nobody dated, which is said once of a term, however long its
history. Left out are what it has one of by its nature (titles of its own, a claim of completeness)
and the 238 assertions, which no answer depends on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHARES_OF_VERBS = {
    "set": 66, "reaffirm": 26, "note": 19, "claim": 15, "use": 10, "leave-unsaid": 9, "end": 5,
    "dispute": 2, "settle": 2,
}  # fmt: skip
SHARES_OF_AUTHORITIES = {"official": 97, "filing": 22, "reported": 19, "press": 16}
SHARES_OF_PRECISION = {"day": 142, "year": 4, "month": 1, "quarter": 1}
SHARES_OF_LATENESS = {0: 34, 31: 4, 365: 3, 1000: 1}
"""Within how many days of the day it took effect it was announced, at most."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of data; what is not given is as in the bundled ledger.

    *order* is that of the effective days, along the order of the log. *window* is how many days a
    `through` lies ahead at most, *span* how many days a date *between* two covers, *speakers* how
    many there are who claim something.
    """

    name: str
    says: str
    order: str = "advancing"
    verbs: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_VERBS)
    authorities: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_AUTHORITIES)
    precision: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_PRECISION)
    lateness: Mapping[int, int] = field(default_factory=lambda: SHARES_OF_LATENESS)
    begun_before: float = 5 / 27
    unsaid_year: float = 1 / 27
    through: float = 15 / 81
    unless: float = 6 / 66
    adds: float = 7 / 15
    speakers: int = 9
    of: float = 5 / 154
    noted: float = 67 / 154
    summed_up: float = 33 / 43
    corrected: float = 1 / 44
    window: int = 2000
    span: int = 90


TYPICAL = Kind(name="typical", says="the shares of the bundled ledger")
RETROACTIVE = Kind(
    name="retroactive",
    says="half of the events are told up to eight years late, a tenth is corrected",
    lateness={0: 50, 365: 20, 1000: 15, 3000: 15},
    corrected=0.1,
)
IMPRECISE = Kind(
    name="imprecise",
    says="four dates in five are a month, a quarter, a year or between two days",
    precision={"day": 20, "month": 40, "quarter": 15, "year": 10, "between": 15},
)
REVERSED = Kind(
    name="reversed",
    says="every event is older than the one recorded before it",
    order="reversed",
)
RANDOM = Kind(
    name="random-order",
    says="effective days that have nothing to do with the order of the log",
    order="random",
)
ANNOUNCED = Kind(
    name="own-announcements",
    says="every event is announced on a day of its own, up to two years before or after its day",
    order="announced",
)
VAGUE = Kind(
    name="vague",
    says="every date is somewhere in three years, three ranks contradict each other, all expires",
    order="announced",
    verbs={"set": 100},
    authorities={"official": 34, "press": 33, "reported": 33},
    precision={"between": 100},
    through=1.0,
    unless=0.0,
    of=0.0,
    corrected=0.0,
    span=1100,
    window=1100,
)
TOLD = (TYPICAL, IMPRECISE, RETROACTIVE, REVERSED, RANDOM, ANNOUNCED)
"""All but the wholly vague, of which a table of answers has no bound."""
