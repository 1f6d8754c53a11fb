"""The pool: each answer that a page may show, once, by number."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli import json_form
from events.dates import Date
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.rule.terms import possibility

AS_THEY_ARE = ("flags", "authority", "by", "since", "through", "unless", "while")
"""The keys of an answer that are as `timeline as-of -o json` has them."""


class Pool:
    """The *forms* of answers by number, in a page that numbers *events* and *sources* too."""

    def __init__(
        self, record: Record, events: Mapping[str, int], sources: Mapping[str, int]
    ) -> None:
        self._record, self._events, self._sources = record, events, sources
        self.answers: list[Answer] = []
        self.forms: list[dict[str, Any]] = []
        self.texts: dict[str, int] = {}
        self.dates: dict[str, Date] = {}
        self._numbers: dict[str, int] = {}
        self._same: dict[object, int] = {}

    def number(self, answer: Answer) -> int:
        """Return the number of *answer*, whatever its term and its days."""
        form = self._form(answer)
        text = json.dumps(form)
        if text not in self._numbers:
            self._numbers[text] = len(self.answers)
            self.answers.append(answer)
            self.forms.append(form)
        return self._numbers[text]

    def _form(self, one: Answer) -> dict[str, Any]:
        """Return an answer for a page; two have the same number *same* if they are the same one."""
        self.noted(*_dates(one))
        form = json_form.answer_json(one, self._record)
        last = form["last_confirmed"]
        return without_nothing(
            {
                "status": one.status,
                "same": self._same.setdefault(same(one), len(self._same)),
                **{key: form[key] for key in AS_THEY_ARE},
                "value": self.text(form["value"]),
                "last_confirmed": last if last != form["since"] else None,
                "confirmed": self._restated(form["confirmed"], one.confirmed),
                "said_unchanged": self._restated(form["said_unchanged"], one.unchanged),
                "event": self._event(form["event"]),
                "sources": self._cited(json_form.cited(one)),
                "possible": [self._numbered(each) for each in form["possible"]],
                "replaced": [self._numbered(each) for each in form["replaced"]],
                "claims": self._said(form["claims"], (each.step for each in one.claims)),
                "disputes": self._said(form["disputes"], one.disputes),
                "pending": [self._numbered(each) for each in form["pending"]],
            }
        )

    def _restated(self, form: Mapping[str, Any] | None, step: Step | None) -> dict[str, Any] | None:
        return self._numbered(form, step) if form else None

    def _said(
        self, forms: Iterable[Mapping[str, Any]], steps: Iterable[Step]
    ) -> list[dict[str, Any]]:
        return [self._numbered(form, step) for form, step in zip(forms, steps, strict=True)]

    def _numbered(self, form: Mapping[str, Any], step: Step | None = None) -> dict[str, Any]:
        """Return a *form* with numbers for its event, its value, and the sources of its *step*."""
        own: dict[str, Any] = {"event": self._event(form["event"])}
        if "value" in form:
            own["value"] = self.text(form["value"])
        if step is not None:
            own["sources"] = self._cited(step.sources)
        return without_nothing({**form, **own})

    def _event(self, event: str | None) -> int | None:
        return None if event is None else self._events[event]

    def _cited(self, keys: Iterable[str]) -> list[int]:
        return [self._sources[key] for key in keys if key in self._sources]

    def text(self, text: str | None) -> int | None:
        """Return the number of a text that a page may show more than once."""
        return None if text is None else self.texts.setdefault(text, len(self.texts))

    def noted(self, *dates: Date | None) -> None:
        """Keep dates that are to be said in words."""
        self.dates |= {one.edtf: one for one in dates if one is not None}


def same(one: Answer) -> object:
    """Return what makes two answers of one day the same (docs/meaning.md §4)."""
    return frozenset(each.same for each in (*filter(None, [one.decided]), *one.possible))


def _dates(one: Answer) -> Iterator[Date | None]:
    """Yield every date that the form of an answer has."""
    for each in (one.decided, *one.possible, *map(possibility, one.replaced)):
        if each is not None:
            yield each.until
            yield each.deciding.when if each.deciding else None
    beside = (*(each.step for each in one.claims), *one.disputes, *one.pending)
    for step in (one.confirmed, one.unchanged, *beside):
        if step is not None:
            yield from (step.when, step.until, step.announced)


def without_nothing(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return *form* without what is nothing: no value, an empty list, or what is not so."""
    return {
        key: value for key, value in form.items() if value not in (None, []) if value is not False
    }
