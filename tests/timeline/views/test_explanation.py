"""Explanations: every statement is weighed once, and what decided is the answer."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from random import Random

import pytest
from depth import scaled
from logs import OFFICIAL, PRESS, REPORTED, fee, happened, jan, log
from rule_histories import history, question

from cli.wording.reasons import EFFECTS as SENTENCES
from events.dates.dates import Date, day, parse
from events.model.kinds import (
    Act,
    Claim,
    Define,
    Dispute,
    End,
    LeaveUnsaid,
    Note,
    Reaffirm,
    Set,
    Settle,
    Term,
    Use,
)
from timeline.boxes.lines import Answers, Line, Lines
from timeline.boxes.replay import answers_of
from timeline.record.days import FAR, last_by
from timeline.record.record import Kept, Record
from timeline.record.steps import Step, StepsInView
from timeline.rule.answer import UNDETERMINED
from timeline.views.explain import EFFECTS, Candidate, Explanation, explain

HISTORIES, CHUNK = scaled(400), 60


def every_term(acts: Iterable[Kept]) -> Answers:
    return answers_of(acts, lambda record: [*record.terms])


def boxed(answers: Answers) -> Answers:
    """Return *answers* as they are read from rows."""
    return Answers(answers.record, answers.boxes)


def explained(seed: int) -> Iterator[tuple[str, list[Step], Lines, Explanation]]:
    """Yield explanations of the history made from *seed*, on a day and as known by another."""
    random = Random(seed)
    kept = history(random)
    answers = boxed(every_term([Kept(*one) for one in kept]))
    every = answers.known(None).steps
    for _ in range(2):
        on, known, _ = question(random, kept)
        lines = answers.known(known)
        for key in answers.terms:
            why = explain(lines, key, day(on), every=every[key])
            yield f"seed {seed}, {key} on {on} as known {known}", every[key], lines, why


@cache
def chunk(first: int) -> Sequence[tuple[str, list[Step], Lines, Explanation]]:
    return [one for seed in range(first, first + CHUNK) for one in explained(seed)]


def named(steps: Iterable[Step]) -> set[tuple[int, int]]:
    return {(step.version, step.index) for step in steps}


def marked(why: Explanation, *effects: str) -> set[Step]:
    return {one.step for one in why.candidates if one.effect in effects}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_step_was_weighed_or_lies_ahead_or_was_not_public(first: int) -> None:
    """Nothing is lost or counts twice; each has one of the effects there are."""
    for about, every, lines, why in chunk(first):
        listed = [*(one.step for one in why.candidates), *why.ahead, *why.void]
        public = lines.steps[why.answer.term.key]

        assert sorted(one.place for one in public) == sorted(one.place for one in listed), about
        assert len(named(every) - named(public)) == why.unknown, about
        assert {one.effect for one in why.candidates} <= set(EFFECTS), about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_is_marked_as_the_answer_gave_it(first: int) -> None:
    """Otherwise the explanation would explain something else."""
    for about, _, _, why in chunk(first):
        decided = why.answer.decided
        gave = marked(why, "answer", "expired", "hung", "ended-it", "text-ended-it")

        if decided is None or decided.status == "not-set":
            assert set() == gave, about
        elif decided.status == decided.outcome.status:
            assert {decided.deciding} <= gave, about
        else:
            assert {decided.outcome.given} == marked(why, "hung"), about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_may_be_the_answer_is_marked_so(first: int) -> None:
    """Each possible answer has its statement, and nothing else is one."""
    for about, _, _, why in chunk(first):
        if why.answer.status != UNDETERMINED:
            assert set() == marked(why, "possible"), about
            continue
        possible = {
            step
            for one in why.answer.possible
            for step in (one.outcome.given, one.outcome.ended)
            if step
        }

        assert possible <= marked(why, "possible", "ended-early", "ended-by-text"), about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_candidates_come_in_order_of_days(first: int) -> None:
    """It reads as a story; what is undated comes where it can be latest."""
    for about, _, _, why in chunk(first):
        on = parse(about.split(" on ")[1][:10]).spans[0][0]
        assert on is not None
        last = on.toordinal()
        order = [(last_by(one.step.days, last) or 0, one.step.place) for one in why.candidates]

        assert sorted(order) == order, about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_stands_beside_is_explained_so(first: int) -> None:
    """Whoever reads of a claim above finds it below; what fell is said to have fallen."""
    for about, _, _, why in chunk(first):
        answer = why.answer
        claims = {one.step: one.differs for one in answer.claims}

        assert set(claims) == marked(why, "claim", "claim-differs"), about
        assert {one for one in claims if claims[one]} == marked(why, "claim-differs"), about
        assert set(answer.disputes) == marked(why, "disputed"), about
        assert set(answer.silences) == marked(why, "left-unsaid"), about
        confirming = marked(why, "reaffirmed", "perhaps-reaffirmed")
        assert {one for one in (answer.confirmed,) if one} <= confirming, about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_happened_to_a_statement_came_after_it(first: int) -> None:
    """Nothing is replaced, refuted or settled by what surely came before."""
    after = {
        *("replaced", "replaced-higher", "answered-in-room", "ended-early", "ended-by-text"),
        *("claim-again", "claim-refuted", "claim-fallen", "dispute-settled", "no-longer-carried"),
    }
    for about, _, _, why in chunk(first):
        for one in why.candidates:
            if one.effect not in after:
                continue
            assert one.by is not None, f"{one.effect} of {one.step.event}: {about}"
            latest = (one.by.days[-1][1], one.by.place)
            assert latest > (one.step.days[0][0], one.step.place), about


def lines_of(*acts: Act) -> Lines:
    """Return the lines of every term by *acts*, whatever is known."""
    return boxed(every_term([Kept(*one) for one in log(*acts)])).known(None)


def fates(*acts: Act, on: str = "2026-01-20") -> dict[str, str | tuple[str, str]]:
    """Return by event what became of what it says of the fee, and through which other event."""
    why = explain(lines_of(*acts), "fee", parse(on))
    return {
        one.step.event: (one.effect, one.by.event) if one.by else one.effect
        for one in why.candidates
    }


def said(value: str | None, *, adds: bool = False, through: Date | None = None) -> Claim:
    return Claim(term="fee", value=value, adds=adds, through=through)


def test_rank_does_not_defend_an_answer() -> None:
    """The press tells of a new happening; what it replaced is told beside it."""
    assert {"deal": ("replaced-higher", "sale"), "sale": "answer"} == fates(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("sale", "2026-01-05", fee("20 %"), authority=PRESS),
    )


def test_a_claim_stands_beside_until_it_is_refuted_over_or_said_anew() -> None:
    """Each for its own reason."""
    ends = parse("2026-01-08")
    again = Reaffirm(term="fee")

    assert {
        "deal": "answer",
        "over": "claim-over",
        "early": ("claim-refuted", "again"),
        "again": ("reaffirmed", "deal"),
        "detail": "claim",
        "late": "claim-differs",
    } == fates(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("over", "2026-01-04", said("11 %", through=ends), authority=REPORTED),
        happened("early", "2026-01-05", said("12 %"), authority=PRESS),
        happened("again", "2026-01-09", again),
        happened("detail", "2026-01-10", said("13 %", adds=True), authority=REPORTED),
        happened("late", "2026-01-11", said(None), authority=PRESS),
    )


def test_a_new_answer_fells_every_claim() -> None:
    """It was about the old one."""
    assert ("claim-fallen", "raise") == fates(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("column", "2026-01-05", said("12 %"), authority=PRESS),
        happened("raise", "2026-01-07", fee("20 %")),
    )["column"]


def test_a_restatement_confirms_its_own_rank_only() -> None:
    """An official "unchanged" does not make a rumour official."""
    again = Reaffirm(term="fee")

    assert {
        "leak": "answer",
        "official": ("unchanged", "leak"),
        "retold": ("reaffirmed", "leak"),
    } == fates(
        happened("leak", "2026-01-03", fee("10 %"), authority=REPORTED),
        happened("official", "2026-01-05", again),
        happened("retold", "2026-01-07", again, authority=REPORTED),
    )
    assert ("moved-nothing", "deal") == fates(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("retold", "2026-01-07", again, authority=REPORTED),
    )["retold"]


def test_what_was_restated_and_replaced_since_is_told_so() -> None:
    """And what restated nothing."""
    again = Reaffirm(term="fee")

    assert {
        "soon": "nothing-to-reaffirm",
        "deal": ("replaced", "raise"),
        "again": ("reaffirmed-earlier", "deal"),
        "raise": "answer",
    } == fates(
        happened("soon", "2026-01-02", again),
        happened("deal", "2026-01-03", fee("10 %")),
        happened("again", "2026-01-05", again),
        happened("raise", "2026-01-07", fee("20 %")),
    )


def test_a_condition_that_was_met_ends_the_answer() -> None:
    """And once another answer came, it ended one that is over."""
    met = happened("verified", "2026-01-05", met=("agi",))
    deal = happened("deal", "2026-01-03", fee("10 %", unless=("agi",)))

    assert {"deal": ("ended-early", "verified"), "verified": ("ended-it", "deal")} == fates(
        deal, met
    )
    assert {
        "deal": ("ended-early", "verified"),
        "verified": ("ended-earlier", "deal"),
        "raise": "answer",
    } == fates(deal, met, happened("raise", "2026-01-07", fee("20 %")))
    assert "nothing-to-end" == fates(
        happened("before", "2026-01-01", met=("agi",)), deal
    )["before"]  # fmt: skip


def test_what_ran_out_is_told_from_what_was_replaced() -> None:
    """A last day is a reason of its own."""
    ends = parse("2026-01-06")
    deal = happened("deal", "2026-01-03", fee("10 %", through=ends))

    assert {"deal": "expired"} == fates(deal)
    assert ("answered-in-room", "new") == fates(deal, happened("new", "2026-01-09", fee("1 %")))[
        "deal"
    ]


def test_what_need_not_have_happened_is_told_so() -> None:
    """Its date reaches beyond the day that is asked about."""
    lines = lines_of(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("raise", "[2026-01-05..2026-01-25]", fee("20 %")),
    )
    why = explain(lines, "fee", parse("2026-01-10"))

    assert [("deal", "possible", False), ("raise", "possible", True)] == [
        (one.step.event, one.effect, one.perhaps) for one in why.candidates
    ]


def test_what_gave_the_same_answer_is_told_beside_it() -> None:
    """Nobody can tell which of the two came last, and nobody needs to."""
    assert {"deal": ("alike", "again"), "again": "answer"} == fates(
        happened("deal", "[2026-01-03..2026-01-09]", fee("10 %")),
        happened("again", "[2026-01-03..2026-01-09]", fee("10 %")),
    )


def test_what_hangs_on_another_term_ends_with_it() -> None:
    """The answer is owed to the other term's event."""
    lines = lines_of(
        Define(id="veto-defined", thing=Term(key="veto", title="Veto")),
        happened("deal", "2026-01-03", fee("10 %", unless=("ipo",))),
        happened("right", "2026-01-04", Set(term="veto", value="yes", hinge="fee")),
        happened("over", "2026-01-08", End(term="fee")),
    )
    why = explain(lines, "veto", parse("2026-01-20"))

    assert [("right", "hung", "over")] == [
        (one.step.event, one.effect, one.by.event if one.by else None) for one in why.candidates
    ]


