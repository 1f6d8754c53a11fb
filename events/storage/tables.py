"""The tables of the database, as SQLModel defines and validates them."""

import re

from pydantic import ValidationError, field_validator
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from events.errors import InputError
from events.model.actors import ACTOR_LIMIT, is_actor

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_POSITION = BigInteger().with_variant(Integer(), "sqlite")


class NewEntry(SQLModel):
    """An entry about to be appended, whose values are validated, unlike those of table classes."""

    partnership: str = Field(max_length=100)
    version: int = Field(ge=1)
    id: str = Field(min_length=1, max_length=300)
    recorded: str = Field(max_length=27)
    actor: str | None = Field(default=None, max_length=ACTOR_LIMIT)
    payload: bytes = Field(min_length=1)
    digest: bytes = Field(min_length=32, max_length=32)

    @field_validator("partnership")
    @classmethod
    def _is_slug(cls, value: str) -> str:
        if not _SLUG.fullmatch(value):
            raise ValueError("use small letters, digits, '.', '_' and '-'")
        return value

    @field_validator("recorded")
    @classmethod
    def _is_instant(cls, value: str) -> str:
        if not _RECORDED.fullmatch(value):
            raise ValueError("an instant is written like 2026-11-21T00:00:00.000000Z")
        return value

    @field_validator("actor")
    @classmethod
    def _is_actor(cls, value: str | None) -> str | None:
        if value is not None and not is_actor(value):
            raise ValueError(f"who recorded it is one line of at most {ACTOR_LIMIT} characters")
        return value


class LogRow(NewEntry, table=True):
    """An entry as the database keeps it; *position* orders listings across partnerships."""

    __tablename__ = "log"
    __table_args__ = (
        UniqueConstraint("partnership", "version", name="log_version_once"),
        UniqueConstraint("partnership", "id", name="log_id_once"),
        CheckConstraint("position >= 1", name="log_position_counts"),
        CheckConstraint("length(partnership) BETWEEN 1 AND 100", name="log_partnership_named"),
        CheckConstraint("version >= 1", name="log_version_counts"),
        CheckConstraint("length(id) BETWEEN 1 AND 300", name="log_id_named"),
        CheckConstraint("length(recorded) = 27", name="log_recorded_whole"),
        CheckConstraint("length(actor) BETWEEN 1 AND 200", name="log_actor_named"),
        CheckConstraint("length(payload) >= 1", name="log_payload_present"),
        CheckConstraint("length(digest) = 32", name="log_digest_whole"),
    )

    position: int | None = Field(default=None, primary_key=True, sa_type=_POSITION)


class SubjectRow(SQLModel, table=True):
    """A row of the index of subjects: a name by which an entry is found; derived from the log."""

    __tablename__ = "subjects"
    __table_args__ = (
        PrimaryKeyConstraint("partnership", "subject", "version", name="subjects_once"),
        {"sqlite_with_rowid": False},
    )

    partnership: str = Field(max_length=100)
    subject: str = Field(max_length=400)
    version: int


class AnswerRow(SQLModel, table=True):
    """One answer of a term, or something beside it, as a box on three clocks; derived from the log.

    Days are ISO dates, both ends included; 0001-01-01 and 9999-12-31 are open ends. The row stands
    from version *since* to the one before *until*, which is 2147483647 while the row is current.
    *amount* is the number that the value begins with, in digits. *body* is JSON that
    `timeline.boxes.items` reads.
    """

    __tablename__ = "answers"
    __table_args__ = (
        Index(
            *("answers_by_day", "partnership", "term", "until"),
            *("day_from", "known_from", "day_to", "known_to"),
        ),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_POSITION)
    partnership: str = Field(max_length=100)
    term: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    status: str | None = Field(default=None, max_length=20)
    value: str | None = Field(default=None, sa_type=Text)
    amount: str | None = Field(default=None, max_length=40)
    through: str | None = Field(default=None, max_length=10)
    authority: str | None = Field(default=None, max_length=20)
    event: str | None = Field(default=None, max_length=300)
    day_from: str = Field(max_length=10)
    day_to: str = Field(max_length=10)
    known_from: str = Field(max_length=10)
    known_to: str = Field(max_length=10)
    since: int
    until: int
    body: str = Field(sa_type=Text)


