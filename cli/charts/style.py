"""The looks of every drawing: of the charts, and of the site."""

from collections.abc import Callable, Iterator

from cli.forms.colours import COLOURS, colours

FAMILY = "'Liberation Sans',Arimo,Helvetica,Arial,sans-serif"
"""The fonts of a chart; the extra `chart` ships the first, for machines without any fonts."""

_LOOKS = {
    ".bar.a": "fill:{bar-a}",
    ".bar.b": "fill:{bar-b}",
    ".start,.solid": "fill:{accent}",
    ".hollow": "fill:{paper};stroke:{accent};stroke-width:1.7",
    ".open": "fill:none;stroke:{accent};stroke-width:1.8",
    ".pale": "fill:{paper};fill-opacity:.6",
    ".rim": "fill:none;stroke:{accent};stroke-dasharray:4 2.5",
    ".maybe": "fill:none;stroke:{soft};stroke-dasharray:2 2.5",
    ".over": "stroke:{soft};stroke-width:1.5",
    ".span": "stroke:{soft};stroke-width:1.5",
    ".hatch": "fill:none;stroke:{signal};stroke-width:1.7",
    ".grid": "stroke:{rule}",
    ".turning": "stroke:{edge};stroke-dasharray:1 3",
    ".sheet": "fill:{paper}",
    ".label,.year,.named": "fill:{ink}",
    ".soft,.doubt,.part": "fill:{soft}",
}
"""What the charts and the drawing of the site have in common."""

_PAGE = {
    "text": f"font-family:{FAMILY};font-size:12px;fill:{{ink}}",
    ".title": "font-size:24px;font-weight:700",
    ".topic": "font-size:13px;font-weight:700;fill:{accent}",
    ".name": "font-size:12.5px;font-weight:700",
    ".year": "font-size:11px;font-weight:700",
    ".part,.small": "font-size:10.5px;fill:{soft}",
    ".label,.doubt": "font-size:10.5px",
    ".named": "font-size:11.5px",
    ".flag": "font-size:10.5px;font-weight:700;fill:{signal}",
    ".later": "fill:{raised}",
    ".now": "stroke:{ink};stroke-width:1.5;stroke-opacity:.45",
    ".pill": "fill:{ink}",
    ".on": "font-size:11px;font-weight:700;fill:{paper}",
}
"""What a chart has besides, which is a page of its own."""


def style(*, night: bool) -> str:
    """Return the style sheet of a chart; *night* adds a dark theme for readers who prefer it."""
    rules = [*_rules(_PAGE, _of(0)), *_rules(_LOOKS, _of(0))]
    if night:
        dark = "".join([*_rules(_PAGE, _of(1)), *_rules(_LOOKS, _of(1))])
        rules.append(f"@media (prefers-color-scheme:dark){{{dark}}}")
    return "\n".join(rules)


def site_style() -> str:
    """Return the rules that the site takes from here: its colours, and the looks of a drawing."""
    looks = _rules(_LOOKS, "var(--{})".format, within="svg ")
    return colours() + "\n".join([*looks, ""])


def _of(theme: int) -> Callable[[str], str]:
    return lambda name: COLOURS[name][theme]


def _rules(looks: dict[str, str], colour: Callable[[str], str], within: str = "") -> Iterator[str]:
    """Yield a rule for each of *looks*, in the *colour* that a name stands for."""
    named = {name: colour(name) for name in COLOURS}
    for selector, given in looks.items():
        several = ",".join(within + one for one in selector.split(","))
        yield f"{several}{{{given.format_map(named)}}}"
