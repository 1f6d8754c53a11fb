"""What is to be settled: each flaw of a record is found, named, and never where there is none."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from random import Random

import pytest
from depth import scaled
from rule_histories import history

from cli.wording.advice import command
from cli.wording.findings import says
from events.dates.dates import Date, day, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Change,
    Claim,
    Condition,
    Define,
    Dispute,
    End,
    Event,
    Partnership,
    Position,
    Reaffirm,
    Redefine,
    Set,
    Settle,
    Source,
    Term,
)
from timeline.boxes.lines import Answers
from timeline.boxes.replay import answers_of
from timeline.findings.check import findings
from timeline.findings.finding import FINDING, REMARK, Finding
from timeline.record.record import Kept, Record
from timeline.rule.answer import answer_on
from timeline.rule.terms import Terms

HISTORIES, CHUNK = scaled(200), 30
FEE = Define(id="define:term:fee", thing=Term(key="fee", title="Fee"))
IPO = Define(id="define:condition:ipo", thing=Condition(key="ipo", title="Floated"))
SOURCE = Define(id="define:source:s", thing=Source(key="s", url="https://example.com"))


def log(*acts: Act) -> Answers:
    """Return the answers by *acts* about one term, the fee."""
    stamp = "2026-11-21T00:00:00.000000Z"
    return _answers(Kept(n, stamp, act) for n, act in enumerate([FEE, SOURCE, *acts], 1))


def _answers(acts: Iterable[Kept]) -> Answers:
    return answers_of(acts, lambda record: [*record.terms])


def event(
    name: str,
    when: str | None,
    *changes: Change,
    title: str | None = None,
    authority: Authority = Authority.OFFICIAL,
    announced: str | None = None,
    by: tuple[str, ...] = (),
    after: str | None = None,
    sources: tuple[str, ...] = ("s",),
    met: tuple[str, ...] = (),
) -> Event:
    return Event(
        id=name,
        title=title or name,
        authority=authority,
        sources=sources,
        when=parse(when) if when else None,
        announced=parse(announced) if announced else None,
        by=by,
        after=after,
        changes=changes,
        met=met,
    )


def fee(
    value: str,
    through: str | None = None,
    *,
    unless: tuple[str, ...] = (),
    hinge: str | None = None,
    of: str | None = None,
) -> Set:
    last = parse(through) if through else None
    return Set(term="fee", value=value, through=last, unless=unless, hinge=hinge, of=of)


def similar(one: str, other: str) -> float:
    return 100 * SequenceMatcher(None, one, other).ratio()


def found(
    answers: Answers, on: str = "2026-11-21", stale_after: int | None = None
) -> list[Finding]:
    return findings(answers, date.fromisoformat(on), similar=similar, stale_after=stale_after)


def codes(answers: Answers, on: str = "2026-11-21") -> list[tuple[str, str]]:
    return [(one.code, one.level) for one in found(answers, on)]


def only(answers: Answers, on: str = "2026-11-21") -> Finding:
    [finding] = found(answers, on)
    return finding


DEAL = event("deal", "2026-01-05", fee("10 %", "2026-06"))


def test_a_sound_record_leaves_nothing_to_settle() -> None:
    """A check that always has something to say is not read."""
    answers = log(
        IPO,
        event("deal", "2026-01-05", fee("10 %", "2027", unless=("ipo",))),
        event("again", "2026-02-01", Reaffirm(term="fee")),
        event("raise", "2026-03-01", fee("12 %", unless=("ipo",))),
        Assert(id="a", on=parse("2026-03-01"), term="fee", value="12 %"),
    )

    assert [] == found(answers)


def test_the_bundled_ledger_has_remarks_only(record: Record) -> None:
    """Its vague dates are those of its sources, and all of them are in the past."""
    remarks = ("undetermined", "one-sided", "old-claim", "unreachable")

    assert {(code, REMARK) for code in remarks} == {*codes(_answers(record.acts))}


def test_a_value_that_expired_asks_what_came_then() -> None:
    """From the first day without it, not before."""
    answers = log(DEAL)
    finding = only(answers, "2026-07-01")

    assert [] == found(answers, "2026-06-30")
    assert ("expired", FINDING, date(2026, 7, 1)) == (finding.code, finding.level, finding.on)
    assert ("append", "--when", "2026-07-01") == command(finding)[:3]
    assert ("--end", "fee") == command(finding)[-2:]


def test_a_value_that_was_ended_after_it_expired_is_settled() -> None:
    """What came then is said."""
    assert [] == found(log(DEAL, event("over", "2026-07-01", End(term="fee"))))


def test_days_between_an_expiry_and_the_next_value_are_a_gap() -> None:
    """An hour without a contract is what an auditor looks for."""
    finding = only(log(DEAL, event("new", "2026-08-01", fee("12 %"))))

    assert ("gap", FINDING, ("deal", "new")) == (finding.code, finding.level, finding.events)
    assert "from 2026-07-01 through 2026-07-31" in says(finding)


@pytest.mark.parametrize("when", ["2026-07-01", "2026-06-15"])
def test_a_value_that_follows_at_once_leaves_no_gap(when: str) -> None:
    """Nor does one that begins before the last day of the other: it replaces it."""
    assert [] == found(log(DEAL, event("new", when, fee("12 %"))))


def of_year(year: int) -> Event:
    """Return an event that gives the fee of one *year*."""
    change = Set(term="fee", value=f"{year} $", during=parse(str(year)))
    return event(str(year), None, change, announced=f"{year + 1}-03-01")


def test_the_value_of_one_period_is_over_with_it() -> None:
    """Nobody waits for another one."""
    assert [] == found(log(of_year(2022)))


def test_a_series_of_periods_that_stops_is_a_remark_once_the_next_one_is_over() -> None:
    """Whoever asks about the year after it gets an old figure; a newer one was missed."""
    answers = log(of_year(2021), of_year(2022))
    finding = only(answers, "2023-12-31")

    assert [] == found(answers, "2023-12-30")
    assert ("expired", REMARK, ("2022",)) == (finding.code, finding.level, finding.events)
    assert (
        "fee is given for periods through 2022-12-31 [2022] and not for the next one, which is "
        "over too."
    ) == says(finding)
    assert ("--set", "fee=VALUE", "--during", "fee=PERIOD") == command(finding)[-4:]
    assert "--when" not in command(finding)


def test_a_period_left_out_of_a_series_is_a_gap() -> None:
    """A figure settles it, and not an end."""
    finding = only(log(of_year(2021), of_year(2023)), "2024-01-01")

    assert ("gap", FINDING, ("2021", "2023")) == (finding.code, finding.level, finding.events)
    assert ("--set", "fee=VALUE", "--during", "fee=PERIOD") == command(finding)[-4:]


def test_two_answers_of_one_day_contradict() -> None:
    """That the later entry wins is a rule for the tie, not a reason to believe it."""
    filing = event("filing", "2026-01-05", fee("12 %"), authority=Authority.FILING)
    finding = only(log(event("deal", "2026-01-05", fee("10 %")), filing))

    assert ("contradiction", ("deal", "filing")) == (finding.code, finding.events)
    assert "'10 %' [deal] and '12 %' [filing]" in says(finding)
    assert "(`after: deal`)" in says(finding)


def test_a_better_authority_does_not_say_which_came_first() -> None:
    """Rank decides what is trusted, not what is current."""
    press = event("press", "2026-01-05", fee("12 %"), authority=Authority.PRESS)
    official = event("deal", "2026-01-05", fee("10 %"))

    assert [("contradiction", FINDING)] == codes(log(press, official))


@pytest.mark.parametrize(
    "other",
    [
        event("same", "2026-01-05", fee("10 %")),
        event("next day", "2026-01-06", fee("12 %")),
        event("more", "2026-01-05", fee("12 %", of="deal")),
        event("then", "2026-01-05", fee("12 %"), after="deal"),
    ],
    ids=lambda one: one.id,
)
def test_what_agrees_or_follows_does_not_contradict(other: Event) -> None:
    """The same answer, another day, and what says where it stands on the same one."""
    assert [] == found(log(event("deal", "2026-01-05", fee("10 %")), other))


def test_an_answer_in_place_of_a_better_one_is_told() -> None:
    """It is current all the same; the alternative is a claim."""
    press = event("press", "2026-02-01", fee("12 %"), authority=Authority.PRESS)
    finding = only(log(event("deal", "2026-01-05", fee("10 %")), press))

    assert ("replaced-higher", FINDING, ("press", "deal")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert "'12 %' [press], press, in place of '10 %' [deal], official" in says(finding)
    assert ("correct", "press", "--edit", "--reason", "WHY") == command(finding)


def test_a_better_word_after_it_settles_what_was_replaced() -> None:
    """What stands now replaces nothing above it."""
    press = event("press", "2026-02-01", fee("12 %"), authority=Authority.PRESS)
    official = event("official", "2026-03-01", fee("12 %"))

    assert [] == found(log(event("deal", "2026-01-05", fee("10 %")), press, official))


def test_a_vague_date_leaves_the_term_open_until_it_is_over() -> None:
    """Within its days it is a finding; afterwards it is how the past was told."""
    answers = log(event("deal", "2026-01-05", fee("10 %")), event("raise", "2026-03", fee("12 %")))
    [during], [after] = found(answers, "2026-03-10"), found(answers, "2026-04-01")

    assert [] == found(answers, "2026-02-28")
    assert ("undetermined", FINDING, ("raise",)) == (during.code, during.level, during.events)
    assert ("correct", "raise", "--when", "DATE", "--reason", "WHY") == command(during)
    assert ("undetermined", REMARK, date(2026, 3, 1)) == (after.code, after.level, after.on)
    assert "through 2026-03-30: raise dates it 2026-03." in says(after)


def test_a_change_with_a_vague_date_of_its_own_is_corrected_in_the_changes() -> None:
    """The day of its event is not what is vague."""
    own = Set(term="fee", value="12 %", when=parse("2026-03"))
    answers = log(event("deal", "2026-01-05", fee("10 %")), event("raise", "2026-05-01", own))

    assert ("correct", "raise", "--edit", "--reason", "WHY") == command(only(answers))


def test_what_tells_more_is_dated_by_what_it_tells_of() -> None:
    """The event to correct is the one that has the date."""
    more = event("more", "2026-05-01", Set(term="fee", value="12 %", of="deal"))
    finding = only(log(event("deal", "2026-03", fee("10 %")), more), "2026-03-10")

    assert ("deal",) == finding.events


def test_two_vague_dates_that_overlap_leave_the_order_open_for_ever() -> None:
    """Both have happened, and nobody can tell which answer is the later."""
    answers = log(
        event("one", "[2026-01-01..2026-03-31]", fee("10 %")),
        event("other", "[2026-02-01..2026-04-30]", fee("12 %")),
    )
    finding = only(answers)

    assert ("overlap", FINDING, ("one", "other")) == (finding.code, finding.level, finding.events)
    assert "which came first is not known" in says(finding)


def test_a_day_among_the_possible_days_of_another_answer_is_an_overlap_too() -> None:
    """The exact one is named as well, and the vague one is what can be made better."""
    answers = log(
        event("exact", "2026-02-15", fee("10 %")),
        event("vague", "[2026-02-01..2026-04-30]", fee("12 %")),
    )
    finding = only(answers)

    assert ("overlap", ("exact", "vague")) == (finding.code, finding.events)
    assert "vague" == command(finding)[1]
    assert [("undetermined", FINDING)] == codes(answers, "2026-04-29")


def test_an_overlap_that_a_later_answer_has_settled_is_a_remark() -> None:
    """It matters to the past only."""
    answers = log(
        event("one", "[2026-01-01..2026-03-31]", fee("10 %")),
        event("other", "[2026-02-01..2026-04-30]", fee("12 %")),
        event("third", "2026-06-01", fee("14 %")),
    )

    assert [("overlap", REMARK)] == codes(answers)


def test_a_day_of_unknown_year_stays_a_finding() -> None:
    """It may yet come, every year."""
    answers = log(event("deal", "2026-01-05", fee("10 %")), event("june", "XXXX-06", fee("12 %")))

    assert [("undetermined", FINDING)] == codes(answers)


def test_an_event_without_a_source_is_found() -> None:
    """Validation refuses it; a log of another hand may have it all the same."""
    unsourced = event("rumour", "2026-02-01", Reaffirm(term="fee"), sources=())
    unknown = event("article", "2026-02-02", Reaffirm(term="fee"), sources=("lost",))
    answers = log(event("deal", "2026-01-05", fee("10 %")), unsourced, unknown)

    assert [("no-source", ("rumour",)), ("no-source", ("article",))] == [
        (one.code, one.events) for one in found(answers)
    ]


def test_a_condition_that_no_answer_names_ends_nothing() -> None:
    """Either it was forgotten in an `unless`, or it is misspelt there."""
    answers = log(IPO, event("deal", "2026-01-05", fee("10 %")))
    finding = only(answers)

    assert ("unreachable", FINDING) == (finding.code, finding.level)
    assert ("--unless", "TERM=ipo") == command(finding)[-2:]


def test_a_condition_that_no_standing_answer_names_is_a_remark() -> None:
    """The deal has moved on; nothing needs to be done."""
    named = event("deal", "2026-01-05", fee("10 %", unless=("ipo",)))
    answers = log(IPO, named, event("raise", "2026-03-01", fee("12 %")))

    assert [] == found(answers, "2026-02-28")
    assert [("unreachable", REMARK)] == codes(answers)


@pytest.mark.parametrize(
    "other",
    [
        event("floated", "2026-02-01", met=("ipo",)),
        event("ahead", "2027-02-01", fee("12 %", unless=("ipo",))),
        event("some day", None, fee("12 %", unless=("ipo",))),
    ],
    ids=lambda one: one.id,
)
def test_a_condition_that_came_about_or_lies_ahead_is_reachable(other: Event) -> None:
    """It has done its work, or will."""
    named = event("deal", "2026-01-05", fee("10 %", unless=("ipo",)))
    ended = event("raise", "2026-03-01", fee("12 %"))

    assert [] == found(log(IPO, named, ended, other))


def test_an_answer_is_stale_only_where_that_is_asked() -> None:
    """How long is too long, whoever asks decides; a restatement makes it fresh."""
    again = event("again", "2026-03-01", Reaffirm(term="fee"))
    answers = log(event("deal", "2026-01-05", fee("10 %")), again)

    assert [] == found(answers)
    assert [] == found(answers, "2026-03-31", 30)
    [finding] = found(answers, "2026-04-01", 30)
    assert ("stale", FINDING, date(2026, 3, 1)) == (finding.code, finding.level, finding.on)
    assert ("--reaffirm", "fee") == command(finding)[-2:]


def test_what_has_ended_is_never_stale() -> None:
    """Nobody restates what is no more."""
    over = event("over", "2026-02-01", End(term="fee"))

    assert [] == found(log(event("deal", "2026-01-05", fee("10 %")), over), stale_after=1)


NEWS = event("news", "2026-02-01", Reaffirm(term="fee"), title="Both restate the fee")


def test_two_events_of_one_day_and_nearly_one_title_may_be_one() -> None:
    """Two clippings of one piece of news look like two pieces of news."""
    again = event("again", "2026-02", Reaffirm(term="fee"), title="Both restate the fee!")
    finding = only(log(event("deal", "2026-01-05", fee("10 %")), NEWS, again))

    assert ("duplicate", ("news", "again")) == (finding.code, finding.events)
    assert ("retract", "again", "--reason", "the same as news") == command(finding)


def test_of_many_alike_each_is_named_once() -> None:
    """Beside the first of them: hundreds of plans were once a hundred thousand findings."""
    many = [event(f"e{n}", "2026-02-01", Reaffirm(term="fee"), title="Both say so") for n in "abcd"]
    alike = [one.events for one in found(log(*many)) if one.code == "duplicate"]

    assert [("ea", "eb"), ("ea", "ec"), ("ea", "ed")] == alike


@pytest.mark.parametrize(
    "other",
    [
        event("day", "2026-02-02", Reaffirm(term="fee"), title=NEWS.title),
        event("undated", None, Reaffirm(term="fee"), title=NEWS.title),
        event("term", "2026-02-01", title=NEWS.title),
        event("title", "2026-02-01", Reaffirm(term="fee"), title="A filing repeats it"),
        event("more", "2026-02-01", Reaffirm(term="fee", of="news"), title=NEWS.title),
    ],
    ids=lambda one: one.id,
)
def test_events_that_differ_in_day_term_or_title_are_two(other: Event) -> None:
    """So is one that says of itself that it tells more about the other."""
    assert [] == found(log(event("deal", "2026-01-05", fee("10 %")), NEWS, other))


def expecting(on: str = "2026-02-01", **expected: str) -> Assert:
    known: Date | None = parse(expected.pop("known")) if "known" in expected else None
    return Assert(
        id="a",
        on=parse(on),
        term="fee",
        known=known,
        value=expected.get("value"),
        status=expected.get("status"),
    )


RAISED = (
    event("deal", "2026-01-05", fee("10 %")),
    event("raise", "2026-02-01", fee("12 %")),
)


@pytest.mark.parametrize(
    "expected",
    [
        expecting(value="12 %"),
        expecting(status="in-force"),
        expecting("2026-01-04", status="not-set"),
        expecting(value="10 %", known="2026-01-31"),
        expecting("2026-01", status="varied"),
    ],
    ids=str,
)
def test_an_assertion_that_holds_is_not_told(expected: Assert) -> None:
    """It is asked on its own day, with what was known by its own."""
    assert [] == found(log(*RAISED, expected))


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (
            expecting(value="10 %"),
            "On 2026-02-01 fee should be '10 %', but it is in-force '12 %' [raise].",
        ),
        (
            expecting(status="ended"),
            "On 2026-02-01 fee should be ended, but it is in-force '12 %' [raise].",
        ),
        (
            expecting("2026-01-04", value="10 %"),
            "On 2026-01-04 fee should be '10 %', but it is not-set.",
        ),
    ],
)
def test_an_assertion_that_fails_is_a_finding(expected: Assert, sentence: str) -> None:
    """Whoever keeps the log wrote down what it must say."""
    finding = only(log(*RAISED, expected))

    assert ("assertion", FINDING, sentence) == (finding.code, finding.level, says(finding))
    assert ("explain", "fee", str(expected.on)) == command(finding)


def test_a_value_that_is_expected_is_expected_in_force() -> None:
    """An expired value is not what the contract says that day."""
    over = event("over", "2026-07-01", End(term="fee"))

    assert [("assertion", FINDING)] == codes(
        log(DEAL, over, expecting("2026-07-01", value="10 %", known="2026-06-30"))
    )


def test_a_renamed_term_is_looked_up_by_its_new_name() -> None:
    """Assertions are not rewritten when a term is."""
    price = Term(key="price", title="Price")
    renamed = Redefine(id="define:term:fee.c1", thing=Term(key="fee", title="Fee"), renamed="price")
    named = Define(id="define:term:price", thing=price)

    assert [] == found(log(*RAISED, named, renamed, expecting(value="12 %")))


def test_a_term_that_others_replace_is_left_in_peace() -> None:
    """Its questions are theirs now."""
    other = Define(id="define:term:price", thing=Term(key="price", title="Price"))
    merged = Redefine(id="define:term:fee.c1", thing=Term(key="fee", title="Fee"), merged="price")

    assert [] == found(log(DEAL, other, merged))


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_term_is_found_undetermined_exactly_where_it_is(first: int) -> None:
    """Neither a vague date too many, nor a term that nobody is told about."""
    for seed in range(first, first + CHUNK):
        random = Random(seed)
        answers = _answers(Kept(*one) for one in history(random))
        terms = Terms(answers.known(None).steps)
        for on in (date(2026, 1, number) for number in random.sample(range(1, 18), 2)):
            every = findings(answers, on, similar=similar)
            assert all(says(one) and command(one) for one in every), f"seed {seed}"
            open_now = {
                term
                for one in every
                if one.code in ("undetermined", "overlap") and one.level == FINDING
                for term in one.terms
            }
            undetermined = {
                key
                for key, term in answers.record.terms.items()
                if answer_on(terms, term, day(on)).status == "undetermined"
            }

            assert undetermined == open_now, f"seed {seed}"


def test_each_vague_date_is_told_with_its_own_days() -> None:
    """Years lie between the two, in which nothing was open."""
    first, second = event("one", "2002-03", fee("44 %")), event("other", "2010-04", fee("43 %"))
    told = [(one.spans, one.events) for one in found(log(first, second))]

    assert [
        (((date(2002, 3, 1), date(2002, 3, 30)),), ("one",)),
        (((date(2010, 4, 1), date(2010, 4, 29)),), ("other",)),
    ] == told


def test_an_exact_answer_among_the_days_of_a_vague_one_parts_them() -> None:
    """On its own day the exact one is certain, if it is the later entry."""
    answers = log(event("vague", "2026-03", fee("10 %")), event("exact", "2026-03-10", fee("12 %")))
    [finding] = found(answers)

    assert ((date(2026, 3, 1), date(2026, 3, 9)), (date(2026, 3, 11), None)) == finding.spans
    assert (
        "was undetermined from 2026-03-01 through 2026-03-09 and is undetermined from 2026-0"
        in (says(finding))
    )


DEAL_OF_TWO = Define(
    id="define:partnership", thing=Partnership(title="Two", parties=("Acme", "Globex"))
)


def test_a_value_disclosed_later_may_be_that_of_the_same_happening() -> None:
    """As two happenings they leave it open for ever which came last."""
    hidden = event("hidden", "2016", fee("undisclosed"))
    told = event("told", "[2016..2023-11-13]", fee("36 %"))
    [finding] = [one for one in found(log(hidden, told)) if one.code == "same-happening"]
    more = event("more", "2023-11-13", fee("36 %", of="hidden"))

    assert ("hidden", "told") == finding.events
    assert "`of: hidden`" in says(finding)
    assert ("correct", "told", "--edit", "--reason", "WHY") == command(finding)
    assert "same-happening" not in [code for code, _ in codes(log(hidden, more))]


def test_a_plan_without_a_day_that_has_come_about_is_told() -> None:
    """It would be pending for ever."""
    plan = event("plan", None, fee("15 %"), announced="2020-01-01")
    before, done = (
        event("deal", "2019-01-01", fee("43 %")),
        event("done", "2021-01-01", fee("15 %")),
    )
    finding = only(log(before, plan, done))

    assert [] == found(log(before, plan))
    assert ("come-about", FINDING, ("plan", "done")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert ("correct", "done", "--dates", "plan", "--reason", "WHY") == command(finding)


def test_a_plan_that_came_about_after_its_days_is_told() -> None:
    """By the record it came about on one of them; the closing knows better."""
    plan = event("plan", "[2020-01-01..2020-06-30]", fee("100 %"), announced="2020-01-01")
    closed = event("closed", "2020-08-01", fee("100 %"), announced="2020-08-01")
    other = event("closed", "2020-08-01", fee("90 %"), announced="2020-08-01")
    [_, finding] = found(log(plan, closed))

    assert ("come-about", ("plan", "closed")) == (finding.code, finding.events)
    assert "to be '100 %' [plan] for [2020-01-01..2020-06-30], and has become so: 2020-08-01" in (
        says(finding)
    )
    assert ("correct", "closed", "--dates", "plan", "--reason", "WHY") == command(finding)
    assert [("undetermined", REMARK)] == codes(log(plan, other))


def agreement(when: str, through: str | None = None) -> tuple[Define, Event]:
    """Return a term for others to hang on, and the event that sets it."""
    defined = Define(id="define:term:agreement", thing=Term(key="agreement", title="Agreement"))
    last = parse(through) if through else None
    return defined, event("signed", when, Set(term="agreement", value="yes", through=last))


def test_what_hangs_on_a_term_that_is_not_set_is_told_with_its_days() -> None:
    """It hangs on nothing there."""
    deal = event("deal", "2026-01-05", fee("10 %", hinge="agreement"))
    finding = only(log(*agreement("2026-03-01"), deal))

    assert [] == found(log(*agreement("2026-01-05"), deal))
    assert ("while", ((date(2026, 1, 5), date(2026, 2, 28)),)) == (finding.code, finding.spans)
    assert (
        "only while agreement is in force, which is not set from 2026-01-05 through 2026-02-28"
        in (says(finding))
    )
    assert ("--set", "agreement=VALUE") == command(finding)[-2:]


def test_what_expired_with_another_term_is_asked_about_once() -> None:
    """What came then is the question of the term it hangs on."""
    deal = event("deal", "2026-01-05", fee("10 %", hinge="agreement"))
    finding = only(log(*agreement("2026-01-04", "2026-06"), deal))

    assert ("expired", ("agreement",)) == (finding.code, finding.terms)


def test_a_gap_of_another_term_is_told_of_that_one() -> None:
    """What hangs on it is in force again with it."""
    deal = event("deal", "2026-01-05", fee("10 %", hinge="agreement"))
    again = event("again", "2026-08-01", Set(term="agreement", value="yes"))
    finding = only(log(*agreement("2026-01-04", "2026-06"), deal, again))

    assert ("gap", ("agreement",)) == (finding.code, finding.terms)


def test_what_is_undetermined_through_another_term_names_its_vague_date() -> None:
    """There a better source would settle both."""
    deal = event("deal", "2026-01-05", fee("10 %", hinge="agreement"))
    over = event("over", "2026-11", End(term="agreement"))
    told = found(log(*agreement("2026-01-04"), deal, over))

    assert [("undetermined", ("fee",), ("over",)), ("undetermined", ("agreement",), ("over",))] == [
        (one.code, one.terms, one.events) for one in told
    ]


def test_an_end_of_what_was_never_set_is_told() -> None:
    """What ended is not in the record."""
    over = event("over", "2026-02-01", End(term="fee"))
    finding = only(log(over))

    assert ("nothing-ended", ("over",)) == (finding.code, finding.events)
    assert [] == found(log(event("deal", "2026-01-05", fee("10 %")), over))
    assert [] == found(log(event("deal", "2026", fee("10 %")), over), "2025-12-31")


def test_an_end_by_one_party_alone_is_a_remark() -> None:
    """The other may see it otherwise."""
    over = event("over", "2026-02-01", End(term="fee"), by=("Acme",))
    deal, both = event("deal", "2026-01-05", fee("10 %")), ("Acme", "Globex")
    finding = only(log(DEAL_OF_TWO, deal, over))

    assert ("one-sided", REMARK, ("over",)) == (finding.code, finding.level, finding.events)
    assert [] == found(log(deal, over))
    joint = event("over", "2026-02-01", End(term="fee"), by=both)
    assert [] == found(log(DEAL_OF_TWO, deal, joint))


def test_a_claim_of_more_than_a_year_ago_is_a_remark() -> None:
    """Nobody has taken it up since."""
    claim = event(
        "claim", "2025-11-20", Claim(term="fee", value="12 %"), authority=Authority.PRESS, by=("R",)
    )
    answers = log(event("deal", "2025-01-05", fee("10 %")), claim)
    finding = only(answers)

    assert [] == found(answers, "2026-11-20")
    assert ("old-claim", REMARK, ("claim",)) == (finding.code, finding.level, finding.events)
    assert "fee is claimed by R to be '12 %' [claim]: 2025-11-20, more than a year ago." == (
        says(finding)
    )


def test_a_dispute_of_more_than_two_years_is_a_remark() -> None:
    """Disputes last until somebody says that they are settled."""
    dispute = event("suit", "2024-11-20", Dispute(term="fee"))
    answers = log(event("deal", "2024-01-05", fee("10 %")), dispute)
    settled = log(dispute, event("peace", "2025-01-05", Settle(term="fee")))

    assert [] == found(answers, "2026-11-20")
    assert [("old-dispute", REMARK)] == codes(answers)
    assert [] == found(settled)


def test_a_dispute_before_a_joint_set_may_be_settled() -> None:
    """They would hardly agree on a value and go on disputing."""
    dispute = event("suit", "2026-02-01", Dispute(term="fee"))
    joint = event("amended", "2026-03-01", fee("12 %"), by=("Globex", "Acme"))
    alone = event("amended", "2026-03-01", fee("12 %"), by=("Acme",))
    deal = event("deal", "2026-01-05", fee("10 %"))
    finding = only(log(DEAL_OF_TWO, deal, dispute, joint))

    assert [] == found(log(DEAL_OF_TWO, deal, dispute, alone))
    assert ("settled", FINDING, ("suit", "amended")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert ("--settle", "fee") == command(finding)[-2:]


def test_a_source_that_is_late_makes_a_secret_of_what_was_public() -> None:
    """A suit of May that only a report of December is cited for."""
    late = Source(key="late", url="https://example.com/late", published=parse("2010-12-20"))
    source = Define(id="define:source:late", thing=late)
    suit = event("suit", "2010-04-20", fee("10 %"), sources=("late",))
    finding = only(log(source, suit))
    stated = event("suit", "2010-04-20", fee("10 %"), sources=("late",), announced="2010-12-20")
    soon = event("suit", "2010-10-21", fee("10 %"), sources=("late",))

    assert ("late-source", FINDING, ("suit",)) == (finding.code, finding.level, finding.events)
    assert "2010-12-20, 8 months later, only because its source is that late" in says(finding)
    assert ("correct", "suit", "--announced", "DATE", "--reason", "WHY") == command(finding)
    assert [] == found(log(source, stated))
    assert [] == found(log(source, soon))


def test_what_tells_of_an_earlier_happening_is_not_late() -> None:
    """That it came out later is what it says."""
    late = Source(key="late", url="https://example.com/late", published=parse("2023-11-13"))
    more = event("court", "2023-11-13", fee("36 %", of="deal"), sources=("late",))
    answers = log(
        Define(id="define:source:late", thing=late), event("deal", "2016-01-01", fee("25 %")), more
    )

    assert [] == found(answers)


def test_a_misspelt_party_of_a_dispute_is_told() -> None:
    """Its position would be nobody's; who is no party may have one all the same."""
    sides = ("Acme", "Glbex", "The regulator", "Acme and Globex")
    positions = tuple(Position(party=one, says="No.") for one in sides)
    dispute = event("suit", "2026-02-01", Dispute(term="fee", positions=positions))
    finding = only(log(DEAL_OF_TWO, event("deal", "2026-01-05", fee("10 %")), dispute))

    assert ("party", ("Glbex", "Globex")) == (finding.code, finding.names)
    assert "suit names 'Glbex'; the party is called 'Globex'." == says(finding)


