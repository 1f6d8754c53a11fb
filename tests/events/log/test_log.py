"""The log keeps what was appended, in order, whoever else is writing."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from log_entries import appended, event, ids
from running import BOTH
from servers import Make

from events.dates.dates import parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.errors import ConflictError, InputError, StorageError
from events.log import chain, log, writer
from events.log.log import Head, open_log
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Note,
    Partnership,
    Redefine,
    Retract,
    Source,
    Term,
)
from events.payload import codec

ENGINES = BOTH
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return the means to stop the clock at an instant."""
    return lambda instant: monkeypatch.setattr(log, "clock", lambda: instant)


# Appending and reading


def test_what_was_appended_is_read_back(path: str) -> None:
    """The whole point."""
    acts = [event("one"), event("two", "Ein «zweites»")]
    new = appended(path, *acts)
    with open_log(path) as opened:
        entries = opened.entries("us")

        assert new == entries
        assert acts == [entry.act() for entry in entries]
        assert [entry.version for entry in entries] == [1, 2]


def test_the_head_is_the_last_entry(path: str) -> None:
    """Answers are cited by head."""
    *_, last = appended(path, event("one"), event("two"))
    with open_log(path) as opened:
        assert Head("us", 2, last.digest, last.recorded) == opened.head("us")


def test_an_empty_partnership_has_version_0_and_genesis(path: str) -> None:
    """The first writer needs something to expect."""
    with open_log(path) as opened:
        assert Head("us", 0, chain.GENESIS, "") == opened.head("us")
        assert opened.entries("us") == []


def test_every_entry_is_chained_to_the_one_before(path: str) -> None:
    """Recomputed here from the description of the digest alone."""
    appended(path, event("one"))
    appended(path, event("two"))
    previous = bytes(32)
    with open_log(path) as opened:
        for entry in opened.entries("us"):
            previous = chain.digest(
                previous,
                partnership="us",
                version=entry.version,
                recorded=entry.recorded,
                actor=entry.actor,
                payload=codec.encode(entry.act()),
            )

            assert previous == entry.digest


def test_each_partnership_has_a_chain_of_its_own(path: str) -> None:
    """A database can be split by partnership."""
    for slug in ("b-and-c", "a-and-b"):
        appended(path, event("one"), partnership=slug)
    appended(path, event("more"), partnership="b-and-c")
    with open_log(path) as opened:
        found = [(head.slug, head.version) for head in opened.partnerships()]

        assert found == [("a-and-b", 1), ("b-and-c", 2)]
        assert opened.partnerships() == [opened.head(slug) for slug, _ in found]


def test_no_partnership_is_an_empty_list(path: str) -> None:
    """The walk along the index starts from nothing."""
    with open_log(path) as opened:
        assert opened.partnerships() == []


def test_entries_are_found_by_their_versions(path: str) -> None:
    """However many are asked for, and of one partnership alone."""
    new = appended(path, *(event(f"e{n}") for n in range(230)))
    appended(path, event("another"), partnership="them")
    with open_log(path) as opened:
        assert opened.at("us", []) == []
        assert opened.at("us", [2]) == new[1:2]
        assert opened.at("us", [9, 0, 3, 231, 9]) == [new[2], new[8]]
        assert opened.at("us", range(225, 4, -1)) == new[4:225]


def test_entries_are_found_by_what_they_are_about(path: str) -> None:
    """Each under every subject that was asked for and is its own."""
    told = Event(
        id="two",
        title="Two",
        authority=Authority.PRESS,
        sources=("a-source",),
        changes=(Note(term="fee", text="n", of="one"), Note(term="fee", text="m", of="one")),
    )
    one, two = appended(path, event("one"), told)
    appended(path, told, partnership="them")
    keys = [("us", name) for name in ("of:one", "cites:a-source", "on:fee", "on:seat")]
    with open_log(path) as opened:
        found = [(subject, entry.id) for subject, entry in opened.about_all(keys)]

        assert len(found) == 4
        assert set(found) == {
            ("cites:a-source", "one"), ("cites:a-source", "two"), ("of:one", "two"),
            ("on:fee", "two"),
        }  # fmt: skip
        assert opened.about("us", "cites:a-source") == [one, two]


