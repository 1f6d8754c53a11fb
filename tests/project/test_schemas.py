"""Programs may rely on the JSON: each command gives what its schema says, and no key more."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Choice
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import Schema
from running import Run
from shell import ROOT, command_named

from cli.registry import COMMANDS

FOLDER = ROOT / "docs" / "schemas"
FILES = sorted(FOLDER.glob("*.schema.json"))
NAMES = [path.name.removesuffix(".schema.json") for path in FILES]
APART = {"common", "receipt", "feed", "timelinejs", "jsonld", "site"}
"""Schemas of what no `-o json` gives; receipts, feeds and exports have tests of their own."""
DAYS = [
    *("2010-01-01", "2019-07-22", "2021-06-15", "2023-01-15", "2025-01-21", "2025-10-28"),
    *("2026-02-27", "2026-03-31", "2026-04-27", "2026-04", "2027-01-01", "2031-06-01"),
]
TERMS = ("ip-license.end", "cloud.rofr", "investment.commitment", "first-party.hosting")
EVENTS = (
    "2025-10-28-definitive",
    "article-004-oracle",
    "article-004-oracle.c1",
    "cover:2016-11-15..2026-07-29",
)
APPENDED = (
    *("--when", "2026-12-01", "--title", "Licence extended", "--authority", "official"),
    *("--source", "https://example.com/news", "--set", "ip-license.end=through 2035"),
)
ASKED: list[tuple[str, ...]] = [
    *(("as-of", day) for day in DAYS),
    *(("as-of", "2026-02-27", "--known", day) for day in ("2015-01-01", "2025-01-22")),
    ("as-of", "2026-02-27", "--recorded", "2026-11-21"),
    ("as-of", "2021-06-15", "cloud.rofr"),
    ("search", "refusal"),
    ("search", "no", "such", "words", "--known", "2020-01-01"),
    ("matrix", "2021-06-15"),
    ("matrix", "2026-02-27", "--known", "2025-01-22", "--term", "cloud.*"),
    ("portfolio", "2026-02-27", "--from", "answers"),
    *(("history", term) for term in TERMS),
    *(("when", term) for term in TERMS),
    *(("history", term, "*") for term in TERMS),
    *(("explain", term, day) for term in TERMS for day in ("2021-06-15", "2026-03-31")),
    ("explain", "investment.commitment", "2021-06-15", "--known", "2021-06-15"),
    ("diff", "2018-01-01", "2026-06-01"),
    ("diff", "2026-04-26", "2026-04-27", "--known", "2026-04-26"),
    ("diff", "2026-04-27", "2026-04-27"),
    ("changelog",),
    *(("changelog", "2026-04..2026-06", "--per", per) for per in ("day", "event", "term")),
    ("changelog", "2026-04..2026-06", "--by", "announced"),
    ("log",),
    ("log", "agreement", "--since", "2025", "--until", "2026-03", "-n", "3"),
    ("log", "--term", "compute.elsewhere", "--known", "2026-04-01"),
    *(("show", event) for event in EVENTS),
    ("corrections",),
    ("corrections", "--term", "cloud.rofr", "--recorded", "2026-11-21"),
    *((name, "--recorded", "2026-11-21") for name in ("terms", "partnerships", "log")),
    ("show", "article-004-oracle", "--recorded", "2026-11-21T03:00Z"),
    ("changelog", "2026-04", "--recorded", "2026-11-21"),
    *(("next", day) for day in ("2023-01-15", "2026-02-27")),
    ("next", "2026-02-27", "--within", "10d"),
    ("check",),
    ("verify",),
    ("checkpoint",),
    ("checkpoint", "-p", "openai-microsoft"),
    ("terms",),
    ("partnerships",),
    ("inbox",),
    ("sources",),
    ("sources", "check"),
    ("watch",),
    ("bench", "--seconds", "0.1"),
    ("append", *APPENDED, "--dry-run"),
    ("append", *APPENDED),
    ("correct", "2025-01-21-rofr", "--when", "2025-01-22", "--reason", "a later day", "--dry-run"),
    ("define", "audit-rights", "--title", "Audit rights", "--dry-run"),
    ("redefine", "cloud.rofr", "--rename", "cloud.first-refusal", "--dry-run"),
    ("cover", "2026-11-20", "--dry-run"),
    ("retract", "2024-oracle-oci", "--with-dependents", "--reason", "a forgery", "--dry-run"),
]


def schema(path: Path) -> Schema:
    read: Schema = json.loads(path.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def registry() -> Registry[Schema]:
    """Return all schemas by the names under which they refer to one another."""
    empty: Registry[Schema] = Registry()
    return empty.with_resources(
        (path.as_uri(), Resource.from_contents(schema(path))) for path in FILES
    )


def complaints(name: str, value: object, registry: Registry[Schema]) -> list[str]:
    address = (FOLDER / f"{name}.schema.json").as_uri()
    validator = Draft202012Validator({"$ref": address}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.fixture
def ask(command: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the means to run a command on the bundled ledger and to read its JSON."""
    monkeypatch.chdir(database.parent)

    def asked(*words: str) -> Any:
        of = ["--db", database]
        if words[0] == "portfolio":
            command("publish", "--parquet", "answers", *of)
            of = []
        result = command(*words, "-o", "json", *of)
        assert 0 == result.exit_code, result.output
        return json.loads(result.stdout)

    return asked


