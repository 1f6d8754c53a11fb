"""Whether a sentence tells of a happening or describes what holds, by its words.

It is a guess that a person confirms: where the words do not say, nothing is guessed.
"""

import re

SET, END, REAFFIRM, CLAIM = "set", "end", "reaffirm", "claim"


def verb_of(sentence: str) -> str | None:
    """Return the verb that *sentence* calls for, or None where that is for a person to say."""
    happens = _HAPPENS.search(sentence)
    describes = _DESCRIBES.search(_PASSIVE.sub("", sentence))
    stays = _STAYS.search(sentence)
    if _UNSURE.search(sentence):
        return CLAIM if not happens else None
    if _ENDS.search(sentence) and not stays and not _NOT_YET.search(sentence):
        return END
    if stays:
        return None if happens else REAFFIRM
    if happens and not describes:
        return SET
    return CLAIM if describes and not happens else None


def tells(text: str) -> bool:
    """Return whether *text* says that something happens, holds, stays or ends."""
    return any(one.search(text) for one in (_HAPPENS, _DESCRIBES, _STAYS, _ENDS))


def is_supposed(sentence: str) -> bool:
    """Return whether *sentence* only asks, supposes or predicts, and states no fact."""
    return sentence.rstrip(" \"'”’)").endswith("?") or bool(_SUPPOSED.search(sentence))


_I = re.IGNORECASE
_DONE = (
    r"(?:agreed|signed|amended|extended|renewed|closed|completed|acquired|bought|sold|raised|cut"
    r"|reduced|increased|expanded|widened|narrowed|replaced|granted|converted|committed|contracted"
    r"|promised|pledged|invested|appointed|gained|obtained|secured|lowered|doubled|waived"
    r"|introduced|launched|formed|set up|rose|fell|grew|repaid|returned|restored|suspended|banned"
    r"|transferred|approved|merged|dropped to)"
)
_HAPPENS = re.compile(
    rf"\b(?:{_DONE}|announced|amends|extends|acquires|introduces|buys|commits|takes over"
    r"|took (?:up|over|an?)|became|becomes|set"
    r"|will (?:now|be able|hold|pay|have|receive|get|own)"
    r"|now (?:hold|own|run|pay|ha|may|cover|extend|reach|last)\w*|under (?:a|the) new|entered into"
    r"|from now on|effective|(?:can|may|must) no longer)\b",
    _I,
)
_PASSIVE = re.compile(rf"\b(?:is|are|has been|have been) (?={_DONE}\b)|\bwill have (?=to\b)", _I)
_DESCRIBES = re.compile(
    r"\b(?:currently|at present|already|(?:has|have|had) been|is|are|(?<!now )(?:holds|owns|runs"
    r"|pays|gives|covers|lasts)|(?:has|have)(?= (?:an?|the|no|some|about|roughly|to)\b)"
    r"|since \d{4}|under (?:an?|the|their) (?:existing|current|\d{4}))\b",
    _I,
)
_STAYS = re.compile(
    r"\b(?:remain(?:s|ed)?|un(?:changed|altered|affected|touched)|intact|continu(?:es?|ed|ing)"
    r"|stay(?:s|ed)?|still|reaffirm(?:s|ed)?|keeps?|retain(?:s|ed)?|maintain(?:s|ed)?"
    r"|h[eo]lds? on to|carr(?:y|ies) on|go(?:es)? on(?! to)|as (?:before|it was|they were)"
    r"|what (?:it|they) (?:was|were|meant|had been)|the same|in (?:full )?force|no change"
    r"|changes? nothing|nothing (?:has )?change[sd]?"
    r"|(?:do|does|did|will|would|has|have|was|were|is|are)(?: not|n['’]t) (?:been )?"
    r"(?:alter|change|affect|touch|end|lapse|move|amend)\w*"
    r"|neither\b.+\b(?:altered|changed|affected|touched|ended|moved|amended|alters|changes|affects"
    r"|touches|ends))\b",
    _I,
)
_ENDS = re.compile(
    r"\b(?:(?<!can )(?<!may )(?<!must )no longer|terminated|scrapped|dropped(?! to)"
    r"|gave up|given up|gives up|abolished|removed"
    r"|(?:came|comes|come|brought) to an end|ends|ended|lapses|lapsed|expires|expired|withdrew"
    r"|relinquish(?:es|ed)|surrender(?:s|ed))\b",
    _I,
)
_NOT_YET = re.compile(
    r"\b(?:would|could|might|may|if|unless|not (?:ended|terminated|expired))\b", _I
)
_UNSURE = re.compile(
    r"\b(?:reportedly|rumou?red|people (?:familiar|close)|person (?:familiar|close)|sources? said"
    r"|in talks|consider(?:s|ing)|could|might|is said to)\b",
    _I,
)
_SUPPOSED = re.compile(
    r"^\W*(?:if|unless|had|should|were|whether)\b.*\b(?:would|could|might)\b"
    r"|\b(?:expects?|expected to|predicts?|plans? to|hopes? to|wondered|thinks?"
    r"|believes?|ask(?:s|ed) whether)\b",
    _I | re.DOTALL,
)
