"""Check sources against their snapshots, and against what is at their addresses today."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cli.inbox.article import UnreadableError, canonical
from cli.inbox.network import Fetched, FetchError
from cli.inbox.reading import articles_in
from events.model.kinds import Source
from events.storage.evidence import Evidence, is_unaltered
from timeline.intake.quotes import Text

ALTERED, UNQUOTED, UNREADABLE = "altered", "unquoted", "unreadable"
GONE, CHANGED, MISSING, UNCOMPARED = "gone", "changed", "missing", "uncompared"
REMARKS = frozenset({MISSING, UNCOMPARED})
"""The kinds that are no fault, since bytes may be left out on purpose."""


class SourceFinding(NamedTuple):
    """What the check found about a *source*, given by its key, and a sentence that *says* it.

    *kept* are the snapshots of the versions that are kept, with the cited one first.
    """

    source: str
    kind: str
    says: str
    kept: tuple[str, ...] = ()


def offline(sources: Iterable[Source], evidence: Evidence) -> Iterator[SourceFinding]:
    """Yield what is wrong with the bytes that *evidence* has of *sources*."""
    for one in sources:
        if one.snapshot:
            yield from _held(one, one.snapshot, evidence)


def _held(one: Source, snapshot: str, evidence: Evidence) -> Iterator[SourceFinding]:
    data = evidence.read(snapshot)
    if data is None:
        says = f"Its bytes are not in {evidence.folder}; their hash is {snapshot}."
        yield SourceFinding(one.key, MISSING, says)
    elif not is_unaltered(data, snapshot):
        says = f"{evidence.path(snapshot)} was altered: its bytes have another hash."
        yield SourceFinding(one.key, ALTERED, says)
    elif one.at and one.locator:
        texts = _texts(data, one)
        if not texts:
            yield SourceFinding(
                one.key, UNREADABLE, "Its bytes can no longer be read.", (snapshot,)
            )
        elif not _has(texts, one.locator):
            says = f'Its bytes do not say "{one.locator}".'
            yield SourceFinding(one.key, UNQUOTED, says, (snapshot,))


def online(
    sources: Iterable[Source], evidence: Evidence, fetch: Callable[[str], Fetched]
) -> Iterator[SourceFinding]:
    """Yield what is wrong with the addresses of *sources*, which *fetch* reads.

    A page that says something else than it did is kept beside the version that is cited.
    """
    for one in sources:
        if one.url is None:
            continue
        try:
            found = fetch(one.url)
        except FetchError as error:
            yield SourceFinding(one.key, GONE, str(error))
        else:
            if one.snapshot:
                yield from _compared(one, one.snapshot, found.data, evidence)


def _compared(
    one: Source, snapshot: str, new: bytes, evidence: Evidence
) -> Iterator[SourceFinding]:
    """Yield a finding if the page no longer says what it did, or no longer has the quote.

    Advertising changes the bytes of a page each hour, so the texts are compared. For an item of a
    feed, which is not the page itself, only the quote is looked for; if it has none, that is said.
    """
    kept = evidence.read(snapshot)
    old = kept if is_unaltered(kept, snapshot) else None
    texts = _texts(new, one)
    quote = one.locator if one.at else None
    is_quoted = quote is None or _has(texts, quote)
    whole = old if old is not None and not _is_item(old, one) else None
    is_same = whole is None or _folded(texts) == _folded(_texts(whole, one))
    if is_unaltered(new, snapshot):
        return
    if whole is None and quote is None:
        says = "Its address was read, but there is no text and no quote here to compare it with."
        yield SourceFinding(one.key, UNCOMPARED, says)
    if is_same and is_quoted:
        return
    version = evidence.keep(new)
    has = "still has" if is_quoted else "no longer has"
    says = f'The page {has} "{quote}".' if quote else "The page says something else."
    versions = (snapshot, version) if old is not None else (version,)
    yield SourceFinding(one.key, CHANGED, f"It was changed. {says}", versions)


def _is_item(data: bytes, one: Source) -> bool:
    """Return whether *data* is the item of a feed: its first line is then the address of *one*."""
    link = data.partition(b"\n")[0].decode(errors="replace").strip()
    return bool(link) and (one.url or "").endswith(canonical(link) or link)


def _texts(data: bytes, one: Source) -> list[Text]:
    try:
        return [Text(article.text) for article in articles_in(data, one.key, one.url)]
    except UnreadableError:
        return []


def _has(texts: Iterable[Text], quote: str) -> bool:
    return any(text.find(quote) for text in texts)


def _folded(texts: Iterable[Text]) -> list[str]:
    return [text.folded for text in texts]
