"""The spelling of statuses, authorities, verbs and special values.

The commands offer these words, and a plain `as-of` compares them without importing
`events.model.kinds`, which would take longer than the answer. A test keeps the two modules in step.
"""

UNDISCLOSED = "undisclosed"
"""The value of a term that exists but whose content is not public."""

NONE = "none"
"""The value of a term that, according to the parties, has no content."""

STATUSES = (
    "in-force", "ended", "expired", "not-set", "not-covered", "undetermined", "varied",
)  # fmt: skip
"""The statuses of an answer; only over several days can it be `varied`."""

FLAGS = (
    "reported", "claimed", "claimed-otherwise", "replaced-higher", "disputed", "carried",
    "pending", "renewed", "doubtful", "approximate",
)  # fmt: skip
"""The flags beside an answer, in display order; docs/meaning.md §4 defines each of them."""

AUTHORITIES = ("official", "filing", "press", "reported")
"""The values of `events.model.kinds.Authority`."""

VERBS = ("set", "end", "claim", "reaffirm", "leave-unsaid", "dispute", "settle", "use", "note")
"""The verbs of changes: the keys of `events.model.kinds.VERBS`."""
