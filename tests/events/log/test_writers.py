"""Any number of processes write to one log: nothing is lost, doubled, torn or stuck."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import writers
from running import BOTH, Run
from servers import Make
from writers import BATCHES, HALF, at_once, event

from events.errors import StorageError
from events.log.importer import Offer, Taken, take_in
from events.log.log import Log, open_log
from events.proof.verification import verify
from events.storage import postgres, sqlite
from events.storage.engines import is_server
from timeline.record.record import Kept, Record, record_of

pytestmark = pytest.mark.drawn

ENGINES = BOTH
MANY, EACH = 8, 15
NEW = (
    "append", "--when", "2026-12-01", "--title", "Licence extended", "--authority", "official",
    "--source", "https://example.com/a", "--set", "ip-license.end=through 2035",
)  # fmt: skip


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def require_whole(url: str, slug: str, ids: set[str]) -> None:
    """Require that *slug* holds *ids*, each once, and nothing is wrong with the log."""
    with open_log(url) as log:
        entries = log.entries(slug)
        found = verify(log).faults

    assert list(range(1, len(ids) + 1)) == [entry.version for entry in entries]
    assert ids == {entry.id for entry in entries}
    assert sorted(entry.recorded for entry in entries) == [entry.recorded for entry in entries]
    assert () == found


@pytest.mark.parametrize("is_expecting", [False, True])
def test_many_append_to_one_partnership(path: str, is_expecting: bool) -> None:
    """A deferred BEGIN lost 325 of 400 appends in a trial."""
    work = writers.append_expecting if is_expecting else writers.append
    more = (writers.PARALLEL.Value("q"),) if is_expecting else ()
    codes = at_once(work, [(path, "us", number, EACH, *more) for number in range(MANY)])

    assert [0] * MANY == codes
    require_whole(path, "us", {f"w{w}-{n}" for w in range(MANY) for n in range(EACH)})


def test_many_append_to_partnerships_of_their_own(path: str) -> None:
    """Each has its own chain."""
    codes = at_once(writers.append, [(path, f"p{n}", n, EACH) for n in range(MANY)])

    assert [0] * MANY == codes
    for writer in range(MANY):
        require_whole(path, f"p{writer}", {f"w{writer}-{n}" for n in range(EACH)})


def test_imports_in_opposite_orders_end_and_are_never_seen_half(path: str, tmp_path: Path) -> None:
    """Two that take their locks as they come would wait for each other for ever."""
    slugs = ("a", "b", "c")
    orders = [slugs, slugs[::-1], ("b", "c", "a"), ("c", "a", "b")]
    codes = writers.import_at_once(path, str(tmp_path), slugs, orders)

    assert [0] * (len(orders) + 1) == codes
    with open_log(path) as log:
        assert [len(orders) * BATCHES * HALF] * 3 == [head.version for head in log.partnerships()]
        assert () == verify(log).faults


def test_an_event_that_many_send_at_once_is_recorded_once(
    timeline: Run, log_url: str, tmp_path: Path
) -> None:
    """All but the first are told that it is there, which is what they wanted."""
    told = [tmp_path / f"told{number}" for number in range(MANY)]
    codes = at_once(writers.send, [(log_url, NEW, str(one)) for one in told])
    texts = [one.read_text(encoding="utf-8") for one in told]

    assert [0] * MANY == codes
    assert ["0"] * MANY == [text.partition("\n")[0] for text in texts]
    assert 1 == sum("Appended 2026-12-01-licence-extended" in text for text in texts)
    assert MANY - 1 == sum("licence-extended is in the log already" in text for text in texts)
    assert 1 == timeline("log").stdout.count("Licence extended")


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch, timeline: Run) -> list[tuple[str, ...]]:
    """Return a list: what is in it is run once an append has been thought out, but not written."""
    words: list[tuple[str, ...]] = []

    def met(log: Log, slug: str, offers: list[Offer], *, actor: str | None) -> Taken:
        while words:
            assert timeline(*words.pop()).exit_code == 0
        return take_in(log, slug, offers, actor=actor)

    monkeypatch.setattr("cli.append.appending.take_in", met)
    return words


def test_what_is_appended_during_a_preview_is_not_mixed_in(
    timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server, answers read after that name an entry which was not read."""
    waiting = [[*NEW[:3], "--title", "Licence prolonged", *NEW[5:]]]

    def meanwhile(acts: Iterable[Kept]) -> Record:
        while waiting:
            assert timeline(*waiting.pop()).exit_code == 0
        return record_of(acts)

    monkeypatch.setattr("timeline.answers.what_if.record_of", meanwhile)

    done = timeline(*NEW)

    assert 0 == done.exit_code, done.output
    assert [] == waiting
    assert timeline("log").stdout.count("Licence") >= 2


