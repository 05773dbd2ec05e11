"""The claim of a derivation as a display: on one line, or broken behind its left side and where that is too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.breaking import INDENT, broken
from qedtex.render.width import formula_width

if TYPE_CHECKING:
    from qedtex.claims import Claim


def claim_lines(claim: Claim, width: float) -> list[str]:
    """The lines of a display of at most a width in points, without its beginning and end.

    >>> import qedtex
    >>> claim = qedtex.load("divergence.kl_half").claim
    >>> len(claim_lines(claim, 300.0)), claim_lines(claim, 60.0)[0]
    (1, '\\\\begin{aligned}')
    """
    left, right = latex(claim.left), f"{latex_relation(claim.relation)} {latex(claim.right)}"
    if formula_width(f"{left} {right}") <= width:
        return [f"{left} {right}"]
    inner = width - 2 * formula_width(INDENT)
    lines = [("&" if not number else "&" + INDENT) + piece for number, piece in enumerate(broken(left, width))]
    lines += [("&" + INDENT + (INDENT if number else "")) + piece for number, piece in enumerate(broken(right, inner))]
    return [r"\begin{aligned}", *(f"  {line} \\\\" for line in lines[:-1]), f"  {lines[-1]}", r"\end{aligned}"]
