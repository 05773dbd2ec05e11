"""The factor k = -f'(1) of an information f(x) = -k ln x that decreases is positive.

f(2) < f(1) is f'(1) ln 2 < 0. The fourth document writes f(x) = k log_b x and so asks for k < 0: the same, with the
sign in the factor; "to satisfy (7) too" is then no second condition, since -k ln x goes to infinity at 0 for every k
> 0.
"""

from qedtex import derivation, diff, function, known, ln, positive
from qedtex.rules import arithmetic, cite
from qedtex.terms import term

x, y, d, u, v = (positive(name) for name in ("x", "y", "d", "u", "v"))
f = function("f", x)
at_one = diff(f(y), y, at=1)


@derivation(
    title="Decreasing information has a positive factor",
    chinese="信息量递减，故系数 k 为正",
    source="Cover & Thomas (2006), problem 2.46",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”, (9) and (10)",),
    claim=(-at_one, ">", 0),
    given=(
        known("equation", f(u * v), f(u) + f(v), for_all=(u, v), english="information adds", chinese="信息量可加"),
        known(
            "decreasing", f(u + d), f(u), relation="<", for_all=(u, d), english="f is decreasing", chinese="f 单调递减"
        ),
    ),
)
def decreasing_factor(calc):
    zero_at_one = (
        calc(f(1)).eq(f(1) + f(1) - f(1), by=arithmetic).eq(f(term(1) * 1) - f(1), by="equation").eq(0, by=arithmetic)
    ).qed("f(1) = 0")
    return (
        calc(-at_one)
        .eq(-(at_one * ln(2)) / ln(2), by=arithmetic)
        .eq(-f(2) / ln(2), by=cite("information.functional_equation"))
        .eq(-f(term(1) + 1) / ln(2), by=arithmetic)
        .gt(-f(1) / ln(2), by="decreasing")
        .eq(0, by=[zero_at_one, arithmetic])
        .qed()
    )
