"""Issue a changelog: render it, store the issue in the log, and check the file later."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from cli.changelog.arrangement import Arrangement, groups
from cli.changelog.context import context
from cli.changelog.lede import own
from cli.changelog.period import news, period_of
from cli.changelog.render import rendered
from cli.errors import telling
from cli.files import read_bytes, written
from cli.forms import json_text
from cli.reading.partnership import chosen_in
from cli.reading.selection import selected
from cli.reading.session import Whole, opened, view, viewed, views, whole_of
from cli.terminal import echo, printable, wrapped
from cli.wording.corrections import corrected
from cli.wording.titles import titles
from events.dates.dates import Date
from events.errors import InputError, IntegrityError, NotFoundError, TimelineError
from events.log import chain
from events.log.log import Log
from events.model.kinds import Issue
from events.model.naming import slug
from events.model.values import Value, kind, value
from timeline.answers.corrections import effects
from timeline.answers.reader import read_ahead, read_all
from timeline.record.record import Kept
from timeline.views.errata import Erratum, errata


@kind
class Request(Value):
    """The options with which a changelog was asked for.

    *period* is the text from which *first* and *last* were read. *globs* name the terms and *only*
    the groups to tell of. *by* is the clock that dates the lines, *per* what a section is about,
    *form* and *template* how it is rendered, *lead* the file with the opening paragraphs, and
    *recorded* the cut.
    """

    period: str | None = None
    first: Date | None = None
    last: Date | None = None
    globs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by: str = "effective"
    per: str = "day"
    form: str = "md"
    template: str | None = None
    lead: str | None = None
    recorded: str | None = None

    def command(self, partnership: str, first: Date | None, last: Date) -> str:
        """Return the command that makes the changelog from *first* through *last* again.

        The changelog is about *partnership*.
        """
        period = f"{first.edtf if first else ''}..{last.edtf}"
        parts = ["timeline", "changelog", period, "-p", partnership, "-o", self.form]
        parts += [word for one in self.globs for word in ("--term", one)]
        parts += [word for one in self.only for word in ("--only", one)]
        parts += ["--by", self.by] if self.by != "effective" else []
        parts += ["--per", self.per] if self.per != "day" else []
        parts += ["--template", self.template] if self.template else []
        parts += ["--lead", self.lead] if self.lead else []
        parts += ["--recorded", self.recorded] if self.recorded else []
        return shlex.join(parts)


def run(
    asked: Request,
    partnerships: Sequence[str],
    issue: str | None,
    db: str | None,
    *,
    to: str | None = None,
    actor: str | None = None,
) -> None:
    """Write the changelog that was *asked* for, of each of *partnerships* in *db*, to a file.

    The file is *to* or, without it, standard output; *actor* is who issues it.

    If *partnerships* is empty, the only partnership is taken. If *issue* is given, the log stores
    under this name that the changelog was issued. Raises InputError if a changelog cannot be
    issued: if there are several, a template of the user's, or a cut at an earlier instant.
    """
    if issue is not None and not issue.strip():
        raise InputError("Say under which name it is issued: --issue NAME.")
    if issue and asked.template:
        raise InputError("What a template of one's own gives cannot be checked; leave --issue out.")
    if issue and len(partnerships) > 1:
        raise InputError("What is issued is of one partnership; issue each by itself.")
    if issue and asked.recorded:
        raise InputError("What is issued is what the log holds now; leave --recorded out.")
    with opened(db) as log:
        named: Sequence[str | None] = partnerships or [None]
        slugs = [chosen_in(log, one) for one in named]
        seen = [viewed(log, slug, asked.recorded) for slug in slugs]
        changelogs = [made(asked, one, log) for one in seen]
    noted = _noted(seen[0], issue, changelogs[0], db, actor) if issue else None
    with telling(done=bool(noted)):
        written([_joined(changelogs, "template" if asked.template else asked.form)], to)
        if noted:
            echo(noted, err=True)


def _joined(several: "Sequence[Made]", form: str) -> str:
    """Join the changelogs of *several* partnerships into one text."""
    texts = [one.text for one in several]
    if len(texts) > 1 and form == "json":
        return json_text.dump({"changelogs": [one.values for one in several]}) + "\n"
    if form == "html":
        start, body, _ = texts[0].partition("<body>\n")
        inner = [text.partition(body)[2].rpartition("</body>")[0] for text in texts]
        return f"{start}{body}{''.join(inner)}</body>\n</html>\n"
    return ("" if form == "template" else "\n").join(texts)


@value
class Made(Value):
    """A changelog: its *text*, the *values* rendered in it, its *command* and its *last* day."""

    text: str
    values: dict[str, Any]
    command: str
    last: Date


def made(asked: Request, seen: Whole, log: Log) -> Made:
    """Return the changelog *asked* for, of the partnership *seen* in *log*."""
    period = period_of(seen.record, asked.first, asked.last, given=asked.period is not None)
    command = asked.command(seen.slug, period.first, period.last)
    answers = read_all(log, seen.slug, seen.record)
    coming = read_ahead(
        log, seen.slug, lambda _: answers.terms, version=seen.last.version,
        known=period.ends, since=period.ends,
    )  # fmt: skip
    mended = _mended(seen, log, *news(seen.record, period))
    values = context(
        seen, answers, coming, mended, period,
        how=_arranged(asked, seen), lead=own(asked.lead), command=command,
    )  # fmt: skip
    return Made(rendered(values, asked.form, asked.template), values, command, period.last)


def _arranged(asked: Request, seen: Whole) -> Arrangement:
    terms = selected(seen.record, asked.globs) if asked.globs else ()
    return Arrangement(
        by=asked.by, per=asked.per, terms=frozenset(terms), only=groups(asked.only)
    )  # fmt: skip


def _mended(seen: Whole, log: Log, after: int, acts: Sequence[Kept]) -> list[Erratum]:
    """Return the errata among *acts* after version *after*; *acts* start with the first entry."""
    return errata(acts, effects(log, seen.slug, acts, after), after)


def _noted(seen: Whole, name: str, issued: Made, db: str | None, actor: str | None) -> str:
    """Record in the log that a changelog was issued as *name*; return a sentence that says so."""
    from events.log.importer import Offer, take_in  # Most changelogs are only printed.

    act = Issue(
        id=f"issue:{slug(name)}",
        name=name,
        command=issued.command,
        head=seen.head,
        sha256=sha256(issued.text.encode()).hexdigest(),
        last=issued.last,
    )
    if any(one.act.id == act.id for one in seen.record.acts):
        raise InputError(f"{seen.slug} has an issue of that name, {act.id}; take another name.")
    with opened(db, writing=True) as log:
        take_in(log, seen.slug, [Offer(act=act, file="--issue")], actor=actor)
    return f"Issue {printable(name)} of {seen.slug} noted."


def check(
    path: str,
    partnerships: Sequence[str],
    db: str | None,
    request: Callable[[str], Request],
) -> int:
    """Print whether the issued file *path* still agrees with *db*, and return the exit code.

    *partnerships* has the partnership that the file is about, if the user named it. *request*
    parses the command stored with the issue.
    """
    data = read_bytes(path)
    seen, issue = _issued(path, sha256(data).hexdigest(), partnerships, db)
    then = _at(seen, issue.head)
    asked = request(issue.command)
    with opened(db) as log:
        old, new = (made(asked, one, log) for one in (then, seen))
        acts = _mended(seen, log, len(then.entries), seen.record.acts)
    if old.text.encode() != data:
        raise _not_given(path, seen)
    gone, come = _said(old, new), _said(new, old)
    if not gone and not come:
        echo(f"{path}, issued as {printable(issue.name)}, is still what the log says.")
        return 0
    name = titles(seen.record)
    because = [f"{name(one.event)}: {corrected(one, name)}" for one in acts]
    echo("\n".join(_erratum(issue, gone, come, because)))
    return 1


def _not_given(path: str, seen: Whole) -> TimelineError:
    """Return the error for an issue that cannot be reproduced: the log or the program changed."""
    digest = chain.GENESIS
    for entry in seen.entries:
        digest = chain.digest(
            digest,
            partnership=seen.slug,
            version=entry.version,
            recorded=entry.recorded,
            actor=entry.actor,
            payload=entry.payload,
        )
        if digest != entry.digest:
            return IntegrityError(
                f"{path} was issued by this log, which no longer gives it: entry {entry.version} "
                f"of {seen.slug} was altered in the database; `timeline verify` tells more."
            )
    return InputError(
        f"{path} was issued by this log, no entry of which was altered; but this edition of the "
        "program makes another text of it. Check it with the edition that issued it."
    )


def _issued(
    path: str, digest: str, partnerships: Sequence[str], db: str | None
) -> tuple[Whole, Issue]:
    """Return the issue whose text has this *digest*, and the partnership it is about."""
    for seen in [view(db, one) for one in partnerships] or views(db):
        for act in (each.act for each in seen.record.acts):
            if isinstance(act, Issue) and act.sha256 == digest:
                return seen, act
    raise NotFoundError(
        f"{path} is not a changelog that this log has issued, or was altered since."
    )


def _at(seen: Whole, head: str) -> Whole:
    """Return the partnership as it was when its head was *head*."""
    heads = [entry.digest.hex() for entry in seen.entries]
    if head not in heads:
        raise NotFoundError(
            f"It was issued at the head {head[:12]} of another log, of which this one is no copy."
        )
    entries = seen.entries[: heads.index(head) + 1]
    return whole_of(seen.slug, entries, None)


def _said(one: Made, other: Made) -> list[str]:
    """Return the lines of the changelog *one* that *other* does not have."""
    there = set(_lines(other))
    return [line for line in _lines(one) if line not in there]


def _lines(one: Made) -> Iterator[str]:
    for section in one.values["sections"]:
        for group in section["groups"]:
            for line in group["lines"]:
                about = line["title"] or section["title"]
                yield f"{line['on']} {group['name']}: {about}. {line['sentence']}".rstrip()
    for line in one.values["upcoming"]:
        yield f"Coming up: {line['lead']}: {line['title']} {line['sentence']}"


def _erratum(
    issue: Issue, gone: Sequence[str], come: Sequence[str], because: Sequence[str]
) -> Iterator[str]:
    yield f"Erratum to {printable(issue.name)}"
    parts = (
        ("It said, and the log no longer says:", gone),
        ("The log says now:", come),
        ("Corrected since it was issued:", because),
    )
    for heading, told in parts:
        if told:
            yield ""
            yield heading
            yield from (line for one in told for line in wrapped(one, first="  - "))
