"""Find the terms that a user names: by key, its beginning, pattern, title, or words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cli.fast.globs import matches
from cli.reading.words import has_words, words_of
from cli.suggestions import did_you_mean
from cli.terminal import echo
from events.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from cli.reading.partnership import Holds
    from events.log.log import Log
    from events.model.kinds import Term
    from timeline.record.record import Record


def selected(record: Record, names: Sequence[str]) -> list[str]:
    """Return the terms that *names* stand for, in the order of *record*.

    Without names, return all terms except those that other terms have replaced. Raises
    NotFoundError if a name stands for nothing, UsageError if its words fit several terms.
    """
    if not names:
        return [term for term in record.terms if term not in record.retired]
    found = {term for name in names for term in _meant(record, name)}
    return [term for term in record.terms if term in found]


def one_term(record: Record, name: str) -> str:
    """Return the only term of *record* that *name* stands for."""
    found = _meant(record, name)
    if len(found) > 1:
        raise UsageError(f"'{name}' is several terms: {', '.join(found)}. Name one.")
    if name in record.renamed:
        echo(f"{name} is now called {found[0]}.", err=True)
    if found[0] in record.retired:
        others = ", ".join(record.retired[found[0]].into)
        echo(f"{found[0]} was replaced by {others}; these are the answers it had.", err=True)
    return found[0]


def holding(log: Log, names: Sequence[str]) -> Holds | None:
    """Return a function that tells whether a partnership of *log* has terms of these *names*."""
    from timeline.answers.dependencies import vocabulary
    from timeline.record.record import record_of

    def holds(slug: str) -> bool:
        words = vocabulary(log, slug)
        record = record_of(words[version] for version in sorted(words))
        return all(named(record, name) or _worded(record, name) for name in names)

    return holds if names else None


def named(record: Record, name: str) -> list[str]:
    """Return the terms of *record* with this key, former key or title, or that a glob matches."""
    found = [term for term in record.terms if matches(term, name)]
    found += [new for old, new in record.renamed.items() if matches(old, name) and new not in found]
    return found or [
        key for key, term in _current(record) if words_of(term.title) == words_of(name)
    ]


def _meant(record: Record, name: str) -> list[str]:
    found = named(record, name) or _begun(record, name)
    if found:
        return found
    fitting = _worded(record, name)
    if len(fitting) > 1:
        raise UsageError(
            f"'{name}' fits several terms: {', '.join(fitting)}. "
            f"Name one, or several by a pattern such as {_pattern(fitting)}."
        )
    if not fitting:
        titles = [term.title for _, term in _current(record)]
        hint = did_you_mean(name, [*record.terms, *titles]) or _finding(name)
        raise NotFoundError(f"There is no term '{name}'. {hint}")
    return fitting


def _finding(name: str) -> str:
    """Return the sentence that says with which command to find what somebody calls *name*."""
    from shlex import quote

    if len(words_of(name)) > 1:
        return f"`timeline search {quote(name)}` looks for its words."
    return "`timeline terms` lists them."


def _begun(record: Record, name: str) -> list[str]:
    """Return the terms whose keys have *name* before a dot, if there are several."""
    found = [key for key, _ in _current(record) if key.partition(".")[0] == name != key]
    return found if len(found) > 1 else []


def _pattern(fitting: Sequence[str]) -> str:
    """Return a pattern that finds most of the terms *fitting*, as a shell takes it."""
    kinds = Counter("".join(key.partition(".")[:2]) for key in fitting)
    return f"'{kinds.most_common(1)[0][0]}*'"


def _worded(record: Record, name: str) -> list[str]:
    """Return the terms with all words of *name* in their key and title or, if none, question.

    A key that is misspelt has no words: the error suggests the right one.
    """
    typed = words_of(name) if " " in name or "." not in name else []
    for with_question in (False, True):
        found = [
            key for key, term in _current(record)
            if typed and has_words(f"{key} {term.title} {(term.asks or '') * with_question}", typed)
        ]  # fmt: skip
        if found:
            return found
    return []


def _current(record: Record) -> Iterator[tuple[str, Term]]:
    return ((key, term) for key, term in record.terms.items() if key not in record.retired)
