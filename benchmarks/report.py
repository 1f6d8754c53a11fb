"""The report: one block per row of the page, which replaces the previous block of that row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Line, seconds

BEGIN, END = "<!-- {}: begin -->", "<!-- {}: end -->"
HEAD = (
    ("", "CPU", "time", "beside it", "CPU", "time", "found", "goal", "met"),
    ("---",) * 9,
)
_MISS = re.compile(r"^- \*\*(.+?)\*\*: .*? Profile: (.+)$", re.MULTILINE)


def block(
    row: str, about: str, run: str, lines: Sequence[Line], profiles: Mapping[str, str]
) -> str:
    """Return the block of a *row*: its title and text *about* it, its *run*, figures and misses."""
    title, _, rest = about.strip().partition("\n")
    parts = [f"### {title.rstrip('.')}", rest.strip(), run, _table(lines)]
    missed = [line for line in lines if line.is_met is False and line.what in profiles]
    parts.append("".join(_miss(line, profiles[line.what]) for line in missed))
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    return f"{BEGIN.format(row)}\n{text}\n{END.format(row)}\n"


def _miss(line: Line, profile: str) -> str:
    return f"- **{line.what}**: {line.found}, wanted {line.goal}. Profile: {profile}\n"


def _table(lines: Iterable[Line]) -> str:
    rows = [*HEAD, *map(_cells, lines)]
    return "".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows
    )


def _cells(line: Line) -> Iterator[str]:
    verdict = {True: "yes", False: "**no**", None: ""}[line.is_met]
    yield line.what
    yield from _times(line.ours)
    yield line.floor.who if line.floor else ""
    yield from _times(line.floor) if line.floor else ("", "")
    yield from (line.found, line.goal, verdict)


def _times(figure: Figure) -> tuple[str, str]:
    return seconds(figure.cpu), seconds(figure.wall)


def profiles(page: str) -> dict[str, str]:
    """Return the notes on *page* about where the time of each miss goes."""
    return dict(_MISS.findall(page))


def kept(page: str, row: str, text: str) -> str:
    """Return *page* with the block of *row* replaced, or appended if it has none."""
    before, begin, rest = page.partition(BEGIN.format(row))
    if not begin:
        return f"{page}\n{text}"
    return before + text + rest.partition(f"{END.format(row)}\n")[2]


def keep(file: Path, row: str, text: str) -> None:
    """Put a block into the *file*."""
    page = file.read_text(encoding="utf-8") if file.exists() else "# How fast it is\n"
    file.write_text(kept(page, row, text), encoding="utf-8")
