"""The command `serve`, running for as long as a test needs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shell import ROOT

PROGRAM = (sys.executable, "-c", "from cli.main import main; main(prog_name='timeline')", "serve")


@contextmanager
def serving(database: Path, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `serve` with *words*; yield the process and the address that it prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TIMELINE_DB": str(database)}
    with subprocess.Popen(
        [*PROGRAM, "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().decode().strip()
        finally:
            process.kill()
