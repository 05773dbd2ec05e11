"""f(x y) = f(x) + f(y) leaves only f(x) = f'(1) ln x: by differentiating the equation, not by guessing a logarithm.

The documents go from the equation to the logarithm by "it is easy to think of": that other differentiable functions
do not satisfy it too needs proof. Differentiating in y at y = 1 gives x f'(x) = f'(1), so f(x) - f'(1) ln x has
derivative 0 and is constant; the constant is f(1), which the equation makes 0.
"""

from qedtex import derivation, diff, function, known, ln, positive
from qedtex.rules import (
    arithmetic,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    log_one,
)
from qedtex.terms import term

x, y, u, v = positive("x"), positive("y"), positive("u"), positive("v")
f = function("f", x)
at_one = diff(f(y), y, at=1)


@derivation(
    title="Additive information is a multiple of the logarithm",
    chinese="满足可加性的信息量只能是对数",
    source="Cover & Thomas (2006), problem 2.46; Rudin (1976), exercise 8.6",
    documents=(
        "000_0b61e9c244fb50f2.txt, 自信息量",
        "003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”, (5) to (9)",
    ),
    claim=(f(x), "=", at_one * ln(x)),
    given=(known("equation", f(u * v), f(u) + f(v), for_all=(u, v), english="information adds", chinese="信息量可加"),),
)
def functional_equation(calc):
    zero_at_one = (
        calc(f(1)).eq(f(1) + f(1) - f(1), by=arithmetic).eq(f(term(1) * 1) - f(1), by="equation").eq(0, by=arithmetic)
    ).qed("f(1) = 0")
    slope = (
        calc(diff(f(x), x))
        .eq(diff(f(x), x) * x / x, by=arithmetic)
        .eq(diff(f(x * y), y, at=1) / x, by=[derivative_chain, derivative_linear, derivative_identity])
        .eq(diff(f(x) + f(y), y, at=1) / x, by="equation")
        .eq(at_one / x, by=derivative_linear)
    ).qed("slope")
    flat = (
        calc(diff(f(x) - at_one * ln(x), x))
        .eq(diff(f(x), x) - at_one * (1 / x), by=[derivative_linear, derivative_chain])
        .eq(at_one / x - at_one * (1 / x), by=slope)
        .eq(0, by=arithmetic)
    ).qed("flat")
    return (
        calc(f(x))
        .eq(at_one * ln(x) + (f(x) - at_one * ln(x)), by=arithmetic)
        .eq(at_one * ln(x) + (f(1) - at_one * ln(1)), by=constant_by_derivative(flat, term(1)))
        .eq(at_one * ln(x) + (0 - at_one * 0), by=[zero_at_one, log_one])
        .eq(at_one * ln(x), by=arithmetic)
        .qed()
    )
