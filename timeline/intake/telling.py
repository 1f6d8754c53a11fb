"""Whether a sentence tells of a happening or describes what holds, by its words.

It is a guess that a person confirms: where the words do not say, nothing is guessed.
"""

import re

SET, END, REAFFIRM, CLAIM = "set", "end", "reaffirm", "claim"


def verb_of(sentence: str) -> str | None:
    """Return the verb that *sentence* calls for, or None where that is for a person to say."""
    happens, describes = _HAPPENS.search(sentence), _DESCRIBES.search(sentence)
    if _UNSURE.search(sentence):
        return CLAIM if not happens else None
    if _STAYS.search(sentence) and not happens:
        return REAFFIRM
    if _ENDS.search(sentence) and not _NOT_YET.search(sentence):
        return END
    if happens and not describes:
        return SET
    return CLAIM if describes and not happens else None


_I = re.IGNORECASE
_HAPPENS = re.compile(
    r"\b(?:agreed|announced|signed|amend(?:s|ed)|extend(?:s|ed)|renewed|closed|completed|acquired"
    r"|bought|sold|raised|cut|reduced|increased|expanded|widened|narrowed|replaced|granted|converted"
    r"|committed|commits|invested|appointed|took (?:up|over|a)|gained|obtained|lowered|doubled|set"
    r"|waived|introduced|launched|became|becomes|will (?:now|be able|hold|pay|have|receive|get|own)"
    r"|now (?:hold|own|run|pay|ha|may|cover|extend|reach|last)\w*|under (?:a|the) new|entered into"
    r"|from now on|effective)\b",
    _I,
)
_DESCRIBES = re.compile(
    r"\b(?:currently|at present|already|(?:has|have|had) been|is|are|(?<!now )(?:holds|owns|runs"
    r"|pays|gives|covers|lasts)|(?:has|have)(?= (?:an?|the|no|some|about|roughly|to)\b)"
    r"|since \d{4}|under (?:an?|the|their) (?:existing|current|\d{4}))\b",
    _I,
)
_STAYS = re.compile(
    r"\b(?:remain(?:s|ed)?|unchanged|continu(?:es?|ed)|stays?|stayed|still|reaffirm(?:s|ed)?"
    r"|in (?:full )?force|not (?:been )?changed?|does not change|do not change)\b",
    _I,
)
_ENDS = re.compile(
    r"\b(?:no longer|terminated|scrapped|dropped|gave up|given up|gives up|abolished|removed"
    r"|(?:came|comes|come|brought) to an end|ended|lapsed|expired|withdrew|relinquished"
    r"|surrendered)\b",
    _I,
)
_NOT_YET = re.compile(
    r"\b(?:would|could|might|may|if|unless|not (?:ended|terminated|expired))\b", _I
)
_UNSURE = re.compile(
    r"\b(?:reportedly|rumou?red|people (?:familiar|close)|person (?:familiar|close)|sources? said"
    r"|in talks|consider(?:s|ing)|could|might|expected to|plans? to|is said to)\b",
    _I,
)
