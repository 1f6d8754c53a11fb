"""Take articles into the inbox, each with the draft of an event."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import starmap
from typing import Any, NamedTuple

from cli.evidence.folder import evidence_of
from cli.forms import json_text
from cli.inbox.article import Article, canonical
from cli.inbox.deciding import offered
from cli.inbox.draft_text import draft_text, parted, proposal_text
from cli.inbox.listing import as_json
from cli.inbox.reading import articles_at, articles_in
from cli.reading.partnership import chosen_in
from cli.reading.session import opened, viewed
from cli.reading.words import has_words, words_of
from cli.terminal import deliver, echo, printable
from events.dates.dates import Date
from events.errors import InputError
from events.inbox.drafts import REJECTED, Inbox
from events.ledger.complaints import LedgerError
from events.log.importer import look
from events.log.log import Log
from events.storage.evidence import is_unaltered
from timeline.intake.alike import Like, alike, window
from timeline.intake.bearing import Vocabulary
from timeline.intake.drafting import Drafted, drafted
from timeline.intake.origins import Report, Reports, answer, as_body, origin_of, report_in
from timeline.intake.proposals import Proposal
from timeline.intake.quotes import Quote, Text
from timeline.intake.versions import UNREVISED, Earlier, revision

NOBODY = "timeline inbox"
"""The name of the proposer where nobody gave one."""

LONGEST_NAME = 120
"""The most characters of a proposer's name: the actor of the entry has that of an approver, too."""


class Taken(NamedTuple):
    """What became of an *article*: the draft of this *number*, or None, and *why_not*.

    *replaces* says which draft or source had an earlier text of it, if any.
    """

    article: Article
    number: int | None
    why_not: str | None = None
    replaces: str | None = None


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
        taken = take(Intake(log, slug), articles_at(place, tell), words_of(match), proposer)
        drafts, old = report(log, slug, taken, form, is_each=True)
    if form == "text" and not (drafts or old):
        echo(f"No article there has the words '{match}'." if match else "No article is there.")


def report(
    log: Log, slug: str, taken: Iterable[Taken], form: str, *, is_each: bool
) -> tuple[list[int], int]:
    """Print what became of articles; return the numbers of new drafts, and how many were known.

    With *is_each*, the known ones are named, too.
    """
    drafts, old = list[int](), 0
    for one in taken:
        title = printable(one.article.title)
        if one.number is not None:
            drafts.append(one.number)
            if form == "text":
                version = f" (a new text of {one.replaces})" if one.replaces else ""
                echo(f"Draft {one.number}: {title}{version}")
            continue
        old += 1
        if is_each:
            echo(f"Nothing new: {title} ({one.why_not}).", err=form == "json")
    if form == "json":
        every, new = Inbox(log.database, slug).drafts(), {*drafts}
        shown = [one for one in every if one.number in new]
        deliver(json_text.dump(as_json(slug, shown, every)))
    elif drafts:
        echo(f"`timeline inbox show {drafts[0]}` shows it; nothing of it is in force.")
    return drafts, old


def take(
    intake: "Intake", articles: Iterable[Article], words: Sequence[str], proposer: str | None
) -> Iterator[Taken]:
    """Put *articles* into the inbox by *intake*, and yield what became of each.

    Only articles with all *words* are taken, and each is stored before the next is read. One that
    is in the inbox already, or that the log cites, is not taken again unless its text was changed.
    """
    for article in articles:
        if has_words(f"{article.title} {article.text}", words):
            yield intake.take(article, proposer or NOBODY)


