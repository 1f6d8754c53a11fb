"""The period of a changelog, and which acts on the record are news in it."""

from datetime import date, timedelta

from events.dates.dates import Date, day
from events.errors import UsageError
from events.model.kinds import Issue
from events.model.values import Value, value
from timeline.record.record import Kept, Record


@value
class Period(Value):
    """The days of a changelog, both inclusive; *first* is None if it has no beginning."""

    first: Date | None
    last: Date

    @property
    def begins(self) -> date | None:
        """The earliest day of *first*, or None."""
        return self.first.earliest if self.first else None

    @property
    def ends(self) -> date:
        """The latest day of *last*."""
        return self.last.latest or date.max


def last_issue(record: Record) -> tuple[Kept, Issue] | None:
    """Return the entry and the act of the last issue of a changelog in *record*, or None."""
    issued = [(one, one.act) for one in record.acts if isinstance(one.act, Issue)]
    return issued[-1] if issued else None


def period_of(record: Record, first: Date | None, last: Date | None, *, given: bool) -> Period:
    """Return the period from *first* through *last*, with defaults taken from *record*.

    Without *last*, the period ends on the day of the log's last entry. Unless a period was *given*,
    it begins on the day after the last issued changelog ends, but no later than the day of the
    log's last entry, since more may have been recorded on that day. Raises UsageError if the
    period would begin after its end.
    """
    recorded = day(date.fromisoformat(record.acts[-1].recorded[:10]))
    issue = last_issue(record)
    if not given and issue and issue[1].last and issue[1].last.latest:
        following = day(issue[1].last.latest + timedelta(1))
        first = min(following, recorded, key=lambda one: one.earliest or date.max)
    period = Period(first, last or recorded)
    if period.begins and period.begins > period.ends:
        raise UsageError(f"The log ends with {period.last}, before {first} begins; say until when.")
    return period


def news(record: Record, period: Period) -> tuple[int, list[Kept]]:
    """Return the version after which acts are news, and all acts up to the end of *period*.

    An act of *record* is news if it was recorded within the period and after the last changelog was
    issued.
    """
    acts = [one for one in record.acts if one.recorded[:10] <= period.ends.isoformat()]
    begins = (period.begins or date.min).isoformat()
    earlier = max((one.version for one in acts if one.recorded < begins), default=0)
    issue = last_issue(record)
    return max(earlier, issue[0].version if issue else 0), acts
