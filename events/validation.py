"""Plain mappings into acts: everything that is wrong with one is said at once.

Stored payloads, ledger files, JSON Lines and flags all come through here, in the one shape that
`events.codec.plain` writes.
"""

from events.changes import read_changes
from events.forms import Form, is_name
from events.kinds import (
    EVENT_FIELDS,
    Act,
    Assert,
    Authority,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Partnership,
    Redefine,
    Retract,
    Source,
    Term,
    Thing,
)
from events.problems import Path, Problem, one_of, shown
from events.words import STATUSES

__all__ = ["ACT_VERBS", "Path", "Problem", "is_name", "one_of", "read", "shown"]

ACT_VERBS = ("correct", "retract", "define", "redefine", "cover", "assert", "issue")
"""The key that makes a mapping an act on the record; without one of them it is an event."""

LOCATOR_WORDS = 8
"""The longest locator: enough to find the place, too little to copy the text."""


def read(plain: object, problems: list[Problem], *, id_needed: bool = True) -> Act | None:
    """Return the act that *plain* describes; if anything is wrong, add to *problems* instead.

    Without *id_needed* an act on the record may lack its id, which is then empty: whoever numbers
    it must replace it. An event always needs one.
    """
    before = len(problems)
    if not isinstance(plain, dict):
        problems.append(Problem((), "An entry is a mapping of keys to values."))
        return None
    act = _act(Form(plain, (), problems, id_needed))
    return act if len(problems) == before else None


def is_url(text: str) -> bool:
    """Tell whether a printable *text* is the address of something that can be read."""
    scheme, _, rest = text.partition("://")
    is_whole = rest[:1] not in ("", "/", "?", "#") and text.split() == [text]
    return is_whole and scheme.lower() in ("http", "https")


_EVENT_KEYS = frozenset({"id", *EVENT_FIELDS})
_THING_KEYS = {
    "partnership": frozenset({"title", "parties"}),
    "term": frozenset({"title", "asks", "topic", "notice"}),
    "condition": frozenset({"title"}),
    "source": frozenset({"url", "title", "publisher", "published", "locator"}),
}


def _act(form: Form) -> Act | None:
    verbs = [verb for verb in ACT_VERBS if verb in form.plain]
    match verbs:
        case []:
            return _event(form)
        case ["correct"]:
            return _correct(form)
        case ["retract"]:
            return _retract(form)
        case ["define" | "redefine" as verb]:
            return _definition(form, verb)
        case ["cover"]:
            return _cover(form)
        case ["assert"]:
            return _assert(form)
        case ["issue"]:
            return _issue(form)
        case _:
            sentence = f"One entry is one act; split {' and '.join(map(repr, verbs))}."
            form.complain(None, sentence)
            return None


def _event(form: Form) -> Event:
    if not form.plain.keys() <= _EVENT_KEYS:
        form.only(_EVENT_KEYS, ACT_VERBS)
    if "authority" not in form.plain:
        form.missing("authority", "say official, filing, press or reported")
    when = form.date("when")
    return Event(
        id=form.name("id", "an event"),
        title=form.text("title", "say in one line what happened"),
        authority=form.authority() or Authority.REPORTED,
        sources=_cited(form),
        when=when,
        announced=form.date("announced"),
        summary=form.text_or_none("summary"),
        changes=read_changes(form, when),
        met=form.names("met", "a condition"),
    )


def _cited(form: Form) -> tuple[str, ...]:
    if "sources" not in form.plain:
        form.missing("sources", "an event cites at least one source")
    elif form.plain["sources"] == []:
        form.complain("sources", "This list is empty; an event cites at least one source.")
    return form.names("sources", "a source")


def _correct(form: Form) -> Correct:
    form.only({"correct", "id", "reason", *EVENT_FIELDS})
    given = frozenset(field for field in EVENT_FIELDS if field in form.plain)
    if not given:
        form.complain(None, "A correction gives the fields it replaces, such as 'when' or 'title'.")
    return Correct(
        id=form.own_id(),
        event=form.name("correct", "an event"),
        fields=_replaced(form, given),
        reason=form.text("reason", "say why the record is corrected"),
    )


def _replaced(form: Form, given: frozenset[str]) -> Correction:
    when = form.date("when")
    return Correction(
        given=given,
        title=form.text("title", "") if "title" in given else "",
        authority=form.authority() or Authority.REPORTED,
        sources=_cited(form) if "sources" in given else (),
        when=when,
        announced=form.date("announced"),
        summary=None if form.plain.get("summary") in (None, "") else form.text_or_none("summary"),
        changes=read_changes(form, when),
        met=form.names("met", "a condition"),
    )


def _retract(form: Form) -> Retract:
    form.only({"retract", "id", "reason"})
    return Retract(
        id=form.own_id(),
        event=form.act_id("retract", "name an event"),
        reason=form.text("reason", "say why it should never have been recorded"),
    )


def _definition(form: Form, verb: str) -> Act | None:
    thing = _thing(form, verb)
    act_id = form.own_id()
    if thing is None:
        return None
    if verb == "define":
        return Define(id=act_id, thing=thing)
    return _redefinition(form, act_id, thing)


