"""A portfolio: the portraits of all partnerships on a day, from their indexes in few statements."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from cli.opening import chosen, no_such, opened, selected, view
from cli.portrait import Glance, Portrait, Word, glanced, indexed, portrayed
from events.errors import NotFoundError
from events.garbage import rarely_sought
from events.rows import Cut, Last
from timeline.portrait import answers_from, answers_settled, is_settled, last_day

if TYPE_CHECKING:
    from cli.opening import Named, View
    from events.dates import Date
    from events.index import Index, Portfolio
    from events.kinds import Term
    from events.log import Head, Log
    from timeline.answers import Answer

    _Answers = Callable[[Index, Sequence[Term]], Iterator[Answer]]


class Asked(NamedTuple):
    """What is asked of every partnership: on which day, with the clocks cut where, which terms."""

    on: "Date"
    known: "Date | None"
    recorded: str | None
    globs: Sequence[str]

    @property
    def cut(self) -> Cut:
        """What the question sees of what a log holds now."""
        early = self.known.earliest if self.known else None
        return Cut(known=early.toordinal() if early else None)


class Held(NamedTuple):
    """What is seen of one partnership; *missing* are the globs that match no term of it."""

    portrait: Portrait
    missing: Sequence[str]


def portfolio(db: str | None, asked: Asked, *, citing: bool) -> list[Held]:
    """Return of every partnership its terms that one of the globs matches, or all.

    Of those only of which something was recorded by then. Sources are looked up where *citing*.
    """
    with opened(db) as log, rarely_sought():
        heads = log.partnerships() or [*chosen([], None)]
        together = {} if asked.recorded else dict(_together(log, heads, asked, citing))
        if asked.recorded:
            heads = [head for head in heads if log.head_by(head.slug, asked.recorded).version]
        found = [together.get(head.slug) or _alone(db, log, head, asked) for head in heads]
        if not found:
            raise NotFoundError(f"Nothing had been recorded by {asked.recorded}.")
        for glob in asked.globs:
            if all(glob in one.missing for one in found):
                words = log.portfolio().words("term:").values()
                terms = dict.fromkeys(word[5:] for several in words for word, _ in several)
                raise NotFoundError(no_such("term", glob, terms, "timeline matrix"))
    return found


def _alone(db: str | None, log: "Log", head: "Head", asked: Asked) -> Held:
    """Return what is seen of a partnership where there is no index of the whole log, or a cut."""
    from cli.asking import from_the_log

    index = log.index(head.slug)
    is_whole = index.version() == head.version
    glance = glanced(log, index, asked.recorded) if is_whole else None
    seen = glance or view(db, head.slug, asked.recorded)
    present, missing = _divided(seen.record, asked.globs)
    if asked.globs and not present:
        return Held(Portrait(cast("View", seen), []), missing)
    if glance:
        return Held(indexed(index, glance, asked.on, asked.known, present), missing)
    found = from_the_log(db, head.slug, asked.on, asked.known, asked.recorded, present)
    return Held(found, missing)


def _together(
    log: "Log", heads: "Sequence[Head]", asked: Asked, citing: bool
) -> Iterator[tuple[str, Held]]:
    """Yield what is seen of each partnership of which there is an index of the whole log."""
    stored = log.portfolio()
    versions = stored.versions()
    whole = [one for one in heads if versions.get(one.slug) == one.version]
    glances = _glances(stored, whole, asked.globs)
    wanted = {glance.slug: _wanted(glance, asked.globs) for glance in glances}
    named = {term.key for terms, _ in wanted.values() for term in terms} if asked.globs else ()
    answers = _answers(stored, sorted(named), asked)
    for glance in glances:
        terms, missing = wanted[glance.slug]
        index = log.index(glance.slug)
        found = list(answers(index, terms))
        portrait = portrayed(
            index, glance, found, asked.on, asked.known, by_name=bool(asked.globs), citing=citing
        )
        yield glance.slug, Held(portrait, missing)


def _answers(stored: "Portfolio", named: Sequence[str], asked: Asked) -> "_Answers":
    """Return what gives the answers of a partnership, from what one statement finds of all."""
    on, cut, day = asked.on, asked.cut, last_day(asked.on)
    if is_settled(on, cut):
        settled: dict[str, list[tuple[str, str | None]]] = {}
        for slug, term, body in stored.settled(day, named):
            settled.setdefault(slug, []).append((term, body))
        return lambda index, terms: answers_settled(
            settled.get(index.partnership, ()), index, terms, on
        )
    lasts: dict[str, list[Last]] = {}
    for slug, last in stored.lasts(day, cut, named):
        lasts.setdefault(slug, []).append(last)
    return lambda index, terms: answers_from(
        lasts.get(index.partnership, ()), index, terms, on, cut
    )


def _wanted(seen: Glance, globs: Sequence[str]) -> "tuple[list[Term], Sequence[str]]":
    present, missing = _divided(seen.record, globs)
    if globs and not present:
        return [], missing
    return [cast("Term", seen.record.terms[key]) for key in selected(seen.record, present)], missing


def _divided(record: "Named", globs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which of *globs* match a term of *record*, and which none."""
    names = [*record.terms, *record.renamed]
    present = [glob for glob in globs if any(fnmatchcase(name, glob) for name in names)]
    return present, [glob for glob in globs if glob not in present]


def _glances(stored: "Portfolio", heads: "Sequence[Head]", globs: Sequence[str]) -> list[Glance]:
    """Return what the indexes show of the partnerships, without terms that no glob can match."""
    words: dict[str, dict[str, str]] = {head.slug: {} for head in heads}
    for prefix in ("partnership", "cover", "renamed:"):
        _add(words, stored.words(prefix))
    beginnings = [*map(_literal, globs), *_new_names(words, globs)] or [""]
    terms = stored.words(f"term:{_shared(beginnings)}")
    return [
        Glance(head, None, *_readable(words[head.slug], terms.get(head.slug, ()))) for head in heads
    ]


def _add(words: dict[str, dict[str, str]], found: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    for slug in words.keys() & found.keys():
        words[slug].update(found[slug])


def _literal(glob: str) -> str:
    """Return how every name begins that *glob* matches."""
    return glob[: min((at for sign in "*?[" if (at := glob.find(sign)) >= 0), default=len(glob))]


def _shared(beginnings: Sequence[str]) -> str:
    """Return how all of *beginnings* begin."""
    first, last = min(beginnings), max(beginnings)
    same = (at for at, sign in enumerate(first) if not last.startswith(first[: at + 1]))
    return first[: next(same, len(first))]


def _new_names(words: Mapping[str, Mapping[str, str]], globs: Sequence[str]) -> Iterator[str]:
    """Yield the names that terms have now which had one that some glob matches."""
    for several in words.values():
        for word, body in several.items():
            if word.startswith("renamed:") and any(fnmatchcase(word[8:], one) for one in globs):
                yield json.loads(body)


def _readable(
    words: Mapping[str, str], terms: Sequence[tuple[str, str]]
) -> tuple[dict[str, str], dict[str, Word]]:
    """Return the words, but no name of a term that was left out; and the terms."""
    found = {word[5:]: _word(word[5:], body) for word, body in terms}
    return {
        word: body
        for word, body in words.items()
        if not word.startswith("renamed:") or json.loads(body) in found
    }, found


_word = lru_cache(maxsize=4096)(Word.read)
