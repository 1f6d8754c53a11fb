"""Translate dates in everyday words, such as `before June 2025`, into EDTF."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from events.dates import dates
from events.dates.date_text import MONTHS
from events.dates.dates import DateError

_Words = re.Match[str]

LONGEST_PHRASE = 100


def edtf_of(words: str, today: date) -> str:
    """Return the EDTF for lower-case *words* typed on *today*.

    Raises DateError if it is unclear which days they mean.
    """
    for pattern, say in _PHRASES if len(words) <= LONGEST_PHRASE else ():
        match = re.fullmatch(pattern, words)
        if match and callable(say):
            return say(match, today)
        if match and not callable(say):
            raise DateError(words, say)
    return _as_edtf(words)


def _as_written(match: _Words, _: date) -> str:
    return _as_edtf(match[0])


def _as_edtf(words: str) -> str:
    edtf = (words.replace(" ", "") if words[:1] == "[" else words).upper()
    if edtf.isascii() and re.search("[A-WYZ]{2}| ", edtf):
        raise DateError(words, "write it like 27 February 2026, October 2025, Q3 2025 or 2019")
    return edtf


def _near(days: int) -> Callable[[_Words, date], str]:
    return lambda _, today: _shifted(today, days)


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days)).isoformat()
    except OverflowError:
        raise DateError(str(day), "it leaves the years 0001 to 9999") from None


def _one(words: str, today: date) -> str:
    edtf = edtf_of(words, today)
    if edtf[:1] == "[":
        raise DateError(words, "only a single date can stand there; write it as [a..b] or [a,b]")
    return edtf


def _between(match: _Words, today: date) -> str:
    return f"[{_one(match[1], today)}..{_one(match[2], today)}]"


def _either(match: _Words, today: date) -> str:
    return f"[{','.join(_one(words, today) for words in match[1].split(' or '))}]"


def _up_to(match: _Words, today: date) -> str:
    return f"[..{_one(match[1], today)}]"


def _onwards(match: _Words, today: date) -> str:
    return f"[{_one(match[1], today)}..]"


def _before(match: _Words, today: date) -> str:
    first, _ = _bounds(match[1], today)
    return f"[..{_shifted(first, -1)}]"


def _after(match: _Words, today: date) -> str:
    _, last = _bounds(match[1], today)
    return f"[{_shifted(last, 1)}..]"


def _bounds(words: str, today: date) -> tuple[date, date]:
    limit = dates.parse(_one(words, today))
    if not limit.earliest or not limit.latest:
        raise DateError(words, "without its year nothing is before or after it; say the year")
    if limit.doubtful or limit.approximate:
        raise DateError(words, "nothing is surely before or after an uncertain date; say a day")
    return limit.earliest, limit.latest


def _approximate(match: _Words, today: date) -> str:
    return _marked(_one(match[1], today), "~")


def _doubtful(match: _Words, today: date) -> str:
    return _marked(_one(match[1], today), "?")


def _marked(edtf: str, mark: str) -> str:
    stated = edtf.rstrip("?~%")
    return stated + (mark if set(edtf[len(stated) :]) <= {mark} else "%")


def _itself(match: _Words, today: date) -> str:
    return edtf_of(match[1], today)


_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_NUMBERS |= {name[:3]: number for name, number in _NUMBERS.items()} | {"sept": 9}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _day_or_month(match: _Words, _: date) -> str:
    parts = match.groupdict()
    month = f"{parts.get('year') or 'XXXX'}-{_NUMBERS[match['month']]:02}"
    return f"{month}-{int(parts['day']):02}" if parts.get("day") else month


def _quarter(match: _Words, _: date) -> str:
    return f"{match['year']}-Q{_ORDINALS.get(match['quarter']) or match['quarter']}"


_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, reverse=True))})\.?"
_YEAR = "(?P<year>[0-9]{4})"
_SPAN = "a span of time is not one day; write between 2018 and 2019 for some day in it"
_NUMERIC = "numbers do not say which is the day and which the month; write it like 2026-02-27"
_RELATIVE = "it depends on the day on which it is read; write the date itself, like October 2025"
_WEEKDAY = "weekdays are not read; write the date alone, like 27 February 2026"
_FISCAL = (
    "a fiscal year begins on another day in each company; write its days, "
    "like between July 2024 and June 2025"
)
_VAGUE = "its days are not agreed; write what is meant, like between January 2024 and April 2024"

_PHRASES: list[tuple[str, Callable[[_Words, date], str] | str]] = [
    (r"[0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?|\[.*\]", _as_written),
    (r"today", _near(0)),
    (r"yesterday", _near(-1)),
    (r"tomorrow", _near(1)),
    (rf"(?:the )?{_DAY}(?: of)?[ -]{_MONTH}(?:(?:, ?| |-){_YEAR})?", _day_or_month),
    (rf"{_MONTH} {_DAY}(?:(?:, ?| ){_YEAR})?", _day_or_month),
    (rf"{_MONTH}(?:(?: of|,)? |-){_YEAR}", _day_or_month),
    (rf"{_YEAR}[ -]{_MONTH}(?:[ -]{_DAY})?", _day_or_month),
    (_MONTH, _day_or_month),
    (rf"q(?P<quarter>[1-4])(?: of)? {_YEAR}", _quarter),
    (rf"{_YEAR}[ -]?q(?P<quarter>[1-4])", _quarter),
    (rf"(?:the )?(?P<quarter>[1-4])(?:st|nd|rd|th) quarter(?: of)? {_YEAR}", _quarter),
    (rf"(?:the )?(?P<quarter>{'|'.join(_ORDINALS)}) quarter(?: of)? {_YEAR}", _quarter),
    (r"between (.+) and (.+)", _between),
    (r"from .+ (?:to|until|till|through|-) .+|(?!up |prior ).+ (?:to|through|-|\u2013) .+", _SPAN),
    (r"[0-9]{4}[-\u2013][0-9]{4}", _SPAN),
    (r"(?:on or before|by|until|till|up to|no later than) (.+)", _up_to),
    (r"(.+) or (?:before|earlier)", _up_to),
    (r"(?:on or after|since|from|no earlier than) (.+)", _onwards),
    (r"(.+) or (?:after|later)", _onwards),
    (r"(?:before|earlier than|prior to) (.+)", _before),
    (r"(?:after|later than) (.+)", _after),
    (r"(?:either )?(.+ or .+)", _either),
    (r"(?:~|around|about|circa|ca?\.?|approx\.?|approximately|roughly) ?(.+)", _approximate),
    (r"(?:maybe|perhaps|possibly|probably) (.+)", _doubtful),
    (r"(.+?) ?\?", _doubtful),
    (r"(?:in|on|during) (.+)", _itself),
    (r".*\b(?:mon|tue|tues|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\b.*|wed\b.*", _WEEKDAY),
    (r".*\b(?:last|next|this|past|coming|ago|now|recently|soon|weeks?)\b.*", _RELATIVE),
    (r".*(?:\b|[0-9])(?:fy|fiscal|financial year|business year)(?:\b|[0-9]).*", _FISCAL),
    (r".*(?:\b|[0-9]{4})(?:h[12]|[12]h)(?:\b|[0-9]{2}).*", _VAGUE),
    (r".*\b(?:early|mid|late|beginning|start|middle|end|half|spring|summer)\b.*", _VAGUE),
    (r".*\b(?:autumn|fall|winter)\b.*|(?:the )?[0-9]{3}0'?s", _VAGUE),
    (r"[0-9]{1,2}([./ -])[0-9]{1,2}(?:\1[0-9]{2}|\1[0-9]{4})?|[0-9]{1,2}[./ -][0-9]{4}", _NUMERIC),
    (rf".*{_MONTH}.*\D[0-9]{{2}}", "a year has four digits; write it like 27 February 2026"),
    (r"q[1-4]|.* quarter", "a quarter needs its year; write it like Q3 2025"),
]
