"""Check a receipt without a database, and say what it proves."""

from collections.abc import Iterator
from contextlib import suppress

from cli.forms import json_text
from cli.proofs.issue import Answers, Asked, answers_to
from cli.proofs.receipt_text import read
from cli.proofs.trust import Trusted, held_against
from cli.render.answers import show
from cli.terminal import columns, echo, wrapped
from cli.wording.dates import instant_in_words
from events.dates.dates import parse
from events.dates.instants import InstantError, parse_instant
from events.errors import MigrationNeededError, TimelineError
from events.log.log import Entry
from events.payload import codec
from events.proof.checkpoints import Checkpoint, entries
from events.proof.receipts import Answered, Kept, One, ProofError
from timeline.rule.answer import Answer

LABEL = 12

HOLDS = "This receipt holds:"
"""How a sentence on what is proven begins; those on what is not begin with `Not checked:`."""


def check(data: bytes, trusted: Trusted) -> None:
    """Print what the receipt *data* proves.

    Raises IntegrityError if the receipt does not prove what it should or does not match the
    *trusted* checkpoint or keys, and InputError if *data* is not a receipt.
    """
    receipt = read(data)
    now, old = receipt.require()
    answers = _recomputed(receipt.about) if isinstance(receipt.about, Answered) else None
    told = [
        *_of_later_entries(receipt.about),
        *held_against(receipt, now, old, trusted),
    ]
    for line in (*_of_the_entry(receipt.about, now), *_of_the_growth(now, old)):
        echo(line)
    if answers is not None:
        for line in _of_the_answer(answers, now):
            echo(line)
        show(answers.question, answers.answers, "text", sources=False)
    echo("")
    for sentence in told:
        for line in wrapped(sentence):
            echo(line)


def _recomputed(about: Answered) -> Answers:
    """Answer the question anew from the entries alone, and compare with the answer given.

    Raises ProofError if they differ, or if the question cannot be answered.
    """
    try:
        answers = answers_to(_asked(about), list(_entries(about)))
        given = json_text.dump(answers.form())
    except MigrationNeededError:
        raise
    except TimelineError as error:
        raise ProofError(f"its answer cannot be given again. {error}") from None
    except LookupError:
        raise ProofError("its entries refer to what is not among them.") from None
    if given != json_text.dump(about.answer):
        raise ProofError("its answer is not the one that its entries give.")
    return answers


def _asked(about: Answered) -> Asked:
    said = about.question
    on = parse(said.on)
    known = parse(said.known) if said.known is not None else None
    recorded = parse_instant(said.recorded) if said.recorded is not None else None
    if on.edtf != said.on or (known and known.edtf != said.known) or recorded != said.recorded:
        raise ProofError("its question is not written as one is.")
    if known and known.earliest is None:
        raise ProofError("a day without an earliest one cannot say what was known by.")
    return Asked(on=on, known=known, recorded=recorded, globs=said.terms)


def _entries(about: Answered) -> Iterator[Entry]:
    for version, (kept, digest) in enumerate(zip(about.kept, about.digests(), strict=True), 1):
        _require_instant(kept, version)
        id = codec.decode(kept.payload).id
        slug, recorded, actor = about.partnership, kept.recorded, kept.actor
        yield Entry(version, slug, version, id, recorded, actor, kept.payload, digest)


def _require_instant(kept: Kept, version: int) -> None:
    """Raise ProofError unless the entry *version*, of which this was *kept*, has an instant."""
    with suppress(InstantError):
        if parse_instant(kept.recorded) == kept.recorded:
            return
    raise ProofError(f"entry {version} was not recorded at an instant.")


def _of_later_entries(about: One | Answered | None) -> Iterator[str]:
    """Yield a sentence on what the proof of one entry leaves open."""
    if isinstance(about, One):
        yield (
            "Not checked: whether a later entry corrects or retracts it. The receipt of an answer, "
            "made with --as-of, has all entries of the partnership."
        )


def _of_the_entry(about: One | Answered | None, now: Checkpoint) -> Iterator[str]:
    """Yield sentences on what the proven entry says, taken from its payload alone."""
    if not isinstance(about, One):
        return
    _require_instant(about.kept, about.version)
    act = codec.decode(about.kept.payload)
    yield from wrapped(
        f"{HOLDS} entry {about.version} of the {now.trees[about.partnership].size} of "
        f"{about.partnership}, in the log {now.identity}, was recorded on "
        f"{instant_in_words(about.kept.recorded)}, and says:"
    )
    for key, value in codec.plain(act).items():
        texts = [f"- {_inline(one)}" for one in value] if isinstance(value, list) else [value]
        yield from columns(f"  {key} ", map(_inline, texts), LABEL + 2)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_inline(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    return value if isinstance(value, str) else json_text.dump(value, indent=None)


def _of_the_answer(answers: Answers, now: Checkpoint) -> Iterator[str]:
    slug = answers.question.view.slug
    named = {event for one in answers.answers for event in _events_of(one)}
    several = f"{len(named)} event{'s' if len(named) != 1 else ''}"
    yield from wrapped(
        f"{HOLDS} the answer below follows from all {entries(now.trees[slug].size)} of {slug} in "
        f"the log {now.identity}, none of them left out. It names {several}, each of them there."
    )
    yield ""


def _events_of(one: Answer) -> Iterator[str]:
    possible = (*filter(None, [one.decided]), *one.possible)
    yield from (each.deciding.event for each in possible if each.deciding)
    yield from (each.step.event for each in one.claims)
    beside = (one.confirmed, one.unchanged, *one.disputes, *one.pending)
    yield from (step.event for step in beside if step)
    for outcome in one.replaced:
        yield from (step.event for step in (outcome.given, outcome.ended) if step)
    for period in one.periods:
        yield from _events_of(period)


def _of_the_growth(now: Checkpoint, old: Checkpoint | None) -> Iterator[str]:
    if old is None:
        return
    for slug, before in sorted(old.trees.items()):
        added = now.trees[slug].size - before.size
        yield from wrapped(
            f"{HOLDS} {slug} begins with the {entries(before.size)} of the older checkpoint, "
            f"unaltered and in their order; {added} came after."
        )
    fresh = sorted(set(now.trees) - set(old.trees))
    if fresh and not old.alone:
        yield from wrapped(f"New since then: {', '.join(fresh)}.")
