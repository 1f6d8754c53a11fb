"""Alter the two short bundled ledgers in every way, one thing at a time, and count what tells.

Run it with `.ci/job alter_ledgers_job`; another ledger may be named. It fails if an alteration is
told nowhere: neither an assertion nor anything beside an asserted answer depends on it.
"""

import argparse
import sys
from collections import Counter

from altered_ledgers import FAILED, TOLD, UNNOTICED, alterations, read, verdict

from cli.reading.bundled import NAMES

SHORT = NAMES[1:]


def main() -> int:
    """Make the alterations, and print a table of what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="LEDGER", help=f"default: {' '.join(SHORT)}")
    parser.add_argument("--verbose", action="store_true", help="also say what no assertion notices")
    asked = parser.parse_args()
    names = asked.names or SHORT
    told = (TOLD, UNNOTICED) if asked.verbose else (UNNOTICED,)
    counts = {name: _counted(name, told) for name in names}
    _print(counts)
    return 1 if any(found[UNNOTICED] for found in counts.values()) else 0


def _counted(name: str, told: tuple[str, ...]) -> Counter[str]:
    before = read(name)
    if not before.holds():
        raise SystemExit(f"{name}: an assertion fails before anything is altered.")
    found: Counter[str] = Counter()
    for altered in alterations(before.acts):
        became = verdict(before, altered)
        found[became] += 1
        if became in told:
            print(f"{name}: {altered.says}: {became}")
    return found


def _print(counts: dict[str, Counter[str]]) -> None:
    verdicts = (FAILED, TOLD, UNNOTICED)
    print(f"{'':20}" + "".join(f"{verdict:>20}" for verdict in verdicts))
    for name, found in counts.items():
        print(f"{name:20}" + "".join(f"{found[verdict]:20}" for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
