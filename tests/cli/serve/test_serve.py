"""What is served is what the commands say: at an address, to who may ask, and only to read."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
import schemathesis
from asgi import Answered, asked
from click.testing import Result
from depth import scaled
from hypothesis import given, settings
from hypothesis import strategies as st
from running import BOTH, Run
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from second_ledger import filled
from servers import NOW

from cli.reading.session import opened, view
from cli.serve import queries
from cli.serve.api import api
from cli.serve.capture import capturing
from cli.serve.live import Pages
from cli.serve.queries import Answer
from cli.serve.request_guard import STRICT, App, RequestGuard, host_of
from cli.site.build import pages
from events.errors import StorageError
from events.ledger.reader import template
from events.log import log

pytestmark = pytest.mark.drawn

ENGINES = BOTH
SLUG = "/partnerships/openai-microsoft"
ADDRESSES: list[tuple[str, tuple[str, ...]]] = [
    ("/partnerships", ("partnerships",)),
    ("/partnerships?recorded=2026-11-21", ("partnerships", "--recorded", "2026-11-21")),
    (f"{SLUG}/as-of/2026-02-27", ("as-of", "2026-02-27")),
    (f"{SLUG}/as-of/October%202025", ("as-of", "October 2025")),
    (f"{SLUG}/as-of/yesterday", ("as-of", "yesterday")),
    (f"{SLUG}/as-of/%5B2024-06,2025-06%5D", ("as-of", "[2024-06,2025-06]")),
    (
        f"{SLUG}/as-of/2026-02-27?known=2025-01-22&term=cloud.*&term=ip-license.end",
        ("as-of", "2026-02-27", "--known", "2025-01-22",
         "--term", "cloud.*", "--term", "ip-license.end"),
    ),
    (f"{SLUG}/as-of/2026-02-27?recorded=2026-11-21",
     ("as-of", "2026-02-27", "--recorded", "2026-11-21")),
    (f"{SLUG}/diff?from=2026-04-26&to=2026-04-27", ("diff", "2026-04-26", "2026-04-27")),
    (
        f"{SLUG}/diff?from=2024-03-01@2025-01-01&to=2026&term=cloud.*&known=2026-01",
        ("diff", "2024-03-01@2025-01-01", "2026", "--term", "cloud.*", "--known", "2026-01"),
    ),
    (f"{SLUG}/history/cloud.rofr", ("history", "cloud.rofr")),
    (f"{SLUG}/history/cloud.rofr?known=2025-12", ("history", "cloud.rofr", "--known", "2025-12")),
    (f"{SLUG}/changelog", ("changelog",)),
    (f"{SLUG}/changelog?since=2026-04&until=2026-06", ("changelog", "2026-04..2026-06")),
    (f"{SLUG}/changelog?since=2026-04", ("changelog", "2026-04..")),
    (f"{SLUG}/changelog?until=2020", ("changelog", "..2020")),
    (f"{SLUG}/events", ("log",)),
    (f"{SLUG}/events?term=cloud.rofr&known=2026-01-01",
     ("log", "--term", "cloud.rofr", "--known", "2026-01-01")),
    (f"{SLUG}/events/article-004-oracle", ("show", "article-004-oracle")),
    (f"{SLUG}/events/cover:2016-11-15..2026-07-29", ("show", "cover:2016-11-15..2026-07-29")),
    (f"{SLUG}/terms", ("terms",)),
    (f"{SLUG}/terms?term=rev-share.*", ("terms", "--term", "rev-share.*")),
]  # fmt: skip
"""Each address with the command that asks the same."""
REFUSED: list[tuple[int, str, tuple[str, ...]]] = [
    *((422, f"{SLUG}/as-of/{date}", ("as-of", date)) for date in ("0", "1", "2026-13")),
    (422, f"{SLUG}/as-of/-1", ("as-of", "--", "-1")),
    (422, f"{SLUG}/as-of/2026?known=0", ("as-of", "2026", "--known", "0")),
    (422, f"{SLUG}/as-of/2026?known=", ("as-of", "2026", "--known", "")),
    (422, f"{SLUG}/as-of/2026?recorded=0", ("as-of", "2026", "--recorded", "0")),
    (422, f"{SLUG}/diff?from=0&to=2026", ("diff", "0", "2026")),
    (422, f"{SLUG}/changelog?since=2026&until=2025", ("changelog", "2026..2025")),
    (404, f"{SLUG}/as-of/2026?recorded=1999-01-01", ("as-of", "2026", "--recorded", "1999-01-01")),
    (404, f"{SLUG}/as-of/soon", ("as-of", "soon")),
    (404, f"{SLUG}/as-of/2026?term=no.such", ("as-of", "2026", "--term", "no.such")),
    (404, f"{SLUG}/history/no.such", ("history", "no.such")),
    (404, f"{SLUG}/events/no-such", ("show", "no-such")),
    (404, "/partnerships/acme/as-of/2026", ("as-of", "2026", "-p", "acme")),
    (404, "/partnerships/acme/changelog", ("changelog", "-p", "acme")),
]
"""What is refused, with what status, and the command that is refused likewise."""
STRAY = [
    (f"{SLUG}/as-of/2026?day=2026", "This address has no parameter 'day'. It has: known, "),
    (f"{SLUG}/as-of/2026?db=/etc/passwd", "This address has no parameter 'db'."),
    (f"{SLUG}/as-of/2026?known=2025&known=2026", "'known' is said more than once"),
    (f"{SLUG}/diff?from=2026", "Say 'to' too."),
    (f"{SLUG}/diff", "Say 'from' and 'to' too."),
]
"""What a command line could not even say, or would refuse in words of its own."""
OTHERS = ("/", "/openai-microsoft/", "/openai-microsoft", "/live.js", "/openapi.json", "/no/such")
APPENDED = (
    *("append", "--when", "2026-12-01", "--title", "Extended", "--authority", "official"),
    *("--source", "https://example.com", "--set", "ip-license.end=through 2035"),
)

Ask = Callable[..., Answered]


@pytest.fixture(scope="module")
def steady(bundled_database: Path) -> App:
    """Return the application over a log that nobody writes to."""
    return RequestGuard(api(str(bundled_database)), ["127.0.0.1", "testserver"])


@pytest.fixture
def ask(steady: App, home: Path) -> Ask:
    """Return the means to ask it, while the clock stands still."""
    assert home.is_dir()
    return partial(asked, steady)


@pytest.fixture
def typed(command: Run, bundled_database: Path) -> Run:
    """Return the means to ask the same log by commands, for JSON."""
    return partial(_typed, command, bundled_database)


def _typed(command: Run, database: Path, *words: str) -> Result:
    more = ("-o", "json", "--db", database)
    at = words.index("--") if "--" in words else len(words)
    return command(*words[:at], *more, *words[at:])


@pytest.fixture
def app(log_url: str, home: Path) -> App:
    """Return the application over a log of its own, where the clock stands still."""
    assert home.is_dir()
    return RequestGuard(api(log_url), [])


def sentence(answered: Answered) -> str:
    """Return the sentence of a problem, which has the form of one."""
    assert answered.headers["content-type"] == "application/problem+json"
    assert set(answered.json) == {"type", "title", "status", "detail"}
    assert answered.json["status"] == answered.status
    return str(answered.json["detail"])


@pytest.mark.parametrize(("address", "words"), ADDRESSES, ids=[one for one, _ in ADDRESSES])
def test_an_address_answers_what_its_command_prints(
    address: str, words: tuple[str, ...], ask: Ask, typed: Run
) -> None:
    """To the byte: there is one answer, and one code that gives it."""
    answered = ask(address)

    assert 200 == answered.status
    assert typed(*words).stdout_bytes == answered.body
    assert "application/json" == answered.headers["content-type"]


@pytest.mark.parametrize(("status", "address", "words"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_is_refused_is_told_as_the_command_tells_it(
    status: int, address: str, words: tuple[str, ...], ask: Ask, typed: Run
) -> None:
    """No date is made of a number, and no answer of a question that was not understood."""
    answered = ask(address)
    stderr = typed(*words).stderr

    assert status == answered.status
    assert stderr.rpartition("Error: ")[2].strip() == sentence(answered)
    assert "etag" not in answered.headers


@pytest.mark.parametrize(("address", "begin"), STRAY)
def test_what_would_be_passed_over_is_refused(address: str, begin: str, ask: Ask) -> None:
    """A misspelt parameter would get the answer to another question."""
    answered = ask(address)

    assert 422 == answered.status
    assert sentence(answered).startswith(begin)


@pytest.mark.parametrize("address", [*(one for one, _ in ADDRESSES[:3]), *OTHERS, "/partnerships/"])
def test_head_is_get_without_the_body(address: str, ask: Ask) -> None:
    """Whoever only wants to know whether something has changed."""
    get, head = ask(address), ask(address, "HEAD")

    assert (get.status, get.headers) == (head.status, head.headers)
    assert b"" == head.body
    assert len(get.body) == int(get.headers["content-length"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("address", ["/partnerships", "/", "/live.js", "/nowhere/at/all"])
def test_it_is_only_read(address: str, method: str, ask: Ask) -> None:
    """No other method reaches a page or an answer."""
    answered = ask(address, method)

    assert 405 == answered.status
    assert "GET, HEAD" == answered.headers["allow"]
    assert "This server is only read: use GET." == sentence(answered)


def test_no_request_alters_the_log(app: App, database: Path) -> None:
    """Nothing that is asked in these tests, in any method."""

    def there() -> dict[str, bytes]:
        files = sorted(database.parent.glob("*.*"))
        return {path.name: sha256(path.read_bytes()).digest() for path in files}

    before = there()
    for address in [*(one for one, _ in ADDRESSES), *(one[1] for one in REFUSED), *OTHERS]:
        for method in ("GET", "POST", "DELETE"):
            asked(app, address, method)

    assert before == there()


def test_what_it_reads_by_cannot_write(log_url: str) -> None:
    """Not even a fault of the program could: the database refuses it, on either engine."""
    with opened(log_url) as read:
        acts = [read.entries("openai-microsoft")[0].act()]
        with pytest.raises(StorageError, match="read-only"):
            read.append("acme-globex", acts)

    with opened(log_url) as read:
        assert ["openai-microsoft"] == read.slugs(2)


def test_a_tag_is_of_what_was_asked_and_of_the_head(app: App, timeline: Run) -> None:
    """Who holds the answer is told so, until there is another one."""
    addresses = [
        f"{SLUG}/as-of/2026-02-27",
        f"{SLUG}/as-of/2026-02-28",
        f"{SLUG}/as-of/2026-02-27?known=2026-01-01",
        f"{SLUG}/terms",
        "/partnerships",
    ]
    tags = [asked(app, address).headers["etag"] for address in addresses]

    assert len(set(tags)) == len(tags)
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', tag) for tag in tags)
    for address, tag in zip(addresses, tags, strict=True):
        for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            again = asked(app, address, if_none_match=held)
            assert (304, b"", tag) == (again.status, again.body, again.headers["etag"])
    assert 0 == timeline(*APPENDED).exit_code
    for address, tag in zip(addresses, tags, strict=True):
        again = asked(app, address, if_none_match=tag)
        assert 200 == again.status
        assert tag != again.headers["etag"]


def test_what_is_asked_in_words_is_another_question_tomorrow(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has not changed, but `yesterday` has."""
    held = ask(f"{SLUG}/as-of/yesterday").headers["etag"]
    monkeypatch.setattr(log, "clock", lambda: NOW + timedelta(days=1))

    again = ask(f"{SLUG}/as-of/yesterday", if_none_match=held)

    assert 200 == again.status
    assert "2026-11-21" == again.json["as_of"]


