"""Check that an event gives its authority, or that its speakers and sources imply one."""

from collections.abc import Callable, Iterator, Sequence

from events.model.kinds import Event
from events.model.problems import shown

PublisherOf = Callable[[str], str | None]


def without_basis(event: Event, parties: Sequence[str], publisher_of: PublisherOf) -> Iterator[str]:
    """Yield a sentence if *event* must give an authority but does not (docs/meaning.md §3).

    The event may leave its authority out if every speaker is one of *parties* and a party
    published a source. *publisher_of* returns the publisher of a source.
    """
    if event.authority is not None:
        return
    for change in event.changes:
        if change.authority is None:
            by, sources = change.by or event.by, change.sources or event.sources
            why = _why_not(by, sources, parties, publisher_of)
            if why:
                yield _sentence(event, f" on {change.term}", why)
                return
    own = event.met or event.restates or event.confirms or event.denies
    if own or not event.changes:
        why = _why_not(event.by, event.sources, parties, publisher_of)
        if why:
            yield _sentence(event, "", why)


def _sentence(event: Event, where: str, why: str) -> str:
    return (
        f"The event {event.id} gives no authority{where}, and none follows: {why}. "
        "Say official, filing, press or reported."
    )


def _why_not(
    by: Sequence[str], sources: Sequence[str], parties: Sequence[str], publisher_of: PublisherOf
) -> str:
    """Return why this is not plainly the parties' own text, or an empty string if it is."""
    publishers = [name for name in map(publisher_of, sources) if name]
    speakers = by or publishers
    if not speakers:
        return "it does not say who says so, nor do its sources say who published them"
    strangers = [name for name in speakers if name not in parties]
    if strangers:
        return f"{shown(strangers[0])} is none of the parties"
    if not any(name in parties for name in publishers):
        return "none of its sources is published by a party"
    return ""
