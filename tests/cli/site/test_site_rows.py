"""The rows of a page: its script finds in them what the rule answers, on all three clocks."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
import rule_histories as histories
from depth import scaled
from shell import ROOT
from sites import view_of

from cli.forms import json_text
from cli.reading.session import view
from cli.site.build import stored_rows
from cli.site.data import data
from cli.site.facts import day_number
from cli.site.model import Book
from events.dates.dates import day, parse
from events.model.kinds import Act, Correct, Correction, Define, Event, Retract, Set, Term
from timeline.boxes.lines import Answers, Lines
from timeline.boxes.replay import answers_of
from timeline.boxes.rows import all_rows
from timeline.record.record import Kept
from timeline.views.lanes import Bar, Edge, Shade, lanes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Form = dict[str, Any]

HISTORIES, CHUNK = scaled(240), 24
FIRST, AFTER = date(2026, 1, 1), date(2026, 1, 16)
DAYS = [FIRST + timedelta(n) for n in range(-2, 17)]

SCRIPT = "".join(
    (ROOT / "cli" / "site" / "assets" / "script" / name).read_text(encoding="utf-8")
    for name in ("10_days.js", "20_book.js", "25_answers.js", "40_words.js", "70_pieces.js")
)
"""The part of the page's script that finds answers and lanes, which needs no page."""

LOOK = """([data, points]) => {
  const book = new Book(JSON.parse(data));
  return points.map(([term, day, known, recorded]) => {
    const view = { day: dayOf(day), known: known && dayOf(known), recorded };
    const answer = book.answer(term, view);
    const named = book.at(recorded);
    const several = (numbers) => (numbers || []).map(named.source);
    const idOf = (number) => named.event(number)?.id ?? null;
    const told = (one) => one && {
      ...one, event: idOf(one.event), sources: several(one.sources),
      ...("denied_by" in one && { denied_by: idOf(one.denied_by) }) };
    const lists = ["possible", "replaced", "claims", "disputes", "pending"].map(
      (name) => [name, (answer[name] || []).map(told)]);
    return { ...told(answer), ...Object.fromEntries(lists),
      confirmed: told(answer.confirmed), said_unchanged: told(answer.said_unchanged) };
  });
}"""

LANES = """([data, cuts]) => {
  const book = new Book(JSON.parse(data));
  return cuts.map(([by, at]) => book.terms.map((_, term) => {
    const [known, recorded] = [by ? dayOf(by) : UNCUT, at ?? book.latest];
    const stretches = stretchesOf(book.planes[term].phases(known, recorded));
    const pieces = piecesOf(stretches);
    const names = (several) => several.map(({ status, value }) => [status, value ?? null]);
    const isDated = (one) => (one.first ?? one.last) !== null;
    return {
      bars: pieces.filter((one) => !one.edge && !["not-set", "unrecorded"].includes(one.status))
        .map((one) => [one.since, one.until, one.status, one.value ?? null]),
      edges: pieces.filter((one) => one.edge).map((one) =>
        [one.since, one.until, names(one.names), one.out?.until ?? null, one.into?.since ?? null]),
      shades: shadesOf(stretches).map((one) => [one.flag, one.since, one.until]),
      marks: book.marks(term, known, recorded).filter(isDated).map((one) =>
        [book.at(recorded).event(one.event).id, one.kind, one.when, one.first, one.last,
          one.said ?? null]),
    };
  }));
}"""
"""Return the lanes that the script draws with each of several cuts, term by term."""

Cut = tuple[date | None, int | None]
"""A day by which it had to be known, and a place among the instants."""

Point = tuple[int, date, date | None, int | None]
"""A term by its place, a day, a day by which it had to be known, and a place among the instants."""


