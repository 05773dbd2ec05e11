"""What the variable of a limit runs over: only what is near the point matters, so it is read as being there."""

from __future__ import annotations

from fractions import Fraction

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.errors import QedtexError
from qedtex.sorts import Integer, Real
from qedtex.terms import Const, Neg, Num, Symbol, Term, term


def near(variable: Symbol, point: Term, side: str) -> Symbol:
    """The variable within 1 of a point on one side, or beyond 1 on the way to infinity; integers from 2 on.

    A limit is the same whatever its function does elsewhere, even where it has no value there.

    >>> from qedtex.language import integer, oo, real, term
    >>> near(real("x"), term(0), "+").sort == Real(Fraction(0), Fraction(1), True, True)
    True
    >>> near(integer("n"), oo, "").sort
    Integer(lower=2, upper=None)
    """
    sort = variable.sort
    match sort:
        case Integer(lower, None) if point == Const("oo"):
            low = 1 if lower is None else lower.value if isinstance(lower, Num) else None
            return variable if low is None or low > 2 else Symbol(variable.name, Integer(term(2), None))
        case Real(least, greatest):
            room = _room(point, side)
            if room is None:
                return variable
            low, high = room
            is_low, is_high = _is_inside(low, least, 1), _is_inside(high, greatest, -1)
            narrowed = Real(
                low if is_low else least,
                high if is_high else greatest,
                is_low or sort.lower_open,
                is_high or sort.upper_open,
                sort.role,
            )
            return Symbol(variable.name, narrowed)
        case _:
            return variable


def inside_of(variable: Symbol, point: Term) -> str:
    """The side on which a variable has its values where the point is an end of its interval; else empty.

    >>> from qedtex.language import positive, real, term
    >>> inside_of(positive("x"), term(0)), inside_of(real("x"), term(0))
    ('+', '')
    """
    sort = variable.sort
    if not isinstance(sort, Real) or not isinstance(point, Num):
        return ""
    return "+" if point.value == sort.least else "-" if point.value == sort.greatest else ""


def _room(point: Term, side: str) -> tuple[Fraction | None, Fraction | None] | None:
    """The ends of what is near a point on one side; `None` for both sides, or where the point is no number."""
    if not side:
        ends = {Const("oo"): (Fraction(1), None), Neg(Const("oo")): (None, Fraction(-1))}
        return ends.get(point)
    try:
        at = as_number(Arithmetic().polynomial(point))
    except QedtexError:
        return None
    if at is None:
        return None
    return (at, at + 1) if side == "+" else (at - 1, at)


def _is_inside(end: Fraction | None, other: Fraction | None, way: int) -> bool:
    """Whether an end narrows an interval that has another one, or none."""
    return end is not None and (other is None or (end - other) * way >= 0)