class Intake:
    """Takes in articles for the partnership *slug* in the open *log*, and drafts their events."""

    def __init__(self, log: Log, slug: str) -> None:
        self._log, self._slug = log, slug
        self.record = viewed(log, slug).record
        self._vocabulary, self._inbox = Vocabulary(self.record), Inbox(log.database, slug)
        self._evidence = evidence_of(log, slug)
        self._reports = Reports(starmap(report_in, self._inbox.bodies(but=REJECTED)))
        sources = self.record.sources.values()
        self._cited = {canonical(one.url): one for one in sources if one.url}

    def take(self, article: Article, proposer: str) -> Taken:
        """Draft an event from *article*, and put both into the inbox."""
        text = Text(article.text)
        known = self.known(article, text)
        if known:
            return Taken(article, None, known)
        draft = drafted(text, self.record, self._vocabulary, article.published)
        like = self._like(draft.changes, article, draft.when)
        report = self._report(article, text, draft.changes, draft.when)
        before = self._before(article, text)
        written = draft_text(article, draft, like, self.record, report.first, before)
        body = _body(draft.changes, draft.quotes, like)
        return self._keep(article, text, written, body, proposer, report, before)

    def known(self, article: Article, text: Text) -> str | None:
        """Return where *article*, with this *text*, is already, or None if it is new."""
        there = self._inbox.same(article.snapshot, _hash(text.folded))
        if there is not None:
            return f"it is draft {there}"
        before, source = self._before(article, text), self._cited.get(article.address)
        if before is None:
            return f"the log cites it: {source.key}" if source else None
        return f"it is {before.name}" if before.revision == UNREVISED else None

    def _before(self, article: Article, text: Text) -> Earlier | None:
        """Return the earlier version of *article*, whose *text* is another now, if one was read."""
        if article.address is None:
            return None
        draft, source = self._inbox.at(article.address), self._cited.get(article.address)
        snapshot = draft.snapshot if draft else source.snapshot if source else None
        old = (draft and draft.article) or (snapshot and self._kept(snapshot))
        if draft is None and (source is None or not old):
            return None
        name = f"draft {draft.number}" if draft else f"the source {source.key}" if source else ""
        return Earlier(
            name, draft.number if draft else None, revision(old, text.plain) if old else None
        )

    def _kept(self, snapshot: str) -> str | None:
        """Return the text of the page that is kept as *snapshot*; None for an item of a feed."""
        data = self._evidence.read(snapshot)
        if data is None or not is_unaltered(data, snapshot) or data[:4] == b"http":
            return None
        with suppress(InputError):
            return "\n".join(one.text for one in articles_in(data, snapshot, None))
        return None

    def propose(self, article: Article, text: Text, proposal: Proposal, proposer: str) -> Taken:
        """Put *article* into the inbox, with the event that a program drafted from it.

        Raises InputError if that event could not be appended as it stands.
        """
        known = self.known(article, text)
        if known:
            return Taken(article, None, known)
        like = self._like(proposal.changes, article, proposal.when)
        before = self._before(article, text)
        written = proposal_text(article, proposal, like, self.record, before)
        self._require_event(parted(written, "the proposal").event)
        report = self._report(article, text, proposal.changes, proposal.when)
        body = _body(proposal.changes, proposal.quotes, like)
        return self._keep(article, text, written, body, proposer, report, before)

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

    def _report(
        self, article: Article, text: Text, changes: Sequence[Drafted], when: Date | None
    ) -> Report:
        """Return the report of *article*, with `number` 0, as its draft has no number yet.

        `first` is the number of the draft that first reported the same, or 0 if there is none.
        """
        terms = self.record.terms
        said = (
            answer(one.term, one.verb, one.value, terms[one.term].unit)
            for one in changes
            if one.term in terms
        )
        answers, days = frozenset(one for one in said if one), window(when, article.published)
        first = self._reports.first(answers, article.title, days)
        origin = self._reports.copied(first, text.folded, self._inbox.article) if first else None
        if origin is None:
            origin = origin_of(text.plain, article.publisher, self.record.partnership.parties)
        return Report(0, first or 0, article.title, answers, days, origin)

    def _keep(
        self,
        article: Article,
        text: Text,
        written: str,
        body: dict[str, Any],
        proposer: str,
        report: Report,
        before: Earlier | None,
    ) -> Taken:
        body |= {**as_body(report), "replaces": before.draft if before else None}
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
        self._reports.add(report._replace(number=number, first=report.first or number))
        return Taken(article, number, None, before.name if before else None)


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
