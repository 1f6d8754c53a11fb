"""Words with a meaning of their own among values and statuses; no more than their spelling."""

UNDISCLOSED = "undisclosed"
"""The value of a term that exists while its content is not public."""

NONE = "none"
"""The value of a term of which the parties say that there is none."""

STATUSES = ("in-force", "ended", "expired", "not-set", "undetermined")
"""What the answer of a term can be on a day."""