def test_the_same_event_just_before_is_told(timeline: Run, meeting: list[tuple[str, ...]]) -> None:
    """Whichever instant the other came at."""
    meeting.append(NEW)
    done = timeline(*NEW)

    assert done.exit_code == 0
    assert "is in the log already; nothing was added" in done.stdout
    assert "ip-license.end" not in done.stdout


def test_another_under_the_same_id_just_before_is_a_conflict(
    timeline: Run, meeting: list[tuple[str, ...]]
) -> None:
    """Decided on a log that is no longer the same: look, and decide again."""
    correct = ("correct", "2026-04-27-amendment", "--reason", "a slip")
    meeting.append((*correct, "--title", "First"))
    done = timeline(*correct, "--title", "Second")
    again = timeline(*correct, "--title", "Second")

    assert done.exit_code == 1
    assert done.stdout == ""
    assert "Someone else appended to openai-microsoft first" in done.stderr
    assert "Nothing was written" in done.stderr
    assert again.exit_code == 0


@contextmanager
def held(url: str, *slugs: str) -> Iterator[None]:
    """Hold the lock of *slugs*, as a long import does."""
    with open_log(url, writing=True) as log, log.together(slugs):
        log.append(slugs[0], [event("held")])
        yield


def test_who_waits_too_long_is_told_and_writes_nothing(
    timeline: Run, log_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half done: the same command may be given again."""
    for room in (sqlite, postgres):
        monkeypatch.setattr(room, "PATIENCE", 0.1)
    file = tmp_path / "a.jsonl"
    file.write_text(timeline("export", "-o", "jsonl").stdout, encoding="utf-8")
    before = timeline("partnerships").stdout
    with held(log_url, "openai-microsoft"):
        for words in (NEW, ("import", str(file))):
            refused = timeline(*words)

            assert refused.exit_code == 1
            assert refused.stdout == ""
            assert "by another program; " in refused.stderr
            assert "try again when that is done" in refused.stderr
        assert before == timeline("partnerships").stdout


def test_readers_wait_for_nobody(timeline: Run, log_url: str) -> None:
    """Not even for an import that takes an hour."""
    before = timeline("as-of").stdout
    with held(log_url, "openai-microsoft"):
        assert before == timeline("as-of").stdout


def test_on_a_server_other_partnerships_are_not_waited_for(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file has one lock for all; a server has one for each partnership."""
    for room in (sqlite, postgres):
        monkeypatch.setattr(room, "PATIENCE", 0.1)
    with held(path, "us"):
        if is_server(path):
            with open_log(path, writing=True) as log:
                log.append("them", [event("one")])
        else:
            with open_log(path, writing=True) as log, pytest.raises(StorageError, match="in use"):
                log.append("them", [event("one")])
    with open_log(path) as log:
        expected = ["them", "us"] if is_server(path) else ["us"]

        assert expected == [head.slug for head in log.partnerships()]


def test_what_concerns_very_many_partnerships_keeps_all_others_out(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server has room for some thousands of locks, not for a million."""
    for room in (sqlite, postgres):
        monkeypatch.setattr(room, "PATIENCE", 0.1)
    slugs = [f"p{number}" for number in range(postgres.MANY + 1)]
    with held(path, *slugs), open_log(path, writing=True) as log:
        for slug in (slugs[-1], "another"):
            with pytest.raises(StorageError, match="try again when that is done"):
                log.append(slug, [event("one")])


def test_a_lock_is_taken_also_for_a_partnership_that_a_file_names_oddly(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run
) -> None:
    """It is found when the line is read, and not before."""
    for room in (sqlite, postgres):
        monkeypatch.setattr(room, "PATIENCE", 0.1)
    entry = '{"id": "x", "title": "T", "authority": "press", "sources": ["s"]}'
    source = '{"define": "source:s", "id": "define:source:s", "title": "S"}'
    file = tmp_path / "odd.jsonl"
    file.write_text(
        "".join(f'{{"entry": {one}, "partnership": "us"}}\n' for one in (source, entry))
    )
    with held(path, "us"):
        refused = command("import", file, "--db", path)
    done = command("import", file, "--db", path)

    assert refused.exit_code == 1
    assert "try again when that is done" in refused.stderr
    assert done.exit_code == 0, done.output
    require_whole(path, "us", {"held", "define:source:s", "x"})
