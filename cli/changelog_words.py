"""The sentences of a changelog: what each of its lines says, in words."""

from collections.abc import Iterator

from cli.errata_shown import fields
from cli.wording import whole
from events.kinds import Authority, Dispute, LeaveUnsaid, Reaffirm, Redefine, Set, Settle, key_of
from timeline.answers import UNDETERMINED, Answer
from timeline.changelog import Line
from timeline.errata import Erratum

SPOKEN = {
    Authority.OFFICIAL: "a party",
    Authority.FILING: "a filing",
    Authority.PRESS: "the press",
    Authority.REPORTED: "an unconfirmed report",
}


def sentence(line: Line) -> str:
    """Say what a line is about, to follow the title of its term."""
    return f"{_sentence(line)}{_dated(line)}."


def _sentence(line: Line) -> str:
    before, after = _quoted(line.before), _quoted(line.after)
    if line.before.same == line.after.same:
        return _quiet(line)
    if line.after.status == UNDETERMINED:
        return f" may have changed, its day being unknown: {after}"
    match line.group:
        case "Added":
            return f" is new: {after}"
        case "Ended":
            return f" ended; it was {before}"
        case "Expired":
            return f" expired; it was {_last(line.before)}"
        case "Learned late":
            return f" was {after}, as is known only from this day; until then {before}"
        case _:
            told = f", {SPOKEN[line.steps[-1].authority]} says" if line.steps[-1].rank < 3 else ""
            return f" changed from {before} to {after}{told}"


def _quoted(answer: Answer) -> str:
    if answer.status == UNDETERMINED:
        return " or ".join(f'"{one.value}"' if one.value else one.status for one in answer.possible)
    return f'"{answer.value}"' if answer.status == "in-force" else whole(answer)


def _last(answer: Answer) -> str:
    return f'"{answer.value}"' if answer.value else whole(answer)


def _quiet(line: Line) -> str:
    step, answer = line.steps[-1], _quoted(line.after)
    match step.change:
        case Dispute(positions=positions):
            sides = "; ".join(f"{one.party}: {one.says}" for one in positions)
            return f" is disputed. {sides}"
        case Settle():
            return f" is disputed no longer; it is {answer}"
        case Reaffirm(note=note):
            return f" was reaffirmed: {answer}{f' ({note})' if note else ''}"
        case LeaveUnsaid():
            return f" was not restated; it stays {answer}"
        case Set(value=value):
            return f': {SPOKEN[step.authority]} says "{value}"; the answer stays {answer}'
        case _:
            return f": {SPOKEN[step.authority]} says that it ended; the answer stays {answer}"


def _dated(line: Line) -> str:
    """Say the date where it is not the day on which the line stands."""
    if line.group == "Expired" or line.when is None or line.when.edtf == line.on.isoformat():
        return ""
    return f" (effective {line.when.edtf})"


def corrected(one: Erratum) -> str:
    """Say what was put right, and why."""
    if one.now is None or one.was is None:
        return f"was retracted: {one.act.reason}"
    said = "; ".join(_fields(one)) or "other changes"
    return f"was corrected ({said}): {one.act.reason}"


def _fields(one: Erratum) -> Iterator[str]:
    for name, was, now in fields(one):
        if isinstance(was, str | None) and isinstance(now, str | None):
            yield f"{name}: was {was or 'none'}, is {now or 'none'}"
        else:
            yield f"other {name}"


def redefined(act: Redefine) -> str:
    """Say what was redefined, and as what."""
    name = key_of(act.thing)
    if act.renamed:
        return f"{name} is now called {act.renamed}"
    if act.split:
        return f"{name} was split into {', '.join(act.split)}"
    return f"{name} was merged into {act.merged}" if act.merged else f"{name} was worded anew"