class ReachedRow(SQLModel, table=True):
    """The version up to which a partnership's answers are stored, and their edition."""

    __tablename__ = "reached"
    __table_args__ = (PrimaryKeyConstraint("partnership", name="reached_once"),)

    partnership: str = Field(max_length=100)
    version: int
    edition: int


class IdentityRow(SQLModel, table=True):
    """The random identity of this log, generated when its database was created."""

    __tablename__ = "identity"
    __table_args__ = (CheckConstraint("one = 1", name="identity_is_one"),)

    one: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    log: str = Field(max_length=32)


class NewDraft(SQLModel):
    """An article about to enter the inbox, and the event drafted from it.

    *snapshot* is the SHA-256 of its bytes, and *wording* that of its folded text, both hexadecimal.
    *article* is the visible text, which is kept until the draft is decided. *draft* is the YAML
    that a person edits, and *body* JSON that `timeline.intake` reads. *proposer* is who put it in.
    """

    partnership: str = Field(max_length=100)
    snapshot: str = Field(min_length=64, max_length=64)
    wording: str = Field(min_length=64, max_length=64)
    address: str | None = Field(default=None, max_length=2000)
    title: str = Field(min_length=1, max_length=500)
    publisher: str | None = Field(default=None, max_length=200)
    published: str | None = Field(default=None, max_length=100)
    language: str | None = Field(default=None, max_length=20)
    article: str | None = Field(default=None, sa_type=Text)
    draft: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    proposer: str = Field(min_length=1, max_length=ACTOR_LIMIT)


class DraftRow(NewDraft, table=True):
    """A draft as the inbox keeps it; *number* counts from 1 in each partnership.

    *event* is what an accepted draft became, or what a merged one confirms.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        PrimaryKeyConstraint("partnership", "number", name="inbox_once"),
        UniqueConstraint("partnership", "snapshot", name="inbox_snapshot_once"),
        CheckConstraint("number >= 1", name="inbox_number_counts"),
        Index("inbox_by_wording", "partnership", "wording"),
        Index("inbox_by_address", "partnership", "address"),
    )

    number: int = Field(ge=1, sa_column_kwargs={"autoincrement": False})
    state: str = Field(max_length=10)
    added: str = Field(max_length=27)
    decided: str | None = Field(default=None, max_length=27)
    decider: str | None = Field(default=None, max_length=ACTOR_LIMIT)
    reason: str | None = Field(default=None, sa_type=Text)
    event: str | None = Field(default=None, max_length=300)


class NewWatch(SQLModel):
    """A feed or folder, at an address or a path, from which the inbox is filled.

    Only articles with all *words* are taken. *proposer* is who proposes the drafts.
    """

    partnership: str = Field(max_length=100)
    place: str = Field(min_length=1, max_length=2000)
    words: str = Field(max_length=500)
    proposer: str = Field(min_length=1, max_length=ACTOR_LIMIT)


class WatchRow(NewWatch, table=True):
    """A watch as the database keeps it.

    *pulled* is when it was last read to its end, and *trouble* why it was not since then.
    """

    __tablename__ = "watches"
    __table_args__ = (PrimaryKeyConstraint("partnership", "place", name="watches_once"),)

    added: str = Field(max_length=27)
    pulled: str | None = Field(default=None, max_length=27)
    trouble: str | None = Field(default=None, sa_type=Text)


def validated(
    partnership: str,
    version: int,
    id: str,
    recorded: str,
    actor: str | None,
    payload: bytes,
    digest: bytes,
) -> NewEntry:
    """Return the new entry with these values.

    Raises InputError, saying which value is wrong and why.
    """
    try:
        return NewEntry(
            partnership=partnership,
            version=version,
            id=id,
            recorded=recorded,
            actor=actor,
            payload=payload,
            digest=digest,
        )
    except ValidationError as error:
        raise InputError(_sentence(error)) from error


def validated_draft(**values: str | None) -> NewDraft:
    """Return the draft with these *values*; raise InputError, which says which one is wrong."""
    try:
        return NewDraft.model_validate(values)
    except ValidationError as error:
        raise InputError(_sentence(error)) from error


def validated_watch(**values: str) -> NewWatch:
    """Return the watch with these *values*; raise InputError, which says which one is wrong."""
    try:
        return NewWatch.model_validate(values)
    except ValidationError as error:
        raise InputError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    return f"The {first['loc'][0]} {first['input']!r} is refused: {reason}."
