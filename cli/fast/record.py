"""Read the vocabulary, and the steps that stored rows refer to, as plain values.

The plain values have only the attributes that the table of answers uses, named as in
`timeline.record`.
"""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

from cli.fast.globs import matches
from cli.fast.log import AsideError
from events.dates.dates import Date, day, parse
from events.model.vocabulary import NONE, VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from cli.fast.log import Log, Plain

FAR = 10_000_000


class Vocabulary:
    """The title, parties and *terms* of the partnership in *log*, and the days *covered*."""

    def __init__(self, log: Log) -> None:
        self.title = ""
        self.parties: frozenset[str] = frozenset()
        self.terms: dict[str, Any] = {}
        self.retired: set[str] = set()
        self.covered: tuple[Date | None, Date | None] = None, None
        self._covers: list[tuple[list[str], Date | None]] = []
        self._log = log
        for act in log.vocabulary():
            self._take(act)

    def covered_from(self, term: str) -> Date | None:
        """Return the first day for which the log is stated to be complete about *term*."""
        dates = (
            since
            for globs, since in reversed(self._covers)
            if since and any(matches(term, glob) for glob in globs)
        )
        return next(dates, None)

    def named(self, key: str) -> str:
        """Return the title of the term or the condition *key*."""
        if key in self.terms:
            return str(self.terms[key].title)
        titles = [act.get("title") for _, _, act in self._log.about([f"condition:{key}"])]
        return str([title for title in titles if title][-1])

    def _take(self, act: Plain) -> None:
        name = act.get("define") or act.get("redefine")
        if act.get("renamed"):
            raise AsideError
        if name is None:
            since, through = self.covered
            begun = dated(act.get("from"))
            self._covers.append((act.get("terms", ["*"]), begun))
            if "terms" not in act:
                self.covered = begun or since, dated(act["cover"]) or through
        elif name == "partnership":
            self.title, self.parties = act["title"], frozenset(act.get("parties", ()))
        else:
            key = name.removeprefix("term:")
            told = {name: act.get(name) for name in ("title", "asks", "topic")}
            self.terms[key] = SimpleNamespace(key=key, **told)
            if "redefine" in act:
                self.retired.discard(key)
                self.retired.update([key] if "split" in act or "merged" in act else [])


