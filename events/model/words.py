"""Words with a meaning of their own among values and statuses; no more than their spelling."""

UNDISCLOSED = "undisclosed"
"""The value of a term that exists while its content is not public."""

NONE = "none"
"""The value of a term of which the parties say that there is none."""

STATUSES = ("in-force", "ended", "expired", "not-set", "undetermined", "varied")
"""What the answer of a term can be on a day."""

AUTHORITIES = ("official", "filing", "press", "reported")
"""Who can say something (see `events.model.kinds.Authority`)."""

VERBS = ("set", "end", "claim", "reaffirm", "leave-unsaid", "dispute", "settle", "use", "note")
"""What a change can do to a term (see `events.model.kinds.VERBS`)."""
