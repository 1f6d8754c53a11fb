"""Inputs made to break a reader: valid ones from a grammar, then damaged step by step.

Everything is drawn from a seeded `random.Random`, so an input is named by its seed.
"""

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from acts import AWKWARD

from events.ledger.yaml_writer import block
from events.model.kinds import EVENT_FIELDS, VERBS, Authority

Plain = dict[str, Any]

NASTY = (
    *("\x00", "\x1b[31m", "\x1b]0;t\x07", "\x9b2J", "\x7f", "\x85", "\u2028", "\ufeff", "\u00ad"),
    *("\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\U000e0041", "\ud800", "\udfff", "\udc80"),
    *("\\ud800", "\\udfff", "\\u0000", "\\x1b", "\\e", "\\U00110000", "\\uD83D\\uDE00", "\\q"),
    *("NaN", "Infinity", "-Infinity", "1e999", "0.1", "-0", "9" * 30, "9" * 5000, "null", "true"),
    *("&a", "*a", "&a [*a]", "!!python/object:os.system", "!!binary", "<<: *a", "%YAML 1.1\n"),
    *(
        "---\n",
        "...\n",
        "- ",
        "? ",
        ": ",
        " #",
        "|\n",
        ">-\n",
        "'",
        '"',
        "`",
        "\\",
        "\t",
        "\r",
        "\n",
    ),
    *("[", "]", "{", "}", ",", "[" * 30, "{" * 30, '{"a":' * 30, "- " * 30, "[" * 2000),
    *("../x", "/etc/passwd", "javascript:alert(1)", "'); DROP TABLE entry;--", "${HOME}", "%s%n"),
    *("=cmd|'/c calc'!A0", "<script>alert(1)</script>", "{{7*7}}", "٣", "²", "Ｑ", "ß", "İ", "K"),
    *("x" * 300, "é" * 200, "a" * 9000, " " * 400),
)
"""What is inserted between the characters of a text."""

SCALARS: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2**63, 10**40, [], {}, [[]], [{}], {"a": []}, "", " ", "~"),
    *("none", "undisclosed", "2030", ["x", "x"], {"": ""}, [None], "a" * 101, "A", "a b", "../x"),
    *("https://", "javascript:alert(1)", "0", "2023-02-29", "[2024-06,2025-06]", "official"),
)
"""Values to put where something else is expected."""

_MONTHS = ("January", "feb", "MARCH", "Apr.", "may", "June", "july", "Aug", "sept", "Dec")
_WORDS = (
    *(
        "today",
        "yesterday",
        "tomorrow",
        "around",
        "about",
        "before",
        "after",
        "since",
        "until",
        "or",
    ),
    *("between", "and", "from", "to", "early", "late", "mid", "end of", "Q3", "quarter", "second"),
    *(
        "maybe",
        "?",
        "~",
        "on or before",
        "or later",
        "the",
        "of",
        "in",
        "last",
        "next week",
        "monday",
    ),
    *("summer", "1990s", "12/05/2026", "27th", "3rd", "31", "2026", "1999", "0000", ",", "-", "–"),
)


def text(rng: Random) -> str:
    """Return a text that an act may hold."""
    if rng.random() < 0.4:
        return rng.choice(AWKWARD)
    size = rng.choice((1, 3, 12, 40, 160))
    return "a" + "".join(rng.choice("abc defg hij klm,.:'-é語😀\"\\#") for _ in range(size))


def name(rng: Random) -> str:
    """Return a name for a thing."""
    return rng.choice(("a", "fee", "ip-license.end", "9_", "no", "x.y-z")) + str(rng.randrange(30))


def day(rng: Random) -> str:
    """Return a date of the profile without brackets, in rare cases one not in the calendar."""
    year = rng.choice(("0001", "1900", "2000", "2019", "2024", "2025", "2026", "2030", "9999"))
    month, last = rng.randrange(1, 13), rng.randrange(1, 30)
    forms = (
        year,
        f"{year}-{month:02}",
        f"{year}-{month:02}-{last:02}",
        f"{year}-Q{rng.randrange(1, 5)}",
        f"{year}-{rng.randrange(33, 37)}",
    )
    return rng.choice(forms) + rng.choice(("", "", "", "", "?", "~", "%"))


