"""The texts with which `--edit` begins: what is known already, and what may be filled in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.append.event_input import record_now, target
from cli.append.flags import Plain, plain_event, typed_sources
from cli.typed_values import today
from events.errors import InputError
from events.ledger.yaml_writer import block
from events.model.kinds import VERBS, Act, Source
from events.payload import codec
from timeline.record.record import Record


def event_text(
    given: Mapping[str, Any], verbs: Sequence[str], slug: str, acts: Sequence[Act]
) -> str:
    """Return the text of a new event of *slug*: what the flags *given* say, and what they do not.

    *verbs* are the verbs typed, in order; *acts* are the acts of the log.
    """
    record = record_now(acts)
    plain = _plain(given, verbs, record)
    return "\n".join([*_above(slug, record), *_fields(plain)]) + "\n"


def correction_text(
    given: Mapping[str, Any], verbs: Sequence[str], _: str, acts: Sequence[Act]
) -> str:
    """Return the text of the event to correct as it stands, with what the flags *given* say."""
    record = record_now(acts)
    standing = record.standing(target(given["event"], acts))
    if standing is None:
        raise InputError(f"{given['event']} was retracted; there is nothing to correct.")
    plain = codec.plain(standing.event) | _plain(given, verbs, record)
    return "\n".join(block({key: plain[key] for key in plain if key != "id"})) + "\n"


def is_begun(given: Mapping[str, Any], verbs: Sequence[str]) -> bool:
    """Return whether the flags *given* say anything of the event."""
    return bool(_plain(given, verbs, None))


def _plain(given: Mapping[str, Any], verbs: Sequence[str], record: Record | None) -> Plain:
    known = record.sources if record else {}
    sources = typed_sources(given, known)
    plain = plain_event(given, verbs, [*sources])
    if sources and any(sources.values()):
        plain["sources"] = {key: said or _source(known[key]) for key, said in sources.items()}
    return plain


def _source(one: Source) -> Plain:
    published = one.published.edtf if one.published else None
    said = {
        "url": one.url, "title": one.title, "publisher": one.publisher, "published": published,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}


def _above(slug: str, record: Record) -> Iterator[str]:
    yield f"# One event of {slug}. Lines that begin with # are left out; an empty text appends"
    yield "# nothing."
    yield f"# Verbs: {', '.join(VERBS)}."
    yield "# Terms, and the question that each answers:"
    for key, term in record.terms.items():
        if key not in record.retired:
            yield f"#   {key}: {term.asks or term.title}"


def _fields(plain: Plain) -> Iterator[str]:
    """Yield the fields: those that are *plain* as they are, the others to be filled in."""
    yield from block({key: value for key, value in plain.items() if key not in _HINTS})
    for key, hint in _HINTS.items():
        if key in plain:
            yield from block({key: plain[key]})
            continue
        lines = hint.format(today=today()).splitlines()
        is_open = not plain or key == "title"
        yield from (line if is_open or line[0] == "#" else f"# {line}" for line in lines)


_HINTS = {
    "when": "when: {today}         # or 60d after EVENT; left out where it is announced only",
    "announced": "# announced: {today}",
    "by": "# by: [who says so]",
    "dates": "# dates: EVENT            # the announced EVENT happened on this day",
    "calls-off": "# calls-off: EVENT        # the announced EVENT never will happen",
    "confirms": "# confirms: EVENT         # another speaker says the same",
    "denies": "# denies: EVENT           # it did not happen",
    "after": "# after: EVENT            # on one day, directly after EVENT",
    "met": "# met: [CONDITION]",
    "restates": '# restates: ["cloud.*"]   # of these, what is not mentioned here ends',
    "title": "title:",
    "authority": "authority: official   # or filing, press, reported",
    "sources": """\
sources:
  a-short-name: {{url: "https://", title: , publisher: , published: {today}}}""",
    "changes": """\
changes:
  - set:
    value:
    # through: {today}          # its last day; or 10y from EVENT
    # renews: 1y                # after which it goes on, that long at a time
    # notice: 60d
    # once: CONDITION           # it takes effect when that is met
    # unless: [CONDITION]       # it ends when that is met
    # while: TERM""",
}
"""What may be said of an event, as it is written where nothing is known yet."""
