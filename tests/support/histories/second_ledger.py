"""Further partnerships beside the bundled one."""

SECOND = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  fee: {title: Fee, asks: What is paid?, topic: Money}
sources:
  letter: {url: https://example.com/letter, title: Letter, published: 2020-05-04}
events:
  - id: 2020-05-fee
    when: 2020-05
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5}]
  - id: wish
    title: A fee that is only wished for
    authority: press
    sources: [letter]
    changes: [{set: fee, value: $6}]
"""

NUMBERS = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_through: 2026-06-30
terms:
  stake: {title: The stake, asks: How much of Globex does Acme hold?, topic: Equity, unit: "%"}
  fee: {title: The fee, asks: What does Globex pay a year?, topic: Money, unit: USD}
  seats: {title: Seats on the board, topic: Equity}
sources:
  own: {title: The agreement, publisher: Acme, published: 2020-01-01}
  paper: {title: An article, publisher: A Newspaper, published: 2023-01-01}
events:
  - id: first
    when: 2020-01-01
    title: Acme buys in
    by: [Acme]
    sources: [own]
    changes:
      - {set: stake, value: 20%}
      - {set: fee, value: undisclosed}
      - {set: seats, value: 2 seats}
  - id: second
    when: 2021-06
    title: Acme buys more
    by: [Acme]
    sources: [own]
    changes:
      - {set: stake, value: about 28.40% as converted}
      - {set: fee, value: $1.2B a year, through: 2024}
  - id: article
    when: 2023-01-01
    title: A newspaper says otherwise
    by: [A Newspaper]
    authority: press
    sources: [paper]
    changes:
      - {claim: stake, value: up to 30%}
  - id: third
    when: 2024-03-01
    title: Acme sells
    by: [Acme]
    sources: [own]
    changes:
      - {set: stake, value: 12.5%}
  - id: fourth
    when: 2025-10-01
    title: Acme leaves, and is paid
    by: [Acme]
    sources: [own]
    changes:
      - {end: stake}
      - {set: fee, value: "-12,345,678,901,234,567,890.123"}
"""
"""A stake that moves in steps, a fee in dollars, and seats that no unit counts."""


def filled(template: str) -> str:
    """Return the *template* of `timeline new` with what it leaves empty filled in."""
    said = {
        "url": "https://example.com/joint-statement", "title": "Joint statement",
        "publisher": "First Party", "published": "2026-02-27",
    }  # fmt: skip
    for key, value in said.items():
        begun, _, rest = template.partition(f"\n    {key}:  ")
        template = f"{begun}\n    {key}: {value} {rest}"
    return template
