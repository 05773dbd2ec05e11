"""Collecting: which files are notes and derivations of a test run, and the test items that each of them holds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from qedtex.checks import NOTES
from qedtex.configuration import Configuration, configuration, require_declarations
from qedtex.diagnostics import shown
from qedtex.errors import Place, QedtexError
from qedtex.pytest_plugin.items import DerivationItem, Note, NoteItem, Unreadable


@dataclass(frozen=True, slots=True, eq=False)
class Catalogues:
    """The catalogue of each folder of derivations, so that one that is cited is proved once."""

    _known: dict[Path, tuple[Any, dict[Path, str]]] = field(default_factory=dict)

    def of(self, folder: Path, path: Path) -> tuple[Any, str]:
        """The catalogue that a file below a folder belongs to, and its id there."""
        from qedtex.build import catalogue_of

        if folder not in self._known:
            catalogue, ids = catalogue_of([folder])
            self._known[folder] = catalogue, {catalogue.path(name).resolve(): name for name in ids}
        catalogue, names = self._known[folder]
        return catalogue, names[path.resolve()]


@dataclass(frozen=True, slots=True, eq=False)
class Collecting:
    """What collects the notes and derivations of a run, with what the project has settled."""

    settings: Configuration
    strict: bool
    catalogues: Catalogues = field(default_factory=Catalogues)

    @staticmethod
    def of(config: pytest.Config) -> Collecting:
        """What a run asks for; a wrong configuration ends it with its diagnostic."""
        try:
            settings = configuration(config.invocation_params.dir)
            require_declarations(settings)
        except QedtexError as fault:
            raise pytest.UsageError(shown(fault)) from None
        return Collecting(settings, bool(config.getoption("--qedtex-strict")) or settings.strict)

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """The collector of a note or of a derivation; a derivation is imported by nobody else, as by --doctest-modules.

        A file that is named outright and is no Python file is a note whatever its ending.
        """
        others = yield
        named = parent.session.isinitpath(file_path)
        if not named and self.settings.excludes(file_path):
            return others
        if file_path.suffix == ".py":
            root = _root_of(file_path, parent.config.rootpath)
            if root is None:
                return others
            return [DerivationFile.from_parent(parent, path=file_path, collecting=self, root=root)]
        if named or file_path.suffix.lower() in NOTES:
            return [*others, NoteFile.from_parent(parent, path=file_path, collecting=self)]
        return others


def _root_of(path: Path, top: Path) -> Path | None:
    """The folder `derivations` that a derivation lies in, within the folder of the run; `None` for any other file."""
    above = [folder for folder in path.parents if folder.is_relative_to(top)] or path.parents
    root = next((folder for folder in above if folder.name == "derivations"), None)
    if root is None or path.name.startswith("test_") or path.name == "conftest.py":
        return None
    hidden = any(part.startswith(("_", ".")) for part in path.relative_to(root).parts)
    return None if hidden else root


class _File(pytest.File):
    """A file that knows how it is collected."""

    def __init__(self, *, collecting: Collecting, **rest: Any) -> None:
        super().__init__(**rest)
        self.collecting = collecting


class DerivationFile(_File):
    """A derivation file: one item, named by the id, which needs no running of the file."""

    def __init__(self, *, root: Path, **rest: Any) -> None:
        super().__init__(**rest)
        self.root = root

    def collect(self) -> Iterator[pytest.Item]:
        """The derivation."""
        name = ".".join(self.path.relative_to(self.root).with_suffix("").parts)
        load: Callable[[], Any] = self._load
        yield DerivationItem.from_parent(self, name=f"{name} is proved", line=_line_of(self.path), load=load)

    def _load(self) -> Any:
        from qedtex.build import load_one

        return load_one(*self.collecting.catalogues.of(self.root, self.path))


class NoteFile(_File):
    """A note: one item for each chain. It is read when it is collected, and checked when the first of them is run."""

    def collect(self) -> Iterator[pytest.Item]:
        """The chains, or one item that says why there are none."""
        from qedtex.notes.filled import FilledBlocks
        from qedtex.notes.formulas.chains import chains
        from qedtex.notes.sources.documents import read_document
        from qedtex.notes.verdicts.library import shipped
        from qedtex.pytest_plugin.sentences import sentences

        try:
            document = read_document(self.path)
            claims = [chain for chain in chains(document) if chain.is_claim]
        except QedtexError as fault:
            yield self._unreadable(fault)
            return
        except (RecursionError, MemoryError):
            place = Place(str(self.path))
            yield self._unreadable(QedtexError("QT855", "over budget: it cannot be read", place, help="split the file"))
            return
        blocks = FilledBlocks(document, shipped().catalogue)
        own = [chain for chain in claims if not blocks.is_of_another(chain.formula)]
        numbers = {id(chain): number for number, chain in enumerate(own)}
        note = Note(str(self.path), self.collecting.settings, self.collecting.strict, len(own))
        for chain, sentence in zip(claims, sentences(claims), strict=True):
            line = chain.line if chain.formula.cell is None else 1
            yield NoteItem.from_parent(self, name=sentence, line=line, note=note, number=numbers.get(id(chain)))

    def _unreadable(self, fault: QedtexError) -> pytest.Item:
        return Unreadable.from_parent(self, name="the note can be read", fault=fault)


def _line_of(path: Path) -> int:
    """The line of the function that derives, found without running the file."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return 1
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    return functions[0].lineno if functions else 1
