"""Where the bytes of articles are kept, and what a source says of its own."""

import os
from collections.abc import Iterable
from dataclasses import replace
from re import sub

from cli.fast.data_folder import data_folder
from events.log.importer import Offer
from events.log.log import Log
from events.model.kinds import Define, Source
from events.storage.engines import is_server
from events.storage.evidence import Evidence
from timeline.intake.quotes import Text

FOLDER = "TIMELINE_EVIDENCE"
"""The variable that names the folder, if it is not beside the database."""


def evidence_of(log: Log, slug: str) -> Evidence:
    """Return the bytes kept for the partnership *slug* of *log*.

    They are in a folder beside the file of the database, or for a server in the user's data folder.
    """
    at_server = is_server(log.name)
    home = data_folder() if at_server else os.path.dirname(os.path.abspath(log.name))
    folder = os.environ.get(FOLDER) or os.path.join(home, "evidence")
    owner = "server" if at_server else sub(r"[^\w.-]", "_", os.path.basename(log.name))
    return Evidence(os.path.abspath(folder), os.path.join(owner, slug))


def placed(offers: Iterable[Offer], snapshot: str, article: str) -> list[Offer]:
    """Return *offers*, in which the source of this *snapshot* says where its locator stands.

    *article* is the visible text of the source. A locator that is no quote of it, such as a page
    number, has no place, whatever a person wrote.
    """
    text = Text(article)
    return [_placed(one, snapshot, text) for one in offers]


def _placed(one: Offer, snapshot: str, text: Text) -> Offer:
    match one.act:
        case Define(thing=Source(snapshot=given) as source) as act if given == snapshot:
            found = text.find(source.locator) if source.locator else None
            at = f"{found.start}-{found.end}" if found else None
            return one._replace(act=replace(act, thing=replace(source, at=at)))
        case _:
            return one
