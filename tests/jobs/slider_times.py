"""Measure how long a page of many events takes when a slider moves, in this machine's browser.

Run it with `.ci/job slider_times --events 2000 --moves 200`.
For each way of moving it prints
the time from the first line of the script to a page that is laid out anew, which has to fit into a
frame of 16.7 ms; half of the moves take no longer than p50, all but a twentieth no longer than p95.
All moves are made several times, and the least time of each counts: what else runs is left out.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import browsers
import sites

from events.dates.dates import parse
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Define,
    End,
    Event,
    Partnership,
    Reaffirm,
    Set,
    Source,
    Term,
)
from timeline.record.record import Kept

TERMS, SOURCES, TOPICS = 30, 200, 6
FIRST = date(2010, 1, 1)
YEARS = 16

MEASURE = """async ([id, by, moves]) => {
  const slider = document.getElementById(id);
  const [least, most] = [Number(slider.min), Number(slider.max)];
  let random = 7;
  let day = Math.floor(least + 0.3 * (most - least));
  const took = [];
  for (let move = 0; move < moves; move += 1) {
    random = (random * 48271) % 2147483647;
    day = by ? day + by : least + Math.floor((random / 2147483647) * (most - least));
    if (day > most) day = least;
    slider.value = day;
    await new Promise((done) => {
      let begun = 0;
      requestAnimationFrame(() => { begun = performance.now(); });
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(() => {
        document.body.getBoundingClientRect();
        took.push(performance.now() - begun);
        setTimeout(done);
      });
    });
  }
  return took;
}"""
"""A frame calls back in the order in which it was asked: before the page's script, and after."""

WAYS = (
    ("as of, by a day", "as-of-slider", 1),
    ("as of, by a month", "as-of-slider", 30),
    ("as of, anywhere", "as-of-slider", 0),
    ("known, by a day", "known-slider", 1),
    ("known, by a month", "known-slider", 30),
    ("known, anywhere", "known-slider", 0),
)


def main() -> None:
    """Make the site, move the sliders and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    path = browsers.found()
    if path is None:
        raise SystemExit(f"No browser: none of {', '.join(browsers.NAMES)} is on the path.")
    with TemporaryDirectory() as folder, browsers.opened(path) as browser:
        site = sites.site(Path(folder), sites.view_of("many", list(kept(asked.events))))
        size = (Path(folder) / "many" / "index.html").stat().st_size
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(site.address())
        page.wait_for_timeout(2000)
        print(f"{asked.events} events about {TERMS} terms, {size} bytes, {browser.version}")
        print(f"| {asked.moves} moves, {asked.times} times | p50 ms | p95 ms | most ms |")
        print("|---|---|---|---|")
        for name, slider, by in WAYS:
            several = [
                page.evaluate(MEASURE, [slider, by, asked.moves]) for _ in range(asked.times)
            ]
            took = sorted(map(min, zip(*several, strict=True)))
            at = [took[len(took) // 2], took[len(took) * 19 // 20], took[-1]]
            print(f"| {name} | {' | '.join(f'{one:.1f}' for one in at)} |")


def kept(events: int) -> Iterator[Kept]:
    """Yield a made log of so many events, a fifth of them of a vague date."""
    for number, act in enumerate(acts(events, Random(1)), 1):
        yield Kept(number, "2026-06-01T00:00:00.000000Z", act)


def acts(events: int, random: Random) -> Iterator[Act]:
    """Yield the vocabulary, then the events."""
    yield Define(id="d", thing=Partnership(title="One and Other", parties=("One", "Other")))
    for n in range(TERMS):
        term = Term(key=f"term-{n}", title=f"Term {n}", topic=f"Topic {n * TOPICS // TERMS}")
        yield Define(id=f"t{n}", thing=term)
    for n in range(SOURCES):
        source = Source(key=f"s{n}", url=f"https://example.com/{n}", title=f"What was said, {n}")
        yield Define(id=f"s{n}", thing=source)
    for n in range(events):
        on = FIRST + timedelta(random.randrange(YEARS * 365))
        when = random.choice((*[str(on)] * 8, str(on)[:7], str(on)[:4]))
        yield Event(
            id=f"e{n}",
            title=f"What happened, {n}",
            when=parse(when),
            authority=random.choice(list(Authority)),
            sources=(f"s{random.randrange(SOURCES)}",),
            changes=tuple(changes(random)),
        )


def changes(random: Random) -> Iterator[Change]:
    """Yield what an event does to one term or two."""
    for n in random.sample(range(TERMS), random.choice((1, 1, 2))):
        common: dict[str, Any] = {"term": f"term-{n}"}
        value = f"an answer of some words, {random.randrange(1000)}"
        yield random.choice((Set(value=value, **common), Reaffirm(**common), End(**common)))


if __name__ == "__main__":
    main()
