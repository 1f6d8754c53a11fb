"""Our reading of EDTF beside that of the `edtf` package: they agree, or the table says why not."""

import random
import re
from itertools import permutations
from pathlib import Path

import pytest
from depth import scaled
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pyparsing import ParserElement

from events.dates.dates import DateError, parse

# The grammar of the package tries the same rule at the same place over and over.
ParserElement.enable_packrat(None)

Y, M, D = "[0-9]{4}", "[0-9]{4}-[0-9]{2}", "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MIXED = "|".join(rf"{one}\.\.{other}" for one, other in permutations((Y, M, D), 2))

DEVIATIONS = [
    ("[^/]*/[^/]*: .*", "2025-10/2030",
     "an event happens on one day: `[2025-10..2030]` is some day between, `through` a last day"),
    (r"\{.*: one event has one date.*", "{2024,2025}",
     "an event happens once; write one event for each"),
    (r"\[.*\.\..*: it ends before it begins", "[2030..2025]",
     "the package accepts an end before the beginning"),
    (".*: .* is not a leap year.*", "2023-02-29",
     "the package knows the lengths of months, not the leap years"),
    ("XXXX-.*: [A-Z][a-z]+ has [23][0-9] days( at most)?", "XXXX-02-30",
     "no year has that day"),
    (".*: there is no year 0000.*", "0000",
     "years run from 0001 to 9999, as the calendar of the program does"),
    (".*: years run from 0001 to 9999", "-0044",
     "the same: neither negative years nor years of more than four digits"),
    (".*: the time around it leaves the years 0001 to 9999.*", "9999~",
     "the same, for the wider bounds of an approximate date"),
    (".*: a season has no agreed days.*", "2025-21",
     "a season has other days north and south, and for everyone"),
    (".*: only quarters are read.*", "2025-40",
     "of the groups of months only quarters are in use; a range says the same"),
    (".*X.*: (a digit is|two digits are) missing.*", "201X",
     "a range says the same: `[2010..2019]`"),
    (".*X.*: what is not said is left out.*", "2025-XX",
     "the same days as `2025`, in two spellings"),
    (".*X.*: it says nothing about the day.*", "XXXX",
     "a date that says nothing is left out"),
    (".*X.*: only the whole year can be left open.*", "2XXX",
     "nobody says so; a range or a list in brackets does"),
    (r"\[.*X.*: a date without its year may be any day.*", "[XXXX-06,2025]",
     "one member that may be any day makes the others say nothing"),
    (".*T.*: a day has no time of day.*", "2026-02-27T14:00:00Z",
     "a calendar day has no time zone, and so no hour"),
    (".*S[0-9].*: significant digits are not read.*", "1950S2",
     "a range says the same: `[1900..1999]`"),
    (".*[?~%].+: one mark, at the end, is for the whole date.*", "2024?-06",
     "one mark for the whole date, at its end"),
    (".*: there are no blanks.*", " 2025 ",
     "the package strips blanks; the text as written is kept, so it has none"),
    (r".*[0-9]{4}-Q[1-4].*: read", "2025-Q3",
     "how people write quarters; stored as EDTF `2025-35`"),
    (rf"{Y}-3[3-6][?~%]: read", "2025-35~",
     "the standard marks any date; the package has no rule for a marked quarter"),
    (rf"\[.*{Y}-3[3-6].*: read", "[2025-33,2026]",
     "the same for quarters in brackets"),
    (r"XXXX-.*[?~%]: read", "XXXX-06?",
     "the same for a marked date without its year"),
    (r"\[.*([?~%]\.\.|\.\.[-0-9]+[?~%]).*: read", "[2018~..2019]",
     "the same for a marked end of a range"),
    (rf"\[(.*,)?({MIXED})[],].*: read", "[2018..2019-03]",
     "a source may know one end better than the other"),
]  # fmt: skip
"""Every deliberate deviation: what we say of such texts, an example, the reason."""


def ours(text: str) -> str:
    """Return the text with what we say of it, which is what the deviations are looked up by."""
    try:
        parse(text)
    except DateError as refused:
        return f"{text}: {refused.reason}"
    return f"{text}: read"


def theirs(text: str) -> bool:
    """Say whether the package accepts *text*; it falls over `/..` and `2025-1X`."""
    try:
        parse_edtf(text)
    except (EDTFParseException, TypeError, AttributeError):
        return False
    return True


def explained(said: str) -> bool:
    return any(re.fullmatch(pattern, said, re.DOTALL) for pattern, _, _ in DEVIATIONS)


def unexplained(texts: list[str]) -> list[str]:
    said = [(ours(text), text) for text in texts]
    return [our for our, text in said
            if not explained(our) and our.endswith(": read") != theirs(text)]  # fmt: skip


