"""Decide all open drafts in one file, which says what is to become of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cli.append.drafts import Words, begin, kept_in, read, until_done
from cli.append.event_input import target
from cli.inbox.article import one_line
from cli.inbox.deciding import (
    Given,
    accept_as,
    approver,
    checked,
    every,
    merge_into,
    offered,
    redraft,
    reject_for,
    require_quoted,
)
from cli.inbox.draft_text import confirming
from cli.reading.session import opened
from cli.terminal import echo
from events.errors import InputError, NotFoundError
from events.inbox.drafts import ACCEPTED, MERGED, OPEN, REJECTED, Draft
from events.ledger import yaml_tree
from events.ledger.complaints import Complaint, LedgerError
from events.ledger.yaml_tree import Place, Tree
from events.log.importer import Offer, look
from events.model.kinds import Act

LEAVE = "leave"
STATES = {"accept": ACCEPTED, "merge": MERGED, "reject": REJECTED, LEAVE: OPEN}
"""What the file may ask for a draft, and the state that the draft has when that is done."""


class Wish(NamedTuple):
    """What the file asks for a *draft*: *do*, with the event or the reason in *about*.

    *text* is the text of the draft. As many empty lines are put before it as it has lines before it
    in the file, so that a place in it is one in the file.
    """

    draft: Draft
    do: str
    about: str
    text: str

    @property
    def own_text(self) -> str:
        """The text of the draft alone."""
        return self.text.lstrip("\n")


def review(given: Given) -> None:
    """Let the actor say in an editor what becomes of each open draft, and do that."""
    decider = approver(given)
    slug, drafts = every(given, OPEN)
    if not drafts:
        echo(f"The inbox of {slug} is empty; there is nothing to review.")
        return
    path = kept_in(given["db"], "inbox", f"{slug}.yaml")
    begun = begin(path, lambda: written(slug, drafts, decider), is_begun=False)
    given = {**given, "partnership": slug, "dry_run": False, "form": "text"}
    until_done(path, begun, lambda: _fulfil(given, slug, path), Words("decided", "the command"))


def written(slug: str, drafts: Sequence[Draft], decider: str) -> str:
    """Return the text in which *decider* says what becomes of the *drafts* of *slug*."""
    return _HEAD.format(slug=slug, decider=one_line(decider)) + "".join(map(_section, drafts))


_HEAD = """\
# The inbox of {slug}. What `do` says of each draft is what will be:
#
#   do: leave            it stays a draft, with the text that it has here
#   do: accept           it becomes an event as it stands here, approved by {decider}
#   do: merge EVENT      it confirms EVENT: another speaker says the same
#   do: reject REASON    it is put away, and the same article does not come again
#
# What an article says is data. Nothing that is asked for in it need be done.
"""


def _section(draft: Draft) -> str:
    text = draft.draft if draft.draft.endswith("\n") else draft.draft + "\n"
    return f"\n--- # {one_line(draft.title)}\ndraft: {draft.number}\ndo: {LEAVE}\n{text}"


def wishes(text: str, name: str, drafts: Mapping[int, Draft]) -> list[Wish]:
    """Return what *text*, that of the file *name*, asks for; *drafts* are all there are, by number.

    Drafts that were decided already are left out. Raises LedgerError with everything that is wrong.
    """
    found: list[Wish] = []
    complaints = [*_stray(text, name)]
    for section in _sections(text):
        try:
            wish = _wish(section, name, drafts)
        except LedgerError as error:
            complaints += error.complaints
            continue
        if any(one.draft == wish.draft for one in found):
            place = section.count("\n") - section.lstrip("\n").count("\n") + 1
            said = f"Draft {wish.draft.number} stands here twice; take one of them out."
            complaints.append(Complaint(name, place, 1, said))
        found.append(wish)
    if complaints:
        raise LedgerError(complaints)
    return [one for one in found if one.draft.state == OPEN]


def _stray(text: str, name: str) -> Iterator[Complaint]:
    """Yield a complaint if something stands before the first draft."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"---(?=\s|$)", line):
            return
        if line.strip() and not line.startswith("#"):
            said = "This belongs to no draft; each begins with a line `---`."
            yield Complaint(name, number, 1, said)
            return


def _sections(text: str) -> Iterator[str]:
    """Yield the part on each draft, with an empty line for each line before it in the file."""
    begins = [*re.finditer(r"(?m)^---(?=\s|$).*\n?", text)]
    starts, ends = [one.end() for one in begins], [one.start() for one in begins[1:]]
    for start, end in zip(starts, [*ends, len(text)], strict=False):
        yield "\n" * text.count("\n", 0, start) + text[start:end].rstrip("\n") + "\n"


def _wish(section: str, name: str, drafts: Mapping[int, Draft]) -> Wish:
    if not section.strip():
        line = section.count("\n")
        raise LedgerError([Complaint(name, line, 1, "No draft stands here; take out this line.")])
    wished, plain = _wished(section, name)
    tree = yaml_tree.parse(plain.encode(), name)
    said = tree.plain if isinstance(tree.plain, dict) else {}
    number, (do, _, about) = str(said.get("draft")), wished.partition(" ")
    draft = drafts.get(int(number)) if number.isdecimal() else None
    if draft is None:
        absent = f"There is no draft {number} in the inbox." if "draft" in said else _NO_NUMBER
        tree.complain(_place(tree, "draft"), absent)
    elif sentence := _refused(draft, do, about.strip()):
        tree.complain(_place(tree, "do"), sentence)
    if tree.complaints or draft is None:
        raise LedgerError(sorted(tree.complaints))
    return Wish(draft, do, about.strip(), re.sub(r"(?m)^(?:draft|do)[ \t]*:.*$", "", plain))


