"""D(p || q) >= 0 by Jensen's inequality, as the second document has it: E[-log(q/p)] >= -log E[q/p] = -log 1 = 0.

The document's "log is convex" is a slip: log is concave and -log convex. Its Jensen inequality for convex functions,
f(E(X)) >= E(f(X), is the wrong way round (and its parenthesis is not closed); the step that it takes with -log is
right.
"""

from qedtex import KL, E, Sum, derivation, index, log, outcome, outcomes, pmf, positive_integer, sample, statement
from qedtex.rules import (
    arithmetic,
    expectation_to_sum,
    instance,
    log_one,
    log_quotient,
    normalisation,
    split_sum,
    unfold,
)
from qedtex.sorts import POSITIVE

n, i = positive_integer("n"), index("i")
a, r = sample("a", POSITIVE, n), sample("x", POSITIVE, n)
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
z = outcome("x", p.space)


@derivation(
    title="The KL divergence is not negative, by Jensen's inequality",
    chinese="由 Jensen 不等式证明 KL 散度非负",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(KL(p, q), ">=", 0),
)
def kl_nonneg_by_jensen(calc):
    total = calc(Sum(p(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("total")
    ratio = statement(r[i], "=", q(x[i]) / p(x[i]))
    return (
        calc(KL(p, q))
        .eq(E(log(p(z) / q(z)), z, p), by=unfold(KL))
        .eq(E(-log(q(z) / p(z)), z, p), by=log_quotient)
        .eq(-Sum(p(x[i]) * log(q(x[i]) / p(x[i])), (i, 1, n)), by=[expectation_to_sum, split_sum])
        .ge(
            -log(Sum(p(x[i]) * (q(x[i]) / p(x[i])), (i, 1, n))),
            by=instance("divergence.jensen_log", statement(a[i], "=", p(x[i])), ratio, total),
        )
        .eq(-log(Sum(q(x[i]), (i, 1, n))), by=arithmetic)
        .eq(-log(1), by=normalisation)
        .eq(0, by=log_one)
        .qed()
    )
