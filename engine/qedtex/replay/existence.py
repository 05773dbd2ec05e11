"""When an integral exists, for the replay.

Over a closed interval what is continuous is integrable. Over an unbounded one every summand must have a factor that
falls off like exp(-c x) or faster, and beside it only factors that grow like powers of x at most.
"""

from __future__ import annotations

from .algebra import normal
from .calculus import REAL
from .signs import Place
from .trees import INFINITE, Refusal, Tree, children, is_number, less, rebuilt, symbols

MOST_DEGREE = 8


def integrable(tree: Tree, place: Place) -> None:
    """Raise `Refusal` unless an integral is shown to exist, its body having a value at every point."""
    _, domain, sort, _ = tree
    if domain[0] != "Interval" or sort != REAL:
        raise Refusal("an integral is not over an interval of the reals")
    lower, upper = domain[1:]
    if lower == INFINITE[0] or upper == INFINITE[1]:
        raise Refusal("an interval does not lead from its lower to its upper end")
    inner, body = place.enter(tree)
    own = inner.bound[-1][0]
    if not is_number(body):
        raise Refusal("an integrand is no number")
    ends = [end for end in (lower, upper) if end not in INFINITE]
    if not all(map(is_number, ends)):
        raise Refusal("an end of an interval is no number")
    if len(ends) == 2:
        if not place.nonnegative(less(upper, lower)):
            raise Refusal("an interval is not shown to lead from its lower to its upper end")
        continuous(body, own)
    for end, way in ((lower, -1), (upper, 1)):
        if end in INFINITE:
            decaying(body, own, way, inner)


def continuous(tree: Tree, own: Tree) -> None:
    """Raise `Refusal` unless a term is continuous in a symbol wherever it has a value."""
    if own not in symbols(tree) or tree == own:
        return
    if tree[0] not in ("Add", "Mul", "Neg", "Div", "Pow", "Exp", "Log", "Sigmoid", "Sqrt", "Abs"):
        raise Refusal(f"{tree[0]} is not shown to be continuous")
    for child in children(tree):
        continuous(child, own)


def decaying(tree: Tree, own: Tree, way: int, place: Place) -> None:
    """Raise `Refusal` unless a term is continuous and falls off exponentially as a symbol goes to infinity that way."""
    match tree:
        case ("Num", value) if value == 0:
            return
        case ("Add", parts):
            for part in parts:
                decaying(part, own, way, place)
        case ("Neg", of):
            decaying(of, own, way, place)
        case ("Div", over, by) if own not in symbols(by):
            decaying(over, own, way, place)
        case ("Mul", parts):
            fast = [part for part in parts if not moderate(part, own)]
            if not fast:
                raise Refusal("no factor of an integrand falls off")
            for part in fast:
                decaying(part, own, way, place)
        case ("Exp", exponent):
            _falls(exponent, own, way, place)
        case _:
            raise Refusal(f"{tree[0]} is not shown to fall off")


def moderate(tree: Tree, own: Tree) -> bool:
    """Whether a term is continuous and grows like a power of a symbol at most."""
    match tree:
        case ("Log", of, base) if own in symbols(tree):
            return (base is None or own not in symbols(base)) and _of_exponentials(of, own)
        case ("Add" | "Mul", parts):
            return all(moderate(part, own) for part in parts)
        case ("Neg", of):
            return moderate(of, own)
        case ("Div", over, by) if own not in symbols(by):
            return moderate(over, own)
        case _:
            return polynomial(tree, own)


def polynomial(tree: Tree, own: Tree) -> bool:
    """Whether a term is a polynomial in a symbol, and in absolute values of such."""
    if own not in symbols(tree) or tree == own:
        return True
    match tree:
        case ("Add" | "Mul", parts):
            return all(polynomial(part, own) for part in parts)
        case ("Neg" | "Abs", of):
            return polynomial(of, own)
        case ("Div", over, by):
            return own not in symbols(by) and polynomial(over, own)
        case ("Pow", base, ("Num", power)):
            return power.denominator == 1 and power <= MOST_DEGREE and polynomial(base, own)
        case _:
            return False


def _of_exponentials(tree: Tree, own: Tree) -> bool:
    """Whether a term is a product or quotient of constants and exponentials of moderate terms."""
    match tree:
        case ("Exp", of):
            return moderate(of, own)
        case ("Mul", parts):
            return all(_of_exponentials(part, own) for part in parts)
        case ("Div", over, by):
            return _of_exponentials(over, own) and _of_exponentials(by, own)
        case _:
            return own not in symbols(tree)


def _falls(exponent: Tree, own: Tree, way: int, place: Place) -> None:
    """An exponent is a polynomial of a positive degree whose leading coefficient is negative, looked at from there."""
    import sympy

    if not polynomial(exponent, own):
        raise Refusal("an exponent is no polynomial")
    far = sympy.Symbol("far")
    value = sympy.expand(normal(_without_bars(exponent, own, way, place)).subs(normal(own), way * far))
    if not value.is_polynomial(far) or not 1 <= sympy.degree(value, far) <= MOST_DEGREE:
        raise Refusal("an exponent does not fall")
    leading = sympy.Poly(value, far).LC()
    if not place.positive_value(-leading, exponent):
        raise Refusal("the leading coefficient of an exponent is not shown to be negative")


def _without_bars(tree: Tree, own: Tree, way: int, place: Place) -> Tree:
    """A term far out that way, where the absolute value of a linear term in the symbol is that term or its negative."""
    import sympy

    if own not in symbols(tree) or tree[0] == "Symbol":
        return tree
    if tree[0] == "Abs":
        inner = _without_bars(tree[1], own, way, place)
        value = sympy.expand(normal(inner))
        if value.is_polynomial(normal(own)) and sympy.degree(value, normal(own)) == 1:
            for sign in (1, -1):
                if place.positive_value(sign * way * sympy.Poly(value, normal(own)).LC(), tree):
                    return inner if sign > 0 else ("Neg", inner)
        raise Refusal("an absolute value is not that of a linear term of known slope")
    return rebuilt(tree, lambda part, _: _without_bars(part, own, way, place))