def test_happenings_are_events_and_what_is_done_to_them(path: str) -> None:
    """Completion offers no definition, and nothing that the log says of itself."""
    fee = Term(key="fee", title="Fee")
    fields = Correction(given=frozenset({"sources"}), sources=("b",))
    acts: list[Act] = [
        Define(id="a-term", thing=fee),
        Define(id="a-condition", thing=Condition(key="agi", title="AGI")),
        Define(id="a-partnership", thing=Partnership(title="Us")),
        Define(id="a-source", thing=Source(key="b", title="B")),
        event("an-event"),
        Correct(id="a-correction", event="an-event", fields=fields, reason="It was wrong."),
        Retract(id="a-retraction", event="a-correction", reason="It was right."),
        Redefine(id="a-name", thing=fee, renamed="price"),
        Cover(id="a-cover", through=parse("2026")),
        Assert(id="an-assertion", on=parse("2026"), term="fee", value="1"),
        Issue(id="issue:a", name="a", command="changelog", head="0" * 64, sha256="0" * 64),
        event("another"),
        replace(
            event("one-more"),
            restates=("fee",),
            when=Reckoned(Duration(12), "another"),
            **dict.fromkeys(("dates", "calls_off", "confirms", "denies", "after"), "an-event"),  # type: ignore[arg-type]
        ),
    ]
    with open_log(path, writing=True) as opened:
        opened.append("us", acts)
        opened.append("them", [event("an-event-of-others")])

        happened = ["an-event", "a-correction", "a-retraction", "another", "one-more"]
        assert opened.happenings("us", "") == happened
        assert opened.happenings("us", "an") == ["an-event", "another"]


def test_positions_order_listings_over_all_partnerships(path: str) -> None:
    """`log` without a partnership needs one order."""
    new = [appended(path, event(f"e{n}"), partnership=f"p{n % 2}")[0] for n in range(4)]

    assert [entry.position for entry in new] == [1, 2, 3, 4]


def test_the_same_act_again_adds_nothing(path: str) -> None:
    """A sender that saw no answer sends again, even with the version it once expected."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened:
        assert opened.append("us", [event("one")], expected=0) == []
        assert [e.id for e in opened.append("us", [event("one"), event("two")])] == ["two"]
        assert opened.head("us").version == 2


def test_the_same_act_twice_in_one_call_is_kept_once(path: str) -> None:
    """Files are concatenated."""
    assert [entry.id for entry in appended(path, event("one"), event("one"))] == ["one"]


def test_an_entry_says_who_recorded_it(path: str) -> None:
    """Under the digest, as all of it is; nobody has to be named."""
    with open_log(path, writing=True) as opened:
        opened.append("us", [event("one")], actor="Ada Lovelace")
        opened.append("us", [event("two")])
        one, two = opened.entries("us")

    other = one._replace(actor="Bea")
    digests = [
        chain.digest(
            chain.GENESIS,
            partnership="us",
            version=1,
            recorded=entry.recorded,
            actor=entry.actor,
            payload=entry.payload,
        )
        for entry in (one, other)
    ]

    assert ("Ada Lovelace", None) == (one.actor, two.actor)
    assert digests[0] == one.digest != digests[1]


@pytest.mark.parametrize("name", ["", " Ada", "Ada\n", "A\x00", "e\u0301", "x" * 201])
def test_who_recorded_it_is_a_name_in_one_line(path: str, name: str) -> None:
    """It is written one way only."""
    with open_log(path, writing=True) as opened, pytest.raises(InputError, match="actor"):
        opened.append("us", [event("one")], actor=name)

    assert ids(path) == []


def test_the_same_id_with_other_content_is_refused_naming_both(path: str) -> None:
    """It is a correction, or a slip."""
    appended(path, event("one", "As it was"))
    with pytest.raises(InputError, match=r"one .*'As it was'.*'As it is'.*timeline correct one"):
        appended(path, event("one", "As it is"))

    assert ids(path) == ["one"]


def test_acts_on_the_record_are_kept_as_any_other(path: str) -> None:
    """Corrections are entries."""
    act = Correct(
        id="one.c1",
        event="one",
        fields=Correction(given=frozenset({"title"}), title="Better"),
        reason="misread",
    )
    with open_log(path, writing=True) as opened:
        opened.append("us", [event("one"), act])

        assert act == opened.entries("us")[1].act()


# The version that was expected


def test_a_lost_race_is_a_conflict_and_writes_nothing(path: str) -> None:
    """The writer decided on a state that is no longer there."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened, pytest.raises(ConflictError) as caught:
        opened.append("us", [event("two")], expected=0)

    assert (caught.value.expected, caught.value.actual) == (0, 1)
    assert ids(path) == ["one"]


def test_a_met_expectation_appends(path: str) -> None:
    """The other half of the lock."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened:
        assert [e.version for e in opened.append("us", [event("two")], expected=1)] == [2]


def test_an_open_reader_sees_one_moment(path: str) -> None:
    """The head it cites must be the head of the entries it read."""
    appended(path, event("one"))
    with open_log(path) as opened:
        appended(path, event("two"))

        assert opened.head("us").version == 1
        assert [entry.id for entry in opened.entries("us")] == ["one"]
    assert ids(path) == ["one", "two"]


# All or nothing


def test_a_bad_act_in_the_middle_leaves_nothing(path: str) -> None:
    """An import is whole or it has not been."""
    appended(path, event("known"))
    with pytest.raises(InputError, match="known"):
        appended(path, event("new"), event("known", "otherwise"), event("newer"))

    assert ids(path) == ["known"]


def test_a_bad_value_is_refused_before_anything_is_written(path: str) -> None:
    """SQLModel's table classes do not validate, so something else has to."""
    with pytest.raises(InputError, match="partnership 'Not a slug'"):
        appended(path, event("one"), partnership="Not a slug")
    with pytest.raises(InputError, match="id"):
        appended(path, event("one"), event("x" * 301))

    with open_log(path) as opened:
        assert opened.partnerships() == []


