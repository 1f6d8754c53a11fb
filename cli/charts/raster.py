"""Render a chart as PNG or PDF in its light theme, with the library of the extra `chart`."""

from events.errors import TimelineError
from timeline.views.lanes import Drawing

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


def picture(drawn: Drawing, title: str, said: str, form: str) -> bytes:
    """Return the chart *drawn* as a PNG or PDF, as *form* says.

    The picture has the *title* and, under that, the sentence *said*.
    """
    from cli.charts.pdf import ordered
    from cli.charts.svg import svg

    try:
        from vl_convert import svg_to_pdf, svg_to_png
    except ImportError:
        raise NoRendererError(form) from None
    source = svg(drawn, title, said, night=False)
    return ordered(svg_to_pdf(source)) if form == "pdf" else svg_to_png(source, scale=FINE)
