"""Where lines part: what makes answers differ, and on which days they do."""

from datetime import date, timedelta

from logs import fee, happened, log

from events.dates.dates import day
from timeline.record.days import FAR
from timeline.record.record import Kept, record_of
from timeline.record.steps import Step, steps_of
from timeline.rule.line import Stretch
from timeline.rule.terms import Terms, kinds
from timeline.views.answer_changes import AnswerChange, answer_changes

START = date(2020, 1, 1)


def in_a_row(number: int) -> list[Step]:
    """Return the steps of a term that is set anew every day."""
    days = [START + timedelta(n) for n in range(number)]
    acts = [happened(f"e{n}", day(on), fee(str(n))) for n, on in enumerate(days)]
    return steps_of(record_of(Kept(*one) for one in log(*acts)))["fee"]


def test_days_in_a_row_with_the_same_two_answers_are_one_parting() -> None:
    """Whoever gave the answer: a new event for the same value is no other answer."""
    one, other, third = (Terms({"fee": [step]}).answers("fee", FAR) for step in in_a_row(3))
    was = [Stretch(1, 4, one), Stretch(5, 9, other), Stretch(10, FAR, other)]
    now = [Stretch(1, 2, one), Stretch(3, 6, third), Stretch(7, FAR, other)]

    assert [AnswerChange(3, 4, one, third), AnswerChange(5, 6, other, third)] == answer_changes(
        was, now, 20
    )
    assert [AnswerChange(3, 3, one, third)] == answer_changes(was, now, 3)
    assert [] == answer_changes(was, was, FAR)
    assert kinds(one) != kinds(other)