class Steps:
    """The steps of a *log*, each found by the version of its event and its index in the event.

    *versions* are the versions of the events; the steps are as known by the day *known*, an
    ordinal. *words* has the parties.
    """

    def __init__(
        self,
        log: Log,
        words: Vocabulary,
        versions: Iterable[int],
        known: int,
        on: int,
        *,
        is_citing: bool,
    ) -> None:
        self.on, self._log, self._known, self._is_citing = on, log, known, is_citing
        self.parties = words.parties
        self._events = self._standing(log.at(versions))
        self._sources: dict[str, Any] = {}
        changes = (change for event in self._events.values() for change in event["changes"])
        told = {change["of"] for change in changes if "of" in change}
        called = self._standing(log.called(told)) if told else {}
        self._told = {event["id"]: event for event in called.values()}
        if any("once" in change for event in self._events.values() for change in event["changes"]):
            raise AsideError

    def _require_beside(self, act: Plain) -> None:
        """Raise AsideError if *act* does more to an event than its rows already say."""
        is_confirming = self._is_citing and "confirms" in act
        if is_confirming or not {"retract", "dates", "calls-off", "denies"}.isdisjoint(act):
            raise AsideError

    def _standing(self, found: Iterable[tuple[int, str, Plain]]) -> dict[int, Plain]:
        """Return events by version, as corrected. Raises AsideError if more was done to one."""
        events = {version: {"changes": [], **act, "version": version} for version, _, act in found}
        about = {f"act:{event['id']}": event for event in events.values()}
        done = [(about[name], act) for _, name, act in self._log.about(about)]
        ids = {f"act:{act['id']}" for _, act in done}
        withdrawn = {act.get("retract") for _, _, act in self._log.about(ids)} if ids else set()
        for event, act in done:
            if act.get("correct") != event["id"]:
                self._require_beside(act)
            elif act["id"] not in withdrawn:
                event |= {key: act[key] for key in act if key not in _OF_A_CORRECTION}
        return events

    def find(self, version: int, index: int) -> Any:
        """Return the step *index* of the event *version*.

        The caller adds the authority of the step and, if needed, the speakers.
        """
        event = self._events[version]
        if index < 0:
            if "restates" in event:
                raise AsideError
            return SimpleNamespace(
                event=event["id"],
                when=dated(event.get("when")),
                sources=partial(self._cited, event, event),
                speakers=partial(self._speakers, event, event),
            )
        change = event["changes"][index]
        told = self._told[change["of"]] if "of" in change else event
        during = dated(change.get("during"))
        until = during or dated(change.get("through"))
        order = (0, version, index) if "of" in change else (-1, index)
        return SimpleNamespace(
            verb=next((key for key in change if key in VERBS[:-1]), VERBS[-1]),
            event=event["id"],
            place=(told["version"], *order),
            is_after="after" in told,
            when=_first(during) or dated(change.get("when")) or dated(told.get("when")),
            until=until,
            through=last(until),
            value=change.get("value"),
            renews=change.get("renews"),
            unless=frozenset(change.get("unless", ())),
            hinge=change.get("while"),
            adds=change.get("adds", False),
            positions=[SimpleNamespace(**each) for each in change.get("positions", ())],
            change=SimpleNamespace(note=change.get("note"), of=change.get("of")),
            announced=self._announced(event, change) if "of" in change else None,
            sources=partial(self._cited, event, change),
            speakers=partial(self._speakers, event, change),
        )

    def _cited(self, event: Plain, change: Plain) -> list[Any]:
        """Return the sources of a change that were published by the day *known* of these steps."""
        cited = map(self._source, change.get("sources") or event["sources"])
        return [one for one in cited if _published(one.published) <= self._known]

    def _announced(self, event: Plain, change: Plain) -> Date:
        """Return when a change was told. Raises AsideError if no source dates that."""
        if stated := change.get("announced") or event.get("announced"):
            return parse(stated)
        sources = map(self._source, change.get("sources") or event["sources"])
        dated = [one.published for one in sources if one.published and one.published.latest]
        if not dated:
            raise AsideError
        told: Date = min(dated, key=lambda one: one.latest)
        return told

    def _speakers(self, event: Plain, change: Plain) -> list[str]:
        by = change.get("by") or event.get("by")
        published = [one.publisher for one in ([] if by else self._cited(event, change))]
        return list(by or dict.fromkeys(name for name in published if name))

    def _source(self, key: str) -> Any:
        if key not in self._sources:
            *_, (_, _, said) = self._log.about([f"source:{key}"])
            self._sources[key] = SimpleNamespace(
                key=key,
                published=dated(said.get("published")),
                **{name: said.get(name) for name in ("url", "title", "publisher", "locator")},
            )
        return self._sources[key]


_OF_A_CORRECTION = frozenset({"correct", "id", "reason", "v"})


def dated(text: str | None) -> Date | None:
    """Return the date stored as *text*, or None if there is none."""
    return None if text is None or text == NONE else parse(text)


def last(when: Date | None) -> int:
    """Return the last day of the date *when* as an ordinal, or FAR if there is none."""
    return when.latest.toordinal() if when and when.latest else FAR


def _first(during: Date | None) -> Date | None:
    if during is None or during.earliest is None:
        return None
    first = day(during.earliest)
    return Date(first.edtf, first.written, first.spans, during.doubtful, during.approximate)


def _published(when: Date | None) -> int:
    """Return the first day, as an ordinal, on which a source published *when* can be cited."""
    if when is None:
        return -FAR
    latest = when.latest or when.earliest
    return latest.toordinal() if latest else FAR
