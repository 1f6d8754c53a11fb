"""What a correction changed, by the acts that bear on it, is what all acts one by one tell."""

from collections.abc import Iterable
from random import Random

from depth import scaled
from servers import Make
from varied_logs import varied

from events.log.log import open_log
from timeline.answers.corrections import effects
from timeline.answers.dependencies import kept
from timeline.boxes.boxes import Change
from timeline.boxes.replay import Replay


def test_what_a_correction_changed_is_told_by_what_bears_on_it(new: Make) -> None:
    """All acts have one instant, so that no row is of the one version before it or after it."""
    changed = 0
    with open_log(new("migrated"), writing=True) as log:
        for seed in range(scaled(100)):
            slug, replay = f"h{seed}", Replay()
            log.append(slug, [act for _, act in varied(Random(seed))])
            acts = [*kept(log.entries(slug))]
            found = effects(log, slug, acts)
            for one in acts:
                replay.take(one)
                expected = different(replay.changes())
                if one.version in found:
                    changed += len(expected)

                    assert expected == different(found[one.version]), f"seed {seed}, {one.version}"

    assert changed


def different(changes: Iterable[Change]) -> set[Change]:
    """Return *changes* without the boxes that stand before and after them."""
    apart = (Change(term, closed - opened, opened - closed) for term, closed, opened in changes)
    return {one for one in apart if one.closed or one.opened}
