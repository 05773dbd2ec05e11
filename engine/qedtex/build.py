"""`qedtex build`: check every derivation, have every formula read back, and write the LaTeX, Markdown and ledger."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex import ledger as ledgers
from qedtex import stamps
from qedtex.catalogue import Catalogue, shipped_root
from qedtex.claims import Verdict
from qedtex.errors import Place, QedtexError
from qedtex.ledger import Ledger, Reading
from qedtex.render.document import document
from qedtex.render.fragment import fragment
from qedtex.render.markdown import markdown
from qedtex.render.reasons import Language, require_language
from qedtex.stamps import root_of
from qedtex.verification import Formulas, Progress, compared, formulas_of, require_agreement
from qedtex.writing import MARK, Difference, difference, remove_unfinished, replace, require_own

if TYPE_CHECKING:
    from qedtex.oracle import Opinion
    from qedtex.proved import Derivation

LEDGER = "ledger.json"
DOCUMENT = "qedtex.tex"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The derivations below some paths, proved, and what went wrong with the others."""

    derivations: tuple[Derivation, ...]
    errors: tuple[QedtexError, ...]
    found: int = 0

    @property
    def refused(self) -> int:
        """How many of the derivations that were found are not proved."""
        return self.found - len(self.derivations)


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did, or for a check would do: the counts of the read-backs, the files, and what went wrong."""

    folder: Path
    derivations: tuple[Derivation, ...] = ()
    found: int = 0
    steps: int = 0
    assumed: int = 0
    """How many of the derivations stand on a theorem that is only cited."""
    files: tuple[str, ...] = ()
    changes: Difference = field(default_factory=lambda: Difference((), (), ()))
    readback: Mapping[str, object] = field(default_factory=dict)
    errors: tuple[QedtexError, ...] = ()
    warnings: tuple[QedtexError, ...] = ()


def default_paths() -> tuple[Path, ...]:
    """The folder `derivations` of the current folder where there is one, else the derivations that are shipped."""
    own = Path("derivations")
    return (own,) if own.is_dir() else (shipped_root(),)


def catalogue_of(paths: Sequence[Path]) -> tuple[Catalogue, list[str]]:
    """A catalogue of some files and folders and of the shipped derivations, and the ids that the paths hold.

    A copy of the shipped folder, as in a clone of the repository, stands in for it. Raises `QedtexError` QT701 for a
    path that does not exist, and QT702 for a file that is no Python file.
    """
    for path in paths:
        if not path.exists():
            raise QedtexError(
                "QT701", f"there is no file or folder {str(path)!r}", Place(str(path)), help="check the spelling"
            )
        if path.is_file() and path.suffix != ".py":
            raise QedtexError(
                "QT702",
                f"{path.name} is not a derivation",
                Place(str(path)),
                expected="a .py file, or a folder of them",
                help="a note is read by qedtex check, and its blocks are filled in by qedtex sync",
            )
    shipped = shipped_root()
    roots = tuple(dict.fromkeys(root_of(path) for path in paths))
    copied = any(_is_copy(root, shipped) for root in roots)
    ids = sorted({name for path in paths for name in _ids_below(path)})
    return Catalogue(roots if copied else (*roots, shipped)), ids


def _ids_below(path: Path) -> list[str]:
    known = Catalogue((root_of(path),))
    inside = path.resolve()
    return [name for name in known.ids() if known.path(name).resolve().is_relative_to(inside)]


def _is_copy(folder: Path, shipped: Path) -> bool:
    """Whether a folder holds every shipped file, byte for byte."""
    names = [path.relative_to(shipped) for path in shipped.rglob("*.py")]
    return folder.is_dir() and all(
        (folder / name).is_file() and (folder / name).read_bytes() == (shipped / name).read_bytes() for name in names
    )


def load_all(paths: Sequence[Path]) -> Loaded:
    """Every derivation below the paths, proved; what fails is collected and not only the first of it."""
    try:
        catalogue, ids = catalogue_of(paths)
    except QedtexError as fault:
        return Loaded((), (fault,))
    if not ids:
        return Loaded((), (_nothing_in(paths),))
    derivations: list[Derivation] = []
    errors: list[QedtexError] = []
    for name in ids:
        try:
            derivations.append(load_one(catalogue, name))
        except QedtexError as fault:
            if (fault.code, str(fault.place), fault.message) not in {
                (known.code, str(known.place), known.message) for known in errors
            }:
                errors.append(fault)
    return Loaded(tuple(derivations), tuple(errors), len(ids))


def _nothing_in(paths: Sequence[Path]) -> QedtexError:
    return QedtexError(
        "QT704",
        f"no derivation files found in {', '.join(str(path) for path in paths)}",
        Place(str(paths[0])) if paths else None,
        expected="Python files that define derivations",
        help="name a folder that holds some, or one such file",
    )


def load_one(catalogue: Catalogue, name: str) -> Derivation:
    """The derivation of an id; a file that leaves the program, or goes too deep, fails like any other."""
    try:
        with redirect_stdout(sys.stderr):  # what a file prints is no result of ours
            return catalogue.load(name)
    except (SystemExit, RecursionError) as fault:
        raise QedtexError(
            "QT503",
            f"the file raised {type(fault).__name__}",
            Place(str(catalogue.path(name))),
            help="a derivation file only imports from qedtex and defines one derivation",
        ) from fault


def second_opinions(derivations: Sequence[Derivation]) -> dict[str, tuple[Opinion, ...]]:
    """What the oracle says of every proved step; raises `QedtexError` QT601 where it refutes one."""
    from qedtex.oracle import consult_chain

    found: dict[str, tuple[Opinion, ...]] = {}
    for derivation in derivations:
        chains = [*(lemma.steps for lemma in derivation.lemmas), derivation.steps]
        opinions = tuple(
            opinion for steps in chains for opinion in consult_chain([step.theorem.claim for step in steps])
        )
        for number, (step, opinion) in enumerate(zip(derivation.all_steps, opinions, strict=True), start=1):
            if opinion.refuted:
                raise QedtexError(
                    "QT601",
                    f"the kernel proved step {number} of {derivation.name}, and the oracle refutes it",
                    step.place,
                    found=f"{step.theorem.claim}; counterexample {opinion.witness}",
                    help="one of the two is wrong: this is a fault of qedtex, please report it",
                )
        found[derivation.name] = opinions
    return found


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    check: bool = False,
    lang: Language = "en",
    jobs: int = 1,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Build:
    """Check the derivations below the paths and write the output, for Chinese into the folder `zh` of `out`.

    With `check` nothing is written; `changes` says what would be. A build that was made before from the same files, and
    whose output is still there, is not made again: then `derivations` is empty. `fresh` reuses neither that nor a
    read-back of the ledger. Nothing is written where anything failed.
    """
    require_language(lang)
    folder = out / "zh" if lang == "zh" else out
    try:
        _require_apart(out, paths)
    except QedtexError as fault:
        return Build(folder, errors=(fault,))
    if not check:
        remove_unfinished(folder)
    digest = _digest(paths, lang)
    known = stamps.find(digest, folder) if digest and not fresh else None
    if known is not None:
        counted = (known.derivations, known.steps, known.assumed)
        return Build(folder, (), *counted, tuple(known.files), readback=known.readback)
    loaded = load_all(paths)
    if loaded.errors:
        return Build(folder, loaded.derivations, loaded.found, errors=loaded.errors)
    derivations = loaded.derivations
    warnings: list[QedtexError] = []
    earlier = _earlier(folder / LEDGER, warnings)
    recorded = Ledger() if fresh else _with_english(earlier, out, lang)
    try:
        opinions = second_opinions(derivations)
        formulas = formulas_of(derivations)
        readings = compared(formulas, recorded, jobs, progress)
        require_agreement(readings)
        files = rendered(derivations, lang) | (replay_records(derivations) if lang == "en" else {})
        files[LEDGER] = ledgers.text(_record(derivations, opinions, readings, formulas, files))
        changes = difference(folder, files, earlier.files)
        if not check:
            require_own(folder, changes.stale, LEDGER, DOCUMENT)
            replace(folder, files, changes, last=LEDGER)
    except QedtexError as fault:
        return Build(folder, derivations, loaded.found, errors=(fault,), warnings=tuple(warnings))
    counts = ledgers.summary(readings, formulas.written, formulas.objectives)
    steps = sum(len(derivation.all_steps) for derivation in derivations)
    assumed = sum(derivation.verdict is not Verdict.PROVED for derivation in derivations)
    if digest and not check:
        stamps.keep(digest, stamps.stamped(files, loaded.found, steps, assumed, counts))
    return Build(
        folder, derivations, loaded.found, steps, assumed, tuple(sorted(files)), changes, counts, (), tuple(warnings)
    )


def _digest(paths: Sequence[Path], lang: str) -> str:
    """What decides a build, as a digest; nothing for files that cannot be read, which the build itself tells of."""
    try:
        return stamps.digest_of(paths, dict.fromkeys([*map(root_of, paths), shipped_root()]), lang)
    except OSError:
        return ""


def _require_apart(out: Path, paths: Sequence[Path]) -> None:
    """Raise `QedtexError` QT608 where the output folder is, lies in or contains a folder that is being built."""
    output = out.resolve()
    for root in dict.fromkeys(root_of(path) for path in paths):
        source = root.resolve()
        if not source.is_dir():
            continue
        if output == source:
            relation = "is"
        elif output.is_relative_to(source) and output != source / "output":  # `qedtex build .` is a repository's root
            relation = "lies in"
        elif source.is_relative_to(output):
            relation = "contains"
        else:
            continue
        raise QedtexError(
            "QT608",
            f"the output folder {str(out)!r} {relation} the folder of derivations {str(root)!r}",
            Place(str(out)),
            help="choose a folder beside it with --out",
        )


def _earlier(path: Path, warnings: list[QedtexError]) -> Ledger:
    """The ledger of the last build; a damaged one is not used, and that is said."""
    if not path.exists():
        return Ledger()
    try:
        return ledgers.load(path)
    except QedtexError as fault:
        warnings.append(fault)
        return Ledger()


def _with_english(earlier: Ledger, out: Path, lang: Language) -> Ledger:
    """For the Chinese files: the read-backs of the English ledger where there is none yet, as formulas are the same."""
    return earlier if lang == "en" or earlier.readings else _earlier(out / LEDGER, [])


def _record(
    derivations: Sequence[Derivation],
    opinions: Mapping[str, Sequence[Opinion]],
    readings: Mapping[str, Reading],
    formulas: Formulas,
    files: Mapping[str, str],
) -> dict[str, object]:
    return ledgers.record(derivations, opinions, readings, formulas.written, formulas.objectives, [*files, LEDGER])


def rendered(derivations: Sequence[Derivation], lang: Language) -> dict[str, str]:
    """The generated files by their names below the output folder, the ledger left out."""
    files = {DOCUMENT: document(derivations, lang)}
    for derivation in derivations:
        stem = derivation.name.replace(".", "/")
        files[f"{stem}.tex"] = fragment(derivation, lang)
        files[f"{stem}.md"] = markdown(derivation, lang)
    return files


def replay_records(derivations: Sequence[Derivation]) -> dict[str, str]:
    """One file for each derivation with every link, from which a checker of its own can replay it.

    They are kept beside the ledger and not in it, as they are long and the ledger is for reading.
    """
    try:
        records = importlib.import_module("qedtex.records")
    except ModuleNotFoundError:
        return {}
    files = {}
    for derivation in derivations:
        record = {"generated": MARK, **records.derivation_record(derivation)}
        files[f"records/{derivation.name.replace('.', '/')}.json"] = (
            json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
        )
    return files
