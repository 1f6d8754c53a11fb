"""Kill a server while many append to it, have its replica go on, and count what was lost: nothing.

Run it with `.ci/job failovers_at_random --rounds 20`. Each round is a pair of servers of its own;
the server is killed (kill -9) after a number of appends that is drawn. It fails if an entry that
was acknowledged is missing, an entry is there twice, a version is missing, or the log or its stored
answers do not pass a verification. At the end a replica that is *not* in step goes on, and the job
fails too if nothing is found to be lost then.
"""

import argparse
import sys
from random import Random

from failovers import ENOUGH, Outcome, failed_over, pair


def played(after: int, *, in_step: bool = True) -> Outcome:
    """Play one round, in which *after* so many acknowledged appends the server is killed."""
    with pair() as (primary, replica):
        return failed_over(primary, replica, after=after, in_step=in_step)


def main() -> int:
    """Play the rounds, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = Random(asked.seed)
    wrong = acknowledged = 0
    for number in range(asked.rounds):
        found = played(dice.randrange(1, 10 * ENOUGH))
        bad = (len(found.lost), len(found.doubled), len(found.gaps), len(found.faults))
        wrong += sum(bad)
        acknowledged += found.count
        print(f"{number + 1}: {found.before} acknowledged, killed, {found.count} in the end; "
              "lost {}, doubled {}, gaps {}, faults {}".format(*bad), flush=True)  # fmt: skip
    behind = played(ENOUGH, in_step=False)
    print(f"A replica that was not in step: {len(behind.lost)} lost, as they had to be.")
    print(f"{asked.rounds} failovers, {acknowledged} acknowledged. Wrong: {wrong}.")
    return 1 if wrong or not behind.lost else 0


if __name__ == "__main__":
    sys.exit(main())
