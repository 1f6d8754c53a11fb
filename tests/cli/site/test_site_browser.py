"""The pages of the site in a browser: they say what the commands say, and to everybody."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import rule_histories as histories
import sites
from depth import scaled
from running import Run, said
from sites import Site
from ways import differences

from cli.charts.axis import Axis, knots
from cli.charts.words import MARKS, called, either
from cli.forms import json_text
from cli.reading.session import view
from cli.render.differences import row as difference
from cli.terminal import printable
from cli.wording.dates import bare, day_in_words, instant_in_words
from events.dates.dates import Date, day, parse
from events.model.kinds import (
    Act,
    Authority,
    Claim,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Dispute,
    End,
    Event,
    Note,
    Partnership,
    Position,
    Retract,
    Set,
    Source,
    Term,
    Use,
)
from timeline.boxes.lines import Answers
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept, Record
from timeline.record.steps import steps_of
from timeline.views.diff import Point
from timeline.views.drawing import drawing
from timeline.views.lanes import Mark, lanes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

pytestmark = pytest.mark.drawn

SCRIPT = Path(__file__).with_name("pages.js").read_text(encoding="utf-8")
"""What moves and reads a page."""

SEEDS = range(30, 30 + scaled(20))
AXE = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
ON, ON_WORDS = "2026-03-10", "10 March 2026"


@dataclass
class Reader:
    """Somebody who reads pages: what left the machine, what was refused, and what went wrong."""

    page: "Page"
    sent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", lambda one: self.wrong.append(f"dialog: {one.message}"))
        self.page.on("pageerror", lambda one: self.wrong.append(f"error: {one.stack or one}"))
        self.page.on("console", lambda one: self.wrong.append(f"{one.type}: {one.text}"))
        self.page.context.on("request", self._asks)

    def _asks(self, one: "Request") -> None:
        if not one.url.startswith("file://"):
            self.sent.append(one.url)

    def opens(self, address: str) -> "Page":
        """Go to a page, and wait until it has drawn."""
        self.page.goto("about:blank")
        self.page.goto(address)
        if self.page.locator("#as-of-slider").count():
            self.page.evaluate("tests.drawn()")
        return self.page


@pytest.fixture(scope="module")
def reading(browser: "Browser") -> Callable[..., Any]:
    """Give the means to read pages in a window of one's own."""

    @contextmanager
    def window(**given: Any) -> Iterator[Reader]:
        context: BrowserContext = browser.new_context(**{"viewport": WIDE, **given})
        if given.get("java_script_enabled", True):
            context.add_init_script(script=SCRIPT)
        reader = Reader(context.new_page())
        try:
            yield reader
        finally:
            context.close()
        assert [] == reader.sent
        assert [] == reader.wrong

    return window


@pytest.fixture
def reader(reading: Callable[..., Any]) -> Iterator[Reader]:
    """Give a reader with a wide window; afterwards, nothing has left and nothing went wrong."""
    with reading() as one:
        yield one


