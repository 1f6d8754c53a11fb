"""Hundreds of corrections of one event cost as many times what one costs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from log_entries import event
from slow_search import steps

from events.dates.dates import parse
from events.model.kinds import Act, Correct, Correction, Define, Set, Source, Term
from timeline.answers.corrections import effects_of
from timeline.boxes.rows import all_rows
from timeline.record.record import Kept
from timeline.views.errata import errata

FEW, MANY = 40, 160


def acts(number: int) -> list[Act]:
    """Return an event and *number* corrections of its day."""
    deal = replace(event("deal"), when=parse("2026-01-01"), changes=(Set(term="fee", value="1 %"),))
    days = (parse(f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(number))
    given = (Correction(given=frozenset({"when"}), when=one) for one in days)
    return [
        Define(id="define:source:a-source", thing=Source(key="a-source", title="S")),
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
        deal,
        *(
            Correct(id=f"deal.c{n}", event="deal", reason="r", fields=one)
            for n, one in enumerate(given, 1)
        ),
    ]


def kept(number: int) -> list[Kept]:
    return [
        Kept(at, f"2026-11-21T{at // 60:02}:{at % 60:02}:00.000000Z", act)
        for at, act in enumerate(acts(number), 1)
    ]


def answered(number: int) -> None:
    assert [*all_rows(kept(number), apart=True)]


def listed(number: int) -> None:
    several = kept(number)
    assert number == len(errata(several, effects_of(several)))


@pytest.mark.parametrize("work", [answered, listed])
def test_four_times_the_corrections_cost_some_four_times_as_much(
    work: Callable[[int], None],
) -> None:
    """With each of them all that came before was merged anew, sixteen times as much."""
    few = steps(lambda: work(FEW))

    assert steps(lambda: work(MANY)) < 6 * few