def edtf(rng: Random) -> str:
    """Return a date of the profile, or something close to one."""
    kind = rng.randrange(8)
    if kind < 4:
        return day(rng)
    if kind == 4:
        return f"XXXX-{rng.randrange(1, 13):02}" + rng.choice(("", "-11", "?"))
    if kind == 5:
        return f"[{rng.choice(('', day(rng)))}..{rng.choice(('', day(rng)))}]"
    first, last = sorted((rng.randrange(1990, 2040), rng.randrange(1990, 2040)))
    if kind == 6:
        return f"[{first}-01-02..{last}-11]"
    several = sorted({f"{rng.randrange(2000, 2030)}-{rng.randrange(1, 13):02}" for _ in range(4)})
    return f"[{','.join(several)}]"


def phrase(rng: Random) -> str:
    """Return something that a person may type as a date."""
    kind = rng.randrange(7)
    month, year = rng.choice(_MONTHS), rng.randrange(1990, 2040)
    if kind == 0:
        return edtf(rng)
    if kind == 1:
        return f"{rng.randrange(1, 32)} {month} {year}"
    if kind == 2:
        return f"{month} {rng.randrange(1, 32)}, {year}"
    if kind == 3:
        return f"{rng.choice(('before', 'after', 'by', 'since', 'around', 'in'))} {month} {year}"
    if kind == 4:
        return f"between {month} {year} and {rng.choice(_MONTHS)} {year + 1}"
    if kind == 5:
        return f"{rng.choice(('Q1', 'q4', 'second quarter of', '3rd quarter'))} {year}"
    return " ".join(rng.choice((*_WORDS, *_MONTHS)) for _ in range(rng.randrange(1, 9)))


def instant(rng: Random) -> str:
    """Return an instant in UTC."""
    clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}"
    rest = rng.choice((":07Z", ":59.5Z", "Z", ":00.123456+00:00", ":00z"))
    on = f"20{rng.randrange(20, 27)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return f"{on}T{clock}{rest}"


def _some(rng: Random, names: Sequence[str]) -> list[str]:
    return rng.sample(list(names), rng.randrange(1, min(len(names), 3) + 1)) if names else []


class Vocabulary:
    """The names that the acts of one input may use."""

    def __init__(self, rng: Random) -> None:
        def names(most: int) -> list[str]:
            return list(dict.fromkeys(name(rng) for _ in range(rng.randrange(1, most))))

        self.terms, self.conditions, self.sources = names(6), names(3), names(4)
        self.events = list(dict.fromkeys(f"e-{name(rng)}" for _ in range(rng.randrange(0, 6))))


def change(rng: Random, known: Vocabulary) -> Plain:
    """Return a change with a random verb."""
    verb = rng.choice(list(VERBS))
    said: Plain = {verb: rng.choice(known.terms)}
    if verb == "set":
        said |= {"value": _value(rng)} | _lasting(rng)
        if rng.random() < 0.2:
            said["unless"] = _some(rng, known.conditions)
        if rng.random() < 0.2:
            said["while"] = rng.choice(known.terms)
        if rng.random() < 0.2:
            said |= {"once": rng.choice(known.conditions)} if "during" not in said else {}
        if "through" in said and rng.random() < 0.5:
            said |= {"renews": "1y", "notice": f"{rng.randrange(1, 100)}d"}
    elif verb == "claim":
        said |= rng.choice(({"value": _value(rng)}, {"ended": True})) | _lasting(rng)
        if rng.random() < 0.2:
            said["adds"] = True
    elif verb == "dispute":
        said["positions"] = [{"party": text(rng), "says": text(rng)} for _ in range(2)]
    elif verb == "note":
        said["text"] = text(rng)
    elif rng.random() < 0.3:
        said["note"] = text(rng)
    if rng.random() < 0.15:
        said["authority"] = rng.choice([*map(str, Authority)])
    if rng.random() < 0.15:
        said["sources"] = _some(rng, known.sources)
    if rng.random() < 0.15:
        said["by"] = [text(rng)]
    if rng.random() < 0.1:
        said["announced"] = edtf(rng)
    return said


