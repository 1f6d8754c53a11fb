"""The data of a partnership's page: every answer on every day, for a script that knows no rule."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from cli import json_form
from cli.addresses import linked
from cli.answers_shown import named
from cli.opening import View
from cli.wording import dated, readable
from events.dates import Date, day
from events.kinds import Term, sources_of
from timeline.answers import NOT_SET, Answer
from timeline.drawing import Drawing, Mark, drawing, lane_of
from timeline.film import Film, Row, films, shown_on
from timeline.record import Standing
from timeline.steps import Step
from timeline.telling import announced_of, steps_of

EPOCH = date(1970, 1, 1).toordinal()
"""What is taken from an ordinal to count the days from 1970 on, as scripts do."""


class Data:
    """What the page of the partnership *seen* knows, its own day being *on*."""

    def __init__(self, seen: View, on: date) -> None:
        self.seen, self.on = seen, on
        self.record = seen.record
        self.terms = [key for key in self.record.terms if key not in self.record.retired]
        self.steps = steps_of(self.record)
        self.answers: list[Answer] = []
        self._forms: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}
        self._same: dict[tuple[object, ...], int] = {}
        self._dates: dict[str, Date] = {}

    @property
    def name(self) -> str:
        """What the partnership is called."""
        return self.record.partnership.title or self.seen.slug

    @cached_property
    def events(self) -> dict[str, int]:
        """The numbers of the events."""
        return {one.event.id: number for number, one in enumerate(self.record.events)}

    @cached_property
    def sources(self) -> dict[str, int]:
        """The numbers of the sources that some event cites."""
        cited = {key for one in self.record.events for key in sources_of(one.event)}
        return {
            key: number for number, key in enumerate(k for k in self.record.sources if k in cited)
        }

    @cached_property
    def films(self) -> dict[str, Film[int]]:
        """The film of each term, of the numbers of its answers."""
        self._number(Answer(term=Term(key="", title=""), status=NOT_SET))
        return films(self.record, self.terms, self._number)

    @cached_property
    def drawing(self) -> Drawing:
        """What is drawn."""
        on = day(self.on)
        lanes = [lane_of(self.record.terms[key], self.steps[key], on) for key in self.terms]
        return drawing(lanes, on)

    def shown(self) -> list[Answer]:
        """Return the answer of each term on the page's own day, with all that is known."""
        at = self.on.toordinal()
        numbers = [shown_on(film.now, at) for film in self.films.values()]
        return [
            self.answers[number]._replace(term=self.record.terms[key])
            for key, number in zip(self.terms, numbers, strict=True)
        ]

    def _number(self, answer: Answer) -> int:
        """Return the number of the answer in the pool, where there is one of each."""
        form = self._form(answer)
        text = json.dumps(form)
        if text not in self._numbers:
            self._numbers[text] = len(self.answers)
            self.answers.append(answer)
            self._forms.append(form)
        return self._numbers[text]

    def _form(self, one: Answer) -> dict[str, Any]:
        self._note(one.since, one.through, one.last_confirmed)
        form = json_form.answer(one, self.record)
        return _without_nothing(
            {
                "status": one.status,
                "same": self._same.setdefault(one.same, len(self._same)),
                **{key: form[key] for key in _AS_IT_IS},
                "last_confirmed": form["last_confirmed"]
                if one.last_confirmed != one.since
                else None,
                "event": self._event(one.event),
                "sources": [self.sources[key] for key in one.sources],
                "possible": [self._naming(each) for each in form["possible"]],
                "claims": [self._naming(each) for each in form["claims"]],
                "positions": form.get("positions"),
                "pending": [self._naming(each) for each in form.get("pending", ())],
            }
        )

    def _event(self, id: str | None) -> int | None:
        return None if id is None else self.events[id]

    def _naming(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return _without_nothing({**form, "event": self._event(form["event"])})

    def _note(self, *dates: Date | None) -> None:
        """Keep the dates that are to be said in words."""
        self._dates |= {one.edtf: one for one in dates if one is not None}

    def whole(self) -> dict[str, Any]:
        """Return all of it as it is written into the page."""
        covered = self.record.covered
        filmed = self.films
        cuts = sorted({splice.cut for film in filmed.values() for splice in film.splices})
        places = {cut: number for number, cut in enumerate(cuts)}
        rest = {
            "events": [self._told(one) for one in self.record.events],
            "marks": [list(self._marks(lane.marks, key)) for key, lane in self._lanes()],
        }
        return {
            "edition": 1,
            "partnership": self.seen.slug,
            "name": self.name,
            "head": self.seen.head,
            "covered_through": covered.edtf if covered else None,
            "on": self.on.isoformat(),
            "first": self.drawing.first.isoformat(),
            "last": self.drawing.last.isoformat(),
            "terms": [self._term(key) for key in self.terms],
            "sources": [self._source(key) for key in self.sources],
            **rest,
            "answers": self._forms,
            "cuts": [cut - EPOCH for cut in cuts],
            "films": [_film(film, places) for film in filmed.values()],
            "conditions": {key: one.title for key, one in self.record.conditions.items()},
            "dates": _in_words(self._dates, dated),
            "throughs": _in_words(self._dates, readable),
        }

    def _lanes(self) -> Iterator[tuple[str, Any]]:
        return zip(self.terms, self.drawing.lanes, strict=True)

    def _term(self, key: str) -> dict[str, Any]:
        term = self.record.terms[key]
        return _without_nothing(
            {
                "id": key,
                "title": term.title,
                "topic": term.topic,
                "asks": term.asks,
                "href": term_address(key),
            }
        )

    def _source(self, key: str) -> dict[str, Any]:
        source = self.record.sources[key]
        self._note(source.published)
        form = json_form.source(source)
        return _without_nothing({**form, "url": linked(source.url), "said": named(source)})

    def _told(self, one: Standing) -> dict[str, Any]:
        """Return an event; what was announced on the day itself is not dated twice."""
        event, announced = one.event, announced_of(one, self.record)
        self._note(event.when, announced)
        public = {"announced": announced.edtf, "public": _number_of(announced.latest)}
        return _without_nothing(
            {
                "id": event.id,
                "title": event.title,
                **_days(event.when),
                **(public if announced != event.when else {}),
                "authority": event.authority,
                "sources": [self.sources[key] for key in event.sources],
            }
        )

    def _marks(self, marks: Iterable[Mark], key: str) -> Iterator[dict[str, Any]]:
        """Yield the marks of a lane; what they have in common with their event is not said."""
        public = _public(self.steps[key])
        for mark in marks:
            self._note(mark.when)
            standing = self.record.events[self.events[mark.event]]
            verbs = ("set", "end") if mark.kind == "claim" else (mark.kind,)
            days = [
                public[name] for verb in verbs if (name := (mark.event, verb, mark.when)) in public
            ]
            own = {"event": self.events[mark.event], "kind": mark.kind, "said": mark.said}
            made = _without_nothing(
                own | (_days(mark.when) if mark.when != standing.event.when else {})
            )
            known = announced_of(standing, self.record).latest
            if days[:1] != [_number_of(known)]:
                made["public"] = days[0]
            yield made


_AS_IT_IS = ("value", "flags", "authority", "since", "through", "unless")
"""The keys of an answer that are as `timeline as-of -o json` has them."""


def term_address(key: str) -> str:
    """Return where the page of a term is, seen from that of its partnership."""
    return f"terms/{key}.html"


def event_address(id: str) -> str:
    """Return where the page of an event is, seen from that of its partnership."""
    return f"events/{id}.html"


def _without_nothing(form: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in form.items() if value is not None and value not in _NOTHING
    }


_NOTHING: tuple[object, ...] = ([], {})


def _number_of(one: date | None) -> int | None:
    return one.toordinal() - EPOCH if one else None


def _days(when: Date | None) -> dict[str, Any]:
    """Return a date, and its first and last day where it is not a day by itself."""
    if when is None:
        return {}
    if when.earliest and when.edtf == when.earliest.isoformat():
        return {"when": when.edtf}
    return {"when": when.edtf, "first": _number_of(when.earliest), "last": _number_of(when.latest)}


def _public(steps: Sequence[Step]) -> dict[tuple[str, str, Date | None], int | None]:
    """Return on which day what an event does was first surely public, None being never."""
    found: dict[tuple[str, str, Date | None], int | None] = {}
    for step in steps:
        name, public = (step.id, step.verb, step.when), _number_of(step.announced.latest)
        days = [one for one in (found.get(name), public) if one is not None]
        found[name] = min(days, default=None)
    return found


def _film(film: Film[int], places: Mapping[int, int]) -> dict[str, Any]:
    return {
        "now": _rows(film.now),
        "cuts": [[places[one.cut], one.at, one.removed, _rows(one.rows)] for one in film.splices],
    }


def _rows(rows: Iterable[Row[int]]) -> list[list[int | None]]:
    return [[None if row.first is None else row.first - EPOCH, row.shown] for row in rows]


def _in_words(dates: Mapping[str, Date], said: Any) -> dict[str, str]:
    return {edtf: said(one) for edtf, one in sorted(dates.items()) if said(one) != edtf}
