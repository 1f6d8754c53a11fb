"""The words are spelled as the vocabulary has them."""

from events.model import kinds, vocabulary


def test_the_words_are_those_of_the_vocabulary() -> None:
    """They stand apart so that a command can name them without loading what they mean."""
    assert tuple(map(str, kinds.Authority)) == vocabulary.AUTHORITIES
    assert tuple(kinds.VERBS) == vocabulary.VERBS
