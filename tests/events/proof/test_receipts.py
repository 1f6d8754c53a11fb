"""A receipt proves what it says with nothing else at hand, and no altered one does."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import Any

import logs
import pytest

from cli.proofs.check import check
from cli.proofs.issue import Asked, answers_to
from cli.proofs.receipt_text import LONGEST, LongReceiptError, read, text_of
from cli.proofs.trust import Trusted
from events.dates.dates import parse
from events.errors import InputError, IntegrityError, MigrationNeededError, TimelineError
from events.log import chain
from events.log.log import Entry
from events.model.kinds import Act
from events.payload import codec
from events.proof import checkpoints, merkle, receipt_json, receipts
from events.proof.checkpoints import Checkpoint, tree_over
from events.proof.receipt_json import ReceiptError
from events.proof.receipts import Answered, Grown, Kept, One, ProofError, Question, Receipt
from events.proof.signed_notes import Note, signing_key

LOG = "0123456789abcdef0123456789abcdef"
SLUG = "acme-globex"
KEY = signing_key("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
ACTS: list[Act] = [
    logs.happened("first", "2026-01-02", logs.fee("one")),
    logs.happened("second", "2026-01-04", logs.fee("two", through=parse("2026-01-20"))),
    logs.happened("third", "2026-01-05", logs.fee("deux"), authority=logs.PRESS),
    logs.corrected("second.c1", "second", "2026-01-03"),
    replace(logs.happened("fourth", "2026-01-30"), title="Vertrag über 1 €, 😀 \u202e"),
]


def chained(acts: list[Act] = ACTS, slug: str = SLUG) -> list[Entry]:
    """Return the entries of a log of *acts*, as it would keep them."""
    entries: list[Entry] = []
    previous = chain.GENESIS
    for version, recorded, act in logs.log(*acts):
        payload = codec.encode(act)
        previous = chain.digest(
            previous,
            partnership=slug,
            version=version,
            recorded=recorded,
            actor="Ada",
            payload=payload,
        )
        entries.append(Entry(version, slug, version, act.id, recorded, "Ada", payload, previous))
    return entries


ENTRIES = chained()
DIGESTS = [entry.digest for entry in ENTRIES]
OTHERS = {"another": [bytes(32)], "zulu": [b"z" * 32, b"y" * 32]}


def checkpoint(size: int = len(ENTRIES), *, alone: bool = False) -> Checkpoint:
    trees = {SLUG: tree_over(DIGESTS[:size])}
    others = {} if alone else {slug: tree_over(several) for slug, several in OTHERS.items()}
    return Checkpoint(LOG, trees | others, alone=alone)


def kept(entry: Entry) -> Kept:
    return Kept(recorded=entry.recorded, actor=entry.actor, payload=entry.payload)


def one(version: int) -> One:
    return One(
        partnership=SLUG,
        version=version,
        kept=kept(ENTRIES[version - 1]),
        previous=DIGESTS[version - 2] if version > 1 else chain.GENESIS,
        path=tuple(merkle.inclusion_proof(DIGESTS, version - 1, len(DIGESTS))),
    )


def answered(entries: list[Entry] = ENTRIES, on: str = "2026-01-10", **cuts: str) -> Answered:
    known, recorded = cuts.get("known"), cuts.get("recorded")
    asked = Asked(on=parse(on), known=parse(known) if known else None, recorded=recorded)
    return Answered(
        partnership=SLUG,
        kept=tuple(kept(entry) for entry in entries),
        question=Question(on=on, known=known, recorded=recorded, terms=()),
        answer=answers_to(asked, entries).form(),
    )


def grown(size: int, *, alone: bool = False) -> Grown:
    old = checkpoint(size, alone=alone)
    proof = merkle.consistency_proof(DIGESTS, size, len(DIGESTS))
    return Grown(
        checkpoint=str(KEY.sign(str(old))),
        proofs={slug: tuple(proof) if slug == SLUG else () for slug in old.trees},
    )


def receipt(
    about: One | Answered | None = None, since: Grown | None = None, *, alone: bool = False
) -> Receipt:
    now = checkpoint(alone=alone)
    lines = now.lines()
    line = tuple(merkle.inclusion_proof(lines, 0, len(lines)))
    return Receipt(
        checkpoint=str(KEY.sign(str(now))),
        about=about,
        line=line if about and not alone else None,
        grown=since,
    )


RECEIPTS = {
    "an entry": receipt(one(3)),
    "an entry alone": receipt(one(len(ENTRIES)), alone=True),
    "an answer": receipt(answered()),
    "an answer by what was known": receipt(
        answered(known="2026-01-05", recorded="2026-01-08T00:00:08.000000Z")
    ),
    "growth": receipt(None, grown(5)),
    "an entry and growth": receipt(one(2), grown(4, alone=True), alone=True),
    "an answer and growth": receipt(answered(), grown(7)),
}
TRUSTED = Trusted((checkpoint(), Note(str(checkpoint()))), (KEY.verifier(),))
each = pytest.mark.parametrize("made", RECEIPTS.values(), ids=RECEIPTS)


def form_of(made: Receipt) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(text_of(made))
    del form["sha256"]
    return form


def sealed(form: dict[str, Any]) -> bytes:
    """Return *form* as a forger would write it: with a seal that fits."""
    seal = sha256(json.dumps(form, indent=2).encode()).hexdigest()
    return (json.dumps(form | {"sha256": seal}, indent=2) + "\n").encode()


@each
def test_a_receipt_proves_what_it_says(made: Receipt) -> None:
    """Read back from its text, with the checkpoint and the key at hand."""
    data = text_of(made).encode()

    assert made == read(data)
    assert checkpoint().trees[SLUG] == read(data).require()[0].trees[SLUG]
    check(data, TRUSTED)
    check(data, Trusted())


def test_every_entry_can_be_proven() -> None:
    """The first one too, before which there is none."""
    for version in range(1, len(ENTRIES) + 1):
        receipt(one(version)).require()
        receipt(one(version), alone=True).require()


def test_every_older_checkpoint_can_be_led_on() -> None:
    """From that of one entry to that of all."""
    for size in range(1, len(ENTRIES) + 1):
        receipt(None, grown(size)).require()
        receipt(None, grown(size, alone=True)).require()


@each
def test_no_altered_byte_passes(made: Receipt) -> None:
    """Each byte of the file in turn, with nothing else to hold it against."""
    data = text_of(made).encode()
    dice = random.Random(data)
    passed = []
    for at in range(len(data)):
        other = data[:at] + bytes([data[at] ^ dice.randrange(1, 256)]) + data[at + 1 :]
        try:
            read(other)
        except (InputError, IntegrityError):
            continue
        passed.append(at)

    assert len(data) > 700
    assert [] == passed


@each
def test_nothing_added_or_left_out_passes(made: Receipt) -> None:
    """Not even a space, or the end of the last line."""
    data = text_of(made).encode()
    dice = random.Random(data)
    others = [data[:-1], data + b"\n", b" " + data, b"", data * 2, data.replace(b"\n", b"\r\n")]
    places = [dice.randrange(len(data)) for _ in range(300)]
    others += [data[:at] + data[at + 1 :] for at in places if data[at] != data[at - 1]]
    others += [data[:at] + b" " + data[at:] for at in places]

    for other in others:
        with pytest.raises((InputError, IntegrityError)):
            read(other)


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to everything in *value* that is not a mapping or a list, or is empty."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in items:
            yield from leaves(part, (*path, key))
    elif path:
        yield path


def with_other(form: dict[str, Any], path: tuple[str | int, ...], other: object) -> dict[str, Any]:
    altered = deepcopy(form)
    holder: Any = altered
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = other
    return altered


def others_than(value: object, dice: random.Random) -> Iterator[object]:
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        yield value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
        yield value[:at] + value[at + 1 :]
        yield ""
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value))
    elif value is None:
        yield "2026-01-04"
    else:
        yield ["0" * 64]
    yield None if value is not None else 0


@each
def test_a_forger_who_seals_it_anew_is_found_out(made: Receipt) -> None:
    """Whatever he alters, with the checkpoint and the key at hand something does not fit."""
    form = form_of(made)
    dice = random.Random(7)
    passed = []
    for path in leaves(form):
        holder: Any = form
        for key in path:
            holder = holder[key]
        for other in others_than(holder, dice):
            try:
                check(sealed(with_other(form, path, other)), TRUSTED)
            except (InputError, IntegrityError, MigrationNeededError):
                continue
            passed.append((path, other))

    assert [] == [(path, other) for path, other in passed if path != ("since", "checkpoint")]
    for path, other in passed:
        # Of the older checkpoint nothing but the signature, which is said not to be checked.
        assert isinstance(other, str), path
        assert checkpoints.parse(other)[0] == checkpoints.parse(form["since"]["checkpoint"])[0]


def test_an_answer_without_one_of_the_entries_fails() -> None:
    """Left out, moved, doubled, altered, or recorded at another instant."""
    whole = answered()
    for at in range(len(ENTRIES)):
        entry = whole.kept[at]
        rest = (*whole.kept[:at], *whole.kept[at + 1 :])
        for other in (
            rest,
            (*rest, entry),
            (*whole.kept[:at], entry, *whole.kept[at:]),
            (*rest[:at], replace(entry, recorded="2026-01-08T00:00:59.000000Z"), *rest[at:]),
            (*rest[:at], replace(entry, payload=entry.payload + b" "), *rest[at:]),
        ):
            if other != whole.kept:
                with pytest.raises(ProofError, match="the checkpoint"):
                    receipt(replace(whole, kept=other)).require()


def test_it_is_said_how_many_entries_are_missing() -> None:
    """The number tells more than a root that does not fit."""
    short = replace(answered(), kept=answered().kept[:-1])

    with pytest.raises(ProofError, match="counts 10 entries of acme-globex, here are 9"):
        receipt(short).require()


def test_another_answer_than_that_of_the_entries_fails() -> None:
    """All entries are there, but what is said of them is not what they say."""
    said = form_of(receipt(answered()))
    said["as_of"]["answer"]["terms"][0]["value"] = "three"
    later = form_of(receipt(answered()))
    later["as_of"]["question"]["on"] = "2026-01-02"
    more = form_of(receipt(answered()))
    more["as_of"]["answer"]["more"] = 1

    for form in (said, later, more):
        with pytest.raises(ProofError, match="not the one that its entries give"):
            check(sealed(form), Trusted())


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("on", "2026-02-30", "cannot be given again"),
        ("on", "2026-01-10 ", "cannot be given again|not written as one is"),
        ("known", "[..2026-01-01]", "without an earliest one"),
        ("recorded", "2026-01-08", "cannot be given again"),
        ("recorded", "2026-01-08T00:00Z", "not written as one is"),
        ("recorded", "2026-01-01T00:00:00.000000Z", "Nothing had been recorded"),
        ("terms", ["nothing.*"], "There is no term"),
    ],
)
def test_a_question_that_nobody_could_ask_fails(key: str, value: object, says: str) -> None:
    """What is asked is written in one way, so that it cannot be read in two."""
    form = form_of(receipt(answered()))
    form["as_of"]["question"][key] = value

    with pytest.raises(ProofError, match=says):
        check(sealed(form), Trusted())


def forged(acts: list[Act], recorded: str | None = None) -> bytes:
    """Return a receipt with a checkpoint of its own, about entries that no log would take in."""
    entries = chained(acts)
    several = tuple(replace(kept(entry), recorded=recorded or entry.recorded) for entry in entries)
    about = Answered(
        partnership=SLUG,
        kept=several,
        question=Question(on="2026-01-10", known=None, recorded=None, terms=()),
        answer={},
    )
    now = Checkpoint(LOG, {SLUG: tree_over(about.digests())}, alone=True)
    return text_of(Receipt(checkpoint=str(now), about=about)).encode()


@pytest.mark.parametrize(
    "data",
    [
        forged([logs.happened("a", "2026-01-02", logs.fee("x", of="gone"))]),
        forged([logs.happened("a", "2026-01-02", logs.fee("x"), sources=("gone",))]),
        forged([logs.happened("a", "2026-01-02", replace(logs.fee("x"), term="gone"))]),
        forged([logs.corrected("a.c1", "a", "2026-01-02")]),
        forged(ACTS, recorded="yesterday"),
        forged(ACTS, recorded=""),
    ],
)
def test_entries_that_no_log_would_take_in_are_a_sentence(data: bytes) -> None:
    """A forger may write what he likes; whoever checks gets no traceback."""
    with pytest.raises(ProofError):
        check(data, Trusted())


def test_an_older_checkpoint_of_another_log_fails() -> None:
    """And one that this log has not grown from, or of which a proof is missing."""
    since = grown(5)
    elsewhere = Checkpoint("f" * 32, checkpoint(5).trees)
    rewritten = Checkpoint(LOG, {**checkpoint(5).trees, SLUG: tree_over(DIGESTS[1:6])})
    unknown = Checkpoint(LOG, {"unheard-of": tree_over([bytes(32)])})

    for other, says in (
        (replace(since, checkpoint=str(elsewhere)), "of another log"),
        (replace(since, checkpoint=str(rewritten)), "does not begin with the entries"),
        (replace(since, checkpoint=str(unknown), proofs={"unheard-of": ()}), "no partnership"),
        (replace(since, proofs={}), "not one proof for each"),
    ):
        with pytest.raises(ProofError, match=says):
            receipt(None, other).require()


def test_a_line_has_to_lead_to_the_root() -> None:
    """Of a whole log; the checkpoint of one partnership has none."""
    whole, alone = receipt(one(1)), receipt(one(1), alone=True)

    for made, says in (
        (replace(whole, line=None), "the line of acme-globex does not lead"),
        (replace(whole, line=()), "the line of acme-globex does not lead"),
        (replace(alone, line=()), "has no lines"),
        (replace(whole, about=replace(one(1), partnership="zulu")), "does not lead"),
        (replace(whole, about=replace(one(1), partnership="nobody")), "no partnership 'nobody'"),
    ):
        with pytest.raises(ProofError, match=says):
            made.require()


WHOLE = form_of(receipt(one(3)))
SINCE = form_of(receipt(None, grown(5)))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "it has no 'receipt'"),
        ({"receipt": 1, "checkpoint": WHOLE["checkpoint"]}, "no 'entry', no 'as_of'"),
        (WHOLE | {"receipt": 2}, "not of the form 1"),
        (WHOLE | {"receipt": True}, "not of the form 1"),
        (WHOLE | {"more": 1}, "it has 'more', unknown here"),
        (WHOLE | {"as_of": {}}, "not both"),
        (WHOLE | {"checkpoint": 1}, "'checkpoint' is a text"),
        (WHOLE | {"line": "x"}, "'line' is a list"),
        (WHOLE | {"line": ["x"]}, "64 digits"),
        (WHOLE | {"entry": []}, "entry is a mapping"),
        (WHOLE | {"entry": WHOLE["entry"] | {"version": 0}}, "'version' is a number from 1"),
        (WHOLE | {"entry": WHOLE["entry"] | {"version": True}}, "'version' is a number from 1"),
        (WHOLE | {"entry": WHOLE["entry"] | {"entry": "x"}}, "'entry' is a mapping"),
        (WHOLE | {"entry": WHOLE["entry"] | {"previous": "A" * 64}}, "64 digits"),
        (SINCE | {"since": SINCE["since"] | {"proofs": []}}, "'proofs' is a mapping"),
        (SINCE | {"line": []}, "no 'entry', no 'as_of'"),
    ],
)
def test_what_is_no_receipt_is_refused(form: dict[str, Any], says: str) -> None:
    """With what is missing or out of place."""
    with pytest.raises(ReceiptError, match=says):
        read(sealed(form))


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{}", b"[]", b"null", b"\xff", b'{"receipt": NaN}', b'{"a": 1, "a": 1}', b"1.5"),
        b"[" * 100_000,
        b'{"sha256": 1, "receipt": 1, "checkpoint": ' + b"[" * 900 + b"]" * 900 + b"}",
        sealed({**WHOLE, "entry": {**WHOLE["entry"], "recorded": "\ud800"}}),
        sealed(WHOLE).replace(b"Floated", b"\\ud800"),
    ],
)
def test_what_is_not_even_json_is_a_sentence(data: bytes) -> None:
    """Nobody who is handed a file should see a traceback of it."""
    with pytest.raises((InputError, ProofError)):
        read(data)


def test_a_deep_answer_is_a_sentence() -> None:
    """Deeper than can be written again, it was never written."""
    form = form_of(receipt(answered()))
    text = sealed(form).decode()
    start = text.index('"answer": {')
    data = f'{text[:start]}"answer": {"[" * 900}{"]" * 900}, "x": {{{text[start + 11 :]}'.encode()

    with pytest.raises((InputError, ProofError)):
        read(data)


def test_a_receipt_has_a_longest_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """On both sides: what is written can be read."""
    text = text_of(receipt(one(1)))
    monkeypatch.setattr("cli.proofs.receipt_text.LONGEST", len(text.encode()))
    assert text == text_of(receipt(one(1)))
    assert receipt(one(1)) == read(text.encode())
    monkeypatch.setattr("cli.proofs.receipt_text.LONGEST", len(text.encode()) - 1)

    assert 8 * 1024 * 1024 == LONGEST
    with pytest.raises(LongReceiptError, match=r"at most \d+ MiB"):
        text_of(receipt(one(1)))
    with pytest.raises(LongReceiptError, match=r"at most \d+ MiB"):
        read(text.encode())


def strange(value: Any, dice: random.Random) -> Any:
    """Return *value* with something of it left out, doubled, or of another sort."""
    odd: list[Any] = [None, True, -1, 10**30, "", "x", "\ud800", "\x1b[2J", [], {}, [[]], "0" * 64]
    paths = list(leaves(value))
    path = dice.choice(paths)[: dice.randrange(1, 6)]
    altered = with_other(value, path, dice.choice(odd))
    if dice.random() < 0.3:
        altered.pop(dice.choice(list(altered)))
    return altered


@pytest.mark.parametrize("seed", range(40))
def test_no_strange_receipt_gives_a_traceback(seed: int) -> None:
    """Forms that are nearly right, sealed as if they were."""
    dice = random.Random(seed)
    failed = 0
    for _ in range(25):
        form = strange(form_of(dice.choice(list(RECEIPTS.values()))), dice)
        try:
            check(sealed(form), dice.choice([TRUSTED, Trusted()]))
        except TimelineError:
            failed += 1

    assert failed > 0


def test_another_key_or_checkpoint_than_the_trusted_one_fails() -> None:
    """Each of the two is held against the receipt by itself."""
    made = text_of(receipt(one(3))).encode()
    unsigned = text_of(replace(receipt(one(3)), checkpoint=str(checkpoint()))).encode()
    stranger = replace(KEY.verifier(), name="Stranger")
    elsewhere = Checkpoint("f" * 32, checkpoint().trees)
    shorter = checkpoint(5)
    gone = Checkpoint(LOG, {"another": checkpoint().trees["another"]})

    for data, trusted, says in (
        (made, Trusted(keys=(stranger,)), "not signed with the key Stranger"),
        (unsigned, Trusted(keys=(KEY.verifier(),)), "not signed with the key PeterNeumann"),
        (made, Trusted((elsewhere, Note(str(elsewhere)))), "of another log"),
        (made, Trusted((shorter, Note(str(shorter)))), "of another state"),
        (made, Trusted((gone, Note(str(gone)))), "of another state"),
    ):
        with pytest.raises(IntegrityError, match=says):
            check(data, trusted)


def test_a_checkpoint_of_the_partnership_alone_does_as_well() -> None:
    """Either may have been kept: they say the same of the partnership."""
    for made in (receipt(one(3)), receipt(one(3), alone=True)):
        for known in (checkpoint(), checkpoint(alone=True)):
            check(text_of(made).encode(), Trusted((known, Note(str(known)))))


def test_a_false_signature_of_the_trusted_checkpoint_fails() -> None:
    """With the key it is checked; without, it has at least to be the one in the receipt."""
    signed = KEY.sign(str(checkpoint()))
    (own,) = signed.signatures
    false = Note(signed.text, (replace(own, value=bytes(64)),))
    data = text_of(receipt(one(3))).encode()

    check(data, Trusted((checkpoint(), signed), (KEY.verifier(),)))
    for keys, says in (((KEY.verifier(),), "one of them was altered"), ((), "another signature")):
        with pytest.raises(IntegrityError, match=says):
            check(data, Trusted((checkpoint(), false), keys))


def signed_falsely(text: str) -> str:
    note = checkpoints.parse(text)[1]
    return str(Note(note.text, (replace(note.signatures[0], value=bytes(64)),)))


def test_the_signature_of_the_older_checkpoint_is_checked_where_it_can_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A false one fails; one of nobody known is said to be unchecked."""
    since = grown(5)
    unsigned = replace(since, checkpoint=str(checkpoint(5)))
    false = replace(since, checkpoint=signed_falsely(since.checkpoint))
    keys = (KEY.verifier(),)
    check(text_of(receipt(None, since)).encode(), Trusted(keys=keys))
    signed_too = capsys.readouterr().out
    check(text_of(receipt(None, unsigned)).encode(), Trusted(keys=keys))
    unchecked = capsys.readouterr().out
    check(text_of(receipt(one(1))).encode(), Trusted(keys=keys))

    assert "The older checkpoint was signed with it too." in signed_too
    assert "Not checked: the older checkpoint was not signed with it." in unchecked
    assert "older" not in capsys.readouterr().out
    with pytest.raises(IntegrityError, match="one of them was altered"):
        check(text_of(receipt(None, false)).encode(), Trusted(keys=keys))
    old = (checkpoint(5), checkpoints.parse(since.checkpoint)[1])
    with pytest.raises(ProofError, match="another signature of PeterNeumann"):
        check(text_of(receipt(None, false)).encode(), Trusted(old))


