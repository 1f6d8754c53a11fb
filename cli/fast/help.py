"""The table of commands, and the first page of help."""

from __future__ import annotations

from cli.terminal import wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "0.1.0"

GROUPS = {
    "Ask": {
        "as-of": ("cli.commands.answers:as_of", "The terms on a day."),
        "search": ("cli.commands.search:search", "Terms, values, events and notes by words."),
        "history": ("cli.commands.answers:history", "Every answer a term has had, and when."),
        "explain": ("cli.commands.answers:explain", "Why the answer is what it is."),
        "diff": ("cli.commands.changes:diff", "What differs between two days, and why."),
        "changelog": ("cli.commands.changes:changelog", "The cited changelog of a period."),
        "next": ("cli.commands.outlook:next_", "What is coming: expiries, notice days, changes."),
    },
    "Read": {
        "log": ("cli.commands.listing:log", "Events, one line each."),
        "show": ("cli.commands.listing:show", "One event whole."),
        "terms": ("cli.commands.listing:terms", "The terms there are to ask about."),
        "partnerships": ("cli.commands.listing:partnerships", "The partnerships in the log."),
        "chart": ("cli.commands.publish:chart", "The timeline drawn: text, SVG, PNG, PDF."),
    },
    "Add": {
        "append": ("cli.commands.append:append", "Add one event."),
        "correct": ("cli.commands.append:correct", "Say that the record of an event was wrong."),
        "retract": ("cli.commands.append:retract", "Say that an event was wrongly recorded."),
        "define": ("cli.commands.define:define", "Define a term or a condition."),
        "redefine": ("cli.commands.define:redefine", "Rename, split, merge or reword a term."),
        "cover": ("cli.commands.define:cover", "Say through which day the log is complete."),
        "inbox": ("cli.inbox.commands:inbox", "Articles, and what may become an event."),
        "watch": ("cli.inbox.watch_commands:watch", "Feeds and folders that fill the inbox."),
        "sources": ("cli.sources.commands:sources", "Where it was said, and what backs that."),
        "new": ("cli.commands.transfer:new", "Start a ledger file of your own."),
        "import": ("cli.commands.transfer:import_", "Take in ledger files and JSON Lines."),
    },
    "Share": {
        "site": ("cli.commands.publish:site", "A site for browsers: every day, every source."),
        "serve": ("cli.commands.serve:serve", "The site and its answers over HTTP."),
        "mcp": ("cli.commands.serve:mcp", "Tools for assistants, over MCP."),
        "feed": ("cli.commands.publish:feed", "A feed of changes and corrections."),
        "portfolio": ("cli.portfolio.command:portfolio", "All partnerships on a day, by Parquet."),
        "publish": ("cli.commands.publish:publish", "Sheets, TimelineJS and JSON-LD for others."),
        "export": ("cli.commands.transfer:export", "Write the log out, lossless."),
    },
    "Keep": {
        "check": ("cli.commands.outlook:check", "What the record leaves to be settled."),
        "verify": ("cli.commands.verify:verify", "Has anything in the log been altered or lost."),
        "checkpoint": (
            "cli.commands.prove:checkpoint",
            "The log as it is, for others to keep.",
        ),
        "receipt": ("cli.commands.prove:receipt", "Prove an event or an answer without the log."),
        "backup": ("cli.commands.transfer:backup", "A verified copy, made while others write."),
        "restore": ("cli.commands.transfer:restore", "Put a backup back in its place."),
        "init": ("cli.commands.transfer:init", "Make or migrate a database."),
        "rebuild": ("cli.commands.verify:rebuild", "Rebuild the index and the stored answers."),
        "use": ("cli.commands.setup:use", "Remember which partnership is meant without -p."),
        "completion": ("cli.commands.setup:completion", "Completion for bash, zsh or fish."),
        "bench": ("cli.commands.bench:bench", "How fast it is here, with your own log."),
    },
}
"""Every command that the first page lists: where it is defined, and its line there."""

HIDDEN = {
    "matrix": ("cli.commands.answers:matrix", "The same as as-of --all."),
    "when": ("cli.commands.answers:when", "The same as history TERM VALUE."),
    "corrections": ("cli.commands.listing:corrections", "The same as log --corrections."),
}
"""Commands that scripts may go on using, though the first page has another name for them."""

LISTED = {name: found for group in GROUPS.values() for name, found in group.items()}
"""Every command that the first page lists."""

COMMANDS = LISTED | HIDDEN
"""Every command there is."""

_PAGE = """\
Usage: {} COMMAND [ARGS]...

  Ask what the terms of a partnership were on a day, and how we know.
  Dates are as precise as you type them: 2026-02-27, 2025-10, today.
"""

TRY = "Try: {0} as-of 2026-02-27   More: {0} COMMAND --help, --version"


def first_page(name: str) -> str:
    """Return the first page of help of the program *name*: the commands in groups."""
    return "\n".join([_PAGE.format(name), *_listed(), "", *wrapped(TRY.format(name), first="  ")])


def _listed() -> Iterator[str]:
    wide = max(map(len, LISTED)) + 2
    for group, commands in GROUPS.items():
        for number, (one, (_, line)) in enumerate(commands.items()):
            first = "" if number else group
            yield from wrapped(line, first=f"  {first:7}{one:{wide}}")


def page(name: str, words: list[str]) -> str | None:
    """Return the output of the program *name* if *words* only ask for help or the version."""
    if words == ["--version"]:
        return f"timeline, version {VERSION}"
    return first_page(name) if words in (["--help"], ["-h"]) else None
