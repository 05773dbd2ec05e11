"""Information in bits is information in nats divided by log 2."""

from qedtex import SelfInformation, alphabet, derivation, log, outcome, pmf
from qedtex.rules import base_change, fold, unfold

space = alphabet(r"\mathcal{X}")
x, p = outcome("x", space), pmf("p", space)


@derivation(
    title="Information in bits and in nats",
    chinese="信息量的比特与奈特换算",
    source="Cover & Thomas (2006), lemma 2.1.2; Goodfellow et al. (2016), section 3.13",
    documents=("000_0b61e9c244fb50f2.txt, 自信息量", "004_c49fcb28c16dac78.txt, 必要知识补充1"),
    claim=(SelfInformation(p, x, 2), "=", SelfInformation(p, x) / log(2)),
)
def bits_and_nats(calc):
    return (
        calc(SelfInformation(p, x, 2))
        .eq(-log(p(x), 2), by=unfold(SelfInformation))
        .eq(-(log(p(x)) / log(2)), by=base_change)
        .eq(SelfInformation(p, x) / log(2), by=fold(SelfInformation))
        .qed()
    )
