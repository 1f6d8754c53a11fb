"""Signed notes: a text with signatures below it, in the form of C2SP and of Go's sumdb/note.

Keys are Ed25519. The package `cryptography`, an optional extra, is imported only to sign or to
check.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from events.errors import InputError, IntegrityError, TimelineError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURES = 100
"""The most signatures that a note may have."""


class NoteError(InputError):
    """Raised when a text is not the signed note, or not the key, that it should be."""


class SignatureError(IntegrityError):
    """Raised when no trusted key signed a note, or when a signature does not fit the text."""


class SigningNeededError(TimelineError):
    """Raised when a key is used but the package `cryptography` is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Keys need the package cryptography: pip install 'partnership-timeline[sign]'."
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature in a note: the name and the four-byte id of its key, and its bytes."""

    name: str
    key: bytes
    value: bytes

    def line(self) -> str:
        """Return the line of a note that holds this signature."""
        return f"— {self.name} {_text(self.key + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A *text*, which ends in a newline, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        if not self.signatures:
            return self.text
        return f"{self.text}\n{''.join(one.line() for one in self.signatures)}"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key, which checks signatures.

    As text it is `name+id+key`, where *id* is the property below.
    """

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that identify the key in a signature."""
        return sha256(f"{self.name}\n".encode() + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_text(_ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half of a key, which signs.

    As text it is `PRIVATE+KEY+name+id+key`, where *id* is the id of the public half.
    """

    name: str
    seed: bytes = field(repr=False)

    def verifier(self) -> VerifierKey:
        """Return the public half of this key."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def written(self) -> str:
        """Return the private key as text, which is to be kept secret."""
        return f"{_PRIVATE}{self.name}+{self.verifier().id.hex()}+{_text(_ED25519 + self.seed)}"

    def sign(self, text: str) -> Note:
        """Return a note of *text*, which must end in a newline, signed with this key."""
        parsed = parse(text)
        value = self._private().sign(parsed.text.encode())
        own = Signature(self.name, self.verifier().id, value)
        return Note(parsed.text, (*parsed.signatures, own))

    def _private(self) -> "Ed25519PrivateKey":
        _require_cryptography()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


def new_key(name: str) -> SigningKey:
    """Generate a key called *name*, which should be an address without `https://`."""
    if not _is_name(name):
        raise NoteError(_NAME_RULE)
    _require_cryptography()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return SigningKey(name, Ed25519PrivateKey.generate().private_bytes_raw())


def signing_key(text: str) -> SigningKey:
    """Return the private key written as *text*, which may end in a newline."""
    if not text.startswith(_PRIVATE):
        raise NoteError(
            "This is no private key: it begins with PRIVATE+KEY+. "
            "`timeline checkpoint --new-key NAME FILE` makes one."
        )
    name, given, seed = _key_parts(text.removeprefix(_PRIVATE))
    key = SigningKey(name, seed)
    if key.verifier().id != given:
        raise NoteError(_ALTERED_KEY)
    return key


def verifier_key(text: str) -> VerifierKey:
    """Return the public key written as *text*, which may end in a newline."""
    if text.startswith(_PRIVATE):
        raise NoteError("This is a private key. Check with its public half, name+id+key.")
    name, given, public = _key_parts(text)
    key = VerifierKey(name, public)
    if key.id != given:
        raise NoteError(_ALTERED_KEY)
    return key


def parse(text: str) -> Note:
    """Return the note in *text*; it may have no signatures.

    Raises NoteError if *text* is not in the form of C2SP signed-note.
    """
    if not text.endswith("\n"):
        raise NoteError("A note ends with the end of a line; this one may have been cut short.")
    if _CONTROLS.search(text):
        raise NoteError("A note has no control characters; this one was altered.")
    body, blank, block = text.rpartition("\n\n")
    if not blank:
        return Note(text)
    lines = block.removesuffix("\n").split("\n")
    if len(lines) > SIGNATURES:
        raise NoteError(f"This note has more than {SIGNATURES} signatures.")
    return Note(f"{body}\n", tuple(_signature(line) for line in lines))


def verified(note: Note, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
    """Return those of *keys* that signed *note*; signatures by other keys are ignored.

    Raises SignatureError if none of *keys* signed it, or if a signature by one of them is wrong.
    """
    known = {(key.name, key.id): key for key in keys}
    found = {}
    for one in note.signatures:
        key = known.get((one.name, one.key))
        if key is not None:
            _require_signed(note.text, one.value, key)
            found[key.name, key.id] = key
    if not found:
        names = ", ".join(f"{key.name}+{key.id.hex()}" for key in known.values())
        raise SignatureError(f"This was not signed with the key {names}.")
    return list(found.values())


def _require_signed(text: str, value: bytes, key: VerifierKey) -> None:
    _require_cryptography()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, text.encode())
    except InvalidSignature:
        raise SignatureError(
            f"The signature of {key.name} is not by the key {key.id.hex()} or not of this text: "
            "one of them was altered."
        ) from None


def _require_cryptography() -> None:
    try:
        # Only to see whether it can be imported.
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        raise SigningNeededError from None


def _signature(line: str) -> Signature:
    name, _, value = line.removeprefix("— ").partition(" ")
    data = _bytes(value)
    if not line.startswith("— ") or not _is_name(name) or data is None or len(data) < 5:
        raise NoteError("Below the empty line of a note, each line is: — NAME SIGNATURE.")
    return Signature(name, data[:4], data[4:])


def _key_parts(text: str) -> tuple[str, bytes, bytes]:
    """Split the text of a public or private key into its name, its id and its 32 bytes."""
    parts: Sequence[str] = text.removesuffix("\n").removesuffix("\r").split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]) or not _is_id(parts[1]):
        raise NoteError("A key is written name+id+key, the id as eight digits 0 to 9 and a to f.")
    data = _bytes(parts[2])
    if data is None or len(data) != 33:
        raise NoteError(_ALTERED_KEY)
    if data[:1] != _ED25519:
        raise NoteError("This key is not of the sort Ed25519, the only one that is read here.")
    return parts[0], bytes.fromhex(parts[1]), data[1:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not _SPACES.search(name) and name.isprintable()


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes | None:
    """Decode the base64 *text*; return None unless it is canonical."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if _text(data) == text else None


_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_SPACES = re.compile(r"\s")
_is_id = re.compile("[0-9a-f]{8}").fullmatch
_NAME_RULE = "The name of a key has no space and no '+'; an address without https:// is best."
_ALTERED_KEY = "This key is not whole: its id and its bytes do not belong together."
