"""Find the default database."""

import os
import sys

_PROGRAM = "partnership-timeline"


def default_database() -> str:
    """Return the path of the default database, in the user's data folder."""
    return os.path.join(_data_folder(), "timeline.db")


def _data_folder() -> str:
    """Return the folder that `platformdirs` returns, on Linux without importing it."""
    plain = sys.platform == "linux" and "ANDROID_ROOT" not in os.environ
    if plain and os.environ.get("XDG_DATA_HOME", "").startswith("/"):
        return os.path.join(os.environ["XDG_DATA_HOME"], _PROGRAM)
    if plain and not os.environ.get("XDG_DATA_HOME") and os.environ.get("HOME", "")[:1] == "/":
        return os.path.join(os.path.expanduser("~/.local/share"), _PROGRAM)
    from platformdirs import user_data_dir

    return user_data_dir(_PROGRAM, appauthor=False)
