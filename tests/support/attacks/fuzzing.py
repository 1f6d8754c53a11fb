"""The promise about bad input: each reader answers it or refuses it in a sentence.

A target makes an input from a seed and checks that its reader keeps the promise. An exception that
is neither a TimelineError nor, for flags, a usage error of click is passed on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from io import BytesIO
from random import Random
from time import process_time
from typing import Any

import click
import hostile_inputs as made

from cli.reading.bundled import bundled
from cli.registry import COMMANDS
from events.dates import dates, instants, typed_dates
from events.errors import TimelineError
from events.ledger import jsonl, reader, writer, yaml_tree
from events.model.kinds import Act
from events.payload import codec, json_text

REFUSED, PARSED, ACCEPTED = range(3)
"""How far an input came: refused by the first check, parsed, or accepted entirely."""

TODAY = date(2026, 11, 21)
INSTANT = "2026-11-21T12:00:00.000000Z"


@dataclass(frozen=True)
class Target:
    """A reader: how to *make* an input for it, and how to *hold* it to its promise."""

    make: Callable[[Random], Any]
    hold: Callable[[Any], int]


TOOK = [0.0]
"""The CPU seconds that the reader took for the last input."""


@contextmanager
def reading() -> Iterator[None]:
    """Measure the CPU time of a reader, without what is done with its answer."""
    begun = process_time()
    try:
        yield
    finally:
        TOOK[0] = process_time() - begun


def run(name: str, seed: str) -> int:
    """Return how far the input made from *seed* came with the target *name*."""
    return TARGETS[name].hold(TARGETS[name].make(Random(seed)))


def _ledger(rng: Random) -> bytes:
    tree = made.some(rng, made.ledger_tree(rng), made.worsened_tree)
    text = made.as_ledger(rng, tree) if isinstance(tree, dict) else str(tree)
    if rng.random() < 0.5:
        text = made.some(rng, text, made.worsened_text)
    return made.encoded(rng, text)


def _hold_ledger(data: bytes) -> int:
    """Check that acts that are read, written and read again stay the same."""
    try:
        with reading():
            said = reader.read(data, "x.yaml")
    except TimelineError as error:
        _require_sentence(error)
        with suppress(TimelineError):
            return REFUSED if yaml_tree.parse(data, "x.yaml").complaints else PARSED
        return REFUSED
    acts = [item.act for item in said.items]
    text = writer.write(said.partnership, [(one.act, INSTANT, one.actor) for one in said.items])
    again = reader.read(text.encode(), "y.yaml")
    _require(said.partnership == again.partnership, "the partnership changed")
    _require(acts == [item.act for item in again.items], "an act changed by writing it")
    actors = [[item.actor for item in one.items] for one in (said, again)]
    _require(actors[0] == actors[1], "an actor changed by writing it")
    for act in acts:
        _require(codec.decode(codec.encode(act)) == act, "an act changed by storing it")
    return ACCEPTED


def _event(rng: Random) -> tuple[Sequence[Act], bytes, dict[str, object]]:
    tree, said, also = made.event_file(rng)
    there = [item.act for item in reader.read(made.as_json(rng, tree).encode(), "x.json").items]
    said = made.some(rng, said, made.worsened_tree)
    text = made.as_ledger(rng, said) if said and isinstance(said, dict) else str(said)
    if rng.random() < 0.3:
        text = made.some(rng, text, made.worsened_text)
    return there, made.encoded(rng, text), also


def _hold_event(given: tuple[Sequence[Act], bytes, dict[str, object]]) -> int:
    """Check that what the file of one event says can be stored."""
    there, data, also = given
    try:
        with reading():
            said = reader.read_event(data, "x.yaml", "acme-globex", there, also)
    except TimelineError as error:
        _require_sentence(error)
        with suppress(TimelineError):
            return REFUSED if yaml_tree.parse(data, "x.yaml").complaints else PARSED
        return REFUSED
    for item in said.items:
        _require(codec.decode(codec.encode(item.act)) == item.act, "an act changed by storing it")
    return ACCEPTED


def _lines(rng: Random) -> bytes:
    plain = made.some(rng, made.line(rng), made.worsened_tree)
    text = made.some(rng, made.as_json(rng, plain).replace("\n", " "), made.worsened_text)
    return made.encoded(rng, text)


def _hold_lines(data: bytes) -> int:
    """Check that an entry that is read, written and read again stays the same."""
    try:
        with reading():
            found = list(jsonl.read_lines(BytesIO(data), "x.jsonl"))
    except TimelineError as error:
        _require_sentence(error)
        return _is_json(data)
    for one in found:
        _require(codec.decode(one.payload) == one.act, "the payload is not that of the act")
        text = jsonl.write_line(
            partnership=one.partnership,
            version=one.version or 1,
            recorded=one.recorded or INSTANT,
            actor=one.actor,
            digest=one.digest or bytes(32),
            payload=one.payload,
        )
        [again] = jsonl.read_lines(BytesIO(text.encode()), "y.jsonl")
        said = [(line.act, line.payload, line.actor) for line in (one, again)]
        _require(said[0] == said[1], "an entry changed")
    return ACCEPTED if found else REFUSED


def _payload(rng: Random) -> bytes:
    plain = made.some(rng, made.stored(rng), made.worsened_tree)
    text = made.some(rng, made.as_json(rng, plain), made.worsened_text)
    return made.encoded(rng, text)


def _hold_payload(data: bytes) -> int:
    """Check that an act that is decoded, encoded and decoded again keeps its meaning and bytes."""
    try:
        with reading():
            act = codec.decode(data)
    except TimelineError as error:
        _require_sentence(error)
        return _is_json(data)
    payload = codec.encode(act)
    _require(codec.decode(payload) == act, "an act changed by storing it")
    _require(codec.encode(codec.decode(payload)) == payload, "its bytes changed")
    return ACCEPTED


def _is_json(data: bytes) -> int:
    try:
        json_text.parse(data)
    except TimelineError:
        return REFUSED
    return PARSED


def _edtf(rng: Random) -> str:
    making = made.instant if rng.random() < 0.1 else made.edtf
    return str(made.some(rng, making(rng), made.worsened_text))


def _hold_edtf(text: str) -> int:
    """Check that a date is printed as text that reads as the same date, an instant unchanged."""
    came = REFUSED
    try:
        with reading():
            found = dates.parse(text)
        again = dates.parse(str(found))
        _require((found, found.spans) == (again, again.spans), "a date changed by printing it")
        came = ACCEPTED
    except TimelineError as error:
        _require_sentence(error)
    for read in (instants.parse_instant, instants.recorded_by):
        try:
            _require(instants.parse_instant(read(text)) == read(text), "an instant changed")
            came = ACCEPTED
        except TimelineError as error:
            _require_sentence(error)
    return came


def _phrase(rng: Random) -> str:
    return str(made.some(rng, made.phrase(rng), made.worsened_text))


def _hold_phrase(text: str) -> int:
    """Check that a typed phrase is read as a date that the log can keep."""
    try:
        with reading():
            found = typed_dates.read(text, today=TODAY)
    except TimelineError as error:
        _require_sentence(error)
        return REFUSED
    _require(dates.parse(found.edtf) == found, "a typed date is not the one it is kept as")
    return ACCEPTED


READ = (
    "as-of", "history", "explain", "when", "diff", "changelog", "next", "log", "terms", "check",
    "matrix", "show", "corrections", "feed", "publish",
)  # fmt: skip
WRITTEN = ("append", "correct", "retract", "define", "redefine", "cover")
_LEFT_OUT = ("db", "edit", "help", "file", "template", "issued", "issue")


@cache
def command(name: str) -> click.Command:
    """Return the command called *name*."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found: click.Command = getattr(import_module(module), attribute)
    return found


