"""The style sheet of a chart, with a light and a dark theme."""

from collections.abc import Iterator

HUES = 8
"""The number of topics that have a colour of their own."""

_INK = {
    "paper": ("#ffffff", "#12161c"),
    "ink": ("#17202c", "#e9eef5"),
    "soft": ("#566173", "#a4b0c0"),
    "line": ("#dce2ea", "#2a323d"),
    "stripe": ("#f5f7fa", "#181d25"),
    "over": ("#8b96a5", "#79869a"),
    "now": ("#c2183c", "#ff7d93"),
    "hatch": ("#a3123a", "#ffa3b5"),
}
_HUES = (
    (("#a9cbf5", "#cfe2fa", "#1f5fbf"), ("#1f4a85", "#163560", "#7fb2f5")),
    (("#96dcd3", "#c3ece7", "#0b7a6e"), ("#0f5a53", "#0b413c", "#52c9ba")),
    (("#cdbcf5", "#e2d9fa", "#6b40c4"), ("#4b3490", "#372669", "#b39af2")),
    (("#f5cf7d", "#fae4b5", "#8a5c08"), ("#6e4d0e", "#50380b", "#efc04f")),
    (("#f7b3c3", "#fbd5de", "#b8305a"), ("#7d2745", "#5b1d33", "#f28ba6")),
    (("#aadba0", "#d0ecca", "#37802a"), ("#2b5f22", "#1f4519", "#86cf78")),
    (("#bcc6d4", "#dbe1e9", "#4a5a70"), ("#3f4b5c", "#2e3743", "#a9b7c9")),
    (("#f9bd94", "#fcdcc6", "#b5521b"), ("#7a3a14", "#582b10", "#f4a26b")),
)

FAMILY = "'Liberation Sans',Arimo,Helvetica,Arial,sans-serif"
"""The fonts of a chart; the extra `chart` ships the first, for machines without any fonts."""


def style(*, night: bool) -> str:
    """Return the style sheet of a chart; *night* adds a dark theme for readers who prefer it."""
    rules = [*_SHAPES, *_rules(0)]
    if night:
        rules.append(f"@media (prefers-color-scheme:dark){{{''.join(_rules(1))}}}")
    return "\n".join(rules)


_SHAPES = (
    f"text{{font-family:{FAMILY};font-size:12px}}",
    ".title{font-size:24px;font-weight:700}",
    ".topic{font-size:13px;font-weight:700}",
    ".name{font-size:12.5px;font-weight:700}",
    ".small{font-size:10.5px}",
    ".flag{font-size:9.5px;font-weight:700;letter-spacing:.6px}",
    ".on{font-size:11px;font-weight:700}",
    ".label{font-size:11px}",
    ".years{font-size:11px}",
    ".grid,.over,.gone,.maybe,.span,.now,.rim{fill:none}",
    ".over{stroke-width:1.5}",
    ".gone{stroke-width:1.5;stroke-dasharray:1.5 3.5}",
    ".maybe{stroke-dasharray:2 2.5}",
    ".word{stroke-dasharray:4 2.5}",
    ".now{stroke-width:1.5}",
    ".span{stroke-width:1.5}",
    ".mark{stroke-width:1.6}",
    ".hatch{stroke-opacity:.6}",
)


def _rules(theme: int) -> Iterator[str]:
    ink = {name: both[theme] for name, both in _INK.items()}
    yield f".paper{{fill:{ink['paper']}}}"
    yield f".ink,.title,.topic,.name,.label{{fill:{ink['ink']}}}"
    yield f".soft,.small,.years{{fill:{ink['soft']}}}"
    yield f".stripe{{fill:{ink['stripe']}}}.grid{{stroke:{ink['line']}}}"
    yield f".over,.gone{{stroke:{ink['over']}}}.ended{{fill:{ink['soft']}}}"
    yield f".maybe{{stroke:{ink['soft']}}}"
    yield f".later{{fill:{ink['paper']};fill-opacity:.55}}"
    yield f".now{{stroke:{ink['now']}}}.on{{fill:{ink['paper']}}}.pill{{fill:{ink['now']}}}"
    yield f".span{{stroke:{ink['soft']}}}.hatch{{stroke:{ink['hatch']}}}"
    yield f".flag{{fill:{ink['hatch']}}}.hollow{{fill:{ink['paper']}}}"
    for at, hues in enumerate(_HUES):
        first, second, strong = hues[theme]
        yield f".h{at} .a{{fill:{first}}}.h{at} .b{{fill:{second}}}.h{at} .rim{{stroke:{strong}}}"
        yield f".h{at} .full{{fill:{strong}}}.h{at} .mark{{stroke:{strong}}}"