@pytest.fixture(scope="module")
def bundle(bundled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of the bundled ledger."""
    return sites.site(tmp_path_factory.mktemp("site"), view(str(bundled_database), None))


def of_seed(seed: int) -> list[Kept]:
    """Return a small log of which the hard cases are common."""
    return [
        Kept(version, recorded.replace("Z", ".000000Z"), act)
        for version, recorded, act in histories.history(Random(seed))
    ]


FIRST = date(2026, 1, 1)
"""The first day of those logs."""


def told(page: "Page", what: str, several: Any) -> Any:
    """Return what the page tells of each of *several* questions, comparisons or cuts."""
    return page.evaluate(f"several => tests.{what}(several)", several)


def event_days(record: Record) -> list[date]:
    """Return the days on which an event may begin or be over, and those beside them."""
    found = {
        edge
        for one in record.events
        if isinstance(one.event.when, Date)
        for edge in (one.event.when.earliest, one.event.when.latest)
        if edge
    }
    return sorted({day + timedelta(by) for day in found for by in (-1, 0, 1)})


def announced_days(record: Record) -> list[date]:
    """Return the days on which something became public."""
    steps = [step for several in steps_of(record).values() for step in several]
    return sorted({last for step in steps if (last := step.announced.latest)})


# --- What the terms were


def test_on_every_event_day_the_page_says_what_as_of_says(
    bundle: Site, reader: Reader, timeline: Run
) -> None:
    """Every cell of every term, on the days of all events and the days before and after."""
    days = event_days(bundle.record)
    page = reader.opens(bundle.address())
    found = told(page, "asked", [[str(on), None] for on in days])

    for on, shown in zip(days, found, strict=True):
        expected = said(timeline("as-of", on, "-o", "json"))["terms"]
        assert [] == list(_differing((on,), _rows(expected, bundle), shown["terms"]))
    assert len(days) > 90


def test_with_every_cut_the_page_says_what_was_known(
    bundle: Site, reader: Reader, timeline: Run
) -> None:
    """By each day on which something became public, on a day before it, on it and after it."""
    random = Random(19)
    days = event_days(bundle.record)
    asked = [
        (random.choice(days), known - timedelta(by))
        for known in announced_days(bundle.record)
        for by in (0, random.choice((0, 1)))
    ]
    random.shuffle(asked)
    page = reader.opens(bundle.address())
    found = told(page, "asked", [[str(on), str(known)] for on, known in asked])

    for (on, known), shown in zip(asked, found, strict=True):
        expected = said(timeline("as-of", on, "--known", known, "-o", "json"))["terms"]
        assert [] == list(_differing((on, known), _rows(expected, bundle), shown["terms"]))
    assert len(asked) > 60


def _differing(
    asked: tuple[date | None, ...],
    expected: dict[str, sites.Cells],
    shown: dict[str, sites.Cells],
) -> Iterator[str]:
    """Yield where a cell does not say what it has to."""
    at = " ".join(map(str, asked))
    if list(expected) != list(shown):
        yield f"{at}: {list(expected)} != {list(shown)}"
    for term, cells in expected.items():
        for name in sorted({*cells, *shown[term]}):
            if cells.get(name) != shown[term].get(name):
                yield f"{at} {term} {name}: {cells.get(name)} != {shown[term].get(name)}"


def _rows(answers: Sequence[Any], site: Site) -> dict[str, sites.Cells]:
    return {one["term"]: sites.row(one, site.titles) for one in answers}


@pytest.mark.parametrize("seed", SEEDS)
def test_of_any_history_the_page_says_what_the_rule_says(
    seed: int, reader: Reader, tmp_path: Path
) -> None:
    """Vague dates, ends, conditions, disputes, corrections; all days, and with both cuts."""
    random = Random(seed)
    kept = of_seed(seed)
    site = sites.site(tmp_path, sites.view_of("any", kept))
    days = [FIRST + timedelta(n) for n in range(-2, 16)]
    versions = [*{one.recorded: one.version for one in kept}.values()]
    asked = [
        (on, random.choice((None, *days)), random.choice((None, random.randrange(len(versions)))))
        for on in days
        for _ in range(3)
    ]
    cuts = {at: kept[: versions[-1 if at is None else at]] for _, _, at in asked}
    by = {at: answers_of(cut, lambda record: [*record.terms]) for at, cut in cuts.items()}
    page = reader.opens(site.address())
    found = told(page, "asked", [[str(on), known and str(known), at] for on, known, at in asked])

    for (on, known, at), shown in zip(asked, found, strict=True):
        expected = _told(site, by[at], on, known)
        rows = {key: row for key, row in shown["terms"].items() if key in expected}
        assert [] == list(_differing((on, known), {key: expected[key] for key in rows}, rows))
        left = {key: row["status"] for key, row in shown["terms"].items() if key not in expected}
        assert {"not on record yet"} >= {*left.values()}
        assert expected.keys() <= rows.keys()


def _told(site: Site, answers: Answers, on: date, known: date | None) -> dict[str, sites.Cells]:
    """Return the rows that *answers* give, by the names that terms have now."""
    record, lines = answers.record, answers.known(known)
    titles = {one.event.id: one.event.title for one in record.events}
    return {
        site.record.renamed.get(key, key): sites.row(
            json_text.answer_json(lines.answer(key, day(on)), record), titles
        )
        for key in record.terms
    }


def test_before_the_script_runs_the_page_says_the_same(
    bundle: Site, reading: Callable[..., Any], reader: Reader
) -> None:
    """Nothing jumps when the script takes the page over."""
    with reading(java_script_enabled=False) as still:
        still.page.goto(bundle.address())
        before = still.page.locator("#terms tbody").all_inner_texts()
        summary = still.page.locator("#summary").inner_text()
    page = reader.opens(bundle.address())

    assert before == page.locator("#terms tbody").all_inner_texts()
    assert summary == page.locator("#summary").inner_text()


def test_the_summary_counts_as_the_command_does(
    bundle: Site, reader: Reader, timeline: Run
) -> None:
    """How many answers there are of each status, and with each flag."""
    days = event_days(bundle.record)[::9]
    page = reader.opens(bundle.address())
    found = told(page, "asked", [[str(on), None] for on in days])

    for on, shown in zip(days, found, strict=True):
        words = timeline("as-of", on, "-o", "table").stdout.split()
        assert shown["summary"] in " ".join(words)


# --- What differs


def test_any_two_days_differ_as_diff_says(bundle: Site, reader: Reader, timeline: Run) -> None:
    """With what was known by days of their own, too, and what was learned of days that are over."""
    random = Random(7)
    days, cuts = event_days(bundle.record), announced_days(bundle.record)

    def point() -> tuple[date, date | None]:
        return random.choice(days), random.choice((None, None, random.choice(cuts)))

    pairs = [(point(), point()) for _ in range(30)]
    page = reader.opens(bundle.address())
    found = told(page, "compared", [[_texts(one), _texts(other)] for one, other in pairs])

    for (start, end), shown in zip(pairs, found, strict=True):
        rows = said(timeline("diff", _typed(start), _typed(end), "-o", "json"))["changes"]
        expected = [sites.difference(one, bundle.titles) for one in rows]
        assert (start, end, expected) == (start, end, shown["rows"])
        first = " ".join(timeline("diff", _typed(start), _typed(end)).stdout.split())
        assert first.startswith(shown["said"])


def _texts(point: tuple[date, date | None]) -> list[str | None]:
    return [str(point[0]), str(point[1]) if point[1] else None]


def _typed(point: tuple[date, date | None]) -> str:
    return f"{point[0]}@{point[1]}" if point[1] else str(point[0])


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_any_history_differs_as_the_rule_says(seed: int, reader: Reader, tmp_path: Path) -> None:
    """What was learned comes before what the world did."""
    random = Random(seed)
    kept = of_seed(seed)
    site = sites.site(tmp_path, sites.view_of("any", kept))
    days = [FIRST + timedelta(n) for n in range(-2, 16)]

    def point() -> tuple[date, date | None]:
        return random.choice(days), random.choice((None, *days))

    pairs = [(point(), point()) for _ in range(25)]
    page = reader.opens(site.address())
    found = told(page, "compared", [[_texts(one), _texts(other)] for one, other in pairs])

    for (start, end), shown in zip(pairs, found, strict=True):
        points = (Point(day(on), known) for on, known in (start, end))
        rows = [difference(one) for one in differences(kept, *points)]
        expected = [sites.difference(one, site.titles) for one in rows]
        assert (start, end, expected) == (start, end, shown["rows"])


# --- What is drawn


def test_what_is_drawn_is_what_the_chart_draws(bundle: Site, reader: Reader) -> None:
    """Bars and edges with their days, hatching and marks, also of what was known by a day."""
    random = Random(3)
    several = [None, *random.sample(announced_days(bundle.record), 6)]
    page = reader.opens(bundle.address())

    _assert_drawn(bundle, several, page)


@pytest.mark.parametrize("seed", SEEDS[1::2])
def test_any_history_is_drawn_as_the_chart_draws_it(
    seed: int, reader: Reader, tmp_path: Path
) -> None:
    """Soft edges are common in these."""
    kept = of_seed(seed)
    site = sites.site(tmp_path, sites.view_of("any", kept))
    days = [FIRST + timedelta(n) for n in range(0, 12, 4)]
    page = reader.opens(site.address())

    _assert_drawn(site, [None, *days], page)


def _assert_drawn(site: Site, several: Sequence[date | None], page: "Page") -> None:
    page.locator("#lanes-heading").scroll_into_view_if_needed()
    found = told(page, "lanes", [known and str(known) for known in several])
    first, last = map(date.fromisoformat, page.evaluate("tests.ends()"))
    answers = answers_of(site.record.acts, lambda record: [*record.terms])
    for known, shown in zip(several, found, strict=True):
        for key, drawn in shown.items():
            [lane] = lanes(answers.known(known), [key], day(FIRST))
            edges = [(f"undetermined: {either(one)}", one.since, one.until) for one in lane.edges]
            bars = [(called(one.name), one.since, one.until) for one in lane.bars]
            days = [
                f"{name}\n{_days(since, until)}"
                for name, since, until in bars + edges
                if (since or first) <= last and (until or last) >= first
            ]
            hatched = [one.flag for one in lane.shades if one.flag != "reported"]
            assert (known, key, sorted(days)) == (known, key, sorted(drawn["days"]))
            assert sorted(f"url(#hatch-{flag})" for flag in hatched) == sorted(drawn["hatched"])
            marks = {*map(_happened, lane.marks)}
            assert (known, key, marks ^ {*drawn["marks"]}) == (known, key, set())


def _days(since: date | None, until: date | None) -> str:
    first, last = (one and day_in_words(one) for one in (since, until))
    if first and last:
        return f"{first} through {last}" if first != last else first
    if first or last:
        return f"from {first} on" if first else f"through {last}"
    return "on every day"


def _happened(mark: Mark) -> str:
    said_of_it = f": {mark.said}" if mark.said else ""
    return f"{bare(mark.when)}, {mark.title}. {MARKS[mark.kind].capitalize()}{said_of_it}"


# --- Addresses


def test_an_address_names_what_is_shown(bundle: Site, reader: Reader) -> None:
    """Whoever opens it sees the same, and cites it with the head of the log."""
    page = reader.opens(bundle.address(behind="#as-of=2025-11-01&known=2025-01-22"))

    assert "2025-11-01" == page.locator("#as-of").input_value()
    assert "2025-01-22" == page.locator("#known").input_value()
    assert (
        "on 1 November 2025, as known on 22 January 2025" == page.locator("#on-words").inner_text()
    )
    assert page.locator("#address a").get_attribute("href") == page.url.partition("index.html")[2]
    assert page.locator("#wrong").is_hidden()


def test_an_address_names_what_was_recorded(bundle: Site, reader: Reader) -> None:
    """A day or an instant; what had been recorded by then is shown, and cited by its instant."""
    first = bundle.record.acts[0].recorded
    page = reader.opens(bundle.address(behind=f"#as-of={ON}&recorded={first}"))
    cut = page.locator("#recorded-slider").get_attribute("aria-valuetext")
    words = page.locator("#on-words").inner_text()
    assert page.url.endswith(f"recorded={first}")

    assert cut == instant_in_words(first)
    assert words == f"on {ON_WORDS}, with all that is known now, by what was recorded by {cut}"
    assert not page.locator("#all-recorded").is_checked()
    page = reader.opens(bundle.address(behind=f"#as-of={ON}&recorded=9999-12-31"))
    page.evaluate("tests.moved('as-of', '2026-03-11')")
    page.wait_for_url(f"**&recorded={bundle.record.acts[-1].recorded}")


def test_what_is_chosen_is_written_into_the_address(bundle: Site, reader: Reader) -> None:
    """In place of the last one: going back leaves the page, and coming back finds it again."""
    page = reader.opens(bundle.address())
    page.evaluate("tests.moved('as-of', '2024-03-01')")
    page.wait_for_url("**/index.html#as-of=2024-03-01")
    page.evaluate("tests.moved('known', '2024-02-01')")
    page.wait_for_url("**/index.html#as-of=2024-03-01&known=2024-02-01")

    page.locator('#terms tr[data-status="in-force"] [data-cell="event"] a').first.click()
    page.wait_for_url("**/events/*.html")
    page.go_back()
    page.wait_for_url("**#as-of=2024-03-01&known=2024-02-01")
    page.evaluate("tests.drawn()")
    assert "2024-03-01" == page.locator("#as-of").input_value()
    page.go_back()
    page.wait_for_url("about:blank")


def test_going_back_takes_back_an_address_that_was_followed(bundle: Site, reader: Reader) -> None:
    """One that was typed over another is a place of its own."""
    page = reader.opens(bundle.address(behind="#as-of=2024-03-01"))
    page.evaluate("location.hash = '#as-of=2026-03-01&known=2025-12-31'")
    page.wait_for_function("document.getElementById('as-of').value === '2026-03-01'")
    page.go_back()
    page.wait_for_function("document.getElementById('as-of').value === '2024-03-01'")

    assert page.locator("#all-known").is_checked()


def test_a_comparison_has_an_address(bundle: Site, reader: Reader) -> None:
    """With points as `timeline diff` reads them."""
    page = reader.opens(bundle.address(behind="#from=2026-02-26@2025-01-22&to=2026-04-27"))
    shown = page.locator("#compared")

    assert shown.inner_text().startswith(
        "From 26 February 2026 as known on 22 January 2025 to 27 April 2026: "
    )
    heading = page.locator("#compare-heading").bounding_box()
    assert heading is not None
    assert 0 < heading["y"] < WIDE["height"]


@pytest.mark.parametrize(
    ("behind", "sentence"),
    [
        ("#as-of=2026-02-30", "as-of=2026-02-30, which is no day such as as-of=2026-03-01."),
        ("#as-of=march", "as-of=march, which is no day"),
        ("#as-of=2026-03-01&known=soon", "known=soon, which is no day such as known=2026-03-01."),
        ("#recorded=2020-01-01", "Nothing had been recorded by 2020-01-01."),
        ("#recorded=now", "recorded=now, which is no day such as recorded=2026-03-01."),
        ("#day=2026-03-01", "The address has day=, which means nothing here."),
        ("#from=2026-03-01", "A comparison needs both from= and to= in the address."),
        ("#from=2026-03-01@x&to=2026-03-02", "from=2026-03-01@x, which is no day"),
        ("#as-of=%3Cscript%3E", "as-of=<script>, which is no day"),
        ("#as-of=%E0%A4%A", "as-of=%E0%A4%A, which is no day"),
    ],
)
def test_a_wrong_address_is_said_to_be_one(
    behind: str, sentence: str, bundle: Site, reader: Reader
) -> None:
    """In a plain sentence, and the page shows what it can."""
    page = reader.opens(bundle.address(behind=behind))

    assert sentence in page.locator("#wrong").inner_text()
    shown = day_in_words(date.fromisoformat(page.locator("#as-of").input_value()))
    assert page.locator("#wrong").inner_text().endswith(f"The page shows {shown}.")


def test_a_citation_is_copied_with_the_head(bundle: Site, reader: Reader) -> None:
    """What is shown, by what was known, and of which log."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}&known=2026-01-01"))
    page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard', {
            value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    page.locator("#copy").click()
    page.locator(".copied", has_text="Copied.").wait_for()

    text = page.evaluate("window.copied")
    assert text.startswith(f"OpenAI and Microsoft, as of {ON_WORDS}, as known on 1 January 2026. ")
    assert page.locator("#head").inner_text() in text
    assert text.endswith(page.url)