def test_an_append_that_breaks_off_leaves_nothing(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the user interrupts it between two rows."""
    add, calls = writer.Writer.add, itertools.count()

    def interrupted(
        self: writer.Writer, act: Act, payload: bytes, recorded: str | None, actor: str | None
    ) -> None:
        add(self, act, payload, recorded, actor)
        self.flush()
        if next(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(writer.Writer, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        appended(path, event("one"), event("two"))

    assert ids(path) == []


# Recorded


def test_one_call_reads_the_clock_once(path: str, stopped: Callable[[datetime], None]) -> None:
    """What came together stands together in a view by recorded."""
    stopped(NOON)
    instants = {entry.recorded for entry in appended(path, event("one"), event("two"))}

    assert {"2026-11-21T12:00:00.000000Z"} == instants


def test_recorded_never_decreases_when_the_clock_jumps_back(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """A view by recorded would lose what it once showed."""
    for instant in (NOON, NOON - timedelta(hours=1), NOON + timedelta(hours=1)):
        stopped(instant)
        appended(path, event(f"at-{instant.hour}"))
    with open_log(path) as opened:
        hours = [entry.recorded[11:13] for entry in opened.entries("us")]

    assert hours == ["12", "12", "13"]


def test_entries_are_cut_by_the_instant_they_were_recorded(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """Both ends count: recorded by noon includes noon."""
    for hour in range(3):
        stopped(NOON + timedelta(hours=hour))
        appended(path, event(f"e{hour}"))
    with open_log(path) as opened:
        entries = opened.entries("us", recorded_by="2026-11-21T13:00:00.000000Z")

    assert [entry.id for entry in entries] == ["e0", "e1"]


def restored(path: str, *recorded: str | None) -> list[str]:
    acts = [event(f"e{number}") for number in range(len(recorded))]
    with open_log(path, writing=True) as opened:
        return [entry.recorded for entry in opened.append("us", acts, recorded=recorded)]


def test_a_restore_keeps_its_instants_in_one_form(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """The heads have to come out equal; what has no instant gets this one."""
    stopped(NOON)
    kept = restored(path, "2026-01-01T00:00Z", "2026-01-01T00:00:00.5Z", None)

    assert kept == [
        "2026-01-01T00:00:00.000000Z",
        "2026-01-01T00:00:00.500000Z",
        "2026-11-21T12:00:00.000000Z",
    ]


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        (["2026-01-02T00:00Z", "2026-01-01T00:00Z"], "e1 .* before the entry above it"),
        ([None, "2026-01-01T00:00Z"], "e1 .* before the entry above it"),
        (["2026-01-01T00:00Z", "2026-11-21T12:00:00.000001Z"], "e1 .* in the future"),
        (["soon"], "soon"),
    ],
)
def test_dishonest_instants_are_refused(
    path: str,
    stopped: Callable[[datetime], None],
    recorded: list[str | None],
    sentence: str,
) -> None:
    """What a restore claims has to be possible."""
    stopped(NOON)
    with pytest.raises(InputError, match=sentence):
        restored(path, *recorded)

    assert ids(path) == []


def test_only_an_empty_partnership_takes_over_instants(path: str) -> None:
    """Otherwise what this log held at an instant could be changed afterwards."""
    appended(path, event("one"))
    with pytest.raises(InputError, match="only an empty partnership"):
        restored(path, "2026-01-01T00:00Z")


def test_a_restore_gives_the_head_it_was_taken_from(path: str, new: Make) -> None:
    """Export and import are inverses."""
    appended(path, event("one"))
    appended(path, event("two"))
    with open_log(path) as source, open_log(new("migrated"), writing=True) as target:
        entries = source.entries("us")
        acts, instants = [e.act() for e in entries], [e.recorded for e in entries]
        target.append("us", acts, recorded=instants)

        assert source.head("us") == target.head("us")


def test_a_reader_writes_nothing(path: str) -> None:
    """Not even by mistake."""
    with open_log(path) as opened, pytest.raises(StorageError):
        opened.append("us", [event("one")])

    assert ids(path) == []


def test_a_slug_that_is_no_text_is_a_sentence(path: str) -> None:
    """A terminal hands bytes on as lone surrogates."""
    with open_log(path) as opened, pytest.raises(InputError, match="not readable as text"):
        opened.head("\udcff")