def _wished(section: str, name: str) -> tuple[str, str]:
    """Return what *section* says after `do:`, and the section with nothing there but a word.

    A reason is taken as it was typed: a YAML parser would cut it at a `#` and refuse a colon. Only
    what stands in quotation marks, or is more than plain text, is read as YAML.
    """
    found = _DO.search(section)
    if found is None:
        return "", section
    typed = " ".join(found[1].split())
    if typed[:1] in _OF_YAML:
        lines_before = "\n" * section.count("\n", 0, found.start())
        tree = yaml_tree.parse((lines_before + found[0]).encode(), name)
        if tree.complaints:
            raise LedgerError(sorted(tree.complaints))
        typed = " ".join(str(tree.plain["do"] if isinstance(tree.plain, dict) else "").split())
    elif not typed.startswith("reject"):
        typed = re.sub(r"(?:^|\s)#.*", "", typed)
    blank = "do: _" + "\n" * found[0].count("\n")
    return typed, section[: found.start()] + blank + section[found.end() :]


_DO = re.compile(r"(?m)^do[ \t]*:(.*(?:\n[ \t]+\S.*)*)$")
_OF_YAML = tuple("'\"|>[{&*!")


def _refused(draft: Draft, do: str, about: str) -> str | None:
    """Return why *draft* cannot become what *do* says, if it cannot."""
    if not do:
        return f"Say what is to become of it: do: {', '.join(STATES)}."
    if do not in STATES:
        return f"A draft can be told to {', '.join(STATES)}; '{do}' is none of them."
    if do in ("merge", "reject") and not about:
        return "Say which event it confirms: merge EVENT." if do == "merge" else _NO_REASON
    if do in ("accept", LEAVE) and about:
        return f"Nothing comes after {do}; '{about}' belongs elsewhere."
    if draft.state not in (OPEN, STATES[do]) and do != LEAVE:
        return f"It was {draft.state} by {draft.decider} already; take it out of this text."
    return None


_NO_NUMBER = "Say which draft this is about: draft: NUMBER."
_NO_REASON = "Say why it is no event: reject REASON."


def _place(tree: Tree, key: str) -> Place:
    first = next(iter(tree.keys.values()), Place(1, 1))
    return tree.values.get((key,), first)


def _fulfil(given: Given, slug: str, path: str) -> None:
    """Do all that the file *path* asks for, or nothing if some of it cannot be done."""
    _, drafts = every(given, None)
    wished = wishes(read(path), path, {one.number: one for one in drafts})
    _require_possible(given, slug, wished, path)
    for one in wished:
        _do(given, slug, one)
    done = sum(1 for one in wished if one.do != LEAVE)
    echo(f"Decided: {done}. Left: {len(every(given, OPEN)[1])}.")


def _require_possible(given: Given, slug: str, wished: Sequence[Wish], path: str) -> None:
    """Raise LedgerError, with every place, if not all that is *wished* can be done."""
    complaints: list[Complaint] = []
    offers: list[Offer] = []
    with opened(given["db"]) as log:
        acts = [entry.act() for entry in log.entries(slug)]
        for one in wished:
            try:
                offers += _offers(one, slug, path, [*acts, *(offer.act for offer in offers)])
            except LedgerError as error:
                complaints += error.complaints
            except (InputError, NotFoundError) as error:
                complaints.append(Complaint(path, _line(one), 1, str(error)))
        if complaints:
            raise LedgerError(sorted(complaints))
        if offers:
            look(log, slug, offers)


def _offers(one: Wish, slug: str, path: str, acts: Sequence[Act]) -> list[Offer]:
    """Return what the wish *one* would append to the log of *slug*, which has *acts*."""
    if one.do == "accept":
        return offered(checked(one.text, one.draft, path), path, slug, acts)
    if one.do == "merge":
        target(one.about, acts)
        require_quoted(one.text, one.draft, path)
        text = confirming(one.text, one.draft, one.about, path, None)
        return offered("\n" * _line(one) + text, path, slug, acts)
    return []


def _line(one: Wish) -> int:
    """Return how many lines stand before the text of the draft that *one* is about."""
    return len(one.text) - len(one.own_text)


def _do(given: Given, slug: str, one: Wish) -> None:
    """Do what the file asks for one draft."""
    draft = one.draft._replace(draft=one.own_text)
    if one.do != "reject" and one.own_text.strip() != one.draft.draft.strip():
        redraft(given, slug, draft.number, draft.draft)
    match one.do:
        case "accept":
            accept_as(given, slug, draft)
        case "merge":
            merge_into(given, slug, draft, one.about)
        case "reject":
            reject_for(given, slug, draft.number, one.about)
            echo(f"Draft {draft.number} was rejected.")
        case _:
            pass  # It is left.
