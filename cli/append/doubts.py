"""What speaks against an act: assertions that it breaks, and events that say the same already."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.append.remarks import remarks
from cli.suggestions import similar
from cli.typed_values import today
from events.model.kinds import Act, Assert
from timeline.boxes.lines import Answers
from timeline.findings.findings import duplicates, failing
from timeline.rule.answer import Answer


class Broken(NamedTuple):
    """An assertion that held until now, and the *answer* that it meets from now on."""

    said: Assert
    answer: Answer


class Doubts(NamedTuple):
    """The assertions *broken* by an act, the ids of the events that are *alike*, and *remarks*."""

    broken: tuple[Broken, ...] = ()
    alike: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def doubts(before: Answers, after: Answers, said: Sequence[Assert], act: Act) -> Doubts:
    """Return what speaks against *act*, given the answers *before* and *after* it.

    *said* are the assertions in the log. Those about terms that the act does not touch are left
    out.
    """
    failed = {one.id for one, _ in _failing(before, said)}
    broken = [Broken(*one) for one in _failing(after, said) if one[0].id not in failed]
    pairs = (one.events for one in duplicates(after.record, similar))
    alike = (other for pair in pairs if act.id in pair for other in pair if other != act.id)
    return Doubts(tuple(broken), tuple(dict.fromkeys(alike)), remarks(after, act, today()))


def _failing(answers: Answers, said: Sequence[Assert]) -> list[tuple[Assert, Answer]]:
    """Return the assertions that fail, with the answers that they meet."""
    names, terms = answers.record.renamed, answers.record.terms
    own = [one for one in said if names.get(one.term, one.term) in terms]
    found = ((one.expected, one.answer) for one in failing(answers, own))
    return [(one, answer) for one, answer in found if one and answer]
