"""The catalogue: derivation files found by path, loaded by id, proved as they are loaded."""

from __future__ import annotations

import difflib
import traceback
import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qedtex.binding import alpha_equal
from qedtex.cache.engine import shipped_root as shipped_root
from qedtex.chains import Calc, Proof, Step
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import Place, QedtexError
from qedtex.kernel import Named, Theorem, chain, is_theorem
from qedtex.proved import Derivation
from qedtex.terms import Number, term

Statement = tuple[Number, str, Number]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a derivation file holds: a function that derives, and what is said about it. Made by `@derivation`."""

    function: Callable[[Calc], object]
    title: str
    chinese: str
    source: str
    documents: tuple[str, ...]
    claim: Statement
    given: tuple[Hypothesis, ...]


def derivation(
    *,
    title: str,
    source: str,
    claim: Statement,
    chinese: str = "",
    documents: Sequence[str] = (),
    given: Sequence[Hypothesis] = (),
) -> Callable[[Callable[[Calc], object]], Recipe]:
    """Mark the function of a derivation file.

    `claim` is the statement that the chain must end in; `given` the hypotheses it stands on; `source` a textbook
    reference; `documents` the notes it follows.
    """

    def make(function: Callable[[Calc], object]) -> Recipe:
        return Recipe(function, title, chinese or title, source, tuple(documents), claim, tuple(given))

    return make


@dataclass(slots=True)
class Catalogue:
    """Derivations by id, from one or more folders; an id is the path of its file below the folder.

    Two folders of one's own may not share an id; beside them a shipped derivation of the same id stands back.

    Raises `QedtexError` QT501 to QT508; each names the file.
    """

    roots: tuple[Path, ...] = field(default_factory=lambda: (shipped_root(),))
    _files: dict[str, Path] = field(default_factory=dict, init=False)
    _loaded: dict[str, Derivation] = field(default_factory=dict, init=False)
    _under_way: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for root in self.roots:
            for name, path in _found(root):
                other = self._files.setdefault(name, path)
                if other.resolve() != path.resolve() and root.resolve() != shipped_root().resolve():
                    raise QedtexError(
                        "QT504",
                        f"two derivations are called {name}",
                        Place(str(path)),
                        notes=(f"the other is {other}",),
                        help="rename one of the files, or build the folders one by one",
                    )

    def ids(self) -> list[str]:
        """All ids in order."""
        return sorted(self._files)

    def path(self, name: str) -> Path:
        """The file of an id; raises QT501 for an unknown one."""
        path = self._files.get(name)
        if path is None:
            near = difflib.get_close_matches(str(name), self._files, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}? " if near else ""
            raise QedtexError("QT501", f"there is no derivation {name!r}", help=f"{hint}`qedtex list` shows all")
        return path

    def statement(self, name: str) -> Statement:
        """What the file of an id says that it shows, not proved."""
        return _recipe(self.path(name)).claim

    def load(self, name: str) -> Derivation:
        """The derivation of an id, proved; a second call returns the same."""
        known = self._loaded.get(name)
        if known is not None:
            return known
        path = self.path(name)
        if name in self._under_way:
            circle = " -> ".join([*self._under_way[self._under_way.index(name) :], name])
            raise QedtexError(
                "QT505", f"derivations cite each other in a circle: {circle}", Place(str(path)), help="break the circle"
            )
        self._under_way.append(name)
        try:
            made = self._proved(name, path)
        finally:
            self._under_way.pop()
        self._loaded[name] = made
        return made

    def _proved(self, name: str, path: Path) -> Derivation:
        recipe = _recipe(path)
        try:
            calc = Calc(lambda cited: self.load(cited).theorem, recipe.given)
            left, relation, right = recipe.claim
            claim = Claim(term(left), Relation(relation), term(right), Context(recipe.given))
        except (QedtexError, TypeError, ValueError) as fault:
            raise QedtexError(
                "QT506",
                f"the claim of {name} cannot be read: {fault}",
                Place(str(path)),
                help="claim=(left, '=', right)",
            ) from fault
        try:
            proof = recipe.function(calc)
        except QedtexError as fault:
            fault.place = fault.place or _line_in(path, fault)
            raise
        except Exception as fault:
            raise QedtexError(
                "QT503",
                f"the derivation {name} raised {type(fault).__name__}: {fault}",
                _line_in(path, fault),
                help="run the file in Python to see more",
            ) from fault
        if not isinstance(proof, Proof) or proof.owner is not calc or not is_theorem(proof.theorem):
            raise QedtexError(
                "QT507",
                f"the derivation {name} does not return a chain of its own that ends in .qed()",
                Place(str(path)),
                found=type(proof).__name__,
                help="return calc(...).eq(...).qed()",
            )
        _check_steps(name, path, proof, self)
        _check_claim(name, path, claim, proof.theorem)
        return Derivation(name, str(path), recipe.title, recipe.chinese, recipe.source, recipe.documents, claim, proof)


def _check_steps(name: str, path: Path, proof: Proof, catalogue: Catalogue) -> None:
    """The steps that are shown are those of the theorem: genuine, joined, and with reasons that they used."""
    proofs = (proof, *(proof.lemmas if type(proof) is Proof else ()))
    if not all(_is_genuine(one) and _cites_what_it_says(one, catalogue) for one in proofs):
        raise QedtexError(
            "QT507",
            f"the steps of {name} are not those of its theorem",
            Place(str(path)),
            help="return calc(...).eq(...).qed()",
        )


def _cites_what_it_says(proof: Proof, catalogue: Catalogue) -> bool:
    """Whether each theorem that a reason names is that of the lemma shown, or of the derivation with that id."""
    named = [one for step in proof.steps for use in step.uses for one in use.arguments if isinstance(one, Named)]
    for one in named:
        if one.proof is not None:
            if type(one.proof) is not Proof or one.proof.theorem is not one.theorem or one.proof.name != one.name:
                return False
        elif one.name not in catalogue.ids() or catalogue.load(one.name).theorem is not one.theorem:
            return False
    return True


def _is_genuine(proof: Proof) -> bool:
    if type(proof) is not Proof or not is_theorem(proof.theorem):
        return False
    if not all(type(step) is Step and is_theorem(step.theorem) for step in proof.steps):
        return False
    again = chain([step.theorem for step in proof.steps]).claim
    return again == proof.theorem.claim and all(step.used(use) for step in proof.steps for use in step.uses)


def _check_claim(name: str, path: Path, claim: Claim, theorem: Theorem) -> None:
    shown = theorem.claim
    same = alpha_equal(claim.left, shown.left) and alpha_equal(claim.right, shown.right)
    if claim.relation is Relation.ABOUT:  # the digits that are shown are part of the claim
        same = same and claim.right == shown.right
    if not same or claim.relation is not shown.relation or claim.context != shown.context:
        raise QedtexError(
            "QT508",
            f"{name} shows something other than it claims",
            Place(str(path)),
            expected=str(claim),
            found=str(shown),
            help="mend the claim, or the last line of the chain",
        )


def _found(root: Path) -> Iterable[tuple[str, Path]]:
    """The ids and files below a folder; a single file is its own folder's."""
    if root.is_file():
        yield _id(root, root.parent if root.parent.parent == root.parent else root.parent.parent), root
        return
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        if not any(part.startswith((".", "_")) for part in relative.parts):
            yield _id(path, root), path


