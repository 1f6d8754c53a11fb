"""A ledger file is read whole or refused whole, each complaint with its line and column."""

import json
import subprocess
import sys
from contextlib import suppress
from itertools import pairwise

import pytest
from acts import AWKWARD, histories, instants
from hypothesis import assume, example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from second_ledger import filled

from events.dates.dates import parse
from events.dates.durations import Duration
from events.errors import InputError
from events.ledger import reader, writer
from events.ledger.complaints import LedgerError
from events.log.admission import admit
from events.model.kinds import (
    VERBS,
    Act,
    Assert,
    Authority,
    Claim,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    ExpectedClaim,
    ExpectedPlan,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Use,
    verb,
)
from events.payload.change_schema import CHANGES
from events.payload.schema import EVENT

NIGHT = "2026-11-21T00:00:00.000000Z"

WHOLE = """\
partnership: openai-microsoft
title: OpenAI and Microsoft
parties: [OpenAI, Microsoft]
covered_from: 2019
covered_through: 2026-10-08
recorded: 2026-11-21T00:00Z
actor: Ada
terms:
  ip-license.end: {title: Licence end, asks: Until when?, topic: IP, like: lic.end, notice: 60d}
  ip-license.fee: {title: Fee, topic: IP, unit: USD}
conditions:
  agi-verified: {title: AGI is reached, recorded: 2026-11-22T00:00Z}
sources:
  ft: {url: "https://ft.com/x", publisher: Financial Times, published: 2026-03-18}
events:
  - id: definitive
    when: "[2025-10,2025-11]"
    announced: 2025-10-28
    title: Definitive agreement
    by: [OpenAI, Microsoft]
    authority: official
    sources: [ft]
    after: earlier
    met: [agi-verified]
    changes:
      - {set: ip-license.end, value: 2030, through: 2032, unless: [agi-verified]}
      - {set: ip-license.fee, value: 5 million, during: 2025, while: ip-license.end}
      - {claim: ip-license.end, ended: true, by: [Reuters], authority: reported}
      - {claim: ip-license.fee, value: 5.1 million, adds: true, authority: press}
      - use: ip-license.end
        note: declined once
        of: earlier
  - correct: definitive
    when: none
    reason: It was never dated.
  - retract: definitive.c1
    reason: It was.
    recorded: 2026-11-23T00:00:00.5Z
    actor: null
assertions:
  - {on: 2025-12-31, term: ip-license.end, value: 2030}
  - {on: 2025-12-31, known: 2025, term: ip-license.end, status: not-set}
  - {on: 2026, term: ip-license.end, flags: [], claims: [{by: [X]}], pending: [{when: 2027}]}
"""

EXPECTING = "partnership: us\nterms: {t: {title: x}}\nassertions: [{on: 2025, term: t, "
EARLIER = Event(id="earlier", title="x", authority=Authority.PRESS, sources=("ft",))


def acts_of(text: str, *known: Act) -> list[Act]:
    return [item.act for item in reader.read(text.encode(), "us.yaml", known).items]