def test_disputes_uses_and_silence_are_told() -> None:
    """None of them is an answer."""
    assert {
        "calm": "nothing-to-settle",
        "deal": "answer",
        "quarrel": ("dispute-settled", "peace"),
        "peace": "settled",
        "again": "disputed",
        "text": ("no-longer-carried", "restated"),
        "restated": ("reaffirmed", "deal"),
        "other": ("left-unsaid", "deal"),
        "used": "used",
        "noted": "noted",
    } == fates(
        happened("calm", "2026-01-02", Settle(term="fee")),
        happened("deal", "2026-01-03", fee("10 %")),
        happened("quarrel", "2026-01-04", Dispute(term="fee")),
        happened("peace", "2026-01-05", Settle(term="fee")),
        happened("again", "2026-01-06", Dispute(term="fee")),
        happened("text", "2026-01-07", LeaveUnsaid(term="fee")),
        happened("restated", "2026-01-08", Reaffirm(term="fee"), authority=OFFICIAL),
        happened("other", "2026-01-09", LeaveUnsaid(term="fee")),
        happened("used", "2026-01-10", Use(term="fee")),
        happened("noted", "2026-01-11", Note(term="fee", text="a note")),
    )


def test_every_effect_has_a_sentence() -> None:
    """A statement of which nothing is said would be a hole in the explanation."""
    assert set(EFFECTS) == set(SENTENCES)


