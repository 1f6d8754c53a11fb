"""Give the keys of a record their titles, for sentences about terms, conditions and events."""

from collections.abc import Callable

from timeline.record.record import Record

Name = Callable[[str], str]
"""Returns the title of a term, a condition or an event, given its key."""


def titles(record: Record) -> Name:
    """Return a function that gives the title of a term, condition or event of *record*.

    A term goes by its current name; a key without a title stays as it is.
    """
    known = {one.event.id: one.event.title for one in record.events}
    known |= {key: one.title for key, one in record.conditions.items()}
    known |= {key: one.title for key, one in record.terms.items()}
    return lambda key: known.get(record.renamed.get(key, key), key)
