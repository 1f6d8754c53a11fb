"""The sentences of a changelog: what each of its lines says, in words."""

from collections.abc import Iterator

from cli.errata_shown import fields
from cli.wording import dated, whole
from events.model.kinds import (
    Authority,
    Dispute,
    LeaveUnsaid,
    Reaffirm,
    Redefine,
    Set,
    Settle,
    key_of,
)
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


def kind(line: Line) -> str:
    """Name what a line tells where it stands by itself, and not below the name of its group."""
    match line.steps[-1].change if line.group == "Disputed and settled" else None:
        case Dispute():
            return "Disputed"
        case Settle():
            return "Settled"
        case _:
            return line.group


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
            announced = line.steps[-1].announced
            since = dated(announced) if _announced_vaguely(line) else "this day"
            return f" was {after}, as is known only from {since}; until then {before}"
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
    """Say the dates that are not the day on which the line stands."""
    told = []
    if line.group != "Expired" and line.when and line.when.edtf != line.on.isoformat():
        told.append(f"effective {dated(line.when)}")
    if _announced_vaguely(line) and "known only from" not in _sentence(line):
        told.append(f"announced {dated(line.steps[-1].announced)}")
    return f" ({'; '.join(told)})" if told else ""


def vague_dates(line: Line) -> bool:
    """Whether the sentence says that its day is not known, so that none is to be said with it."""
    if line.group == "Expired":
        return False
    return _announced_vaguely(line) or (line.when is not None and not line.when.is_day)


def _announced_vaguely(line: Line) -> bool:
    """Whether the line stands where it does only because it had surely been announced by then."""
    announced = line.steps[-1].announced
    return not announced.is_day and announced.latest == line.on and announced != line.when


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
