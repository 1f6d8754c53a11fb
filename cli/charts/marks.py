"""The signs of events, which are told apart without colour."""

from cli.charts.markup import element

SIGN_OF = {
    "set": "changed",
    "end": "changed",
    "met": "changed",
    "restates": "changed",
    "claim": "claimed",
    "dispute": "claimed",
    "settle": "claimed",
    "reaffirm": "confirmed",
    "leave-unsaid": "noted",
    "use": "noted",
    "note": "noted",
}
"""The sign of each kind of mark. Of several in one place, the one first in `SIGNS` is shown."""

SIGNS = {
    "changed": "the answer changed",
    "claimed": "claimed or disputed",
    "confirmed": "confirmed",
    "noted": "noted",
}
"""What each sign says."""

_PATHS = {
    "confirmed": ("M-4-.5-1 3 4.5-4", "open"),
    "noted": ("M-2-2H2V2H-2Z", "solid"),
}


def shape(sign: str, x: float, y: float) -> str:
    """Return the shape of the *sign*, centred at *x* and *y*."""
    if sign in _PATHS:
        line, look = _PATHS[sign]
        return element("path", d=line, transform=f"translate({x:.2f} {y:.2f})", class_=look)
    look, size = ("hollow", 3.6) if sign == "claimed" else ("solid", 4.0)
    return element("circle", cx=x, cy=y, r=size, class_=look)
