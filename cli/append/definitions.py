"""Turn the input of `define`, `redefine` and `cover` into offers to the log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from cli.append.event_input import offered, record_now
from cli.suggestions import no_such
from cli.typed_values import today
from events.dates.dates import Date
from events.errors import InputError, NotFoundError, UsageError
from events.log.importer import Offer
from events.model.kinds import Act, Cover, Define, Redefine, Term, key_of
from events.model.naming import fresh
from events.payload import codec
from timeline.record.record import Record

_SAID = ("title", "asks", "topic", "unit", "like", "notice")


def defined(name: str, given: Mapping[str, Any], acts: Sequence[Act]) -> list[Offer]:
    """Return the definition of *name*, a term or a condition, as the flags *given* describe it.

    Raises InputError if the *acts* of the log define *name* already.
    """
    thing = name if ":" in name else f"term:{name}"
    there = {key_of(act.thing) for act in acts if isinstance(act, Define)}
    if thing in there:
        raise InputError(f"{thing} is defined already; to change it use `timeline redefine`.")
    return offered([{"define": thing, **_said(given)}], acts)


def redefined(term: str, given: Mapping[str, Any], acts: Sequence[Act]) -> list[Offer]:
    """Return the redefinition of *term* by the flags *given*.

    If the term gets a new name, the definition of that name comes first. *acts* are the acts of
    the log.
    """
    record = record_now(acts)
    if term in record.renamed:
        raise NotFoundError(f"{term} is now called {record.renamed[term]}; redefine that.")
    if term not in record.terms:
        raise NotFoundError(no_such("term", term, record.terms, "timeline terms"))
    standing = record.terms[term]
    plain = {key: value for key, value in _plain(standing).items() if key not in ("define", "id")}
    into = {
        "renamed": given["rename"],
        "split": list(given["split"]) or None,
        "merged": given["merge"],
    }
    said = {key: value for key, value in (_said(given) | into).items() if value is not None}
    if not said:
        raise InputError(
            "Say what changes: --title, --asks, --topic, --unit, --like, --notice, --rename, …"
        )
    if given["rename"] == term:
        raise InputError(f"{term} has that name already.")
    if term in (into["merged"], *given["split"]):
        raise InputError(f"{term} cannot take its own place; name other terms.")
    return [
        _numbered(offer, acts)
        for offer in offered(
            [
                *_new_name(given["rename"], {**plain, **_said(given)}, record),
                {"redefine": f"term:{term}", **plain, **_replaced(record, term), **said},
            ],
            acts,
        )
    ]


def _replaced(record: Record, term: str) -> dict[str, Any]:
    """Return the terms that took a term's place; rewording the term does not undo that."""
    act = record.retired.get(term)
    if act is None:
        return {}
    return {"split": list(act.split)} if act.split else {"merged": act.merged}


def _numbered(offer: Offer, acts: Sequence[Act]) -> Offer:
    """Give a redefinition a numbered id that is free, or the standing act if it says the same.

    Numbered ids let a term be redefined, redefined back and then redefined the same way again.
    """
    act = offer.act
    if not isinstance(act, Redefine):
        return offer
    name, ids = key_of(act.thing), {one.id for one in acts}
    last = [
        one for one in acts if isinstance(one, Define | Redefine) and key_of(one.thing) == name
    ][-1]
    if act.renamed is None and replace(act, id=last.id) == last:
        return offer._replace(act=last)
    free = (f"define:{name}.c{number}" for number in count(1))
    return offer._replace(act=replace(act, id=next(one for one in free if one not in ids)))


def _new_name(
    name: str | None, plain: Mapping[str, Any], record: Record
) -> Iterator[dict[str, Any]]:
    if name is None:
        return
    if name in record.terms:
        raise InputError(f"There is a term {name} already; to make one of both use --merge {name}.")
    yield {"define": f"term:{name}", **plain}


def _plain(term: Term) -> dict[str, object]:
    return codec.plain(Define(id="x", thing=term))


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in _SAID if given[key] is not None}


def covering(
    since: Date | None, through: Date | None, terms: Sequence[str], acts: Sequence[Act]
) -> list[Offer]:
    """Return the statement of coverage: complete from *since* through the last day of *through*.

    If *terms* has any globs, the statement is only about the terms that these match. *acts* are
    the acts of the log.
    """
    if since is None and through is None:
        raise UsageError("Say through which DATE the log is complete, or with --from since which.")
    if through is not None and (through.latest is None or through.latest > today()):
        raise InputError(
            f"{through} is not over yet; nobody knows what will have happened by then."
        )
    said = {
        "cover": through.edtf if through else None,
        "from": since.edtf if since else None,
        "terms": list(terms),
    }
    [offer] = offered([{key: one for key, one in said.items() if one or key == "cover"}], acts)
    last = [act for act in acts if isinstance(act, Cover)][-1:]
    if last and replace(last[0], id=offer.act.id) == offer.act:
        return [offer._replace(act=last[0])]
    free = fresh(offer.act.id, (act.id for act in acts))
    return [offer._replace(act=replace(offer.act, id=free))]