def value_of(candidate: Candidate) -> str | None:
    """Return the value that a candidate sets or claims."""
    return candidate.step.value


def test_a_claim_of_the_event_that_gave_the_answer_is_no_answer(record: Record) -> None:
    """The round of 2021 is official; the reported amount, of the same event, stands beside it."""
    lines = every_term(record.acts).known(None)
    why = explain(lines, "investment.commitment", parse("2022-06-30"))
    found = [
        (value_of(one), one.effect)
        for one in why.candidates
        if one.step.event == "2021-second-round"
    ]

    assert found == [
        ("at least $1B, with a second investment of undisclosed size", "answer"),
        ("$3B in all, $2B of it in this round", "claim"),
    ]


def test_who_lost_and_to_whom_is_told(record: Record) -> None:
    """Replaced, restated, fallen: each has its sentence and its opponent."""
    lines = every_term(record.acts).known(None)
    why = explain(lines, "rev-share.openai-to-microsoft", parse("2026-05-15"))
    found = [
        (one.step.event, one.effect, one.by.event if one.by else None) for one in why.candidates
    ]

    assert found == [
        ("2025-11-14-revshare-leak", "replaced", "2025-01-21-rofr"),
        ("revenue-share", "replaced", "2025-01-21-rofr"),
        ("2025-01-21-rofr", "replaced", "2025-10-28-definitive"),
        ("2025-07-30-10k", "reaffirmed-earlier", "2025-01-21-rofr"),
        ("2025-10-28-definitive", "replaced", "2026-04-27-amendment"),
        ("2026-02-27-joint-statement", "reaffirmed-earlier", "2025-10-28-definitive"),
        ("2026-02-27-article-004", "claim-fallen", "2026-04-27-amendment"),
        ("2026-04-27-amendment", "answer", None),
    ]


def test_what_stands_for_long_is_read_once() -> None:
    """A dispute stands in every phase until it is settled; hundreds of them do in hundreds."""
    days = [str(jan(number)) for number in range(1, 31)]
    disputes = (happened(on, on, Dispute(term="fee"), announced=on) for on in days)
    answers = every_term(Kept(*one) for one in log(*disputes))
    read, view = [], StepsInView(answers.record)

    def find(version: int, index: int) -> Step:
        read.append((version, index))
        return view.find(version, index)

    phases = list(Line([one for one in answers.boxes["fee"] if one.until >= FAR], find))

    assert 31 == len(phases)
    assert [*range(31)] == [len(one.state.disputes) for one in phases]
    assert 30 == len(read)
