"""H(p) = log n exactly for the uniform distribution: equality in Gibbs' inequality against b_i = 1/n."""

from qedtex import Entropy, Sum, derivation, every, index, log, outcomes, pmf, positive_integer, sample, statement
from qedtex.rules import (
    arithmetic,
    both_sides,
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
from qedtex.terms import term

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)
against_uniform = Sum(p(x[i]) * log(p(x[i]) / (1 / n)), (i, 1, n))


@derivation(
    title="Only the uniform distribution has the entropy log n",
    chinese="熵等于 log n 当且仅当均匀分布",
    source="Cover & Thomas (2006), theorem 2.6.4",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(statement(Entropy(p), "=", log(n)), "iff", every(statement(p(x[i]), "=", 1 / n), (i, 1, n))),
)
def log_n_only_if_uniform(calc):
    masses = calc(Sum(p(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("the masses sum to 1")
    uniform = calc(Sum(1 / n, (i, 1, n))).eq(1, by=[constant_sum, arithmetic]).qed("n times 1/n is 1")
    formulas = (statement(a[i], "=", p(x[i])), statement(b[i], "=", 1 / n))
    gap = (
        calc(Entropy(p))
        .eq(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=unfold(Entropy))
        .eq(
            Sum(p(x[i]), (i, 1, n)) * log(n) - Sum(p(x[i]) * (log(p(x[i])) + log(n)), (i, 1, n)),
            by=[distribute, split_sum, take_out],
        )
        .eq(log(n) - against_uniform, by=[normalisation, log_quotient, log_one])
    ).qed("the gap to log n")
    return (
        calc(statement(Entropy(p), "=", log(n)))
        .iff(statement(log(n) - against_uniform, "=", log(n)), by=gap)
        .iff(statement(against_uniform, "=", 0), by=both_sides(-term(1)))
        .iff(
            every(statement(1 / n, "=", p(x[i])), (i, 1, n)),
            by=instance("divergence.gibbs_equality", *formulas, masses, uniform),
        )
        .iff(every(statement(p(x[i]), "=", 1 / n), (i, 1, n)), by=both_sides)
        .qed()
    )
