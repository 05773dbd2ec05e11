"""-k ln x is -log_b x with the base b = exp(1/k): the factor is the choice of the unit.

The fourth document asks for k < 0 in k log_b x and then sets k = -1: the sign is right, and any other negative factor
is a change of base.
"""

from qedtex import derivation, exp, ln, log, positive
from qedtex.rules import arithmetic, base_change, log_exp

x, k = positive("x"), positive("k")


@derivation(
    title="The factor is a choice of base",
    chinese="系数 k 对应于对数的底",
    source="Cover & Thomas (2006), lemma 2.1.2; Rudin (1976), exercise 1.7",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”, (9) to (11)",),
    claim=(-(k * ln(x)), "=", -log(x, exp(1 / k))),
)
def base_from_factor(calc):
    return (
        calc(-(k * ln(x)))
        .eq(-(ln(x) / (1 / k)), by=arithmetic)
        .eq(-(ln(x) / ln(exp(1 / k))), by=log_exp)
        .eq(-log(x, exp(1 / k)), by=base_change)
        .qed()
    )
