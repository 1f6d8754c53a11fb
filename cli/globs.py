"""Globs: which names a pattern such as `cloud.*` means."""


def matches(name: str, glob: str) -> bool:
    """Tell whether *glob* means *name*, as `fnmatch.fnmatchcase` does, which few need to import."""
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
