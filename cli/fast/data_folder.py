"""Find the default database, and the partnership that is remembered beside it."""

import os
import sys

_PROGRAM = "partnership-timeline"


def default_database() -> str:
    """Return the path of the default database, in the user's data folder."""
    return os.path.join(data_folder(), "timeline.db")


def remembered_in() -> str:
    """Return the path of the file that names the partnership which `timeline use` remembers."""
    return os.path.join(data_folder(), "partnership")


def remembered() -> str | None:
    """Return the partnership that `timeline use` remembers, or None."""
    try:
        with open(remembered_in(), encoding="utf-8") as stream:
            return stream.read(1000).strip() or None
    except (OSError, UnicodeError):
        return None


def data_folder() -> str:
    """Return the folder that `platformdirs` returns, on Linux without importing it."""
    plain = sys.platform == "linux" and "ANDROID_ROOT" not in os.environ
    if plain and os.environ.get("XDG_DATA_HOME", "").startswith("/"):
        return os.path.join(os.environ["XDG_DATA_HOME"], _PROGRAM)
    if plain and not os.environ.get("XDG_DATA_HOME") and os.environ.get("HOME", "")[:1] == "/":
        return os.path.join(os.path.expanduser("~/.local/share"), _PROGRAM)
    from platformdirs import user_data_dir

    return user_data_dir(_PROGRAM, appauthor=False)
