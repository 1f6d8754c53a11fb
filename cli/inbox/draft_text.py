"""Write a draft as the YAML that a person edits: each guess with a comment that says so."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cli.inbox.article import Article
from events.inbox.drafts import Draft as Kept
from events.ledger import yaml_tree
from events.ledger.complaints import LedgerError
from events.ledger.yaml_tree import Place
from events.ledger.yaml_writer import block, quoted
from events.model.naming import event_id, fresh, slug
from timeline.intake.alike import Like
from timeline.intake.drafting import READ, Draft, Drafted
from timeline.intake.proposals import Proposal
from timeline.intake.quotes import Quote
from timeline.intake.sentences import LONGEST
from timeline.intake.versions import Earlier
from timeline.record.record import Record

OPEN = "set-or-claim"
"""The placeholder verb of a change for which a person has to choose `set` or `claim`."""

QUOTES = r"(?m)^(?=quotes:)"
"""Where the quotes begin in the text of a draft; they are no part of the event."""

SHOWN = 6
"""How many sentences that changed in an article are shown."""

_WIDE = 96


def draft_text(
    article: Article,
    draft: Draft,
    like: Sequence[Like],
    record: Record,
    first: int,
    before: Earlier | None,
) -> str:
    """Return the draft of *article* as YAML; *like* are the events of *record* it may repeat.

    *first* is the number of an earlier draft that tells the same news, or 0 if there is none.
    *before* is an earlier version of the article, if there is one.
    """
    lines = [*_revised(before), *_limits(article, draft), *_head(article, draft)]
    lines += [*_event(article, draft, record), *_changes(draft), *_near(like)]
    if first:
        lines.append(f"# Draft {first} tells the same; once it is an event, merge this into that.")
    quotes = [f"  - {_scalar(one.text)}" for one in draft.quotes]
    return "\n".join([*lines, *(["quotes:", *quotes] if quotes else [])]) + "\n"


def proposal_text(
    article: Article,
    proposal: Proposal,
    like: Sequence[Like],
    record: Record,
    before: Earlier | None,
) -> str:
    """Return *proposal* as YAML, with comments on what was checked and what was not.

    *like* are the events of *record* that it may repeat, and *before* is an earlier version of the
    article, if there is one.
    """
    sources = {_key(article, record): _source(article, proposal.quotes)}
    lines = ["# The quotes below were found in the article; all else is the word of who proposes."]
    if article.address is None:
        lines.append("# The text was given by who proposes; nobody here has fetched the article.")
    lines += [*_revised(before), *([f"# {article.cut}"] if article.cut else [])]
    lines += [*block({**proposal.event, "sources": sources}), *_near(like), "quotes:"]
    return "\n".join([*lines, *(f"  - {_scalar(one.text)}" for one in proposal.quotes)]) + "\n"


def _revised(before: Earlier | None) -> Iterator[str]:
    """Yield comments on what an article says otherwise than it did *before*."""
    if before is None:
        return
    yield f"# {before.name[0].upper()}{before.name[1:]} had another text, from the same address."
    if before.revision is None:
        yield "# That text was forgotten, so what changed is not known."
        return
    for heading, changed in zip(("No longer there", "New"), before.revision, strict=True):
        more = f", the first {SHOWN} of {len(changed)}" if len(changed) > SHOWN else ""
        if changed:
            yield f"# {heading}{more}:"
        for one in changed[:SHOWN]:
            yield from (f"#   {line}" for line in _commented(one))


def _limits(article: Article, draft: Draft) -> Iterator[str]:
    """Yield a comment on each part of *article* that the *draft* is not made from."""
    later, overlong = draft.unread
    if article.cut:
        yield f"# {article.cut}"
    if later:
        yield f"# Only its first {READ} sentences were read, and not the other {later:,}."
    if overlong:
        yield f"# Of its sentences, {overlong:,} longer than {LONGEST:,} characters were not read."
    if draft.left_out:
        yield f"# It bears on more terms than are drafted; left out: {', '.join(draft.left_out)}."


def _head(article: Article, draft: Draft) -> Iterator[str]:
    if draft.when:
        yield f"when: {_scalar(draft.when.edtf)}  # guess: the day that the text names"
    else:
        came = f"; it came out on {article.published.edtf}" if article.published else ""
        yield f"# when:  # the text names no day{came}, which is another matter"


def _event(article: Article, draft: Draft, record: Record) -> Iterator[str]:
    is_party = article.publisher in record.partnership.parties
    yield _one("title", article.title, "guess: the headline; say it in your own words")
    if is_party:
        yield "authority: official  # guess: a party published it"
    else:
        yield "authority: press  # guess; reported, if nobody with a name stands behind it"
    if article.publisher:
        yield _list("by", article.publisher, "guess: who published it; else who it quotes")
    else:
        yield "# by: [who says so]"
    yield from block({"sources": {_key(article, record): _source(article, draft.quotes)}})


def _one(key: str, value: str, comment: str) -> str:
    [line, *more] = block({key: value})
    return "\n".join([f"# {comment}", line, *more])


def _list(key: str, value: str, comment: str) -> str:
    return "\n".join([f"# {comment}", *block({key: [value]})])


def _scalar(value: str) -> str:
    """Return *value* as YAML on one line."""
    lines = [*block({"x": value})]
    return lines[0].removeprefix("x: ") if len(lines) == 1 else quoted(value)


def _key(article: Article, record: Record) -> str:
    day = f"-{article.published.edtf}" if article.published else ""
    name = slug(f"{(article.publisher or article.title)[:30]}{day}")
    return fresh(name, record.sources)


def _source(article: Article, quotes: Sequence[Quote]) -> dict[str, str]:
    said = {
        "url": article.address,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.edtf if article.published else None,
        "locator": quotes[0].text if quotes else None,
        "snapshot": article.snapshot,
    }
    return {key: value for key, value in said.items() if value}


def _changes(draft: Draft) -> Iterator[str]:
    if not draft.changes:
        yield "# No sentence bears on a term; add the changes, or reject it."
        return
    yield "changes:"
    for one in draft.changes:
        yield from _change(one, draft)


def _change(one: Drafted, draft: Draft) -> Iterator[str]:
    for line in _commented(one.sentence.text):
        yield f"  # {line}"
    verb = one.verb or OPEN
    told = "" if one.verb else "  # did it happen (set), or is it described (claim)?"
    yield f"  - {verb}: {_scalar(one.term)}{told}"
    if one.verb not in ("end", "reaffirm"):
        yield (
            f"    value: {_scalar(one.value)}  # guess"
            if one.value
            else ("    value:  # what the answer is, in your own words")
        )
    if one.through:
        yield f"    through: {_scalar(one.through.edtf)}  # guess"
    if one.when and one.when != draft.when:
        yield f"    # its own day may be {one.when.edtf}"


def _commented(text: str) -> Iterator[str]:
    """Yield *text*, which a stranger wrote, in lines that can safely be put in comments."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= _WIDE:
            yield line
            line = ""
        line = f"{line} {word}".strip()[:400]
    yield line


