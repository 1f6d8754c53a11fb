"""One entry by itself is shown as it is in the whole log."""

from random import Random

from rule_histories import history

from cli.reading import one_entry
from cli.reading.session import view
from cli.render import event
from events.dates.instants import parse_instant
from events.log.log import open_log
from events.model.kinds import Act
from events.payload import codec
from timeline.record.record import Kept


def _filled(path: str, seeds: range) -> dict[str, list[Kept]]:
    logs = {f"p{seed}": history(Random(seed)) for seed in seeds}
    found = {
        slug: [Kept(version, parse_instant(at), act, "Ada") for version, at, act in acts]
        for slug, acts in logs.items()
        if all(_can_be_kept(act) for _, _, act in acts)
    }
    with open_log(path, writing=True) as log:
        for slug, kept in found.items():
            with log.together([slug]):
                writer = log.writer(slug)
                for one in kept:
                    writer.add(one.act, codec.encode(one.act), one.recorded, one.actor)
                writer.flush()
    return found


def _can_be_kept(act: Act) -> bool:
    """Whether a log would take *act*: random answers may be over before they take effect."""
    return codec.read(codec.plain(act), []) is not None


def test_an_entry_is_shown_as_in_the_whole_log(log_url: str) -> None:
    """Events that were corrected or retracted, corrections that were, and definitions."""
    found = _filled(log_url, range(40))
    shown = 0
    for slug, kept in found.items():
        for one in kept:
            recorded = Random(one.act.id).choice((None, kept[-1].recorded, one.recorded))
            seen = one_entry.view_of_entry(log_url, slug, recorded, one.act.id)
            whole = view(log_url, slug, recorded)

            assert seen is not None
            assert event._json(seen, one.act.id) == event._json(whole, one.act.id)
            assert [*event._text(seen, one.act.id)] == [*event._text(whole, one.act.id)]
            shown += 1

    assert shown > 200
    assert one_entry.view_of_entry(log_url, min(found), None, "nobody") is None