def _value(rng: Random) -> str:
    return str(rng.choice((text(rng), "undisclosed", "none")))


def _lasting(rng: Random) -> Plain:
    chance = rng.random()
    if chance < 0.15:
        return {"during": rng.choice(("2022", "2025-10", edtf(rng)))}
    return {"through": rng.choice(("9998", "9999-12-31", edtf(rng)))} if chance < 0.3 else {}


def event(rng: Random, known: Vocabulary, own: str) -> Plain:
    """Return an event with the id *own*."""
    said: Plain = {
        "id": own,
        "when": rng.choice((day(rng), edtf(rng), "none")),
        "title": text(rng),
        "authority": rng.choice([*map(str, Authority)]),
        "sources": _some(rng, known.sources),
        "changes": [change(rng, known) for _ in range(rng.randrange(0, 4))],
    }
    if rng.random() < 0.3:
        said["summary"] = text(rng)
    if rng.random() < 0.3:
        said["announced"] = edtf(rng)
    if rng.random() < 0.2:
        said["met"] = _some(rng, known.conditions)
    if rng.random() < 0.3:
        said["by"] = [text(rng)]
    if known.events and rng.random() < 0.3:
        does = rng.choice(("after", "dates", "calls-off", "confirms", "denies"))
        said[does] = rng.choice(known.events)
    if known.events and rng.random() < 0.1:
        said["when"] = f"{rng.randrange(100)}{rng.choice('dmy')} after {rng.choice(known.events)}"
    if rng.random() < 0.1:
        said["restates"] = [rng.choice(known.terms), "*"]
    return said


def term(rng: Random) -> Plain:
    """Return the members of a term."""
    said: Plain = {"title": text(rng)}
    if rng.random() < 0.5:
        said["asks"] = text(rng)
    if rng.random() < 0.5:
        said["topic"] = text(rng)
    if rng.random() < 0.2:
        said["notice"] = f"{rng.randrange(100)}{rng.choice('dmy')}"
    if rng.random() < 0.2:
        said |= {"unit": rng.choice(("%", "USD", text(rng))), "like": name(rng)}
    return said


def source(rng: Random) -> Plain:
    """Return the members of a source."""
    said: Plain = {"title": text(rng)}
    if rng.random() < 0.7:
        said["url"] = f"https://example.org/{rng.randrange(99)}?a=b&c=<d>"
    if rng.random() < 0.4:
        said |= {"publisher": text(rng), "published": edtf(rng)}
    if rng.random() < 0.2:
        said["locator"] = "where it is said"
    return said


def act_on_record(rng: Random, known: Vocabulary) -> Plain:
    """Return an act on the record, without its id."""
    reason = {"reason": text(rng)}
    target = rng.choice(known.events) if known.events else "nothing"
    match rng.randrange(6):
        case 0:
            whole = event(rng, known, target)
            given = rng.sample(EVENT_FIELDS, 2)
            fields = {key: whole[key] for key in given if key in whole}
            return {"correct": target, **reason, **(fields or {"title": text(rng)})}
        case 1:
            return {"retract": target, **reason}
        case 2:
            return {"redefine": f"term:{rng.choice(known.terms)}", **term(rng)}
        case 3:
            return {"cover": day(rng)} | rng.choice(({}, {"from": day(rng)}, {"terms": ["*"]}))
        case 4:
            expected = {"value": text(rng)} if rng.random() < 0.5 else {"status": "ended"}
            return {"assert": rng.choice(known.terms), "on": day(rng), **expected}
        case _:
            digits = "0123456789abcdef" * 4
            command = {"command": text(rng), "head": digits, "sha256": digits}
            return {"issue": text(rng), **command}


def stored(rng: Random) -> Plain:
    """Return one act as the log stores it."""
    known = Vocabulary(rng)
    if rng.random() < 0.5:
        plain = event(rng, known, name(rng))
    elif rng.random() < 0.5:
        sort, said = rng.choice((("term", term(rng)), ("source", source(rng))))
        plain = {"define": f"{sort}:{name(rng)}", "id": "d", **said}
    else:
        plain = {**act_on_record(rng, known), "id": rng.choice(("x.c1", "x`|<b>", name(rng)))}
    return {**plain, "v": 1}


