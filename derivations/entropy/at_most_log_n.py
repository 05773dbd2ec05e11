"""H(p) <= log n: Gibbs' inequality against the uniform distribution, log n - H(p) = sum p log(p / (1/n)) >= 0."""

from qedtex import Entropy, Sum, derivation, index, log, outcomes, pmf, positive_integer, sample, statement
from qedtex.rules import (
    arithmetic,
    constant_sum,
    distribute,
    instance,
    log_one,
    log_quotient,
    normalisation,
    split_sum,
    take_out,
    unfold,
)
from qedtex.sorts import POSITIVE

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)


@derivation(
    title="Entropy is at most log n",
    chinese="熵不超过 log n",
    source="Cover & Thomas (2006), theorem 2.6.4",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(Entropy(p), "<=", log(n)),
)
def at_most_log_n(calc):
    masses = calc(Sum(p(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("the masses sum to 1")
    uniform = calc(Sum(1 / n, (i, 1, n))).eq(1, by=[constant_sum, arithmetic]).qed("n times 1/n is 1")
    return (
        calc(Entropy(p))
        .eq(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=unfold(Entropy))
        .eq(
            Sum(p(x[i]), (i, 1, n)) * log(n) - Sum(p(x[i]) * (log(p(x[i])) + log(n)), (i, 1, n)),
            by=[distribute, split_sum, take_out],
        )
        .eq(log(n) - Sum(p(x[i]) * log(p(x[i]) / (1 / n)), (i, 1, n)), by=[normalisation, log_quotient, log_one])
        .le(
            log(n) - 0,
            by=instance(
                "divergence.gibbs", statement(a[i], "=", p(x[i])), statement(b[i], "=", 1 / n), masses, uniform
            ),
        )
        .eq(log(n), by=arithmetic)
        .qed()
    )