# --- Everybody


def test_with_a_keyboard_alone_the_day_is_chosen(bundle: Site, reader: Reader) -> None:
    """Slider, field, steps and what is known; none needs a mouse."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}"))
    page.keyboard.press("Tab")
    assert "Skip to the terms" == _focused(page)
    page.keyboard.press("Enter")
    assert "terms-heading" == page.evaluate("document.activeElement.id")

    first, last = page.evaluate("tests.ends()")

    def shown_after(act: Callable[[], None]) -> str:
        before = page.locator("#as-of").input_value()
        act()
        page.wait_for_function("day => document.getElementById('as-of').value !== day", arg=before)
        return page.locator("#as-of").input_value()

    def pressed(step: str) -> str:
        page.locator(f"#{step}").focus()
        return shown_after(lambda: page.keyboard.press("Enter"))

    page.locator("#as-of-slider").focus()
    keys = ("ArrowRight", "ArrowLeft", "Home", "End")
    days = [shown_after(partial(page.keyboard.press, key)) for key in keys]
    assert ["2026-03-11", ON, first, last] == days
    assert str(date.fromisoformat(last) - timedelta(1)) == pressed("day-before")
    latest = pressed("event-before")
    assert str(date.fromisoformat(latest) + timedelta(1)) == pressed("day-after")
    assert latest == pressed("event-before")
    assert latest > pressed("event-before")
    assert latest == pressed("event-after")
    page.locator("#all-recorded").focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.getElementById('recorded').value !== ''")
    page.locator("#recorded-slider").focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => document.getElementById('recorded-slider').value === '0'")
    page.keyboard.press("End")
    page.locator("#all-recorded").focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.getElementById('recorded').value === ''")
    page.locator("#all-known").focus()
    page.keyboard.press("Space")
    page.wait_for_function("day => document.getElementById('known').value === day", arg=latest)
    told = page.locator("#known-slider").get_attribute("aria-valuetext")
    assert day_in_words(date.fromisoformat(latest)) == told
    page.keyboard.press("Space")
    page.wait_for_function("() => document.getElementById('known').value === ''")
    assert "all that is known now" == page.locator("#known-slider").get_attribute("aria-valuetext")


@pytest.mark.parametrize("is_linear", [False, True])
def test_the_script_draws_the_rows_of_the_chart(
    bundle: Site, reader: Reader, *, is_linear: bool
) -> None:
    """Every bar where the axis of the chart has it, and as wide; and the same events are named."""
    page = reader.opens(bundle.address())
    if is_linear:
        page.locator("#linear").click()
    size, found = page.evaluate(PLACES)
    answers = answers_of(bundle.record.acts, lambda record: [*record.terms]).known(None)
    made = drawing(lanes(answers, [*bundle.record.terms], day(FIRST)), day(FIRST))
    axis = Axis(knots(made, linear=is_linear), 0, size, margin=40)
    expected = {
        lane.term.key: [
            [round(axis.begin(bar.since)), round(axis.end(bar.until))]
            for bar in lane.bars
            if bar.status == "in-force"
        ]
        for lane in made.lanes
        if not lane.is_empty
    }
    named = page.locator(".scale .named").all_text_contents()

    assert {key: [*map(_near, places)] for key, places in expected.items()} == {
        key: [*map(_near, places)] for key, places in found.items()
    }
    assert [mark.title for mark in made.turning_points()] == [
        one.partition(": ")[2] for one in named
    ]


def _near(place: Sequence[float]) -> list[int]:
    return [round(one / 2) for one in place]


PLACES = """() => {
  dispatchEvent(new Event("beforeprint"));
  dispatchEvent(new Event("afterprint"));
  const size = document.querySelector(".scale").viewBox.baseVal.width;
  const ends = ({ x, width }) =>
    [x.baseVal.value, x.baseVal.value + width.baseVal.value].map(Math.round);
  return [size, Object.fromEntries([...document.querySelectorAll("[data-lane]")].map((lane) =>
    [lane.dataset.lane, [...lane.querySelectorAll("rect.bar")].map(ends)]))];
}"""
"""Return how wide the drawing is, and from where to where each bar goes."""


def test_with_a_keyboard_alone_the_drawing_is_read(bundle: Site, reader: Reader) -> None:
    """Closer, farther, along, to its ends, from mark to mark and to the page of an event."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}"))
    page.locator(".field").focus()
    whole = page.locator(".range").inner_text()
    ends = [day_in_words(date.fromisoformat(one)) for one in page.evaluate("tests.ends()")]
    assert " through ".join(ends) == whole
    seen = [whole]
    for key in ("+", "ArrowLeft", "Home", "End", "-"):
        page.keyboard.press(key)
        page.wait_for_function(
            "before => document.querySelector('.range').textContent !== before", arg=seen[-1]
        )
        seen.append(page.locator(".range").inner_text())
    assert seen[3].partition(" through ")[0] == ends[0]
    assert seen[4].partition(" through ")[2] == ends[1]
    page.keyboard.press("0")
    page.wait_for_function(
        "whole => document.querySelector('.range').textContent === whole", arg=whole
    )

    page.keyboard.press("ArrowDown")
    first = _focused(page)
    page.keyboard.press("ArrowDown")
    assert first != _focused(page)
    page.keyboard.press("ArrowUp")
    assert first == _focused(page)
    assert page.locator(".tip").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*.html")


