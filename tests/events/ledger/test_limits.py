"""The stated limits of what is read: 1 MiB a line, 16 MiB a ledger, 20 levels, no aliases."""

import tracemalloc
from io import BytesIO

import pytest

from events.errors import IntegrityError
from events.ledger import jsonl, reader, references, yaml_tree
from events.ledger.complaints import LedgerError
from events.payload import codec, json_text

MIB = 1024 * 1024
HEAD = b"partnership: acme-globex\n"


def sentences(data: bytes) -> str:
    """Return what the reader of ledgers has against *data*."""
    with pytest.raises(LedgerError) as refused:
        reader.read(data, "x.yaml")
    return str(refused.value)


def test_a_line_of_a_ledger_has_at_most_a_mebibyte() -> None:
    """The line is named."""
    assert yaml_tree.parse(HEAD + b"title: " + b"a" * (MIB - 7), "x.yaml").plain
    assert sentences(HEAD + b"title: " + b"a" * (MIB - 6)) == (
        "x.yaml:2:1: The line is longer than 1 MiB; split it."
    )


def test_a_ledger_has_at_most_sixteen_mebibytes() -> None:
    """It is refused before any of it is read, and one that is no larger is read to its mistake."""
    line = b"# " + b"x" * 1021 + b"\n"
    text = b"[} x, y\n" + line * (16 * 1024)
    too_large = "x.yaml:1:1: The file is larger than 16 MiB; split it in several."

    assert sentences(text[: 16 * MIB + 1]) == too_large
    assert sentences(text[: 16 * MIB]).startswith("x.yaml:1:2: ")


@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_a_ledger_is_nested_at_most_twenty_levels(pair: str) -> None:
    """In every style; how deep it goes on makes no difference."""
    start = pair[0] if pair == "[]" else "{a: "
    fits = f"{start * 20}{pair[1] * 20}".encode()

    assert not yaml_tree.parse(fits, "x.yaml").complaints
    for levels in (21, 10_000):
        assert "nested more than 20 levels deep" in sentences(start.encode() * levels)
    assert "nested more than 20 levels deep" in sentences(b"- " * 30_000)


def test_an_alias_is_refused_where_it_stands() -> None:
    """One that is harmless too."""
    told = sentences(HEAD + b"title: &a x\nparties: [*a]\n")

    assert "x.yaml:2:8: Anchors (&) are not read; take it out." in told
    assert "x.yaml:3:11: Aliases (*) are not read; write it out." in told


def test_aliases_that_explode_do_not() -> None:
    """Nine levels of ten are a thousand million texts, if they are followed."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 10):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    tracemalloc.start()
    told = sentences(bomb.encode())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert told.count("Aliases (*) are not read") == 90
    assert peak < 16 * MIB


class Endless:
    """A line of *size* bytes that is never held whole, and what is *after* it."""

    def __init__(self, size: int, after: bytes) -> None:
        self.left, self.after = size, BytesIO(after)

    def readline(self, limit: int, /) -> bytes:
        """Return at most *limit* bytes."""
        if not self.left:
            return self.after.readline(limit)
        count = min(limit, self.left)
        self.left -= count
        return b"a" * (count - 1) + (b"a" if self.left else b"\n")


def test_a_line_of_a_hundred_megabytes_is_refused_in_little_memory() -> None:
    """It is read past, never held; what is wrong after it is told too."""
    tracemalloc.start()
    with pytest.raises(LedgerError) as refused:
        list(jsonl.read_lines(Endless(100_000_000, b"{}\n"), "x.jsonl"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert str(refused.value).splitlines()[:2] == [
        "x.jsonl:1:1: The line is longer than 1 MiB; no entry is.",
        "x.jsonl:2:1: The key 'partnership' is missing: name the partnership.",
    ]
    assert peak < 8 * MIB


def test_a_line_of_json_lines_has_at_most_a_mebibyte() -> None:
    """Its end is not counted."""
    fits, longer = b"[" * MIB + b"\n", b"[" * (MIB + 1) + b"\n"

    for text, sentence in ((fits, "nested too deeply"), (longer, "longer than 1 MiB")):
        with pytest.raises(LedgerError, match=sentence):
            list(jsonl.read_lines(BytesIO(text), "x.jsonl"))


@pytest.mark.parametrize("levels", [1000, 100_000])
@pytest.mark.parametrize("start", ["[", '{"a":'])
def test_deep_json_is_refused_in_a_sentence(start: str, levels: int) -> None:
    """Whoever reads it, and however deep."""
    text = (start * levels).encode()

    with pytest.raises(json_text.JsonTextError):
        json_text.parse(text)
    with pytest.raises(IntegrityError):
        codec.decode(text)
    with pytest.raises(LedgerError):
        list(jsonl.read_lines(BytesIO(text + b"\n"), "x.jsonl"))


def test_json_that_two_programs_could_read_differently_is_refused() -> None:
    """Keys that stand twice, numbers that are none, halves of characters."""
    for text, sentence in (
        ('{"a": 1, "a": 2}', "The key 'a' stands twice in one object; keep one of them."),
        ('{"a": NaN}', "The number NaN is not allowed here; put it in quotes."),
        ('{"a": -Infinity}', "The number -Infinity is not allowed here; put it in quotes."),
        ('{"a": 1e400}', "The number 1e400 is not allowed here; put it in quotes."),
        (f'{{"a": {"9" * 5000}}}', "A number here is too long; put it in quotes."),
    ):
        with pytest.raises(json_text.JsonTextError) as refused:
            json_text.parse(text)

        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{%s}", "The key 'n0' is not known here."),
        ('{%s,"x":1,"x":1}', "The key 'x' stands twice in one object; keep one of them."),
        ('{"entry":{"correct":"a","sources":[%s,"x","x"]}}', "'x' stands twice in this list"),
    ],
)
def test_a_line_full_of_mistakes_is_refused(line: str, sentence: str) -> None:
    """A hundred complaints at most; what took the square of its size would not end here."""
    pair = '"n{}"' if "[%s" in line else '"n{}":1'
    several = ",".join(pair.format(number) for number in range(70_000))
    text = (line % several).encode()
    assert len(text) < MIB

    with pytest.raises(LedgerError) as refused:
        list(jsonl.read_lines(BytesIO(text), "x.jsonl"))
    assert sentence in str(refused.value)
    assert len(refused.value.complaints) <= jsonl.COMPLAINT_LIMIT


def test_only_the_first_unknown_names_are_guessed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each guess compares with all names that there are, so that many would take very long."""
    guesses: list[str] = []

    def guess(name: str, _choices: object) -> str:
        guesses.append(name)
        return ""

    monkeypatch.setattr(references, "one_of", guess)
    terms = "".join(f"  term{number}: {{title: x}}\n" for number in range(300))
    ends = "".join(f"  - end: tern{number}\n" for number in range(300))
    event = "- id: a\n  when: 2020\n  title: x\n  authority: press\n  sources: [s]\n  changes:\n"
    told = sentences((HEAD.decode() + f"terms:\n{terms}events:\n{event}{ends}").encode())

    assert told.count("is defined before this") == 301
    assert len(guesses) == references.GUESSES
