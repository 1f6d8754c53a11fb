"""Receipts as files: sealed text of one form, of which any altered byte is noticed."""

from hashlib import sha256

from cli import json_form
from events import json_text, receipt_form
from events.errors import InputError
from events.receipt_form import ReceiptError
from events.receipts import ProofError, Receipt

LONGEST = 64 * 1024 * 1024
"""The most bytes that a receipt may have."""


class LongReceiptError(InputError):
    """Raise when a receipt is longer than one may be."""

    def __init__(self) -> None:
        super().__init__(
            f"The receipt would be, or is, longer than {LONGEST // 1024**2} MiB, which is the most "
            "that is read. Prove events one by one: timeline receipt EVENT."
        )


def text_of(receipt: Receipt) -> str:
    """Return the text of *receipt*, or raise LongReceiptError where nobody could read it."""
    text = _sealed(receipt)
    if len(text.encode()) > LONGEST:
        raise LongReceiptError
    return text


def _sealed(receipt: Receipt) -> str:
    """Return *receipt* as text that ends with the SHA-256 of all before it."""
    form = receipt_form.plain(receipt)
    seal = sha256(json_form.dump(form).encode(errors="surrogatepass")).hexdigest()
    return json_form.dump(form | {"sha256": seal}) + "\n"


def read(data: bytes) -> Receipt:
    """Read a receipt, of which nothing is proven yet but that it is as it was written.

    Raises ReceiptError for what is none, ProofError for one that was altered.
    """
    if len(data) > LONGEST:
        raise LongReceiptError
    form = json_text.parse(data)
    try:
        if not isinstance(form, dict) or form.pop("sha256", None) is None:
            raise ReceiptError("it is a JSON object that ends with its 'sha256'.")
        receipt = receipt_form.read(form)
        same = _sealed(receipt).encode(errors="surrogatepass") == data
    except RecursionError:
        raise ReceiptError("it is nested too deeply.") from None
    if not same:
        raise ProofError("it is not as it was written; ask for the file again.")
    return receipt