def objects(value: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of *value* with its path, but for those that hold what a user named."""
    if isinstance(value, dict):
        yield path, value
        for key, part in value.items():
            yield from objects(part, f"{path}.{key}")
    if isinstance(value, list):
        for part in value[:3]:
            yield from objects(part, path)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_schema_is_one(path: Path) -> None:
    """A misspelt keyword is silently true of everything."""
    Draft202012Validator.check_schema(schema(path))

    assert '"$schema": "https://json-schema.org/draft/2020-12/schema"' in path.read_text("utf-8")


def test_every_command_that_gives_json_has_a_schema() -> None:
    """Nobody can rely on a form that is described nowhere."""
    forms = {
        name: option.type.choices
        for name in COMMANDS
        for option in command_named(name).params
        if option.name == "form" and isinstance(option.type, Choice)
    }

    assert {name for name, choices in forms.items() if "json" in choices} == {*NAMES} - APART


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_an_output_is_as_its_schema_says(
    words: tuple[str, ...], ask: Any, registry: Registry[Schema]
) -> None:
    """The schema is the promise."""
    assert [] == complaints(words[0], ask(*words), registry)


@pytest.mark.parametrize("name", sorted({*NAMES} - APART))
def test_a_new_key_is_noticed(name: str, ask: Any, registry: Registry[Schema]) -> None:
    """A new key has to be described, or the schema no longer covers the answer."""
    words = next(words for words in reversed(ASKED) if words[0] == name)
    value = ask(*words)
    named = (".sources", ".as_recorded", ".as_corrected", ".acts")

    assert [] == complaints(name, value, registry)
    for path, one in objects(value):
        if name == "show" and path.startswith(named):
            continue
        one["surprise"] = 1
        assert [] != complaints(name, value, registry), path
        del one["surprise"]


PLAN = (
    *("append", "--when", "2031-12-31", "--title", "A plan", "--authority", "official"),
    *("--by", "OpenAI", "--source", "https://example.com/plan", "--set", "cloud.rofr=again"),
)
"""What the bundled ledger has none of: a change announced for a day that lies ahead."""


def test_what_is_asked_here_shows_every_kind_of_answer(
    ask: Any, command: Run, database: Path
) -> None:
    """A schema that was never held against a claim or a dispute says nothing of them."""
    assert 0 == command(*PLAN, "--db", database).exit_code
    answers = [one for day in DAYS for one in ask("as-of", day)["terms"]]
    seen = {one["status"] for one in answers}

    assert {
        *("in-force", "ended", "expired", "not-set", "not-covered", "undetermined", "varied")
    } == seen
    assert any(one["claims"] for one in answers)
    assert any(each["positions"] for one in answers for each in one["disputes"])
    assert any(one["pending"] for one in answers)
