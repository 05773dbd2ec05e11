"""The divergence of a distribution from itself is 0: every quotient is 1, and log 1 = 0."""

from qedtex import KL, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, constant_sum, log_one, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)


@derivation(
    title="The KL divergence of a distribution from itself is 0",
    chinese="分布对自身的 KL 散度为 0",
    source="Cover & Thomas (2006), section 2.3",
    documents=("003_6fbb94e585105e4a.txt, KL 散度",),
    claim=(KL(p, p), "=", 0),
)
def of_itself(calc):
    return (
        calc(KL(p, p))
        .eq(Sum(p(x[i]) * log(p(x[i]) / p(x[i])), (i, 1, n)), by=unfold(KL))
        .eq(Sum(p(x[i]) * log(1), (i, 1, n)), by=arithmetic)
        .eq(0, by=[log_one, constant_sum])
        .qed()
    )
