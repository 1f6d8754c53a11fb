"""Escape text so that Markdown shows it as it was written."""

from cli.terminal import printable


def escaped(text: str) -> str:
    """Return *text* escaped so that Markdown shows it unchanged."""
    text = text.translate(_MARKUP)
    text = text.lstrip(" ") if text[:2] == "  " else text
    return printable(_without_a_beginning(text.rstrip(" ")))


_MARKUP = {ord(sign): f"\\{sign}" for sign in r"\`*_{}[]|#!~"}
_MARKUP |= {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}


def _without_a_beginning(text: str) -> str:
    """Escape the start of *text* if Markdown would read it as a list or as a heading underline."""
    at = len(text) - len(text.removeprefix(" "))
    number = len(text[at:]) - len(text[at:].lstrip("0123456789"))
    sign = text[at + number : at + number + 1]
    begins = sign in (".", ")") if number else sign in ("-", "+", "=", ".", ")")
    return f"{text[: at + number]}\\{text[at + number :]}" if begins else text
