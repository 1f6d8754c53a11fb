"""Whether a sentence tells of a happening or describes what holds, by its words.

It is a guess that a person confirms: where the words do not say, nothing is guessed.
"""

import re

SET, END, REAFFIRM, CLAIM = "set", "end", "reaffirm", "claim"


def verb_of(sentence: str) -> str | None:
    """Return the verb that *sentence* calls for, or None where that is for a person to say."""
    sentence = _FRAME.sub(" ", sentence)
    happens = _HAPPENS.search(sentence)
    describes = _DESCRIBES.search(_PASSIVE.sub(_blank, sentence))
    stays = _STAYS.search(sentence)
    if _UNSURE.search(sentence):
        return CLAIM if not happens else None
    if _ENDS.search(sentence) and not stays and not _NOT_YET.search(sentence):
        return END
    if stays:
        return REAFFIRM if _comes_first(stays, happens) else None
    if happens and _comes_first(happens, describes):
        return SET
    is_aside = describes and _ASIDE.search(sentence, 0, describes.start())
    return CLAIM if describes and not (happens and is_aside) else None


def _comes_first(one: re.Match[str], other: re.Match[str] | None) -> bool:
    """Return whether *one* comes before *other*: the main clause of the news mostly does."""
    return other is None or one.start() < other.start()


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def happens(text: str) -> bool:
    """Return whether *text* has words for something that happens or ends."""
    text = _FRAME.sub(" ", text)
    return bool(_HAPPENS.search(text) or _ENDS.search(text))


def tells(text: str) -> bool:
    """Return whether *text* says that something happens, holds, stays or ends."""
    return any(one.search(text) for one in (_HAPPENS, _DESCRIBES, _STAYS, _ENDS))


def is_unsure(text: str) -> bool:
    """Return whether *text* passes something on that nobody with a name stands behind."""
    return bool(_UNSURE.search(text))


def is_former(text: str) -> bool:
    """Return whether *text* describes what held once, and does not say that it still does."""
    return bool(_FORMER.search(text)) and not _STAYS.search(text)


def is_supposed(sentence: str) -> bool:
    """Return whether *sentence* only asks, supposes or predicts, and states no fact of the deal.

    That a share rose or fell on the exchange is none either.
    """
    if sentence.rstrip(" \"'”’)").endswith("?"):
        return True
    return bool(_SUPPOSED.search(sentence) or _MARKET.search(sentence))


_I = re.IGNORECASE
_REGULAR = """
    accept add agree alter amend announce appoint assign award ban bar cancel cap carve cede close
    commit complete conclude contract convert create double drop earmark end enlarge exclude
    exercise expand extend free gain grant guarantee halve impose increase introduce launch lengthen
    limit loosen lower merge move narrow obtain oblige order pledge prolong promise purchase raise
    reduce release relinquish remove renegotiate renew repay replace require reserve restore
    restrict restructure revise scrap secure settle shorten sign spin stretch surrender suspend
    terminate transfer transform triple waive widen win withdraw
"""
_IRREGULAR = """
    acquired allowed became bought brought came cut emerged fell forbade forbidden gave got grew
    invested kept lent let lifted made obtained paid permitted placed reached rewrote rewritten
    rose sold set shrank spread stepped struck taken took transferred turned undertook undertaken
    won
"""
_DOUBLED = {"bar": "barred", "ban": "banned", "cap": "capped", "drop": "dropped",
            "scrap": "scrapped", "win": "won", "commit": "committed", "transfer": "transferred",
            "withdraw": "withdrew"}  # fmt: skip


def _past(word: str) -> str:
    return _DOUBLED.get(word) or (word + "d" if word.endswith("e") else word + "ed")


_PAST = sorted({*map(_past, _REGULAR.split()), *_IRREGULAR.split()} - {"dropped", "kept", "ended"})
_DONE = rf"(?:{'|'.join(_PAST)}|set up|dropped to)"
_TO_DO = rf"(?:{'|'.join([*_REGULAR.split(), 'acquire', 'buy', 'invest', 'pay', 'sell', 'take'])})"
_HAPPENS = re.compile(
    rf"\b(?:{_DONE}|announced|amends|extends|acquires|introduces|buys|commits|takes over"
    rf"|(?:will|shall|would|is to|are to|undertakes to|agrees to) (?:now |also )?{_TO_DO}"
    r"|(?:additional|incremental|further|another) (?:[$€£]\s?\d|\w+ (?:purchase|order|commitment))"
    r"|took (?:up|over|an?)|became|becomes|set"
    r"|will (?:now|be able|hold|pay|have|receive|get|own)"
    r"|now (?:hold|own|run|pay|ha|may|cover|extend|reach|last)\w*|under (?:a|the) new|entered into"
    r"|from now on|in (?:the )?future|henceforth|for the first time|effective"
    r"|(?:can|may|must) no longer)\b",
    _I,
)
_FRAME = re.compile(
    r"\b(?:contract|agreement|accord|deal|settlement|pact|terms|text|memorandum)s?\b"
    r"(?: (?:that|which|the|two|three|both|companies|firms|partners|parties|they|it|was|were|had))*"
    rf" (?:{_DONE}|announced)\b"
    r"|\bunder (?:the |an? )?(?:\w+ )?(?:contract|agreement|accord|deal|pact|terms)\b",
    _I,
)
"""Words that say of which agreement a sentence speaks, and not what happened to a term."""

_ASIDE = re.compile(r",\s+(?:which|who|where|whose)\b[^,]*$", _I)
_PASSIVE = re.compile(rf"\b(?:is|are|has been|have been) (?={_DONE}\b)|\bwill have (?=to\b)", _I)
_DESCRIBES = re.compile(
    r"\b(?:currently|at present|(?<!had )already|(?:has|have|had) been|is|are"
    r"|(?<!now )(?:holds|owns|runs|pays|gives|covers|lasts)"
    r"|(?:has|have)(?= (?:an?|the|no|some|about|roughly|to)\b)"
    r"|since \d{4}|under (?:an?|the|their) (?:existing|current|\d{4}))\b",
    _I,
)
_STAYS = re.compile(
    r"\b(?:remain(?:s|ed)?|un(?:changed|altered|affected|touched)|intact|continu(?:es?|ed|ing)"
    r"|stay(?:s|ed)?|still|reaffirm(?:s|ed)?|keeps?|kept|retain(?:s|ed)?|maintain(?:s|ed)?"
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
    r"|gave up|given up|gives up|gives? away|let go of|lets go of|abolished|removed|drops(?! to)"
    r"|waive[sd]?|struck out|rid of|surrenders"
    r"|(?:came|comes|come|brought) to an end|ends(?! up)|ended|lapses|lapsed|expires|expired"
    r"|withdrew|relinquish(?:es|ed)|surrender(?:s|ed))\b",
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
_FORMER = re.compile(
    r"\b(?:previously|formerly|former|originally|at first|used to|at the time|back then|once"
    r"|(?:until|before) (?:\w+ )?(?:19|20)\d{2}|until (?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|then|now)|had (?:been|held|to)|earlier)\b",
    _I,
)
_MARKET = re.compile(
    r"\b(?:shares|stock)\b[^.;]{0,40}\b(?:closed|rose|fell|gained|slid|climbed|jumped|dropped|edged"
    r"|higher|lower|up|down|(?:a|its|their) (?:record|high|low))\b[^.;]*"
    r"\b(?:trading|day|session|points?|close|bell|record|higher|lower|(?:Mon|Tues|Wednes|Thurs|Fri)day)\b",
    _I,
)
