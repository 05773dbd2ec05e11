"""`qedtex check`: which files are notes and which derivations, both checked, and one report of all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex.errors import Place, QedtexError

if TYPE_CHECKING:
    from qedtex.cache.derivations import Derived
    from qedtex.notes.report import CheckedFile

NOTES = frozenset({".md", ".markdown", ".tex", ".ipynb"})
"""The endings of the notes that are looked for in folders."""
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
_PER_VERDICT = ("undecided", "unread")


@dataclass(frozen=True, slots=True)
class Selection:
    """The files that some paths stand for: derivations as they were named, and notes."""

    derivations: tuple[Path, ...]
    notes: tuple[Path, ...]

    @staticmethod
    def of(paths: Sequence[Path]) -> Selection:
        """What to check; raises `QedtexError` QT701 for a path that is not there, QT704 where nothing is found."""
        derivations: list[Path] = []
        notes: list[Path] = []
        for path in paths:
            if path.is_dir():
                found, below = _notes_below(path), _derivations_below(path)
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


def _notes_below(folder: Path) -> list[Path]:
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_OVER)
        found += [Path(root, name) for name in sorted(names) if Path(name).suffix.lower() in NOTES]
    return found


def _derivations_below(folder: Path) -> list[Path]:
    """The folder itself where it is one of derivations, else those called so below it.

    Python files are run, so others are taken only from a folder that holds nothing else to check.
    """
    if any(part.name == "derivations" for part in (folder.resolve(), *folder.resolve().parents)):
        return [folder] if any(folder.rglob("*.py")) else []
    found = []
    for root, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_OVER)
        if "derivations" in folders:
            found.append(Path(root, "derivations"))
            folders.remove("derivations")
    if not found and not _notes_below(folder) and any(folder.rglob("*.py")):
        return [folder]
    return [one for one in found if any(one.rglob("*.py"))]


@dataclass(frozen=True, slots=True)
class Done:
    """What a check found in derivations and in notes."""

    loaded: Derived
    files: tuple[CheckedFile, ...]

    def errors(self, *, strict: bool) -> list[QedtexError]:
        """What makes the check fail."""
        from qedtex.notes.report import faults

        return [*self.loaded.errors, *(fault for file in self.files for fault in faults(file, strict=strict))]

    def as_json(self) -> dict[str, object]:
        """The JSON report of all."""
        from qedtex.diagnostics import shown_path, whole
        from qedtex.notes.report import Totals, as_json

        report = whole((*self.loaded.files, *self.loaded.failures))
        notes = [as_json(file) for file in self.files]
        for entry in notes:
            entry["path"] = shown_path(str(entry["path"]))
        report["files"] = sorted([*report["files"], *notes], key=lambda entry: str(entry["path"]))
        for name, number in Totals.of(self.files).counts.items():
            report["summary"][name] += number
        return report

    def told(self, *, strict: bool) -> Iterator[str]:
        """The report for people: what is false with its counterexample, then what is open, then the counts."""
        from qedtex.diagnostics import shown, shown_in_a_line
        from qedtex.notes.report import diagnostic, faults

        for error in self.loaded.errors:
            yield shown(error)
        for file in self.files:
            for fault in faults(file, strict=strict):
                yield shown(fault)
            for warning in file.warnings:
                yield shown_in_a_line(warning)
            for step in file.steps:
                if step.readings and step.verdict.value not in ("refuted", *(_PER_VERDICT if strict else ())):
                    told = "; ".join(step.readings)
                    yield f"note: {file.path}:{step.line}:{step.column}: read {told}"
                if not strict and step.verdict.value in _PER_VERDICT:
                    yield shown_in_a_line(diagnostic(file.path, step), "note")
        yield from self._counts()

    def _counts(self) -> Iterator[str]:
        from qedtex.notes.report import summary

        if self.loaded.found:
            steps, proved = self.loaded.steps, self.loaded.proved
            if self.loaded.refused:
                yield f"{proved} of {_count(self.loaded.found, 'derivation')} proved, {self.loaded.refused} refused"
            elif not self.loaded.errors:
                yield f"{_count(proved, 'derivation')}, {_count(steps, 'step')}: proved"
        if self.files:
            yield f"{_count(len(self.files), 'note')}: {summary(self.files)}"


def check_all(
    selection: Selection,
    jobs: int,
    *,
    explain: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cache: Path | None = None,
    cluster: str | None = None,
) -> Done:
    """Check all that was selected; raises what loading derivations, or reaching a cluster, raises for a wrong call.

    What is found in the folder `cache` is not checked again. The notes are checked by as many processes as `jobs` says,
    or by the workers of the Dask scheduler at the address `cluster`.
    """
    from qedtex.cache.derivations import checked_derivations
    from qedtex.notes.tasks import Options
    from qedtex.notes.workers import check_files

    derived = checked_derivations(selection.derivations, jobs, cache)
    paths = [str(path) for path in selection.notes]
    options = Options(explain=explain)
    return Done(derived, tuple(check_files(paths, options, jobs, progress, cache=cache, cluster=cluster)))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
