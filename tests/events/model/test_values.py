"""Values behave as frozen dataclasses do, of which they are made without the compiler."""

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest

from events.model import kinds
from events.model.kinds import End, LeaveUnsaid, Set, Term
from events.model.values import Value

KINDS = [
    one
    for one in vars(kinds).values()
    if isinstance(one, type) and issubclass(one, Value) and one is not Value
]


def test_values_are_equal_where_all_their_fields_are() -> None:
    """And of one kind: an end is no silence, though both say the same."""
    one, same = (Set(term="fee", value="1", unless=("agi",)) for _ in range(2))

    assert (one, hash(one)) == (same, hash(same))
    assert replace(one, value="2") != one
    assert End(term="fee") != LeaveUnsaid(term="fee")


def test_a_value_is_never_altered() -> None:
    """Whoever holds one need not ask who else does."""
    term = Term(key="fee", title="Fee")

    with pytest.raises(FrozenInstanceError):
        term.title = "Other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del term.title
    assert "Term(key='fee', title='Fee', asks=None" in repr(term)


@pytest.mark.parametrize("given", [{}, {"key": "fee"}, {"key": "a", "title": "b", "fee": 1}])
def test_a_value_has_its_fields_and_no_other(given: dict[str, object]) -> None:
    """A slip of the pen is told where it is made."""
    with pytest.raises(TypeError, match="Term has"):
        Term(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("one", KINDS)
def test_every_kind_is_a_dataclass(one: type[Value]) -> None:
    """What takes dataclasses apart takes these."""
    assert is_dataclass(one)
    assert [*one._names] == [field.name for field in fields(one)]
