"""The more probable of two events carries less information: -log x < -log y for x > y.

log y / x < log 1 because the logarithm is strictly increasing; the base may be any above 1.
"""

from qedtex import derivation, known, log, positive

x, y = positive("x"), positive("y")


@derivation(
    title="Information decreases in the probability",
    chinese="事件发生概率越大，信息量越小",
    source="Goodfellow et al. (2016), section 3.13; Rudin (1976), section 8.6",
    documents=(
        "000_0b61e9c244fb50f2.txt, 自信息量",
        "003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”",
    ),
    claim=(-log(x), "<", -log(y)),
    given=(known("more probable", x, y, relation=">", english="x is more probable", chinese="x 的概率更大"),),
)
def decreasing(calc):
    return calc(-log(x)).lt(-log(y), by="more probable").qed()
