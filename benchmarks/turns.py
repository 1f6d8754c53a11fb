"""Turns: contestants measured one after the other in every round, so that all meet one noise."""

import gc
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

_Q = TypeVar("_Q")


def in_turns(
    contestants: Mapping[str, Callable[[int], float]], rounds: int, budget: float
) -> dict[str, tuple[float, ...]]:
    """Let each of *contestants* take its turn in every round; return what each has measured.

    Each is given the number of the round, and returns seconds. Who has used up the *budget* of
    seconds is not asked again.
    """
    found: dict[str, list[float]] = {name: [] for name in contestants}
    used = dict.fromkeys(contestants, 0.0)
    names = list(contestants)
    for number in range(rounds):
        at = number % len(names)
        for name in names[at:] + names[:at]:
            if used[name] >= budget:
                continue
            started = time.perf_counter()
            found[name].append(contestants[name](number))
            used[name] += time.perf_counter() - started
    return {name: tuple(samples) for name, samples in found.items()}


class TooLongError(Exception):
    """Raise where somebody has not answered in time."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLongError when what is done meanwhile has taken that long."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def asked_in_turns(
    contestants: Mapping[str, Callable[[_Q], object]],
    questions: Sequence[_Q],
    budget: float,
    patience: float,
    *,
    block: int = 50,
    warm: int = 5,
) -> dict[str, tuple[float, ...]]:
    """Ask every contestant every question, a block of them at a time; return the seconds of each.

    The first *warm* questions of a block are asked once before without being timed: what another
    contestant has put into the processor's caches is not to be paid for by the next. Who has used
    up the *budget* of seconds is not asked again, after one answer at least.
    """
    found: dict[str, list[float]] = {name: [] for name in contestants}
    used = dict.fromkeys(contestants, 0.0)
    names = list(contestants)
    for number, start in enumerate(range(0, len(questions), block)):
        at = number % len(names)
        for name in names[at:] + names[:at]:
            asked = questions[start : start + block]
            if used[name] >= budget:
                continue
            started = time.perf_counter()
            try:
                with quiet(), at_most(budget + patience):
                    _block(contestants[name], asked, found[name], budget - used[name], warm)
            except TooLongError:
                found[name].append(patience)
            used[name] += time.perf_counter() - started
    return {name: tuple(samples) for name, samples in found.items()}


def _block(
    ask: Callable[[_Q], object],
    questions: Sequence[_Q],
    samples: list[float],
    budget: float,
    warm: int,
) -> None:
    begun = time.perf_counter()
    for asked in questions[:warm]:
        ask(asked)
        if time.perf_counter() - begun > budget / 2:
            break
    for asked in questions:
        started = time.perf_counter()
        ask(asked)
        ended = time.perf_counter()
        samples.append(ended - started)
        if ended - begun > budget:
            break


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what is there already out of the collections of garbage meanwhile."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
