"""Render pages from templates so that no text of a log becomes markup or a script."""

import json
import os
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cli.charts.style import site_style
from cli.forms import json_text
from cli.site.words import instant
from cli.terminal import printable

_HERE = os.path.dirname(os.path.abspath(__file__))
_TEMPLATES, _ASSETS = (os.path.join(_HERE, name) for name in ("templates", "assets"))


def page(name: str, values: dict[str, Any]) -> bytes:
    """Return the page rendered from the template *name* with *values*."""
    text: str = _environment().get_template(name).render(values)
    return text.encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters["instant"] = instant
    environment.globals["style"] = STYLE
    environment.globals["script"] = script()
    environment.globals["policy"] = policy
    return environment


def _harmless(value: object) -> object:
    """Escape characters that hide text or reverse its direction, except in our own markup."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value, lines=True)
    return value


STYLE = "style.css"
"""The path of the style sheet that every page loads."""


def style() -> tuple[str, bytes]:
    """Return the path and the bytes of the style sheet."""
    return STYLE, (site_style() + _read("site.css")).encode()


@cache
def script() -> Markup:
    """Return the script of a partnership's page, wrapped so that it defines no globals."""
    folder = os.path.join(_ASSETS, "script")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".js"))
    parts = [_read(os.path.join("script", name)) for name in names]
    return Markup('"use strict";\n(() => {\n' + "".join(parts) + "})();\n")


def _read(name: str) -> str:
    with open(os.path.join(_ASSETS, name), encoding="utf-8", newline="\n") as stream:
        return stream.read()


def policy(*, scripted: bool) -> str:
    """Return the content security policy of a page.

    It allows the style sheet beside the page and, if *scripted*, the page's own script and the
    picture beside it, for readers without one.
    """
    # A page opened from a file has no origin that every browser accepts as 'self'.
    rules = ["default-src 'none'", "style-src 'self' file:"]
    if scripted:
        rules += ["img-src 'self' file:", f"script-src {_digest(script())}"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def embedded(data: dict[str, Any]) -> Markup:
    """Return *data* as JSON that cannot close an HTML element or open a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(json_text.escaped(text).translate(_MARKUP))


_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
