"""D(p || q) is the expectation under p of log p/q."""

from qedtex import KL, E, Sum, derivation, index, log, outcome, outcomes, pmf, positive_integer
from qedtex.rules import expectation_to_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
X = outcome("X", p.space)


@derivation(
    title="The KL divergence as an expectation",
    chinese="KL 散度写成期望",
    source="Cover & Thomas (2006), (2.26) and (2.27)",
    documents=("000_0b61e9c244fb50f2.txt, 相对熵", "001_edc3c3577b10c7cc.txt, 相对熵（KL散度）"),
    claim=(KL(p, q), "=", E(log(p(X) / q(X)), X, p)),
)
def as_expectation(calc):
    return (
        calc(KL(p, q))
        .eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), by=unfold(KL))
        .eq(E(log(p(X) / q(X)), X, p), by=expectation_to_sum)
        .qed()
    )