def complaints(text: str | bytes, *known: Act) -> list[str]:
    """Return what is said of a file, without its name, which stands before everything."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(LedgerError) as refused:
        reader.read(data, "us.yaml", known)
    lines = str(refused.value).splitlines()

    assert all(line.startswith("us.yaml:") for line in lines)
    return [line.removeprefix("us.yaml:") for line in lines]


def test_a_file_is_its_acts_in_order() -> None:
    """The title and the vocabulary come first, for an event names nothing that follows it."""
    agi, exclusive, fee = "agi-verified", "ip-license.end", "ip-license.fee"
    reported, press = Authority.REPORTED, Authority.PRESS
    changes = (
        Set(term=exclusive, value="2030", through=parse("2032"), unless=(agi,)),
        Set(term=fee, value="5 million", during=parse("2025"), hinge=exclusive),
        Claim(term=exclusive, value=None, by=("Reuters",), authority=reported),
        Claim(term=fee, value="5.1 million", adds=True, authority=press),
        Use(term=exclusive, note="declined once", of="earlier"),
    )
    undated = Correction(given=frozenset({"when"}))
    expected: list[Act] = [
        Define(
            id="define:partnership",
            thing=Partnership(title="OpenAI and Microsoft", parties=("OpenAI", "Microsoft")),
        ),
        Define(
            id="define:term:ip-license.end",
            thing=Term(
                key=exclusive,
                title="Licence end",
                asks="Until when?",
                topic="IP",
                like="lic.end",
                notice=Duration(days=60),
            ),
        ),
        Define(
            id="define:term:ip-license.fee",
            thing=Term(key=fee, title="Fee", topic="IP", unit="USD"),
        ),
        Define(
            id="define:condition:agi-verified", thing=Condition(key=agi, title="AGI is reached")
        ),
        Define(
            id="define:source:ft",
            thing=Source(
                key="ft",
                url="https://ft.com/x",
                publisher="Financial Times",
                published=parse("2026-03-18"),
            ),
        ),
        Cover(id="cover:2019..2026-10-08", since=parse("2019"), through=parse("2026-10-08")),
        Event(
            id="definitive",
            when=parse("[2025-10,2025-11]"),
            announced=parse("2025-10-28"),
            title="Definitive agreement",
            by=("OpenAI", "Microsoft"),
            authority=Authority.OFFICIAL,
            sources=("ft",),
            after="earlier",
            met=(agi,),
            changes=changes,
        ),
        Correct(
            id="definitive.c1", event="definitive", fields=undated, reason="It was never dated."
        ),
        Retract(id="definitive.c1.c1", event="definitive.c1", reason="It was."),
        Assert(
            id="assert:2025-12-31:ip-license.end",
            on=parse("2025-12-31"),
            term=exclusive,
            value="2030",
        ),
        Assert(
            id="assert:2025-12-31:ip-license.end:2025",
            on=parse("2025-12-31"),
            known=parse("2025"),
            term=exclusive,
            status="not-set",
        ),
        Assert(
            id="assert:2026:ip-license.end",
            on=parse("2026"),
            term=exclusive,
            flags=(),
            claims=(ExpectedClaim(by=("X",)),),
            pending=(ExpectedPlan(when=parse("2027")),),
        ),
    ]

    assert expected == acts_of(WHOLE, EARLIER)


def test_an_entry_carries_its_instant_and_actor_or_those_of_the_file() -> None:
    """A restore keeps both; nothing was recorded before what precedes it."""
    read = reader.read(WHOLE.encode(), "us.yaml", [EARLIER])
    instants = [item.recorded or "" for item in read.items]
    changed = {
        item.act.id: item.recorded
        for before, item in pairwise(read.items)
        if item.recorded != before.recorded
    }

    actors = {item.act.id: item.actor for item in read.items if item.actor != "Ada"}

    assert (NIGHT, sorted(instants)) == (instants[0], instants)
    assert actors == {"definitive.c1.c1": None}
    assert changed == {
        "define:condition:agi-verified": "2026-11-22T00:00:00.000000Z",
        "definitive.c1.c1": "2026-11-23T00:00:00.500000Z",
    }


def test_an_entry_says_where_it_stands() -> None:
    """Whoever refuses it later, for what the log holds, can point at it too."""
    read = reader.read(WHOLE.encode(), "us.yaml", [EARLIER])

    assert [(item.line, item.column) for item in read.items] == [
        (2, 1), (9, 3), (10, 3), (12, 3), (14, 3), (5, 18), (16, 5), (33, 5), (36, 5), (41, 5),
        (42, 5), (43, 5),
    ]  # fmt: skip


def test_json_is_read_as_the_same_ledger() -> None:
    """A program that writes JSON needs no YAML library; tabs and escaped pairs are JSON too."""
    tree = {
        "partnership": "us",
        "title": "We 😀",
        "sources": {"s": {"url": "https://x.org"}},
        "events": [{"id": "e", "title": "x", "authority": "press", "sources": ["s"], "when": 2030}],
    }
    expected = acts_of(
        writer.write("us", [(act, NIGHT, None) for act in acts_of(json.dumps(tree))])
    )

    assert expected == acts_of(json.dumps(tree, indent="\t"))
    assert expected[0] == Define(id="define:partnership", thing=Partnership(title="We 😀"))


@given(histories(), st.data())
def test_what_is_written_reads_back(history: list[Act], data: st.DataObject) -> None:
    """An export into an empty log gives the same acts, instants and order, thus the same head."""
    stamps = sorted(data.draw(instants) for _ in history)
    actors = [data.draw(st.sampled_from((None, "Ada", "no", "none"))) for _ in history]
    entries = list(zip(history, stamps, actors, strict=True))
    text = writer.write("us", entries)
    read = reader.read(text.encode(), "us.yaml")

    assert entries == [(item.act, item.recorded, item.actor) for item in read.items]
    assert read.partnership == "us"


@given(histories())
def test_a_file_read_again_is_the_same(history: list[Act]) -> None:
    """Acts without an id of their own are counted as they were, also where the log has them."""
    text = writer.write("us", [(act, NIGHT, None) for act in history])

    assert history == acts_of(text, *history)


@pytest.mark.parametrize("text", AWKWARD)
def test_every_text_survives(text: str) -> None:
    """What looks like a number, a date or a mark of YAML is still only text."""
    thing = Partnership(title=text, parties=(text, f"{text}."))
    condition = Define(id="define:condition:c", thing=Condition(key="c", title=text))
    defined = [Define(id="define:partnership", thing=thing), condition]

    assert defined == acts_of(writer.write("us", [(act, NIGHT, None) for act in defined]))


@pytest.mark.parametrize("text", ["2030", "no", "'~'", "true", '"null"', "1e3", "0x1F", "12:30:00"])
def test_every_scalar_is_text(text: str) -> None:
    """YAML 1.1 makes `no` false and `12:30:00` a number of seconds; here they are what they say."""
    expected = Define(id="define:partnership", thing=Partnership(title=text.strip("'\"")))

    assert [expected] == acts_of(f"partnership: us\ntitle: {text}\n")


@pytest.mark.parametrize("null", ["null", "Null", "NULL", "~"])
def test_null_is_no_text(null: str) -> None:
    """A program wrote it where it had nothing to say: that is no title called null."""
    text = f"partnership: us\ntitle: {null}\nparties: [{null}]\n"
    refused = "Write a text here, in quotes, not null."

    assert complaints(text) == [f"2:8: {refused}", f"3:11: {refused}"]
    assert complaints(f'{{"partnership": {null}}}') == [
        "1:17: null cannot name a partnership: use small letters, digits and '-', "
        "such as openai-microsoft."
    ]


def test_null_takes_away_what_a_correction_leaves_out() -> None:
    """What `show -o json` prints of a correction can be read again."""
    entry = "{correct: e, reason: r, when: null, summary: null, authority: null, after: ~}"
    [correction] = [act for act in acts_of(started(entry)) if isinstance(act, Correct)]
    taken = frozenset({"when", "summary", "authority", "after"})

    assert correction.fields == Correction(given=taken)


def test_texts_are_compared_as_they_look() -> None:
    """Composed and decomposed characters look the same, so they are the same (NFC)."""
    text = "partnership: us\ntitle: We\nparties: [{}]\n"
    e_acute, e_and_accent = "\u00e9", "e\u0301"

    assert acts_of(text.format(e_acute)) == acts_of(text.format(e_and_accent))
    assert complaints(text.format(f"{e_acute}, {e_and_accent}")) == [
        "3:14: '\u00e9' stands twice in this list; keep one of them."
    ]


@given(st.text("0123456789_.:+- \txbeonyTZtfinaul~=<", min_size=1, max_size=12))
@example("yes").via("another reader's true")
@example("2026-02-27").via("a date")
@example("1:30").via("ninety")
@example("0x10").via("sixteen")
@example("08").via("a number to some")
def test_another_reader_of_yaml_takes_every_text_for_a_text(text: str) -> None:
    """An export is read by other programs too; to them `no` and `1:30` mean something else."""
    assume(not text.isspace())
    thing = Partnership(title=text, parties=(text,))
    written = writer.write("us", [(Define(id="define:partnership", thing=thing), NIGHT, "on")])
    for version in ((1, 1), (1, 2)):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        read = yaml.load(written)

        assert (read["title"], read["parties"]) == (text, [text])
        assert (read["recorded"], read["actor"]) == (NIGHT, "on")


def test_what_is_written_looks_as_if_a_person_had() -> None:
    """The file is reviewed in git like code."""
    later = "2026-11-22T00:00:00.000000Z"
    summary = "A long paragraph that would not fit on a line of a hundred columns is folded. " * 2
    history = acts_of(WHOLE, EARLIER)
    entries: list[tuple[Act, str, str | None]] = [(act, NIGHT, "Ada") for act in history[:5]]
    entries += [
        (replaced(EARLIER, summary=summary.strip()), later, "Ada"),
        (Correct(id="mine", event="earlier", fields=Correction(given=frozenset({"when"})),
                 reason="It: is"), later, None),
        (Redefine(id="define:condition:agi-verified.c1",
                  thing=Condition(key="agi-verified", title="AGI")), later, "Bob"),
        (history[5], later, "Ada"),
        (history[6], later, "Ada"),
        (history[9], later, "Ada"),
    ]  # fmt: skip

    assert writer.write("openai-microsoft", entries) == WRITTEN


WRITTEN = """\
partnership: openai-microsoft
title: OpenAI and Microsoft
parties: [OpenAI, Microsoft]
recorded: "2026-11-21T00:00:00.000000Z"
actor: Ada
terms:
  ip-license.end:
    title: Licence end
    asks: Until when?
    topic: IP
    like: lic.end
    notice: 60d
  ip-license.fee:
    title: Fee
    topic: IP
    unit: USD
