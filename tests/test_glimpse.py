"""What is seen at a glance is what the whole log says."""

from random import Random

from histories import history

from cli import event_shown, glimpse
from cli.opening import view
from events.log import open_log
from events.payload import codec
from timeline.merged import Kept


def _filled(path: str, seeds: range) -> dict[str, list[Kept]]:
    found = {f"p{seed}": [Kept(*one) for one in history(seed)] for seed in seeds}
    with open_log(path, writing=True) as log:
        for slug, kept in found.items():
            with log.together([slug]):
                writer = log.writer(slug)
                for one in kept:
                    writer.add(one.act, codec.encode(one.act), one.recorded)
                writer.flush()
    return found


def test_an_entry_is_shown_as_in_the_whole_log(log_url: str) -> None:
    """Events that were corrected or retracted, corrections that were, and definitions."""
    found = _filled(log_url, range(40))
    shown = 0
    for slug, kept in found.items():
        for one in kept:
            recorded = Random(one.act.id).choice((None, kept[-1].recorded, one.recorded))
            seen = glimpse.entry(log_url, slug, recorded, one.act.id)
            whole = view(log_url, slug, recorded)

            assert seen is not None
            assert event_shown._json(seen, one.act.id) == event_shown._json(whole, one.act.id)
            assert [*event_shown._text(seen, one.act.id)] == [*event_shown._text(whole, one.act.id)]
            shown += 1

    assert shown > 200
    assert glimpse.entry(log_url, "p0", None, "nobody") is None
