"""Match names against patterns such as `cloud.*`, without the slow import of `fnmatch`."""


def matches(name: str, glob: str) -> bool:
    """Return whether *glob* matches *name*, as `fnmatch.fnmatchcase` does."""
    if "?" in glob or "[" in glob:
        from fnmatch import fnmatchcase

        return fnmatchcase(name, glob)
    begin, *parts = glob.split("*")
    if not parts:
        return name == glob
    end = len(name) - len(parts[-1])
    if end < len(begin) or not name.startswith(begin) or not name.endswith(parts.pop()):
        return False
    at = len(begin)
    for part in parts:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True
