"""The picture on docs/architecture.md is of the rooms as they are; `--update` draws it again."""

import re
import sys

import room_picture
import rooms
from rooms import ROOT

PAGE = ROOT / "docs" / "architecture.md"
PICTURE = ROOT / "docs" / "img" / "architecture.svg"
NAMED = re.compile(r"`((?:cli|timeline|migrations|events)/[\w/]+(?:\.py)?)`")


def test_the_picture_shows_the_rooms_as_they_are() -> None:
    """A drawing by hand would be of the program as somebody remembers it."""
    assert "](img/architecture.svg)" in PAGE.read_text("utf-8")
    assert room_picture.picture() == PICTURE.read_text("utf-8")


def test_every_room_that_is_named_is_there() -> None:
    """On the page and on the map of CONTRIBUTING."""
    texts = (path.read_text("utf-8") for path in (PAGE, ROOT / "CONTRIBUTING.md"))
    named = {name for text in texts for name in NAMED.findall(text)}

    assert len(rooms.folders()) <= len(named)
    assert set() == {name for name in named if not (ROOT / name).exists()}


if __name__ == "__main__" and sys.argv[1:] == ["--update"]:
    PICTURE.write_text(room_picture.picture(), "utf-8")
