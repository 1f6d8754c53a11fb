"""How many rows of answers a log makes: a table that grew faster than the log would help nobody."""

import json
from dataclasses import replace

import pytest

from benchmarks import kinds
from benchmarks.data import Shape, lines
from cli.reading.bundled import bundled
from events.payload import codec
from timeline.boxes.rows import all_rows
from timeline.record.record import Kept, record_of
from timeline.record.steps import steps_of

BUNDLED, A_STEP = 700, 8
SHARED, ALONE = (Shape(partnerships=1, terms=terms, events=200) for terms in (4, 1))


def test_the_bundled_ledger_makes_few_rows() -> None:
    """Counting every row that ever stood, at whatever version."""
    kept = [Kept(at, item.recorded or "", item.act) for at, item in enumerate(bundled().items, 1)]

    assert len([*all_rows(kept)]) <= BUNDLED


@pytest.mark.parametrize("shape", [SHARED, ALONE], ids=["four terms", "one term"])
@pytest.mark.parametrize("kind", kinds.TOLD, ids=lambda kind: kind.name)
def test_a_step_makes_few_rows(kind: kinds.Kind, shape: Shape) -> None:
    """Whatever the order of the days, the announcements and the log."""
    told = map(json.loads, lines(replace(shape, kind=kind)))
    acts = ((one["recorded"], codec.decode_plain(one["entry"])) for one in told)
    kept = [Kept(at, *one) for at, one in enumerate(acts, 1)]
    steps = sum(map(len, steps_of(record_of(kept)).values()))

    assert 150 < steps
    assert len([*all_rows(kept)]) <= A_STEP * steps
