"""Tests of `-v`: what people are not told in sentences, and programs always are."""

import pytest
from running import Run, said

READING = (
    ("as-of", "2026-02-27", "cloud.rofr"), ("as-of", "2026-02-27", "-o", "table"),
    ("explain", "cloud.rofr", "2026-02-27"), ("history", "cloud.rofr"),
    ("diff", "2026-04-26", "2026-04-27@2026-05-01", "--term", "cloud.*"),
    ("next", "2026-02-27", "--within", "30d"), ("log", "-n", "3"), ("show", "2025-01-21-rofr"),
)  # fmt: skip


@pytest.mark.parametrize("asked", READING, ids=" ".join)
def test_it_adds_heads_versions_keys_and_clocks(timeline: Run, asked: tuple[str, ...]) -> None:
    """All that its JSON names is there below the answer, which stays as it is."""
    plain = timeline(*asked)
    told = timeline(*asked, "-v")
    [log] = said(timeline("partnerships", "-o", "json"))["partnerships"]
    found = said(timeline(*asked[: asked.index("-o") if "-o" in asked else None], "-o", "json"))
    added = told.stdout.removeprefix(plain.stdout)
    flat = " ".join(added.split())
    lists = [value for value in found.values() if isinstance(value, list) and value]
    rows = [*lists, [found]][0]

    assert told.exit_code == 0
    assert told.stdout.startswith(plain.stdout)
    assert f"head {log['head']}" in flat
    assert f"known {found.get('known') or 'not cut'}, recorded not cut" in flat
    assert ", entry " in flat
    keys = [row.get(name) for row in rows if isinstance(row, dict) for name in ("term", "event")]
    assert [] == [key for key in keys if key and f": {key}" not in flat]
    assert [] == [line for line in added.splitlines() if len(line) > 80]


def test_an_exit_code_outlives_it(timeline: Run) -> None:
    """Scripts may look at both."""
    words = ("diff", "2026-04-26", "2026-04-27", "--exit-code", "-v")

    assert (1, True) == (timeline(*words).exit_code, "Behind it" in timeline(*words).stdout)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_forms_for_programs_stay_as_they_are(timeline: Run, form: str) -> None:
    """They have it all, or have columns of their own."""
    asked = ("history", "cloud.rofr", "-o", form)

    assert timeline(*asked, "-v").stdout == timeline(*asked).stdout
