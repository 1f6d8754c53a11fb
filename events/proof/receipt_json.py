"""Turn receipts into plain values, ready to be written as JSON, and back."""

import re
from collections.abc import Iterable, Mapping

from events.errors import InputError
from events.model.actors import is_actor
from events.model.problems import shown
from events.payload import codec, json_text
from events.proof.receipts import Answered, Grown, Kept, One, Question, Receipt

FORMAT = 1
"""The version of the form; it grows when the JSON of a receipt or of an answer changes."""


class ReceiptError(InputError):
    """Raised when a value does not have the form of a receipt."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"This is no receipt, or not a whole one: {sentence}")


def plain(receipt: Receipt) -> dict[str, object]:
    """Return *receipt* as texts, numbers, lists and mappings, with the keys in a fixed order."""
    form: dict[str, object] = {"receipt": FORMAT, "checkpoint": receipt.checkpoint}
    if receipt.line is not None:
        form["line"] = _hexes(receipt.line)
    match receipt.about:
        case One() as one:
            form["entry"] = {
                "partnership": one.partnership,
                "version": one.version,
                **_plain_kept(one.kept),
                "previous": one.previous.hex(),
                "path": _hexes(one.path),
            }
        case Answered() as answered:
            form["as_of"] = {
                "partnership": answered.partnership,
                "question": {
                    "on": answered.question.on,
                    "known": answered.question.known,
                    "recorded": answered.question.recorded,
                    "terms": list(answered.question.terms),
                },
                "answer": answered.answer,
                "entries": [_plain_kept(kept) for kept in answered.kept],
            }
        case None:
            pass
    if receipt.grown is not None:
        form["since"] = {
            "checkpoint": receipt.grown.checkpoint,
            "proofs": {slug: _hexes(proof) for slug, proof in receipt.grown.proofs.items()},
        }
    return form


def _plain_kept(kept: Kept) -> dict[str, object]:
    return {"recorded": kept.recorded, "actor": kept.actor, "entry": json_text.parse(kept.payload)}


def _hexes(nodes: Iterable[bytes]) -> list[str]:
    return [node.hex() for node in nodes]


def read(form: object) -> Receipt:
    """Read a receipt from its plain *form*, without checking what it proves.

    Raises ReceiptError if *form* is not the form of a receipt.
    """
    top = _mapping(form, "it", ("receipt", "checkpoint"), ("line", "entry", "as_of", "since"))
    if top["receipt"] != FORMAT or type(top["receipt"]) is not int:
        raise ReceiptError(f"it is not of the form {FORMAT}, which is the one read here.")
    if "entry" in top and "as_of" in top:
        raise ReceiptError("it is about an entry or about an answer, not both.")
    about: One | Answered | None = None
    if "entry" in top:
        about = _one(top["entry"])
    elif "as_of" in top:
        about = _answered(top["as_of"])
    if about is None and ("line" in top or "since" not in top):
        raise ReceiptError("it has no 'entry', no 'as_of' and no 'since' to be about.")
    return Receipt(
        checkpoint=_text(top, "checkpoint"),
        about=about,
        line=_nodes(top["line"], "line") if "line" in top else None,
        grown=_grown(top["since"]) if "since" in top else None,
    )


def _one(form: object) -> One:
    keys = ("partnership", "version", "recorded", "actor", "entry", "previous", "path")
    said = _mapping(form, "entry", keys)
    version = said["version"]
    if type(version) is not int or not 0 < version < 10**18:
        raise ReceiptError("'version' is a number from 1.")
    return One(
        partnership=_text(said, "partnership"),
        version=version,
        kept=_kept(said),
        previous=_node(said["previous"], "previous"),
        path=_nodes(said["path"], "path"),
    )


def _answered(form: object) -> Answered:
    said = _mapping(form, "as_of", ("partnership", "question", "answer", "entries"))
    asked = _mapping(said["question"], "question", ("on", "known", "recorded", "terms"))
    return Answered(
        partnership=_text(said, "partnership"),
        kept=tuple(
            _kept(_mapping(one, "entries", ("recorded", "actor", "entry")))
            for one in _list(said["entries"], "entries")
        ),
        question=Question(
            on=_text(asked, "on"),
            known=_text_or_none(asked, "known"),
            recorded=_text_or_none(asked, "recorded"),
            terms=tuple(_word(one, "terms") for one in _list(asked["terms"], "terms")),
        ),
        answer=said["answer"],
    )


def _grown(form: object) -> Grown:
    said = _mapping(form, "since", ("checkpoint", "proofs"))
    proofs = said["proofs"]
    if not isinstance(proofs, dict):
        raise ReceiptError("'proofs' is a mapping of partnerships.")
    return Grown(
        checkpoint=_text(said, "checkpoint"),
        proofs={slug: _nodes(proof, "proofs") for slug, proof in proofs.items()},
    )


def _kept(said: Mapping[str, object]) -> Kept:
    entry = said["entry"]
    if not isinstance(entry, dict):
        raise ReceiptError("'entry' is a mapping: the payload.")
    return Kept(
        recorded=_text(said, "recorded"),
        actor=_actor(said),
        payload=codec.canonical(entry),
    )


def _actor(said: Mapping[str, object]) -> str | None:
    actor = _text_or_none(said, "actor")
    if actor is not None and not is_actor(actor):
        raise ReceiptError("'actor' is the name of who recorded it, or null.")
    return actor


def _mapping(
    form: object, name: str, keys: tuple[str, ...], others: tuple[str, ...] = ()
) -> dict[str, object]:
    if not isinstance(form, dict):
        raise ReceiptError(f"{name} is a mapping of keys to values.")
    missing = [key for key in keys if key not in form]
    strange = [key for key in form if key not in (*keys, *others)]
    if missing or strange:
        what = f"has no {missing[0]!r}" if missing else f"has {shown(strange[0])}, unknown here"
        raise ReceiptError(f"{name} {what}.")
    return form


def _list(value: object, key: str) -> list[object]:
    if not isinstance(value, list):
        raise ReceiptError(f"'{key}' is a list.")
    return value


def _text(said: Mapping[str, object], key: str) -> str:
    return _word(said[key], key)


def _word(value: object, key: str) -> str:
    if not isinstance(value, str) or _HALF.search(value):
        raise ReceiptError(f"'{key}' is a text, of whole characters.")
    return value


def _text_or_none(said: Mapping[str, object], key: str) -> str | None:
    return None if said[key] is None else _text(said, key)


def _nodes(value: object, key: str) -> tuple[bytes, ...]:
    return tuple(_node(one, key) for one in _list(value, key))


def _node(value: object, key: str) -> bytes:
    if not isinstance(value, str) or len(value) != 64 or not set(value) <= _DIGITS:
        raise ReceiptError(f"'{key}' is written in 64 digits, 0 to 9 and a to f.")
    return bytes.fromhex(value)


_HALF = re.compile("[\ud800-\udfff]")
_DIGITS = set("0123456789abcdef")
