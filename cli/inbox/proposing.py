"""Take articles into the inbox, each with the draft of an event."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from cli.evidence.folder import evidence_of
from cli.forms import json_text
from cli.inbox.article import Article, canonical
from cli.inbox.deciding import offered
from cli.inbox.draft_text import draft_text, parted, proposal_text
from cli.inbox.listing import as_json
from cli.inbox.reading import articles_at
from cli.reading.partnership import chosen_in
from cli.reading.session import opened, viewed
from cli.reading.words import has_words, words_of
from cli.terminal import deliver, echo, printable
from events.dates.dates import Date
from events.errors import InputError
from events.inbox.drafts import REJECTED, Inbox
from events.inbox.drafts import Draft as Kept
from events.ledger.complaints import LedgerError
from events.log.importer import look
from events.log.log import Log
from timeline.intake.alike import Like, alike, window
from timeline.intake.bearing import Vocabulary
from timeline.intake.drafting import Drafted, drafted
from timeline.intake.origins import Heard, Tidings, answer, origin_of
from timeline.intake.proposals import Proposal
from timeline.intake.quotes import Quote, Text

NOBODY = "timeline inbox"
"""The name of the proposer where nobody gave one."""

LONGEST_NAME = 120
"""The most characters of a proposer's name: the actor of the entry has that of an approver, too."""


class Taken(NamedTuple):
    """What became of an *article*: the draft of this *number*, or None, and *why_not*."""

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
    """Put the articles at *place* that have all words of *match* into the inbox, and print each.

    *tell* is given a sentence on each file of a folder that cannot be read.
    """
    with opened(given["db"], writing=True) as log:
        slug = chosen_in(log, given["partnership"])
        taken = take(log, slug, articles_at(place, tell), words_of(match), proposer)
        drafts, old = report(log, slug, taken, form, is_each=True)
    if form == "text" and not (drafts or old):
        echo(f"No article there has the words '{match}'." if match else "No article is there.")


