"""-sum p log q is convex in q: at a mixture it is at most the mixture of its values, since log is concave."""

from qedtex import CrossEntropy, Sum, derivation, index, log, outcomes, pmf, positive_integer, probability
from qedtex.rules import cite, distribute, fold, split_sum, take_out

n, i, a = positive_integer("n"), index("i"), probability("a")
x = outcomes("x", n)
p, q, r = pmf("p", x), pmf("q", x), pmf("r", x)


@derivation(
    title="Cross-entropy is convex in the predicted distribution",
    chinese="交叉熵关于 q 是凸函数",
    source="Cover & Thomas (2006), theorem 2.7.2; Boyd & Vandenberghe (2004), section 3.1.5",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(
        -Sum(p(x[i]) * log(a * q(x[i]) + (1 - a) * r(x[i])), (i, 1, n)),
        "<=",
        a * CrossEntropy(p, q) + (1 - a) * CrossEntropy(p, r),
    ),
)
def cross_entropy_convex(calc):
    return (
        calc(-Sum(p(x[i]) * log(a * q(x[i]) + (1 - a) * r(x[i])), (i, 1, n)))
        .le(-Sum(p(x[i]) * (a * log(q(x[i])) + (1 - a) * log(r(x[i]))), (i, 1, n)), by=cite("divergence.log_concave"))
        .eq(
            a * -Sum(p(x[i]) * log(q(x[i])), (i, 1, n)) + (1 - a) * -Sum(p(x[i]) * log(r(x[i])), (i, 1, n)),
            by=[distribute, split_sum, take_out],
        )
        .eq(a * CrossEntropy(p, q) + (1 - a) * CrossEntropy(p, r), by=fold(CrossEntropy))
        .qed()
    )
