"""What the whole suite reports at its end: how many mutants were tried, and what became of them."""

from __future__ import annotations

from collections import Counter

import pytest


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
