"""Alter the bundled ledgers in every way, one thing at a time, and count which assertions notice.

Run it with `.ci/job alter_ledgers_job`, with the names of some ledgers if not all are asked for. It
fails if every assertion of a ledger still holds after some alteration.
"""

import argparse
import sys
from collections import Counter

from altered_ledgers import FAILED, UNNOTICED, alterations, read, verdict

from cli.reading.bundled import NAMES


def main() -> int:
    """Make the alterations, and print a table of what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="LEDGER", help=f"default: {' '.join(NAMES)}")
    counts = {name: _counted(name) for name in parser.parse_args().names or NAMES}
    _print(counts)
    return 1 if any(found[UNNOTICED] for found in counts.values()) else 0


def _counted(name: str) -> Counter[str]:
    before = read(name)
    if not before.holds():
        raise SystemExit(f"{name}: an assertion fails before anything is altered.")
    found: Counter[str] = Counter()
    for altered in alterations(before.acts):
        became = verdict(before, altered)
        found[became] += 1
        if became == UNNOTICED:
            print(f"{name}: {altered.says}: {became}", flush=True)
    return found


def _print(counts: dict[str, Counter[str]]) -> None:
    verdicts = (FAILED, UNNOTICED)
    print(f"{'':20}" + "".join(f"{verdict:>20}" for verdict in verdicts))
    for name, found in counts.items():
        print(f"{name:20}" + "".join(f"{found[verdict]:20}" for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
