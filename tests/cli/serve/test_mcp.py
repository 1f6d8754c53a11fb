"""An assistant asks what a person asks, and gets what the command line answers, or refuses."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import MCPError, StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent, Tool
from running import Run
from shell import ROOT, command_named

from cli.registry import COMMANDS
from cli.serve.capture import capturing
from cli.serve.mcp_lines import is_message, refusal
from cli.serve.mcp_tools import answered
from cli.serve.queries import QUESTIONS, parameters
from events.errors import UsageError

pytestmark = pytest.mark.drawn

COMMAND = (sys.executable, "-c", "from cli.main import main; main(prog_name='timeline')")
NO_QUESTIONS = {
    *("append", "correct", "retract", "define", "redefine", "cover"),
    *("verify", "checkpoint", "bench"),
    *("inbox", "watch", "sources", "portfolio"),
}
"""Commands with a form in JSON that write, or are about the machine and what it remembers.

And `inbox` and `watch`: drafts are not on record, and no answer may be given out of one. `sources`
is about the bytes beside the database, and `portfolio` about files made of many.
"""
ASKED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("as_of", {"date": "2026-02-27"}, ("as-of", "2026-02-27")),
    ("as_of", {"date": "[2019,2020]"}, ("as-of", "[2019,2020]")),
    ("as_of", {"date": "October 2025"}, ("as-of", "October 2025")),
    (
        "as_of",
        {"date": "2026-02-27", "known": "2025-01-22", "term": ["cloud.*", "ip-license.end"]},
        ("as-of", "2026-02-27", "--known", "2025-01-22",
         "--term", "cloud.*", "--term", "ip-license.end"),
    ),
    (
        "as_of",
        {"date": "2026-02-27", "recorded": "2026-11-21", "partnership": "openai-microsoft"},
        ("as-of", "2026-02-27", "--recorded", "2026-11-21", "-p", "openai-microsoft"),
    ),
    ("as_of", {"date": "2021-06-15", "known": None}, ("as-of", "2021-06-15")),
    ("matrix", {"date": "2026-02-27", "term": ["cloud.*"]},
     ("matrix", "2026-02-27", "--term", "cloud.*")),
    ("history", {"term": "cloud.rofr"}, ("history", "cloud.rofr")),
    ("explain", {"term": "cloud.rofr", "date": "2026-02-27"},
     ("explain", "cloud.rofr", "2026-02-27")),
    ("when", {"term": "ip-license.end"}, ("when", "ip-license.end")),
    ("when", {"term": "ip-license.end", "value": "*2030*"}, ("when", "ip-license.end", "*2030*")),
    ("when", {"term": "cloud.rofr", "status": "ended"},
     ("when", "cloud.rofr", "--status", "ended")),
    ("diff", {"from": "2018", "to": "2026-06-01"}, ("diff", "2018", "2026-06-01")),
    (
        "diff",
        {"from": "2024-03-01@2025-01-01", "to": "2026-06-01", "as_known": True},
        ("diff", "2024-03-01@2025-01-01", "2026-06-01", "--as-known"),
    ),
    ("diff", {"from": "2026-04-26", "to": "2026-04-27", "as_known": False},
     ("diff", "2026-04-26", "2026-04-27")),
    ("changelog", {}, ("changelog",)),
    ("changelog", {"period": "2026-04..2026-06", "per": "term", "by": "announced"},
     ("changelog", "2026-04..2026-06", "--per", "term", "--by", "announced")),
    ("next", {"date": "2023-01-15", "within": "180d"}, ("next", "2023-01-15", "--within", "180d")),
    ("log", {"reverse": True, "by": "announced"}, ("log", "--reverse", "--by", "announced")),
    ("log", {"term": ["compute.elsewhere"], "known": "2026-04-01"},
     ("log", "--term", "compute.elsewhere", "--known", "2026-04-01")),
    ("show", {"event": "article-004-oracle"}, ("show", "article-004-oracle")),
    ("corrections", {}, ("corrections",)),
    ("terms", {"term": ["rev-share.*"]}, ("terms", "--term", "rev-share.*")),
    ("partnerships", {}, ("partnerships",)),
    ("search", {"words": ["first", "refusal"]}, ("search", "first", "refusal")),
    ("check", {"date": "2026-11-01", "strict": True}, ("check", "2026-11-01", "--strict")),
]  # fmt: skip
"""Each tool with its arguments, and the command that asks the same."""
REFUSED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("as_of", {"date": "0"}, ("as-of", "0")),
    ("as_of", {"date": ""}, ("as-of", "")),
    ("as_of", {"date": "--db=/etc/passwd"}, ("as-of", "--", "--db=/etc/passwd")),
    ("as_of", {"date": "2026-02-30"}, ("as-of", "2026-02-30")),
    ("as_of", {"known": "XXXX-06"}, ("as-of", "--known", "XXXX-06")),
    ("as_of", {"recorded": "soon"}, ("as-of", "--recorded", "soon")),
    ("as_of", {"recorded": "1999-01-01"}, ("as-of", "--recorded", "1999-01-01")),
    ("as_of", {"term": ["no.such"]}, ("as-of", "--term", "no.such")),
    ("as_of", {"partnership": "acme"}, ("as-of", "-p", "acme")),
    ("history", {"term": "no.such"}, ("history", "no.such")),
    ("history", {}, ("history",)),
    ("diff", {"from": "2026"}, ("diff", "2026")),
    ("changelog", {"period": "2026..2025"}, ("changelog", "2026..2025")),
    ("changelog", {"by": "heart"}, ("changelog", "--by", "heart")),
    ("next", {"within": "a while"}, ("next", "--within", "a while")),
    ("show", {"event": "no-such"}, ("show", "no-such")),
]
"""What is refused, and the command that is refused likewise."""
MISSHAPEN: list[tuple[str, dict[str, Any], str]] = [
    ("as_of", {"day": "2026-02-27"}, "as_of has no argument 'day'. It has: date, term, "),
    ("as_of", {"db": "other.db"}, "as_of has no argument 'db'."),
    ("changelog", {"issue": "Q2"}, "changelog has no argument 'issue'."),
    ("changelog", {"template": "/etc/passwd"}, "changelog has no argument 'template'."),
    ("as_of", {"date": 2026}, "'date' has to be text, not 2026."),
    ("as_of", {"date": ["2026"]}, "'date' has to be text, not "),
    ("as_of", {"term": [1]}, "'term' has to be text, not "),
    ("log", {"reverse": "yes"}, "'reverse' has to be true or false, not "),
]
"""What the command line could not even say."""

Asking = Callable[[Client], Awaitable[Any]]


def session(asking: Asking, database: Path | str, home: Path) -> Any:
    """Start the server in a process of its own, and return what *asking* gives, asked of it."""
    environment = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONPATH": str(ROOT)}
    program, *words = (*COMMAND, "mcp", "--db", str(database))
    server = StdioServerParameters(command=program, args=words, env=environment, cwd=home)

    async def asked() -> Any:
        with Path(os.devnull).open("w") as nowhere:
            async with Client(stdio_client(server, errlog=nowhere)) as client:
                return await asking(client)

    return anyio.run(asked)


@pytest.fixture(scope="module")
def served(
    bundled_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Tool], list[CallToolResult]]:
    """Return the tools of a server, and what it answers to all that these tests ask of it."""

    async def asking(client: Client) -> tuple[list[Tool], list[CallToolResult]]:
        tools = (await client.list_tools()).tools
        asked = [*ASKED, *REFUSED, *MISSHAPEN]
        return tools, [await client.call_tool(name, given) for name, given, _ in asked]

    found: tuple[list[Tool], list[CallToolResult]]
    found = session(asking, bundled_database, tmp_path_factory.mktemp("home"))
    return found


def text(result: CallToolResult) -> str:
    """Return the first text of *result*."""
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_every_question_is_a_tool(served: tuple[list[Tool], list[CallToolResult]]) -> None:
    """A new command that reads and answers in JSON is one more thing to ask."""
    readers = {
        name
        for name in COMMANDS
        for option in command_named(name).params
        if option.name == "form" and "json" in getattr(option.type, "choices", ())
    }

    assert readers - NO_QUESTIONS == {*QUESTIONS}
    tools = [*(name.replace("-", "_") for name in QUESTIONS), "propose"]
    assert tools == [tool.name for tool in served[0]]


def test_a_tool_says_what_it_does_and_takes(
    served: tuple[list[Tool], list[CallToolResult]],
) -> None:
    """An assistant has nothing else to go by, and may call unasked what only reads."""
    for tool in served[0]:
        properties = tool.input_schema["properties"]
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (tool.name != "propose")
        assert tool.annotations.open_world_hint is (tool.name == "propose")
        assert len(tool.description or "") > 40
        assert all(one["description"].endswith((".", "?")) for one in properties.values())
        assert tool.input_schema["additionalProperties"] is False
        assert {"db", "issue", "template", "form", "as", "clock_ahead"}.isdisjoint(properties)
        Draft202012Validator.check_schema(tool.input_schema)


@pytest.mark.parametrize("number", range(len(ASKED)), ids=[" ".join(one[2]) for one in ASKED])
def test_a_tool_answers_as_the_command_does(
    number: int,
    served: tuple[list[Tool], list[CallToolResult]],
    timeline: Run,
) -> None:
    """One answer, whoever asks; in the form that the tool has promised."""
    tools, results = served
    name, _, words = ASKED[number]
    result = results[number]
    expected = json.loads(timeline(*words, "-o", "json").stdout)
    schema = next(tool.output_schema for tool in tools if tool.name == name)
    assert schema is not None

    assert not result.is_error
    assert expected == json.loads(text(result))
    assert expected == result.structured_content
    assert [] == [*Draft202012Validator(schema).iter_errors(result.structured_content)]


def test_every_tool_was_asked() -> None:
    """The one that is not might answer anything."""
    assert {name.replace("-", "_") for name in QUESTIONS} == {name for name, *_ in ASKED}


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[" ".join(one[2]) for one in REFUSED])
def test_what_is_refused_is_told_as_the_command_tells_it(
    number: int, served: tuple[list[Tool], list[CallToolResult]], timeline: Run
) -> None:
    """The sentence says what to do instead, to an assistant as to a person."""
    result = served[1][len(ASKED) + number]
    stderr = timeline(*REFUSED[number][2], "-o", "json").stderr

    assert result.is_error
    assert stderr.rpartition("Error: ")[2].strip() == text(result)


@pytest.mark.parametrize("number", range(len(MISSHAPEN)))
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    number: int, served: tuple[list[Tool], list[CallToolResult]]
) -> None:
    """An argument that is passed over would get the answer to another question."""
    result = served[1][len(ASKED) + len(REFUSED) + number]

    assert result.is_error
    assert text(result).startswith(MISSHAPEN[number][2])
    assert "\n" not in text(result)


def test_the_log_is_read_anew_for_every_question(
    database: Path, timeline: Run, tmp_path: Path
) -> None:
    """An assistant runs for days; what was appended meanwhile is in its answers."""

    async def asking(client: Client) -> tuple[CallToolResult, CallToolResult]:
        before = await client.call_tool("history", {"term": "ip-license.end"})
        added = timeline(
            "append", "--when", "2026-12-01", "--title", "Extended", "--authority", "official",
            "--source", "https://example.com", "--set", "ip-license.end=through 2035",
        )  # fmt: skip
        assert added.exit_code == 0, added.output
        return before, await client.call_tool("history", {"term": "ip-license.end"})

    before, after = session(asking, database, tmp_path)

    assert "through 2035" not in text(before)
    assert "through 2035" in text(after)


def test_what_is_said_beside_an_answer_goes_with_it(
    database: Path, timeline: Run, tmp_path: Path
) -> None:
    """That a term has another name now is worth knowing, and no part of the JSON."""
    renamed = timeline("redefine", "cloud.rofr", "--rename", "cloud.first-refusal")
    assert renamed.exit_code == 0, renamed.output

    async def asking(client: Client) -> CallToolResult:
        return await client.call_tool("history", {"term": "cloud.rofr"})

    result = session(asking, database, tmp_path)

    assert not result.is_error
    assert ["cloud.rofr is now called cloud.first-refusal."] == [
        one.text for one in result.content[1:]
    ]


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(
    bundled_database: Path, tmp_path: Path
) -> None:
    """As the protocol wants it; the sentence names those that there are."""

    async def asking(client: Client) -> str:
        with pytest.raises(MCPError) as caught:
            await client.call_tool("append", {})
        return caught.value.message

    assert session(asking, bundled_database, tmp_path).startswith(
        "There is no tool 'append'. There are: as_of, "
    )


def started(home: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a server without the library of a client."""
    places = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONPATH": str(ROOT)}
    environment = {name: os.environ[name] for name in os.environ if name != "TIMELINE_DB"}
    return subprocess.Popen(
        [*COMMAND, "mcp", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment | places,
    )


def request(number: int, method: str, **params: Any) -> bytes:
    """Return a request as a line of JSON-RPC."""
    said = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    return json.dumps(said).encode()


GREETING = request(
    0,
    "initialize",
    protocolVersion="2025-06-18",
    capabilities={},
    clientInfo={"name": "a test", "version": "1"},
)
GREETED = b'{"jsonrpc": "2.0", "method": "notifications/initialized"}'


def test_nothing_but_the_protocol_is_on_standard_output(tmp_path: Path) -> None:
    """One line of anything else, and the assistant hangs up; also when a database is made."""
    lines = [
        GREETING,
        GREETED,
        b"no JSON at all",
        b"\xff\xfe\x00",
        request(1, "tools/call", name="as_of", arguments={"date": "2026-02-27"}),
        request(2, "tools/call", name="as_of", arguments={"date": "0"}),
        request(3, "tools/call", name="as_of", arguments=[]),
    ]
    with started(tmp_path) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(b"".join(line + b"\n" for line in lines))
        server.stdin.flush()
        said = [json.loads(server.stdout.readline()) for _ in range(6)]
        server.stdin.close()
        rest, told = server.stdout.read(), server.stderr.read()

    assert 0 == server.returncode
    numbers = {None, *range(4)}  # None for what is no JSON.
    assert {("2.0", number) for number in numbers} == {(one["jsonrpc"], one["id"]) for one in said}
    assert b"" == rest
    assert re.fullmatch(rb"Made \S+timeline\.db with the bundled ledger .+\n", told)


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        (r'{"jsonrpc": "2.0", "id": 7, "method": "ping", "params": {"a": "\ud800"}}', 7, -32700),
        (r'{"jsonrpc": "2.0", "id": 7, "method": "\udfff"}', 7, -32700),
        (r'{"jsonrpc": "2.0", "id": "\udfff", "method": "ping"}', None, -32700),
        ('{"jsonrpc": "2.0", "id": 7, "method": "ping", "params": []}', 7, -32600),
        ('{"jsonrpc": "2.0", "id": 7, "method": 5}', 7, -32600),
        ('{"jsonrpc": "2.0", "id": {}, "method": "ping"}', None, -32600),
        ('{"jsonrpc": "2.0", "id": 1e400, "method": "ping"}', None, -32600),
        ('{"jsonrpc": "1.0", "id": "x", "method": "ping"}', "x", -32600),
        ("[]", None, -32600),
        ("5", None, -32600),
        ("{", None, -32700),
        ("[" * 100_000, None, -32700),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_line_that_is_no_message_is_answered(
    line: str, number: int | str | None, code: int
) -> None:
    """Whoever asked would otherwise wait for ever."""
    answer = refusal(line)

    assert not is_message(line)
    assert answer is not None
    assert (number, code) == (answer.id, answer.error.code)


@pytest.mark.parametrize("line", ["", "  \n", r'{"jsonrpc": "2.0", "method": "\ud800"}'])
def test_what_wants_no_answer_gets_none(line: str) -> None:
    """A notification is not answered, whatever is wrong with it."""
    assert refusal(line) is None


def test_a_list_may_come_as_json_text() -> None:
    """Assistants write it so, and true and false too; a pattern stays what it is."""
    [several] = (one for one in parameters("as-of") if one.name == "term")
    [flag] = (one for one in parameters("log") if one.name == "reverse")

    assert ["--term=a", "--term=b"] == [*several.words('["a", "b"]')]
    assert [] == [*several.words("[]")]
    assert ["--term=[ab]*"] == [*several.words("[ab]*")]
    assert ["--term=true"] == [*several.words("true")]
    assert [*flag.words(True)] == [*flag.words("true")]
    assert [] == [*flag.words("false")]
    with pytest.raises(UsageError, match="'term' has to be text, not"):
        [*several.words("[1]")]
    with pytest.raises(UsageError, match="has to be true or false, not"):
        [*flag.words("[true]")]


def test_no_answer_tells_where_the_log_is(tmp_path: Path) -> None:
    """Its keeper is told on standard error."""
    gone = tmp_path / "gone.db"

    with capturing():
        found = answered("terms", {}, str(gone))

    assert found.is_error
    assert "The log cannot be read now" in text(found)
    assert str(tmp_path) not in text(found)


def test_no_question_alters_the_log(
    served: tuple[list[Tool], list[CallToolResult]], bundled_database: Path, database: Path
) -> None:
    """All that is asked in these tests was asked of the file that the others copy."""
    digests = {sha256(path.read_bytes()).digest() for path in (bundled_database, database)}

    assert served
    assert 1 == len(digests)


@pytest.mark.parametrize("words", [("--db", "nowhere.db"), ("--db", "https://example.com")])
def test_a_log_that_cannot_be_read_is_told_at_once(words: tuple[str, ...], tmp_path: Path) -> None:
    """Whoever sets it up sees it, before an assistant is let down."""
    with started(tmp_path, *words) as server:
        said, told = server.communicate(timeout=60)

    assert server.returncode in (1, 4)
    assert b"" == said
    assert re.fullmatch(rb"Error: [^\n]+\n", told)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["int", "term"])
