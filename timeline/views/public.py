"""Tell which acts may be told of to somebody who knew only what was public by a day."""

from events.model.kinds import Correct, Event, Retract
from timeline.record.record import Record, standing
from timeline.record.sources import public_since


def public_acts(record: Record, known: int) -> set[str]:
    """Return the ids of the acts of *record* that are about events public by the day *known*.

    They are the events, those that were retracted since included, with the corrections and
    retractions of them. *known* is an ordinal.
    """
    acts = [one.act for one in record.acts]
    about = {act.id: act.id for act in acts if isinstance(act, Event)}
    left = [o for o in record.acts if not isinstance(o.act, Retract) or o.act.event not in about]
    public = {one.event.id for one in standing(left) if public_since(one, record) <= known}
    for act in acts:
        if isinstance(act, Correct | Retract):  # What is retracted may be a correction.
            about[act.id] = about[act.event]
    return {id for id, event in about.items() if event in public}