def _focused(page: "Page") -> str:
    name: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )
    return name


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_has_the_focus_is_seen(
    size: dict[str, int], bundle: Site, reading: Callable[..., Any]
) -> None:
    """Never wholly beneath the controls that stay above the page; and all of it can be reached."""
    with reading(viewport=size, reduced_motion="reduce") as one:
        page = one.opens(bundle.address(behind=f"#as-of={ON}"))
        hidden = []
        for _ in range(260):
            page.keyboard.press("Tab")
            found = page.evaluate(
                """() => {
                    const one = document.activeElement;
                    if (one === document.body) return null;
                    const box = one.getBoundingClientRect();
                    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
                    const at = document.elementFromPoint(box.left + box.width / 2, y);
                    const seen = box.bottom > 0 && box.top < innerHeight && at
                      && (one.contains(at) || at.contains(one));
                    return [one.outerHTML.slice(0, 120), Boolean(seen), one.id];
                }"""
            )
            if found is None:
                break
            if not found[1]:
                hidden.append(found[0])

    assert [] == hidden


def test_whoever_hears_the_page_is_told_what_changed(bundle: Site, reader: Reader) -> None:
    """Once the slider rests, in a sentence; the rows say it in a word, for a moment."""
    page = reader.opens(bundle.address(behind="#as-of=2026-04-26"))
    page.wait_for_timeout(900)
    page.locator("#as-of-slider").focus()
    page.keyboard.press("ArrowRight")
    row = page.locator('tr[data-term="ip-license.exclusivity"]')
    row.locator(".note-changed", has_text="changed").wait_for()
    page.wait_for_function("() => document.getElementById('told').textContent")

    heard = page.locator("#told").text_content() or ""
    assert heard.startswith("As of 27 April 2026, with all that is known now: ")
    assert re.search(r"\d+ answers? changed\. [^:]+: [^.]+\.", heard)
    row.locator(".note-changed").wait_for(state="detached")


