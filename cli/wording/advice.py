"""Give the command that settles a finding."""

from timeline.findings.finding import Finding, is_dated_apart, is_of_period, is_vague
from timeline.record.steps import Step


def command(one: Finding) -> tuple[str, ...]:
    """Return the words of the command that settles the finding *one*, without `timeline`.

    Words in capitals are for the user to fill in.
    """
    term, events, day = "".join(one.terms[:1]), one.events, str(one.on or "DATE")
    match one.code:
        case "assertion" if one.expected:
            known = ("--known", one.expected.known.edtf) if one.expected.known else ()
            return ("explain", term, one.expected.on.edtf, *known)
        case "contradiction" | "same-happening":
            return _edited(events[-1])
        case "replaced-higher" | "party" | "met-before" | "outlives" | "left-behind":
            return _edited(events[0])
        case "crowded":
            return _dated(events[0], one.steps[0])
        case "overlap" | "undetermined" if one.steps:
            both = [*zip(one.names, one.steps, strict=True)]
            return _dated(*next((each for each in both if _is_open(each[1])), both[0]))
        case "come-about":
            if one.steps[0].version > one.steps[1].version:
                return ("correct", events[0], "--when", day, "--reason", "WHY")
            return ("correct", events[1], "--dates", events[0], "--reason", "WHY")
        case "overdue":
            return _appended("DATE", "--dates", events[0])
        case "same-answer":
            first, last = sorted(one.steps, key=lambda step: step.version)
            return ("correct", last.event, "--confirms", first.event, "--reason", "WHY")
        case "unconfirmed":
            return ("correct", events[0], "--confirms", events[1], "--reason", "WHY")
        case "weak-denial":
            return ("correct", events[0], "--authority", "AUTHORITY", "--reason", "WHY")
        case "gap" | "expired" if is_of_period(one.steps[0]):
            return _appended("", "--set", f"{term}=VALUE", "--during", f"{term}=PERIOD")
        case "gap" | "expired":
            return _appended(day, "--end", term)
        case "stale":
            until = one.spans[0][1]
            return _appended(str(until), "--reaffirm", term)
        case "while":
            return _appended("DATE", "--set", f"{one.names[0]}=VALUE")
        case "nothing-ended":
            return _appended("DATE", "--set", f"{term}=VALUE")
        case "one-sided":
            return _appended("DATE", "--dispute", term)
        case "settled" | "old-dispute":
            return _appended("DATE", "--settle", term)
        case "old-claim":
            return _appended("DATE", "--reaffirm", term)
        case "late-source":
            return ("correct", events[0], "--announced", "DATE", "--reason", "WHY")
        case "no-source":
            return ("correct", events[0], "--source", "URL", "--reason", "WHY")
        case "mirror":
            return ("correct", events[0], "--source", "URL", "--reason", "WHY")
        case "coverage":
            return ("cover", one.names[0])
        case "duplicate":
            return ("retract", events[1], "--reason", f"the same as {events[0]}")
        case _ if one.terms:
            return ("history", term)
        case _:
            return _appended("DATE", "--set", "TERM=VALUE", "--unless", f"TERM={one.names[0]}")


def _appended(when: str, *change: str) -> tuple[str, ...]:
    """Return the command that appends an event with the flags *change*, on *when* if given."""
    told = ("--title", "TITLE", "--authority", "official", "--source", "URL")
    return ("append", *(("--when", when) if when else ()), *told, *change)


def _edited(event: str) -> tuple[str, ...]:
    return ("correct", event, "--edit", "--reason", "WHY")


def _dated(event: str, step: Step) -> tuple[str, ...]:
    """Return the command that corrects the date of *step*, which is that of *event*.

    A change that has it for itself is corrected with `--edit`.
    """
    stated = ("--edit",) if is_dated_apart(step) else ("--when", "DATE")
    return ("correct", event, *stated, "--reason", "WHY")


def _is_open(step: Step) -> bool:
    return is_vague(step) or step.lasting is not None
