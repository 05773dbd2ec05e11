"""Entropy is at most log n, once more by a Lagrange multiplier: with 1 - log n for it, no term can gain by moving.

The Lagrangian bounds the entropy for every multiplier lambda: each term -p log p + lambda p is at most exp(lambda - 1),
its value where its derivative lambda - 1 - log p is 0. The multiplier 1 - log n makes that bound the least, log n.
"""

from qedtex import Entropy, Sum, derivation, exp, index, log, outcomes, pmf, positive, positive_integer, real
from qedtex.rules import arithmetic, cite, constant_sum, log_exp, log_quotient, normalisation, unfold

n, j = positive_integer("n"), index("j")
x = outcomes("x", n)
p = pmf("p", x)
t, multiplier = positive("t"), real("lambda")


@derivation(
    title="Entropy is at most log n, by a Lagrange multiplier",
    chinese="熵不超过 log n（拉格朗日乘子法）",
    source="Cover & Thomas (2006), theorem 2.6.4; Boyd & Vandenberghe (2004), section 5.1.3",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(Entropy(p), "<=", log(n)),
)
def at_most_log_n_by_lagrange(calc):
    c = exp(multiplier - 1)
    term = (
        calc(multiplier * t - t * log(t))
        .eq(t * (1 + log(c / t)), by=[log_quotient, log_exp])
        .le(t * (1 + (c / t - 1)), by=cite("divergence.log_bound"))
        .eq(c, by=arithmetic)
        .qed("each_term")
    )
    best = 1 - log(n)
    return (
        calc(Entropy(p))
        .eq(-Sum(p(x[j]) * log(p(x[j])), (j, 1, n)), by=unfold)
        .eq(-Sum(p(x[j]) * log(p(x[j])), (j, 1, n)) + best * (Sum(p(x[j]), (j, 1, n)) - 1), by=normalisation)
        .eq(Sum(best * p(x[j]) - p(x[j]) * log(p(x[j])), (j, 1, n)) - best)
        .le(Sum(exp(best - 1), (j, 1, n)) - best, by=term)
        .eq(n * exp(-log(n)) - best, by=[constant_sum, arithmetic])
        .eq(log(n))
        .qed()
    )
