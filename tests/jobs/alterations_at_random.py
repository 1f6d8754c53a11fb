"""Alter a log at random, many times, and count what a verification notices.

Run it with `.ci/job alterations_at_random --count 10000`. It
fails if anything that can be read was altered and not noticed.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from alterations import HARMLESS, NOTICED, UNNOTICED, UNREADABLE, alter, judged, original


def main() -> int:
    """Make the alterations, and print a table of what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        before = original(Path(folder))
        path = Path(folder) / "altered.db"
        for number in range(asked.count):
            dice = Random(f"{asked.seed} {number}")
            name = alter(path, before, dice)
            outcome = judged(path, before)
            counts[name, outcome.verdict] += 1
            if outcome.verdict == HARMLESS:
                reasons[f"{name}: {outcome.sentence}"] += 1
            if outcome.verdict == UNNOTICED:
                print(f"Unnoticed, number {number}: {name}: {outcome.sentence}")
    _print(counts, reasons)
    return 1 if any(verdict == UNNOTICED for _, verdict in counts) else 0


def _print(counts: Counter[tuple[str, str]], reasons: Counter[str]) -> None:
    verdicts = (NOTICED, UNREADABLE, HARMLESS, UNNOTICED)
    print(f"{'':34}" + "".join(f"{verdict:>12}" for verdict in verdicts))
    names = sorted({name for name, _ in counts})
    for name in names:
        print(f"{name:34}" + "".join(f"{counts[name, verdict]:12}" for verdict in verdicts))
    totals = [sum(counts[name, verdict] for name in names) for verdict in verdicts]
    print(f"{'all':34}" + "".join(f"{total:12}" for total in totals))
    for reason, count in reasons.most_common():
        print(f"Harmless, {count} times: {reason}.")


if __name__ == "__main__":
    sys.exit(main())
