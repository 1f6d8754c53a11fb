"""JSON Lines: a log as text, one entry per line, read without holding it all in memory."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from events.dates.instants import InstantError, parse_instant
from events.errors import TimelineError
from events.ledger.complaints import Complaint, LedgerError
from events.model.actors import NO_ACTOR, is_actor
from events.model.kinds import Act
from events.model.problems import Problem, one_of, shown
from events.payload import codec, json_text
from events.payload.values import is_name

LINE_LIMIT = 1024 * 1024
COMPLAINT_LIMIT = 100

_KEYS = ("partnership", "version", "recorded", "actor", "digest", "entry")


class Stream(Protocol):
    """A binary file from which lines are read."""

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, cut to *limit* bytes, or empty bytes at the end of the file."""


class Line(NamedTuple):
    """An entry of the log, as one line of JSON Lines gives it.

    *number* counts the lines of the file from one, and *payload* has the bytes that are stored and
    digested. A line written by hand may give only the partnership and the act.
    """

    number: int
    partnership: str
    act: Act
    payload: bytes
    version: int | None = None
    recorded: str | None = None
    actor: str | None = None
    digest: bytes | None = None


def write_line(
    *,
    partnership: str,
    version: int,
    recorded: str,
    actor: str | None,
    digest: bytes,
    payload: bytes,
) -> str:
    """Return an entry with these values as one line of JSON; *payload* stands in it unchanged."""
    head = codec.canonical(
        {
            "partnership": partnership,
            "version": version,
            "recorded": recorded,
            "actor": actor,
            "digest": digest.hex(),
        }
    )
    return f'{head.decode()[:-1]},"entry":{payload.decode()}}}\n'


def read_lines(stream: Stream, name: str) -> Iterator[Line]:
    """Yield the entries of the JSON Lines in *stream*, the file *name*, skipping blank lines.

    After the first refused line nothing more is yielded, but reading goes on to collect further
    complaints. Raises LedgerError with at most the first hundred of them.
    """
    complaints: list[Complaint] = []
    for number, text in _numbered(stream):
        problems: list[Problem] = []
        line = read_line(number, text, problems)
        told = problems[:COMPLAINT_LIMIT]
        complaints += [Complaint(name, number, 1, problem.sentence) for problem in told]
        if len(complaints) >= COMPLAINT_LIMIT:
            break
        if line is not None and not complaints:
            yield line
    if complaints:
        raise LedgerError(complaints[:COMPLAINT_LIMIT])


def _numbered(stream: Stream) -> Iterator[tuple[int, bytes]]:
    number = 0
    while text := stream.readline(LINE_LIMIT + 1):
        number += 1
        rest = text
        while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
            rest = stream.readline(LINE_LIMIT + 1)
        if text.strip():
            yield number, text


def read_line(number: int, text: bytes, problems: list[Problem]) -> Line | None:
    """Return the entry in the line *text*, or None if the line is refused.

    *number* counts the lines from one. The reasons for a refusal are added to *problems*.
    """
    if len(text.removesuffix(b"\n")) > LINE_LIMIT:
        problems.append(Problem((), "The line is longer than 1 MiB; no entry is."))
        return None
    try:
        said = json_text.parse(text.removeprefix(b"\xef\xbb\xbf") if number == 1 else text)
    except json_text.JsonTextError as error:
        problems.append(Problem((), str(error)))
        return None
    if not isinstance(said, dict):
        problems.append(Problem((), 'A line is one JSON object: {"partnership": …, "entry": …}.'))
        return None
    return _entry(number, said, problems)


def _entry(number: int, said: dict[str, object], problems: list[Problem]) -> Line | None:
    for key in said:
        if key not in _KEYS:
            sentence = f"The key {shown(key)} is not known here.{one_of(key, _KEYS)}"
            problems.append(Problem((key,), sentence))
    partnership, version = _partnership(said, problems), _version(said, problems)
    recorded, digest = _recorded(said, problems), _digest(said, problems)
    actor = _actor(said, problems)
    act, payload = _act(said, problems)
    if problems or act is None:
        return None
    return Line(
        number=number,
        partnership=partnership,
        act=act,
        payload=payload,
        version=version,
        recorded=recorded,
        actor=actor,
        digest=digest,
    )


def _partnership(said: dict[str, object], problems: list[Problem]) -> str:
    slug = said.get("partnership")
    if isinstance(slug, str) and is_name(slug):
        return slug
    if "partnership" in said:
        sentence = f"{shown(slug)} cannot name a partnership: write one like openai-microsoft."
    else:
        sentence = "The key 'partnership' is missing: name the partnership."
    problems.append(Problem(("partnership",), sentence))
    return ""


def _version(said: dict[str, object], problems: list[Problem]) -> int | None:
    version = said.get("version")
    if version is None or (type(version) is int and version > 0):
        return version
    problems.append(Problem(("version",), "The value of 'version' is a number from 1."))
    return None


def _recorded(said: dict[str, object], problems: list[Problem]) -> str | None:
    recorded = said.get("recorded")
    if recorded is None:
        return None
    try:
        if isinstance(recorded, str):
            return parse_instant(recorded)
        sentence = f"Write an instant, 2026-11-21T09:30:00Z, not {shown(recorded)}."
    except InstantError as error:
        sentence = str(error)
    problems.append(Problem(("recorded",), sentence))
    return None


def _actor(said: dict[str, object], problems: list[Problem]) -> str | None:
    actor = said.get("actor")
    if actor is None or (isinstance(actor, str) and is_actor(actor)):
        return actor
    problems.append(Problem(("actor",), NO_ACTOR.format(shown(actor))))
    return None


def _digest(said: dict[str, object], problems: list[Problem]) -> bytes | None:
    digest = said.get("digest")
    if digest is None:
        return None
    if isinstance(digest, str) and len(digest) == 64 and set(digest) <= set("0123456789abcdef"):
        return bytes.fromhex(digest)
    problems.append(
        Problem(("digest",), "A digest is 64 digits 0 to 9 and a to f; or leave it out.")
    )
    return None


def _act(said: dict[str, object], problems: list[Problem]) -> tuple[Act | None, bytes]:
    stored = said.get("entry")
    if not isinstance(stored, dict):
        problems.append(Problem(("entry",), "The key 'entry' holds the act: write {\"id\": …}."))
        return None, b""
    try:
        act = codec.read(codec.unversioned({"v": codec.VERSION, **stored}), problems)
        return act, codec.encode(act) if act is not None else b""
    except TimelineError as error:
        problems.append(Problem(("entry",), str(error)))
        return None, b""
