"""What a prime stands for: f'(a) as the derivative that the reader makes of it, which alone is printed like that."""

from __future__ import annotations

from qedtex.binding import free, fresh
from qedtex.sorts import REAL, Real
from qedtex.terms import Apply, Derivative, Function, Sigmoid, Symbol, Term


def primed(function: Function | None, at: Term) -> Derivative:
    """The derivative of a function, or of the logistic sigmoid where there is none, at a point.

    The bound symbol is the point itself where that is a real symbol, else t over the function's domain.

    >>> from qedtex.language import function, real
    >>> primed(function("f"), real("x") + 1).variable
    t
    """
    if isinstance(at, Symbol) and isinstance(at.sort, Real):
        variable = at
    else:
        variable = fresh(Symbol("t", REAL if function is None else function.domain), free(at))
    return Derivative(at, None, variable, Sigmoid(variable) if function is None else Apply(function, variable))


def is_primed(term: Derivative) -> bool:
    """Whether a derivative is the one that a prime stands for."""
    match term.body:
        case Apply(function, Symbol()):
            return term == primed(function, term.at)
        case Sigmoid(Symbol()):
            return term == primed(None, term.at)
        case _:
            return False