class Speller:
    """Spell dates of the profile, of the rest of EDTF, and what is almost one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def year(self) -> str:
        usual = [2023, 2024, 1900, 1, 9999, *range(2010, 2040)]
        return f"{self.random.choice(usual):04}"

    def single(self) -> str:
        choose = self.random.choice
        month, day = choose(["01", "02", "06", "12"]), choose(["01", "28", "29", "30", "31"])
        kinds = (self.year(), f"{self.year()}-{month}", f"{self.year()}-{month}-{day}")
        return choose(kinds)

    def marked(self) -> str:
        return self.single() + self.random.choice(["", "", "?", "~", "%"])

    def member(self) -> str:
        if self.random.random() < 0.3:
            return f"{self.single()}..{self.single()}"
        return self.marked()

    def one_of(self) -> str:
        choose = self.random.choice
        members = [self.member() for _ in range(choose([1, 1, 2, 2, 3]))]
        members[0] = choose(["", "", ".."]) + members[0]
        members[-1] += choose(["", "", ".."])
        return f"[{','.join(members)}]"

    def profile(self) -> str:
        choose = self.random.choice
        quarter, yearless = f"{self.year()}-{self.random.randint(33, 36)}", self.single()
        return choose([self.marked(), self.marked(), self.one_of(), quarter, f"XXXX{yearless[4:]}"])

    def beyond(self) -> str:
        choose, one, other = self.random.choice, self.marked(), self.marked()
        return choose([
            f"{one}/{other}", f"{one}/..", f"../{one}", f"{one}/", f"/{one}", "/..",
            f"{{{one},{other}}}", f"{self.year()}-{self.random.randint(13, 45)}",
            self.spoiled(one), self.spoiled(one), self.spoiled(self.one_of()), f"Y{one}", f"-{one}",
            f"{one}T10:00:00Z", f"{one}S2", f" {one}", f"{one}\n", one + choose("?~%"),
            choose("?~%") + one, one.replace("-", choose("?~%") + "-"), f"[{one}", f"{one},{other}",
            re.sub("[0-9]", lambda m: choose(["X", m[0], m[0]]), one),
            f"[XXXX-06,{one}]", f"{self.year()}-Q{choose('12345')}", f"XXXX-06{choose('?~%')}",
        ])  # fmt: skip

    def spoiled(self, text: str, times: int = 1) -> str:
        """Change, add or take away a sign, sometimes one that only looks like another."""
        signs = list(text)
        for _ in range(times):
            at = self.random.randrange(len(signs) + 1)
            width, sign = self.random.choice([0, 1, 1]), self.random.choice(SIGNS)
            signs[at : at + width] = [sign] * self.random.choice([0, 1, 1])
        return "".join(signs)


SIGNS = [
    *"0123456789-.,[]/?~%XQSTYEZ:{}+^ \t\n\0\x1b\x85",
    *"٣２߂–−．，［］‥‘\u00a0\u202e\u2028\u200d\ufeff😀é\ud800",
]


def test_profile_and_package_agree() -> None:
    """What we call EDTF has to be EDTF for others too."""
    speller = Speller(seed=1)
    texts = sorted({speller.profile() for _ in range(scaled(1600))})

    assert unexplained(texts) == []
    assert len(texts) > min(300, scaled(1000))


def test_outside_the_profile_every_difference_is_a_deliberate_one() -> None:
    """Refusing more than the standard is a decision; each has its row in the table."""
    speller = Speller(seed=2)
    texts = sorted({speller.beyond() for _ in range(scaled(2000))})

    assert unexplained(texts) == []
    assert len(texts) > min(500, scaled(1667))


def test_ten_thousand_spoiled_dates_are_read_or_refused_with_a_sentence() -> None:
    """Never another exception, never a line break, never a date that is none elsewhere."""
    speller = Speller(seed=3)
    texts = {speller.spoiled(speller.profile(), times=1 + n % 5) for n in range(14_000)}
    said = {text: verdict(text) for text in sorted(texts)}
    read = sorted(text for text, sentence in said.items() if not sentence)

    assert len(texts) >= 10_000
    assert [text for text, sentence in said.items() if not is_fit_to_print(sentence)] == []
    assert [text for text in read if parse(str(parse(text))) != parse(text)] == []
    assert unexplained(read[::4]) == []


def verdict(text: str) -> str:
    try:
        parse(text)
    except DateError as refused:
        return str(refused)
    return ""


def is_fit_to_print(sentence: str) -> bool:
    return not sentence or (sentence.isprintable() and len(sentence) < 300 and sentence[-1] == ".")


def test_noise_is_refused_with_a_sentence() -> None:
    """Any sign of Unicode may be pasted into a date."""
    noise = random.Random(4)
    texts = ["".join(chr(noise.randrange(0x11000)) for _ in range(noise.randrange(12)))
             for _ in range(3000)]  # fmt: skip

    assert [text for text in texts if not verdict(text)] == []
    assert [text for text in texts if not is_fit_to_print(verdict(text))] == []


@pytest.mark.parametrize(("pattern", "example", "reason"), DEVIATIONS)
def test_a_deviation_deviates(pattern: str, example: str, reason: str) -> None:
    """A row that no longer says the truth has to go."""
    said = ours(example)

    assert re.fullmatch(pattern, said)
    assert theirs(example) != said.endswith(": read")
    assert reason


def test_the_page_lists_the_deviations() -> None:
    """Users read the page, the tests read the list: they have to be the same."""
    page = Path(__file__).parents[3] / "docs" / "dates.md"
    section = page.read_text(encoding="utf-8").split("## Where this is not EDTF", 1)[1]
    rows = [line for line in section.splitlines() if line.startswith("| `")]

    assert [row(example, reason) for _, example, reason in DEVIATIONS] == rows


def row(example: str, reason: str) -> str:
    here = "read" if ours(example).endswith(": read") else "refused"
    return f"| `{example}` | {here} | {reason} |"
