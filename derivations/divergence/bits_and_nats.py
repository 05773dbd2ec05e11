"""The KL divergence in bits is the one in nats divided by log 2: the change of base in every term."""

from qedtex import KL, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, base_change, fold, take_out, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="The KL divergence in bits and in nats",
    chinese="KL 散度的比特与奈特换算",
    source="Cover & Thomas (2006), section 2.3 and lemma 2.1.2",
    documents=("003_6fbb94e585105e4a.txt, KL 散度", "004_c49fcb28c16dac78.txt, 三、KL 散度"),
    claim=(KL(p, q, 2), "=", KL(p, q) / log(2)),
)
def bits_and_nats(calc):
    return (
        calc(KL(p, q, 2))
        .eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i]), 2), (i, 1, n)), by=unfold(KL))
        .eq(Sum(p(x[i]) * (log(p(x[i]) / q(x[i])) / log(2)), (i, 1, n)), by=base_change)
        .eq(1 / log(2) * Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), by=[take_out, arithmetic])
        .eq(KL(p, q) / log(2), by=[fold(KL), arithmetic])
        .qed()
    )
