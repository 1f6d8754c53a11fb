"""A portrait of a partnership on a day: from its index where that is whole, else from the log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cli.opening import chosen_in, opened, selected
from events import json_scan
from events.dates import Date, parse
from events.errors import NotFoundError, StorageError
from events.rows import Cut
from events.values import NamedTuple
from timeline.answers import NOT_SET, Answer
from timeline.portrait import answers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cli.opening import View
    from events.index import Index
    from events.log import Head, Log


class Portrait(NamedTuple):
    """The *answers*, and what is seen of the partnership besides.

    *unannounced* are the terms that are not set only because what set them was not public.
    """

    view: "View"
    answers: Sequence[Answer]
    unannounced: frozenset[str] = frozenset()


def portrait(
    db: str | None,
    partnership: str | None,
    on: Date,
    *,
    known: Date | None = None,
    recorded: str | None = None,
    globs: Sequence[str] = (),
) -> Portrait:
    """Return the terms of *partnership* on *on* that one of *globs* matches, or all there are.

    The clocks are cut at *known* and at the instant *recorded*.
    """
    with opened(db) as log:
        slug = chosen_in(log, partnership)
        index = log.index(slug)
        if index.version() == log.head(slug).version:
            return indexed(index, glanced(log, index, recorded), on, known, globs)
    from cli.asking import from_the_log

    return from_the_log(db, slug, on, known, recorded, globs)


class Portraits:
    """Answers of an open log to whoever asks again and again: the words are read only once.

    A log that is open for reading shows one moment, so nothing that is kept here grows old.
    """

    def __init__(self, log: "Log") -> None:
        self._log = log
        self._seen: dict[tuple[str, str | None], tuple[Index, Glance]] = {}

    def answers(
        self, slug: str, on: Date, *, known: Date | None = None, recorded: str | None = None
    ) -> list[Answer]:
        """Return the answers of all terms of *slug* on *on*, with the names of their sources.

        Raises NotFoundError where nothing had been recorded, StorageError where there is no index
        of the whole log: `rebuild` makes one.
        """
        asked = slug, recorded
        if asked not in self._seen:
            index = self._log.index(slug)
            if index.version() != self._log.head(slug).version:
                raise StorageError(f"There is no index of all of {slug}; run `timeline rebuild`.")
            self._seen[asked] = index, glanced(self._log, index, recorded)
        index, seen = self._seen[asked]
        terms = seen.record.terms.values()
        return list(answers(index, terms, on, seen.cut(known)))  # type: ignore[arg-type]


def glanced(log: "Log", index: "Index", recorded: str | None) -> "Glance":
    """Return what *index* shows of its partnership, as it was at the instant *recorded*."""
    head = log.head_by(index.partnership, recorded) if recorded else log.head(index.partnership)
    if not head.version:
        raise NotFoundError(f"Nothing of {head.slug} had been recorded by {recorded}.")
    words = dict(index.vocabulary(head.version if recorded else None))
    terms = {word[5:]: Word.read(word[5:], body) for word, body in words.items() if _is_term(word)}
    return Glance(head, recorded, words, terms)


def indexed(
    index: "Index", seen: "Glance", on: Date, known: Date | None, globs: Sequence[str]
) -> Portrait:
    """Return what `portrait` does of a partnership of which *index* holds the whole log."""
    wanted = [seen.record.terms[key] for key in selected(seen.record, globs)]
    # Words have as much of a term as is shown.
    found = list(answers(index, wanted, on, seen.cut(known)))  # type: ignore[arg-type]
    return portrayed(index, seen, found, on, known, by_name=bool(globs))


def portrayed(
    index: "Index",
    seen: "Glance",
    found: list[Answer],
    on: Date,
    known: Date | None,
    *,
    by_name: bool,
    citing: bool = True,
) -> Portrait:
    """Return the portrait with these answers; sources are looked up only for one that cites."""
    day = seen.cut(known).known
    if citing:
        seen.record.sources.update(_sources(index, found, seen.version))
        if day is not None:
            found = [_citing(one, day, seen.record.sources) for one in found]
    hidden = frozenset[str]()
    if known and by_name:
        unset = [one.term for one in found if one.status == NOT_SET]
        uncut = answers(index, unset, on, seen.cut(None)) if unset else ()
        hidden = frozenset(one.term.key for one in uncut if one.status != NOT_SET)
    # As much of a view as is shown beside answers.
    return Portrait(seen, found, hidden)  # type: ignore[arg-type]


def _is_term(word: str) -> bool:
    return word.startswith("term:")


def _sources(
    index: "Index", several: Iterable[Answer], version: int | None
) -> "Iterator[tuple[str, Cited]]":
    """Yield every source that the answers cite."""
    keys = dict.fromkeys(
        key
        for one in several
        for cited in (one.sources, *(claim.sources for claim in one.claims))
        for key in cited
    )
    for key, body in index.sources(list(keys), version).items():
        yield key, Cited.read(key, body)


def _citing(one: Answer, known: int, sources: "Mapping[str, Cited]") -> Answer:
    """Return the answer such that it cites nothing that may have been published after *known*."""

    def public(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if sources[key].published_by(known))

    claims = tuple(claim._replace(sources=public(claim.sources)) for claim in one.claims)
    return one._replace(sources=public(one.sources), claims=claims)


class Word(NamedTuple):
    """A term, as an index has it."""

    key: str
    title: str
    asks: str | None
    topic: str | None
    notice: int | None
    into: Sequence[str]

    @classmethod
    def read(cls, key: str, body: str) -> "Word":
        """Read its *body*."""
        return cls(key, **json_scan.read(body))


class Cited(NamedTuple):
    """A source, as an index has it."""

    key: str
    url: str | None
    title: str | None
    publisher: str | None
    published: Date | None
    locator: str | None

    @classmethod
    def read(cls, key: str, body: str) -> "Cited":
        """Read its *body*."""
        said = json_scan.read(body)
        published = parse(said["published"]) if said["published"] else None
        return cls(key, **said | {"published": published})

    def published_by(self, known: int) -> bool:
        """Whether it was public by the end of *known*; without a date it came with the word."""
        if self.published is None:
            return True
        last = self.published.latest or self.published.earliest
        return last is not None and last.toordinal() <= known


class Named(NamedTuple):
    """The partnership, as an index has it."""

    title: str
    parties: Sequence[str] = ()


class Vocabulary(NamedTuple):
    """As much of a record as is shown beside answers."""

    partnership: Named
    terms: Mapping[str, Word]
    renamed: Mapping[str, str]
    retired: Mapping[str, Word]
    covered: Date | None
    sources: dict[str, Cited]


class Glance:
    """What an index shows of a partnership: like `cli.opening.View`, without its entries."""

    def __init__(
        self,
        head: "Head",
        recorded: str | None,
        words: Mapping[str, str],
        terms: Mapping[str, Word],
    ) -> None:
        self.slug, self.head, self.recorded = head.slug, head.digest.hex(), recorded
        self.version = head.version if recorded else None
        said = {word: json_scan.read(words[word]) for word in words if not _is_term(word)}
        self.record = Vocabulary(
            partnership=Named(**said.get("partnership", {"title": ""})),
            terms=terms,
            renamed={word[8:]: now for word, now in said.items() if word.startswith("renamed:")},
            retired={key: term for key, term in terms.items() if term.into},
            covered=parse(said["cover"]) if "cover" in said else None,
            sources={},
        )

    def cut(self, known: Date | None) -> Cut:
        """Return what a question sees that is cut at *known*."""
        return Cut(self.version, known.earliest.toordinal() if known and known.earliest else None)

    def meta(self, **clocks: str | None) -> "dict[str, Any]":
        """Return what is always said with an answer, for JSON; *clocks* are those that were cut."""
        covered = self.record.covered
        return {
            "partnership": self.slug,
            **clocks,
            "recorded": self.recorded,
            "head": self.head,
            "covered_through": covered.edtf if covered else None,
        }