def line(rng: Random) -> Plain:
    """Return a line of JSON Lines, not yet written as text."""
    said: Plain = {"partnership": rng.choice(("acme-globex", "a")), "entry": stored(rng)}
    if rng.random() < 0.5:
        said |= {"version": rng.randrange(1, 9), "recorded": instant(rng)}
    if rng.random() < 0.3:
        said["actor"] = rng.choice((None, "Ada", text(rng)))
    if rng.random() < 0.3:
        said["digest"] = "0123456789abcdef" * 4
    return said


def ledger_tree(rng: Random) -> Plain:
    """Return a ledger file, not yet written as text."""
    known = Vocabulary(rng)
    tree: Plain = {"partnership": "acme-globex", "title": text(rng), "parties": ["Acme", text(rng)]}
    if rng.random() < 0.5:
        tree["recorded"] = instant(rng)
    if rng.random() < 0.5:
        tree["covered_through"] = day(rng)
    if rng.random() < 0.2:
        tree["covered_from"] = day(rng)
    if rng.random() < 0.3:
        tree["actor"] = rng.choice(("Ada", text(rng)))
    tree["terms"] = {key: term(rng) for key in known.terms}
    tree["conditions"] = {key: {"title": text(rng)} for key in known.conditions}
    tree["sources"] = {key: source(rng) for key in known.sources}
    entries = [event(rng, known, own) for own in known.events]
    for _ in range(rng.choice((0, 0, 1, 3)) if entries else 0):
        entries.insert(rng.randrange(len(entries) + 1), act_on_record(rng, known))
    if entries and rng.random() < 0.2:
        entries[-1]["actor"] = rng.choice(("Bob", text(rng)))
    if entries:
        tree["events"] = entries
    if rng.random() < 0.2:
        tree["assertions"] = [{"on": day(rng), "term": rng.choice(known.terms), "status": "ended"}]
    return tree


def event_file(rng: Random) -> tuple[Plain, Plain, Plain]:
    """Return a ledger, a file with one more event for it, and the flags given beside the file."""
    known = Vocabulary(rng)
    tree: Plain = {"partnership": "acme-globex", "title": "A", "parties": ["Acme", "Globex"]}
    tree["terms"] = {key: {"title": key} for key in known.terms}
    tree["conditions"] = {key: {"title": key} for key in known.conditions}
    tree["sources"] = {key: {"title": key} for key in known.sources}
    if known.events:
        plain = {"when": "2025", "authority": "press", "sources": known.sources[:1]}
        tree["events"] = [{"id": own, "title": own, **plain} for own in known.events]
    if known.events and rng.random() < 0.4:
        kept = rng.sample(EVENT_FIELDS, rng.randrange(1, 5))
        whole = event(rng, known, "e")
        said = {key: whole[key] for key in kept if key in whole}
        return tree, said, {"correct": rng.choice(known.events), "reason": text(rng)}
    if rng.random() < 0.1:
        return tree, ledger_tree(rng), {}
    said = act_on_record(rng, known) if rng.random() < 0.2 else event(rng, known, name(rng))
    if rng.random() < 0.5:
        said.pop("id", None)
    if rng.random() < 0.5 and "sources" in said:
        said["sources"] = {name(rng): source(rng) for _ in range(rng.randrange(1, 3))}
    return tree, said, {}


def as_ledger(rng: Random, tree: Plain) -> str:
    """Write a ledger as YAML, or as JSON in one of several layouts."""
    if rng.random() < 0.7:
        return "\n".join(block(_worded(tree))) + "\n"
    return as_json(rng, tree)


def _worded(value: Any) -> Any:
    match value:
        case dict() if value:
            return {str(key): _worded(item) for key, item in value.items()}
        case dict() | list():
            return [_worded(item) for item in value]
        case None | True | False:
            return {None: "none", True: "true", False: "false"}[value]
        case _:
            return str(value)


