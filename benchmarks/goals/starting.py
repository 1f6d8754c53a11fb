"""Starting: what is felt at every Tab and every look into the help."""

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.figures import Line, Section
from benchmarks.goals.cold import CLICK, PASS
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, python


def measure(shop: Workshop) -> Section:
    """Measure The help and completion beside an empty Python."""
    section = Section("help", "The help and completion, the whole process")
    db = shop.database(shop.many(shop.size.most))

    def complete(*words: str) -> float:
        typed = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
        setting = ours.environment() | typed | {"_TIMELINE_COMPLETE": "bash_complete"}
        lap = shop.watch.run([ours.COMMAND], setting, limit=shop.size.patience)
        return lap.seconds

    runs = {
        PASS: lambda _: shop.lap(*python("-c", "pass")).seconds,
        CLICK: lambda _: shop.lap(*python("-c", "import click, sqlite3")).seconds,
        "timeline --help": lambda _: shop.lap(ours.COMMAND, "--help").seconds,
        "timeline as-of --help": lambda _: shop.lap(ours.COMMAND, "as-of", "--help").seconds,
        "completion of a command": lambda _: complete("timeline", "hist"),
        "completion of an option": lambda _: complete("timeline", "as-of", "--kn"),
        "completion of a partnership": lambda _: complete(
            "timeline", "as-of", "--db", db, "-p", "p0000"
        ),
        "completion of a term": lambda _: complete(
            "timeline", "as-of", "--db", db, "-p", "p00000", "--term", "term.0"
        ),
    }
    offered = {"a command": "history", "an option": "--known", "a partnership": "p00000"}
    for what, name in (offered | {"a term": "term.01"}).items():
        runs[f"completion of {what}"](0)
        if name not in shop.watch.said():
            raise WrongAnswerError(f"completion of {what} does not offer {name}.")
    found = in_turns(runs, shop.size.processes, shop.size.budget)
    figures = {name: shop.figure(name, samples) for name, samples in found.items()}
    empty, click = figures.pop(PASS), figures.pop(CLICK)
    for name, figure in figures.items():
        section.lines.append(Line(goal=name, ours=figure, beside=empty, limit=5.0))
    section.others.append(("", click))
    return section
