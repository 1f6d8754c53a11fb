"""Named tuples and dataclasses made in no time are those that `typing` and `dataclasses` make."""

import dataclasses
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


@values.dataclass(frozen=True)
class LightRoot:
    """A kind that others are made of."""

    name: str
    days: tuple[int, ...] = ()


@values.dataclass(frozen=True)
class LightKind(LightRoot):
    """One of ours."""

    note: str | None = None


@values.dataclass(frozen=True, kw_only=True)
class LightNamed:
    """One of ours, every field of which is named."""

    name: str
    note: str | None = None


@dataclasses.dataclass(frozen=True)
class HeavyRoot:
    """A kind that others are made of."""

    name: str
    days: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class HeavyKind(HeavyRoot):
    """One of those of `dataclasses`."""

    note: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class HeavyNamed:
    """One of those, every field of which is named."""

    name: str
    note: str | None = None


KINDS = [(HeavyRoot, LightRoot), (HeavyKind, LightKind), (HeavyNamed, LightNamed)]


@pytest.mark.parametrize(("heavy", "light"), KINDS)
@pytest.mark.parametrize(
    "make",
    [
        lambda kind: vars(kind(name="a")),
        lambda kind: hash(kind(name="a")),
        lambda kind: kind(name="a") == kind(name="a"),
        lambda kind: kind(name="a") == kind(name="b"),
        lambda kind: kind(name="a") == "a",
        lambda kind: repr(kind(name="a")).partition("(")[2],
        lambda kind: kind.__match_args__,
        lambda kind: vars(dataclasses.replace(kind(name="a"), name="b")),
        lambda kind: [(one.name, one.default) for one in dataclasses.fields(kind)],
        lambda kind: dataclasses.asdict(kind(name="a")),
        lambda kind: vars(pickle.loads(pickle.dumps(kind(name="a")))),
    ],
)
def test_our_dataclasses_are_as_those_of_the_standard_library(
    heavy: type, light: type, make: Make
) -> None:
    """Fields, order and defaults; and `dataclasses` knows them."""
    assert make(heavy) == make(light)


@pytest.mark.parametrize(("heavy", "light"), KINDS)
@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind(),
        lambda kind: kind(name="a", colour="red"),
        lambda kind: kind("a", (), None, 4),
        lambda kind: kind("a", name="a"),
        lambda kind: dataclasses.replace(kind(name="a"), colour="red"),
        lambda kind: setattr(kind(name="a"), "name", "b"),
        lambda kind: delattr(kind(name="a"), "name"),
    ],
)
def test_our_dataclasses_refuse_what_those_do(heavy: type, light: type, make: Make) -> None:
    """They are never altered, and have no other fields."""
    for kind in (heavy, light):
        with pytest.raises((TypeError, AttributeError)):
            make(kind)


def test_a_field_without_a_name_goes_to_its_place() -> None:
    """Those of the kind it is made of come first."""
    assert LightKind(name="a", days=(1,), note="n") == LightKind("a", (1,), "n")
    assert LightKind("b", (1,)) == values.replace(LightKind("a", (1,)), name="b")
    assert {"days": (), "note": None} == values.defaults(LightKind)
