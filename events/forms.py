"""Forms: the keys of one plain mapping as values, with a problem for each that is wrong."""

from collections.abc import Collection, Iterable

from events.dates import Date, DateError, parse
from events.kinds import Authority
from events.problems import Path, Problem, one_of, shown

_FIRST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SIGNS = _FIRST | set("._-")


def is_name(text: str) -> bool:
    """Tell whether *text* can name an event, a term, a condition, a source or a partnership."""
    return 0 < len(text) <= 100 and text[0] in _FIRST and _SIGNS.issuperset(text)


def is_act_id(text: str) -> bool:
    """Tell whether *text* can be the id of an act of any kind."""
    if not 0 < len(text) <= 300 or text[0] not in _FIRST:
        return False
    return text.isascii() and text.isprintable() and " " not in text


_NAME_RULE = "use small letters, digits, '.', '_' and '-', at most 100 characters"


class Form:
    """One mapping being read: each method takes a key and adds to the problems what is wrong.

    After a problem they return a stand-in, so that the rest of the mapping is read too.
    """

    __slots__ = ("id_needed", "path", "plain", "problems")

    def __init__(
        self, plain: dict[str, object], path: Path, problems: list[Problem], id_needed: bool
    ) -> None:
        self.plain, self.path, self.problems = plain, path, problems
        self.id_needed = id_needed

    def complain(self, key: str | None, sentence: str, *, at_key: bool = False) -> None:
        """Say what is wrong with the value of *key*, or without one with the mapping itself."""
        path = self.path if key is None else (*self.path, key)
        self.problems.append(Problem(path, sentence, at_key))

    def only(self, allowed: Collection[str], suggested: Iterable[str] = ()) -> None:
        """Refuse every other key than *allowed*; *suggested* may have been meant as well."""
        for key in self.plain:
            if key not in allowed:
                hint = one_of(str(key), [*allowed, *suggested])
                self.complain(key, f"The key {shown(key)} is not known here.{hint}", at_key=True)

    def missing(self, key: str, advice: str) -> None:
        """Say that *key* is missing and what to do about it."""
        self.complain(None, f"The key '{key}' is missing: {advice}.")

    def text(self, key: str, advice: str) -> str:
        """Return the text of a key that must be there."""
        if key not in self.plain:
            self.missing(key, advice)
            return ""
        return self.text_or_none(key) or ""

    def text_or_none(self, key: str) -> str | None:
        """Return the text of a key that may be left out."""
        if key not in self.plain:
            return None
        return self.sound((key,), self.plain[key])

    def sound(self, place: Path, value: object) -> str | None:
        """Return *value* if it is a text that has something in it and can be stored."""
        if type(value) is str:
            if value.isascii() and "\0" not in value and not value.isspace() and value:
                return value
            sentence = _fault(value)
            if sentence is None:
                return value
        else:
            sentence = f"Write a text here, in quotes, not {shown(value)}."
        self.problems.append(Problem(self.path + place, sentence))
        return None

    def name(self, key: str, what: str) -> str:
        """Return the name of *what*, such as `a term`, from a key that must be there."""
        if key not in self.plain:
            self.missing(key, f"name {what}")
            return ""
        return self.checked_name((key,), self.plain[key], what)

    def checked_name(self, place: Path, value: object, what: str) -> str:
        """Return *value* if it can be the name of *what*."""
        if type(value) is not str:
            sentence = f"Write the name of {what} here, not {shown(value)}."
        elif is_name(value):
            return value
        else:
            sentence = f"{shown(value)} cannot be the name of {what}: {_NAME_RULE}."
        self.problems.append(Problem(self.path + place, sentence))
        return ""

    def own_id(self) -> str:
        """Return the id of the act itself, empty where it may be left out and is."""
        if "id" in self.plain or self.id_needed:
            return self.act_id("id", "every act on the record has an id of its own")
        return ""

    def act_id(self, key: str, advice: str) -> str:
        """Return the id of an act of any kind, from a key that must be there."""
        if key not in self.plain:
            self.missing(key, advice)
            return ""
        value = self.plain[key]
        if type(value) is str and is_act_id(value):
            return value
        if type(value) is str:
            self.complain(key, f"{shown(value)} cannot be an id: {_NAME_RULE}.")
        else:
            self.complain(key, f"Write an id here, not {shown(value)}.")
        return ""

    def items(self, key: str, advice: str) -> list[object]:
        """Return the items of a list that may be left out."""
        if key not in self.plain:
            return []
        value = self.plain[key]
        if type(value) is list:
            return value
        self.complain(key, f"The value of '{key}' is a list: {advice}.")
        return []

    def names(self, key: str, what: str) -> tuple[str, ...]:
        """Return the names in a list that may be left out, each of *what*."""
        if key not in self.plain:
            return ()
        items = self.items(key, f"write [{what.split()[-1]}-name, …], or leave '{key}' out")
        names = tuple(self.checked_name((key, n), item, what) for n, item in enumerate(items))
        self.once(key, names)
        return names

    def once(self, key: str, names: tuple[str, ...]) -> None:
        """Refuse a name that stands twice."""
        if len(set(names)) == len(names):
            return
        seen: set[str] = set()
        for number, name in enumerate(names):
            if not name or name not in seen:
                seen.add(name)
            else:
                sentence = f"{shown(name)} stands twice in this list; keep one of them."
                self.problems.append(Problem((*self.path, key, number), sentence))

    def date(self, key: str) -> Date | None:
        """Return the date of a key; None where it is left out or said to be none."""
        if key not in self.plain:
            return None
        value = self.plain[key]
        if value is None or value == "none":
            return None
        if type(value) is str:
            return self.parsed(key, value)
        if type(value) is list:
            sentence = 'Put a date in brackets in quotes, like "[2024-06,2025-06]".'
        else:
            sentence = f"Write a date as a text, '2026-04-27', not {shown(value)}."
        self.complain(key, sentence)
        return None

    def parsed(self, key: str, text: str) -> Date | None:
        """Return *text*, the value of *key*, as a date."""
        try:
            return parse(text)
        except DateError as error:
            hint = " For no date at all write none." if text in ("", "~", "null") else ""
            self.complain(key, f"{error}{hint}")
            return None

    def own_date(self, key: str) -> Date | None:
        """Return a date that a change gives itself, which is some date."""
        if key in self.plain and self.plain[key] in (None, "none"):
            self.complain(
                key, f"A change cannot have no date; leave '{key}' out to take it from the event."
            )
            return None
        return self.date(key)

    def last_day(self, key: str, advice: str) -> Date | None:
        """Return a date that has a last day."""
        date = self.date(key)
        if date is not None and date.latest is None:
            self.complain(key, f"{shown(str(date))} has no last day; {advice}.")
        return date

    def authority(self) -> Authority | None:
        """Return the authority, None where it is left out."""
        value = self.plain.get("authority")
        if type(value) is str and value in _AUTHORITIES:
            return _AUTHORITIES[value]
        if "authority" not in self.plain:
            return None
        hint = one_of(value, _AUTHORITIES) if isinstance(value, str) else ""
        sentence = f"{shown(value)} is no authority; use official, filing, press or reported.{hint}"
        self.complain("authority", sentence)
        return None

    def flag(self, key: str) -> bool:
        """Return what is true or false, in JSON or in the words of a ledger file."""
        value = self.plain.get(key, False)
        if value is True or value is False:
            return value
        if value in ("true", "false"):
            return value == "true"
        self.complain(key, f"The value of '{key}' is true, or it is left out.")
        return False

    def inner(self, place: Path, plain: dict[str, object]) -> "Form":
        """Return the form of the mapping *plain* at *place* within this one."""
        return Form(plain, self.path + place, self.problems, self.id_needed)


_AUTHORITIES = {str(authority): authority for authority in Authority}


def _fault(text: str) -> str | None:
    if not text or text.isspace():
        return "This text is empty; write something, or leave the key out."
    if "\0" in text:
        return "This text holds a NUL character; take it out."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "This text holds half of a character (a lone surrogate); write it again."
    return None