def _near(like: Sequence[Like]) -> Iterator[str]:
    for one in like[:3]:
        why = f"says the same of {one.term}" if one.term else "has nearly that title"
        yield f"# {one.event} {why}, about that day; merge it, if that is the same news:"
        yield f"# confirms: {one.event}"


def confirming(text: str, draft: Kept, event: str, name: str, retells: str | None) -> str:
    """Return, as YAML, the event in which *draft*, whose text is now *text*, confirms *event*.

    Messages call the text *name*. If *retells* is a source, that of *draft* passes on its news.
    """
    plain = yaml_tree.parse(parted(text, name).event.encode(), name).plain
    said = plain if isinstance(plain, dict) else {}
    kept = {key: said[key] for key in ("title", "authority", "by", "sources") if key in said}
    if retells and isinstance(sources := kept.get("sources"), dict):
        kept["sources"] = {key: {**one, "retells": retells} for key, one in sources.items()}
    own = {"when": draft.published, "title": f"{draft.publisher or ''} {draft.title}"}
    return "\n".join(block({"id": event_id(own), "confirms": event, **kept})) + "\n"


class Parted(NamedTuple):
    """The *event* in the text of a draft, as YAML, and its *quotes*, each with its place there."""

    event: str
    quotes: tuple[tuple[str, Place], ...]


def parted(text: str, name: str) -> Parted:
    """Split the *text* of a draft, which messages call *name*, into its event and its quotes.

    Raises LedgerError if the quotes are no list of texts.
    """
    event, *quotes = re.split(QUOTES, text, maxsplit=1)
    if not quotes:
        return Parted(text, ())
    tree = yaml_tree.parse(("\n" * event.count("\n") + quotes[0]).encode(), name)
    said = tree.plain.get("quotes") if isinstance(tree.plain, dict) else None
    if not (isinstance(said, list) and all(isinstance(one, str) for one in said)):
        place = tree.values.get(("quotes",), Place(event.count("\n") + 1, 1))
        tree.complain(place, "The quotes come last, as a list of texts, one a line: `- the words`.")
    if tree.complaints:
        raise LedgerError(tree.complaints)
    return Parted(event, tuple((one, tree.values["quotes", n]) for n, one in enumerate(said or ())))
