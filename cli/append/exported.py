"""Export a log as a ledger file, or as lines of JSON."""

from collections.abc import Iterator, Sequence

from cli.forms import json_text
from events.ledger import jsonl, writer
from events.log.log import Log


def exported(log: Log, slugs: Sequence[str], form: str) -> Iterator[str]:
    """Yield the partnerships *slugs* of *log* as text, piece by piece.

    *form* is `yaml` or `jsonl`.
    """
    for slug in slugs:
        if form == "yaml":
            entries = log.entries(slug)
            yield writer.write(slug, [(one.act(), one.recorded, one.actor) for one in entries])
            continue
        for entry in log.stream(slug):
            line = jsonl.write_line(
                partnership=entry.partnership,
                version=entry.version,
                recorded=entry.recorded,
                actor=entry.actor,
                digest=entry.digest,
                payload=entry.payload,
            )
            yield json_text.escaped(line)
