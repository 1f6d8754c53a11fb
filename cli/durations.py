"""Durations: how many days are meant by 180d or 26w."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from events.errors import InputError
from events.model.dates import Date

if TYPE_CHECKING:
    from events.model.durations import Duration

    _DaysType = click.ParamType[int]
else:
    _DaysType = click.ParamType

_DURATION = re.compile("([0-9]{1,5})([dw])")


class DaysParam(_DaysType):
    """A number of days, written as days or weeks: 180d, 26w."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read *value*, or fail with the sentence that says what to write."""
        if isinstance(value, int):
            return value
        found = _DURATION.fullmatch(value.strip())
        if found is None:
            self.fail(f"'{value}' is no number of days; write it like 180d or 26w.", param, ctx)
        return int(found[1]) * (7 if found[2] == "w" else 1)


DAYS = DaysParam()


def spoken(duration: "Duration") -> str:
    """Say a duration as people do: 60 days, 1 year."""
    text = str(duration)
    count, unit = text[:-1], _UNITS[text[-1]]
    return f"{count} {unit}{'s' * (count != '1')}"


_UNITS = {"d": "day", "m": "month", "y": "year"}


def last_day_of(when: Date) -> date:
    """Return the last day of *when*, from which one can look back and ahead."""
    if when.latest is None:
        raise InputError(f"'{when.edtf}' has no last day to stand on; name a day.")
    return when.latest
