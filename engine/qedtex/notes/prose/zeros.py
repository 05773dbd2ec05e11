"""Derivatives that are set to 0: the equations behind one look for where it is 0, and are no identities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qedtex.claims import Claim
from qedtex.lowering import to_sympy
from qedtex.notes.formulas.chains import Chain, Side, Step
from qedtex.sorts import REAL
from qedtex.terms import Add, Div, Mul, Neg, Num, Pow, Symbol, Term

_SETS = re.compile(
    r"\b(?:set|sets|setting|equate|equating|put|putting)\b[^.;]{0,60}\b(?:zero|0)\b"
    r"|\b(?:derivatives?|gradients?)\b[^.;]{0,60}\b(?:zero|0|vanish\w*)\b|\b(?:stationary|critical|first[- ]order)\b"
    r"|令|求导|导数|偏导|梯度|驻点",
    re.IGNORECASE,
)
_DERIVATIVES = frozenset(["\\partial", "\\nabla", "∂", "∇"])

_MOST = 60
"""How many nodes the terms may have that are solved."""
_RATIONAL = (Symbol, Num, Add, Mul, Div, Neg, Pow)
_PRIMES = frozenset(["'", "’", "\\prime"])


@dataclass(slots=True)
class Zeros:
    """The derivative that the section so far has set to 0 last, and the names it is taken by."""

    section: int = -1
    step: Step | None = None
    names: set[str] = field(default_factory=set)
    count: int = 0
    """How many derivatives the section has set to 0; what follows from several of them is not looked into."""

    def hear(self, chain: Chain, words: str) -> None:
        """Take in a chain that ends in `= 0`, where it shows a derivative or the words before speak of one.

        >>> from qedtex.notes.formulas.chains import chains
        >>> from qedtex.notes.sources.documents import read_text
        >>> first, second = chains(read_text(r"$$\\frac{\\partial f}{\\partial t} = n t - s = 0$$ so $$s = n t$$"))
        >>> zeros = Zeros()
        >>> zeros.hear(first, "")
        >>> zeros.behind(second.steps[0]).left.latex
        'n t - s'
        """
        if chain.formula.section != self.section:
            self.section, self.step, self.count = chain.formula.section, None, 0
        last = chain.steps[-1]
        if last.relation != "=" or [token.text for token in last.right.tokens] != ["0"]:
            return
        sides = [chain.steps[0].left, *(step.right for step in chain.steps)]
        taken = {name for side in sides for name in _taken_by(side)}
        if taken or _SETS.search(words[-80:]):
            self.step, self.names, self.count = last, taken or last.left.names, self.count + 1

    def behind(self, step: Step) -> Step | None:
        """The derivative set to 0 that an equation may follow from: it speaks of its unknown, and of more in it."""
        if self.step is None or step.relation != "=" or step.right.formula.section != self.section:
            return None
        shared = (step.left.names | step.right.names) & self.step.left.names
        return self.step if shared & self.names and len(shared) > 1 else None


def follows(claim: Claim, zero: Term) -> bool | None:
    """Whether an equation between fractions of polynomials holds wherever another one is 0; `None` if it is not clear.

    >>> from qedtex.context import Relation
    >>> from qedtex.language import real
    >>> a, b, y = real("a"), real("b"), real("y")
    >>> follows(Claim(a * y, Relation.EQUAL, b), 2 * a * y - 2 * b)
    True
    >>> follows(Claim(a * y, Relation.EQUAL, 2 * b), 2 * a * y - 2 * b)
    False
    """
    import sympy

    taken: dict[Term, Symbol] = {}
    left, right, zero = (_rational(side, taken) for side in (claim.left, claim.right, zero))
    if sum(1 for side in (left, right, zero) for _ in side.walk()) > _MOST:
        return None
    difference = sympy.together(to_sympy(left) - to_sympy(right))
    known = sympy.numer(sympy.together(to_sympy(zero)))
    for symbol in sorted(known.free_symbols, key=str):
        if sympy.degree(known, symbol) == 1:
            (solved,) = sympy.solve(known, symbol)
            rest = sympy.expand(sympy.numer(sympy.together(difference.subs(symbol, solved))))
            if rest == 0:
                return True
            return False if not taken and difference.free_symbols <= known.free_symbols else None
    return None


def _rational(side: Term, taken: dict[Term, Symbol]) -> Term:
    """A side with a name for each part that is no sum, product, quotient or whole power of names and numbers."""
    if isinstance(side, _RATIONAL) and not (isinstance(side, Pow) and not isinstance(side.exponent, Num)):
        return side.with_children(tuple(_rational(child, taken) for child in side.children))
    return taken.setdefault(side, Symbol(f"part{len(taken)}", REAL))


def sets_to_zero(step: Step, words: str) -> bool:
    """Whether an equation `= 0` is one that the words before it say to set, to find where something is extreme."""
    return [token.text for token in step.right.tokens] == ["0"] and _SETS.search(words[-80:]) is not None


def _taken_by(side: Side) -> set[str]:
    """The names that the derivatives of a side are taken by: what stands behind a sign, subscript marks left out."""
    found: set[str] = set()
    texts = [token.text for token in side.tokens]
    for place, text in enumerate(texts):
        is_sign = text in _DERIVATIVES or (text == "d" and place > 1 and texts[place - 2 : place] == ["}", "{"])
        if is_sign:
            behind = (one for one in texts[place + 1 : place + 4] if one not in ("_", "{", "^", "}", "2"))
            found.update(one for one in [next(behind, "")] if one)
        if text in _PRIMES and texts[place + 1 : place + 2] == ["("]:
            found.update(texts[place + 2 : place + 3])
    return found