conditions:
  agi-verified:
    title: AGI is reached
sources:
  ft:
    url: https://ft.com/x
    publisher: Financial Times
    published: "2026-03-18"
events:
  - id: earlier
    recorded: "2026-11-22T00:00:00.000000Z"
    title: x
    summary: >-
      A long paragraph that would not fit on a line of a hundred columns is folded. A long paragraph
      that would not fit on a line of a hundred columns is folded.
    authority: press
    sources: [ft]
  - correct: earlier
    id: mine
    actor: null
    reason: "It: is"
    when: none
  - redefine: condition:agi-verified
    actor: Bob
    title: AGI
  - cover: "2026-10-08"
    from: "2019"
  - id: definitive
    when: "[2025-10,2025-11]"
    announced: "2025-10-28"
    after: earlier
    title: Definitive agreement
    authority: official
    by: [OpenAI, Microsoft]
    sources: [ft]
    met: [agi-verified]
    changes:
      - set: ip-license.end
        value: "2030"
        through: "2032"
        unless: [agi-verified]
      - set: ip-license.fee
        value: 5 million
        during: "2025"
        while: ip-license.end
      - claim: ip-license.end
        ended: true
        authority: reported
        by: [Reuters]
      - claim: ip-license.fee
        value: 5.1 million
        adds: true
        authority: press
      - use: ip-license.end
        of: earlier
        note: declined once
