"""Meaning: the terms of a partnership, rebuilt from its events. `timeline.open()` asks for them.

What Python programs use is in `cli.python`, above this package; it is loaded when it is asked for.
`__init__.pyi` tells type checkers.
"""

__all__ = ["NoSuchKeyError", "Partnership", "Timeline", "TimelineError", "open"]

_ROOMS = {
    "NoSuchKeyError": "cli.python.results",
    "Partnership": "cli.python.partnership",
    "Timeline": "cli.python.database",
    "TimelineError": "events.errors",
    "open": "cli.python.database",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return __all__
