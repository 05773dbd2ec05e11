"""Scaling: a claim with masses that need not sum to 1, or with densities in the place of masses.

Weights with any positive sum are c p for a law p and a number c > 0. A density that is constant on cells of width w is
P / w for the masses P of the cells, and its integral is the sum weighed with w; a claim about quantities of information
is one about densities only if it holds for every w (Chan, 2003, Balanced information inequalities).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qedtex.claims import Claim
from qedtex.context import Context
from qedtex.sorts import POSITIVE, Alphabet, Outcome, Random, Space
from qedtex.terms import (
    KL,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Expectation,
    Log,
    Mul,
    Over,
    Prob,
    ProductOver,
    SelfInformation,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    space_of,
)


class _NoTermError(Exception):
    """No term says what a quantity is of such a law."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Changes a claim: the masses of some laws need not sum to 1, or some spaces need not be discrete."""

    laws: frozenset[str] = frozenset()
    spaces: frozenset[Space] = frozenset()

    def of(self, claim: Claim) -> Claim | None:
        """The changed claim; `None` where no term says what is left of it.

        >>> from qedtex.context import Relation
        >>> from qedtex.language import Entropy, alphabet, pmf
        >>> p = pmf("p", alphabet("calX"))
        >>> print(Scaling(laws=frozenset({"p"})).of(Claim(Entropy(p), Relation.GREATER_EQUAL, Entropy(p) * 0)).left)
        varsigmaₚ H(p) - varsigmaₚ log varsigmaₚ
        """
        try:
            known = [
                replace(one, left=self._changed(one.left), right=self._changed(one.right))
                for one in claim.context.hypotheses
            ]
            return Claim(self._changed(claim.left), claim.relation, self._changed(claim.right), Context(tuple(known)))
        except _NoTermError:
            return None

    def _changed(self, node: Term) -> Term:
        match node:
            case Prob(distribution, outcomes):
                scaled = self._mass(distribution, node)
                for outcome in outcomes:
                    width = self._width(space_of(outcome, distribution.law))
                    scaled = Div(scaled, width) if width is not None else scaled
                return scaled
            case SelfInformation(distribution, outcome, base):
                mass = self._changed(Prob(distribution, (outcome,)))
                return -Log(mass, base) if self._touches(distribution) else node
            case Entropy(distribution, base):
                return self._of_one(node, distribution, base)
            case CrossEntropy(one, other, base) | KL(one, other, base):
                return self._of_two(node, one, other, base)
            case VariableEntropy():
                return self._of_variables(node)
            case Expectation(Distribution() as distribution, _, body):
                if self._total(distribution) is not None:
                    raise _NoTermError
                return node.with_children((*node.children[:-1], self._changed(body)))
            case Distribution():
                return node
            case SumOver(Over(space), _, body):
                width = self._width(space)
                made = node.with_children((*node.children[:-1], self._changed(body)))
                return made if width is None else Mul((width, made))
            case ProductOver(Over(space)) if self._width(space) is not None:
                raise _NoTermError
            case _:
                return node.with_children(tuple(map(self._changed, node.children)))

    def _of_one(self, node: Term, distribution: Distribution, base: Term | None) -> Term:
        total, width = self._total(distribution), self._width(distribution.law.space)
        if total is not None:
            node = Mul((total, node)) - Mul((total, Log(total, base)))
        return node if width is None else node + Log(width, base)

    def _of_two(self, node: Term, one: Distribution, other: Distribution, base: Term | None) -> Term:
        first, second = self._total(one), self._total(other)
        width = self._width(one.law.space)
        made = node
        if second is not None:
            made = made - Log(second, base)
        if first is not None and isinstance(node, KL):
            made = made + Log(first, base)
        if width is not None and isinstance(node, CrossEntropy):
            made = made + Log(width, base)
        return made if first is None else Mul((first, made))

    def _of_variables(self, node: VariableEntropy) -> Term:
        if isinstance(node.distribution, Distribution) and self._total(node.distribution) is not None:
            raise _NoTermError
        made: Term = node
        for variable in node.of:
            sort = variable.sort if isinstance(variable, Symbol) else None
            width = self._width(sort.space) if isinstance(sort, Random) else None
            made = made if width is None else made + Log(width, node.base)
        return made

    def _mass(self, distribution: Distribution, mass: Term) -> Term:
        total = self._total(distribution)
        return mass if total is None else Mul((total, mass))

    def _touches(self, distribution: Distribution) -> bool:
        return self._total(distribution) is not None or self._width(distribution.law.space) is not None

    def _total(self, distribution: Distribution) -> Symbol | None:
        """What the masses of a law sum to; `None` for 1."""
        name = distribution.law.name
        if name not in self.laws and name.partition("_")[0] not in self.laws:
            return None
        if distribution.given or distribution.parameters or distribution.law.sample is not None:
            raise _NoTermError
        return Symbol(f"\\varsigma_{{{name}}}", POSITIVE)

    def _width(self, space: Space | None) -> Symbol | None:
        """The width of the cells of a space; `None` for a discrete one."""
        if space is None or space not in self.spaces:
            return None
        if not isinstance(space, Alphabet):
            raise _NoTermError
        return Symbol(f"\\omega_{{{space.name}}}", POSITIVE)


def spaces_of(claim: Claim, names: frozenset[str] | None) -> frozenset[Space]:
    """The spaces of the random variables, outcomes and laws of some names in a claim; all of them for `None`."""
    known = claim.context.hypotheses
    sides = [claim.left, claim.right, *(side for one in known for side in (one.left, one.right))]
    letters = None if names is None else {name.lower() for name in names}
    nodes = [node for side in sides for node in side.walk()]
    summed = {node.space for node in nodes if isinstance(node, Over)}
    found = (space for node in nodes for space, own in _spaces(node) if letters is None or own & letters)
    laws = (space for node in nodes for space, name in _spaces_of_laws(node) if letters is None or name in letters)
    return frozenset([*found, *(space for space in laws if isinstance(space, Alphabet) and space not in summed)])


def _spaces(node: Term) -> Iterator[tuple[Space, set[str]]]:
    """The spaces of the variables that a node speaks of, each with the small letters that it goes by."""
    match node:
        case Symbol(name, Random(space) | Outcome(space)):
            yield space, {name.lower()}
        case Distribution(law) if law.space is not None:
            yield law.space, {_letter(law.space)}
        case _:
            return


def _spaces_of_laws(node: Term) -> Iterator[tuple[Space, str]]:
    """The spaces that the laws in a node are over, each with the small letter of the law.

    What a claim sums over itself is not among those that the word density speaks of.
    """
    if isinstance(node, Prob):
        law = node.distribution.law
        for outcome in node.outcomes:
            space = space_of(outcome, law)
            if space is not None:
                yield space, law.name.lower()
    elif isinstance(node, Distribution) and node.law.space is not None:
        yield node.law.space, node.law.name.lower()


def _letter(space: Space) -> str:
    """The small letter of the random variable of a space that is named by it."""
    return space.name.removeprefix("\\mathcal{").removesuffix("}").lower() if isinstance(space, Alphabet) else ""
