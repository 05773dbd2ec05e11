"""The pytest plugin: `pytest --qedtex` checks notes and derivations as tests. Without the option it does nothing."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; the configuration of the project says the rest."""
    group = parser.getgroup("qedtex", "checked notes and derivations")
    group.addoption("--qedtex", action="store_true", help="Check notes (.md, .tex, .ipynb) and derivations.")
    group.addoption(
        "--qedtex-strict",
        action="store_true",
        help="Let what is undecided or unread fail, instead of skipping it; also by `strict` in [tool.qedtex].",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Load what collects, where it was asked for."""
    if config.getoption("--qedtex"):
        from qedtex.pytest_plugin.collecting import Collecting

        config.addinivalue_line("markers", "qedtex: a chain of a note, or a derivation, checked by qedtex")
        config.pluginmanager.register(Collecting.of(config), "qedtex-collecting")
