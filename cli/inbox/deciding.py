"""Decide a draft: append it as a person approved it, merge it into an event, or reject it."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cli.append.appending import put
from cli.append.event_input import target
from cli.errors import UntoldError
from cli.evidence.folder import evidence_of, placed
from cli.evidence.quoted import complain_of_quotes
from cli.inbox.draft_text import OPEN as UNDECIDED
from cli.inbox.draft_text import confirming, parted
from cli.reading.bundled import offers
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import echo
from events.errors import InputError, UsageError
from events.inbox.drafts import ACCEPTED, MERGED, OPEN, REJECTED, DecidedError, Draft, Inbox
from events.ledger import yaml_tree
from events.ledger.complaints import LedgerError
from events.ledger.reader import read_event
from events.ledger.yaml_tree import Place, Tree
from events.log.importer import Offer
from events.model.actors import ACTOR_LIMIT
from events.model.kinds import Act, Event
from timeline.intake.figures import numbers
from timeline.intake.origins import UNKNOWN
from timeline.intake.quotes import fold

Given = Mapping[str, Any]


def accept(given: Given, edit: Callable[[str], str | None]) -> None:
    """Append the draft that *given* names as an event, approved by the actor.

    With the option `edit`, the actor changes the text of the draft first, by the function *edit*.
    The new text is stored before the event is appended, so it is not lost if that is refused.
    """
    slug, draft = _open(given)
    if given["edit"]:
        written = edit(draft.draft)
        if written is not None and written != draft.draft:
            draft = draft._replace(draft=written)
            redraft(given, slug, draft.number, written)
    accept_as(given, slug, draft)


def accept_as(given: Given, slug: str, draft: Draft) -> None:
    """Append the open *draft* of *slug* as an event, from its text as it stands."""
    event = checked(draft.draft, draft, _name(draft))
    _warn_of_numbers(draft)
    _append(given, slug, draft, lambda acts: offered(event, _name(draft), slug, acts), ACCEPTED)


def preview(given: Given, slug: str, draft: Draft) -> None:
    """Print what would change if the open *draft* of *slug* were accepted."""
    event = checked(draft.draft, draft, _name(draft))
    _warn_of_numbers(draft)
    asked = {**given, "dry_run": True, "actor": None, "partnership": slug, "edit": False}
    name = _name(draft)
    put({**asked, "file": name}, lambda slug, acts: offered(event, name, slug, acts))


def merge(given: Given) -> None:
    """Append the draft that *given* names as an event that only confirms the given `event`."""
    slug, draft = _open(given)
    merge_into(given, slug, draft, given["event"])


def merge_into(given: Given, slug: str, draft: Draft, event: str) -> None:
    """Append the open *draft* of *slug* as an event that only confirms *event*."""
    name = _name(draft)
    require_quoted(draft.draft, draft, name)
    text = confirming(draft.draft, draft, event, name, retold_source(given, slug, draft, event))

    def read(acts: Sequence[Act]) -> list[Offer]:
        target(event, acts)
        return offered(text, name, slug, acts)

    _append(given, slug, draft, read, MERGED)


def retold_source(given: Given, slug: str, draft: Draft, event: str) -> str | None:
    """Return the source of *event* if *draft* has the same news from the same origin, else None."""
    origin = json.loads(draft.body)["origin"]
    with opened(given["db"]) as log:
        accepted = Inbox(log.database, slug).drafts(ACCEPTED)
        if origin == UNKNOWN or not any(
            one.event == event and json.loads(one.body)["origin"] == origin for one in accepted
        ):
            return None
        entry = log.find(slug, event)
        act = entry.act() if entry else None
    return act.sources[0] if isinstance(act, Event) and act.sources else None


def reject(given: Given) -> Draft:
    """Reject the draft that *given* names, for the given `reason`, and return it as decided."""
    slug, draft = _open(given)
    return reject_for(given, slug, draft.number, given["reason"])


def reject_for(given: Given, slug: str, number: int, reason: str) -> Draft:
    """Reject the open draft *number* of *slug* for a *reason*, and return it as decided."""
    if not reason.strip():
        raise InputError("Say why it is no event: --reason TEXT.")
    decider = approver(given)
    with opened(given["db"], writing=True) as log:
        inbox = Inbox(log.database, slug)
        inbox.decide(number, REJECTED, decider, event=None, reason=reason)
        draft = inbox.draft(number)
        evidence_of(log, slug).forget(draft.snapshot)
        return draft


def checked(text: str, draft: Draft, name: str) -> str:
    """Return, as YAML, the event in *text*, the text of *draft*, which messages call *name*.

    Raises LedgerError, with the place of each quote that is not in the article and of each choice
    that a person still has to make.
    """
    event, tree = _quoted(text, draft, name)
    for number, change in enumerate(_changes(tree.plain)):
        if left := _left_open(change, draft.number):
            tree.complain(tree.values.get(("changes", number), Place(1, 1)), left)
    _require_sound(tree)
    return event


def require_quoted(text: str, draft: Draft, name: str) -> None:
    """Raise LedgerError if a quote in *text*, the text of *draft*, is not in the article."""
    _require_sound(_quoted(text, draft, name)[1])


def _require_sound(tree: Tree) -> None:
    if tree.complaints:
        raise LedgerError(sorted(tree.complaints))


def _quoted(text: str, draft: Draft, name: str) -> tuple[str, Tree]:
    """Return the event in *text*, with a complaint of each quote that is not in the article."""
    event, quotes = parted(text, name)
    tree = yaml_tree.parse(event.encode(), name)
    complain_of_quotes(tree, quotes, draft.article or "", draft.snapshot)
    return event, tree


def _left_open(change: Mapping[str, Any], number: int) -> str | None:
    """Return what a person still has to decide in a *change* of the draft *number*, if anything."""
    how = f"with `timeline inbox accept {number} --edit` or `timeline inbox review`"
    if UNDECIDED in change:
        return (
            "Whether it happened (set) or is described (claim) is left to you for "
            f"{change[UNDECIDED]}; say it {how}."
        )
    term = change.get("set") or change.get("claim")
    if term and change.get("value") in (None, "") and "ended" not in change:
        return (
            f"What the answer is now is left to you for {term}; say it {how}, or take that change "
            "out."
        )
    return None


def _changes(plain: object) -> list[dict[str, Any]]:
    changes = plain.get("changes") if isinstance(plain, dict) else None
    listed = changes if isinstance(changes, list) else []
    return [one if isinstance(one, dict) else {} for one in listed]


def _warn_of_numbers(draft: Draft) -> None:
    """Warn of each number in the values of *draft* that is in none of its quotes."""
    event, quotes = parted(draft.draft, _name(draft))
    said = " ".join(quote for quote, _ in quotes)
    changes = _changes(yaml_tree.parse(event.encode(), _name(draft)).plain)
    values = [str(one.get("value") or "") for one in changes]
    for number in sorted(numbers(" ".join(values)) - numbers(fold(said))):
        echo(f"No quote has {number}; it is your own word.", err=True)


def _open(given: Given) -> tuple[str, Draft]:
    """Return the partnership and the open draft that *given* names."""
    if not given.get("dry_run"):
        approver(given)
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        draft = Inbox(log.database, slug).draft(given["number"])
    if draft.state != OPEN:
        raise DecidedError(draft)
    return slug, draft


def approver(given: Given) -> str:
    """Return the name of who decides. Raises UsageError without one: a program may not decide."""
    if not given["actor"]:
        raise UsageError("Say who decides: --as NAME, or once for all in TIMELINE_ACTOR.")
    return str(given["actor"])


def offered(event: str, name: str, slug: str, acts: Sequence[Act]) -> list[Offer]:
    """Return *event*, YAML that messages call *name*, as offers to the log of *slug*.

    *acts* are those that the log has already.
    """
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
    """Append what *read* returns, and then set the *state* of *draft*.

    If the program is stopped in between, the same command finishes the work: an event that the log
    has already is not appended twice.
    """
    ids = list[str]()

    def offered(_: str, acts: Sequence[Act]) -> list[Offer]:
        made = placed(read(acts), draft.snapshot, draft.article or "")
        ids[:] = [made[-1].act.id]
        return made

    asked = {**given, "partnership": slug, "file": _name(draft), "edit": False}
    asked["actor"] = None if given["dry_run"] else _signed(approver(given), draft)
    untold: UntoldError | None = None
    if not given["dry_run"] and not given.get("no_bytes"):
        _keep_bytes(given, slug, draft.snapshot)
    try:
        put(asked, offered)
    except UntoldError as error:
        untold = error
    if not given["dry_run"]:
        if given.get("no_bytes"):
            _forget_bytes(given, slug, draft.snapshot)
        decider = approver(given)
        _store(
            given,
            slug,
            lambda inbox: inbox.decide(draft.number, state, decider, event=ids[0], reason=None),
        )
    if untold:
        raise untold


def _keep_bytes(given: Given, slug: str, snapshot: str) -> None:
    """Keep the bytes of an article for good, before the log cites them."""
    with opened(given["db"]) as log:
        evidence = evidence_of(log, slug)
    if not evidence.take(snapshot):
        echo("The bytes of the article are not here; its source has their hash alone.", err=True)


def _forget_bytes(given: Given, slug: str, snapshot: str) -> None:
    """Forget the bytes of an article whose draft is decided: only their hash was asked for."""
    with opened(given["db"]) as log:
        evidence_of(log, slug).forget(snapshot)


def _signed(approver: str, draft: Draft) -> str:
    """Return the actor of the entry: who approved it and, if that is another, who proposed it."""
    both = approver if approver == draft.proposer else f"{approver} (proposed by {draft.proposer})"
    if len(both) > ACTOR_LIMIT:
        raise UsageError(f"'{both}' is longer than {ACTOR_LIMIT} characters; sign with less.")
    return both


def redraft(given: Given, slug: str, number: int, text: str) -> None:
    """Replace the text of the open draft *number* of *slug* by *text*."""
    _store(given, slug, lambda inbox: inbox.redraft(number, text))


def _store(given: Given, slug: str, act: Callable[[Inbox], None]) -> None:
    with opened(given["db"], writing=True) as log:
        act(Inbox(log.database, slug))


def every(given: Given, state: str | None) -> tuple[str, list[Draft]]:
    """Return the partnership that *given* names and its drafts in *state*, or all if it is None."""
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        return slug, Inbox(log.database, slug).drafts(state)


def one(given: Given) -> tuple[str, Draft]:
    """Return the partnership and the draft that *given* names."""
    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        return slug, Inbox(log.database, slug).draft(given["number"])