def test_what_does_not_exist_is_held_by_nobody(ask: Ask) -> None:
    """`*` means whatever there is, and there is nothing."""
    assert 404 == ask(f"{SLUG}/history/no.such", if_none_match="*").status
    assert 422 == ask(f"{SLUG}/as-of/0", if_none_match="*").status
    assert 404 == ask("/no/such", if_none_match="*").status


def test_an_answer_goes_with_the_tag_of_its_own_head(
    app: App, timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may append between the look at the head and the answer."""
    left = [APPENDED]

    def meanwhile(question: str, given: Mapping[str, object], db: str) -> Answer:
        answer = queries.ask(question, given, db)
        if left:
            assert 0 == timeline(*left.pop()).exit_code
        return answer

    monkeypatch.setattr("cli.serve.api.ask", meanwhile)
    first = asked(app, f"{SLUG}/history/ip-license.end")
    second = asked(app, f"{SLUG}/history/ip-license.end")

    assert b"through 2035" in first.body
    assert first == second


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((host, 200) for host in ("localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:80")),
        *((host, 200) for host in ("127.1.2.3", "deals.example", "Deals.Example:8000")),
        *((host, 421) for host in ("evil.example", "localhost.evil.example", "evil-localhost")),
        *((host, 421) for host in ("", "127.0.0.1.evil.example", "10.0.0.1", "[::2]", "0.0.0.0")),
        *((host, 421) for host in ("localhost@evil.example", "evil.example:localhost", "a b")),
    ],
)
def test_only_its_own_names_are_answered_to(host: str, status: int, bundled_database: Path) -> None:
    """A page that has its name lead to this machine would else read the log (DNS rebinding)."""
    app = RequestGuard(api(str(bundled_database)), ["Deals.example"])

    for address in ("/", "/partnerships", "/live.js", "/no/such"):
        answered = asked(app, address, host=host)
        assert (status == 421) == (answered.status == 421)
        if status == 421:
            assert "--allow-host NAME" in sentence(answered)
            assert b"openai" not in answered.body


def test_a_request_names_one_host(ask: Ask) -> None:
    """Who says two may mean either."""
    assert 421 == ask("/", host="localhost, evil.example").status
    assert None is host_of("localhost:80:80")
    assert ("::1", "a.example") == (host_of("[::1]"), host_of("A.example:443"))


@pytest.mark.parametrize(
    "address",
    [*(one for one, _ in ADDRESSES[:3]), *OTHERS, *(one[1] for one in REFUSED[:2]), "/docs"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_keeps_others_out(address: str, method: str, ask: Ask) -> None:
    """Whatever its status: nothing is framed, sniffed, kept unasked or told to other sites."""
    headers = ask(address, method).headers

    assert "nosniff" == headers["x-content-type-options"]
    assert "no-referrer" == headers["referrer-policy"]
    assert "no-cache" == headers["cache-control"]
    assert "same-origin" == headers["cross-origin-resource-policy"]
    assert "access-control-allow-origin" not in headers
    for rule in STRICT.split("; "):
        assert rule in headers["content-security-policy"].split("; ")


@pytest.mark.parametrize("address", ["/docs", "/redoc", "/docs/oauth2-redirect"])
def test_no_page_is_there_that_loads_from_elsewhere(address: str, ask: Ask) -> None:
    """The framework would bring some."""
    assert 404 == ask(address).status


def test_a_page_is_that_of_the_site(ask: Ask, bundled_database: Path) -> None:
    """But for its policy, which a header can say in full, and the script that looks after it."""
    for path, body in pages([view(str(bundled_database), None)]):
        if not path.endswith(".html"):
            assert (200, body) == (ask(f"/{path}").status, ask(f"/{path}").body)
            continue
        answered = ask(f"/{path}")
        added = rb'<script src="/live\.js" data-tag="[0-9a-f]+" defer></script>\n'
        meta = rb'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n'

        assert 200 == answered.status
        assert re.sub(meta, b"", body) == re.sub(added, b"", answered.body)
        assert 1 == len(re.findall(added, answered.body))
        assert answered.headers["etag"].encode() in answered.body


def test_the_policy_of_a_page_lets_only_our_own_scripts_run(ask: Ask) -> None:
    """What is inline is named by its digest; what is loaded comes from here."""
    policy = ask("/openai-microsoft/").headers["content-security-policy"]
    rules = {name: sources for name, *sources in map(str.split, policy.split(";"))}

    assert ["'none'"] == rules["default-src"]
    assert ["'self'"] == rules["connect-src"]
    assert "'self'" == rules["script-src"][-1]
    assert all(one.startswith("'sha256-") for one in rules["script-src"][:-1])
    assert ["'self'", "file:"] == rules["style-src"]
    assert ["'none'"] == rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"]


def test_an_address_without_its_stroke_leads_to_the_page(ask: Ask) -> None:
    """Links on a page are relative to its folder."""
    answered = ask("/openai-microsoft")

    assert (308, "/openai-microsoft/") == (answered.status, answered.headers["location"])
    assert ask("/openai-microsoft/") == ask("/openai-microsoft/index.html")
    assert ask("/") == ask("/index.html")


def test_a_page_that_there_is_not_is_told_in_a_sentence(ask: Ask) -> None:
    """Whoever mistypes a slug learns which there are."""
    assert "There is no partnership acme. There is: openai-microsoft." == sentence(ask("/acme/"))
    assert nothing_at("/openai-microsoft/x.html") == sentence(ask("/openai-microsoft/x.html"))


@pytest.mark.parametrize("address", [f"{SLUG}/as-of/", f"{SLUG}/as-of/2026/", "/partnerships/"])
def test_half_a_question_is_not_taken_for_a_partnership(ask: Ask, address: str) -> None:
    """A day or a stroke too many is a mistaken address, and no slug `partnerships`."""
    answered = ask(address)

    assert (404, nothing_at(address)) == (answered.status, sentence(answered))


def nothing_at(address: str) -> str:
    return f"There is nothing at {address}; /openapi.json tells what there is."


def test_a_page_is_made_once_until_the_log_changes(database: Path, timeline: Run) -> None:
    """And not before it is asked for."""
    made = Pages(str(database))
    first = made.find("openai-microsoft/index.html")
    again = made.find("openai-microsoft/index.html")
    assert 0 == timeline(*APPENDED).exit_code
    after = made.find("openai-microsoft/index.html")

    assert first is not None
    assert after is not None
    assert first is again
    assert first.tag != after.tag
    assert b"through 2035" in after.body


def test_a_page_that_says_the_same_keeps_its_tag(
    app: App, timeline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is appended to one partnership loads no page of another again."""
    monkeypatch.chdir(tmp_path)
    page, overview = asked(app, "/openai-microsoft/"), asked(app, "/")
    path = tmp_path / "acme-globex.yaml"
    path.write_text(filled(template("acme-globex")))
    assert 0 == timeline("import", path).exit_code

    assert page == asked(app, "/openai-microsoft/")
    assert overview.headers["etag"] != asked(app, "/").headers["etag"]
    assert b"acme-globex" in asked(app, "/acme-globex/").body


def test_an_empty_log_is_told_in_a_sentence(command: Run, tmp_path: Path) -> None:
    """There is nothing to show, but something to do."""
    path = tmp_path / "empty.db"
    assert 0 == command("init", "--db", path).exit_code
    app = RequestGuard(api(str(path)), [])

    assert "The log is empty." in sentence(asked(app, "/"))
    assert [] == asked(app, "/partnerships").json["partnerships"]


@pytest.mark.parametrize("how", ["gone", "a folder", "no database", "empty"])
def test_a_log_that_cannot_be_read_is_told_without_its_place(
    how: str, app: App, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server outlives it; only its keeper learns the path, and that once."""
    database.unlink()
    if how == "a folder":
        database.mkdir()
    elif how != "gone":
        database.write_bytes(b"x" * 5000 if how == "no database" else b"")

    for address in ("/", "/openai-microsoft/", "/partnerships", f"{SLUG}/terms"):
        answered = asked(app, address)
        assert 503 == answered.status
        assert "The log cannot be read now" in sentence(answered)
        assert str(database.parent).encode() not in answered.body
    assert 1 == len(capsys.readouterr().err.splitlines())


TEXT = st.text(max_size=40) | st.from_regex(r"[0-9XEY\[\].,~?%/@ TZ:-]{0,20}", fullmatch=True)


@given(TEXT, TEXT, TEXT)
@settings(max_examples=scaled(60), derandomize=True, database=None)
def test_whatever_is_asked_is_answered_or_refused(
    steady: App, one: str, two: str, three: str
) -> None:
    """Never with a fault, and never as if it had not been said."""
    first, second, third = (quote(text, safe="") for text in (one, two, three))
    for address in (
        f"{SLUG}/as-of/{first}?known={second}&term={third}",
        f"{SLUG}/as-of/2026?recorded={first}",
        f"{SLUG}/diff?from={first}&to={second}",
        f"{SLUG}/changelog?since={first}&until={second}",
        f"{SLUG}/events/{first}?recorded={second}",
        f"{SLUG}/history/{first}?known={second}",
        f"/partnerships/{first}/terms",
        f"/{first}/{second}",
    ):
        answered = asked(steady, address)
        assert answered.status in (200, 308, 404, 422), address
        if answered.status in (404, 422):
            assert sentence(answered)


SOME = {
    "edtf": ("2026-02-27", "2025-10", "2019", "[2019,2020]", "2025-Q3", "October 2025", "2018~"),
    "cut": ("2026-02-27", "2025-10", "yesterday"),
    "slug": ("openai-microsoft", "acme-globex"),
    "term": ("cloud.rofr", "ip-license.end", "no.such"),
    "glob": ("cloud.*", "ip-license.end"),
    "event": ("article-004-oracle", "cover:2016-11-15..2026-07-29", "no-such"),
    "point": ("2026-02-27", "2024-03-01@2025-01-01", "2026-03-01@@2026-11-21T09:00Z"),
    "instant": ("2026-11-21", "2026-11-21T09:00Z", "2030-01-01"),
}
"""Texts of each form that the document names."""


def test_it_is_as_its_document_says(steady: App) -> None:
    """Statuses, forms, headers, methods: schemathesis holds each answer against the document."""
    for name, texts in SOME.items():
        schemathesis.openapi.format(name, st.sampled_from(texts))
    chosen = {
        "seed": 1,
        "generation": {"max-examples": scaled(20), "deterministic": True},
        "suppress-health-check": ["too_slow"],  # By the wall clock, as a deadline is.
    }
    config = SchemathesisConfig.from_dict(chosen)
    failures: list[str] = []
    statuses: set[int] = set()

    with capturing():
        document = schemathesis.openapi.from_asgi("/openapi.json", steady, config=config)
        for event in from_schema(document).execute():
            assert not isinstance(event, events.FatalError | events.NonFatalError), event
            if isinstance(event, events.ScenarioFinished):
                failures += failed(event.recorder)
                there = event.recorder.interactions.values()
                statuses |= {int(one.response.status_code) for one in there if one.response}

    assert [] == failures
    assert {200, 404, 405, 422} == statuses


def failed(recorder: ScenarioRecorder) -> Iterator[str]:
    """Yield what schemathesis has found to be otherwise than the document says.

    But for a period of the right form that ends before it begins: no form can say that.
    """
    for case, checks in recorder.checks.items():
        response = recorder.interactions[case].response
        for check in checks:
            is_reversed = response is not None and b"ends before it begins" in response.content
            if check.status != Status.SUCCESS and not is_reversed:
                assert check.failure_info is not None
                where = recorder.cases[case].value
                yield f"{where.formatted_path} {where.query}: {check.failure_info.failure}"
