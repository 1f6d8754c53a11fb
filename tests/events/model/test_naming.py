"""Ids that are made of titles: other news has another id, the same news has the same."""

from unicodedata import normalize

import pytest

from events.model.naming import event_id, slug
from events.payload.values import is_name

TITLES = [
    *("契約書に署名", "料金の変更", "契約A", "料金A", "契約 2025", "料金 2025", "Договор"),
    *("Сделка", "Συμφωνία", "اتفاق", "합의", "협정", "हस्ताक्षर", "★", "!!!", "😀"),
    *("契約", "契約-", "Æ 契約"),
    *("Preis ￥5 円", "Preis ￥5 元", "٣ parties", "٤ parties"),
]  # fmt: skip


def test_titles_in_any_script_have_ids_of_their_own() -> None:
    """All of one day were `DATE-x`: the second was refused, as if it were the first once more."""
    ids = {event_id({"when": "2026-01-02", "title": one}) for one in TITLES}

    assert len(ids) == len(TITLES)


@pytest.mark.parametrize("title", TITLES)
def test_the_id_is_a_name(title: str) -> None:
    """It begins with the day and can be typed."""
    made = event_id({"when": "2026-01-02", "title": title})

    assert is_name(made)
    assert made.startswith("2026-01-02-")
    assert "-x" not in made[10:12]


@pytest.mark.parametrize("title", [*TITLES, "Größe é"])
def test_the_same_title_has_the_same_id(title: str) -> None:
    """However it was typed; so the same event again adds nothing."""
    assert slug(normalize("NFC", title)) == slug(normalize("NFD", title)) == slug(f" {title}  ")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Größe", "grosse"), ("Straße", "strasse"), ("Förderung é", "forderung-e"),
        ("Smørrebrød", "smorrebrod"), ("Łódź", "lodz"), ("Æther", "aether"), ("Œuvre", "oeuvre"),
        ("Þingvellir", "thingvellir"), ("IPO – 5 %", "ipo-5"), ("ﬁnal", "final"),
        ("Amended agreement", "amended-agreement"),
    ],
)  # fmt: skip
def test_latin_letters_are_written_without_their_marks(title: str, name: str) -> None:
    """None is dropped, so no checksum is needed."""
    assert slug(title) == name