def test_a_search_leaves_the_terms_that_say_it(bundle: Site, reader: Reader) -> None:
    """By any word of a title, a question or an answer it ever had; events are listed beside."""
    page = reader.opens(bundle.address())
    whole = page.locator("#terms tr[data-term]").count()
    page.locator("#search-field").fill("nonsuch")
    assert "no terms and no events." == page.locator("#found").inner_text()
    assert 0 == page.locator("#terms tr").filter(visible=True).locator("[data-told]").count()
    event = bundle.record.events[0].event
    page.locator("#search-field").fill(event.title.upper())
    assert f"events/{event.id}.html" in page.locator("#found-events a").evaluate_all(
        "several => several.map((one) => one.getAttribute('href'))"
    )
    page.locator("#search-field").fill("")
    assert whole == page.locator("#terms tr[data-term]").filter(visible=True).count()


def test_on_a_phone_the_answers_come_first(bundle: Site, reading: Callable[..., Any]) -> None:
    """On a wide screen the drawing does, which has them beside it; and cuts are told in parts."""
    before = "document.querySelector('#terms').getBoundingClientRect().top < "
    before += "document.querySelector('#lanes').getBoundingClientRect().top"
    for size, is_first in ((PHONE, True), (WIDE, False)):
        with reading(viewport=size) as one:
            page = one.opens(bundle.address())
            assert is_first == page.evaluate(before)
            assert page.locator(".headline").first.is_visible()
            one.opens(bundle.address(behind=f"#as-of={ON}&known={ON}"))
            assert page.locator(".headline").first.is_hidden()
            assert page.locator("#known").is_visible()


