"""Whatever a log has, every command tells of it: nothing ends in a traceback."""

import shutil
from pathlib import Path
from random import Random

import pytest
from depth import scaled
from poison import FORMS
from rule_histories import question
from running import Run
from varied_logs import acts_of, taken_in

from events.model.kinds import Define, Event, Term

MANY = scaled(60)
ODD = (
    "XXXX-01",
    "[2026-01-05..]",
    "[..2026-01-08]",
    "2026~",
    "2026-01?",
    "[2026-01-03,2026-01-09]",
)

pytestmark = pytest.mark.drawn


def words_for(seed: int) -> dict[str, list[str]]:
    """Return for each command what it is asked of the history that *seed* gives."""
    random, kept = Random(seed), acts_of(seed)
    on, known, _ = question(random, [(one.version, one.recorded, one.act) for one in kept])
    terms = [act.thing.key for one in kept if isinstance(act := one.act, Define)
             and isinstance(act.thing, Term)]  # fmt: skip
    events = [one.act.id for one in kept if isinstance(one.act, Event)]
    cut = ["--known", str(known)] if known else []
    day = str(on)
    term, odd = random.choice(terms), random.choice((day, *ODD))
    return {
        "as-of": [odd, *cut, *random.choice(([], ["-v"]))],
        "matrix": [odd, *cut],
        "history": [term, *cut],
        "explain": [term, odd, *cut, *random.choice(([], ["--all"]))],
        "when": [term, *cut],
        "next": [day, *cut, *random.choice(([], ["--within", "400d"]))],
        "show": [random.choice(events)],
        "diff": ["2025-12-20", day, *random.choice((cut, ["--as-known"]))],
        "changelog": [
            random.choice(("2025..2026", f"2025-12-20..{day}" if day > "2025-12-20" else "..2026"))
        ],
        "log": [*cut, *random.choice(([], ["-v"]))],
        "chart": [*cut],
        "corrections": [],
        "check": [day],
    }


@pytest.mark.parametrize("seed", range(MANY))
def test_every_command_tells_of_it(
    command: Run,
    migrated_database: Path,
    tmp_path: Path,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each in one of its forms, drawn, on a day and of a term that are drawn, too."""
    path = shutil.copy(migrated_database, tmp_path / "timeline.db")
    monkeypatch.setenv("TIMELINE_DB", str(path))
    taken_in(str(path), {"p": acts_of(seed)})
    asked, random = words_for(seed), Random(seed)
    for name, forms in FORMS.items():
        words = [*asked.get(name, ()), "-o", random.choice(forms)]
        if "-v" in words and words[-1] not in ("text", "table"):
            words.remove("-v")
        told = command(name, *words)
        assert told.exit_code in (0, 1), (name, words, told.output)
