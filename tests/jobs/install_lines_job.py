"""Install the program by each line of docs/install.md, in a home of its own, and ask it something.

Run it with `.ci/job install_lines_job`, where packages can be had from an index. Each line is run
in a copy of what git tracks, and once more with a wheel of it in place of the checkout. It fails if
a line fails, if the program does not answer then, or if it has an extra that was not asked for.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "timeline as-of 2026-02-27 ip-license.end -p openai-microsoft": "Through 2032.",
    "timeline log --db postgresql://nobody@127.0.0.1:1/none": "needs one more package",
}
"""What the program prints to these once it is installed; the second without the driver."""

WITH_DRIVER = "cannot be reached"


def lines(page: str) -> list[str]:
    """Return the commands of the *page* that install the program, or run it as it is."""
    [block] = re.findall(r"^```text\n((?:uv|pip).*?)^```$", page, re.MULTILINE | re.DOTALL)
    typed = [line.partition("   ")[0] for line in block.splitlines()]
    return typed + re.findall("`(pipx install '[^`]+)`", page)


def run(command: str, given: Mapping[str, str], place: Path, *, may_fail: bool = False) -> str:
    """Run *command* in *place*, and return what it prints. Raises RuntimeError if it fails."""
    done = subprocess.run(
        command, shell=True, cwd=place, env=given, capture_output=True, text=True, check=False
    )
    if done.returncode and not may_fail:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def home(work: Path, name: str) -> dict[str, str]:
    """Return the environment of somebody who has nothing but the tools in *work*."""
    place = work / name
    run(f"{sys.executable} -m venv {place}/library", os.environ, work)
    kept = {key: value for key, value in os.environ.items() if key[:4] not in ("XDG_", "TIME")}
    path = f"{place}/library/bin:{place}/.local/bin:{work}/tools/bin:/usr/bin:/bin"
    return kept | {
        "HOME": str(place), "PATH": path, "UV_CACHE_DIR": f"{work}/cache",
        "UV_PYTHON": sys.executable, "PYTHONPATH": "",
    }  # fmt: skip


def tried(line: str, given: Mapping[str, str], place: Path) -> Iterator[str]:
    """Run *line*, and yield what is wrong with what it leaves."""
    said = run(line, given, place)
    if " timeline as-of " in line:
        if "OpenAI and Microsoft, on 27 February 2026" not in said:
            yield f"{line} printed: {said[:300]}"
        return
    for asked, answer in ANSWERS.items():
        wanted = WITH_DRIVER if "postgres" in line and "postgresql" in asked else answer
        told = " ".join(run(asked, given, place, may_fail=True).split())
        if wanted not in told:
            yield f"after {line}: {asked} printed: {told[:300]}"


def main() -> int:
    """Try the lines, and print one for each."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work, copy = Path(folder), Path(folder, "copy")
        copy.mkdir()
        run(f"git archive HEAD | tar -x -C {copy}", os.environ, ROOT)
        run(f"{sys.executable} -m venv tools && tools/bin/pip install -q uv pipx", os.environ, work)
        run(f"{sys.executable} -m hatchling build -t wheel -d ../wheel", os.environ, copy)
        [wheel] = (work / "wheel").iterdir()
        for number, line in enumerate(lines((ROOT / "docs/install.md").read_text("utf-8"))):
            by_wheel = re.sub(r"(?<=[ '])\.(?=[ '\[]|$)", str(wheel), line)
            assert by_wheel != line
            for place, typed in ((copy, line), (work, by_wheel)):
                found = [*tried(typed, home(work, f"{number}-{place.name}"), place)]
                wrong += len(found)
                print("\n".join([f"{'wrong' if found else 'good'}: {typed}", *found]), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
