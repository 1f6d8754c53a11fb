"""The fixture that puts a small ledger into a log of its own."""

from typing import Any

import pytest
from click.testing import Result
from deals import Deal, Make, ledger
from running import Run
from servers import Make as New


@pytest.fixture
def deal(command: Run, new: New) -> Make:
    """Return a function that takes the body of a ledger into a new log of the test's engine."""

    def make(body: str) -> Deal:
        url = new("migrated")

        def run(*words: object, **given: Any) -> Result:
            return command(*words, "--db", url, **given)

        result = run("import", "-", input=ledger(body))
        assert 0 == result.exit_code, result.output
        return Deal(run)

    return make
