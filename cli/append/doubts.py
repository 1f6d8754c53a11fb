"""What speaks against an act: assertions that it breaks, and events that say the same already."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.append.remarks import remarks
from cli.suggestions import similar
from cli.typed_values import today
from events.model.kinds import Act, Assert
from timeline.boxes.lines import Answers
from timeline.findings.check import duplicates, failing
from timeline.findings.finding import Finding


class Doubts(NamedTuple):
    """The assertions *broken* by an act, the ids of the events that are *alike*, and *remarks*."""

    broken: tuple[Finding, ...] = ()
    alike: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def doubts(before: Answers, after: Answers, said: Sequence[Assert], act: Act) -> Doubts:
    """Return what speaks against *act*, given the answers *before* and *after* it.

    *said* are the assertions in the log. Those about terms that the act does not touch are left
    out.
    """
    failed = {one.expected for one in _failing(before, said)}
    broken = [one for one in _failing(after, said) if one.expected not in failed]
    pairs = (one.events for one in duplicates(after.record, similar))
    alike = (other for pair in pairs if act.id in pair for other in pair if other != act.id)
    return Doubts(tuple(broken), tuple(dict.fromkeys(alike)), remarks(after, act, today()))


def _failing(answers: Answers, said: Sequence[Assert]) -> list[Finding]:
    """Return a finding for each assertion that fails, of those about terms that *answers* have."""
    names, terms = answers.record.renamed, answers.record.terms
    return [*failing(answers, (one for one in said if names.get(one.term, one.term) in terms))]
