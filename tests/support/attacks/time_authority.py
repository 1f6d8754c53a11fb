"""An authority that stamps the time, on this machine only, and cheats where a test wants it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client import TimeStampRequest
from rfc3161_client._rust import parse_timestamp_request

AT = datetime(2026, 11, 21, 12, 30, 15, tzinfo=UTC)
"""The instant that is stamped."""

YEAR = timedelta(days=365)

SEQUENCE, SET, INTEGER, OCTETS, OID, NULL, TIME = 0x30, 0x31, 2, 4, 6, 5, 0x18
"""The tags of DER that a stamp is made of."""

SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
SIGNED_DATA, STAMP_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"


def der(tag: int, *parts: bytes) -> bytes:
    """Return a value of DER."""
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 128 + len(length)]) + length + body


def number(value: int) -> bytes:
    """Return an integer that is not negative."""
    return der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def oid(text: str) -> bytes:
    """Return the name of a kind of thing, given as numbers with dots between."""
    first, second, *rest = map(int, text.split("."))
    body = b""
    for arc in (40 * first + second, *rest):
        septets = [arc & 127]
        while arc := arc >> 7:
            septets.append(arc & 127 | 128)
        body += bytes(reversed(septets))
    return der(OID, body)


def algorithm(name: str) -> bytes:
    """Return the name of an algorithm that takes no parameters."""
    return der(SEQUENCE, oid(name))


@cache
def key(name: str) -> ec.EllipticCurvePrivateKey:
    """Return the private key of *name*."""
    assert name
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    name: str, by: str, *, until: datetime = AT + YEAR, stamps: bool = True
) -> x509.Certificate:
    """Return the certificate of *name*, by the root called *by*, which may be *name* itself."""
    made = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(by))
        .public_key(key(name).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 2 * YEAR)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=name == by, path_length=None), critical=True)
    )
    if name != by:
        usage = ExtendedKeyUsageOID.TIME_STAMPING if stamps else ExtendedKeyUsageOID.CLIENT_AUTH
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return made.sign(key(by), hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


ROOT = certificate("Root of Time", "Root of Time")
LEAF = certificate("Test Authority", "Root of Time")


def pem(one: x509.Certificate) -> bytes:
    """Return a certificate as a file holds it."""
    return one.public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True)
class Authority:
    """What signs stamps with the key of *signs*: its *leaf* certificate, and those *brought* along.

    What is stamped may be another *digest*, what is repeated another *nonce*.
    """

    leaf: x509.Certificate = LEAF
    brought: tuple[x509.Certificate, ...] = (ROOT,)
    signs: str = "Test Authority"
    at: datetime = AT
    digest: bytes | None = None
    nonce: int | None = None

    def __call__(self, query: bytes) -> bytes:
        """Return the answer to *query*: a stamp, granted."""
        granted = der(SEQUENCE, number(0))
        return der(SEQUENCE, granted, self._token(parse_timestamp_request(query)))

    def _token(self, asked: TimeStampRequest) -> bytes:
        info = self._info(asked)
        held = der(OCTETS, self.leaf.fingerprint(hashes.SHA256()))
        said = {
            CONTENT_TYPE: oid(STAMP_INFO),
            MESSAGE_DIGEST: der(OCTETS, sha256(info).digest()),
            SIGNING_CERTIFICATE: der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, held))),
        }
        attributes = sorted(der(SEQUENCE, oid(one), der(SET, said[one])) for one in said)
        signed = key(self.signs).sign(der(SET, *attributes), ec.ECDSA(hashes.SHA256()))
        signer = der(
            SEQUENCE,
            number(1),
            der(SEQUENCE, self.leaf.issuer.public_bytes(), number(self.leaf.serial_number)),
            algorithm(SHA256),
            der(0xA0, *attributes),
            algorithm(ECDSA_SHA256),
            der(OCTETS, signed),
        )
        certificates = sorted(
            one.public_bytes(serialization.Encoding.DER) for one in (self.leaf, *self.brought)
        )
        data = der(
            SEQUENCE,
            number(3),
            der(SET, algorithm(SHA256)),
            der(SEQUENCE, oid(STAMP_INFO), der(0xA0, der(OCTETS, info))),
            der(0xA0, *certificates),
            der(SET, signer),
        )
        return der(SEQUENCE, oid(SIGNED_DATA), der(0xA0, data))

    def _info(self, asked: TimeStampRequest) -> bytes:
        digest = self.digest or asked.message_imprint.message
        return der(
            SEQUENCE,
            number(1),
            oid("1.2.3.4"),
            der(SEQUENCE, algorithm(SHA256), der(OCTETS, digest)),
            number(7),
            der(TIME, self.at.strftime("%Y%m%d%H%M%SZ").encode()),
            number(self.nonce or asked.nonce or 0),
        )


def refusing(_: bytes) -> bytes:
    """Return an answer without a stamp, and the reason."""
    reason = der(SEQUENCE, der(0x0C, b"no such policy"))
    return der(SEQUENCE, der(SEQUENCE, number(2), reason))


HONEST = Authority()
CHEATS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another digest": (replace(HONEST, digest=bytes(32)), "It is of another text."),
    "another nonce": (replace(HONEST, nonce=5), "It answers another request than this one."),
    "an expired certificate": (
        replace(HONEST, at=AT + 2 * YEAR),
        "The certificate of the authority had expired by then.",
    ),
    "a certificate of tomorrow": (
        replace(HONEST, at=AT - 2 * YEAR),
        "The certificate of the authority was not valid yet by then.",
    ),
    "a certificate for something else": (
        replace(HONEST, leaf=certificate("Test Authority", "Root of Time", stamps=False)),
        "Its certificate is not one for time stamps.",
    ),
    "another key": (replace(HONEST, signs="Somebody"), "Its signature does not fit"),
    "no root": (replace(HONEST, brought=()), "The stamp brings no root certificate."),
    "another root": (
        replace(HONEST, brought=(certificate("Another Root", "Another Root"),)),
        "Its certificate leads to no root that was given or came with it.",
    ),
    "a refusal": (refusing, "The authority gave none: no such policy."),
    "nothing": (lambda _: b"", "It is no time stamp, or not a whole one."),
    "a page": (lambda _: b"<html>Not here</html>", "It is no time stamp, or not a whole one."),
    "half of one": (lambda query: HONEST(query)[:-1], "It is no time stamp, or not a whole one."),
    "more than one": (lambda query: HONEST(query) * 2, "It is no time stamp, or not a whole one."),
    "too much": (lambda _: bytes(100_000), "It sends more than 64 KB."),
}
"""Answers that are not to be kept, and what is said of each."""


@contextmanager
def serving(answer: Callable[[bytes], bytes], status: int = 200) -> Iterator[str]:
    """Serve *answer* over HTTP to this machine, and yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            said = answer(query)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _listening(Handler) as address:
        yield address


@contextmanager
def dripping() -> Iterator[str]:
    """Serve an answer that never gets past its head, a byte at a time, and yield the address."""
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
            while not over.wait(0.05):
                self.wfile.write(b"x")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _listening(Handler) as address:
        try:
            yield address
        finally:
            over.set()


@contextmanager
def _listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()
            thread.join()
