"""The colours of every page and drawing, by day, by night and on paper."""

from collections.abc import Iterable

COLOURS = {
    "paper": ("#ffffff", "#10151c", "#ffffff"),
    "raised": ("#f6f8fa", "#171d26", "#ffffff"),
    "ink": ("#16202c", "#e8edf4", "#000000"),
    "soft": ("#566173", "#a6b1c0", "#45505f"),
    "rule": ("#e2e7ed", "#29313c", "#cfd6de"),
    "edge": ("#7d8896", "#7f8b9a", "#7d8896"),
    "accent": ("#1d5bb8", "#86b7f7", "#1d4f9e"),
    "on-accent": ("#ffffff", "#0c1a2c", "#ffffff"),
    "tint": ("#eaf2fc", "#16243a", "#ffffff"),
    "bar-a": ("#a6c9f4", "#24508c", "#a6c9f4"),
    "bar-b": ("#cfe2fa", "#1a3963", "#cfe2fa"),
    "signal": ("#a3123a", "#ff9db2", "#8f1033"),
    "signal-tint": ("#fcedf1", "#35181f", "#fcedf1"),
}
"""Each colour by day, by night and on paper."""


def colours(names: Iterable[str] = COLOURS) -> str:
    """Return rules that set the colours *names* as custom properties of a page."""
    day, night, paper = (
        "".join(f"--{name}:{COLOURS[name][theme]};" for name in names) for theme in range(3)
    )
    return (
        f":root{{{day}}}\n"
        f"@media (prefers-color-scheme: dark) {{:root{{{night}}}}}\n"
        f"@media print{{:root{{{paper}}}}}\n"
    )
