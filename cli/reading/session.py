"""Open the database that a command works on, and read a partnership from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cli.fast.data_folder import default_database as default_database
from cli.reading.partnership import chosen_in
from cli.reading.selection import holding, one_term, selected
from cli.terminal import echo
from events.errors import NotFoundError
from events.log.log import Entry, Head, Log, open_log
from events.model.values import Value, kind
from events.storage.beside import beside
from events.storage.deadline import require_time

if TYPE_CHECKING:
    from events.dates.dates import Date
    from events.log.log import Follower
    from timeline.boxes.lines import Answers, Choose, Lines
    from timeline.record.record import Kept, Record

BUNDLED = "openai-microsoft"


def opened(db: str | None, *, writing: bool = False, follow: Follower | None = None) -> Log:
    """Open *db* or the default database, which is created with the bundled ledger at first use.

    When *writing*, the stored answers are kept up to date by *follow* (default: `bring_up`).
    """
    path = db
    if path is None:
        path = default_database()
        if not os.path.exists(path):
            _make_default(path)
    if not writing:
        return open_log(path)
    from timeline.answers.update import bring_up

    return open_log(path, writing=True, follow=follow or bring_up, tell=partial(echo, err=True))


def _make_default(path: str) -> None:
    """Make the database in a temporary file and rename it, so that it is complete or absent."""
    from cli.reading.bundled import load_bundled
    from migrations.run import upgrade

    with beside(path) as name:
        upgrade(name)
        added = load_bundled(name).added
        if not _put(name, path):
            return
    echo(f"Made {path} with the bundled ledger {BUNDLED}: {added} entries.", err=True)


def _put(name: str, path: str) -> bool:
    """Rename the file *name* to *path*; return False if another command was faster."""
    try:
        os.link(name, path)
    except FileExistsError:
        return False
    except OSError:
        os.replace(name, path)
    return True


@kind
class View(Value):
    """A partnership as a command reads it: its *record*, up to the entry *last*.

    *recorded* is the instant of the cut, or None.
    """

    slug: str
    record: Record
    recorded: str | None
    last: Head

    @property
    def head(self) -> str:
        """The digest of the last entry seen, in hexadecimal."""
        return self.last.digest.hex()

    def meta(self, **clocks: str | None) -> dict[str, Any]:
        """Return the JSON fields that go with every answer, including the cuts of the *clocks*."""
        since, through = self.record.covered
        return {
            "partnership": self.slug,
            **clocks,
            "recorded": self.recorded,
            "head": self.head,
            "covered_from": since.edtf if since else None,
            "covered_through": through.edtf if through else None,
        }


@kind
class Whole(View):
    """A partnership with all its *entries*."""

    entries: Sequence[Entry]


@kind
class Asked(View):
    """A partnership with the *terms* asked about, as known by the day *known*.

    If only some terms are asked about, *answers* has these as known by other days too.
    """

    terms: Sequence[str]
    known: Date | None
    answers: Answers

    @property
    def lines(self) -> Lines:
        """The lines of the terms, as known by the end of the day *known*, or as known now."""
        return self.answers.known(self.known.earliest if self.known else None)


def asked(
    db: str | None,
    partnership: str | None,
    globs: Sequence[str] = (),
    *,
    known: Date | None = None,
    recorded: str | None = None,
    on: Date | None = None,
) -> Asked:
    """Read the terms of *partnership* in *db* matched by *globs* (default: all).

    *known* and *recorded* are the cuts of these clocks. If *on* is given, only questions about
    that day can be answered.
    """

    def choose(record: Record) -> list[str]:
        return selected(record, globs)

    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        return asked_in(log, slug, choose, known=known, recorded=recorded, is_list=not globs, on=on)


def of_one(
    term: str, db: str | None, partnership: str | None, known: Date | None, recorded: str | None
) -> Asked:
    """Read everything about one term of *partnership* in *db*.

    *term* is the name of the term, its title or a pattern; the clocks are cut at *known* and
    *recorded*.
    """

    def choose(record: Record) -> list[str]:
        return [one_term(record, term)]

    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, [term]))
        return asked_in(log, slug, choose, known=known, recorded=recorded, with_all=True)


def of_terms(
    db: str | None, partnership: str | None, globs: Sequence[str], recorded: str | None
) -> tuple[View, Sequence[str] | None]:
    """Read what was said of the terms of *partnership* in *db* matched by *globs*.

    Returns the terms too; without *globs*, everything is read, and None stands for all terms. The
    record is cut at the instant *recorded*.
    """
    if not globs:
        return view(db, partnership, recorded), None
    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        seen = asked_in(
            log, slug, lambda record: selected(record, globs), recorded=recorded, with_all=True
        )
        return seen, seen.terms


def asked_in(
    log: Log,
    slug: str,
    choose: Choose,
    *,
    known: Date | None = None,
    recorded: str | None = None,
    is_list: bool = False,
    with_all: bool = False,
    on: Date | None = None,
) -> Asked:
    """Read the terms that *choose* picks in the partnership *slug* of an open *log*.

    *known* and *recorded* are the cuts of these clocks. With *is_list*, terms are only read as
    known by *known*; *with_all* adds the steps that decide nothing. If *on* is a day, only
    questions about that day can be answered.
    """
    from timeline.answers.reader import read

    last = log.head(slug, recorded_by=recorded)
    if not last.version:
        raise NotFoundError(f"Nothing of {slug} had been recorded by {recorded}.")
    answers = read(
        log, slug, choose, version=last.version, known=known.earliest if known else None,
        is_cut=is_list or not known, with_all=with_all,
        on=on.earliest.toordinal() if on and on.is_day and on.earliest else None,
    )  # fmt: skip
    return _asked(answers, last, known, recorded)


def asked_of(
    entries: Sequence[Entry],
    globs: Sequence[str] = (),
    *,
    known: Date | None = None,
    recorded: str | None = None,
) -> Asked:
    """Read the terms matched by *globs* (default: all) from *entries*, without a database.

    *entries* are all entries of one partnership up to the cut *recorded*, which is only kept to be
    mentioned. The answers are as known by the day *known*.
    """
    from timeline.boxes.replay import answers_of

    answers = answers_of(kept(entries), lambda record: selected(record, globs))
    return _asked(answers, _head(entries[-1]), known, recorded)


def _asked(answers: Answers, last: Head, known: Date | None, recorded: str | None) -> Asked:
    return Asked(
        slug=last.slug, record=answers.record, recorded=recorded, last=last,
        terms=answers.terms, known=known, answers=answers,
    )  # fmt: skip


def _head(last: Entry) -> Head:
    return Head(last.partnership, last.version, last.digest, last.recorded)


def view(db: str | None, partnership: str | None, recorded: str | None = None) -> Whole:
    """Read all of *partnership* in *db* that was recorded by the instant *recorded*."""
    with opened(db) as log:
        return viewed(log, chosen_in(log, partnership), recorded)


def viewed(log: Log, slug: str, recorded: str | None = None) -> Whole:
    """Read all of the partnership *slug* of an open *log* that was recorded by *recorded*."""
    entries = log.entries(slug, recorded_by=recorded)
    if not entries:
        raise NotFoundError(f"Nothing of {slug} had been recorded by {recorded}.")
    return whole_of(slug, entries, recorded)


def defined(db: str | None, partnership: str | None, recorded: str | None = None) -> View:
    """Read what defines *partnership* in *db* and its terms, as recorded by *recorded*.

    The record has no events.
    """
    from timeline.answers.dependencies import vocabulary
    from timeline.record.record import record_of

    with opened(db) as log:
        slug = chosen_in(log, partnership)
        last, words = log.head(slug, recorded_by=recorded), vocabulary(log, slug)
    if not last.version:
        raise NotFoundError(f"Nothing of {slug} had been recorded by {recorded}.")
    record = record_of(words[one] for one in sorted(words) if one <= last.version)
    return View(slug=slug, record=record, recorded=recorded, last=last)


def views(db: str | None, recorded: str | None = None) -> list[Whole]:
    """Read all of every partnership in *db* that had something recorded by *recorded*."""
    return [*views_after("", db, recorded)]


def views_after(slug: str, db: str | None, recorded: str | None = None) -> Iterator[Whole]:
    """Yield what `views` returns, from the first partnership after *slug* on, one by one."""
    with opened(db) as log:
        for one in log.following(slug):
            if entries := log.entries(one, recorded_by=recorded):
                yield whole_of(one, entries, recorded)


def whole_of(slug: str, entries: Sequence[Entry], recorded: str | None) -> Whole:
    from timeline.record.record import record_of

    require_time()  # There may be a hundred thousand of them.
    return Whole(
        slug=slug, record=record_of(kept(entries)), recorded=recorded, last=_head(entries[-1]),
        entries=entries,
    )  # fmt: skip


def kept(entries: Iterable[Entry]) -> list[Kept]:
    """Return the acts of *entries* in the form that `timeline.record` takes."""
    from timeline.answers.dependencies import kept as kept_of

    return list(kept_of(entries))