def typed(rng: Random) -> list[str]:
    """Return a command with flags, as typed by somebody who reads no help."""
    chosen = rng.choice((*READ, *WRITTEN, "append", "append"))
    words, arguments = [], []
    for one in command(chosen).params:
        if one.name in _LEFT_OUT:
            continue
        if isinstance(one, click.Argument):
            if one.required or rng.random() < 0.7:
                arguments.append(_value(rng, one))
        elif one.required or rng.random() < _chance(one):
            for _ in range(rng.choice((1, 1, 2)) if one.multiple else 1):
                words += [rng.choice(one.opts)] + ([] if _is_flag(one) else [_value(rng, one)])
    typed_words = [*words, *arguments] if rng.random() < 0.8 else [*arguments, *words]
    if rng.random() < 0.15:
        typed_words.insert(rng.randrange(len(typed_words) + 1), rng.choice(_STRAY))
    return [chosen, *typed_words]


_STRAY = ("--", "-", "--no-such", "-x", "", "--when", "-o", "--=", "\x1b[31m", "\udcff", "-né", "@")
_DESCRIBE = ("when", "title", "authority", "source", "set")


def _chance(one: click.Parameter) -> float:
    return 0.75 if one.name in _DESCRIBE else 0.12


def _is_flag(one: click.Parameter) -> bool:
    return isinstance(one, click.Option) and one.is_flag