def test_days_that_varied_are_told_where_an_assertion_fails() -> None:
    """Each answer that there was."""
    finding = only(log(*RAISED, expecting("2026", value="10 %")))

    assert "On 2026 fee should be '10 %', but it is varied (not set; '10 %'; '12 %')." == (
        says(finding)
    )


def test_what_would_date_a_plan_is_asked_after_its_days() -> None:
    """Neither dated nor called off, it is taken to have happened on one of them."""
    plan = event("plan", "[2026-03-01..2026-04-30]", fee("20 %"), announced="2026-02-01")
    answers = log(event("deal", "2026-01-05", fee("10 %")), plan)
    overdue = [one for one in found(answers) if one.code == "overdue"]
    dated = replace(event("closing", "2026-06-01"), dates="plan")
    off = replace(event("off", "2026-02-15"), calls_off="plan")

    assert "overdue" not in [code for code, _ in codes(answers, "2026-04-29")]
    assert [(FINDING, ("plan",), date(2026, 5, 1))] == [
        (one.level, one.events, one.on) for one in overdue
    ]
    assert "some day from 2026-03-01 through 2026-04-30; these days are over" in says(overdue[0])
    assert ("--dates", "plan") == command(overdue[0])[-2:]
    for other in (dated, off):
        both = log(event("deal", "2026-01-05", fee("10 %")), plan, other)
        assert "overdue" not in [code for code, _ in codes(both)]


