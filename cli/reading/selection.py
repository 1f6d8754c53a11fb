"""Find the partnership and the terms that a user names, or report which there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.fast.globs import matches
from cli.suggestions import no_such
from cli.terminal import echo
from events.errors import NotFoundError, TimelineError, UsageError
from events.log.log import Head, Log

if TYPE_CHECKING:
    from timeline.record.record import Record


def chosen_in(log: Log, partnership: str | None) -> str:
    """Return *partnership* or, if it is None, the slug of the only partnership in *log*."""
    found = log.slugs(2) if partnership is None else [partnership]
    if len(found) == 1 and log.head(found[0]).version:
        return found[0]
    return chosen(log.partnerships(), partnership)


def chosen(heads: Sequence[Head], partnership: str | None) -> str:
    """Return *partnership* or, if it is None, the slug of the only partnership in *heads*.

    Raises NotFoundError if there is no such partnership, AmbiguousPartnershipError if none was
    named and there are several.
    """
    slugs = [head.slug for head in heads]
    if not slugs:
        raise NotFoundError(
            "The log is empty. Import a ledger file with `timeline import FILE`, "
            "or the bundled ones with `timeline init --bundled`."
        )
    if partnership in slugs:
        return partnership
    if partnership is not None:
        raise NotFoundError(f"There is no partnership {partnership}. {_there_are(slugs)}")
    if len(slugs) > 1:
        raise AmbiguousPartnershipError(_there_are(slugs))
    return slugs[0]


class AmbiguousPartnershipError(TimelineError):
    """Raised when there are several partnerships and the user named none."""

    exit_code = 2

    def __init__(self, there: str) -> None:
        super().__init__(
            "Say which partnership with -p SLUG after the command, or once for all in "
            f"TIMELINE_PARTNERSHIP. {there}"
        )


def _there_are(slugs: Sequence[str]) -> str:
    return f"There {'are' if len(slugs) > 1 else 'is'}: {', '.join(slugs)}."


def selected(record: Record, globs: Sequence[str]) -> list[str]:
    """Return the terms that *globs* match, in the order of *record*.

    Without globs, return all terms except those that other terms have replaced. A former name of a
    term counts as its name. Raises NotFoundError if a glob matches nothing.
    """
    for glob in globs:
        if not any(matches(name, glob) for name in (*record.terms, *record.renamed)):
            raise NotFoundError(no_such("term", glob, record.terms, "timeline terms"))
    if not globs:
        return [term for term in record.terms if term not in record.retired]
    names = {term: [term] for term in record.terms}
    for old, new in record.renamed.items():
        names[new].append(old)
    return [
        term for term in names if any(matches(one, glob) for one in names[term] for glob in globs)
    ]


def one_term(record: Record, name: str) -> str:
    """Return the only term of *record* that *name* stands for.

    The name may be a former one, or a pattern.
    """
    found = selected(record, [name])
    if len(found) > 1:
        raise UsageError(f"'{name}' is several terms: {', '.join(found)}. Name one.")
    if name in record.renamed:
        echo(f"{name} is now called {found[0]}.", err=True)
    if found[0] in record.retired:
        others = ", ".join(record.retired[found[0]].into)
        echo(f"{found[0]} was replaced by {others}; these are the answers it had.", err=True)
    return found[0]
