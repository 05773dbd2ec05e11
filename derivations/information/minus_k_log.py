"""Information that adds and decreases is -k ln x with k = -f'(1), which `decreasing_factor` shows to be positive."""

from qedtex import derivation, diff, function, known, ln, positive
from qedtex.rules import arithmetic, cite

x, y, k, u, v = (positive(name) for name in ("x", "y", "k", "u", "v"))
f = function("f", x)
at_one = diff(f(y), y, at=1)


@derivation(
    title="Information is minus a positive multiple of the logarithm",
    chinese="信息量的形式：f(x) = -k ln x",
    source="Cover & Thomas (2006), problem 2.46",
    documents=(
        "000_0b61e9c244fb50f2.txt, 自信息量",
        "003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”, (9) and (10)",
    ),
    claim=(f(x), "=", -(k * ln(x))),
    given=(
        known("equation", f(u * v), f(u) + f(v), for_all=(u, v), english="information adds", chinese="信息量可加"),
        known("factor", k, -at_one, kind="definition", english="the factor k", chinese="系数 k 的定义"),
    ),
)
def minus_k_log(calc):
    return (
        calc(f(x))
        .eq(at_one * ln(x), by=cite("information.functional_equation"))
        .eq(-(-at_one * ln(x)), by=arithmetic)
        .eq(-(k * ln(x)), by="factor")
        .qed()
    )