def test_a_plan_that_was_dated_has_come_about_for_good() -> None:
    """Its value came with it."""
    plan = event("plan", None, fee("15 %"), announced="2020-01-01")
    done = replace(event("done", "2021-01-01"), dates="plan")

    assert [] == found(log(event("deal", "2019-01-01", fee("43 %")), plan, done))


def test_what_a_condition_had_met_before_it_was_announced_is_asked() -> None:
    """By the record it has been so since then."""
    met = event("met", "2026-01-01", met=("ipo",))
    right = event("right", None, replace(fee("10 %"), once="ipo"), announced="2026-02-01")
    finding = only(log(IPO, met, right))
    later = log(IPO, right, event("met", "2026-03-01", met=("ipo",)))

    assert ("met-before", FINDING, ("right",)) == (finding.code, finding.level, finding.events)
    assert (
        "fee is '10 %' [right] once ipo is met; that had been met (2026-01-01) before this was "
        "announced (2026-02-01)."
    ) == says(finding)
    assert [] == found(later)


def test_a_condition_for_which_a_change_waits_is_no_idle_one() -> None:
    """It begins something, though it ends nothing."""
    right = event("right", None, replace(fee("10 %"), once="ipo"), announced="2026-02-01")

    assert [] == found(log(IPO, right))


