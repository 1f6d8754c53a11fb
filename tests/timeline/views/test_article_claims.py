"""What five articles say about the joint statement, held against the bundled ledger."""

from collections.abc import Iterator
from typing import Any

import pytest
from shell import ROOT

from events.dates.dates import parse
from events.ledger import yaml_tree
from events.model.kinds import Authority, Claim, Event
from timeline.record.record import Record
from timeline.record.steps import steps_of
from timeline.rule.answer import answer_on
from timeline.rule.terms import Terms

CLAIMS = ROOT / "tests" / "support" / "ledgers" / "article_claims.yaml"
"""The claims of each article, listed before the ledger was written."""

ABOUT = {
    "beginning": ("collaboration",),
    "collaboration": ("collaboration",),
    "independent work": ("collaboration",),
    "IP licence": ("ip-license.exclusivity", "ip-license.scope"),
    "revenue share": ("rev-share.openai-to-microsoft", "rev-share.scope-other-clouds"),
    "other partners": ("third-party.joint-products",),
    "API hosting": ("api.hosting-exclusivity",),
    "stateless": ("api.hosting-exclusivity",),
    "API sales": ("api.sales-channels",),
    "first-party products": ("first-party.hosting",),
    "AGI": ("agi.definition", "agi.declaration-process"),
    "compute elsewhere": ("compute.elsewhere",),
}
"""The terms whose official answer says what an article rightly says, by topic."""

THE_EVENT = ("occasion", "what changed")
"""The topics that are about the statement itself and not about a term."""


def _listed(kind: str) -> list[dict[str, Any]]:
    rows = yaml_tree.parse(CLAIMS.read_bytes(), CLAIMS.name).plain
    assert isinstance(rows, list)
    return [row for row in rows if row["kind"] == kind]


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['article']} {row['locator']}" for row in rows]


DIFFERS, AGREES = _listed("differs"), _listed("agrees")


@pytest.mark.parametrize("row", DIFFERS, ids=_names(DIFFERS))
def test_what_differs_is_a_claim_with_its_place_and_its_why(
    record: Record, row: dict[str, Any]
) -> None:
    """Whoever has read the article finds the sentence, and why it does not count."""
    found = [one for one in _claims(record, row["article"]) if row["locator"] in one.note]

    assert len(found) == 1
    assert found[0].note.strip() != f'"{row["locator"]}"'


class _Told:
    def __init__(self, event: Event, claim: Claim) -> None:
        self.note, self.by = claim.note or "", claim.by or event.by


def _claims(record: Record, article: str) -> Iterator[_Told]:
    """Yield the claims that cite *article*."""
    for event in (one.event for one in record.events):
        for change in event.changes:
            cited = change.sources or event.sources
            if isinstance(change, Claim) and f"article-{article}" in cited:
                yield _Told(event, change)


@pytest.mark.parametrize("row", AGREES, ids=_names(AGREES))
def test_what_agrees_is_said_by_the_parties(record: Record, row: dict[str, Any]) -> None:
    """An article that retells rightly adds nothing: the answer is official, and of that day."""
    if row["topic"] in THE_EVENT:
        assert "funding and its partnership with Amazon" in (_statement(record).summary or "")
        assert "unchanged since October 2025" in (_statement(record).summary or "")
        return
    known = Terms(steps_of(record))
    for term in ABOUT[row["topic"]]:
        found = answer_on(known, record.terms[term], parse("2026-03-01")).decided

        assert found
        assert (found.status, found.authority) == ("in-force", Authority.OFFICIAL)
        assert term in {change.term for change in _statement(record).changes}


def _statement(record: Record) -> Event:
    found = record.standing("2026-02-27-joint-statement")
    assert found
    return found.event


def test_each_article_is_in_the_ledger_with_what_it_retells(record: Record) -> None:
    """All five go back to one text, and say so."""
    articles = [one for key, one in record.sources.items() if key.startswith("article-")]

    assert len(articles) == 5
    assert {one.retells for one in articles} == {"oai-2026-02"}
    assert all(any(_cites(record, one.key)) for one in articles)


def _cites(record: Record, source: str) -> Iterator[bool]:
    yield from (source in one.event.sources for one in record.events)
