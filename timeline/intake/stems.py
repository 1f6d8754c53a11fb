"""The words of a text by their stems, where words that the press interchanges are one."""

import re


def stems(text: str) -> frozenset[str]:
    """Return the words of *text* without their endings, and without words that any text has.

    Numbers and the names of months are left out: they say how much and when, not of what.
    """
    plain = text.casefold()
    for phrase, instead in _PHRASES:
        plain = phrase.sub(instead, plain)
    words = (one for one in _WORD.findall(plain) if one not in _EMPTY and len(one) > 1)
    return frozenset(map(_stem, words))


def _stem(word: str) -> str:
    word = _ALIKE.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ively", "ivity", "ities", "ity", "ive", "ings", "ing"),
    *("ies", "ance", "ence", "ents", "ent", "ers", "ed", "es", "er", "ly", "al", "ee", "s", "e"),
    "y",
)
_ALIKE = {
    "license": "licence", "licenses": "licence", "licensed": "licence", "licensing": "licence",
    "shareholding": "stake", "holding": "stake", "holdings": "stake", "hold": "stake",
    "holds": "stake", "held": "stake", "owns": "stake", "owned": "stake", "ownership": "stake",
    "revenues": "revenue", "centre": "center", "centres": "center",
    "alone": "exclusive", "sole": "exclusive", "solely": "exclusive", "confined": "exclusive",
    "monopoly": "exclusive", "preserve": "exclusive",
    "served": "host", "serves": "host", "resides": "host", "hosts": "host", "hosted": "host",
    "hosting": "host",
    "purchase": "buy", "purchases": "buy", "buys": "buy", "bought": "buy", "orders": "buy",
    "order": "buy", "spend": "buy", "spending": "buy", "spent": "buy",
    "pledge": "commit", "pledged": "commit", "promise": "commit", "promised": "commit",
    "undertook": "commit", "commitment": "commit", "commits": "commit", "committed": "commit",
    "gadgets": "hardware", "devices": "hardware", "device": "hardware", "gadget": "hardware",
    "experts": "panel", "expert": "panel", "committee": "panel", "referee": "panel",
    "servers": "compute", "computers": "compute", "computing": "compute",

    "slice": "share", "split": "share", "divided": "share", "sharing": "share",
    "rate": "percentage", "income": "revenue", "sales": "revenue",
    "verifies": "verify", "certifies": "verify", "confirm": "verify", "confirms": "verify",
    "proclaim": "declare", "proclamation": "declare", "pronounce": "declare",
}  # fmt: skip
"""Words with an American and a British spelling, and words that the press interchanges."""

_PHRASES = (
    (re.compile(r"\bintellectual property\b|\bknow-?how\b"), "ip"),
    (
        re.compile(r"\b(?:the|an?) only\b|\b(?:nobody|no ?one|nowhere) else\b|\bno other\b"),
        "exclusive",
    ),
    (
        re.compile(r"\b(?:by (?:it|them)sel(?:f|ves)|(?:on|of) (?:its|their) own)\b"),
        "own independent",
    ),
    (
        re.compile(
            r"\bfirst (?:call|claim|look|option|offer|pick)\b|\bright to match\b|\basked first\b"
            r"|\bstep in (?:first|ahead)\b|\b(?:right of )?pre-?emption\b"
            r"|\bahead of (?:competitors|rivals|others)\b"
            r"|\b(?:before|ahead of) (?:anyone|anybody|everyone) else\b"
        ),
        "right first refusal",
    ),
    (re.compile(r"\brights (?:in|over)\b|\bip rights\b"), "ip licence"),
    (re.compile(r"(?<!artificial )\bgeneral intelligence\b"), "agi"),
    (re.compile(r"\bjoint (?=statement|letter|text|note|announcement|blog|post)"), ""),
    (re.compile(r"\bh[eo]lds? on to\b"), "keeps"),
    (re.compile(r"\b(?:will|would|to|may|can|now) own\b"), "owns"),
)
"""Phrases that mean something other than their words, and what is read in their place."""

_COMMON = """
    a about all also although am among an and another any anybody anything are as at be because
    been both but by can could did do does each either else even ever every everything for from
    had has have he her here him his how i if in into is it its itself just let like long longer
    made make many may me might more most much must my neither no nobody none nor not nothing of
    on one only or other others our out own per rather s several shall she should since so some
    somebody something such t than that the their them themselves then there therefore these
    they this those though through to too two under until up upon us very via was we were what
    whatever when where whether which while who whoever whom whose why will with within without
    would yes you your
    according company companies deal firm firms partnership said say says statement terms
    thousand million billion trillion percent
    january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
"""
_EMPTY = frozenset(_COMMON.split())
"""Words so common that they do not tell one term from another."""
