"""The picture in docs/architecture.md is of the rooms as they are; `--update` draws it again."""

import re
import sys

import rooms
from rooms import ROOT

PAGE = ROOT / "docs" / "architecture.md"
PICTURE = re.compile(r"(?<=^```mermaid\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:cli|timeline|migrations|events)/[\w/]+(?:\.py)?)`")


def redrawn(text: str) -> str:
    """Return *text* with the rooms as they are now."""
    return PICTURE.sub(rooms.picture() + "\n", text)


def test_the_picture_shows_the_rooms_as_they_are() -> None:
    """A drawing by hand would be of the program as somebody remembers it."""
    text = PAGE.read_text("utf-8")

    assert 1 == len(PICTURE.findall(text))
    assert text == redrawn(text)


def test_every_room_that_is_named_is_there() -> None:
    """On the page and on the map of CONTRIBUTING."""
    texts = (path.read_text("utf-8") for path in (PAGE, ROOT / "CONTRIBUTING.md"))
    named = {name for text in texts for name in NAMED.findall(text)}

    assert len(rooms.folders()) <= len(named)
    assert set() == {name for name in named if not (ROOT / name).exists()}


if __name__ == "__main__" and sys.argv[1:] == ["--update"]:
    PAGE.write_text(redrawn(PAGE.read_text("utf-8")), "utf-8")
