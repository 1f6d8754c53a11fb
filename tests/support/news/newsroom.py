"""What drafts make of the texts in `tests/support/news`, and what a reader takes from them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from events.dates.dates import parse
from events.model.kinds import verb as verb_of
from timeline.intake.alike import Like, alike
from timeline.intake.bearing import Vocabulary
from timeline.intake.drafting import Draft, drafted
from timeline.intake.quotes import Text
from timeline.record.record import Record

NEWS = Path(__file__).parent

HELD_OUT = ("held_out_1", "held_out_2")
"""The texts by somebody who had seen neither the matcher nor the ledger; a third mapped them."""


class Story(NamedTuple):
    """A text about a *happening*: what it *claims*, and *also* says, in plain words."""

    name: str
    happening: str
    outlet: str
    published: str
    said_on: str
    body: str
    claims: Sequence[tuple[str, str]]
    also: Sequence[tuple[str, str]]


class Score(NamedTuple):
    """How many of the claims *asked* for were *met*, and how many of the *drafted* were *false*."""

    met: int
    asked: int
    false: int
    drafted: int

    @property
    def found(self) -> float:
        """The share of the claims that a draft has."""
        return self.met / self.asked

    @property
    def wrong(self) -> float:
        """The share of the drafted changes that no claim bears out."""
        return self.false / max(self.drafted, 1)


@lru_cache
def _plain() -> dict[str, Any]:
    return tomllib.loads((NEWS / "plain.toml").read_text(encoding="utf-8"))


def stories(name: str) -> list[Story]:
    """Return the texts in the file *name*, such as `wires`."""
    listed = tomllib.loads((NEWS / f"{name}.toml").read_text(encoding="utf-8"))["text"]
    return [_story(one) for one in listed]


def _story(given: Mapping[str, Any]) -> Story:
    pairs = {key: [(v, t) for v, t in given.get(key, ())] for key in ("claims", "also")}
    plain = {"happening": "statement", **given}
    return Story(**{**plain, **pairs})


def happening(story: Story) -> str:
    """Return the event of the ledger that *story* is about."""
    return str(_plain()["happenings"].get(story.happening, story.happening))


def draft_of(story: Story, record: Record, vocabulary: Vocabulary) -> tuple[Draft, list[Like]]:
    """Return the draft of *story*, and the events of *record* that it may repeat."""
    text = Text(story.body.strip())
    title, published = text.plain.partition("\n")[0], parse(story.published)
    draft = drafted(text, record, vocabulary, published)
    return draft, alike(draft.changes, title, draft.when, published, record, vocabulary.steps)


def score(told: Iterable[tuple[Story, Draft]], record: Record) -> Score:
    """Return how well the drafts of some stories say what the stories say."""
    sums = [0, 0, 0, 0]
    for story, draft in told:
        missed, false = faults(story, draft, record)
        counts = len(story.claims) - len(missed), len(story.claims)
        for at, one in enumerate((*counts, len(false), len(draft.changes))):
            sums[at] += one
    return Score(*sums)


def faults(
    story: Story, draft: Draft, record: Record
) -> tuple[list[tuple[str, str]], list[tuple[str | None, str]]]:
    """Return the claims of *story* that its *draft* misses, and the changes that no claim has."""
    has = [(one.verb, one.term) for one in draft.changes]
    wanted = {claim: {*_accepted(claim, story, record)} for claim in (*story.claims, *story.also)}
    right = set().union(*wanted.values())
    return (
        [claim for claim in story.claims if wanted[claim].isdisjoint(has)],
        [one for one in has if one not in right],
    )


def _accepted(
    claim: tuple[str, str], story: Story, record: Record
) -> Iterator[tuple[str | None, str]]:
    """Yield each verb and term of the ledger that say *claim*.

    Where the ledger has another verb for that term in that happening, both are right.
    """
    verb, name = claim
    standing = record.standing(happening(story))
    assert standing is not None
    own = {(verb_of(one), one.term) for one in standing.event.changes if one.of is None}
    for term in _plain()["terms"].get(name, [name]):
        yield _plain()["verbs"].get(verb, verb), term
        yield from (one for one in own if one[1] == term and one[0] in ("set", "end", "reaffirm"))
