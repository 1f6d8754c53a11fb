"""Texts that try to become markup, and a parser for the structure of a page."""

from html.parser import HTMLParser

INLINES = (
    *("a<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>", "a<!--", "&lt;b&gt;"),
    *("<a href='javascript:alert(1)'>b</a>", "<https://evil.example>", "<evil@example.com>", "<x"),
    *("[a](javascript:alert(1))", "![a](https://evil.example/i.png)", "[a][b]", "[a]", "!", "]("),
    *("`a`", "``", "`", "**a**", "_a_", "~~a~~", "*a", "a*", "a_", "\\", "\\*a*", "a\\", "\\n"),
    *("a | b", "|", "\\|", "\\\\|", "&amp;", "&#60;b&#62;", "&nbsp;", "&", "a&copy;b", "$a$"),
    *("a\n\n# b", "a\n- b", "a\\\nb", "a\r\nb", "\x1b[31ma", "\u202ea", "a\u2028# b", "\x85"),
)


TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> </li></ul> <!-- \" onload='x",
    "</title></p><a href='javascript:alert(1)'>b</a> <https://evil.example> &lt;b&gt; &#60;b&#62;",
    "[a](javascript:alert(1)) ![a](https://evil.example/i.png) [a][b] *a* `b` ~~c~~ | d \\| e \\",
    *("- a", "1. a", "> a", "===", "    a", "```", "[a]: javascript:x"),
    *("a\n\n# b", "a\r\n- b\x85c\u2028d", "\x1b[31ma\u202eb", "' onmouseover='alert(1) \" x=\""),
    "{{ 7*7 }} {% raw %}",
    "a\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\nX-A:b;c,d\\n",
    *("a\nEND:VEVENT", "a\\nATTACH:https://x\\;\\,", "é" * 120 + "\r\nX-A:b"),
)


ADDRESSES = (
    'https://example.com/a"onmouseover="alert(1)',
    "https://example.com/a'><script>alert(1)</script>",
    "https://example.com/a>[b](javascript:alert(1))",
    "https://example.com/a&lt;b&quot;#\\*_`|~",
    "HTTPS://example.com/a%0D%0AX-A:b;c,d",
)


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, its links and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.build: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record a start tag and its links."""
        self.build.append(" ".join([tag, *(name for name, _ in attrs)]))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        """Record an end tag."""
        self.build.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        """Record a comment; our pages have none."""
        self.build.append(f"!{data}")

    def handle_data(self, data: str) -> None:
        """Record text."""
        self.words += data