def test_without_a_script_the_page_is_a_document(bundle: Site, reading: Callable[..., Any]) -> None:
    """The terms, what is drawn, every history, the changelog; and no control that does nothing."""
    with reading(java_script_enabled=False) as one:
        page = one.page
        page.goto(bundle.address())
        headlines = page.locator("#terms .headline").filter(visible=True)
        assert len(bundle.record.terms) == headlines.count()
        page.locator("#lanes img").scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('#lanes img').naturalWidth > 0")
        assert page.locator("noscript .note").is_visible()
        assert 0 == page.locator("input, button").count()
        for hidden in ("#clocks", "#compare", "#wrong"):
            assert page.locator(hidden).is_hidden()
        assert len(bundle.record.terms) == page.locator("details.history").count()
        addresses = page.locator("main a[href], nav a[href]").evaluate_all(
            "several => several.map((one) => one.href)"
        )
        local = {one.partition("#")[0] for one in addresses if one.startswith("file:")}
        assert [] == [one for one in local if not Path(one.removeprefix("file://")).is_file()]
        page.locator('a[href^="changelog/"]').first.click()
        assert page.locator("h1").is_visible()


def pages_of(site: Site) -> dict[str, str]:
    """Return an address of each kind of page, of those that have the most to say."""
    event = max(site.record.events, key=lambda one: len(one.event.changes)).event.id
    year = sorted((site.folder / site.slug / "changelog").glob("2*.html"))[-1].name
    return {
        "overview": site.overview,
        "partnership": site.address(behind=f"#as-of={ON}&from=2024-02-26@2024-02-26&to={ON}"),
        "term": site.address("terms/ip-license.end.html"),
        "event": site.address(f"events/{event}.html"),
        "changelog": site.address("changelog/index.html"),
        "year": site.address(f"changelog/{year}"),
    }


