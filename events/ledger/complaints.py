"""Complaints about a file, each with a line and a column, all raised together."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.errors import InputError


@dataclass(frozen=True, order=True)
class Complaint:
    """A *sentence* on a problem at a place in a *file*; *line* and *column* count from one."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


class LedgerError(InputError):
    """Raised when a ledger file is refused; *complaints* are in file order."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(map(str, self.complaints)))
