"""What is said where the schema of a database is not the one that the migrations make."""


def altered(name: str, table: str = "") -> str:
    """Return a sentence on the object *name*, of a *table*, that is missing or other."""
    where = f"table {table}" if table not in ("", name) else "database"
    return f"The safeguard {name} of the {where} was altered or removed."


def foreign(kind: object, name: object, table: object = "") -> str:
    """Return a sentence on an object that no migration made."""
    what = f"{_said(kind)} {_said(name)}"
    article = "an" if what[:1] in "aeiou" else "a"
    where = f" on {_said(table)}" if table not in ("", name) else ""
    return (
        f"There is {article} {what}{where} that this program did not make; drop it: nothing else "
        "belongs beside a log."
    )


def _said(value: object) -> str:
    return value if isinstance(value, str) else repr(value)
