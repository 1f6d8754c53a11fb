"""Instants of recording, as UTC text in one fixed form that sorts by time."""

from datetime import UTC, date, datetime

from events.errors import InputError


class InstantError(InputError):
    """Raised when *text* is not an instant in UTC."""

    def __init__(self, text: str) -> None:
        self.text = text
        short = text if len(text) <= 60 else f"{text[:59]}…"
        super().__init__(
            f"{short!r} cannot be read as an instant: write it in UTC, like 2026-11-21T09:30:00Z."
        )


def parse_instant(text: str) -> str:
    """Return the instant *text* (RFC 3339, UTC) in the form `2026-11-21T00:00:00.000000Z`.

    Seconds may be left out of *text*. The returned form sorts by time.
    """
    import re  # Imported here: it is slow, and few questions name an instant.

    match = re.fullmatch(_INSTANT, text)
    if match is None:
        raise InstantError(text)
    day, minute, second, fraction = match.groups()
    instant = f"{day}T{minute}{second or ':00'}.{fraction or '0':0<6}"
    try:
        datetime.fromisoformat(instant).replace(tzinfo=UTC)
    except ValueError:
        raise InstantError(text) from None
    return f"{instant}Z"


_INSTANT = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.([0-9]{1,6})0*)?(?:[Zz]|\+00:00)"
)


def recorded_by(text: str) -> str:
    """Return the instant *text* or, if *text* is a day, the last instant of that day."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return parse_instant(text)
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InstantError(text) from None
    return f"{text}T23:59:59.999999Z"
