"""What an assertion may expect: each key holds or fails, and says so with both sides."""

import pytest

from cli.wording.findings import says
from events.ledger import reader
from events.model.kinds import Assert
from timeline.findings.expectations import missed
from timeline.findings.finding import Finding
from timeline.record.record import Kept, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms

LEDGER = """\
partnership: us
terms: {fee: {title: Fee}, licence: {title: Licence}, seat: {title: Seat}}
conditions: {ipo: {title: Floated}, cleared: {title: Cleared}}
sources: {s: {url: "https://example.com"}}
events:
  - id: deal
    when: 2026-01-05
    title: A deal
    authority: official
    by: [Acme, Globex]
    sources: [s]
    changes:
      - {set: licence, value: "yes"}
      - {set: fee, value: 10 %, through: 2027, unless: [ipo], while: licence}
  - {id: again, when: 2026-01-20, title: Again, authority: official, by: [Acme], sources: [s],
     changes: [{reaffirm: fee}]}
  - {id: plan, announced: 2026-02-01, title: A plan, authority: official, by: [Acme], sources: [s],
     changes: [{set: fee, value: 15 %, when: 2026-07-01}, {set: fee, value: 20 %, once: cleared}]}
  - {id: paper, when: 2026-02-02, title: A paper, authority: press, by: [The Paper], sources: [s],
     changes: [{claim: fee, value: 12 %, through: 2026}]}
  - {id: rival, when: 2026-02-03, title: A rival, authority: reported, by: [Rival], sources: [s],
     changes: [{claim: fee, ended: true}]}
  - {id: silence, when: 2026-01-25, title: A text, authority: official, by: [Globex], sources: [s],
     changes: [{leave-unsaid: fee}]}
assertions:
  - {on: 2026-02-10, term: TERM, EXPECTED}
"""


def asked(expected: str, term: str = "fee") -> tuple[Assert, Answer]:
    """Return the assertion that says *expected*, and the answer that it speaks of."""
    text = LEDGER.replace("TERM", term).replace("EXPECTED", expected)
    acts = [item.act for item in reader.read(text.encode(), "us.yaml").items]
    record = record_of(
        Kept(number, "2026-02-10T00:00:00.000000Z", act) for number, act in enumerate(acts, 1)
    )
    [said] = record.assertions
    return said, answer_on(Terms(steps_of(record)), record.terms[term], said.on)


@pytest.mark.parametrize(
    ("holds", "fails", "sentence"),
    [
        ("value: 10 %", "value: 12 %", "be '12 %', but it is in-force '10 %' [deal]"),
        ("status: in-force", "status: ended", "be ended, but it is in-force '10 %' [deal]"),
        ("authority: official", "authority: press",
         "be told with the authority press, but is told with the authority official"),
        ("by: [Globex, Acme]", "by: [Acme]",
         "be told as said by Acme, but is told as said by Acme and Globex"),
        ("since: 2026-01-05", "since: 2026-01",
         "be told since 2026-01, but is told since 2026-01-05"),
        ("through: 2027", "through: 2028",
         "be told through 2028, but is told through 2027"),
        ("unless: [ipo]", "unless: []",
         "be told without a condition that ends it, but is told unless ipo is met"),
        ("while: licence", "while: seat",
         "be told as dependent on seat, but is told as dependent on licence"),
        ("last_confirmed: 2026-01-20", "last_confirmed: 2026-01-05",
         "be told as last confirmed on 2026-01-05, but is told as last confirmed on 2026-01-20"),
        ("confirmed: again", "confirmed: deal",
         "be told as confirmed by deal, but is told as confirmed by again"),
        ("carried: silence", "carried: deal",
         "be told as left unsaid by deal, but is told as left unsaid by silence"),
        ("flags: [pending, carried, claimed-otherwise]", "flags: []",
         "be told without a flag, but is told flagged claimed-otherwise, carried and pending"),
        ("claims: [{value: 12 %, by: [The Paper]}, {status: ended}]",
         "claims: [{value: 12 %, by: [The Paper]}]",
         "be told beside the claim '12 %' by The Paper, but is told beside the claim '12 %' by The "
         "Paper (press) since 2026-02-02 through 2026 and ended by Rival (reported) since "
         "2026-02-03"),
        ("claims: [{through: 2026, since: 2026-02-02, authority: press}, {by: [Rival]}]",
         "claims: []", "be told beside no claim, but is told beside the claim '12 %' by The Paper "
         "(press) since 2026-02-02 through 2026 and ended by Rival (reported) since 2026-02-03"),
        ("pending: [{value: 15 %, when: 2026-07-01}, {verb: set, once: cleared}]",
         "pending: [{value: 15 %, when: 2026-07-02}, {value: 20 %}]",
         "be told beside the plan '15 %' from 2026-07-02 and '20 %', but is told beside the plan "
         "'15 %' from 2026-07-01 and '20 %' once cleared is met"),
    ],
)  # fmt: skip
def test_each_key_holds_or_fails(holds: str, fails: str, sentence: str) -> None:
    """An assertion that cannot fail tests nothing, and one that fails has to say by what."""
    assert [] == [*missed(*asked(holds))]

    said, answer = asked(fails)
    failed = Finding(code="assertion", terms=("fee",), expected=said, answer=answer)

    assert 1 == len([*missed(said, answer)])
    assert f"On 2026-02-10 fee should {sentence}." == says(failed)


@pytest.mark.parametrize(
    "missing",
    ["since: 2026", "through: 2027", "unless: [ipo]", "while: licence", "last_confirmed: 2026",
     "authority: press", "by: [Acme]", "flags: [pending]", "claims: [{value: x}]",
     "pending: [{value: x}]"],
)  # fmt: skip
def test_what_is_not_there_is_told_so(missing: str) -> None:
    """Of a term that is not set nothing is told but that."""
    said, answer = asked(f"status: not-set, {missing}", "seat")

    assert 1 == len([*missed(said, answer)])
    assert "told" in says(Finding(code="assertion", terms=("seat",), expected=said, answer=answer))
    assert not [*missed(*asked("flags: [], claims: [], pending: [], unless: [], by: []", "seat"))]


def test_two_keys_that_fail_are_told_in_one_sentence() -> None:
    """Whoever mends one sees the other."""
    said, answer = asked("value: 12 %, through: 2028, known: 2026-12")

    assert says(Finding(code="assertion", terms=("fee",), expected=said, answer=answer)) == (
        "On 2026-02-10, as known on 2026-12, fee should be '12 %', but it is in-force '10 %' "
        "[deal]; it should be told through 2028, but is told through 2027."
    )
