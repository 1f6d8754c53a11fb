"""A search for slow inputs: `.ci/job slow_inputs --seconds 3600 --seed 1`.

It draws small ledgers, alters them, and keeps those that make the program take more steps for their
size. Steps are the calls of functions, not seconds, so a busy machine finds nothing that is not
there. What seems to grow faster than its size is repeated until it fills the size of an input. It
ends with 1 if an accepted input takes more steps than promised; `--planted` searches a program with
a quadratic fault, and ends with 1 if that is not found.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parent.parent / "support" / "attacks"))

import slow_search as search


def main() -> int:
    """Search for as long as asked, report, and say by the exit code what was found."""
    asked = _asked()
    targets = search.PLANTED if asked.planted else search.TARGETS
    is_found = _has_grown if asked.planted else _is_slow
    ends, share = time.monotonic() + asked.seconds, asked.seconds / len(targets)
    found = 0
    for at, (name, run) in enumerate(targets.items(), start=1):
        until = ends - share * (len(targets) - at)
        worst = _worst(run, Random(f"{asked.seed}-{name}"), until, is_found)
        found += is_found(worst)
        print(f"{'SLOW' if is_found(worst) else 'fine'} {name}: {worst.told}", flush=True)
    return int(found < len(targets)) if asked.planted else int(found > 0)


def _worst(
    run: search.Run, rng: Random, until: float, is_found: Callable[[search.Tried], bool]
) -> search.Tried:
    found = search.searched(run, rng)
    worst = next(found)
    while time.monotonic() < until and not is_found(worst):
        worst = max(worst, next(found), key=lambda one: one.steps)
    return worst


def _is_slow(tried: search.Tried) -> bool:
    return tried.steps > search.MOST


def _has_grown(tried: search.Tried) -> bool:
    """Return whether the search held the recipe for one that grows faster than its size."""
    return tried.size > 2 * search.SMALL


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
