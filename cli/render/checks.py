"""Print findings as a table, JSON, CSV or Markdown."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from cli.fast.page import opening
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.render.answers import Question
from cli.terminal import deliver, echo, printable, width, wrapped
from cli.wording.advice import command
from cli.wording.findings import says, titled
from events.model.values import Value, value
from timeline.findings.finding import Finding


@value
class Audit(Value):
    """What was *asked*, and the *partnership* if one was named.

    *kept_back* is the number of remarks that are not shown.
    """

    asked: Question
    partnership: str | None
    kept_back: int

    def command(self, one: Finding) -> list[str]:
        """Return the words of the command that settles *one*."""
        named = ["-p", self.partnership] if self.partnership else []
        return ["timeline", *command(one), *named]


def show(audit: Audit, told: Sequence[Finding], form: str) -> None:
    """Print the findings *told* in this *form*; *audit* says what was asked."""
    rows = (_row(one, audit) for one in told)
    match form:
        case "json":
            more = {"findings": [*rows], "remarks_kept_back": audit.kept_back}
            deliver(json_text.dump(audit.asked.meta() | more))
        case "ndjson":
            meta = audit.asked.meta()
            deliver(json_text.lines(meta | row for row in rows), nl=False)
        case "csv":
            meta = audit.asked.meta()
            deliver(sheet(FIELDS, (meta | row for row in rows)), nl=False)
        case "md":
            deliver("\n".join(_markdown(audit, told)))
        case _:
            echo("\n".join(_table(audit, told)))


def _row(one: Finding, audit: Audit) -> dict[str, Any]:
    return {
        "code": one.code,
        "level": one.level,
        "says": says(one),
        "command": shlex.join(audit.command(one)),
        "terms": list(one.terms),
        "events": list(one.events),
        "on": one.on.isoformat() if one.on else None,
    }


def _counted(levels: Sequence[str], kept_back: int) -> str:
    counts = {level: levels.count(level) for level in dict.fromkeys(levels)}
    total = ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in counts.items())
    said = f"To settle: {total}." if total else "Nothing to settle."
    if kept_back:
        said += f" {kept_back} remark{'s' * (kept_back > 1)} kept back; --strict shows them."
    return said


def _table(audit: Audit, told: Sequence[Finding]) -> Iterator[str]:
    asked, record = audit.asked, audit.asked.view.record
    yield from opening(asked.title, asked.on, asked.known, asked.view.recorded, record.covered)
    yield from wrapped(_counted([one.level for one in told], audit.kept_back))
    voice = titled(record)
    for one in told:
        yield ""
        yield from wrapped(says(one, voice))
        yield from _typed(audit.command(one))


def _typed(words: Sequence[str]) -> Iterator[str]:
    """Yield a command in lines that can be copied as one command."""
    line, indent = "", "  "
    for word in map(printable, map(shlex.quote, words)):
        if line and len(indent) + len(line) + len(word) + 3 > width():
            yield f"{indent}{line} \\"
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


FIELDS = ("code", "level", "says", "command", "terms", "events", "on", "as_of", "head")


def _markdown(audit: Audit, told: Sequence[Finding]) -> Iterator[str]:
    yield f"# {escaped(audit.asked.title)}"
    yield ""
    yield escaped(" ".join(audit.asked.lines()))
    yield escaped(_counted([one.level for one in told], audit.kept_back))
    if told:
        yield ""
        yield "| Code | Level | What | Settled by |"
        yield "|---|---|---|---|"
    voice = titled(audit.asked.view.record)
    for one in told:
        cells = (one.code, one.level, says(one, voice), shlex.join(audit.command(one)))
        yield f"| {' | '.join(map(escaped, cells))} |"