def as_json(rng: Random, value: object) -> str:
    """Write *value* as JSON in one of several layouts."""
    return json.dumps(
        value,
        ensure_ascii=rng.random() < 0.3,
        indent=rng.choice((None, None, 2, "\t")),
        separators=rng.choice(((",", ":"), (", ", ": "))),
    )


def worsened_tree(rng: Random, tree: Any) -> Any:
    """Return *tree* with one part of it damaged, in place if possible."""
    holders = list(_holders(tree))
    if not holders:
        return deepcopy(rng.choice(SCALARS))
    holder, key = rng.choice(holders)
    match rng.randrange(7):
        case 0:
            del holder[key]
        case 1:
            holder[key] = deepcopy(rng.choice(SCALARS))
        case 2:
            holder[key] = str(holder[key]) + rng.choice(NASTY)
        case 3 if isinstance(holder, dict):
            holder[rng.choice(("", "x", "id", "when", "set", "define", "valeu", "A"))] = "x"
        case 3 | 4:
            other, there = rng.choice(holders)
            holder[key] = deepcopy(other[there])
        case 5:
            deep: object = "x"
            for _ in range(rng.choice((3, 25))):
                deep = rng.choice(([deep], {"a": deep}))
            holder[key] = deep
        case _ if isinstance(holder, list):
            holder.insert(0, deepcopy(holder[key]))
        case _:
            holder[key] = [holder[key]]
    return tree


def _holders(tree: Any) -> "list[tuple[Any, Any]]":
    found: list[tuple[Any, Any]] = []
    queue = [tree] if isinstance(tree, dict | list) else []
    while queue:
        one = queue.pop()
        pairs = list(one.items() if isinstance(one, dict) else enumerate(one))
        found += [(one, key) for key, _ in pairs]
        queue += [value for _, value in pairs if isinstance(value, dict | list)]
    return found


def worsened_text(rng: Random, said: str) -> str:
    """Return *said* with one piece of it damaged."""
    at = rng.randrange(len(said) + 1)
    until = min(len(said), at + rng.choice((1, 1, 2, 8, 60)))
    match rng.randrange(9):
        case 0:
            return said[:at] + said[until:]
        case 1:
            return said[:at] + rng.choice(NASTY) + said[at:]
        case 2:
            return said[:at] + rng.choice(NASTY) + said[until:]
        case 3:
            return said[:at] + said[at:until] * rng.choice((2, 3, 50)) + said[until:]
        case 4:
            return said[:at]
        case 5:
            return said[:at] + said[at:until].swapcase()[::-1] + said[until:]
        case 6:
            return said[:at] + chr(rng.randrange(0x110000)) + said[at:]
        case 7:
            return said[:at] + "".join(rng.sample(said, min(len(said), 3))) + said[at:]
        case _:
            return _lines_mixed(rng, said)


def _lines_mixed(rng: Random, said: str) -> str:
    lines = said.splitlines(keepends=True)
    if not lines:
        return said
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(other, lines[one])
        case 1:
            lines[one], lines[other] = lines[other], lines[one]
        case 2:
            del lines[one]
        case _:
            lines[one] = rng.choice((" ", "\t", "  ", "- ")) + lines[one]
    return "".join(lines)


def worsened_bytes(rng: Random, data: bytes) -> bytes:
    """Return *data* with one or more bytes of it damaged."""
    at = rng.randrange(len(data) + 1)
    match rng.randrange(4):
        case 0:
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + rng.randbytes(rng.choice((1, 2, 4))) + data[at:]
        case 2:
            return data[:at] + b"\xed\xa0\x80" + data[at:]
        case _:
            return rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x1f\x8b")) + data


def some(rng: Random, value: Any, worsened: Callable[[Random, Any], Any]) -> Any:
    """Return *value* unchanged, or damaged in one or more places."""
    for _ in range(rng.choice((0, 0, 1, 1, 2, 6))):
        value = worsened(rng, value)
    return value


def encoded(rng: Random, said: str) -> bytes:
    """Return the bytes of *said*, occasionally not quite UTF-8."""
    data = said.encode("utf-8", "surrogatepass")
    return some(rng, data, worsened_bytes) if rng.random() < 0.08 else data
