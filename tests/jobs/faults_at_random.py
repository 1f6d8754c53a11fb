"""Strike programs while they write, many times, and count what was lost: nothing may be.

Run it with `.ci/job faults_at_random --kills 300`.
It fails if an entry that was acknowledged is
not there, if anything is there in part, if a log does not pass a verification, or if whoever was
not killed is not told in one sentence.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import count, takewhile
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from kills import FILES, HASTY, RESTARTS, SERVERS, Case, Workshop, strike
from servers import own_server


def job(workshop: Workshop, cases: Sequence[Case], strikes: int, seed: int) -> list[str]:
    """Strike until it was done *strikes* times at work, print a table, and return what was lost."""
    struck: Counter[Case] = Counter()
    late: Counter[Case] = Counter()
    acknowledged: Counter[Case] = Counter()
    found: dict[Case, Counter[str]] = {case: Counter() for case in cases}
    lost: list[str] = []
    for number in takewhile(lambda _: struck.total() < strikes, count()):
        case = cases[number % len(cases)]
        one = strike(workshop, case, Random(f"{seed} {number}"))
        struck[case] += one.told.in_flight
        late[case] += not one.told.in_flight
        acknowledged[case] += len(one.told.lines)
        found[case][one.found] += 1
        lost += (f"{case}, number {number}: {what}" for what in one.lost)
    print(f"{'':42}{'at work':>8}{'done before':>13}{'acknowledged':>14}  found")
    for case in found:
        outcomes = ", ".join(f"{times} {what}" for what, times in sorted(found[case].items()))
        print(f"{case!s:42}{struck[case]:8}{late[case]:13}{acknowledged[case]:14}  {outcomes}")
    print(f"{'all':42}{struck.total():8}{late.total():13}{acknowledged.total():14}\n")
    return lost


def main() -> int:
    """Kill, restart, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="How many while at work.")
    parser.add_argument("--restarts", type=int, default=60, help="Likewise, of the server.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, own_server(HASTY) as server:
        workshop = Workshop.made(Path(folder), server)
        # The appends in a loop are the most telling: of four kills one is of them.
        cases = [*FILES, FILES[0], FILES[0], *SERVERS, SERVERS[0]]
        lost = job(workshop, cases, asked.kills, asked.seed)
        lost += job(workshop, RESTARTS, asked.restarts, asked.seed)
    print(f"Acknowledged and lost: {len(lost)}. Every log passed a verification.", *lost, sep="\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
