"""Ask for time stamps of RFC 3161 and check them.

Importing this raises StampingNeededError where `rfc3161-client`, an optional extra, is missing.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple
from warnings import catch_warnings

from events.errors import InputError
from events.proof.stamps import RootNeededError, Stamp, StampError, StampingNeededError

try:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.utils import CryptographyDeprecationWarning
    from cryptography.x509.oid import NameOID
    from rfc3161_client import (
        HashAlgorithm,
        TimestampRequestBuilder,
        TimeStampResponse,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )
except ImportError:
    raise StampingNeededError from None

Certificates = Sequence[x509.Certificate]


_UNREADABLE = (
    *(ValueError, CryptographyDeprecationWarning, UnsupportedAlgorithm, x509.InvalidVersion),
    *(x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
)
"""What the two libraries raise for bytes that they cannot read."""


class Request(NamedTuple):
    """The *data* to send to an authority, and the *nonce* that its answer has to repeat."""

    data: bytes
    nonce: int | None


def request(text: str) -> Request:
    """Return the request for a time stamp of the SHA-256 of *text*."""
    builder = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    made = builder.build()
    return Request(made.as_bytes(), made.nonce)


def certificates(data: bytes) -> list[x509.Certificate]:
    """Return the certificates in *data*, PEM or DER. Raises InputError if there are none."""
    try:
        with _strictly():
            if b"-----BEGIN" in data:
                return x509.load_pem_x509_certificates(data)
            return [x509.load_der_x509_certificate(data)]
    except _UNREADABLE:
        raise InputError("This is no certificate, in PEM or in DER.") from None


def _strictly() -> AbstractContextManager[object]:
    """Return a context that refuses what `cryptography` warns that it will refuse soon."""
    return catch_warnings(action="error", category=CryptographyDeprecationWarning)


def checked(text: str, answer: bytes, roots: Certificates, nonce: int | None = None) -> Stamp:
    """Return what the time stamp in *answer* says of *text*.

    Its certificate has to lead to one of *roots* or, if none are given, to a root certificate that
    came with the stamp. Raises StampError if it does not hold, RootNeededError if none came.
    """
    try:
        response = decode_timestamp_response(answer)
        _require_granted(response)
        with _strictly():
            brought = [*map(x509.load_der_x509_certificate, response.signed_data.certificates)]
        anchors = [*roots] or [one for one in brought if one.issuer == one.subject]
        if not anchors:
            raise RootNeededError
        verifier = VerifierBuilder(roots=anchors, nonce=nonce).build()
        verifier.verify_message(response, text.encode())
        name = _name(response, brought)
    except VerificationError as error:
        raise StampError(_sentence(str(error))) from None
    except _UNREADABLE:
        raise StampError("It is no time stamp, or not a whole one.") from None
    at = response.tst_info.gen_time.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Stamp(name, at, is_trusted=bool(roots))


def _require_granted(response: TimeStampResponse) -> None:
    """Raise StampError unless there is a stamp in *response*."""
    if not response.time_stamp_token():
        reason = "; ".join(response.status_string) or f"status {response.status}"
        raise StampError(f"The authority gave none: {reason}.")


def _name(response: TimeStampResponse, brought: Certificates) -> str:
    """Return the name of the authority in its certificate, one of those that it *brought*."""
    [signer] = response.signed_data.signer_infos
    subject = next(
        one.subject
        for one in brought
        if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)
    )
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else subject.rfc4514_string()


def _sentence(said: str) -> str:
    """Return a sentence on why a stamp does not hold, from what the library *said*."""
    for fragment, sentence in _REASONS.items():
        if fragment in said:
            return sentence
    of_openssl = _OF_OPENSSL.search(said)
    return f"Its certificate is refused: {of_openssl[1]}." if of_openssl else _ALTERED


_OF_OPENSSL = re.compile('Verify error: ([^"]+)')
_ALTERED = "Its signature does not fit: it was altered, or is not of the authority."
_NOT_FOR_STAMPS = "Its certificate is not one for time stamps."
_NO_ROOT = "Its certificate leads to no root that was given or came with it."
_REASONS = {
    "Nonce mismatch": "It answers another request than this one.",
    "Mismatch between messages": "It is of another text.",
    "Unsupported hash algorithm": "It is of another digest than SHA-256.",
    "EKU extension": _NOT_FOR_STAMPS,
    "unsuitable certificate purpose": _NOT_FOR_STAMPS,
    "certificate has expired": "The certificate of the authority had expired by then.",
    "certificate is not yet valid": "The certificate of the authority was not valid yet by then.",
    "local issuer certificate": _NO_ROOT,
    "self-signed certificate": _NO_ROOT,
}
"""What the library says, and what people are told."""