@pytest.mark.parametrize("done", [{"calls_off": "right"}, {"denies": "right"}], ids=str)
def test_a_condition_whose_only_plan_fell_is_a_remark(done: dict[str, str]) -> None:
    """It cannot begin anything any more."""
    right = event("right", None, replace(fee("10 %"), once="ipo"), announced="2026-02-01")
    fell = replace(event("fell", "2026-03-01"), **done)  # type: ignore[arg-type]
    [finding] = [one for one in found(log(IPO, right, fell)) if one.code == "unreachable"]

    assert (REMARK, ("fee",), ("right",)) == (finding.level, finding.terms, finding.events)
    assert (
        "No standing answer or plan names the condition ipo any more; the last was one of fee "
        "[right]."
    ) == says(finding)
    assert ("history", "fee") == command(finding)


def test_the_same_answer_of_another_speaker_may_confirm_the_first() -> None:
    """Recorded as a second happening, the press would lower what the party says."""
    deal = event("deal", "2026-01-05", fee("10 %"), by=("Acme",))
    wire = event("wire", "2026-01-05", fee("10 %"), by=("Reuters",), authority=Authority.PRESS)
    finding = only(log(deal, wire))

    assert ("same-answer", FINDING, ("deal", "wire")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert ("correct", "wire", "--confirms", "deal", "--reason", "WHY") == command(finding)
    assert [("same-answer", REMARK)] == codes(log(wire, deal))
    assert [] == found(log(deal, replace(wire, changes=(), confirms="deal")))
    assert [] == found(log(deal, replace(wire, when=parse("2026-01-06"))))
    assert [] == found(log(deal, replace(wire, by=("Acme",))))
    assert [] == found(log(deal, replace(wire, changes=(fee("10 %", of="deal"),))))


def test_an_official_word_that_nothing_changed_may_confirm() -> None:
    """It does not by itself make the rumoured figure official."""
    rumour = event("rumour", "2026-01-05", fee("10 %"), authority=Authority.REPORTED)
    again = event("again", "2026-02-01", Reaffirm(term="fee"), by=("Acme", "Globex"))
    finding = only(log(rumour, again))

    assert ("unconfirmed", REMARK, ("again", "rumour")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert ("correct", "again", "--confirms", "rumour", "--reason", "WHY") == command(finding)
    assert [] == found(log(rumour, replace(again, confirms="rumour")))


def test_a_denial_of_lower_rank_is_told() -> None:
    """Nothing came of it."""
    deal = event("deal", "2026-01-05", fee("10 %"))
    denial = replace(event("denial", "2026-02-01", authority=Authority.PRESS), denies="deal")
    finding = only(log(deal, denial))

    assert ("weak-denial", REMARK, ("denial", "deal")) == (
        finding.code,
        finding.level,
        finding.events,
    )
    assert [] == found(log(deal, replace(denial, authority=Authority.OFFICIAL)))


def test_an_old_claim_that_was_denied_is_left_in_peace() -> None:
    """It has been answered."""
    press = event("press", "2025-02-01", fee("0 %"), authority=Authority.PRESS, by=("R",))
    denial = replace(event("denial", "2025-02-02"), denies="press")

    assert [] == found(log(event("deal", "2025-01-05", fee("10 %")), press, denial))


def test_a_misspelt_speaker_is_told() -> None:
    """As a speaker it would be no party, and what it says not official."""
    deal = event("deal", "2026-01-05", fee("10 %"), by=("Acme", "Glbex"))
    own = event("deal", "2026-01-05", replace(fee("10 %"), by=("acme",)))

    assert [("party", ("Glbex", "Globex"))] == [
        (one.code, one.names) for one in found(log(DEAL_OF_TWO, deal))
    ]
    assert [("acme", "Acme")] == [one.names for one in found(log(DEAL_OF_TWO, own))]


def named(key: str, value: str, through: str | None = None, hinge: str | None = None) -> Set:
    return Set(term=key, value=value, through=parse(through) if through else None, hinge=hinge)


def licence(*acts: Act) -> Answers:
    """Return the answers by *acts* about a licence of 2020 through 2022, and what it grants."""
    keys = ("licence.end", "licence.scope", "stake")
    terms = [Define(id=f"d:{key}", thing=Term(key=key, title=key)) for key in keys]
    return log(*terms, *acts)


SIGNED = event(
    "signed", "2020-01-01", named("licence.end", "three years", "2022"),
    named("licence.scope", "all of it"), named("stake", "10 %"),
)  # fmt: skip


def test_what_goes_on_after_its_agreement_without_a_word_is_a_remark() -> None:
    """By its name it belongs to it, and it does not say so; a stake is not a licence."""
    (finding,) = [one for one in found(licence(SIGNED)) if one.code == "outlives"]
    hung = replace(SIGNED, changes=(SIGNED.changes[0], named("licence.scope", "all of it",
                                                             hinge="licence.end")))  # fmt: skip
    later = event("kept", "2023-06-01", Reaffirm(term="licence.scope"))
    after = replace(SIGNED, changes=SIGNED.changes[:1])
    anew = event("anew", "2024-01-01", named("licence.scope", "all of it"))

    assert (REMARK, ("licence.scope",), ("signed",), ("licence.end",)) == (
        finding.level,
        finding.terms,
        finding.events,
        finding.names,
    )
    assert "goes on, though licence.end is over since 2023-01-01" in says(finding)
    assert "outlives" not in [code for code, _ in codes(licence(SIGNED), "2022-12-31")]
    for others in ((hung,), (SIGNED, later), (after, anew)):
        assert "outlives" not in [code for code, _ in codes(licence(*others))]


def test_a_finished_partnership_is_not_asked_what_came_then() -> None:
    """An end of it says so once: of the agreement, or of all that its text had."""
    brief = replace(SIGNED, changes=(
        named("licence.end", "until ended"), named("licence.scope", "some", "2021"),
        named("stake", "10 %", "2021"),
    ))  # fmt: skip
    ended = event("over", "2023-01-01", End(term="licence.end"))
    restated = replace(event("over", "2023-01-01"), restates=("*",))

    def expired(*acts: Act) -> list[tuple[str, ...]]:
        return [one.terms for one in found(licence(*acts)) if one.code == "expired"]

    assert [("licence.scope",), ("stake",)] == expired(brief)
    assert [("stake",)] == expired(brief, ended)
    assert [] == expired(brief, restated)


def test_a_last_day_counted_from_a_vague_day_names_that_day() -> None:
    """The term is open from the first to the last day on which it may be over."""
    counted = replace(fee("10 %"), through=Reckoned(Duration(months=12), "closing"))
    closing = event("closing", "[2025-03-01..2025-03-20]")
    answers = log(closing, event("deal", "2025-05-01", counted))
    finding = only(answers, "2026-03-10")

    assert ("undetermined", ("closing",)) == (finding.code, finding.events)
    assert "closing dates it [2025-03-01..2025-03-20]" in says(finding)
    assert ("correct", "closing", "--when", "DATE", "--reason", "WHY") == command(finding)


def test_a_plan_that_is_dated_vaguely_names_what_dates_it() -> None:
    """There is the date to be made better."""
    plan = event("plan", None, fee("20 %"), announced="2026-01-10")
    closing = replace(event("closing", "2026-03"), dates="plan")
    answers = log(event("deal", "2026-01-05", fee("10 %")), plan, closing)

    assert ("closing",) == only(answers, "2026-03-10").events
