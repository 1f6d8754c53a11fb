"""Write durations in words, as contracts do: four months are `4 months`."""

from events.dates.durations import Duration

_UNITS = {"d": "day", "m": "month", "y": "year"}


def length(one: Duration) -> str:
    """Return the duration *one* in words: 60 days, 1 year."""
    text = str(one)
    count, unit = text[:-1], _UNITS[text[-1]]
    return f"{count} {unit}{'s' * (count != '1')}"
