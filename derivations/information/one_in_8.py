"""The news that a champion of prior probability 1/8 has won carries 3 bits."""

from fractions import Fraction

from qedtex import SelfInformation, alphabet, derivation, known, law, log, outcome
from qedtex.rules import log_of_number, unfold

x, P = outcome("x", alphabet(r"\mathcal{X}")), law("P")


@derivation(
    title="An event of probability 1/8 carries 3 bits",
    chinese="概率为 1/8 的事件的信息量是 3 比特",
    source="Cover & Thomas (2006), section 2.1; Goodfellow et al. (2016), section 3.13",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”",),
    claim=(SelfInformation(P, x, 2), "=", 3),
    given=(known("prior", P(x), Fraction(1, 8), english="the prior probability", chinese="阿根廷队夺冠的先验概率"),),
)
def one_in_8(calc):
    return (
        calc(SelfInformation(P, x, 2))
        .eq(-log(P(x), 2), by=unfold(SelfInformation))
        .eq(-log(Fraction(1, 8), 2), by="prior")
        .eq(3, by=log_of_number)
        .qed()
    )
