"""The spelling of statuses, authorities, verbs and special values.

The commands offer these words, and a plain `as-of` compares them before it may import
`events.model.kinds`, which takes longer than the answer. A test keeps the two in step.
"""

UNDISCLOSED = "undisclosed"
"""The value of a term that exists while its content is not public."""

NONE = "none"
"""The value of a term that, according to the parties, has no content."""

STATUSES = ("in-force", "ended", "expired", "not-set", "undetermined", "varied")
"""What the answer of a term can be on a day, or on several: only then can it have varied."""

AUTHORITIES = ("official", "filing", "press", "reported")
"""The values of `events.model.kinds.Authority`."""

VERBS = ("set", "end", "claim", "reaffirm", "leave-unsaid", "dispute", "settle", "use", "note")
"""What a change can do to a term: the keys of `events.model.kinds.VERBS`."""
