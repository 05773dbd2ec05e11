"""A certain event carries no information: I = -log 1 = 0, whatever the base."""

from qedtex import SelfInformation, alphabet, derivation, known, law, log, outcome
from qedtex.rules import log_one, unfold

x, P = outcome("x", alphabet(r"\mathcal{X}")), law("P")


@derivation(
    title="A certain event carries no information",
    chinese="确定性事件没有信息量",
    source="Goodfellow et al. (2016), section 3.13",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”", "000_0b61e9c244fb50f2.txt, 自信息量"),
    claim=(SelfInformation(P, x), "=", 0),
    given=(known("certain", P(x), 1, english="the event is certain", chinese="必然事件"),),
)
def certain_event(calc):
    return calc(SelfInformation(P, x)).eq(-log(P(x)), by=unfold(SelfInformation)).eq(0, by=["certain", log_one]).qed()