def report(
    log: Log, slug: str, taken: Iterable[Taken], form: str, *, is_each: bool
) -> tuple[list[Kept], int]:
    """Print what became of articles; return the new drafts, and how many articles were known.

    With *is_each*, the known ones are named, too.
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
        every = Inbox(log.database, slug).drafts()
        deliver(json_text.dump(as_json(slug, drafts, every)))
    elif drafts:
        echo(f"`timeline inbox show {drafts[0].number}` shows it; nothing of it is in force.")
    return drafts, old


def take(
    log: Log, slug: str, articles: Iterable[Article], words: Sequence[str], proposer: str | None
) -> Iterator[Taken]:
    """Put *articles* into the inbox of the partnership *slug*, and yield what became of each.

    Only articles with all *words* are taken, and each is stored before the next is read. One that
    is in the inbox already, or that the log cites, is not taken again.
    """
    desk = Desk(log, slug)
    for article in articles:
        if has_words(f"{article.title} {article.text}", words):
            yield desk.take(article, proposer or NOBODY)


class Desk:
    """Takes in articles for the partnership *slug* in the open *log*, and drafts their events."""

    def __init__(self, log: Log, slug: str) -> None:
        self._log, self._slug = log, slug
        self.record = viewed(log, slug).record
        self._vocabulary, self._inbox = Vocabulary(self.record), Inbox(log.database, slug)
        self._evidence = evidence_of(log, slug)
        sources = self.record.sources.items()
        self._tidings = Tidings(
            heard_by(one) for one in self._inbox.drafts() if one.state != REJECTED
        )
        self._cited = {canonical(one.url): key for key, one in sources if one.url}

    def take(self, article: Article, proposer: str) -> Taken:
        """Draft an event from *article*, and put both into the inbox."""
        text = Text(article.text)
        known = self.known(article, text)
        if known:
            return Taken(article, None, known)
        draft = drafted(text, self.record, self._vocabulary, article.published)
        like = self._like(draft.changes, article, draft.when)
        heard = self._heard(article, text, draft.changes, draft.when)
        written = draft_text(article, draft, like, self.record, heard.first)
        body = _body(draft.changes, draft.quotes, like)
        return self._keep(article, text, written, body, proposer, heard)

    def known(self, article: Article, text: Text) -> str | None:
        """Return where *article*, with this *text*, is already, or None if it is new."""
        source = self._cited.get(article.address) if article.address else None
        if source:
            return f"the log cites it: {source}"
        there = self._inbox.same(article.snapshot, _hash(text.folded), article.address)
        return None if there is None else f"it is draft {there}"

    def propose(self, article: Article, text: Text, proposal: Proposal, proposer: str) -> Taken:
        """Put *article* into the inbox, with the event that a program drafted from it.

        Raises InputError if that event could not be appended as it stands.
        """
        known = self.known(article, text)
        if known:
            return Taken(article, None, known)
        like = self._like(proposal.changes, article, proposal.when)
        written = proposal_text(article, proposal, like, self.record)
        self._require_event(parted(written, "the proposal").event)
        heard = self._heard(article, text, proposal.changes, proposal.when)
        body = _body(proposal.changes, proposal.quotes, like)
        return self._keep(article, text, written, body, proposer, heard)

    def _require_event(self, event: str) -> None:
        acts = [entry.act() for entry in self._log.entries(self._slug)]
        try:
            look(self._log, self._slug, offered(event, "the proposal", self._slug, acts))
        except LedgerError as error:
            # Without places: whoever proposes has not seen the text whose lines they count.
            sentences = (one.sentence for one in error.complaints)
            raise InputError("\n".join(dict.fromkeys(sentences))) from None

    def _like(
        self, changes: Sequence[Drafted], article: Article, when: Date | None
    ) -> Sequence[Like]:
        dates = when, article.published
        return alike(changes, article.title, *dates, self.record, self._vocabulary.steps)

    def _heard(
        self, article: Article, text: Text, changes: Sequence[Drafted], when: Date | None
    ) -> Heard:
        """Return what *article* tells; its `number` is 0, as it has none yet.

        Its `first` is 0 too, unless an earlier draft tells the same.
        """
        terms = self.record.terms
        said = (
            answer(one.term, one.verb, one.value, terms[one.term].unit)
            for one in changes
            if one.term in terms
        )
        answers, days = frozenset(one for one in said if one), window(when, article.published)
        first = self._tidings.first(answers, article.title, days)
        origin = self._tidings.copied(first, text.plain) if first else None
        if origin is None:
            origin = origin_of(text.plain, article.publisher, self.record.partnership.parties)
        return Heard(0, first or 0, article.title, answers, days, origin, text.plain)

    def _keep(
        self,
        article: Article,
        text: Text,
        written: str,
        body: dict[str, Any],
        proposer: str,
        heard: Heard,
    ) -> Taken:
        body |= {
            "origin": heard.origin,
            "repeats": heard.first or None,
            "answers": sorted(heard.answers),
            "days": heard.days,
        }
        self._evidence.wait(article.snapshot, article.data)
        number = self._inbox.add(
            snapshot=article.snapshot,
            wording=_hash(text.folded),
            address=article.address,
            title=article.title,
            publisher=article.publisher,
            published=article.published.edtf if article.published else None,
            language=article.language,
            article=text.plain,
            draft=written,
            body=json.dumps(body, ensure_ascii=False),
            proposer=proposer[:LONGEST_NAME].rstrip(),
        )
        if number is None:
            return Taken(article, None, "somebody else has just put it in")
        self._tidings.add(heard._replace(number=number, first=heard.first or number))
        return Taken(article, number)


def heard_by(draft: Kept) -> Heard:
    """Return what the article of a stored *draft* tells."""
    body = json.loads(draft.body)
    answers = frozenset((term, said) for term, said in body["answers"])
    days = (body["days"][0], body["days"][1]) if body["days"] else None
    first = body["repeats"] or draft.number
    return Heard(draft.number, first, draft.title, answers, days, body["origin"], draft.article)


def _hash(folded: str) -> str:
    return sha256(folded.encode()).hexdigest()


def _body(
    changes: Sequence[Drafted], quotes: Sequence[Quote], like: Sequence[Like]
) -> dict[str, Any]:
    return {
        "changes": [_change(one) for one in changes],
        "quotes": [quoted(one) for one in quotes],
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
