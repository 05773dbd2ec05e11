"""Entropy in bits is entropy in nats divided by log 2: the change of base in every term."""

from qedtex import Entropy, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, base_change, fold, take_out, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)


@derivation(
    title="Entropy in bits and in nats",
    chinese="熵的比特与奈特换算",
    source="Cover & Thomas (2006), lemma 2.1.2",
    documents=("004_c49fcb28c16dac78.txt, 必要知识补充1",),
    claim=(Entropy(p, 2), "=", Entropy(p) / log(2)),
)
def bits_and_nats(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n)), by=unfold(Entropy))
        .eq(-Sum(p(x[i]) * (log(p(x[i])) / log(2)), (i, 1, n)), by=base_change)
        .eq(-(1 / log(2)) * Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=[take_out, arithmetic])
        .eq(Entropy(p) / log(2), by=[fold(Entropy), arithmetic])
        .qed()
    )
