"""`qedtex check`: which files are notes and which derivations, both checked, and one report of all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex.configuration import Configuration, require_declarations
from qedtex.errors import Place, QedtexError

if TYPE_CHECKING:
    from qedtex.cache.derivations import Derived
    from qedtex.notes.report import CheckedFile

NOTES = frozenset({".md", ".markdown", ".tex", ".ipynb"})
"""The endings of the notes that are looked for in folders."""
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})


@dataclass(frozen=True, slots=True)
class Selection:
    """The files that some paths stand for: derivations as they were named, and notes."""

    derivations: tuple[Path, ...]
    notes: tuple[Path, ...]

    @staticmethod
    def of(paths: Sequence[Path], excludes: Callable[[Path], bool] | None = None, *, named: bool = False) -> Selection:
        """What to check; raises `QedtexError` QT701 for a path that is not there, QT704 where nothing is found.

        What `excludes` says of is passed over where it lies in a folder, with `named` also where it is named itself.
        """
        derivations: list[Path] = []
        notes: list[Path] = []
        for path in paths:
            if named and excludes is not None and path.is_file() and excludes(path):
                continue
            if path.is_dir():
                found, below = _found_in(path)
                if excludes is not None:
                    found = [note for note in found if not excludes(note)]
                    below = [kept for folder in below for kept in _kept(folder, excludes)]
                if not found and not below:
                    raise QedtexError(
                        "QT704",
                        f"there is nothing to check below {str(path)!r}",
                        Place(str(path)),
                        help="name notes (.md, .tex, .ipynb), derivations (.py), or a folder of them",
                    )
                notes.extend(found)
                derivations.extend(below)
            elif path.suffix == ".py":
                derivations.append(path)
            elif path.exists():
                notes.append(path)
            else:
                raise QedtexError(
                    "QT701", f"there is no file or folder {str(path)!r}", Place(str(path)), help="check the spelling"
                )
        return Selection(tuple(dict.fromkeys(derivations)), tuple(dict.fromkeys(notes)))


def _found_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """The notes in a folder, and the folders of derivations: itself where it lies in one, else those called so below.

    Python files are run, so others are taken only from a folder that holds nothing else to check.
    """
    notes: list[Path] = []
    below: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_OVER)
        if "derivations" in folders and not any(_lies_in(root, one) for one in below):
            below.append(os.path.join(root, "derivations"))
        notes += [Path(root, name) for name in sorted(names) if os.path.splitext(name)[1].lower() in NOTES]
    if any(part.name == "derivations" for part in (folder.resolve(), *folder.resolve().parents)):
        return notes, [folder] if any(folder.rglob("*.py")) else []
    derivations = [Path(one) for one in below]
    if not derivations and not notes:
        derivations = [folder]
    return notes, [one for one in derivations if any(one.rglob("*.py"))]


def _lies_in(folder: str, other: str) -> bool:
    return os.path.join(folder, "").startswith(os.path.join(other, ""))


def _kept(folder: Path, excludes: Callable[[Path], bool]) -> list[Path]:
    """A folder of derivations, or where some are excluded the others one by one."""
    files = sorted(folder.rglob("*.py"))
    kept = [file for file in files if not excludes(file)]
    return [folder] if len(kept) == len(files) else [file for file in kept if not file.name.startswith(("_", "."))]


@dataclass(frozen=True, slots=True)
class Done:
    """What a check found in derivations and in notes."""

    loaded: Derived
    files: tuple[CheckedFile, ...]

    @property
    def settled(self) -> bool:
        """Whether another check of the same says the same: time had no part in it, and no derivation is refused."""
        return not self.loaded.errors and all(file.settled for file in self.files)

    def errors(self, *, strict: bool) -> list[QedtexError]:
        """What makes the check fail."""
        from qedtex.formats.findings import Level, findings

        return [finding.fault for finding in findings(self, strict=strict) if finding.level is Level.ERROR]


def check_all(
    selection: Selection,
    jobs: int,
    *,
    explain: bool = False,
    progress: Callable[[int, int], None] | None = None,
    settings: Configuration | None = None,
    cache: Path | None = None,
    cluster: str | None = None,
) -> Done:
    """Check all that was selected, as is settled for all notes; raises QT714 for a declaration not understood, and what
    reaching a cluster raises.

    What is found in the folder `cache` is not checked again. The notes are checked by as many processes as `jobs` says,
    or by the workers of the Dask scheduler at the address `cluster`.
    """
    from qedtex.cache.derivations import checked_derivations
    from qedtex.notes.running.tasks import Options
    from qedtex.notes.running.workers import check_files

    derived = checked_derivations(selection.derivations, jobs, cache)
    if not selection.notes:
        return Done(derived, ())
    settings = settings or Configuration()
    require_declarations(settings)
    options = Options(explain=explain, declared=settings.declare, off=settings.off)
    paths = [str(path) for path in selection.notes]
    return Done(derived, tuple(check_files(paths, options, jobs, progress, cache=cache, cluster=cluster)))