KINDS = ("overview", "partnership", "term", "event", "changelog", "year")


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_nothing_is_wider_than_the_screen(
    kind: str, bundle: Site, reading: Callable[..., Any]
) -> None:
    """At 320 px nobody scrolls sideways."""
    with reading(viewport=PHONE) as one:
        page = one.opens(pages_of(bundle)[kind])
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

        assert [320, 320] == page.evaluate(
            "[document.documentElement.scrollWidth, document.body.scrollWidth]"
        )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_nothing_stands_in_the_way_of_anybody(
    kind: str, look: str, bundle: Site, reading: Callable[..., Any]
) -> None:
    """By the rules of axe-core for WCAG 2.2 AA, and those of good practice."""
    from axe_playwright_python.sync_playwright import Axe

    given = {"color_scheme": "dark"} if look == "dark" else {}
    size = PHONE if look == "phone" else WIDE
    with reading(viewport=size, **given) as one:
        page = one.opens(pages_of(bundle)[kind])
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        # It would fetch the style again by script, which the policy of a page refuses.
        options = {
            "runOnly": {"type": "tag", "values": AXE},
            "resultTypes": ["violations"],
            "preload": False,
        }
        found = Axe().run(page, options=options).response

    assert [] == [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]


def test_what_is_printed_is_the_chosen_day(bundle: Site, reader: Reader) -> None:
    """The terms on that day with their sources, what is drawn, the address; and no controls."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}"))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert f"on {ON_WORDS}, with all that is known now" == page.locator("#on-words").inner_text()
    for shown in ("#terms", "#lanes .strip", "#address", "footer"):
        assert page.locator(shown).first.is_visible()
    for hidden in ("header.site", ".clock", ".tools", "#copy", ".points"):
        assert page.locator(hidden).first.is_hidden()
    rows = page.locator('#terms tr[data-status="in-force"]')
    assert rows.count() == rows.locator("details li:first-child").filter(visible=True).count()
    assert page.pdf().startswith(b"%PDF")


# --- What somebody else has written

RAN = "window.ran = true"
HOSTILE = (
    f"<script>{RAN}</script></script><img src=x onerror='{RAN}'>\"><svg onload={RAN}>"
    f"<!--<script>]]></title></style></textarea><iframe srcdoc='<script>{RAN}</script>'>"
    f"{{{{ 7 * 7 }}}} ${{{RAN}}} &lt;b&gt; \u2028\u202eevil\u200b"
)
"""What ends elements and begins others, in every place at once, and what hides."""

ADDRESSES = (
    f"javascript:{RAN}",
    f"JaVaScRiPt:{RAN}//https://example.com",
    f"data:text/html,<script>{RAN}</script>",
    f'https://example.com/"><script>{RAN}</script>',
    "https://example.com/plain",
)


def hostile() -> list[Kept]:
    """Return a log in which every text that anybody may write is hostile."""
    sources = [
        Source(key=f"s{n}", url=url, title=HOSTILE, publisher=HOSTILE, locator=HOSTILE,
               published=parse("2026-01-05") if n % 2 else None)
        for n, url in enumerate(ADDRESSES)
    ]  # fmt: skip
    terms = [Term(key=key, title=HOSTILE, asks=HOSTILE, topic=HOSTILE) for key in ("fee", "seat")]
    things: list[Partnership | Term | Condition | Source] = [
        Partnership(title=HOSTILE, parties=(HOSTILE, HOSTILE)),
        *terms,
        Condition(key="agi", title=HOSTILE),
        *sources,
    ]
    common: dict[str, Any] = {
        "title": HOSTILE, "summary": HOSTILE, "sources": tuple(one.key for one in sources),
    }  # fmt: skip
    position = Position(party=HOSTILE, says=HOSTILE)

    def happening(name: str, when: str, *changes: Any, **given: Any) -> Event:
        authority = given.pop("authority", Authority.OFFICIAL)
        return Event(
            id=name, when=parse(when), authority=authority, changes=changes, **common, **given
        )

    fee = Set(term="fee", value=HOSTILE, note=HOSTILE, unless=("agi",))
    acts: list[Act] = [
        *(Define(id=f"d{n}", thing=thing) for n, thing in enumerate(things)),
        happening("e1", "2026-01-04", fee, Note(term="seat", text=HOSTILE)),
        happening("e2", "[2026-01-06..2026-01-09]", Set(term="seat", value=HOSTILE)),
        happening(
            "e3", "2026-01-10", Claim(term="fee", value=f"{HOSTILE}!", by=(HOSTILE,)),
            Use(term="seat", note=HOSTILE), authority=Authority.PRESS,
        ),
        happening("e4", "2026-01-11", Dispute(term="fee", positions=(position, position))),
        happening("e5", "2026-01-14", met=("agi",)),
        happening("e6", "2026-01-15", End(term="seat", note=HOSTILE)),
        Correct(
            id="c1", event="e2", reason=HOSTILE,
            fields=Correction(given=frozenset({"title"}), title=f"{HOSTILE}?"),
        ),
        Retract(id="r1", event="e6", reason=HOSTILE),
        Cover(id="v1", through=parse("2026-01-20")),
    ]  # fmt: skip
    return [Kept(n, f"2026-02-01T00:00:{n:02}.000000Z", act) for n, act in enumerate(acts, 1)]


@pytest.mark.parametrize("media", ["screen", "print"])
def test_nothing_that_somebody_wrote_ever_runs(
    media: str, reading: Callable[..., Any], tmp_path: Path
) -> None:
    """On no page, on no day, under no pointer; each text is shown as it was written."""
    site = sites.site(tmp_path, sites.view_of("hostile", hostile()))
    with reading() as one:
        page = one.page
        page.emulate_media(media=media)
        page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (one) => console.log(`refused: ${one.blockedURI}`))"
        )
        paths = sorted(tmp_path.rglob("*.html"))
        for path in paths:
            one.opens(path.as_uri())
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            addresses = page.locator("[href]").evaluate_all("all => all.map((one) => one.href)")
            schemes = {address.partition(":")[0] for address in addresses if address}
            assert schemes <= {"file", "https"}, path
            assert page.locator("svg [onload], img, iframe, [onerror]").count() == 0
            assert page.evaluate("window.ran === undefined"), path
        one.opens(site.address())
        days = [[f"2026-01-{number:02}", known] for number in range(1, 20) for known in (None, ON)]
        found = told(page, "asked", days)
        told(page, "compared", [[["2026-01-02", None], ["2026-01-12", None]]])
        page.evaluate(
            """() => {
                for (const one of document.querySelectorAll('[data-tip]')) {
                    one.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
                }
                location.hash = '#as-of=<script>window.ran = true</script>';
            }"""
        )
        page.locator("#wrong", has_text="<script>").wait_for(state="attached")

        assert page.evaluate("window.ran === undefined")
    assert len(paths) > 8
    assert printable(HOSTILE) in {shown["terms"]["fee"]["value"] for shown in found}


# --- Moving


def test_the_line_of_the_chosen_day_stands_where_the_day_is(bundle: Site, reader: Reader) -> None:
    """A click on the drawing chooses the day beneath it, and the line goes there."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}"))
    page.locator("#linear").click()
    strip = page.locator('[data-lane="ip-license.end"] .strip')
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + 15)
    page.wait_for_function("on => document.getElementById('as-of').value !== on", arg=ON)
    chosen = date.fromisoformat(page.locator("#as-of").input_value())
    first, last = map(date.fromisoformat, page.evaluate("tests.ends()"))
    line = page.locator(".chosen").bounding_box()
    assert line is not None

    days = (last - first).days + 1
    assert abs((chosen - first).days - days / 4) <= days / box["width"] + 1
    assert abs(line["x"] - (box["x"] + box["width"] / 4)) < 2
    assert f"On {day_in_words(chosen)}" == page.locator(".axis .answer").inner_text()


