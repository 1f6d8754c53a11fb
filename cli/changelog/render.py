"""Render a changelog with a template of the program or one of the user's."""

import os
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cli.fast.page import located
from cli.fast.sentences import curly
from cli.files import read_text
from cli.forms import json_text
from cli.forms.colours import colours
from cli.forms.markdown import escaped
from cli.terminal import NARROW, printable, wrapped
from cli.wording.answers import readable
from events.errors import InputError

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")


def rendered(values: dict[str, Any], form: str, template: str | None) -> str:
    """Return *values* as the text of a changelog in a *form*, or as *template* lays it out.

    The template is a file of the user's.
    """
    if form == "json" and template is None:
        return json_text.dump(values) + "\n"
    values = _printed(values)
    if template is not None:
        return _own(values, template)
    environment = _prepared(Environment, FileSystemLoader(_FOLDER), html=form == "html")
    environment.globals["colours"] = Markup(colours(_COLOURS))
    return environment.get_template(f"changelog.{form}.j2").render(values)


_COLOURS = ("paper", "ink", "soft", "rule", "accent")


def _printed(value: Any, name: str = "") -> Any:
    """Return *value* with the quotation marks of print in all but what a machine reads."""
    match value:
        case str():
            return value if name in ("command", "url") else curly(value)
        case dict():
            return {key: _printed(one, key) for key, one in value.items()}
        case list():
            return [_printed(one) for one in value]
        case _:
            return value


def _own(values: dict[str, Any], path: str) -> str:
    folder, name = os.path.split(os.path.abspath(path))
    html = name.endswith((".html", ".html.j2"))
    # A template may come from somebody else: it runs in a sandbox and sees only the values.
    environment = _prepared(ImmutableSandboxedEnvironment, FileSystemLoader(folder), html=html)
    own = read_text(path)
    try:
        return environment.from_string(own).render(values)
    except TemplateSyntaxError as error:
        raise InputError(f"{error.filename or path}:{error.lineno}: {error.message}") from None
    except TemplateError as error:
        raise InputError(f"{path}:{_line(error)}: {error.message}") from None
    except UnicodeDecodeError:
        raise InputError("What the template includes is not UTF-8 text.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except _RAISED as error:
        raise InputError(f"{path}:{_line(error)}: {error}") from None


_RAISED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""The exceptions that expressions in a template may raise."""


def _line(error: BaseException) -> int:
    """Return the line of the template at which *error* was raised."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _prepared(kind: type[Environment], loader: FileSystemLoader, *, html: bool) -> Environment:
    environment = kind(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    environment.filters["md"] = escaped
    environment.filters["plain"] = printable
    environment.filters["fill"] = _fill
    environment.filters["readable"] = readable
    environment.filters["located"] = located
    environment.filters["address"] = _address
    environment.filters["marks"] = lambda numbers: "".join(f" [{number}]" for number in numbers)
    return environment


def _harmless(value: object) -> object:
    """Escape characters that could harm a terminal; a Markup value stays Markup."""
    return type(value)(printable(value, lines=True)) if isinstance(value, str) else value


def _address(url: str) -> str:
    """Quote *url* so that nothing in it closes the brackets that Markdown puts around it."""
    return quote(url, safe=_IN_ADDRESS)


_IN_ADDRESS = "!#$%&'()*+,-./:;=?@[]_~"


def _fill(text: str, first: str) -> str:
    return "\n".join(wrapped(text, first=first, size=NARROW))
