"""A system whose one outcome has probability 1 has an entropy of 0 bits."""

from qedtex import Entropy, derivation, labels, log, pmf
from qedtex.rules import complement, expand_sum, log_one, unfold

p = pmf("p", labels(1, 1))


@derivation(
    title="One certain case: 0 bits",
    chinese="必然事件的熵是 0 比特",
    source="Cover & Thomas (2006), section 2.1",
    documents=("004_c49fcb28c16dac78.txt, 一、熵(Entropy)",),
    claim=(Entropy(p, 2), "=", 0),
)
def certain_case(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-(p[1] * log(p[1], 2)), by=[unfold(Entropy), expand_sum])
        .eq(-log(p[1], 2), by=complement)
        .eq(0, by=[complement, log_one])
        .qed()
    )
