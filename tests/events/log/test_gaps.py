"""A log that lacks an entry: every command says so, and none guesses what it was."""

from collections.abc import Callable

import pytest
from foreign import foreign
from running import DRAWN, Run

from events.errors import IntegrityError
from events.log.log import open_log
from events.storage.engines import is_server

ENGINES = DRAWN
GONE = {"the first": 1, "one in the middle": 40, "one that others name": 0}


def remove(url: str, version: int) -> int:
    """Remove an entry, as whoever owns the database can; return its version."""
    if version == 0:
        sql = "SELECT version FROM log WHERE id = '2026-04-27-amendment'"
        version = foreign(url, sql)[0][0]
    which = "log_refuses_change ON log" if is_server(url) else "log_refuses_delete"
    foreign(url, f"DROP TRIGGER {which}")
    foreign(url, f"DELETE FROM log WHERE version = {version} AND partnership = 'openai-microsoft'")
    return version


@pytest.mark.parametrize("gone", GONE)
def test_reading_stops_at_the_gap(log_url: str, gone: str) -> None:
    """Whatever is worked out without the entry would be wrong."""
    version = remove(log_url, GONE[gone])
    said = f"Entry {version} of openai-microsoft is missing"
    with open_log(log_url) as log:
        reads: tuple[Callable[[], object], ...] = (
            lambda: log.entries("openai-microsoft"),
            lambda: list(log.stream("openai-microsoft")),
            lambda: log.entries("openai-microsoft", after=version - 1),
            lambda: log.at("openai-microsoft", [2, version, 3]),
        )
        for read in reads:
            with pytest.raises(IntegrityError, match=said):
                read()

        assert [2] == [one.version for one in log.at("openai-microsoft", [2])][:1]


@pytest.mark.parametrize(
    "words",
    [
        "history cloud.rofr", "explain cloud.rofr 2026-06-01", "changelog 2026", "check", "log",
        "diff 2026-01 2026-06", "next", "cover 2026-10-12", "receipt --as-of 2026 --to r.json",
        "chart", "as-of", "as-of 2026-06-01", "export", "terms", "show 2026-04-27-amendment",
        "append --set cloud.rofr=x --when 2026-11-01 --title T --authority press --source openai-o",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gone", GONE)
def test_no_command_ends_in_a_traceback(
    timeline: Run, log_url: str, gone: str, words: str, tmp_path: object
) -> None:
    """An answer that needs nothing of the entry may be given; all else is a sentence."""
    remove(log_url, GONE[gone])
    name, *rest = words.replace("r.json", f"{tmp_path}/r.json").split()
    result = timeline(name, *rest, "-p", "openai-microsoft")

    assert result.exit_code in (0, 1, 3, 4)
    assert (result.exit_code == 0) is not result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output
