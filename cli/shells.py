"""Completion in bash, zsh and fish: of values after `--option=`, and of file names."""

import os

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

SHELLS = ("bash", "zsh", "fish")
"""The shells for which there is a script."""


class _Completing(ShellComplete):
    """What click leaves out, whichever shell asks."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what *incomplete* may become, as whole words; where nothing is known, a file.

        Without a script, every shell completes file names, and so it does with one.
        """
        found = super().get_completions(args, incomplete)
        begun, equals, _ = incomplete.partition("=")
        option = f"{begun}=" if equals and begun[:2] == "--" else ""
        if not found and (option or incomplete[:1] != "-"):
            return [CompletionItem(incomplete, type="file")]
        if option:
            found = [CompletionItem(option + one.value, help=one.help) for one in found]
        return found


@add_completion_class
class Bash(_Completing, BashComplete):
    """Bash, which takes a word apart at `=` and `:` and completes the last part of it."""

    _lead = ""

    def source(self) -> str:
        """Return the script, without looking for a shell of another version."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that word, put together again."""
        at = int(os.environ["COMP_CWORD"])
        parts = split_arg_string(os.environ["COMP_WORDS"])[1 : at + 1]
        last = parts[-1] if len(parts) == at else ""
        words: list[str] = []
        for number, part in enumerate([*parts, ""][:at]):
            is_part = part in _BREAKS or (number and parts[number - 1] in _BREAKS)
            if words and is_part:
                words[-1] += part
            else:
                words.append(part)
        *args, incomplete = words or [""]
        self._lead = incomplete if last in _BREAKS else incomplete.removesuffix(last)
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return *item* without the parts of the word that bash will not replace."""
        return f"{item.type},{item.value.removeprefix(self._lead)}"


_BREAKS = ("=", ":")


@add_completion_class
class Zsh(_Completing, ZshComplete):
    """Zsh, which looks for files that begin as the whole word does, unless told otherwise."""

    source_template = ZshComplete.source_template.replace(
        "            _path_files -f\n",
        "            compset -P '--*='\n            _path_files -f\n",
    )


@add_completion_class
class Fish(_Completing, FishComplete):
    """Fish, which looks for files likewise."""

    source_template = FishComplete.source_template.replace(
        "            __fish_complete_path $metadata[2];\n",
        "            set -l option (string match -r -- '^--[^=]*=' $metadata[2]);\n"
        "            set -l path (string replace -r -- '^--[^=]*=' '' $metadata[2]);\n"
        '            for one in (__fish_complete_path $path); echo "$option$one"; end;\n',
    ).replace('(string split "," $completion)', '(string split -m 1 "," $completion)')
