"""Pages from templates: what is put into them is escaped unless it is markup of ours; a missing name is an error."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex.errors import QedtexError

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent


def page(template: str, **values: object) -> str:
    """The text of a page."""
    return _environment().get_template(template).render(**values)


def asset(name: str) -> str:
    """The text of a style sheet or a script.

    >>> asset("site.js").splitlines()[1]
    '(function () {'
    """
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def style(mark: str) -> str:
    """The style sheet of the site and of reports, with a mark of what wrote it."""
    parts = "".join(asset(f"{name}.css") for name in ("parts", "page", "notes"))
    return f"/* {mark} */\n:root {{\n{asset('colours.css')}}}\n{parts}"


def style_within(selector: str) -> str:
    """The style of a derivation or a note inside a page that is not ours, without effect on the rest of it."""
    return f"{selector} {{\n{asset('colours.css')}{asset('parts.css')}{asset('notes.css')}}}\n"


def is_installed() -> bool:
    """Whether what makes pages is there: it comes with the extra `html`."""
    return all(importlib.util.find_spec(name) is not None for name in ("jinja2", "math_core"))


def require_installed(*more: str) -> None:
    """Raise `QedtexError` QT640 where a package that makes pages is not installed, or one of some more."""
    missing = [name for name in ("jinja2", "math_core", *more) if importlib.util.find_spec(name) is None]
    if missing:
        raise QedtexError(
            "QT640",
            f"pages need {', '.join(missing).replace('_', '-')}, which is not installed",
            help="pip install 'qedtex[html]'",
        )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE / "markup"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
