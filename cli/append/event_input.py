"""Turn the input of `append` (flags, a file or an edited text) into offers to the log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cli.append.dependents import dependents
from cli.append.flags import ACTING, plain_event, typed_sources
from cli.files import read_bytes
from cli.reading.selection import named
from cli.suggestions import no_such
from events.errors import InputError, NotFoundError, UsageError
from events.ledger.references import References
from events.log.importer import Offer
from events.model.kinds import EVENT_FIELDS, Act, Correct, Correction, Event, Retract
from events.model.naming import event_id
from events.model.problems import Problem
from events.payload import codec
from timeline.record.record import Kept, Record, Standing, record_of

FLAGS = "the flags"

Plain = dict[str, Any]


def event_offers(
    given: Mapping[str, Any], verbs: Sequence[str], slug: str, acts: Sequence[Act]
) -> list[Offer]:
    """Return the event that the options *given* describe, after any sources that are new.

    *verbs* are the verbs typed, in order; *slug* is the partnership, and *acts* are the acts in
    its log.
    """
    if _typed(given, verbs):
        return _from_flags(given, verbs, acts, {})
    return _from_file(given["file"], slug, acts, {})


def correction_offers(
    given: Mapping[str, Any], verbs: Sequence[str], slug: str, acts: Sequence[Act]
) -> list[Offer]:
    """Return the correction that the options *given* describe, after any sources that are new.

    *verbs* are the verbs typed, in order; *slug* is the partnership, and *acts* are the acts in
    its log.
    """
    standing = record_now(acts).standing(target(given["event"], acts))
    if any(isinstance(act, Retract) and act.id == given["event"] for act in acts):
        raise InputError(f"{given['event']} is a retraction and cannot be corrected.")
    also = _act("correct", given)
    if _typed(given, verbs):
        return _differing(_from_flags(given, verbs, acts, also), standing, acts)
    made = _from_file(given["file"], slug, acts, also)
    if not given["edit"] or standing is None:
        return _differing(made, standing, acts)
    return [_reduced(one, standing.event) for one in made]


def retraction_offers(given: Mapping[str, Any], acts: Sequence[Act]) -> list[Offer]:
    """Return the retraction that the options *given* describe.

    The retractions of dependent events come first. *acts* are the acts of the log. Raises
    InputError if there are dependent events and `--with-dependents` is missing.
    """
    event = target(given["event"], acts)
    others = dependents(event, record_now(acts))
    if others and not given["with_dependents"]:
        raise InputError(
            f"Others depend on {event}: {'; '.join(map(str, others))}. Say --with-dependents to "
            "retract them too, or correct them first."
        )
    also: list[Plain] = [{"retract": one.event, "reason": given["reason"]} for one in others]
    return offered([*also, _act("retract", given)], acts)


def _act(verb: str, given: Mapping[str, Any]) -> Plain:
    own = {"id": given["event_id"]} if given["event_id"] else {}
    return {verb: given["event"], "reason": given["reason"], **own}


def target(name: str, acts: Sequence[Act]) -> str:
    """Return the event *name* of *acts*. Raises NotFoundError if there is none."""
    ids = [act.id for act in acts if isinstance(act, Event | Correct | Retract)]
    if name not in ids:
        raise NotFoundError(no_such("event", name, ids, "timeline log"))
    return name


def _typed(given: Mapping[str, Any], verbs: Sequence[str]) -> bool:
    """Return whether flags describe the event, and not a file or an edited text.

    Raises InputError if the user gave both flags and a file, and UsageError if neither.
    """
    if given["edit"]:
        return False  # The flags are in the text, which is in the file.
    flags = (
        *("title", "summary", "when", "announced", "authority", "by", "met", "restates", "source"),
        *(flag.replace("-", "_") for flag in ACTING),
    )
    typed = bool(verbs) or any(given[name] for name in flags)
    if typed and given["file"]:
        raise InputError("Give it by flags or by a file, not by both.")
    if not (typed or given["file"]):
        raise UsageError("Say it by flags (--when, --title, --set …), a FILE, or --edit.")
    return typed


def _differing(
    offers_made: list[Offer], standing: Standing | None, acts: Sequence[Act]
) -> list[Offer]:
    """Return the offers of a correction. Raises InputError if it is new but changes nothing."""
    act = offers_made[-1].act
    if not isinstance(act, Correct) or not standing or act.id in {one.id for one in acts}:
        return offers_made
    if not _changed(act.fields, standing.event):
        raise InputError(
            f"The record of {act.event} says so already; nothing of it would be corrected."
        )
    return offers_made


def _changed(said: Correction, event: Event) -> set[str]:
    return {name for name in said.given if getattr(said, name) != getattr(event, name)}


def _reduced(offer: Offer, event: Event) -> Offer:
    """Reduce an edited event to the fields that the user changed or deleted."""
    if not isinstance(offer.act, Correct):
        return offer
    said = offer.act.fields
    if "title" not in said.given:
        raise InputError("The title was left out, and an event needs one.")
    changed = {name for name in EVENT_FIELDS if getattr(said, name) != getattr(event, name)}
    if not changed:
        raise InputError("The text was left as it was; nothing was appended.")
    return offer._replace(act=replace(offer.act, fields=replace(said, given=frozenset(changed))))


def _from_file(
    name: str, slug: str, acts: Sequence[Act], also: Mapping[str, object]
) -> list[Offer]:
    label = "<stdin>" if name == "-" else name
    return read_offers(read_bytes(name), label, slug, acts, also)


def read_offers(
    data: bytes, label: str, slug: str, acts: Sequence[Act], also: Mapping[str, object]
) -> list[Offer]:
    """Return the acts in *data*, the bytes of an event or a ledger called *label*.

    *acts* are those in the log of the partnership *slug*; *also* has keys to read as if they stood
    in the event.
    """
    # Imported late: most users type flags, which need no YAML.
    from cli.reading.bundled import offers
    from events.ledger.reader import read_event

    return offers(read_event(data, label, slug, acts, also), label)


def _from_flags(
    given: Mapping[str, Any], verbs: Sequence[str], acts: Sequence[Act], also: Plain
) -> list[Offer]:
    record = record_now(acts)
    sources = typed_sources(given, record.sources)
    event = {**plain_event(given, verbs, list(sources)), **also}
    _require_keys(event.get("changes", ()), record)
    if not also:
        event.setdefault("id", event_id(event))
    return offered(
        [
            *(
                {"define": f"source:{key}", "id": f"define:source:{key}", **said}
                for key, said in sources.items()
                if said
            ),
            event,
        ],
        acts,
    )


def _require_keys(changes: Sequence[Plain], record: Record) -> None:
    """Raise UsageError, with the key to write, if one of the *changes* has the title of a term."""
    for typed in (next(iter(change.values())) for change in changes):
        is_key = typed in record.terms or typed in record.renamed
        for key in [] if is_key else named(record, typed)[:1]:
            raise UsageError(f"'{typed}' is the title of a term; write its key, {key}.")


def offered(plain: Sequence[Plain], acts: Sequence[Act]) -> list[Offer]:
    """Return the acts in the *plain* mappings as offers, with ids that *acts* do not have yet."""
    problems: list[Problem] = []
    read = [codec.read(one, problems, id_needed=False) for one in plain]
    if problems:
        told = {problem.sentence: _flagged(problem) for problem in problems}
        raise InputError("\n".join(told.values()))
    references = References(acts)
    return [
        Offer(act=act if act.id else replace(act, id=references.default_id(act)), file=FLAGS)
        for act in read
        if act is not None
    ]


def _flagged(problem: Problem) -> str:
    key, missing, advice = problem.sentence.partition("' is missing: ")
    if missing and not problem.path:
        return _needed(key.removeprefix("The key '"), advice)
    flag = next((str(part) for part in problem.path if isinstance(part, str)), "")
    name = _FLAGS.get(flag, flag)
    return f"--{name}: {problem.sentence}" if name else problem.sentence


def _needed(key: str, advice: str) -> str:
    if key == "sources":
        return "Give at least one --source, the address where it was said."
    return f"Give --{_FLAGS.get(key, key)}: {advice}"


_FLAGS = {
    "sources": "source",
    "renamed": "rename",
    "merged": "merge",
    **dict.fromkeys(("changes", "define", "redefine"), ""),
}
"""The flag of a field whose flag has another name; empty if the field has no flag."""


def record_now(acts: Sequence[Act]) -> Record:
    """Return the record that results from *acts*."""
    return record_of(Kept(number, "", act) for number, act in enumerate(acts, 1))
