"""The table of commands, and the first page of help."""

from cli.terminal import columns_there_are

VERSION = "0.1.0"

ABOUT = """Ask what the terms of a partnership were on a day, and how we know.

Dates are as precise as you type them: 2026-02-27, 2025-10, "October 2025", today.
"""

TRY = "Try: timeline as-of 2026-02-27"

COMMANDS = {
    "as-of": ("cli.commands.answers:as_of", "The terms on a day."),
    "matrix": ("cli.commands.answers:matrix", "The terms of all partnerships on a day."),
    "history": ("cli.commands.answers:history", "Every answer a term has had."),
    "explain": ("cli.commands.answers:explain", "Why the answer is what it is."),
    "when": ("cli.commands.answers:when", "The days on which an answer held."),
    "chart": ("cli.commands.publish:chart", "The timeline drawn: text, SVG, PNG, PDF, Mermaid."),
    "diff": ("cli.commands.changes:diff", "What differs between two days, and why."),
    "changelog": ("cli.commands.changes:changelog", "The cited changelog of a period."),
    "next": ("cli.commands.outlook:next_", "What is coming: expiries, notice days, changes."),
    "feed": ("cli.commands.publish:feed", "A feed of changes and corrections to subscribe to."),
    "log": ("cli.commands.listing:log", "Events, one line each."),
    "show": ("cli.commands.listing:show", "One event whole."),
    "corrections": (
        "cli.commands.listing:corrections",
        "What was wrong in the record, and since when.",
    ),
    "terms": ("cli.commands.listing:terms", "The terms there are to ask about."),
    "partnerships": ("cli.commands.listing:partnerships", "The partnerships in the log."),
    "check": ("cli.commands.outlook:check", "What the record leaves to be settled."),
    "verify": ("cli.commands.verify:verify", "Has anything in the log been altered or lost."),
    "checkpoint": ("cli.commands.prove:checkpoint", "What the log is now, for others to keep."),
    "receipt": ("cli.commands.prove:receipt", "Prove an event or an answer without the log."),
    "append": ("cli.commands.append:append", "Add one event."),
    "correct": ("cli.commands.append:correct", "Say that the record of an event was wrong."),
    "retract": (
        "cli.commands.append:retract",
        "Say that an event should never have been recorded.",
    ),
    "define": ("cli.commands.define:define", "Define a term or a condition."),
    "redefine": ("cli.commands.define:redefine", "Rename, split, merge or reword a term."),
    "cover": ("cli.commands.define:cover", "Say through which day the log is complete."),
    "import": ("cli.commands.transfer:import_", "Take in ledger files and JSON Lines."),
    "export": ("cli.commands.transfer:export", "Write the log out, lossless."),
    "publish": ("cli.commands.publish:publish", "Sheets, TimelineJS and JSON-LD for others."),
    "serve": ("cli.commands.serve:serve", "The site and its answers over HTTP, as the log is."),
    "mcp": ("cli.commands.serve:mcp", "Tools for assistants, by the Model Context Protocol."),
    "site": ("cli.commands.publish:site", "A site for browsers: every day, every source."),
    "new": ("cli.commands.transfer:new", "Start a ledger file of one's own."),
    "init": ("cli.commands.transfer:init", "Make or migrate a database."),
    "backup": ("cli.commands.transfer:backup", "A verified copy, made while others write."),
    "restore": ("cli.commands.transfer:restore", "Put a backup back in its place."),
    "rebuild": ("cli.commands.verify:rebuild", "Rebuild the index and the stored answers."),
    "bench": ("cli.commands.bench:bench", "How fast all this is here, with your own log."),
}
"""Every command: where it is defined, and its line in `timeline --help`."""

_PAGE = """\
Usage: {} [OPTIONS] COMMAND [ARGS]...

  Ask what the terms of a partnership were on a day, and how we know.

  Dates are as precise as you type them: 2026-02-27, 2025-10, "October 2025",
  today.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def page(name: str, words: list[str]) -> str | None:
    """Return the output of the program *name* if *words* only ask for help or the version.

    Returns None for all other words, and for help on a terminal narrower than 80 columns, which
    click has to wrap.
    """
    if words == ["--version"]:
        return f"timeline, version {VERSION}"
    if words not in (["--help"], ["-h"]) or columns_there_are() < 80:
        return None
    wide = max(map(len, COMMANDS)) + 2
    listed = "\n".join(f"  {one:{wide}}{line}" for one, (_, line) in COMMANDS.items())
    return f"{_PAGE.format(name)}{listed}\n\n  {TRY}"
