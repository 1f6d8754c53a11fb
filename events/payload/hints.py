"""Suggest the right verb or key to somebody who wrote a similar word."""

from collections.abc import Collection

from events.model.kinds import VERBS
from events.model.problems import one_of, shown
from events.payload.shapes import Breach, Plain

_NEW_ANSWER = "use 'set' with the whole new answer"
_NO_TERM = "use 'end', or 'set' where another answer takes its place"
_STAYS = "use 'reaffirm' where the answer stays"
_NEVER = f"{_NO_TERM}; a plan is given up by an event that 'calls-off' it"
_TELLS = "use 'set' with 'of: EVENT', the event of which it tells more"

_INSTEAD = {
    **dict.fromkeys(
        ("extend", "extends", "widen", "narrow", "increase", "decrease", "reduce", "raise", "lower",
         "change", "changes", "amend", "modify", "update", "replace", "grant",
         "add", "expand", "limit", "shorten", "start", "begin", "becomes"),
        _NEW_ANSWER,
    ),
    **dict.fromkeys(
        ("terminate", "terminates", "remove", "delete", "revoke", "drop", "stop", "expire",
         "lapse", "unset", "close"),
        _NO_TERM,
    ),
    **dict.fromkeys(("cancel", "withdraw", "abandon", "call-off"), _NEVER),
    **dict.fromkeys(
        ("renew", "prolong"),
        "use 'set' with the whole new answer; one that goes on by itself 'renews'",
    ),
    **dict.fromkeys(("restate", "keep", "unchanged", "continue", "affirm"), _STAYS),
    "confirm": f"{_STAYS}; what happened is confirmed by an event that 'confirms' it",
    **dict.fromkeys(("clarify", "disclose", "detail", "explain"), _TELLS),
    **dict.fromkeys(
        ("say", "allege", "report", "assert", "state", "rumour", "rumor"),
        "use 'claim' where somebody only says so",
    ),
    **dict.fromkeys(
        ("contest", "disagree", "challenge"), "use 'dispute' with the positions of the parties"
    ),
    "deny": "use 'dispute' with the positions of the parties; what is said to have happened "
    "is denied by an event that 'denies' it",
    **dict.fromkeys(("resolve", "withdrawn"), "use 'settle'"),
    **dict.fromkeys(("exercise", "invoke"), "use 'use'"),
    **dict.fromkeys(("omit", "silent"), "use 'leave-unsaid'"),
    **dict.fromkeys(
        ("plan", "propose", "announce", "intend"),
        "use 'set' in an event that has 'announced' and no 'when', until another event 'dates' it",
    ),
    **dict.fromkeys(("comment", "remark", "mention"), "use 'note' with a 'text'"),
    **dict.fromkeys(
        ("dates", "calls-off", "confirms", "denies", "restates", "met", "after"),
        "it belongs to the event, beside 'changes'",
    ),
}  # fmt: skip
"""The advice for verbs that people try and that do not exist."""

_MEANT = {
    **dict.fromkeys(("date", "day", "on", "effective", "at", "happened"), "when"),
    **dict.fromkeys(("source", "cites", "url", "reference", "references"), "sources"),
    **dict.fromkeys(("speaker", "speakers", "who", "says", "said_by", "from"), "by"),
    **dict.fromkeys(("confidence", "trust", "rank"), "authority"),
    **dict.fromkeys(("until", "till", "to", "expires", "ends"), "through"),
    **dict.fromkeys(("description", "body", "text"), "summary"),
    **dict.fromkeys(("name", "headline"), "title"),
    **dict.fromkeys(("question", "ask"), "asks"),
    **dict.fromkeys(("why", "because"), "reason"),
    **dict.fromkeys(("published_on", "dated"), "published"),
    **dict.fromkeys(("comment", "remark"), "note"),
    **dict.fromkeys(("hinge", "as-long-as", "if"), "while"),
    **dict.fromkeys(("answer", "is"), "value"),
    **dict.fromkeys(("closes", "completes"), "dates"),
    **dict.fromkeys(("cancels", "called-off", "abandons"), "calls-off"),
    **dict.fromkeys(("corroborates",), "confirms"),
    **dict.fromkeys(("refutes", "rejects"), "denies"),
    **dict.fromkeys(("restated", "supersedes"), "restates"),
    **dict.fromkeys(("starts-when", "when-met"), "once"),
    **dict.fromkeys(("renewal", "every", "rolls"), "renews"),
}
"""The keys meant by keys that people know from other programs."""


def without_verb(plain: Plain, beside: Collection[str]) -> Breach:
    """Return the complaint that the change *plain* has no verb, with a suggestion.

    The keys in *beside* may accompany a verb, so they are not taken for a misspelt one.
    """
    strange = [key for key in plain if key not in beside]
    tried = next((key for key in strange if str(key).lower() in _INSTEAD), None)
    if tried is not None:
        return (tried,), f"{shown(tried)} is no verb; {_INSTEAD[tried.lower()]}."
    if strange:
        hint = one_of(str(strange[0]), VERBS)
        return (strange[0],), f"{shown(strange[0])} is no verb; use {', '.join(VERBS)}.{hint}"
    return (), f"This change has no verb; begin it with {', '.join(VERBS)}."


def meant(key: str, known: list[str]) -> str:
    """Return ` Did you mean 'x'?` for the one of the keys *known* that *key* seems to mean.

    Returns an empty text if there is none.
    """
    word = _MEANT.get(key.lower())
    return f" Did you mean {word!r}?" if word in known else one_of(key, known)
