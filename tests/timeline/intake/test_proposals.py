"""The changes of an event that a program has proposed."""

from timeline.intake.proposals import proposed
from timeline.intake.quotes import Text


def test_the_keys_of_a_change_have_no_order() -> None:
    """A JSON object has none, and a `note` may stand beside any verb."""
    change = {"value": "15%", "note": "as stated", "set": "stake"}
    said = proposed({"changes": [change]}, ["goes to 15%"], Text("It goes to 15%."), None)

    [found] = said.changes
    assert ("set", "stake", "15%") == (found.verb, found.term, found.value)
