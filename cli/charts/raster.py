"""Render a chart as PNG or PDF in its light theme, with the library of the extra `chart`."""

from events.errors import TimelineError

FINE = 2.0
"""The number of pixels of a PNG for each unit of the SVG."""


class NoRendererError(TimelineError):
    """Raised when the library that draws PNG and PDF is not installed."""

    def __init__(self, form: str) -> None:
        self.form = form
        super().__init__(
            f"To draw a {form}, install the extra chart: "
            "pip install 'partnership-timeline[chart]'. -o svg needs nothing."
        )


def picture(source: str, form: str) -> bytes:
    """Return the SVG *source* as a PNG or PDF, as *form* says."""
    from cli.charts.pdf import ordered

    try:
        from vl_convert import svg_to_pdf, svg_to_png
    except ImportError:
        raise NoRendererError(form) from None
    return ordered(svg_to_pdf(source)) if form == "pdf" else svg_to_png(source, scale=FINE)
