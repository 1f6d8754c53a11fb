"""Sessions: the commands and output that a page shows, run again."""

import re
from collections.abc import Callable, Iterator

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"


def replayed(text: str, run: Callable[[str], str]) -> str:
    """Return *text* with the output of its commands replaced by what *run* returns for each."""
    return BLOCK.sub(lambda found: f"```console\n{_session(found[1], run)}```", text)


def _session(block: str, run: Callable[[str], str]) -> str:
    return "".join(
        f"{typed}{_kept(shown, run(_line(typed)))}" for typed, shown in _exchanges(block)
    )


def _exchanges(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command as it is typed, prompts included, with the output shown below it."""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        typed = re.match(r"\$ .*\n(?:> .*\n)*", part)
        assert typed is not None, f"No command in: {part}"
        yield typed[0], part[typed.end() :]


def _line(typed: str) -> str:
    return re.sub(r"\\\n> ", "", typed.removeprefix("$ "))


def _kept(shown: str, printed: str) -> str:
    """Return *shown* if it differs from *printed* only by its gaps, and else what was printed."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split(GAP))
    same = re.fullmatch(pattern, printed.strip(), re.DOTALL)
    blank = "\n" if shown == "\n" or shown.endswith("\n\n") else ""
    return shown if same else f"{printed.strip()}\n".lstrip() + blank
