"""H(p) >= 0: a probability is at most 1, so every -log p(x) is at least 0."""

from qedtex import Entropy, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import compare, constant_sum, split_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)


@derivation(
    title="Entropy is not negative",
    chinese="熵非负",
    source="Cover & Thomas (2006), lemma 2.1.1",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵", "001_edc3c3577b10c7cc.txt, 信息量"),
    claim=(Entropy(p), ">=", 0),
)
def entropy_nonneg(calc):
    return (
        calc(Entropy(p))
        .eq(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=unfold(Entropy))
        .eq(Sum(p(x[i]) * -log(p(x[i])), (i, 1, n)), by=split_sum)
        .ge(Sum(p(x[i]) * 0, (i, 1, n)), by=compare)
        .eq(0, by=constant_sum)
        .qed()
    )
