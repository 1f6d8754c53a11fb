"""Measure the news desk: `.ci/job news_job --quotes 200 --articles 10000 --seed 1`.

Eleven articles and forty wires are drafted and held against what a reader takes from them: all of
them together, and those that were written by somebody who had seen neither the matcher nor the
ledger. Twenty wires are taken in twice and merged; quotes are planted, right ones and wrong ones;
and many articles are added at once. It ends with 1 if less than 80 % of the claims are found or
more than 20 % of what is drafted is false, if a happening is not confirmed by its ten wires or
anything is there twice, if a quote is judged wrongly, or if 10,000 articles take five minutes of
work or 500 MB. Work is counted and not the clock, so that a busy machine finds nothing that is not
there.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import articles
import newsroom
from click.testing import CliRunner
from planted import planted
from shell import AS_TYPED

from cli.reading.bundled import bundled, load_bundled
from migrations.run import upgrade
from timeline.intake.bearing import Vocabulary
from timeline.intake.quotes import Text
from timeline.intake.sentences import sentences
from timeline.record.record import Kept, Record, record_of

SECONDS, MEGABYTES, MANY = 300, 500, 10_000
"""The most that adding many articles may take."""


def main() -> int:
    """Measure all four, say each in a line, and say by the exit code whether all are right."""
    asked = _asked()
    with TemporaryDirectory() as folder:
        os.environ |= {"TIMELINE_DB": f"{folder}/timeline.db", "HOME": folder}
        fine = [
            _claims(),
            _happenings(Path(folder)),
            _quotes(Random(asked.seed), asked.quotes),
            _volume(Path(folder), Random(asked.seed), asked.articles),
        ]
    return int(not all(fine))


def _told(name: str, text: str, *, is_fine: bool) -> bool:
    print(f"{'fine ' if is_fine else 'WRONG'} {name}: {text}", flush=True)
    return is_fine


def _record() -> Record:
    items = enumerate(bundled().items, 1)
    return record_of(Kept(version, item.recorded or "", item.act) for version, item in items)


def _claims() -> bool:
    record = _record()
    vocabulary, fine = Vocabulary(record), list[bool]()
    halves = {name: newsroom.stories(name) for name in ("articles", "wires")}
    halves["held out"] = [one for name in newsroom.HELD_OUT for one in newsroom.stories(name)]
    halves["together"] = [one for each in halves.values() for one in each]
    for name, stories in halves.items():
        told = [(one, newsroom.draft_of(one, record, vocabulary)[0]) for one in stories]
        found = newsroom.score(told, record)
        text = (
            f"{found.met} of {found.asked} claims found ({found.found:.0%}), "
            f"{found.false} of {found.drafted} drafted are false ({found.wrong:.0%})"
        )
        fine.append(_told(name, text, is_fine=found.found >= 0.8 and found.wrong <= 0.2))
    return all(fine)


def _run(*words: object) -> str:
    done = CliRunner().invoke(AS_TYPED, [str(one) for one in words], catch_exceptions=False)
    assert done.exit_code == 0, f"{words}: {done.output}"
    return done.stdout


def _happenings(folder: Path) -> bool:
    """Take the wires in twice, and merge each into the event that is offered first."""
    upgrade(f"{folder}/timeline.db")
    load_bundled(f"{folder}/timeline.db")
    wires = {one.name: one for one in newsroom.stories("wires")}
    pages = folder / "wires"
    pages.mkdir()
    for one in wires.values():
        (pages / f"{one.name}.html").write_bytes(_page(one))
    for _ in range(2):
        _run("inbox", "add", pages)
    drafts = json.loads(_run("inbox", "-o", "json"))["drafts"]
    before = _confirmed()
    for one in drafts:
        _run("inbox", "merge", one["id"], one["like"][0], "--as", "job")
    _run("inbox", "add", pages)
    more = _confirmed() - before
    wanted = Counter(newsroom.happening(one) for one in wires.values())
    text = f"{len(drafts)} drafts of {len(wires)} wires taken in three times; {dict(more)}"
    return _told("happenings", text, is_fine=len(drafts) == len(wires) and more == wanted)


def _page(one: newsroom.Story) -> bytes:
    lines = one.body.strip().splitlines()
    about = {"title": f"{one.outlet}: {one.name}", "publisher": one.outlet}
    about |= {"published": one.published, "address": f"https://{one.name}.example/"}
    return articles.page(*lines, **about)


def _confirmed() -> Counter[str]:
    """Return how many events of the log confirm each event."""
    written = [json.loads(line) for line in _run("export", "-o", "jsonl").splitlines()]
    said = [one["entry"] for one in written if "entry" in one]
    return Counter(one["confirms"] for one in said if "confirms" in one)


def _quotes(rng: Random, many: int) -> bool:
    bodies = [one.body for name in ("articles", "wires") for one in newsroom.stories(name)]
    texts = {body: Text(body) for body in bodies}
    wrongly: Counter[bool] = Counter()
    for body, quote, is_right in planted(bodies, rng, many):
        wrongly[is_right] += is_right is not (texts[body].find(quote) is not None)
    text = f"{wrongly[False]} of {many} wrong ones accepted, {wrongly[True]} right ones refused"
    return _told("quotes", text, is_fine=not wrongly.total())


def _volume(folder: Path, rng: Random, many: int) -> bool:
    """Add *many* pages with one command in a process of its own, and look at what it took."""
    pages = folder / "pages"
    pages.mkdir()
    for number, data in enumerate(_made_up(rng, many)):
        (pages / f"{number:06}.html").write_bytes(data)
    began = time.monotonic()
    words = [sys.executable, "-c", _COMMAND, "inbox", "add", str(pages)]
    _, code, used = os.wait4(os.spawnv(os.P_NOWAIT, sys.executable, words), 0)
    worked, waited = used.ru_utime + used.ru_stime, time.monotonic() - began
    megabytes = used.ru_maxrss / 1024
    text = (
        f"{many} articles in {worked:.0f} s of work ({waited:.0f} s on the clock) and "
        f"{megabytes:.0f} MB, exit code {code}"
    )
    bound = SECONDS * max(many, MANY) / MANY
    return _told("volume", text, is_fine=not code and worked < bound and megabytes < MEGABYTES)


_COMMAND = """
import os, sys
sys.argv[0] = "timeline"
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
from cli.main import main
main()
"""


def _made_up(rng: Random, many: int) -> Iterator[bytes]:
    """Yield pages of sentences of all texts, each page another one."""
    stories = [*newsroom.stories("articles"), *newsroom.stories("wires")]
    every = [one.text.strip() for story in stories for one in sentences(story.body)]
    for number in range(many):
        chosen = rng.sample(every, rng.randrange(6, 24))
        about = {"title": f"Report {number}", "publisher": f"Outlet {number % 97}"}
        about |= {"address": f"https://example.com/{number}", "published": "2026-03-01"}
        yield articles.page(*chosen, f"This is report {number}.", **about)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=200)
    parser.add_argument("--articles", type=int, default=MANY)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
