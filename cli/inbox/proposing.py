"""Take articles into the inbox, each with the draft of an event."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from cli.evidence.folder import evidence_of
from cli.forms import json_text
from cli.inbox.article import Article, canonical
from cli.inbox.draft_text import draft_text
from cli.inbox.listing import as_json
from cli.inbox.reading import articles_at
from cli.reading.partnership import chosen_in
from cli.reading.session import opened, viewed
from cli.reading.words import has_words, words_of
from cli.terminal import deliver, echo, printable
from events.evidence.store import Evidence
from events.inbox.drafts import Draft as Kept
from events.inbox.drafts import Inbox
from events.log.log import Log
from events.model.actors import ACTOR_LIMIT
from timeline.intake.alike import Like, alike
from timeline.intake.bearing import Vocabulary
from timeline.intake.drafting import Draft, Drafted, drafted
from timeline.intake.quotes import Quote, Text
from timeline.record.record import Record

NOBODY = "timeline inbox"
"""Who proposes a draft where nobody gave a name."""


class Taken(NamedTuple):
    """What became of an article: a draft of this *number*, or why it is none."""

    article: Article
    number: int | None
    why_not: str | None = None


def add(
    given: Mapping[str, Any],
    place: str,
    match: str,
    proposer: str | None,
    form: str,
    tell: Callable[[str], object],
) -> None:
    """Put the articles at *place* that have all words of *match* into the inbox, and print that.

    *tell* takes a sentence about each file of a folder that is no article.
    """
    with opened(given["db"], writing=True) as log:
        slug = chosen_in(log, given["partnership"])
        taken = take(log, slug, articles_at(place, tell), words_of(match), proposer)
        drafts, old = told(log, slug, taken, form, is_each=True)
    if form == "text" and not (drafts or old):
        echo(f"No article there has the words '{match}'." if match else "No article is there.")


def told(
    log: Log, slug: str, taken: Iterable[Taken], form: str, *, is_each: bool
) -> tuple[list[Kept], int]:
    """Print what became of articles, and return the new drafts, and how many were nothing new.

    With *is_each* those that were nothing new are named.
    """
    drafts, old = list[Kept](), 0
    for one in taken:
        title = printable(one.article.title)
        if one.number is not None:
            drafts.append(Inbox(log.database, slug).draft(one.number))
            if form == "text":
                echo(f"Draft {one.number}: {title}")
            continue
        old += 1
        if is_each:
            echo(f"Nothing new: {title} ({one.why_not}).", err=form == "json")
    if form == "json":
        deliver(json_text.dump(as_json(slug, drafts)))
    elif drafts:
        echo(f"`timeline inbox show {drafts[0].number}` shows it; nothing of it is in force.")
    return drafts, old


def take(
    log: Log, slug: str, articles: Iterable[Article], words: Sequence[str], proposer: str | None
) -> Iterator[Taken]:
    """Put *articles* into the inbox of the partnership *slug*, and yield what became of each.

    Only those that have all *words* are taken, and each is kept before the next is read. One that
    was there before, or that the log cites, is not taken again.
    """
    record = viewed(log, slug).record
    vocabulary, inbox = Vocabulary(record), Inbox(log.database, slug)
    evidence = evidence_of(log, slug)
    cited = {canonical(one.url): key for key, one in record.sources.items() if one.url}
    for article in articles:
        if has_words(f"{article.title} {article.text}", words):
            source = cited.get(article.address) if article.address else None
            if source:
                yield Taken(article, None, f"the log cites it: {source}")
            else:
                yield _take(inbox, article, record, vocabulary, proposer or NOBODY, evidence)


def _take(
    inbox: Inbox,
    article: Article,
    record: Record,
    vocabulary: Vocabulary,
    proposer: str,
    evidence: Evidence,
) -> Taken:
    text = Text(article.text)
    wording = _hash(text.folded)
    there = inbox.same(article.snapshot, wording, article.address)
    if there is not None:
        return Taken(article, None, f"it is draft {there}")
    draft = drafted(text, record, vocabulary, article.published)
    dates = draft.when, article.published
    like = alike(draft.changes, article.title, *dates, record, vocabulary.steps)
    evidence.wait(article.snapshot, article.data)
    number = inbox.add(
        snapshot=article.snapshot,
        wording=wording,
        address=article.address,
        title=article.title,
        publisher=article.publisher,
        published=article.published.edtf if article.published else None,
        language=article.language,
        article=text.plain,
        draft=draft_text(article, draft, like, record),
        body=json.dumps(_body(draft, like), ensure_ascii=False),
        proposer=proposer[:ACTOR_LIMIT],
    )
    return Taken(article, number, None if number else "somebody else has just put it in")


def _hash(folded: str) -> str:
    return sha256(folded.encode()).hexdigest()


def _body(draft: Draft, like: list[Like]) -> dict[str, object]:
    return {
        "changes": [_change(one) for one in draft.changes],
        "quotes": [quoted(one) for one in draft.quotes],
        "like": [one.event for one in like],
    }


def _change(one: Drafted) -> dict[str, str | None]:
    return {
        "verb": one.verb,
        "term": one.term,
        "value": one.value,
        "through": one.through.edtf if one.through else None,
    }


def quoted(quote: Quote) -> dict[str, object]:
    """Return a quote as JSON."""
    return {"text": quote.text, "start": quote.start, "end": quote.end}
