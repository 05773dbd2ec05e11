"""What the whole suite reports at its end: how many mutants were tried, and what became of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The suite tries the same examples everywhere; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache of the person who runs it."""
    former = os.environ.get("QEDTEX_CACHE")
    os.environ["QEDTEX_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if former is None:
        del os.environ["QEDTEX_CACHE"]
    else:
        os.environ["QEDTEX_CACHE"] = former


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, value in getattr(report, "user_properties", ()):
                    if name == "mutants":
                        counts.update(value)
    if counts:
        told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        terminalreporter.write_line(f"mutants of derivation steps: {sum(counts.values())} tried; {told}")
        terminalreporter.write_line(f"false mutants accepted: {counts['accepted, false']}")