@pytest.fixture(scope="module")
def page(browser: "Browser") -> Iterator["Page"]:
    """Give an empty page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def looked_up(page: "Page", given: Form, points: Sequence[Point]) -> list[Form]:
    """Return what the script finds at each of several points."""
    asked = [(term, str(on), known and str(known), at) for term, on, known, at in points]
    text = f"(given) => {{ {SCRIPT} return ({LOOK})(given); }}"
    found: list[Form] = page.evaluate(text, [json.dumps(given), asked])
    return found


LEFT_OUT = (
    *("term", "title", "asks", "topic", "amount", "unit", "notice", "from", "until", "periods"),
)
"""What a page says of a term, or by the days of a phase; a day has no periods."""

NOTHING = ("value", "authority", "since", "through", "while", "renews", "once")


def whole(one: Form) -> Form:
    """Return an answer of the script with what it leaves out, as `as-of -o json` has it."""
    one = {name: one[name] for name in one if name not in ("same", "steps")}
    one["last_confirmed"] = one.get("last_confirmed", one.get("since"))
    limits: Form = {"value": None, "through": None, "renews": None, "unless": []}
    spoken: Form = {"by": [], "since": None, "sources": []}
    return {
        **dict.fromkeys(NOTHING),
        "flags": [],
        "by": [],
        "unless": [],
        **one,
        "sources": [*map(source, one["sources"])],
        "confirmed": _without(one.get("confirmed"), perhaps=False),
        "said_unchanged": _without(one.get("said_unchanged")),
        "possible": [_but({**limits, "authority": None, "since": None, **each}, "sources")
                     for each in one["possible"]],
        "replaced": [_but({"value": None, "since": None, **each}, "sources")
                     for each in one["replaced"]],
        "claims": [_without(each, **spoken, value=None, through=None, differs=False,
                            denied_by=None)
                   for each in one["claims"]],
        "disputes": [_without(each, **spoken, positions=[]) for each in one["disputes"]],
        "pending": [_but({"value": None, "when": None, "once": None, **each}, "sources")
                    for each in one["pending"]],
    }  # fmt: skip


def _but(one: Form, name: str) -> Form:
    return {key: one[key] for key in one if key != name}


def _without(one: Form | None, **empty: Any) -> Form | None:
    return {**empty, **one, "sources": [*map(source, one["sources"])]} if one else None


def source(one: Form) -> Form:
    return {name: one.get(name) for name in ("url", "title", "publisher", "published", "locator")}


def by_the_rule(answers: Answers, names: set[str], on: date, known: date | None) -> Form:
    """Return the answer of the term that had one of *names*; nothing if there was none."""
    name = next((name for name in names if name in answers.record.terms), None)
    if name is None:
        return {}
    form = json_text.answer_json(answers.known(known).answer(name, day(on)), answers.record)
    form["pending"] = [_but(one, "announced") for one in form["pending"]]
    for name in ("possible", "claims"):
        form[name] = [_but(one, "amount") for one in form[name]]
    told: Form = json.loads(json.dumps({name: form[name] for name in form if name not in LEFT_OUT}))
    return told


def of_seed(seed: int) -> list[Kept]:
    return [
        Kept(version, recorded.replace("Z", ".000000Z"), act)
        for version, recorded, act in histories.history(Random(seed))
    ]


def reordered(kept: Sequence[Kept]) -> list[Kept]:
    """Return *kept*, the changes of each event corrected into the reverse order, and back again.

    So what was said of one term is later said of another, under the same number.
    """
    events = [one.act for one in kept if isinstance(one.act, Event) and len(one.act.changes) > 1]
    acts: list[Act] = []
    for event in events:
        fields = Correction(given=frozenset({"changes"}), changes=event.changes[::-1])
        acts += [
            Correct(id=f"{event.id}-turned", event=event.id, fields=fields, reason="Other order."),
            Retract(id=f"{event.id}-back", event=f"{event.id}-turned", reason="It was right."),
        ]
    last = kept[-1].version
    instants = (f"2026-02-01T00:{number:02}:00.000000Z" for number in range(len(acts)))
    return [*kept, *map(Kept, range(last + 1, last + 1 + len(acts)), instants, acts)]


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_script_finds_what_the_rule_answers(first: int, page: "Page") -> None:
    """Of histories of which the hard cases are common, as known by any day and recorded by any."""
    for seed in range(first, first + CHUNK):
        kept, random = of_seed(seed), Random(seed)
        book = Book(view_of("one-two", kept), AFTER)
        points = [*points_of(book, random)]
        found = looked_up(page, data(book), points)
        names = [names_of(book, key) for key in book.terms]
        at_version = {last: answers_at(kept, last) for last, _ in book.commits}

        for (term, on, known, at), shown in zip(points, found, strict=True):
            last = book.commits[-1 if at is None else at][0]
            if len(names[term] & at_version[last].record.terms.keys()) > 1:
                continue  # The new name was defined, and the old one not yet renamed: two terms.
            expected = by_the_rule(at_version[last], names[term], on, known)
            about = f"seed {seed}: {book.terms[term]} on {on}, known {known}, version {last}"
            assert (shown["status"] == "unrecorded") == (expected == {}), about
            assert expected == {} or expected == whole(shown), about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_script_draws_the_lanes_of_the_chart(first: int, page: "Page") -> None:
    """Bars, edges, shades and marks are one, whatever was known and recorded by then."""
    for seed in range(first, first + CHUNK, 4):
        kept, random = reordered(of_seed(seed)), Random(seed)
        book = Book(view_of("one-two", kept), AFTER)
        cuts: list[Cut] = [
            (
                random.choice((None, *DAYS)),
                random.choice((None, random.randrange(len(book.commits)))),
            )
            for _ in range(6)
        ]
        text = f"(given) => {{ {SCRIPT} return ({LANES})(given); }}"
        asked = [(known and str(known), at) for known, at in cuts]
        found = page.evaluate(text, [json.dumps(data(book)), asked])

        for (known, at), shown in zip(cuts, found, strict=True):
            last = book.commits[-1 if at is None else at][0]
            answers = answers_at(kept, last)
            for key, drawn in zip(book.terms, shown, strict=True):
                names = names_of(book, key) & answers.record.terms.keys()
                if len(names) > 1:
                    continue  # As above.
                about = f"seed {seed}: {key}, known {known}, version {last}"
                drawn["marks"].sort(key=str)  # The script draws them in the order of the log.
                assert (about, lane_of(answers.known(known), names)) == (about, drawn)


def lane_of(lines: Lines, names: set[str]) -> Form:
    """Return the lane of the term that had one of *names*, as `LANES` has it."""
    found = lanes(lines, names, day(AFTER))
    return {
        "bars": [[*span(one), one.status, one.value] for lane in found for one in lane.bars],
        "edges": [
            [*span(one), [*map(list, one.names)], day_number(one.out), day_number(one.into)]
            for lane in found
            for one in lane.edges
        ],
        "shades": [[one.flag, *span(one)] for lane in found for one in lane.shades],
        "marks": sorted(
            (
                [
                    one.event,
                    one.kind,
                    one.when.edtf,
                    day_number(one.first),
                    day_number(one.last),
                    one.said,
                ]
                for lane in found
                for one in lane.marks
            ),
            key=str,
        ),
    }


def span(one: Bar | Edge | Shade) -> list[int | None]:
    return [day_number(one.since), day_number(one.until)]


def names_of(book: Book, key: str) -> set[str]:
    return {key, *(old for old, new in book.record.renamed.items() if new == key)}


def answers_at(kept: Sequence[Kept], version: int) -> Answers:
    return answers_of(kept[:version], lambda record: [*record.terms])


def points_of(book: Book, random: Random) -> Iterator[Point]:
    """Yield points near those where something turns, and some by chance."""
    boxes = [row.box for key in book.terms for row in book.rows_of(key)]
    turns = {turn for box in boxes for turn in (box.first, box.last + 1)}
    edges = [date.fromordinal(turn - by) for turn in turns for by in (0, 1) if 1 < turn < 3_000_000]
    cuts = {turn for box in boxes for turn in (box.since, box.until + 1)}
    known = [date.fromordinal(turn - by) for turn in cuts for by in (0, 1) if 1 < turn < 3_000_000]
    for term in range(len(book.terms)):
        for _ in range(12):
            on = random.choice([*edges, *DAYS, date.min, date.max])
            by = random.choice((None, random.choice([*known, *DAYS]), random.choice(DAYS)))
            yield term, on, by, random.choice((None, random.randrange(len(book.commits))))


def test_rows_are_read_from_the_table(bundled_database: Path) -> None:
    """Where it is up to date they are those that are made from the entries, and so is the page."""
    database = str(bundled_database)
    seen = view(database, None)
    rows = stored_rows(database, seen)

    assert rows is not None
    ahead = replace(seen, last=seen.last._replace(version=seen.last.version + 1))
    assert stored_rows(database, ahead) is None
    assert data(Book(seen, AFTER, rows)) == data(Book(seen, AFTER))


def test_rows_may_be_cut_at_a_version(bundled_database: Path) -> None:
    """As whoever asks for what had been recorded by then would have found them."""
    database = str(bundled_database)
    seen = view(database, None)
    for version, recorded in Book(seen, AFTER).commits:
        before = view(database, None, recorded)
        rows = stored_rows(database, before)

        assert before.last.version == version
        assert data(Book(before, AFTER, rows)) == data(Book(before, AFTER))


@pytest.mark.parametrize(("when", "seconds"), [("months", 2), ("years", 6)])
def test_many_vague_changes_take_little_time(when: str, seconds: int) -> None:
    """Each is announced on a day of its own, which makes a view of its own."""
    acts = enumerate(vague(when), 1)
    kept = [Kept(number, "2026-01-01T00:00:00Z", act) for number, act in acts]
    began = process_time()
    rows = [*all_rows(kept)]

    assert process_time() - began < seconds
    assert len({row.box.since for row in rows}) == 121


def vague(when: str) -> Sequence[Act]:
    """Return a term and 120 changes of it: one a month, or twelve in a year none of them names."""
    days = [f"{2010 + n // 12}-{n % 12 + 1:02}" for n in range(120)]
    return [
        Define(id="share", thing=Term(key="share", title="Share")),
        *(
            Event(
                id=f"e{n}",
                title=f"Change {n}",
                sources=(),
                when=parse(days[n] if when == "months" else days[n][:4]),
                announced=parse(f"{days[n]}-{15 if n % 2 else 3:02}"),
                changes=(Set(term="share", value=str(n)),),
            )
            for n in range(120)
        ),
    ]
