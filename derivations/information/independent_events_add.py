"""The information of two independent events adds: the probability is a product, and the logarithm makes a sum of it.

The document's example, to reach the final and to win it, is not one of independent events: the chance to become
champion is P(A) P(B | A), with the chance to win for those who have reached the final.
"""

from qedtex import SelfInformation, alphabet, derivation, independence, law, log, outcome
from qedtex.rules import arithmetic, fold, log_product

P, a, b = law("P"), outcome("a", alphabet(r"\mathcal{A}")), outcome("b", alphabet(r"\mathcal{B}"))


@derivation(
    title="The information of independent events adds",
    chinese="独立事件的信息量可加",
    source="Goodfellow et al. (2016), section 3.13, (3.48)",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”", "000_0b61e9c244fb50f2.txt, 自信息量"),
    claim=(-log(P(a, b)), "=", SelfInformation(P, a) + SelfInformation(P, b)),
    given=(independence(P(a, b), P(a) * P(b), name="independence", english="independent events", chinese="事件独立"),),
)
def independent_events_add(calc):
    return (
        calc(-log(P(a, b)))
        .eq(-log(P(a) * P(b)), by="independence")
        .eq(-(log(P(a)) + log(P(b))), by=log_product)
        .eq(-log(P(a)) - log(P(b)), by=arithmetic)
        .eq(SelfInformation(P, a) + SelfInformation(P, b), by=fold(SelfInformation))
        .qed()
    )
