"""The news that a champion of prior probability 1/1024 has won carries 10 bits."""

from fractions import Fraction

from qedtex import SelfInformation, alphabet, derivation, known, law, log, outcome
from qedtex.rules import log_of_number, unfold

x, P = outcome("x", alphabet(r"\mathcal{X}")), law("P")


@derivation(
    title="An event of probability 1/1024 carries 10 bits",
    chinese="概率为 1/1024 的事件的信息量是 10 比特",
    source="Cover & Thomas (2006), section 2.1; Goodfellow et al. (2016), section 3.13",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”",),
    claim=(SelfInformation(P, x, 2), "=", 10),
    given=(known("prior", P(x), Fraction(1, 1024), english="the prior probability", chinese="中国队夺冠的先验概率"),),
)
def one_in_1024(calc):
    return (
        calc(SelfInformation(P, x, 2))
        .eq(-log(P(x), 2), by=unfold(SelfInformation))
        .eq(-log(Fraction(1, 1024), 2), by="prior")
        .eq(10, by=log_of_number)
        .qed()
    )