def _value(rng: Random, one: click.Parameter) -> str:
    value = _sound_value(rng, one)
    if rng.random() < 0.12:
        value = made.worsened_text(rng, value)
    return value.replace("\0", "")


def _sound_value(rng: Random, one: click.Parameter) -> str:
    match one.type.name:
        case "DATE" if one.name == "when" and rng.random() < 0.2:
            return f"{rng.randrange(99)}d after {rng.choice(_EVENTS)}"
        case "DATE":
            return made.phrase(rng) if rng.random() < 0.5 else made.day(rng)
        case "POINT":
            cuts = (made.day(rng), rng.choice(("", made.edtf(rng))), rng.choice(("", _moment(rng))))
            return "@".join(cuts[: rng.randrange(1, 4)])
        case "INSTANT":
            return _moment(rng)
        case "DAYS":
            return f"{rng.randrange(2000)}{rng.choice('dwm')}"
        case "choice" if isinstance(one.type, click.Choice):
            return str(rng.choice(list(one.type.choices)))
        case _:
            return _named(rng, one.name or "")


def _moment(rng: Random) -> str:
    return made.instant(rng) if rng.random() < 0.6 else made.day(rng)


def _named(rng: Random, name: str) -> str:
    term, event = rng.choice(_TERMS), rng.choice(_EVENTS)
    match name:
        case "partnership" | "partnerships":
            return rng.choice(("openai-microsoft", "no-such"))
        case "term" | "terms" | "globs" | "restates":
            return rng.choice((term, "cloud.*", "[a", "*", "new.name"))
        case "adds" | "split" | "merge" | "rename" | "name":
            return rng.choice((term, "cloud.*", "[a", "*", "new.name"))
        case "event" | "event_id" | "after" | "dates" | "calls_off" | "confirms" | "denies":
            return event
        case "while":
            return f"{term}={rng.choice(_TERMS)}"
        case "through" | "during":
            return f"{term}={made.phrase(rng)}"
        case "unless" | "once":
            return f"{term}=agi-verified"
        case "of":
            return f"{term}={event}"
        case "position":
            return f"{term}=Acme: {made.text(rng)}"
        case "met":
            return "agi-verified"
        case "source":
            return rng.choice(
                ("https://example.org/x", "https://[bad", "javascript:x", "http://x@y")
            )
        case "period":
            return f"{made.phrase(rng)}..{made.day(rng)}"
        case "notice" | "renews":
            return rng.choice(("", f"{term}=")) + f"{rng.randrange(99)}d"
        case "like":
            return made.name(rng)
        case _ if name.replace("_", "-") in ("set", "claim", "note"):
            return f"{term}={made.text(rng)}"
        case _ if name.replace("_", "-") in _BARE:
            return rng.choice((term, f"{term}={made.text(rng)}"))
        case "dispute":
            return term
        case _:
            return made.text(rng)


_BARE = ("end", "claim-ended", "reaffirm", "leave-unsaid", "settle", "use")
_TERMS = ("ip-license.end", "cloud.rofr", "agi.definition", "no.such.term")
_EVENTS = ("article-004-oracle", "2026-04-12-memo", "no-such-event")


@cache
def _acts() -> Sequence[Act]:
    return [item.act for item in bundled().items]