def _id(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts)


def _recipe(path: Path) -> Recipe:
    """The one derivation that a file holds."""
    try:
        source = path.read_text(encoding="utf-8")
        code = compile(source, str(path), "exec", dont_inherit=True)
    except SyntaxError as fault:
        raise QedtexError(
            "QT502", f"syntax error: {fault.msg}", Place(str(path), fault.lineno or 0, fault.offset or 0)
        ) from fault
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        raise QedtexError("QT502", f"the file cannot be read: {fault}", Place(str(path))) from fault
    module = types.ModuleType(f"qedtex_derivation_{path.stem}")
    module.__file__ = str(path)
    try:
        exec(code, module.__dict__)
    except QedtexError as fault:
        fault.place = fault.place or _line_in(path, fault)
        raise
    except Exception as fault:
        raise QedtexError(
            "QT503",
            f"the file raised {type(fault).__name__}: {fault}",
            _line_in(path, fault),
            help="a derivation file only imports from qedtex and defines one derivation",
        ) from fault
    recipes = [value for value in vars(module).values() if isinstance(value, Recipe)]
    if len(recipes) != 1:
        raise QedtexError(
            "QT507",
            "this is not a derivation" if not recipes else f"{len(recipes)} derivations are in one file",
            Place(str(path)),
            expected="one function marked with @derivation",
            help="see the README, “Write a derivation of your own”",
        )
    return recipes[0]


def _line_in(path: Path, fault: BaseException) -> Place:
    """The last line of the file that an exception passed through."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == str(path)]
    return Place(str(path), frames[-1].lineno or 0) if frames else Place(str(path))
