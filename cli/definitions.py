"""Definitions from what was typed, as offers to the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.event_input import FLAGS, offered, record_now
from cli.opening import no_such
from events import codec
from events.dates import Date
from events.errors import InputError, NotFoundError
from events.intake import Offer
from events.kinds import Act, Cover, Define, Term, key_of

_SAID = ("title", "asks", "topic", "notice")


def defined(name: str, given: Mapping[str, Any], acts: Sequence[Act]) -> list[Offer]:
    """Return the definition of a term or a condition; what is defined already is refused."""
    thing = name if ":" in name else f"term:{name}"
    there = {key_of(act.thing) for act in acts if isinstance(act, Define)}
    if thing in there:
        raise InputError(f"{thing} is defined already; to change it use `timeline redefine`.")
    return offered([{"define": thing, **_said(given)}], acts)


def redefined(term: str, given: Mapping[str, Any], acts: Sequence[Act]) -> list[Offer]:
    """Return the redefinition of a term; the name it is given is defined with it."""
    record = record_now(acts)
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
        raise InputError("Say what changes: --title, --asks, --topic, --notice, --rename, …")
    return offered(
        [
            *_new_name(given["rename"], {**plain, **_said(given)}, record.terms),
            {"redefine": f"term:{term}", **plain, **said},
        ],
        acts,
    )


def _new_name(
    name: str | None, plain: Mapping[str, Any], terms: Mapping[str, Term]
) -> Iterator[dict[str, Any]]:
    if name is None:
        return
    if name in terms:
        raise InputError(f"There is a term {name} already; to make one of both use --merge {name}.")
    yield {"define": f"term:{name}", **plain}


def _plain(term: Term) -> dict[str, object]:
    return codec.plain(Define(id="x", thing=term))


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in _SAID if given[key] is not None}


def covering(date: Date) -> list[Offer]:
    """Return the claim that the log is complete through the last day of *date*."""
    act = Cover(id=f"cover:{date.edtf}", through=date)
    return [Offer(act=act, file=FLAGS)]
