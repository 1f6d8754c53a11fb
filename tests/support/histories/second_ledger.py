"""A second partnership beside the bundled one."""

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
