"""A term with more rows of answers than its changes call for is named by `check`."""

from datetime import date

from cli.wording.advice import command
from cli.wording.findings import says
from events.dates.dates import parse
from events.model.kinds import Act, Authority, Define, Event, Set, Source, Term
from timeline.boxes.lines import Answers
from timeline.boxes.replay import answers_of
from timeline.findings.check import findings
from timeline.findings.finding import FINDING, Finding
from timeline.record.record import Kept


def told(when: str, many: int) -> Answers:
    """Return the answers by *many* changes dated *when*, each of which expires, year by year."""
    acts: list[Act] = [
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
        Define(id="define:source:s", thing=Source(key="s", url="https://example.com")),
        *(
            Event(
                id=f"e{year}",
                title=f"Told in {year}",
                authority=Authority.OFFICIAL,
                sources=("s",),
                when=parse(when.format(year)),
                announced=parse(f"{year}-05-03"),
                changes=(Set(term="fee", value=f"{year} %", through=parse(f"{year + 9}-06")),),
            )
            for year in range(1980, 1980 + many)
        ),
    ]
    stamp = "2026-11-21T00:00:00.000000Z"
    kept = [Kept(n, stamp, act) for n, act in enumerate(acts, 1)]
    return answers_of(kept, lambda record: [*record.terms])


def crowded(answers: Answers) -> list[Finding]:
    found = findings(answers, date(2026, 11, 21), similar=lambda *_: 0.0)
    return [one for one in found if one.code == "crowded"]


def test_a_term_is_named_whose_vague_dates_make_too_many_rows() -> None:
    """Whoever wonders why an append takes so long is told which dates to state more exactly."""
    [one] = crowded(told("[1980..2026]", 40))

    assert (FINDING, ("fee",), ("e1980",)) == (one.level, one.terms, one.events)
    assert 20 * 40 < int(one.names[0])
    assert f"fee has {one.names[0]} rows of answers for 40 changes" in says(one)
    assert ("correct", "e1980", "--when", "DATE", "--reason", "WHY") == command(one)


def test_a_term_with_as_many_exact_changes_is_not() -> None:
    """However many changes a term has, exact dates make few rows."""
    assert [] == crowded(told("{}-02-01", 40))
