"""Configuration: what `[tool.qedtex]` of pyproject.toml, or qedtex.toml, says of paths, strictness and notes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qedtex.errors import Place, QedtexError
from qedtex.paths import below

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

OWN, SHARED = "qedtex.toml", "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project has settled; without a file, nothing is.

    `paths` and `exclude` count from the folder of the `file`; `declare` is said of every note, as by a `let` directive;
    `off` are codes of warnings that are switched off.
    """

    file: Path | None = None
    paths: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    strict: bool = False
    lang: str = "en"
    declare: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    jobs: int | None = None
    _places: Mapping[str, Place] = field(default_factory=dict, repr=False)

    def excludes(self, path: Path) -> bool:
        """Whether a file is passed over: its path below the folder of the configuration fits one of the patterns."""
        if not self.exclude or self.file is None:
            return False
        relative = below(os.path.join(os.getcwd(), path), os.path.dirname(os.path.realpath(self.file)))
        return relative is not None and _patterns(self.exclude).match_file(relative)

    def place(self, key: str) -> Place | None:
        """Where a key stands in the file."""
        return self._places.get(key) or (Place(str(self.file)) if self.file is not None else None)


@cache
def _patterns(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def configuration(folder: Path | None = None) -> Configuration:
    """What holds in a folder, else in the current one: the nearest file of this folder or one above it.

    A pyproject.toml without a table `[tool.qedtex]` is passed over. Raises `QedtexError` QT711 for a file that is not
    TOML, QT712 for an unknown key, QT713 for a value of a wrong kind, QT714 for a declaration that is not understood.
    """
    start = (folder or Path.cwd()).resolve()
    for above in (start, *start.parents):
        for name in (OWN, SHARED):
            file = above / name
            table = _table(file) if file.is_file() else None
            if table is not None:
                return _made(file, table)
    return Configuration()


def _table(file: Path) -> dict[str, Any] | None:
    """The table that is ours; `None` where the file has none."""
    import tomllib

    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(fault))
        place = Place(str(file), int(at[1]), int(at[2])) if at else Place(str(file))
        raise QedtexError("QT711", "the file is not TOML", place, found=str(fault), help="mend that line") from None
    if file.name == OWN:
        return data
    tool = data.get("tool")
    table = tool.get("qedtex") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise QedtexError("QT713", "'tool.qedtex' is not a table", Place(str(file)), found=repr(table))
    return table


def _made(file: Path, table: Mapping[str, Any]) -> Configuration:
    keys = _Keys(file, table)
    keys.require_known()
    made = Configuration(
        file=file,
        paths=tuple(file.parent / path for path in keys.texts("paths")),
        exclude=keys.texts("exclude"),
        strict=bool(keys.value("strict", "true or false", lambda value: isinstance(value, bool), False)),
        lang=str(keys.value("lang", "'en' or 'zh'", lambda value: value in ("en", "zh"), "en")),
        declare=keys.texts("declare"),
        off=frozenset(keys.texts("off")),
        jobs=keys.value("jobs", "a number from 1 on", lambda value: type(value) is int and value > 0, None),
        _places={key: keys.place(key) for key in table},
    )
    _require_warnings(made)
    _require_patterns(made)
    return made


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a table, and where they stand."""

    file: Path
    table: Mapping[str, Any]

    def require_known(self) -> None:
        known = [name for name in Configuration.__dataclass_fields__ if name not in ("file", "_places")]
        for key in self.table:
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(known)}"
                raise QedtexError("QT712", f"there is no key {key!r}", self.place(key), help=hint)

    def value(self, key: str, expected: str, fits: Callable[[Any], bool], default: Any) -> Any:
        if key not in self.table:
            return default
        value = self.table[key]
        if not fits(value):
            raise QedtexError(
                "QT713", f"{key!r} has a wrong value", self.place(key), expected=expected, found=_toml(value)
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)

        return tuple(self.value(key, "a list of texts", fits, ()))

    def place(self, key: str) -> Place:
        """The line of a key, which may be written with dots or as a table of its own; else that of our table."""
        ours = "" if self.file.name == OWN else "tool.qedtex"
        wanted = f"{ours}.{key}".lstrip(".")
        own = Place(str(self.file))
        for name, place in _names(self.file):
            if name == wanted or name.startswith(f"{wanted}."):
                return place
            if name == ours and not own.line:
                own = place
        return own


def _names(file: Path) -> Iterator[tuple[str, Place]]:
    """The tables and keys of a file with the dots before them, and the lines on which they are written."""
    section = ""
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            header = re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]", line)
            key = re.match(r"\s*([\w\s.\"'-]+?)\s*=", line)
            if header:
                section = name = re.sub(r"[\s\"']", "", header[1])
            elif key:
                name = ".".join(filter(None, (section, re.sub(r"[\s\"']", "", key[1]))))
            else:
                continue
            yield name, Place(str(file), number, len(line) - len(line.lstrip()) + 1)


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _require_warnings(made: Configuration) -> None:
    """Raise QT713 for a code in `off` that is not one of a warning."""
    from qedtex.notes.cautions import CODES

    for code in sorted(made.off - CODES):
        from difflib import get_close_matches

        near = get_close_matches(code, sorted(CODES), n=1, cutoff=0.5)
        raise QedtexError(
            "QT713",
            f"{code!r} in 'off' is not the code of a warning",
            made.place("off"),
            found=code,
            expected=f"one of {', '.join(sorted(CODES))}",
            help=f"did you mean {near[0]!r}?" if near else "verdicts cannot be switched off",
        )


def _require_patterns(made: Configuration) -> None:
    """Raise QT713 for a pattern in `exclude` that is none."""
    if not made.exclude:
        return
    try:
        _patterns(made.exclude)
    except ValueError as fault:
        raise QedtexError(
            "QT713",
            "'exclude' holds a pattern that is none",
            made.place("exclude"),
            expected="patterns as in .gitignore",
            found=str(fault),
        ) from None


def require_declarations(made: Configuration) -> None:
    """Raise `QedtexError` QT714 for a declaration that is not understood, or that contradicts another."""
    if not made.declare:
        return
    from qedtex.notes.prose.declarations import declare
    from qedtex.notes.reading import Notebook

    notebook = Notebook()
    for text in made.declare:
        for told in declare(text, notebook):
            raise QedtexError(
                "QT714",
                f"'declare' says something that is not understood: {told}",
                made.place("declare"),
                found=text,
                help="write it as in `qedtex: let ...`: 'sigma > 0', 'f: differentiable'",
            )
