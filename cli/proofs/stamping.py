"""Get time stamps of checkpoints from an authority, and put what they say into sentences.

Importing this needs the extra `stamp`.
"""

from collections.abc import Iterable, Iterator, Sequence

from cli.files import read_bytes
from cli.proofs import authority
from cli.proofs.authority import AuthorityError
from cli.wording.dates import instant_in_words
from events.errors import InputError, TimelineError
from events.proof import stamps, tokens
from events.proof.signed_notes import Note, Signature
from events.proof.stamps import RootNeededError, Stamp
from events.proof.tokens import Certificates

LONGEST = 1024 * 1024
"""The most bytes of a file with certificates."""


def stamped(note: Note, address: str, roots: Certificates) -> tuple[Note, Stamp]:
    """Return *note* with a time stamp of the authority at *address*, and what the stamp says.

    The stamp is checked against the certificates *roots* or, if none are given, those that came
    with it. Raises AuthorityError if the authority gives none that holds.
    """
    name, query = authority.name_of(address), tokens.request(note.text)
    answer = authority.answer(address, query.data)
    try:
        said = tokens.checked(note.text, answer, roots, query.nonce)
    except TimelineError as error:
        raise AuthorityError(address, str(error)) from None
    return stamps.stamped(note, name, answer), said


def certificates(names: Sequence[str]) -> Certificates:
    """Return the certificates in the files *names*."""
    return [one for name in names for one in _certificates(name)]


def _certificates(name: str) -> Certificates:
    data = read_bytes(name, LONGEST)
    try:
        return tokens.certificates(data)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def sentences(found: Iterable[tuple[str, str, Signature]], roots: Certificates) -> Iterator[str]:
    """Yield sentences on what the time stamps in *found* say.

    Each comes with the name and the text of its checkpoint. Raises StampError if one does not hold.
    """
    for name, text, one in found:
        try:
            said = tokens.checked(text, one.value, roots)
        except RootNeededError as error:
            yield f"Not checked: the time stamp of {one.name}. {error}"
            continue
        yield from said_by(said, name)


def said_by(stamp: Stamp, name: str) -> Iterator[str]:
    """Yield sentences on what *stamp* says of the checkpoint that is called *name*."""
    yield (
        f"Stamped: {stamp.authority} says that {name} was there on {instant_in_words(stamp.at)}, "
        "and so were all entries that it counts."
    )
    if not stamp.is_trusted:
        yield (
            f"Not checked: whether that is the word of {stamp.authority}. With --stamp-cert FILE "
            "the stamp is held against the certificate of the authority."
        )
