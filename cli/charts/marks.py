"""Draw a mark for each kind of event, recognizable without colour."""

from cli.charts.markup import element


def shape(kind: str, x: float, y: float) -> str:
    """Return the shape of a mark of this *kind*, centred at *x* and *y*."""
    match kind:
        case "set" | "end":
            return element("circle", cx=x, cy=y, r=4.0, class_="full")
        case "claim":
            return element("circle", cx=x, cy=y, r=3.6, class_="hollow mark")
        case "met":
            return _path(x, y, "M0-5 1.5-1.5 5 0 1.5 1.5 0 5-1.5 1.5-5 0-1.5-1.5Z", "full")
        case "restates":
            return _path(x, y, "M0-5 5 0 0 5-5 0Z", "hollow mark")
        case "reaffirm":
            return _path(x, y, "M-4-.5-1 3 4.5-4", "rim mark")
        case "leave-unsaid":
            return _path(x, y, "M-3.5-3.5H3.5V3.5H-3.5Z", "hollow mark")
        case "dispute" | "settle":
            return _path(x, y, "M-2 5.5 3-1H-3L2-6.5", "rim mark")
        case _:
            return _path(x, y, "M-2-2H2V2H-2Z", "full")


def _path(x: float, y: float, line: str, kind: str) -> str:
    return element("path", d=line, transform=f"translate({x:.2f} {y:.2f})", class_=kind)