def test_it_ends_when_it_is_told_to(sent: signal.Signals, tmp_path: Path) -> None:
    """Not only when the next question comes, for which a thread of it is waiting."""
    with started(tmp_path) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(GREETING + b"\n")
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(sent)
        server.wait(timeout=60)

        assert -sent == server.returncode
        assert b"Traceback" not in server.stderr.read()


def test_without_the_extra_a_sentence_says_what_to_install(
    timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of tools needs no library."""
    monkeypatch.setitem(sys.modules, "mcp", None)

    result = timeline("mcp")

    assert 1 == result.exit_code
    assert (
        "Error: To answer assistants, install the extra mcp: "
        "pip install 'partnership-timeline[mcp]'.\n" == result.stderr
    )
    assert 0 == timeline("mcp", "--list").exit_code


def test_the_list_names_what_a_tool_takes(timeline: Run) -> None:
    """A person can see what an assistant will be offered."""
    said = timeline("mcp", "--list").stdout

    assert "history\n  Every answer that a term has had" in said
    assert "takes: term, [date], [partnership], [known], [recorded]" in said
    assert "propose\n  Put an article into the inbox" in said


def test_the_settings_in_the_docs_are_json_that_starts_it() -> None:
    """They are copied as they stand."""
    text = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    blocks = [json.loads(one) for one in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]

    assert [["mcp"]] == [one["mcpServers"]["timeline"]["args"] for one in blocks]
