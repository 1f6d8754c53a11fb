"""Write dates and durations in words: the functions of `cli.fast.spoken`."""

from cli.fast.spoken import day_in_words, length, since, spoken

__all__ = ["day_in_words", "length", "since", "spoken"]