assertions:
  - "on": "2025-12-31"
    term: ip-license.end
    value: "2030"
"""


def replaced(event: Event, *, summary: str) -> Event:
    return Event(
        id=event.id,
        title=event.title,
        authority=event.authority,
        sources=event.sources,
        summary=summary,
    )


START = """\
partnership: us
terms: {t: {title: T}}
conditions: {c: {title: C}}
sources: {s: {url: "https://x.org"}}
events:
  - {id: e, title: E, authority: press, sources: [s]}
"""


def started(*entries: str) -> str:
    """Return a ledger with these entries from line 7 on."""
    return START + "".join(f"  - {entry}\n" for entry in entries)


ON_LINE_7 = [
    (
        "{id: »e, title: x, authority: press, sources: [s]}",
        "'e' stands in line 6 already; give one of them another id, or take one out.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [»S]}",
        "'S' cannot be the name of a source: use small letters, digits, '.', '_' and '-', "
        "at most 100 characters.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [»ss]}",
        "No source 'ss' is defined before this. Did you mean 's'?",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], met: [»d]}",
        "No condition 'd' is defined before this.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], »wen: 2024}",
        "The key 'wen' is not known here. Did you mean 'when'?",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], when: »[2024-06,2025-06]}",
        'Put a date in brackets in quotes, like "[2024-06,2025-06]".',
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], when: »2025-13}",
        "'2025-13' cannot be read as a date: there is no month 13.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], recorded: »now}",
        "'now' cannot be read as an instant: write it in UTC, like 2026-11-21T09:30:00Z.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], recorded: »[now]}",
        "Write an instant, 2026-11-21T09:30:00Z, not a list.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [{end: »tt}]}",
        "No term 'tt' is defined before this. Did you mean 't'?",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [{»emd: t}]}",
        "'emd' is no verb; use set, end, claim, reaffirm, leave-unsaid, dispute, settle, use, "
        "note. Did you mean 'end'?",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [»{claim: t}]}",
        "The key 'value' is missing: say what is claimed, or 'ended: true' where it is that there "
        "is no such term any more.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [{claim: t, ended: »yes}]}",
        "The value of 'ended' is true, or it is left out.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], "
        "changes: [{set: t, value: x, »adds: true}]}",
        "The key 'adds' is not known here.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], "
        "changes: [{set: t, value: x, during: 2022, through: »2023}]}",
        "'during' gives the first and the last day; leave 'through' out.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], "
        "changes: [{set: t, value: x, while: »u}]}",
        "No term 'u' is defined before this.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], after: »g}",
        "No event 'g' stands before this.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], after: »f}",
        "'f' cannot come after itself; name another event.",
    ),
    ("{correct: e, reason: x, after: »e}", "'e' cannot come after itself; name another event."),
    (
        "{id: f, title: x, authority: press, sources: [s], after: »'define:term:t'}",
        "'define:term:t' cannot be the name of an event: use small letters, digits, '.', '_' and "
        "'-', at most 100 characters.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], actor: »' Ada'}",
        "' Ada' cannot say who recorded it: write a name in one line of at most 200 characters, "
        "with no blank at its ends.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [{end: t, of: »f}]}",
        "No event 'f' stands before this.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], changes: [{end: t, sources: [»r]}]}",
        "No source 'r' is defined before this.",
    ),
    (
        "{id: f, title: x, authority: press, sources: [s], "
        "changes: [{set: t, value: x, unless: [»d]}]}",
        "No condition 'd' is defined before this.",
    ),
    (
        "»{id: f, authority: press, sources: [s]}",
        "The key 'title' is missing: say in one line what happened.",
    ),
    ("»{title: x, authority: press, sources: [s]}", "The key 'id' is missing: name an event."),
    ("{correct: »f, title: x, reason: y}", "No event 'f' stands before this."),
    ("»{correct: e, title: x}", "The key 'reason' is missing: say why the record is corrected."),
    (
        "{correct: e, reason: x, changes: [{end: t, of: »e}]}",
        "'e' does not stand before 'e'; 'of' looks back only.",
    ),
    ("{retract: »f, reason: y}", "No event 'f' stands before this."),
    (
        "{retract: »'define:term:t', reason: y}",
        "'define:term:t' is a definition, not an event.",
    ),
    (
        "{redefine: »u, title: x}",
        "'term:u' is not defined before this; define it first. Did you mean 'term:t'?",
    ),
    (
        "{define: 'source:r', title: x, retells: »ss}",
        "No source 'ss' is defined before this. Did you mean 's'?",
    ),
    ("{define: »t, title: x}", "'term:t' is defined before this; to change it use 'redefine'."),
    (
        "{define: »[t], title: x}",
        "Name what is defined: term:NAME, condition:NAME, source:NAME or partnership; "
        "a list is none of these.",
    ),
    (
        "{redefine: »[t], title: x}",
        "Name what is defined: term:NAME, condition:NAME, source:NAME "
        "or partnership; a list is none of these.",
    ),
    ("{retract: »[e], reason: x}", "Write an id here, not a list."),
    ("{assert: »u, on: 2025, value: x}", "No term 'u' is defined before this."),
    ("{cover: »2025-13}", "'2025-13' cannot be read as a date: there is no month 13."),
    ("{cover: 2025, »reason: x}", "The key 'reason' is not known here."),
    ("»just text", "An entry is a mapping: write one '- id: NAME' for each."),
    (
        "{id: f, title: »&x E, authority: press, sources: [s]}",
        "Anchors (&) are not read; take it out.",
    ),
    (
        "{id: f, title: »!!str E, authority: press, sources: [s]}",
        "Tags (!) are not read, all is text; take it out.",
    ),
    (
        "{id: f, title: »*x, authority: press, sources: [s]}",
        "Aliases (*) are not read; write it out.",
    ),
    (
        "{id: f, »id: g, title: E, authority: press, sources: [s]}",
        "The key 'id' stands in line 7 already; keep one of them.",
    ),
    (
        "{id: f, »[2024]: g, title: E, authority: press, sources: [s]}",
        "A key is a text; a date in brackets goes in quotes.",
    ),
    (
        "{id: f, title: [E, authority: press»}",
        "This is not YAML: while parsing a flow sequence, expected ',' or ']', but got '}'.",
    ),
]


@pytest.mark.parametrize(("entry", "complaint"), ON_LINE_7)
def test_a_wrong_entry_is_pointed_at(entry: str, complaint: str) -> None:
    """The place, marked here, is where the cursor has to go."""
    column = len("  - ") + entry.index("»") + 1

    assert [f"7:{column}: {complaint}"] == complaints(started(entry.replace("»", "")))


ON_TOP = [
    ("", "1:1: The file is empty; begin it with 'partnership: NAME'."),
    ("- a\n", "1:1: A ledger is a mapping; begin it with 'partnership: NAME'."),
    ("title: x\n", "1:1: The key 'partnership' is missing: name the partnership."),
    ("partnership: A b\n", "1:14: 'A b' cannot name a partnership: use small letters, digits "
     "and '-', such as openai-microsoft."),
    ("partnership: us\nparties: [A]\n", "2:1: The key 'title' is missing: say who the partners "
     "are."),
    ("partnership: us\ntitle: ''\n", "2:8: This text is empty; write something, or leave the key "
     "out."),
    ("partnership: us\ntitle:  # none yet\n\n# that is all\nparties: [A]\n",
     "2:1: This text is empty; write something, or leave the key out."),
    ("partnership: us\nevent: []\n", "2:1: The key 'event' is not known here. Did you mean "
     "'events'?"),
    ("partnership: us\nevents: {}\n", "2:9: The value of 'events' is a list: write one "
     "'- id: NAME' for each."),
    ("partnership: us\nterms: []\n", "2:8: The value of 'terms' is a mapping of names to terms."),
    ("partnership: us\nterms: {t: T}\n", "2:12: A term is a mapping: write {title: …, asks: …, "
     "topic: …}."),
    ("partnership: us\nterms: {t: {asks: x}}\n", "2:9: The key 'title' is missing: give the term "
     "a short name for people."),
    ("partnership: us\nterms: {T: {title: x}}\n", "2:9: 'T' cannot be the name of a term: use "
     "small letters, digits, '.', '_' and '-', at most 100 characters."),
    ("partnership: us\nterms: {t: {title: x, id: y}}\n", "2:23: The key 'id' is not known here."),
    ("partnership: us\nsources: {s: {url: x}}\n", "2:20: 'x' is no address; it begins with "
     "http:// or https://."),
    ("partnership: us\nrecorded: 2026\n", "2:11: '2026' cannot be read as an instant: write it in "
     "UTC, like 2026-11-21T09:30:00Z."),
    ("partnership: us\ncovered_through: none\n", "2:18: Say through which day the log is "
     "complete, or since which."),
    ("partnership: us\ncovered_from: 2026\ncovered_through: 2025\n", "3:18: '2025' is over before "
     "'2026', when it begins; correct one of them."),
    ("partnership: us\nactor: [Ada]\n", "2:8: a list cannot say who recorded it: write a name in "
     "one line of at most 200 characters, with no blank at its ends."),
    ("partnership: us\nassertions: [{on: 2025, value: x}]\n", "2:14: The key 'term' is missing: "
     "name a term."),
    ("partnership: us\nterms: {t: {title: x}}\nassertions: [{on: 2025, term: t}]\n",
     "3:14: An assertion expects something: give a 'value' or a 'status', or what else is told "
     "with an answer, such as 'flags'."),
    (f"{EXPECTING}flags: [disputd]}}]\n", "3:42: 'disputd' is no flag; use reported, claimed, "
     "claimed-otherwise, replaced-higher, disputed, carried, pending, renewed, doubtful, "
     "approximate. Did you mean 'disputed'?"),
    (f"{EXPECTING}through: none}}]\n", "3:43: 'through' is a date; to expect nothing of it, leave "
     "'through' out."),
    (f"{EXPECTING}claims: [20%]}}]\n", "3:43: A claim is a mapping such as {value: TEXT, by: "
     "[SPEAKER]}, not '20%'."),
    (f"{EXPECTING}pending: [{{wen: 2026}}]}}]\n", "3:45: The key 'wen' is not known here. Did you "
     "mean 'when'?"),
    (f"{EXPECTING}pending: [{{once: u}}]}}]\n", "3:51: No condition 'u' is defined before this."),
    (f"{EXPECTING}confirmed: e}}]\n", "3:45: No event 'e' stands before this."),
    (f"{EXPECTING}unless: [v]}}]\n", "3:43: No condition 'v' is defined before this."),
    (f"{EXPECTING}while: u}}]\n", "3:41: No term 'u' is defined before this."),
    ("partnership: us\nassertions: [{on: 2025, term: t, value: x}]\n",
     "2:31: No term 't' is defined before this."),
    ("partnership: us\npartnership: us\n", "2:1: The key 'partnership' stands in line 1 already; "
     "keep one of them."),
    ("partnership: us\n---\ntitle: x\n", "2:1: A file holds one document; take out the '---'."),
    ("%YAML 1.1\n---\npartnership: us\n", "1:1: Directives (%) are not read; take the line out."),
    ("partnership: us\r%TAG ! x\r", "2:1: Directives (%) are not read; take the line out."),
    ("partnership: us\ntitle: a\0b\n", "2:9: The character '\\x00' may not stand here as it is."),
    ('partnership: us\ntitle: "\\0"\n', "2:8: This text holds a NUL character; take it out."),
    ('partnership: us\ntitle: "\\ud83d"\n', "2:8: This text holds half of a character (a lone "
     "surrogate); write it again."),
    ('partnership: us\ntitle: "\\UFFFFFFFF"\n', "2:1: After this comes an escaped character that "
     "does not exist."),
    ("partnership: us\nevents:\n\t- id: e\n", "3:1: This is not YAML: while scanning for the next "
     "token, found character '\\t' that cannot start any token."),
    ("partnership: us\ntitle: " + "[" * 100_000, "2:27: This is nested more than 20 levels deep."),
    ("partnership: us\ntitle: é".encode("latin-1"), "2:8: This is not UTF-8 text; save the file as "
     "UTF-8."),
    (b"partnership: us\n#" + b"x" * 2**20, "2:1: The line is longer than 1 MiB; split it."),
    (b"#\n" * (2**23 + 1), "1:1: The file is larger than 16 MiB; split it in several."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "complaint"), ON_TOP, ids=range(len(ON_TOP)))
def test_a_wrong_file_is_pointed_at(text: str | bytes, complaint: str) -> None:
    """Nothing in a file, however hostile, is a traceback or a guess."""
    assert [complaint] == complaints(text)


def test_everything_is_said_in_one_run() -> None:
    """A correction that is refused, or a term, may still be named: one mistake, one complaint."""
    text = started(
        "{id: f, title: '', authority: offical, sources: [s], changes: [{end: u}]}",
        "{correct: f, when: 2025-13, reason: x}",
        "{retract: f.c1, reason: x}",
        "{retract: f.c1.c1, reason: x}",
        "{id: g, title: x, authority: press, sources: [s], changes: [{end: t, of: f.c1}]}",
    )

    assert complaints(text) == [
        "7:20: This text is empty; write something, or leave the key out.",
        "7:35: 'offical' is no authority; use official, filing, press or reported. "
        "Did you mean 'official'?",
        "7:74: No term 'u' is defined before this.",
        "8:24: '2025-13' cannot be read as a date: there is no month 13.",
        "10:15: 'f.c1.c1' is a retraction and cannot be retracted; "
        "record the event again, with a new id.",
        "11:78: 'f.c1' is a correction; name an event.",
    ]


def test_aliases_that_explode_are_refused_where_they_stand() -> None:
    """Nine lines of them are a billion texts, if anyone expands them."""
    text = "partnership: us\ntitle: &a x\nparties: [*a, *a]\n"

    assert complaints(text) == [
        "2:8: Anchors (&) are not read; take it out.",
        "3:11: Aliases (*) are not read; write it out.",
        "3:15: Aliases (*) are not read; write it out.",
    ]


def test_only_an_event_is_corrected() -> None:
    """The last correction of a field wins already; one of a correction would say it twice."""
    text = started("{correct: e, title: x, reason: y}", "{correct: e.c1, title: z, reason: y}")

    assert complaints(text) == ["8:15: 'e.c1' is a correction; correct its event again instead."]


def test_more_is_told_of_an_earlier_event_only() -> None:
    """Events that tell more about each other would have no day at all."""
    text = started(
        "{id: f, title: x, authority: press, sources: [s], changes: [{end: t, of: e}]}",
        "{correct: e, reason: y, changes: [{end: t, of: f}]}",
    )

    assert complaints(text) == ["8:52: 'f' does not stand before 'e'; 'of' looks back only."]


def test_what_the_log_has_may_be_named() -> None:
    """A file with one more event need not repeat the vocabulary."""
    known = acts_of(START)
    text = "partnership: us\nevents:\n  - {correct: e, title: x, reason: y}\n"

    assert [act.id for act in acts_of(text, *known)] == ["e.c1"]
    assert complaints(text) == ["3:15: No event 'e' stands before this."]


def test_a_correction_is_counted_on_from_those_of_the_log() -> None:
    """The same one again is the same; another one is the next."""
    known = acts_of(started("{correct: e, title: x, reason: y}"))
    text = "partnership: us\nevents:\n  - {correct: e, title: %s, reason: y}\n"

    assert [act.id for act in acts_of(text % "x", *known)] == ["e.c1"]
    assert [act.id for act in acts_of(text % "z", *known)] == ["e.c2"]


@pytest.mark.parametrize(
    ("head", "cover"),
    [
        ("covered_from: 2019\n", Cover(id="cover:2019..", since=parse("2019"))),
        ("covered_through: 2026\n", Cover(id="cover:2026", through=parse("2026"))),
    ],
)
def test_a_file_may_say_one_end_of_what_it_covers(head: str, cover: Cover) -> None:
    """The other end stays what the log says it is."""
    text = f"partnership: us\n{head}"
    [act] = acts_of(text)

    assert act == cover
    assert acts_of(writer.write("us", [(act, NIGHT, None)])) == [act]


def test_assertions_on_one_day_are_numbered() -> None:
    """They may expect a value and a status; the same one twice is a mistake."""
    text = f"{START}assertions:\n"
    rows = [f"  - {{on: 2025, term: t, {what}}}\n" for what in ("value: x", "status: ended")]

    assert [act.id for act in acts_of(text + "".join(rows)) if isinstance(act, Assert)] == [
        "assert:2025:t",
        "assert:2025:t#2",
    ]
    assert complaints(text + rows[0] * 2) == [
        "9:5: 'assert:2025:t' stands in line 8 already; take one out."
    ]


def test_the_template_is_refused_until_it_is_filled_in() -> None:
    """A log cannot forget an agreement that nobody made; what is empty is named by its line."""
    text = reader.template("acme-globex")
    empty = [
        f"{number}:5"
        for number, line in enumerate(text.splitlines(), 1)
        if line.partition("#")[0].rstrip().endswith(("  url:", "  publisher:", "  published:"))
        or line.startswith("    title:  ")
    ]

    assert 4 == len(empty)
    assert empty == [":".join(said.split(":")[:2]) for said in complaints(text)]


def test_the_filled_template_is_read_without_complaint() -> None:
    """What a newcomer starts from must not be their first error."""
    first, *rest = acts_of(filled(reader.template("acme-globex")))

    assert first == Define(
        id="define:partnership",
        thing=Partnership(title="Acme and Globex", parties=("First Party", "Second Party")),
    )
    assert [Define, Define, Define, Define, Event, Assert] == [type(act) for act in rest]


def test_what_the_template_shows_in_comments_is_read_too() -> None:
    """They are there to be uncommented."""
    lines = filled(reader.template("acme-globex")).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("  # - id:"))
    end = lines.index("  #   title: Exclusivity of the licence") + 1
    shown = [line for line in lines[start:end] if line.startswith(("  # -", "  #  "))]
    text = "\n".join(lines[:start] + [line.replace("# ", "", 1) for line in shown] + lines[end:])

    acts = acts_of(text)
    verbs = {verb(change) for act in acts if isinstance(act, Event) for change in act.changes}

    assert len(acts) == 15
    assert verbs == VERBS.keys()
    assert () == admit([], acts).problems


def test_the_template_shows_every_key_of_an_event_and_a_set() -> None:
    """Nobody should need another page to know that there is one."""
    shown = reader.template("acme-globex")

    assert [] == [key for key in EVENT.names | CHANGES["set"].names if f"{key}:" not in shown]


def test_a_template_needs_a_name() -> None:
    """It becomes part of the file, so it is checked before."""
    with pytest.raises(InputError, match="cannot name a partnership"):
        reader.template("Acme: Globex")


def test_reading_commands_do_not_pay_for_yaml() -> None:
    """Its import takes longer than an answer may take."""
    script = "import sys, events.ledger.reader, events.ledger.jsonl; print('yaml' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


@given(st.text() | st.text("[]{}:-,&*!|>'\"\\%@`?# \nab"))
def test_no_file_is_a_traceback(text: str) -> None:
    """People paste anything; all of it is read or refused with a sentence."""
    data = f"partnership: us\ntitle: {text}".encode(errors="surrogatepass")
    with suppress(LedgerError):
        assert reader.read(data, "us.yaml").partnership == "us"
