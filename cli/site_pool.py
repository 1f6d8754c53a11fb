"""The pool: each answer that a page may show, once, by number."""

import json
from collections.abc import Mapping
from typing import Any

from cli import json_form
from events.dates import Date
from events.model.kinds import Term
from timeline.answers import NOT_SET, Answer
from timeline.merged import Record

AS_THEY_ARE = ("flags", "authority", "since", "through", "unless")
"""The keys of an answer that are as `timeline as-of -o json` has them."""


class Pool:
    """The *answers* by number, and their *forms* in a page that numbers *events* and *sources* too.

    The first is that of a term of which nothing is known.
    """

    def __init__(
        self, record: Record, events: Mapping[str, int], sources: Mapping[str, int]
    ) -> None:
        self._record, self._events, self._sources = record, events, sources
        self.answers: list[Answer] = []
        self.forms: list[dict[str, Any]] = []
        self.texts: dict[str, int] = {}
        self.dates: dict[str, Date] = {}
        self._numbers: dict[str, int] = {}
        self._same: dict[tuple[object, ...], int] = {}
        self.number(Answer(term=Term(key="", title=""), status=NOT_SET))

    def number(self, answer: Answer) -> int:
        """Return the number of *answer*, whatever its term."""
        form = self._form(answer)
        text = json.dumps(form)
        if text not in self._numbers:
            self._numbers[text] = len(self.answers)
            self.answers.append(answer)
            self.forms.append(form)
        return self._numbers[text]

    def _form(self, one: Answer) -> dict[str, Any]:
        """Return an answer for a page; two have the same number *same* if they are the same one."""
        self.noted(one.since, one.through, one.last_confirmed)
        form = json_form.answer(one, self._record)
        confirmed = form["last_confirmed"] if one.last_confirmed != one.since else None
        return without_nothing(
            {
                "status": one.status,
                "same": self._same.setdefault(one.same, len(self._same)),
                **{key: form[key] for key in AS_THEY_ARE},
                "value": self.text(one.value),
                "last_confirmed": confirmed,
                "event": None if one.event is None else self._events[one.event],
                "sources": [self._sources[key] for key in one.sources],
                "possible": [self._naming(each) for each in form["possible"]],
                "claims": [self._naming(each) for each in form["claims"]],
                "positions": form.get("positions"),
                "pending": [self._naming(each) for each in form.get("pending", ())],
            }
        )

    def _naming(self, form: Mapping[str, Any]) -> dict[str, Any]:
        own = {} if form["event"] is None else {"event": self._events[form["event"]]}
        return without_nothing({**form, **own, "value": self.text(form.get("value"))})

    def text(self, text: str | None) -> int | None:
        """Return the number of a text that a page may show more than once."""
        return None if text is None else self.texts.setdefault(text, len(self.texts))

    def noted(self, *dates: Date | None) -> None:
        """Keep dates that are to be said in words."""
        self.dates |= {one.edtf: one for one in dates if one is not None}


def without_nothing(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return *form* without what is nothing: no value, an empty list, or what is not so."""
    return {
        key: value for key, value in form.items() if value not in (None, []) if value is not False
    }
