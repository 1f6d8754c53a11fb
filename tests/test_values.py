"""Named tuples made in no time are those that `typing` makes."""

import pickle
import typing
from collections.abc import Callable

import pytest

from events import values


class Light(values.NamedTuple):
    """One of ours."""

    name: str
    days: tuple[int, ...]
    note: str | None = None
    rank: int = 3

    @property
    def first(self) -> int:
        """A property like any other."""
        return self.days[0]

    def double(self) -> "Light":
        """A method like any other."""
        return self._replace(days=self.days * 2)


class Heavy(typing.NamedTuple):
    """One of those of `typing`."""

    name: str
    days: tuple[int, ...]
    note: str | None = None
    rank: int = 3


class Heir(Light):
    """A kind of it."""


Make = Callable[[type], object]


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind("a", (1,), "n", 2),
        lambda kind: kind("a", (1,)),
        lambda kind: kind("a", days=(1,), rank=2),
        lambda kind: kind(days=(), name=""),
        lambda kind: kind._make(["a", (1,), "n", 2]),
        lambda kind: kind("a", (1,))._replace(note="n"),
        lambda kind: kind("a", (1,))._asdict(),
        lambda kind: kind("a", (1,)).note,
        lambda kind: kind("a", (1,))[1],
        lambda kind: hash(kind("a", (1,))),
        lambda kind: kind("a", (1,)) == ("a", (1,), None, 3),
        lambda kind: repr(kind("a", (1,))).partition("(")[2],
        lambda kind: kind._fields,
        lambda kind: kind._field_defaults,
        lambda kind: kind.__match_args__,
        lambda kind: hasattr(kind("a", (1,)), "__dict__"),
    ],
)
def test_ours_are_as_those_of_the_standard_library(make: Make) -> None:
    """Whoever reads the code may think of those."""
    assert make(Heavy) == make(Light)


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind("a"),
        lambda kind: kind("a", (1,), None, 3, 4),
        lambda kind: kind("a", (1,), name="b"),
        lambda kind: kind("a", (1,), colour="red"),
        lambda kind: kind("a", (1,))._replace(colour="red"),
    ],
)
def test_ours_are_refused_as_those_are(make: Make) -> None:
    """Each time, not only the first."""
    for kind in (Heavy, Light, Light):
        with pytest.raises((TypeError, ValueError)):
            make(kind)


def test_ours_are_values() -> None:
    """They take a pattern and a pickle, have methods, and are never altered."""
    one = Light("a", (1, 2))
    match one:
        case Light(name, days):
            found = (name, days)

    assert ("a", (1, 2)) == found
    assert one == pickle.loads(pickle.dumps(one))
    assert type(one) is type(pickle.loads(pickle.dumps(one)))
    assert 1 == one.first
    assert (1, 2, 1, 2) == one.double().days
    assert (1, 2) == Heir("a", (1, 2), rank=1).days
    with pytest.raises(AttributeError):
        setattr(one, "name", "b")  # noqa: B010  # as no type checker would let it be
