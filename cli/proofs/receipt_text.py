"""Write and read receipts as JSON that ends with its own digest."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from events.errors import InputError
from events.payload import json_text
from events.proof import receipt_json
from events.proof.receipt_json import ReceiptError
from events.proof.receipts import ProofError, Receipt

LONGEST = 8 * 1024 * 1024
"""The most bytes that a receipt may have."""


class LongReceiptError(InputError):
    """Raised when a receipt has more than LONGEST bytes."""

    def __init__(self) -> None:
        super().__init__(
            f"A receipt has at most {LONGEST // 1024**2} MiB, and this one more. "
            "Prove events one by one: timeline receipt EVENT."
        )


def text_of(receipt: Receipt) -> str:
    """Return the text of *receipt*; raise LongReceiptError if the text is too long."""
    data = b"".join(_sealed(receipt))
    if len(data) > LONGEST:
        raise LongReceiptError
    return data.decode()


def _sealed(receipt: Receipt) -> Iterator[bytes]:
    """Yield *receipt* as JSON whose last member is the SHA-256 of the JSON without it."""
    digest, end = sha256(), b""
    pieces = _INDENTED.iterencode(receipt_json.plain(receipt))
    while block := "".join(islice(pieces, _BLOCK)).encode():
        digest.update(block)
        end += block
        yield end[: -len(_END)]
        end = end[-len(_END) :]
    yield f',\n  "sha256": "{digest.hexdigest()}"{_END}\n'.encode()


_INDENTED = json.JSONEncoder(indent=2)
"""It escapes every non-ASCII character, since which ones count as harmful may change one day."""

_BLOCK = 4096
_END = "\n}"


def read(data: bytes) -> Receipt:
    """Return the receipt in *data*, checking only that the text is as it was written.

    Raises LongReceiptError if *data* is too long, ReceiptError if it is not a receipt, ProofError
    if the receipt was altered.
    """
    if len(data) > LONGEST:
        raise LongReceiptError
    try:
        receipt = receipt_json.read(_unsealed(data))
        same = _is(data, _sealed(receipt))
    except RecursionError:
        raise ReceiptError("it is nested too deeply.") from None
    if not same:
        raise ProofError("it is not as it was written; ask for the file again.")
    return receipt


def _unsealed(data: bytes) -> object:
    form = json_text.parse(data)
    if not isinstance(form, dict) or form.pop("sha256", None) is None:
        raise ReceiptError("it is a JSON object that ends with its 'sha256'.")
    return form


def _is(data: bytes, blocks: Iterable[bytes]) -> bool:
    """Return whether *data* equals the *blocks* joined together."""
    at = 0
    for block in blocks:
        if not data.startswith(block, at):
            return False
        at += len(block)
    return at == len(data)