def _hold_typed(words: list[str]) -> int:
    """Check that flags become acts offered to the log, or are refused in a sentence."""
    from cli.append import definitions, event_input
    from cli.typed_values import period

    name, *flags = words
    try:
        with reading():
            ctx = command(name).make_context(name, list(flags))
    except (TimelineError, click.UsageError) as error:
        _require_sentence(error)
        return REFUSED
    given, verbs, acts = ctx.params, ctx.meta.get("verbs", []), _acts()
    offers: dict[str, Callable[[], object]] = {
        "append": lambda: event_input.event_offers(given, verbs, "openai-microsoft", acts),
        "correct": lambda: event_input.correction_offers(given, verbs, "openai-microsoft", acts),
        "retract": lambda: event_input.retraction_offers(given, acts),
        "define": lambda: definitions.defined(given["name"], given, acts),
        "redefine": lambda: definitions.redefined(given["term"], given, acts),
        "cover": lambda: definitions.covering(given["since"], given["date"], given["terms"], acts),
        "changelog": lambda: period(given["period"]),
    }
    try:
        with reading():
            offers.get(name, lambda: None)()
    except (TimelineError, click.UsageError) as error:
        _require_sentence(error)
        return PARSED
    return ACCEPTED


SIZE = 64 * 1024
"""The bytes of an input for which a reader may take a second."""


def _big(rng: Random) -> tuple[str, bytes]:
    """Return the name of a reader and an input of SIZE for it, which repeats a few pieces."""
    name = rng.choice(("ledger", "ledger", "ledger", "lines", "payload", "dates", "phrases"))
    starts = {
        "ledger": (b"", b"partnership: a\nevents: [", b"partnership: a\nterms:\n", b"{"),
        "dates": (b"", b"[", b"[2020,", b"2020-", b"[2020.."),
        "phrases": (b"", b"between ", b"before 1 ", b"June "),
    }
    sound = TARGETS[name].make(rng)[:4000]
    whole = sound.encode("utf-8", "surrogatepass") if isinstance(sound, str) else sound
    pieces = [rng.choice(_PIECES) for _ in range(rng.randrange(1, 4))]
    piece = whole if rng.random() < 0.3 else "".join(pieces).encode("utf-8", "surrogatepass")
    start = rng.choice((*starts.get(name, (b"[", b'{"a":[')), whole, b""))
    numbered = rng.random() < 0.4
    parts, size = [start], len(start)
    while size < SIZE:
        parts.append(piece.replace(b"a", b"a%x" % len(parts)) if numbered else piece)
        size += len(parts[-1]) or SIZE
    return name, b"".join(parts)[:SIZE]


_PIECES = (
    *("a", "a,", "a: b\n", "- a\n", "a: {}, ", "[a], ", '"a":1,', '"a":"b",', '{"a":', "[", "{"),
    *(
        "- ",
        "? ",
        ": ",
        "\n",
        " ",
        "\t",
        "#",
        "&a ",
        "*a ",
        "!!a ",
        "'",
        '"',
        "\\",
        "\\u0041",
        "|\n",
    ),
    *("a\n\n", "  a: {title: a}\n", "- {end: a}\n", "é", "😀", "\x00", "\x85", "\u2028", "\r", "%"),
    *(
        "- id: a\n  when: 2020\n  title: a\n  authority: press\n  sources: [a]\n",
        "---\n",
        "[[],",
        "}",
    ),
)


def _hold_big(given: tuple[str, bytes]) -> int:
    name, data = given
    typed_in = name in ("dates", "phrases")
    return TARGETS[name].hold(data.decode("utf-8", "replace") if typed_in else data)


def _require(held: bool, otherwise: str) -> None:
    if not held:
        raise AssertionError(otherwise)


def _require_sentence(error: Exception) -> None:
    """Check that a refusal is a sentence of reasonable length."""
    said = error.format_message() if isinstance(error, click.ClickException) else str(error)
    _require(bool(said.strip()), "a refusal without a sentence")
    _require("Traceback" not in said and " object at 0x" not in said, f"no sentence: {said[:200]}")


TARGETS = {
    "ledger": Target(_ledger, _hold_ledger),
    "event": Target(_event, _hold_event),
    "lines": Target(_lines, _hold_lines),
    "payload": Target(_payload, _hold_payload),
    "dates": Target(_edtf, _hold_edtf),
    "phrases": Target(_phrase, _hold_phrase),
    "flags": Target(typed, _hold_typed),
    "big": Target(_big, _hold_big),
}


def warm() -> None:
    """Import everything that the targets would import when they are first run."""
    _acts()
    for name in (*READ, *WRITTEN):
        command(name)
    for name in TARGETS:
        run(name, "warm")
