"""What runs the program elsewhere: the image, its database, the workflow and the hooks."""

import json
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema.validators import validator_for
from rooms import ROOT
from ruamel.yaml import YAML
from running import skip_without
from shell import command_named

schemas = files("check_jsonschema.builtin_schemas")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FIRST, LAST = DOCKERFILE.split("\nFROM ")[1:]
"""The stage that builds, and the one that is shipped."""


def yaml(name: str) -> Any:
    return YAML(typ="safe").load(ROOT / name)


def instruction(name: str) -> str:
    """Return what the only instruction *name* of the shipped stage says."""
    [found] = re.findall(rf"^{name} ((?:.*\\\n)*.*)$", LAST, re.MULTILINE)
    return str(found)


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml("compose.yaml")["services"]
    return found


def parsed(words: list[str]) -> click.Context:
    """Return the command line *words* as the program parses it."""
    return command_named(words[0]).make_context(words[0], words[1:])


def test_the_image_serves_everybody_who_reaches_its_port_without_rights() -> None:
    """A server on the container's own address only would be reached by nobody."""
    given = parsed(json.loads(instruction("CMD"))).params

    assert ("0.0.0.0", 8000) == (given["host"], given["port"])
    assert "8000" == instruction("EXPOSE")
    assert ["timeline"] == json.loads(instruction("ENTRYPOINT"))
    assert "10001" == instruction("USER")
    assert LAST.index("\nUSER") < LAST.index("\nENTRYPOINT")
    assert ":latest" not in DOCKERFILE
    assert all(re.match(r"python:3\.\d+-slim\b", one) for one in (FIRST, LAST))


def test_its_health_is_an_answer() -> None:
    """A process that is alive and cannot read its log is not well."""
    checked = instruction("HEALTHCHECK").partition("CMD ")[2]
    *python, script = json.loads(checked)

    assert ["python", "-c"] == python
    compile(script, "HEALTHCHECK", "exec")
    assert "http://127.0.0.1:8000/partnerships'" in script


def test_the_image_gets_what_the_wheel_is_made_of() -> None:
    """And nothing else: a log, a key or an environment that lies beside it stays at home."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    taken = {line[1:] for line in ignored if line.startswith("!")}

    assert "*" == ignored[0]
    assert {"cli", "docs/schemas", "events", "migrations", "timeline"} <= taken
    assert taken == {one for one in taken if (ROOT / one).exists()}


def test_the_services_start_in_order_and_share_one_log() -> None:
    """Whoever serves needs tables, and tables a database that answers."""
    database, tables, serve = (services()[name] for name in ("database", "tables", "serve"))
    url = serve["environment"]["TIMELINE_DB"]

    assert ["init"] == tables["command"][:1]
    assert parsed(tables["command"]).params
    assert {"database": {"condition": "service_healthy"}} == tables["depends_on"]
    assert {"tables": {"condition": "service_completed_successfully"}} == serve["depends_on"]
    assert url == "postgresql://{POSTGRES_USER}@database/{POSTGRES_DB}".format_map(
        database["environment"]
    )
    assert serve["environment"] == tables["environment"]
    assert database["healthcheck"]["test"][0] == "CMD"


def test_the_services_are_closed_to_the_network_and_hold_no_password() -> None:
    """What is copied from a page runs on machines that others reach."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    serve = services()["serve"]

    assert ["127.0.0.1:8000:8000"] == [port for one in services().values()
                                       for port in one.get("ports", [])]  # fmt: skip
    assert {"${POSTGRES_PASSWORD:?choose a password}"} == {
        *re.findall(r"PASSWORD: (.*)$", text, re.MULTILINE)
    }
    assert serve["read_only"]
    assert ["ALL"] == serve["cap_drop"]


BROKEN = {
    "DL3006": ("FROM python:3.13-slim\n", "FROM python\n"),
    "DL3007": ("FROM python:3.13-slim\n", "FROM python:latest\n"),
    "DL3020": ("COPY . .", "ADD . ."),
    "DL3002": ("USER 10001", "USER root"),
}
"""Rules of the linter, and what of the file has to be exchanged to break each."""


