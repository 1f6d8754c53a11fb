"""Kinds of data: how often a history says what, how precisely, how late and in which order.

TYPICAL has the shares of the bundled ledger of OpenAI and Microsoft, counted over its 64 events
with 229 changes. The shares of verbs, authorities, precision and `of` are shares of all changes;
those of notes are shares of the changes that are not notes themselves, of `through` of sets and
claims, of `unless` of sets, and of `adds` of claims; those of late announcements, summaries and
corrections are shares of the events. Dates with an open start (1 change) or an unspecified year (1)
are counted per term, of which there are 38: such a date says since when something undated has been
so, which is said once for a term, however long its history. Left out are one-of-a-kind features
(titles of its own, a claim of completeness) and the assertions, which no answer depends on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHARES_OF_VERBS = {
    "set": 86, "reaffirm": 40, "claim": 39, "note": 25, "use": 14, "leave-unsaid": 14, "end": 5,
    "dispute": 3, "settle": 3,
}  # fmt: skip
SHARES_OF_AUTHORITIES = {"official": 144, "reported": 32, "press": 27, "filing": 26}
SHARES_OF_PRECISION = {"day": 211, "year": 14, "month": 1, "quarter": 1}
SHARES_OF_LATENESS = {0: 51, 31: 4, 365: 5, 1000: 3}
"""For each number of days, how many events were announced within it after taking effect and
not within the number before it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of data; fields not given are as in the bundled ledger.

    *order* is the order of the effective days along the log. *window* is the largest number of days
    that a `through` lies ahead, *span* the number of days that a date of precision *between*
    covers, and *speakers* the number of parties who make claims.
    """

    name: str
    says: str
    order: str = "advancing"
    verbs: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_VERBS)
    authorities: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_AUTHORITIES)
    precision: Mapping[str, int] = field(default_factory=lambda: SHARES_OF_PRECISION)
    lateness: Mapping[int, int] = field(default_factory=lambda: SHARES_OF_LATENESS)
    begun_before: float = 1 / 38
    unsaid_year: float = 1 / 38
    through: float = 24 / 125
    unless: float = 6 / 86
    adds: float = 11 / 39
    speakers: int = 9
    of: float = 11 / 229
    noted: float = 121 / 204
    summed_up: float = 51 / 64
    corrected: float = 1 / 65
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
"""All kinds except the wholly vague one, for which the table of answers has no bound."""
