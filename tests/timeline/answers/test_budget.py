"""A write that would take hours is refused, and what is accepted is quick."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from running import Run

from events.log.log import open_log
from migrations.run import upgrade
from timeline.answers import bounds
from timeline.answers.update import remake
from timeline.record.relations import Relations

Plain = Mapping[str, Any]
HEAD: Sequence[Plain] = (
    {"define": "partnership", "id": "define:partnership", "parties": ["A", "B"], "title": "P"},
    {"define": "source:s", "id": "define:source:s", "title": "S", "url": "https://example.org"},
    {"define": "condition:x", "id": "define:condition:x", "title": "X"},
    {"define": "term:t", "id": "define:term:t", "title": "T"},
)
RANKS = ("official", "filing", "press", "reported")
SHAPES: Mapping[str, Callable[[int], Plain]] = {
    "answers": lambda k: {"changes": [{"set": "t", "value": f"{k}"}]},
    "ranks": lambda k: {"changes": [{"set": "t", "value": f"{k}"}], "authority": RANKS[k % 4]},
    "conditions": lambda k: {
        "changes": [{"set": "t", "value": f"{k}", "unless": ["x"]}],
        **({"met": ["x"]} if k % 3 == 0 else {}),
    },
    "last days": lambda k: {
        "changes": [{"set": "t", "value": f"{k}", "through": f"20d after e{k}"}]
    },
    "counted days": lambda k: {
        "changes": [
            {"set": "t", "value": f"{k}"},
            {"set": "t", "value": f"{k}b", "when": f"2m after e{k}"},
        ]
    },
    "counted from one day": lambda k: {
        "changes": [{"set": "t", "value": f"{k}"}],
        "when": f"{k}d after e0" if k else "[2000..2020]",
    },
    "restatements": lambda k: {
        "changes": [{"set": "t", "value": f"{k}"} if k % 2 else {"reaffirm": "t"}],
        "authority": RANKS[k % 4],
    },
    "claims": lambda k: {
        "changes": [{"set": "t", "value": f"{k}"} if k % 2 else {"claim": "t", "value": f"{k}"}],
        "authority": RANKS[k % 4],
    },
}


@pytest.fixture
def empty_path(tmp_path: Path) -> str:
    """Return the place of a database with an empty log."""
    path = str(tmp_path / "empty.db")
    upgrade(path)
    return path


@pytest.fixture
def empty(command: Run, empty_path: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on the database with the empty log."""
    monkeypatch.setenv("TIMELINE_DB", empty_path)
    return command


def ledger(shape: str, count: int, size: int = 64 * 1024) -> str:
    """Return at most *size* bytes of JSON Lines with *count* events that all overlap."""
    acts = [*HEAD, *(event(number, SHAPES[shape](number)) for number in range(count))]
    every = lines_of(acts)
    return every[: every.rindex("\n", 0, size) + 1] if len(every) > size else every


def lines_of(acts: Iterable[Plain]) -> str:
    """Return *acts* as JSON Lines."""
    lines = (json.dumps({"partnership": "p", "entry": {**act, "v": 1}}) for act in acts)
    return "".join(f"{line}\n" for line in lines)