def linted(text: str) -> set[str]:
    """Return the rules that a Dockerfile breaks."""
    hadolint = shutil.which("hadolint", path=Path(sys.executable).parent)
    if hadolint is None:
        skip_without("hadolint")
    done = subprocess.run(
        [hadolint, "--no-color", "-"], input=text, capture_output=True, text=True, check=False
    )
    return {*re.findall(r"\b(?:DL|SC)\d{4}\b", done.stdout)}


def test_the_image_breaks_no_rule_of_the_linter() -> None:
    """Where no daemon runs, it is the nearest thing to building it; each broken rule is found."""
    assert set() == linted(DOCKERFILE)
    assert not re.search("^ADD ", DOCKERFILE, re.MULTILINE)
    for rule, (old, new) in BROKEN.items():
        assert old in DOCKERFILE
        assert rule in linted(DOCKERFILE.replace(old, new))


FORMS = {
    "CITATION.cff": "citation-file-format",
    "compose.yaml": "compose-spec",
    ".github/workflows/checks.yml": "github-workflows",
    ".github/ISSUE_TEMPLATE/bug.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/wrong-answer.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
}
"""The files that other programs read, and the schema of each."""


@pytest.mark.parametrize(("name", "schema"), FORMS.items())
def test_a_file_for_other_programs_has_their_form(name: str, schema: str) -> None:
    """A slip in one shows only where it is read, as late as the first issue."""
    held = (schemas / "vendor" / f"{schema}.json").read_text(encoding="utf-8")
    form = json.loads(held)
    validator = validator_for(form)(form)

    assert [] == [one.message for one in validator.iter_errors(yaml(name))]
    assert [] != [*validator.iter_errors({**yaml(name), "no-such-key": 1})]


def test_the_workflow_runs_what_a_contributor_runs() -> None:
    """A check that only the workflow knows would be found out after the push."""
    workflow = yaml(".github/workflows/checks.yml")
    [job] = workflow["jobs"].values()

    assert {"contents": "read"} == workflow["permissions"]
    assert [".ci/run"] == [step["run"] for step in job["steps"] if "run" in step]
    assert job["strategy"]["matrix"]["python"][0] == "3.11"
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_hooks_are_checks_of_the_run() -> None:
    """Nothing may pass here and fail there."""
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    hooks = [hook for repo in yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]

    assert ["ruff", "format", "mypy", "imports"] == [hook["id"] for hook in hooks]
    assert [] == [hook["entry"] for hook in hooks if f".venv/bin/{hook['entry']}" not in run]


@pytest.mark.parametrize("file", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml")))
def test_a_form_for_issues_asks_for_the_version(file: Path) -> None:
    """Without it nobody can tell whether it was mended since."""
    form = YAML(typ="safe").load(file)
    asked = [part["attributes"]["label"] for part in form["body"]]

    assert {"name", "description", "labels", "body"} == form.keys()
    assert any("`timeline --version`" in label for label in asked)
    assert all(part["validations"]["required"] for part in form["body"])


def test_the_citation_names_this_release() -> None:
    """It is what a paper will say that it used."""
    cited = yaml("CITATION.cff")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert "1.2.0" == cited["cff-version"]
    assert f'name = "{cited["title"]}"\nversion = "{cited["version"]}"\n' in project
    assert f'description = "{cited["abstract"]}"' in project


def docker_runs() -> bool:
    """Return whether there is a Docker daemon to build with."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    return subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0


if docker_runs():

    def test_the_image_is_built_and_answers() -> None:
        """Only where a daemon runs: elsewhere the tests above read the files."""
        built = subprocess.run(
            ["docker", "build", "--quiet", "."],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        done = subprocess.run(
            ["docker", "run", "--rm", built.stdout.strip(), "as-of", "2026-02-27", "cloud.rofr"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip

        assert "28 October 2025" in done.stdout
