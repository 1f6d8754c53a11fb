"""Decide a draft: append it as a person approved it, merge it into an event, or reject it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cli.append.event_input import target
from cli.append.preview import put
from cli.errors import UntoldError
from cli.evidence.folder import evidence_of, placed
from cli.inbox.draft_text import OPEN as UNDECIDED
from cli.inbox.draft_text import parted
from cli.reading.bundled import offers
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import echo
from events.errors import InputError, UsageError
from events.inbox.drafts import ACCEPTED, MERGED, OPEN, REJECTED, DecidedError, Draft, Inbox
from events.ledger import yaml_tree
from events.ledger.reader import read_event
from events.ledger.yaml_writer import block
from events.log.importer import Offer
from events.model.kinds import Act
from events.model.naming import event_id
from timeline.intake.figures import numbers
from timeline.intake.quotes import Text, fold

Given = Mapping[str, Any]


class QuoteError(InputError):
    """Raised when a draft quotes what its article does not say; it names what comes nearest."""

    def __init__(self, quote: str, text: Text) -> None:
        near = text.nearest(quote)
        there = f' The nearest passage is: "{near.text}".' if near else ""
        super().__init__(
            f'The article does not say "{quote[:200]}".{there} Mend the quote with --edit.'
        )


def accept(given: Given, edit: Callable[[str], str | None]) -> None:
    """Append the draft that *given* names as an event, approved by the actor.

    With the option `edit`, the function *edit* lets the actor change its text, which is kept first:
    nothing is lost where the event is refused.
    """
    slug, draft = _open(given)
    if given["edit"]:
        written = edit(draft.draft)
        if written is not None and written != draft.draft:
            draft = draft._replace(draft=written)
            _store(given, slug, lambda inbox: inbox.redraft(draft.number, draft.draft))
    event = checked(draft)
    _append(given, slug, draft, lambda acts: _offers(event, draft, slug, acts), ACCEPTED)


def preview(given: Given, slug: str, draft: Draft) -> None:
    """Print what would change if the open *draft* of *slug* were accepted."""
    event = checked(draft)
    asked = {**given, "dry_run": True, "actor": None, "partnership": slug, "edit": False}
    put({**asked, "file": _name(draft)}, lambda slug, acts: _offers(event, draft, slug, acts))


def merge(given: Given) -> None:
    """Append the draft that *given* names as an event that confirms `event`, and says no more."""
    slug, draft = _open(given)
    written, _ = parted(draft.draft)
    plain = yaml_tree.parse(written.encode(), _name(draft)).plain
    said = plain if isinstance(plain, dict) else {}
    kept = {key: said[key] for key in ("title", "authority", "by", "sources") if key in said}
    name = {"when": draft.published, "title": f"{draft.publisher or ''} {draft.title}"}
    event = {"id": event_id(name), "confirms": given["event"], **kept}
    text = "\n".join(block(event)) + "\n"

    def confirming(acts: Sequence[Act]) -> list[Offer]:
        target(given["event"], acts)
        return _offers(text, draft, slug, acts)

    _append(given, slug, draft, confirming, MERGED)


def reject(given: Given) -> Draft:
    """Reject the draft that *given* names, for a reason, and return it as it is then."""
    slug, draft = _open(given)
    decider = _approver(given)
    found = list[Draft]()

    def decided(inbox: Inbox) -> None:
        inbox.decide(draft.number, REJECTED, decider, event=None, reason=given["reason"])
        found.append(inbox.draft(draft.number))

    _store(given, slug, decided)
    return found[0]


def checked(draft: Draft) -> str:
    """Return the event of a *draft* as YAML; warn of what no quote has.

    Raises QuoteError if a quote is not in the article, and InputError if a person has left open
    what the article does not settle.
    """
    event, quotes = parted(draft.draft)
    text = Text(draft.article or "")
    for quote in quotes:
        if text.find(quote) is None:
            raise QuoteError(quote, text)
    plain = yaml_tree.parse(event.encode(), _name(draft)).plain
    if not isinstance(plain, dict):
        return event
    _require_decided(plain, draft.number)
    for number in sorted(_numbers(plain) - numbers(fold(" ".join(quotes)))):
        echo(f"No quote has {number}; it is your own word.", err=True)
    return event


def _changes(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    changes = plain.get("changes")
    return [one for one in changes if isinstance(one, dict)] if isinstance(changes, list) else []


def _require_decided(plain: Mapping[str, Any], number: int) -> None:
    left = [str(one[UNDECIDED]) for one in _changes(plain) if UNDECIDED in one]
    if left:
        raise InputError(
            f"Whether it happened (set) or is described (claim) is left to you for "
            f"{', '.join(left)}; say it with `timeline inbox accept {number} --edit`."
        )
    bare = [
        str(one.get("set") or one.get("claim"))
        for one in _changes(plain)
        if ("set" in one or "claim" in one)
        and one.get("value") in (None, "")
        and "ended" not in one
    ]
    if bare:
        raise InputError(
            f"What the answer is now is left to you for {', '.join(bare)}; say it with `timeline "
            f"inbox accept {number} --edit`, or take that change out."
        )


def _numbers(plain: Mapping[str, Any]) -> frozenset[str]:
    said = [str(one.get("value") or "") for one in _changes(plain)]
    return frozenset(number for value in said for number in numbers(value) if value)


def _open(given: Given) -> tuple[str, Draft]:
    """Return the partnership and the open draft that *given* names."""
    if not given.get("dry_run"):
        _approver(given)
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        draft = Inbox(log.database, slug).draft(given["number"])
    if draft.state != OPEN:
        raise DecidedError(draft)
    return slug, draft


def _approver(given: Given) -> str:
    """Return who decides. Raises UsageError if nobody gave a name: a machine may not."""
    if not given["actor"]:
        raise UsageError("Say who decides: --as NAME, or once for all in TIMELINE_ACTOR.")
    return str(given["actor"])


def _offers(event: str, draft: Draft, slug: str, acts: Sequence[Act]) -> list[Offer]:
    name = _name(draft)
    return offers(read_event(event.encode(), name, slug, acts), name)


def _name(draft: Draft) -> str:
    return f"draft {draft.number}"


def _append(
    given: Given,
    slug: str,
    draft: Draft,
    read: Callable[[Sequence[Act]], list[Offer]],
    state: str,
) -> None:
    """Append what *read* returns, and then give the *draft* its *state*.

    Who is stopped in between does both again: an event that the log has is not appended twice.
    """
    ids = list[str]()

    def offered(_: str, acts: Sequence[Act]) -> list[Offer]:
        made = placed(read(acts), draft.snapshot, draft.article or "")
        ids[:] = [made[-1].act.id]
        return made

    asked = {**given, "partnership": slug, "file": _name(draft), "edit": False}
    asked["actor"] = None if given["dry_run"] else _signed(_approver(given), draft)
    untold: UntoldError | None = None
    if not given["dry_run"]:
        _keep_bytes(given, slug, draft.snapshot)
    try:
        put(asked, offered)
    except UntoldError as error:
        untold = error
    if not given["dry_run"]:
        decider = _approver(given)
        _store(
            given,
            slug,
            lambda inbox: inbox.decide(draft.number, state, decider, event=ids[0], reason=None),
        )
    if untold:
        raise untold


def _keep_bytes(given: Given, slug: str, snapshot: str) -> None:
    """Keep the bytes of an article for good before the log cites them, unless they stay out."""
    with opened(given["db"]) as log:
        evidence = evidence_of(log, slug)
    if given.get("no_bytes"):
        evidence.forget(snapshot)
    elif not evidence.take(snapshot):
        echo("The bytes of the article are not here; its source has their hash alone.", err=True)


def _signed(approver: str, draft: Draft) -> str:
    """Return who records the entry: who approved it and, if that is another, who proposed it."""
    return approver if approver == draft.proposer else f"{approver} (proposed by {draft.proposer})"


def _store(given: Given, slug: str, act: Callable[[Inbox], None]) -> None:
    with opened(given["db"], writing=True) as log:
        act(Inbox(log.database, slug))


def every(given: Given, state: str | None) -> tuple[str, list[Draft]]:
    """Return the partnership that *given* names and its drafts in *state*, or all."""
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        return slug, Inbox(log.database, slug).drafts(state)


def one(given: Given) -> tuple[str, Draft]:
    """Return the partnership and the draft that *given* names."""
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        return slug, Inbox(log.database, slug).draft(given["number"])
