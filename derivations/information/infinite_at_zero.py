"""-log x goes to infinity as x goes to 0 from above: beyond every bound M > 0 once x < exp(-M)."""

from qedtex import derivation, exp, known, limit, log, oo, positive
from qedtex.rules import limit_by_definition, log_exp

x, M = positive("x"), positive("M")


@derivation(
    title="The information of an impossible event is infinite",
    chinese="不可能事件的信息量趋于无穷",
    source="Rudin (1976), section 8.6 and definition 4.33",
    documents=("003_6fbb94e585105e4a.txt, 信息量：单个事件带来多少“确定性”, (7)",),
    claim=(limit(-log(x), x, 0, "+"), "=", oo),
)
def infinite_at_zero(calc):
    near = [
        known("above", x, 0, relation=">", english="x is positive", chinese="x 为正"),
        known("near", x, exp(-M), relation="<", english="x is near 0", chinese="x 接近 0"),
    ]
    beyond = calc(-log(x), given=near).gt(-log(exp(-M)), by="near").eq(M, by=log_exp).qed("beyond every bound")
    return calc(limit(-log(x), x, 0, "+")).eq(oo, by=limit_by_definition(beyond)).qed()
