"""The report: sections as tables of Markdown, and the same with every sample as JSON."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Line, Section

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
"""Between these `python -m benchmarks` writes; what stands around them stays."""

_NEW = f"# How fast it is\n\n{BEGIN}\n{END}\n"


def keep(file: Path, sections: Iterable[Section], run: dict[str, Any]) -> None:
    """Put *sections* in the Markdown *file* and the JSON beside it, in the place of older ones.

    Sections that were not measured this time stay, each with the run that it is of.
    """
    raw = file.with_suffix(".json")
    kept: dict[str, Any] = json.loads(raw.read_text(encoding="utf-8")) if raw.exists() else {}
    for section in sections:
        kept[section.row] = {"run": run, **section.plain()}
    raw.write_text(_json(kept), encoding="utf-8")
    text = file.read_text(encoding="utf-8") if file.exists() else _NEW
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    file.write_text(f"{before}{BEGIN}\n{_markdown(kept)}{END}{after}", encoding="utf-8")


def _json(kept: dict[str, Any]) -> str:
    """Return JSON in which a list of samples takes one line."""
    text = json.dumps(_rounded(kept), indent=1, ensure_ascii=False)
    lines: list[str] = []
    for line in text.splitlines():
        is_sample = line.strip().rstrip(",").replace(".", "").replace("e-", "").isdigit()
        closes = line.strip().startswith("]") and bool(lines) and lines[-1][-1].isdigit()
        if is_sample or closes:
            lines[-1] += line.strip() if closes or lines[-1].endswith("[") else f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _rounded(value: Any) -> Any:
    """Return *value* with its numbers to six digits, and of many samples two hundred."""
    match value:
        case float():
            return float(f"{value:.6g}")
        case dict():
            return {key: _rounded(one) for key, one in value.items()}
        case list() | tuple():
            few = value if len(value) <= 200 else _quantiles(value)
            return [_rounded(one) for one in few]
        case _:
            return value


def _quantiles(values: Any) -> list[float]:
    """Return 201 of many samples, from the least to the most: quantiles stay what they are."""
    ordered = sorted(values)
    return [ordered[round(part * (len(ordered) - 1) / 200)] for part in range(201)]


def markdown(sections: Iterable[Section], run: dict[str, Any]) -> str:
    """Return the report of one run."""
    return _markdown({one.row: {"run": run, **one.plain()} for one in sections})


def _markdown(kept: dict[str, Any]) -> str:
    runs = {json.dumps(one["run"], sort_keys=True): one["run"] for one in kept.values()}
    text = ""
    for number, run in enumerate(runs.values(), start=1):
        rows = [row for row, one in kept.items() if one["run"] == run]
        text += _run(run, rows if len(runs) > 1 else [], number)
    sections = [Section.of({key: one[key] for key in one if key != "run"}) for one in kept.values()]
    text += "\n### The goals\n\n" + _table(
        ("goal", "ours", "beside", "ratio", "wanted", "met?"),
        (_goal(line) for one in sections for line in one.lines if line.limit is not None),
    )
    for one in sections:
        text += _section(one)
    return text


def _run(run: dict[str, Any], rows: list[str], number: int) -> str:
    machine = "; ".join(f"{name} {value}" for name, value in run["machine"].items())
    of = f"Rows {', '.join(rows)}. " if rows else ""
    text = (
        f"{'' if number == 1 else chr(10)}{of}Measured {run['on']} with "
        f"`python -m benchmarks --size {run['size']} --seed {run['seed']}` in "
        f"{_lasting(run['seconds'])}. {machine}.\n"
    )
    return text + "".join(f"\n{sentence}\n" for sentence in run["missing"])


def _lasting(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _goal(line: Line) -> tuple[str, ...]:
    return (
        line.goal,
        _said(line.ours),
        "" if line.beside is None else f"{line.beside.who}: {line.beside}",
        "" if line.ratio is None else _ratio(line.ratio),
        line.wanted,
        "yes" if line.is_met else "**no**",
    )


def _said(figure: Figure) -> str:
    note = "; ".join(filter(None, (figure.note, "broken off" if figure.is_broken else "")))
    return f"{figure} ({note})" if note else str(figure)


def _ratio(value: float) -> str:
    return f"{value:.2g} ×" if value < 10 else f"{value:,.0f} ×"


def _section(section: Section) -> str:
    text = f"\n### {section.title}\n"
    text += "".join(f"\n{sentence}\n" for sentence in section.sentences)
    rows = [
        (line.goal, line.ours.who, _said(line.ours)) for line in section.lines if not line.limit
    ]
    rows += [(what, one.who, _said(one)) for what, one in section.others]
    return text + ("\n" + _table(("beside it", "who", "median"), rows) if rows else "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"{line}\n" for line in _rows(head, rows))


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
