"""Write the events of a partnership as the JSON that TimelineJS draws."""

from collections.abc import Iterator
from html import escape
from typing import Any

from cli.publish.addresses import name_of
from cli.publish.feed_text import links, one_line
from cli.publish.html_text import cited, listed
from cli.reading.session import View
from cli.render.answers import covered
from cli.wording.dates import spoken
from cli.wording.happenings import facts, sayings
from events.dates.dates import Date
from events.model.kinds import Event
from timeline.record.relations import relations_of
from timeline.record.steps import Step, steps_of


def timelinejs(seen: View) -> dict[str, Any]:
    """Return a slide for each event of *seen* with a day, in order of days.

    The title counts the other events. TimelineJS renders texts as HTML, so everything from the log
    is escaped.
    """
    record = seen.record
    steps: dict[str, list[tuple[str, Step]]] = {}
    for term, own in steps_of(record).items():
        for step in own:
            if step.verb != "met":
                steps.setdefault(step.event, []).append((term, step))
    relations = relations_of(record)
    days = [(relations.when(one.event.id), one.event) for one in record.events]
    placed = sorted((one for one in days if _begins(one[0])), key=lambda one: _order(*one))
    return {
        "title": {
            "text": {
                "headline": _html(record.partnership.title or seen.slug),
                "text": _about(seen, len(days) - len(placed)),
            },
            "autolink": False,
        },
        "events": [_slide(seen, when, event, steps.get(event.id, [])) for when, event in placed],
    }


def _order(when: Date | None, event: Event) -> tuple[str, str]:
    begins = _begins(when) or {}
    return "-".join(f"{begins.get(part, 0):04}" for part in _PARTS), event.id


_PARTS = ("year", "month", "day")


def _html(text: str) -> str:
    return escape(one_line(text))


def _about(seen: View, undated: int) -> str:
    one = "1 event has" if undated == 1 else f"{undated} events have"
    left = f" {one} no known day and no slide." if undated else ""
    return _html(f"The log is complete {covered(seen)}; head {seen.head}.{left}")


def _begins(when: Date | None) -> dict[str, int] | None:
    """Return the first possible day, or else the last, in the form of TimelineJS.

    Returns None if neither is stated.
    """
    bound = (when.earliest or when.latest) if when else None
    return {"year": bound.year, "month": bound.month, "day": bound.day} if bound else None


def _ends(when: Date | None) -> dict[str, int] | None:
    last = when.latest if when and when.earliest else None
    if last is None or when is None or when.is_day:
        return None
    return {"year": last.year, "month": last.month, "day": last.day}


def _slide(
    seen: View, when: Date | None, event: Event, steps: list[tuple[str, Step]]
) -> dict[str, Any]:
    ends = _ends(when)
    topics = {seen.record.terms[term].topic for term, _ in steps}
    topic = topics.pop() if len(topics) == 1 else None
    return {
        "start_date": _begins(when),
        **({"end_date": ends} if ends else {}),
        "display_date": _html(spoken(when)),
        "text": {
            "headline": _html(event.title),
            "text": "".join(_body(seen, event, steps)),
        },
        **({"group": _html(topic)} if topic else {}),
        "unique_id": name_of(seen.slug, f"event/{event.id}").rpartition(":")[2],
        "autolink": False,
    }


def _body(seen: View, event: Event, steps: list[tuple[str, Step]]) -> Iterator[str]:
    record, relations = seen.record, relations_of(seen.record)
    standing = record.standing(event.id)
    if standing:
        yield f"<p>{_html(' '.join(facts(standing, relations)))}</p>"
    if event.summary:
        yield f"<p>{_html(event.summary)}</p>"
    several = sorted((one for _, one in steps), key=lambda one: one.index)
    yield from listed(map(one_line, sayings(several, event, relations)))
    keys = [*event.sources, *(key for _, one in steps for key in one.sources)]
    yield from cited(links(record, keys))
