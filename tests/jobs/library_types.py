"""Have pyright read a program that uses the library, as its users' editors do.

Run it with `.ci/job library_types`, where `pip install pyright` was: it brings node along or needs
it. It fails if pyright knows another type than the program says, or none, or if one of the names
of `timeline` has no complete type.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "cli" / "python" / "test_library_types.py"


def pyright(*words: str) -> dict[str, Any]:
    """Return what pyright says."""
    run = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", *words]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def main() -> int:
    """Print what pyright does not know."""
    wrong = [one["message"] for one in pyright(str(PROGRAM))["generalDiagnostics"]]
    found = pyright("--verifytypes", "timeline", "--ignoreexternal")["typeCompleteness"]
    names = [one for one in found["symbols"] if one["name"].count(".") == 1]
    unknown = [one["name"] for one in names if not one["isTypeKnown"]]
    print(*wrong, *unknown, sep="\n")
    print(f"{len(wrong)} errors in {PROGRAM.name}; {len(names)} names, {len(unknown)} not known")
    return 1 if wrong or unknown or not names else 0


if __name__ == "__main__":
    sys.exit(main())
