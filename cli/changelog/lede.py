"""Open a changelog with up to three sentences: the changes, the disputes, what is next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cli.fast.sentences import quoted
from cli.files import read_bytes
from cli.wording.answers import joined
from events.errors import InputError

_ANSWERS = ("Changed", "Ended", "Added", "Returned", "Clarified", "Expired")
_MOST = 2
"""The most events that a lede names."""


def own(path: str | None) -> list[str] | None:
    """Return the paragraphs of the file *path*, each on one line, or None if there is no file."""
    if path is None:
        return None
    try:
        text = read_bytes(path).decode()
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text.") from None
    found = [" ".join(one.split()) for one in re.split(r"\n\s*\n", text)]
    if not any(found):
        raise InputError(f"{path} is empty; write the opening sentences in it.")
    return [one for one in found if one]


def lede(sections: Sequence[dict[str, Any]], upcoming: Sequence[dict[str, Any]]) -> list[str]:
    """Return the opening sentences of a changelog with these *sections*; *upcoming* is ahead."""
    return [*_changed(sections), *_disputed(sections), *_ahead(upcoming)]


def _changed(sections: Sequence[dict[str, Any]]) -> Iterator[str]:
    counted = [(sum(_counts(one).values()), one) for one in sections]
    changing = [(count, one) for count, one in counted if count]
    if not changing:
        yield "No term changed in this period." if sections else "Nothing happened in this period."
        return
    least = sorted((count for count, _ in changing), reverse=True)[:_MOST][-1]
    most = [one for count, one in changing if count >= least][:_MOST]
    told = [f"{_called(one)} {_did(_counts(one))}" for one in most]
    yield f"{'; '.join(told)}."


def _counts(section: dict[str, Any]) -> Counter[str]:
    found = {group["name"]: len(group["lines"]) for group in section["groups"]}
    return Counter({name: found[name] for name in _ANSWERS if name in found})


def _called(section: dict[str, Any]) -> str:
    day = section["date"]
    return (
        f"{quoted(section['title'])} ({day})"
        if section["title"] and day
        else (quoted(section["title"]) if section["title"] else f"The day {day}")
    )


def _did(counts: Counter[str]) -> str:
    """Return what an event did to how many terms: `changed 11 terms, ended one and added one`."""
    first, *more = counts.items()
    said = [f"{first[0].casefold()} {_number(first[1])} {_plural('term', first[1])}"]
    return joined([*said, *(f"{name.casefold()} {_number(count)}" for name, count in more)])


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _disputed(sections: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield which terms came to be disputed, and whether they still are; newest section first."""
    state: dict[str, str] = {}
    for section in reversed(sections):
        for group in section["groups"]:
            if group["name"] in ("Disputed", "Settled"):
                state |= {line["title"]: group["name"] for line in group["lines"]}
    open_now = [title for title, name in state.items() if name == "Disputed"]
    settled = [title for title, name in state.items() if name == "Settled"]
    if open_now:
        yield f"{joined(open_now)} {'is' if len(open_now) == 1 else 'are'} disputed."
    elif settled:
        yield f"{joined(settled)} {'is' if len(settled) == 1 else 'are'} no longer disputed."


def _ahead(upcoming: Sequence[dict[str, Any]]) -> Iterator[str]:
    dated = [one for one in upcoming if one["date"]]
    if dated:
        same = [one["title"] for one in dated if one["date"] == dated[0]["date"]]
        yield f"The next date on record is {dated[0]['date']} ({'; '.join(same)})."