def test_a_wheel_zooms_only_where_it_is_asked_to(bundle: Site, reader: Reader) -> None:
    """With Ctrl it looks closer at what is under it; without, the page scrolls as ever."""
    page = reader.opens(bundle.address(behind=f"#as-of={ON}"))
    strip = page.locator('[data-lane="ip-license.end"] .strip')
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 10)
    whole, scrolled = page.locator(".range").inner_text(), page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => scrollY !== before", arg=scrolled)
    assert whole == page.locator(".range").inner_text()

    page.keyboard.down("Control")
    page.mouse.wheel(0, -600)
    page.keyboard.up("Control")
    page.wait_for_function(
        "whole => document.querySelector('.range').textContent !== whole", arg=whole
    )
    first, last = _range(page.locator(".range").inner_text())
    begin, end = _range(whole)
    assert begin < first
    assert last - first < (end - begin) / 3


def _range(text: str) -> list[date]:
    """Return the days of a range in words: 1 May 2026 through 3 June 2026."""
    return [datetime.strptime(one, "%d %B %Y").date() for one in text.split(" through ")]


def test_two_fingers_look_closer(bundle: Site, reading: Callable[..., Any]) -> None:
    """And one finger moves what is drawn, or the page, by the way it goes."""
    with reading(viewport=PHONE, has_touch=True) as one:
        page = one.opens(bundle.address(behind=f"#as-of={ON}"))
        strip = page.locator('[data-lane="ip-license.end"] .strip')
        strip.scroll_into_view_if_needed()
        whole = page.locator(".range").inner_text()
        strip.evaluate("node => tests.pinched(node, [0.4, 0.6], [0.65, 0.7, 0.8, 0.9])")
        page.wait_for_function(
            "whole => document.querySelector('.range').textContent !== whole", arg=whole
        )
        first, last = page.locator(".range").inner_text().split(" through ")

    assert whole.partition(" ")[0] < first
    assert last < whole.rpartition(" ")[2]