def test_what_is_proven_is_told_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """Of an entry all that it says, each change on a line of its own."""
    check(text_of(receipt(one(7), alone=True)).encode(), TRUSTED)

    assert capsys.readouterr().out == (
        "This receipt holds: entry 7 of the 10 of acme-globex, in the log\n"
        "0123456789abcdef0123456789abcdef, was recorded on 8 January 2026, 00:00:07 UTC,\n"
        "and says:\n"
        "  id          second\n"
        "  when        2026-01-04\n"
        "  title       second\n"
        "  authority   official\n"
        "  sources     - undated\n"
        "  changes     - set: fee; value: two; through: 2026-01-20\n"
        "\n"
        "Not checked: whether a later entry corrects or retracts it. The receipt of an\n"
        "answer, made with --as-of, has all entries of the partnership.\n"
        "Signed: the checkpoint was signed with the key PeterNeumann+c74f20a3.\n"
        "It leads to the checkpoint that you gave.\n"
    )


def test_it_is_told_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    """Partnerships that the older checkpoint of a whole log did not have, and how many events."""
    fewer = Checkpoint(LOG, {SLUG: checkpoint(5).trees[SLUG]})
    proof = {SLUG: grown(5).proofs[SLUG]}
    check(text_of(receipt(None, Grown(checkpoint=str(fewer), proofs=proof))).encode(), TRUSTED)
    since_fewer = capsys.readouterr().out
    check(text_of(receipt(None, grown(5))).encode(), TRUSTED)
    check(text_of(receipt(None, grown(5, alone=True))).encode(), TRUSTED)
    since_all = capsys.readouterr().out
    check(text_of(receipt(answered())).encode(), TRUSTED)

    assert "5 came after.\nNew since then: another, zulu." in since_fewer
    assert "New since" not in since_all
    assert "It names 2 events, each" in " ".join(capsys.readouterr().out.split())


def test_the_plain_form_keeps_the_order_of_its_keys() -> None:
    """Two files with the same content are the same bytes."""
    form = form_of(receipt(one(3)))
    turned = dict(reversed(form.items()))

    assert receipt_json.read(form) == receipt_json.read(turned)
    with pytest.raises(ProofError, match="not as it was written"):
        read(sealed(turned))
    assert receipts.line_of(checkpoint(), "zulu")[0] == 2


@pytest.mark.parametrize("recorded", ["soon", "2026-13-01T00:00:00.000000Z", "2026-01-01T00:00Z"])
def test_an_entry_recorded_at_no_instant_is_none(recorded: str) -> None:
    """Whoever made up the log can make every digest fit."""
    forged = replace(kept(ENTRIES[0]), recorded=recorded)
    digest = forged.digest(chain.GENESIS, SLUG, 1)
    about = One(partnership=SLUG, version=1, kept=forged, previous=chain.GENESIS, path=())
    now = Checkpoint(LOG, {SLUG: tree_over([digest])}, alone=True)
    made = Receipt(checkpoint=str(now), about=about)
    made.require()

    with pytest.raises(ProofError, match="entry 1 was not recorded at an instant"):
        check(text_of(made).encode(), Trusted())