_INTO = ("renamed", "split", "merged")


def _redefinition(form: Form, act_id: str, thing: Thing) -> Redefine:
    given = [key for key in _INTO if key in form.plain]
    if len(given) > 1:
        form.complain(given[1], f"A term is {' or '.join(given)}, not both; leave one out.")
    split = form.names("split", "a term")
    if "split" in form.plain and len(split) < 2:
        form.complain("split", "A term is split into two terms or more; for one use 'renamed'.")
    return Redefine(
        id=act_id,
        thing=thing,
        renamed=form.name("renamed", "a term") if "renamed" in form.plain else None,
        split=split,
        merged=form.name("merged", "a term") if "merged" in form.plain else None,
    )


def _issue(form: Form) -> Issue:
    form.only({"issue", "id", "command", "head", "sha256", "last"})
    return Issue(
        id=form.own_id(),
        name=form.text("issue", "name what was issued"),
        command=form.text("command", "say which command gave it"),
        head=_digest(form, "head"),
        sha256=_digest(form, "sha256"),
        last=form.date("last"),
    )


def _digest(form: Form, key: str) -> str:
    text = form.text(key, "give a digest")
    if text and not (len(text) == 64 and set(text) <= set("0123456789abcdef")):
        form.complain(key, "A digest is 64 digits 0 to 9 and a to f.")
    return text


def _thing(form: Form, verb: str) -> Thing | None:
    value = form.plain[verb]
    sort, colon, key = value.partition(":") if isinstance(value, str) else ("", "", "")
    if sort not in _THING_KEYS or bool(colon) == (sort == "partnership"):
        form.complain(
            verb, f"Name what is defined: term:NAME, condition:NAME, source:NAME or partnership; "
            f"{shown(value)} is none of these."
        )  # fmt: skip
        return None
    into = _INTO if (verb, sort) == ("redefine", "term") else ()
    form.only({verb, "id", *into, *_THING_KEYS[sort]})
    if sort == "partnership":
        return _partnership(form)
    name = form.checked_name((verb,), key, f"a {sort}")
    match sort:
        case "term":
            return _term(form, name)
        case "condition":
            return Condition(key=name, title=form.text("title", "say in words when it is met"))
        case _:
            return _source(form, name)


def _partnership(form: Form) -> Partnership:
    parties = form.items("parties", "write [Party, Other party]")
    return Partnership(
        title=form.text("title", "say who the partners are"),
        parties=tuple(form.sound(("parties", n), item) or "" for n, item in enumerate(parties)),
    )


def _term(form: Form, name: str) -> Term:
    return Term(
        key=name,
        title=form.text("title", "give the term a short name for people"),
        asks=form.text_or_none("asks"),
        topic=form.text_or_none("topic"),
        notice=_notice(form),
    )


def _notice(form: Form) -> int | None:
    text = form.text_or_none("notice")
    if text is None:
        return None
    days = text.removesuffix("d")
    if text.endswith("d") and days.isascii() and days.isdigit() and len(days) <= 5:
        return int(days)
    form.complain("notice", f"Write the notice period in days, such as 60d, not {shown(text)}.")
    return None


def _source(form: Form, name: str) -> Source:
    url = form.text_or_none("url")
    if url is None and "title" not in form.plain:
        form.missing("url", "say where it can be read, or give a title by which it can be found")
    if url and not (is_url(url) and url.isprintable()):
        form.complain("url", f"{shown(url)} is no address; it begins with http:// or https://.")
    locator = form.text_or_none("locator")
    if locator is not None and len(locator.split()) > LOCATOR_WORDS:
        form.complain("locator", f"A locator has at most eight words, not {len(locator.split())}.")
    return Source(
        key=name,
        url=url,
        title=form.text_or_none("title"),
        publisher=form.text_or_none("publisher"),
        published=form.date("published"),
        locator=locator,
    )


def _cover(form: Form) -> Cover | None:
    form.only({"cover", "id"})
    act_id = form.own_id()
    through = form.last_day("cover", "say through which day the log is complete")
    if through is None and form.plain["cover"] in (None, "none"):
        form.complain("cover", "Say through which day the log is complete.")
    return None if through is None else Cover(id=act_id, through=through)


def _assert(form: Form) -> Assert | None:
    form.only({"assert", "id", "on", "known", "value", "status"})
    if form.plain.get("on") in (None, "none"):
        form.complain(None, "The key 'on' is missing: say on which day the answer is expected.")
    if "value" not in form.plain and "status" not in form.plain:
        form.complain(None, "An assertion expects something: give a 'value' or a 'status'.")
    act_id, term, on = form.own_id(), form.name("assert", "a term"), form.date("on")
    known, value, status = form.date("known"), form.text_or_none("value"), _status(form)
    if on is None:
        return None
    return Assert(id=act_id, term=term, on=on, known=known, value=value, status=status)


def _status(form: Form) -> str | None:
    value = form.text_or_none("status")
    if value is not None and value not in STATUSES:
        hint = one_of(value, STATUSES)
        form.complain("status", f"{shown(value)} is no status; use {', '.join(STATUSES)}.{hint}")
    return value
