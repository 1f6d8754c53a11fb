"""Rows: the steps of terms in the form in which an index keeps them.

A row holds from the version *since* to the one before *until*; so a look at an earlier state of the
log finds what it held then. Days are ordinals: `UNDATED` for none, -`FAR` and `FAR` for an end that
nobody stated.
"""

from events.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FAR = 10_000_000
BETWEEN = "\x1f"
"""What stands between the cells of a row."""

UNDATED = FAR + 1
"""A day after all others: of what was announced without a date."""


class StepRow(NamedTuple):
    """A step as it is stored: a change of a term, or a condition met.

    *day* and *latest* are its first and its last possible day, *announced* the last day on which
    it may have become public, *last* the last day of a value. *written*, *through* and *public* are
    the texts of those dates; *conditions* and *sources* hold one name a line; *more* is JSON. A
    text is empty where there is nothing to say.
    """

    day: int
    told: int
    place: int
    idx: int
    latest: int
    announced: int
    rank: int
    last: int
    verb: str
    event: str
    authority: str
    written: str
    through: str
    conditions: str
    sources: str
    public: str
    more: str
    value: str

    @property
    def matters(self) -> int:
        """The first day on which an answer may depend on it: it may lie ahead then."""
        return max(0, min(self.day, self.announced))

    @property
    def body(self) -> str:
        """The row as one text: so that a look at the last step of a term is one seek."""
        return BETWEEN.join(map(str, self))

    @classmethod
    def read(cls, body: str) -> "StepRow":
        """Read its *body*. Only the value may hold anything, and stands last."""
        cells = body.split(BETWEEN, len(cls._fields) - 1)
        return cls._make([*map(int, cells[:8]), *cells[8:]])


class Track(NamedTuple):
    """The steps of one term of a partnership, and how far one may reach.

    *longest* is the most days that a date with an end spans beyond its first, *lead* the most that
    a step was announced ahead; *beginless* is the last day of all dates without a beginning,
    *endless* the first of those without an end.
    *second* and *third* are the first days on which a step that decides has at least that rank;
    *conditions* those that a value has named. All are of every step there ever was.
    On days before *holds* the answers hold that are stored of the term.
    """

    id: int
    term: str
    longest: int = 0
    beginless: int = -FAR
    endless: int = UNDATED
    lead: int = 0
    second: int = UNDATED
    third: int = UNDATED
    conditions: str = ""
    holds: int = 0

    def with_step(self, row: StepRow) -> "Track":
        """Return the track when *row* is one of its steps."""
        longest, lead = self.longest, self.lead
        beginless, endless = self.beginless, self.endless
        if row.latest == FAR:
            endless = min(endless, row.day)
        elif row.day == -FAR:
            beginless = max(beginless, row.latest)
        elif row.latest - row.day > longest:
            longest = row.latest - row.day
        if row.announced < row.day < UNDATED and row.day - row.announced > lead:
            lead = row.day - row.announced
        elif row.day == UNDATED:
            lead = max(lead, 1)
        found = self._replace(longest=longest, beginless=beginless, endless=endless, lead=lead)
        if row.verb in ("set", "end"):
            found = found.decided(row.rank, row.day)
        if row.conditions:
            named = dict.fromkeys([*found.conditions.split("\n"), *row.conditions.split("\n")])
            found = found._replace(conditions="\n".join(name for name in named if name))
        return found

    def reaches(self, first: int, last: int) -> bool:
        """Whether an imprecise step that begins before *last* may lie on *first* or after it."""
        return self.longest > 0 or self.beginless >= first or self.endless <= last

    def decided(self, rank: int, day: int) -> "Track":
        """Return the track when something of *rank* may decide from *day* on."""
        if rank >= 2 and day < self.second:
            self = self._replace(second=day)
        if rank >= 3 and day < self.third:
            self = self._replace(third=day)
        return self


class Last(NamedTuple):
    """What the index has of a term on a day: the *body* of the step that begins last, if any.

    *vague* says whether an imprecise step may reach as far, *ahead* whether one lies ahead;
    *second* and *third* are those of its track.
    """

    term: str
    second: int
    third: int
    body: str | None
    vague: bool
    ahead: bool


class Cut(NamedTuple):
    """What a question sees: the log up to *version*, and what was public by the day *known*."""

    version: int | None = None
    known: int | None = None


def met_track(condition: str) -> str:
    """Return the name under which the steps are kept that say that *condition* was met."""
    return f"!{condition}"


def is_met(track: str) -> bool:
    """Whether a track is of steps that say that a condition was met."""
    return track[:1] == "!"


def distinct(names: "Sequence[str]") -> str:
    """Return *names* as a text with one a line."""
    return "\n".join(dict.fromkeys(names))
