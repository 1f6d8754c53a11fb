"""What looks wrong in an event about to be appended, though the log would take it."""

from collections.abc import Iterator
from datetime import date

from cli.wording.answers import STATUS
from cli.wording.dates import plainly
from cli.wording.findings import says
from events.dates.dates import Date
from events.model.kinds import Act, Authority, Correct, Event, Reaffirm
from timeline.boxes.lines import Answers
from timeline.findings.check import misspelt
from timeline.record.record import Record

FAR_AHEAD = 10
"""From how many years ahead on a day is more likely a slip."""


def remarks(after: Answers, act: Act, today: date) -> tuple[str, ...]:
    """Return sentences on the event of *act*, as it stands in *after*."""
    standing = after.record.standing(act.event if isinstance(act, Correct) else act.id)
    if standing is None or not isinstance(act, Event | Correct):
        return ()
    event = standing.event
    names = [says(one) for one in misspelt(after.record) if event.id in one.events]
    return (
        *names, *([] if names else _strangers(event, after.record)), *_far(event, today),
        *_void(event, after),
    )  # fmt: skip


def _strangers(event: Event, record: Record) -> Iterator[str]:
    """Yield a sentence for those who speak officially of a deal that is not theirs."""
    parties = record.partnership.parties
    said = [(one.by or event.by, one.authority or event.authority) for one in event.changes]
    for by, authority in dict.fromkeys([*said, (event.by, event.authority)]):
        if by and authority == Authority.OFFICIAL and not {*by} & {*parties}:
            yield (
                f"Official is what a party says, and {', '.join(by)} is none of them "
                f"({', '.join(parties)}): say press or reported, or name the party with --by."
            )


def _far(event: Event, today: date) -> Iterator[str]:
    first = event.when.earliest if isinstance(event.when, Date) else None
    if isinstance(event.when, Date) and first and first.year - today.year > FAR_AHEAD:
        years = first.year - today.year
        yield f"It is dated {plainly(event.when)}, {years} years ahead: was that year meant?"


def _void(event: Event, after: Answers) -> Iterator[str]:
    """Yield a sentence for each term that is reaffirmed while it has no answer in force."""
    terms = [one.term for one in event.changes if isinstance(one, Reaffirm)]
    if not isinstance(event.when, Date):
        return
    for term in terms:
        key = after.record.renamed.get(term, term)
        if key not in after.record.terms:
            continue  # A correction that leaves the term alone does not read it.
        answer = after.known(None).answer(key, event.when)
        if answer.status in ("ended", "expired", "not-set"):
            yield (
                f"{key} is {STATUS[answer.status]} then, so nothing is there to be reaffirmed; "
                "--set says that it holds again."
            )