def event(number: int, more: Plain) -> Plain:
    first = date(2020, 1, 1) + timedelta(number)
    when = f"[{first}..{first + timedelta(900)}]"
    said = {"id": f"e{number}", "title": "E", "authority": "press", "sources": ["s"], "when": when}
    return {**said, **more}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_would_take_hours_is_refused(
    shape: str, empty: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence that says what to write, and nothing is written. A tenth of the bound does."""
    monkeypatch.setattr(bounds, "BASE", bounds.BASE // 10)
    begun = time.process_time()
    found = empty("import", "-", input=ledger(shape, 1_000))

    assert time.process_time() - begun < 10
    assert 1 == found.exit_code
    assert "may have come in too many orders" in found.stderr
    assert "such as e0 and e1" in found.stderr
    assert [] == json.loads(empty("partnerships", "-o", "json").stdout)["partnerships"]


def test_what_is_dated_exactly_is_not_called_vague() -> None:
    """Answers may also be too many because they hang on one another."""
    assert "take it in in several parts" in str(bounds.TooVagueError([]))


def after_one_another(number: int) -> Iterator[Plain]:
    """Yield events of one day, each directly after the one before."""
    for k in range(number):
        more = {"after": f"e{k - 1}"} if k else {}
        changes = [{"set": "t", "value": f"{k}"}]
        yield event(k, {"when": "2000-01-01", "changes": changes, **more})


def while_one_another(number: int) -> Iterator[Plain]:
    """Yield terms, and then an event for each, by which it lasts as long as the next."""
    for k in range(number):
        yield {"define": f"term:t{k}", "id": f"define:term:t{k}", "title": "T"}
    for k in range(number):
        more = {"while": f"t{k + 1}"} if k + 1 < number else {}
        day = f"{date(2000, 1, 1) + timedelta(k)}"
        yield event(k, {"when": day, "changes": [{"set": f"t{k}", "value": "v", **more}]})


CHAINS = [after_one_another, while_one_another]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_very_long_chain_is_refused(
    chain: Callable[[int], Iterator[Plain]], empty: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each link has the whole chain gone through."""
    monkeypatch.setattr(bounds, "BASE", bounds.BASE // 10)
    begun = time.process_time()
    found = empty("import", "-", input=lines_of([*HEAD, *chain(400)]))

    assert time.process_time() - begun < 10
    assert 1 == found.exit_code
    assert "take it in in several parts" in found.stderr


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_is_taken_in(chain: Callable[[int], Iterator[Plain]], empty: Run) -> None:
    """No deal has one of thirty."""
    assert 0 == empty("import", "-", input=lines_of([*HEAD, *chain(30)])).exit_code


@pytest.mark.parametrize("shape", SHAPES)
def test_a_few_uncertain_events_are_taken_in(shape: str, empty: Run) -> None:
    """The bound is far from what a real deal needs."""
    assert 0 == empty("import", "-", input=ledger(shape, 5)).exit_code


def test_many_events_dated_alike_are_taken_in(empty: Run) -> None:
    """It is the number of orders that costs, not how many events or how vague they are."""
    lines = ledger("answers", 200).splitlines(keepends=True)
    alike = "".join(re.sub(r"\[20[^]]+\]", "2020", line) for line in lines)

    assert 0 == empty("import", "-", input=alike).exit_code


def test_an_append_too_many_is_refused_before_it_is_committed(
    empty: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by the preview, which works out the same."""
    assert 0 == empty("import", "-", input=ledger("ranks", 12)).exit_code
    monkeypatch.setattr(bounds, "BASE", 100)
    words = ("append", "--when", "2020", "--title", "E", "--authority", "press", "--source", "s")

    for more in ((), ("--dry-run",)):
        found = empty(*words, "--set", "t=x", *more)
        assert 1 == found.exit_code
        assert "may have come in too many orders" in found.stderr


def test_a_rebuild_is_not_bounded(
    empty: Run, empty_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the log already has to be answered, whoever wrote it there."""
    assert 0 == empty("import", "-", input=ledger("ranks", 12)).exit_code
    monkeypatch.setattr(bounds, "BASE", 0)

    with open_log(empty_path, writing=True) as log:
        assert remake(log)


def chain(count: int, *, linked: bool = True) -> str:
    """Return the JSON Lines of a chain of confirmations, each announced a day after the last.

    If it is not *linked*, nothing confirms anything.
    """
    lines = [json.dumps({"partnership": "p", "entry": {**act, "v": 1}}) for act in HEAD]
    for number in range(count):
        more = {"confirms": f"e{number - 1}"} if number and linked else {}
        changes = [{"set": "t", "value": f"{number}"}]
        when = f"{date(2020, 1, 1) + timedelta(number)}"
        act = event(number, {**more, "when": when, "changes": changes})
        lines.append(json.dumps({"partnership": "p", "entry": {**act, "v": 1}}))
    return "\n".join(lines) + "\n"


def test_what_events_do_to_one_another_is_indexed_once_an_act(
    empty: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for every step and every day on which it may be known otherwise."""
    made, init = [], Relations.__init__

    def counted(self: Relations, *arguments: Any) -> None:
        made.append(self)
        init(self, *arguments)

    monkeypatch.setattr(Relations, "__init__", counted)

    assert 0 == empty("import", "-", input=chain(12)).exit_code
    assert len(made) < 12


def test_a_chain_known_otherwise_on_too_many_days_is_refused(
    empty: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its steps times its days are counted too, whatever is dated exactly."""
    monkeypatch.setattr(bounds, "BASE", 60)
    found = empty("import", "-", input=chain(12))

    assert 1 == found.exit_code
    assert "take it in in several parts" in found.stderr
    assert 0 == empty("import", "-", input=chain(12, linked=False)).exit_code
