"""Find the partnership that a command is about, or report which ones fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cli.fast.data_folder import remembered
from cli.suggestions import did_you_mean
from events.errors import NotFoundError, TimelineError
from events.log.log import Head, Log

NAMED = 8
"""The most partnerships that a message names."""

SOUGHT = 500
"""The most partnerships among which a missing one is looked for, as it may have been mistyped."""

Holds = Callable[[str], bool]
"""A function that tells, given its slug, whether a partnership has what is asked about."""


def chosen_in(log: Log, partnership: str | None, holds: Holds | None = None) -> str:
    """Return *partnership* or, if it is None, the one that is meant.

    That is the only one in *log*, else the one that `timeline use` remembers, else the only one
    that *holds* what is asked about.
    """
    found = log.slugs(2) if partnership is None else [partnership]
    if len(found) > 1:
        found = [one for one in (remembered(),) if one]
    if len(found) == 1 and log.head(found[0]).version:
        return found[0]
    if partnership is not None:
        raise _missing(partnership, log.slugs(SOUGHT))
    return chosen(log.partnerships(), partnership, holds)


def chosen(heads: Sequence[Head], partnership: str | None, holds: Holds | None = None) -> str:
    """Return *partnership* or, if it is None, the only one of *heads* that *holds* the question.

    Without *holds*, every partnership does. Raises NotFoundError if there is no such partnership,
    AmbiguousPartnershipError if none was named and not exactly one fits.
    """
    slugs = [head.slug for head in heads]
    if partnership in slugs:
        return partnership
    if partnership is not None or not slugs:
        raise _missing(partnership, slugs)
    fitting = [slug for slug in slugs if holds(slug)] if holds and len(slugs) > 1 else slugs
    if len(fitting) != 1:
        raise AmbiguousPartnershipError(_there_are(fitting or slugs))
    return fitting[0]


def _missing(partnership: str | None, slugs: Sequence[str]) -> NotFoundError:
    """Return the error for a *partnership* that is not among *slugs*."""
    if not slugs:
        return NotFoundError(
            "The log is empty. Import a ledger file with `timeline import FILE`, "
            "or the bundled ones with `timeline init --bundled`."
        )
    meant = did_you_mean(partnership or "", slugs) or _there_are(slugs)
    return NotFoundError(f"There is no partnership {partnership}. {meant}")


class AmbiguousPartnershipError(TimelineError):
    """Raised when the user named no partnership and not exactly one fits."""

    exit_code = 2

    def __init__(self, there: str) -> None:
        super().__init__(
            "Say which partnership with -p SLUG after the command, or once for all with "
            f"`timeline use SLUG`. {there}"
        )


def _there_are(slugs: Sequence[str]) -> str:
    more = len(slugs) - NAMED
    least = "at least " if len(slugs) == SOUGHT else ""
    rest = f" and {least}{more} more; `timeline partnerships` lists them" if more > 0 else ""
    return f"There {'are' if len(slugs) > 1 else 'is'}: {', '.join(slugs[:NAMED])}{rest}."
