"""Fill the inbox from the feeds and folders that are watched."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cli.inbox import network
from cli.inbox.article import one_line
from cli.inbox.proposing import NOBODY, Intake, Taken, report, take
from cli.inbox.reading import articles_at
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.reading.words import words_of
from cli.terminal import dim, echo, printable, wrapped
from cli.wording.dates import instant_in_words
from events.errors import InputError
from events.inbox.watches import Watch, Watches
from events.log.log import Log

Given = Mapping[str, Any]
Tell = Callable[[str], object]


class PullError(InputError):
    """Raised when the places *failed* could not be read, after the others were."""

    def __init__(self, failed: Sequence[str]) -> None:
        super().__init__(
            f"Not read to the end: {', '.join(failed)}. The next pull tries again; `timeline watch "
            "remove` gives up."
        )


def place_of(typed: str) -> str:
    """Return the place *typed* as it is stored: an address, or the absolute path of a file.

    Raises InputError if it is an address of a kind that is never fetched.
    """
    if not typed.strip():
        raise InputError("Name a feed, a folder or a file to watch.")
    if re.match(r"[a-z][a-z0-9+.-]*:", typed, re.IGNORECASE):
        network.require_web(typed)
        return typed
    return os.path.abspath(typed)


def watched(given: Given) -> tuple[str, list[Watch]]:
    """Return the partnership that *given* names, and its watches."""
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        return slug, Watches(log.database, slug).all()


def watch(given: Given, typed: str, words: str, proposer: str | None) -> str:
    """Watch the place *typed* for articles with all *words*, and return for which one.

    That is the partnership that *given* names.
    """
    place = place_of(typed)
    if os.path.isabs(place) and not os.path.exists(place):
        raise InputError(f"There is nothing at {place}; name a feed, a folder or a file.")
    with opened(given["db"], writing=True) as log:
        slug = chosen_in(log, given["partnership"])
        Watches(log.database, slug).add(place, one_line(words), proposer or NOBODY)
    return slug


def forget(given: Given, typed: str) -> None:
    """Watch the place *typed* no longer."""
    with opened(given["db"], writing=True) as log:
        slug = chosen_in(log, given["partnership"])
        Watches(log.database, slug).remove(place_of(typed))


def pull(given: Given, form: str, tell: Tell) -> None:
    """Take what is new in the watched places into the inbox, and print it in this *form*.

    *tell* is given a sentence on what cannot be read. Raises PullError if that was a whole place,
    once the others were read.
    """
    failed = list[str]()
    with opened(given["db"], writing=True) as log:
        slug = chosen_in(log, given["partnership"])
        drafts, old = report(log, slug, pulled(log, slug, tell, failed), form, is_each=False)
    if failed:
        raise PullError(failed)
    if form == "text" and not drafts:
        many = "1 article was" if old == 1 else f"{old} articles were"
        seen = f"; {many} seen before" if old else ""
        echo(f"Nothing new for {slug}{seen}.")


def pulled(log: Log, slug: str, tell: Tell, failed: list[str]) -> Iterator[Taken]:
    """Take what is new in the watched places into the inbox, and yield what became of each article.

    *tell* is given a sentence on what cannot be read, and a place that cannot be is added to
    *failed*. Each article is stored before the next is read, so a pull that was stopped can simply
    be run again.
    """
    watches, intake = Watches(log.database, slug), Intake(log, slug)
    for one in watches.all():
        trouble: str | None = None
        words, articles = words_of(one.words), articles_at(one.place, tell)
        try:
            yield from take(intake, articles, words, one.proposer)
        except InputError as error:
            trouble = str(error)
            failed.append(one.place)
            tell(trouble)
        watches.pulled(one.place, trouble)


def listed(watches: Sequence[Watch]) -> Iterator[str]:
    """Yield the lines of a list of *watches*."""
    for one in watches:
        yield printable(one.place)
        words = f'for "{printable(one.words)}"; ' if one.words else ""
        read = f"pulled on {instant_in_words(one.pulled)}" if one.pulled else "not pulled yet"
        said = wrapped(f"{words}as {printable(one.proposer)}; {read}", first="   ", rest="   ")
        yield from map(dim, said)
        if one.trouble:
            failed = f"The last pull failed: {printable(one.trouble)}"
            yield from wrapped(failed, first="   ", rest="   ")


def as_json(slug: str, watches: list[Watch]) -> dict[str, Any]:
    """Return the *watches* of the partnership *slug* as a JSON object."""
    return {
        "partnership": slug,
        "watches": [
            {
                "place": one.place,
                "match": one.words,
                "as": one.proposer,
                "added": one.added,
                "pulled": one.pulled,
                "trouble": one.trouble,
            }
            for one in watches
        ],
    }
