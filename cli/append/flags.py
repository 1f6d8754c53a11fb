"""Turn the flags of `append` into an event in the form of a ledger file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cli.typed_values import today
from events.dates.dates import Date
from events.dates.reckoned import loosely_counted
from events.dates.typed_dates import read
from events.errors import UsageError
from events.model.kinds import VERBS, Source
from events.model.naming import fresh, slug

Plain = dict[str, Any]

ACTING = ("after", "dates", "calls-off", "confirms", "denies")
"""The keys, and flags, by which an event names another one."""


def plain_event(given: Mapping[str, Any], verbs: Sequence[str], sources: Sequence[str]) -> Plain:
    """Return the event that the flags *given* describe, citing the keys *sources*.

    *verbs* are the verbs typed, in order.
    """
    typed = {verb: iter(given[verb]) for verb in verbs}
    changes = [_change(verb, next(typed[verb])) for verb in verbs]
    _qualify(changes, given)
    event: Plain = {
        "id": given["event_id"],
        "when": _text(given["when"]),
        "announced": _text(given["announced"]),
        **{field: given[field.replace("-", "_")] for field in ACTING},
        "title": given["title"],
        "summary": given["summary"],
        "authority": given["authority"],
        "by": list(given["by"]),
        "sources": list(sources),
        "met": list(given["met"]),
        "restates": list(given["restates"]),
        "changes": changes,
    }
    return {key: value for key, value in event.items() if value not in (None, [])}


def _text(date: Date | str | None) -> str | None:
    return date.edtf if isinstance(date, Date) else date


def _change(name: str, typed: str) -> Plain:
    verb = name.replace("_", "-")
    term, equals, rest = typed.partition("=")
    said = {"set": "value", "claim": "value", "note": "text"}.get(verb, "note")
    if not equals and said != "note":
        raise UsageError(f"--{verb} takes TERM={said.upper()}, not '{typed}'.")
    own = {said: rest.strip()} if equals else {}
    if verb == "claim-ended":
        return {"claim": term.strip(), "ended": True, **own}
    return {verb: term.strip(), **own}


def _qualify(changes: Sequence[Plain], given: Mapping[str, Any]) -> None:
    """Add each flag that names a term, such as `--through`, to the change of that term."""
    for flag in ("through", "during"):
        for term, date in _pairs(flag, given):
            _one(changes, term, flag, ("set", "claim"))[flag] = _read(date)
    for term, condition in _pairs("unless", given):
        _one(changes, term, "unless", ("set",)).setdefault("unless", []).append(condition)
    for flag in ("while", "once", "renews", "notice"):
        for term, said in _pairs(flag, given):
            _one(changes, term, flag, ("set",))[flag] = said
    for term in given["adds"]:
        _one(changes, term.strip(), "adds", ("claim",))["adds"] = True
    for term, event in _pairs("of", given):
        _one(changes, term, "of", tuple(VERBS))["of"] = event
    for term, said in _pairs("position", given):
        party, colon, says = said.partition(":")
        if not colon:
            raise UsageError(f"--position takes 'TERM=PARTY: SAYS', not '{term}={said}'.")
        dispute = _one(changes, term, "position", ("dispute",))
        dispute.setdefault("positions", []).append({"party": party.strip(), "says": says.strip()})


def _pairs(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for typed in given[name]:
        term, equals, rest = typed.partition("=")
        if not equals:
            raise UsageError(f"--{name} takes TERM=…, not '{typed}'.")
        yield term.strip(), rest.strip()


def _one(changes: Sequence[Plain], term: str, flag: str, verbs: Iterable[str]) -> Plain:
    found = [one for one in changes if any(one.get(verb) == term for verb in verbs)]
    if not found:
        wanted = " or ".join(f"--{verb}" for verb in verbs) if len(tuple(verbs)) < 3 else "change"
        raise UsageError(f"--{flag} {term} needs a {wanted} of that term.")
    return found[-1]


def _read(date: str) -> str:
    """Return the date typed, as it is kept; one counted from an event is read with the event."""
    return " ".join(date.split()) if loosely_counted(date) else read(date, today=today()).edtf


def typed_sources(given: Mapping[str, Any], known: Mapping[str, Source]) -> dict[str, Plain]:
    """Return by key the fields of each source in the flags *given*.

    The fields are empty if the log already has a source of that key or URL.
    Raises UsageError if a source is neither *known* nor a URL.
    """
    described = ("source_title", "publisher", "published", "locator")
    found: dict[str, Plain] = {}
    by_url = {one.url: key for key, one in known.items() if one.url}
    for name in described:
        if len(given[name]) > len(given["source"]):
            flag = name.replace("_", "-")
            raise UsageError(f"--{flag} describes a --source; there is none left for it.")
    for number, typed in enumerate(given["source"]):
        said = {name: given[name][number] for name in described if number < len(given[name])}
        key = typed if typed in known else by_url.get(typed)
        if key is not None:
            _require_same(typed, key, _source(typed, said), known[key])
            found[key] = {}
        elif "://" not in typed:
            raise UsageError(
                f"--source '{typed}' is neither an address nor a source that the log has; "
                "write it as https://…"
            )
        else:
            found[fresh(_key(typed, said), (*known, *found))] = _source(typed, said)
    return found


def _require_same(typed: str, key: str, said: Plain, there: Source) -> None:
    """Raise UsageError if *said* contradicts the source in the log: it would silently be lost."""
    for name in ("title", "publisher", "published", "locator"):
        has = getattr(there, name)
        was = has.edtf if isinstance(has, Date) else has
        if name in said and said[name] != was:
            there_is = f"whose {name} is {was!r}, not {said[name]!r}" if was else f"without {name}"
            raise UsageError(
                f"--source {typed} is the source {key} of the log, {there_is}; "
                "leave that out, or cite another address."
            )


def _source(url: str, said: Mapping[str, Any]) -> Plain:
    source = {
        "url": url,
        "title": said.get("source_title"),
        "publisher": said.get("publisher"),
        "published": _text(said.get("published")),
        "locator": said.get("locator"),
    }
    return {key: value for key, value in source.items() if value is not None}


def _key(url: str, said: Mapping[str, Any]) -> str:
    named = slug(said.get("publisher") or _host(url).removeprefix("www."))
    published = said.get("published")
    return f"{named}-{slug(published.edtf)}" if published else named


def _host(url: str) -> str:
    """Return the host of *url*, or "source" if there is none; the URL is validated later."""
    try:
        return urlsplit(url).hostname or "source"
    except ValueError:
        return "source"
