"""What drafts make of five articles and twenty wires, held against what a reader takes from them.

The texts were written before the matcher was opened, by somebody who had not seen the ledger.
`tests/jobs/news_job.py` measures at length.
"""

from random import Random

import newsroom
import pytest
from planted import planted

from timeline.intake.bearing import Vocabulary
from timeline.intake.quotes import Text
from timeline.record.record import Record


@pytest.fixture(scope="module")
def vocabulary(record: Record) -> Vocabulary:
    """Return the words of the bundled ledger."""
    return Vocabulary(record)


def test_drafts_say_what_the_texts_say(record: Record, vocabulary: Vocabulary) -> None:
    """A person corrects a draft; one that is mostly wrong is slower than none."""
    stories = [*newsroom.stories("articles"), *newsroom.stories("wires")]
    drafts = [(one, newsroom.draft_of(one, record, vocabulary)[0]) for one in stories]
    score = newsroom.score(drafts, record)

    assert 76 == score.asked
    assert 0.8 <= score.found
    assert 0.2 >= score.wrong


@pytest.mark.parametrize("story", newsroom.stories("wires"), ids=lambda one: str(one.name))
def test_each_wire_is_offered_as_a_confirmation_of_its_happening(
    story: newsroom.Story, record: Record, vocabulary: Vocabulary
) -> None:
    """Twenty reports of two happenings are two events."""
    _, like = newsroom.draft_of(story, record, vocabulary)

    assert newsroom.happening(story) == like[0].event


def test_planted_quotes_are_told_apart(request: pytest.FixtureRequest) -> None:
    """Of the wrong ones none is accepted, and of the right ones none is refused."""
    rng = Random(request.config.getoption("randomly_seed", 0))
    bodies = [one.body for name in ("articles", "wires") for one in newsroom.stories(name)]
    texts = {body: Text(body) for body in bodies}

    for body, quote, is_right in planted(bodies, rng, 200):
        assert is_right is (texts[body].find(quote) is not None), quote
