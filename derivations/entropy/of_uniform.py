"""The entropy of the uniform distribution over n outcomes is log n."""

from qedtex import Entropy, Sum, derivation, index, integer, known, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, constant_sum, log_one, log_quotient, unfold

n, i = positive_integer("n"), index("i")
x, k = outcomes("x", n), integer("k", 1, n)
p = pmf("p", x)


@derivation(
    title="The entropy of the uniform distribution",
    chinese="均匀分布的熵",
    source="Cover & Thomas (2006), section 2.1 and theorem 2.6.4",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(Entropy(p), "=", log(n)),
    given=(known("uniform", p(x[k]), 1 / n, for_all=(k,), english="uniform distribution", chinese="均匀分布"),),
)
def of_uniform(calc):
    return (
        calc(Entropy(p))
        .eq(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=unfold(Entropy))
        .eq(-Sum(1 / n * log(1 / n), (i, 1, n)), by="uniform")
        .eq(-(n * (1 / n * log(1 / n))), by=constant_sum)
        .eq(-log(1 / n), by=arithmetic)
        .eq(-(log(1) - log(n)), by=log_quotient)
        .eq(log(n), by=[log_one, arithmetic])
        .qed()
    )
