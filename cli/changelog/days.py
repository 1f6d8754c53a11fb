"""Say on which day a line of a changelog stands, and since when its group is so."""

from collections.abc import Sequence
from datetime import date

from cli.fast.spoken import since
from cli.wording.dates import plainly
from events.dates.dates import Date, day
from timeline.views.changelog import UNSAID, Line


def shared_date(own: Sequence[Line], when: Date) -> str:
    """Return the date that the lines *own* share, for the heading of their group."""
    is_answer = any(line.before is not line.after for line in own)
    return since(when) if is_answer else since(when).replace("since", "as of", 1)


def begun(when: Date | None) -> str:
    """Return the date *when* as a heading: `Between 27 February and 31 March 2026`."""
    text = plainly(when) if when else ""
    return text[:1].upper() + text[1:]


def first_day(when: Date) -> int:
    one = when.earliest or when.latest
    return one.toordinal() if one else 0


def stands_on(line: Line) -> Date:
    """Return the date to print above *line*: an imprecise one, if that put it on its day."""
    said = line.announced
    if said and said.is_day and said.latest == line.on:
        return said
    announced = [one for one in [said] if one and one.latest == line.on]
    for one in (*announced, line.when) if line.group not in UNSAID else ():
        first, last = (one.earliest, one.latest) if one else (None, None)
        if one and not one.is_day and (first or date.min) <= line.on <= (last or date.max):
            return one
    return day(line.on)
